from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.intake import Taking
from dashboards.models.view import View
from dashboards.models.visiting import OFFICE, SECTIONS, VisitForm
from dashboards.widgets.intake import steps
from dashboards.widgets.visiting import visit_page
from fupin import settings, store
from fupin.access import Reader
from fupin.book import open_book
from fupin.tables import HOUSEHOLDS
from fupin.visiting import FIXED
from tests.store.towns import BEGIN, take, town

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan

DAY = date(2018, 6, 30)


def quiet(*_: object) -> None:
    """Hear of the stages and say nothing."""


def sent(folder: Path, phone: str = "13800000000") -> Path:
    """Write the small town as a folder of Parquet."""
    folder.mkdir()
    for name, frame in town(phone=phone).tables.items():
        if frame.height:
            frame.write_parquet(folder / f"{name}.parquet")
    return folder


@pytest.fixture
def view() -> View:
    return View(day=DAY, author="陈一")


@pytest.fixture
def desk(plan: Plan, tmp_path: Path) -> Desk:
    text.learn(plan)
    opened = store.open_store(tmp_path / "town.db")
    take(opened, town(phone="13800000000"))
    return Desk(store.register(opened), plan, store=opened)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refused_file_is_named_as_it_was_sent(
    desk: Desk, view: View, tmp_path: Path, lang: str
) -> None:
    bad = tmp_path / "七月.xlsx"
    bad.write_bytes(b"nothing of the kind")
    taking = Taking(desk, view)
    taking.look(bad, quiet)
    said = steps(taking, lang)
    assert "七月.xlsx" in said
    assert str(tmp_path) not in said


def test_the_first_own_register_leaves_the_sample_behind(
    plan: Plan, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text.learn(plan)
    own = tmp_path / "own.db"
    monkeypatch.setattr(settings, "PRACTICE_STORE", tmp_path / "practice.db")
    monkeypatch.setattr("dashboards.models.intake.OWN_STORE", own)
    practice = open_book(str(settings.PRACTICE_STORE))
    desk = Desk(store.register(practice), plan, store=practice)
    was_sample = desk.is_sample
    assert len(desk.village_names) == 4
    taking = Taking(desk, view)
    taking.look(sent(tmp_path / "sent"), quiet)
    assert not own.exists()
    taking.accept()
    # Refused without a reason: an own store that is empty would hide the sample.
    assert "填上姓名和原因" in str(taking.error)
    assert not own.exists()
    taking.reason = "第一次录入"
    taking.accept()
    assert taking.error is None
    assert own.exists()
    assert (was_sample, desk.is_sample) == (True, False)
    assert desk.village_names == {"001": "001村"}
    assert store.newest(practice) == 1


def test_changed_settings_are_compared_anew(
    desk: Desk, view: View, tmp_path: Path
) -> None:
    taking = Taking(desk, view)
    taking.look(sent(tmp_path / "sent", "13900000000"), quiet)
    assert taking.looked is not None
    assert taking.looked.valid_on == DAY
    taking.valid_on = BEGIN
    taking.again()
    assert taking.looked.valid_on == BEGIN


def test_numbers_and_names_are_masked_where_changes_are_shown(
    desk: Desk, view: View, tmp_path: Path
) -> None:
    taking = Taking(desk, view)
    taking.look(sent(tmp_path / "sent", "13900001234"), quiet)
    shown = steps(taking, "zh")
    assert "139****1234" in shown
    assert "13900001234" not in shown
    assert "13800000000" not in shown


def test_problems_of_a_kind_are_one_group_in_the_words_of_the_commonest(
    desk: Desk, view: View, tmp_path: Path
) -> None:
    taking = Taking(desk, view)
    taking.look(sent(tmp_path / "sent"), quiet)
    (group,) = [one for one in taking.groups("zh") if one[1] == "absent_table"]
    assert group == ("warn", "absent_table", group[2], 9, 10)
    assert f"{group[2]}，另有 9 种类似 <b>10</b>" in steps(taking, "zh")


def test_who_may_not_write_is_told_and_nothing_is_written(
    plan: Plan, view: View, tmp_path: Path
) -> None:
    opened = store.open_store(tmp_path / "town.db")
    take(opened, town())
    guest = Desk(store.register(opened), plan, Reader("guest"), opened)
    taking = Taking(guest, view)
    taking.look(sent(tmp_path / "sent"), quiet)
    taking.reason = "试试"
    taking.accept()
    assert taking.error is not None
    assert "guest" in taking.error.zh
    assert store.newest(opened) == 1


def test_a_file_that_can_not_be_read_is_said_in_words(
    desk: Desk, view: View, tmp_path: Path
) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"nothing")
    taking = Taking(desk, view)
    taking.look(tmp_path / "bad.xlsx", quiet)
    assert taking.stage == "failed"
    assert "bad.xlsx" in steps(taking, "zh")


def test_every_fact_of_a_household_has_its_place_in_the_visit_form() -> None:
    placed = [column for columns in SECTIONS.values() for column in columns]
    assert len(placed) == len(set(placed))
    assert {*placed, *OFFICE, *FIXED} >= set(HOUSEHOLDS.by_name)
    assert not set(placed) & {*OFFICE, *FIXED}


def test_the_visit_form_never_sends_what_is_masked(desk: Desk, view: View) -> None:
    form = VisitForm(desk, view)
    form.open(desk.token_of("001-001"))
    shown = visit_page(form, "zh")
    assert "陈一" not in shown.replace('value="陈一"', "")
    assert "13800000000" not in shown
    assert "陈*" in shown
    form.set("facts.phone", "")
    form.set("facts.farmland_mu", "3")
    form.set("reason", "走访")
    assert form.save()
    assert desk.store is not None
    row = store.register(desk.store).on(DAY)["households"].sort("household_id")
    assert row["phone"][0] == "13800000000"
    assert row["farmland_mu"][0] == 3


def test_a_form_left_is_forgotten(desk: Desk, view: View) -> None:
    form = VisitForm(desk, view)
    form.open(desk.token_of("001-001"))
    form.set("facts.farmland_mu", "3")
    form.close()
    form.open(desk.token_of("001-001"))
    assert form.edits == {}


def test_a_file_that_ends_its_reader_is_said_too(
    desk: Desk, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fupin.aside._look", ends)
    taking = Taking(desk, view)
    taking.look(tmp_path / "town.xlsx", quiet)
    assert taking.stage == "failed"
    assert "中途退出" in steps(taking, "zh")


def ends(*_: object) -> None:
    """End the process as a fault in a reader's own code would."""
    os.abort()
