"""The forms page without a browser: what differs is told, what isn't allowed isn't."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.forms import all_files, forms_view, notice_file, one_file
from dashboards.models.view import View
from dashboards.pages.forms import FormsPage
from dashboards.widgets.form_page import form_page
from fupin.access import LOCAL, Reader
from fupin.errors import AccessError, FupinError
from tests import registers as r
from tests.forms.towns import DAY, TABLES

if TYPE_CHECKING:
    from fupin.plan import Plan


def _desk(plan: Plan, reader: Reader = LOCAL) -> Desk:
    text.learn(plan)
    return Desk(r.of(**TABLES), plan, reader)


def _plant(desk: Desk, value: str) -> None:
    """Let the village ledger count its enrolled households another way."""
    form = desk.forms["village_ledger"]
    (table,) = form.tables
    columns = tuple(
        replace(c, value=value) if c.key == "enrolled_households" else c
        for c in table.columns
    )
    planted = replace(form, tables=(replace(table, columns=columns),))
    desk.forms["village_ledger"] = planted


def _view() -> View:
    return View(day=DAY, page="forms", form="village_ledger")


def test_forms_that_differ_are_told_above_the_preview(plan: Plan) -> None:
    desk, view = _desk(plan), _view()
    assert "同名的数都一致" in form_page(forms_view(desk, view, {}), "zh", {})
    desk = _desk(plan)
    _plant(desk, "count_households(is_enrolled and housing_grade == 'A')")
    page = form_page(forms_view(desk, view, {}), "zh", {})
    # The exit plan and the changes count alike, and the ledger differs from both.
    assert "12 张表里有 2 处同名的数不一致" in page
    assert "只有村册要求 housing_grade" in page
    assert page.index("只有村册要求") < page.index("<table")


def test_a_form_that_cannot_be_read_is_told_in_place_of_the_page(plan: Plan) -> None:
    desk = _desk(plan)
    _plant(desk, "count_households(is_enroled)")
    page = FormsPage(desk, _view())
    assert "village_ledger.yaml:" in page._html.html
    assert "是不是“is_enrolled”？" in page._html.html


def test_rows_leave_only_with_who_may_export(plan: Plan) -> None:
    desk = _desk(plan, Reader("clerk"))
    assert forms_view(desk, _view(), {}).total == 2
    for save in (one_file, all_files):
        with pytest.raises(AccessError):
            save(desk, _view(), {})


def test_an_address_that_names_no_form_opens_the_first(plan: Plan) -> None:
    view = View(day=DAY, page="forms", form="nothing", village="900", start=999)
    page = forms_view(_desk(plan), view, {})
    assert page.shown.form.id == "exit_plan"
    assert page.shown.place == ""
    assert page.start == 0


def test_the_page_follows_what_others_write(plan: Plan) -> None:
    desk, view = _desk(plan), _view()
    page = FormsPage(desk, view)
    before = page._html.html
    desk.register = r.of(**(TABLES | {"visits": [], "households": []}))
    desk.assessment.cache_clear()
    desk.filled.cache_clear()
    view.written += 1
    assert page._html.html != before


def test_only_a_public_form_is_written_to_be_hung_out(plan: Plan) -> None:
    desk = _desk(plan)
    view = View(day=DAY, page="forms", form="public_notice")
    name, made = notice_file(desk, view, {})
    assert name.endswith("拟退出户公示名单.pdf")
    assert made.startswith(b"%PDF")
    assert 'data-go="save_pdf"' in form_page(forms_view(desk, view, {}), "zh", {})
    private = View(day=DAY, page="forms", form="household_list")
    assert "save_pdf" not in form_page(forms_view(desk, private, {}), "zh", {})
    with pytest.raises(FupinError, match="不是公开的表"):
        notice_file(desk, private, {})
