"""The tasks' page: every figure opens as many tasks as it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.overview import overview
from dashboards.models.tasks import tasks_view
from dashboards.pages.tasks import TasksPage
from dashboards.widgets.tasks import _apart
from fupin.access import Reader
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.tasks import STATES
from tests.dashboards.tasks.pages import markup, view_of

if TYPE_CHECKING:
    from fupin.plan import Plan


CELL = re.compile(r'<td class="c(?: gap)?" data-go="([^"]+)" title="([^"]+)"')


def test_every_cell_of_the_matrix_opens_as_many_tasks_as_it_says(desk: Desk) -> None:
    shown = markup(TasksPage(desk, view_of()))
    found = CELL.findall(shown)
    assert len(found) > 40
    counted = 0
    for link, words in found:
        view = view_of()
        view.go(link.replace("&amp;", "&"))
        total, open_, late, wait = map(int, re.findall(r"\d+", words))
        rows = tasks_view(desk, view).listed
        assert rows.height == total, link
        assert int(rows["is_open"].sum()) == open_
        assert int((rows["light"] == "red").sum()) == late
        assert int((rows["status"] == "to_verify").sum()) == wait
        counted += total
    assert counted == tasks_view(desk, view_of()).rows.height


def test_the_headline_is_made_of_the_figures(desk: Desk) -> None:
    page = tasks_view(desk, view_of())
    shown = markup(TasksPage(desk, view_of()))
    first = re.sub(r"<[^>]+>", "", re.findall(r"<h2[^>]*>(.*?)</h2>", shown)[0])
    whole, (name, worst) = page.whole, next(iter(page.departments.items()))
    words = f"{whole.total - whole.done} 项没办完，超期 {whole.late} 项，"
    words += f"{desk.plan.departments[name].name['zh']}占 {worst.late} 项"
    assert first.startswith(words)


def test_the_board_has_every_task_once(desk: Desk) -> None:
    page = tasks_view(desk, view_of())
    assert tuple(page.by_status) == STATES
    assert sum(n for n, _ in page.by_status.values()) == page.rows.height


def test_a_village_has_its_own_tasks_only(desk: Desk) -> None:
    page = tasks_view(desk, view_of(village="002"))
    assert set(page.rows["village_id"]) == {"002"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tab", ["", "list", "stuck", "new"])
def test_each_part_is_drawn_in_both_languages(desk: Desk, lang: str, tab: str) -> None:
    shown = markup(TasksPage(desk, view_of(lang, tab=tab)))
    assert shown.count("<section") == shown.count("</section")
    assert "None" not in shown
    assert "{" not in re.sub(r"<[^>]+>", "", shown)


def test_no_name_of_a_villager_and_no_household_id_is_on_the_page(desk: Desk) -> None:
    names = set(desk.register["households"]["head_name"].drop_nulls())
    ids = set(desk.register["households"]["household_id"])
    for tab in ("", "list", "stuck"):
        shown = markup(TasksPage(desk, view_of(tab=tab)))
        assert not [name for name in names if name in shown]
        assert not [one for one in ids if f">{one}<" in shown or f"={one}" in shown]


def test_another_village_of_the_reader_is_not_there(plan: Plan) -> None:
    text.learn(plan)
    reader = Reader("village", villages=frozenset({"001"}))
    desk = Desk(Register.of(make_tables()), plan, reader)
    page = tasks_view(desk, view_of())
    assert set(page.rows["village_id"].drop_nulls()) == {"001"}
    shown = markup(TasksPage(desk, view_of()))
    # Without a store there is nothing to write on.
    assert 'data-go="new"' not in shown


@pytest.mark.parametrize("village", ["", "002"])
def test_the_overview_tells_the_same_of_the_tasks_as_their_page(
    desk: Desk, village: str
) -> None:
    shown = overview(desk, LAST_DAY, village)
    page = tasks_view(desk, view_of(village=village))
    assert shown.owed == page.whole
    assert shown.on_time_rate == page.whole.rate
    assert len(shown.late) == page.whole.late
    assert sum(map(len, shown.late_by_department.values())) == page.whole.late


def test_each_group_of_the_matrix_stands_apart_by_its_first_cell() -> None:
    none, one = '<td class="c none">—</td>', '<td class="c" x>1</td>'
    apart = '<td class="c gap none">—</td>'
    assert _apart(none + one) == apart + one
    assert _apart(one) == '<td class="c gap" x>1</td>'
