"""Every command decides by the plan in force: its files and what was accepted since."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from fupin.cli import app
from fupin.errors import FupinError
from fupin.proposals import accept, propose
from fupin.store import open_store
from tests.proposals.drafts import LINE, correction
from tests.snapshots.towns import POOR, taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.proposals import Draft

ON = ("--on", "2018-06-30")
YEAR = date(2018, 1, 1)


@pytest.fixture
def change(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Draft], None]:
    """Return what proposes and accepts a change in the commands' own store."""
    path = tmp_path / "town.db"
    store = open_store(path)
    taken(store)
    store.close()
    monkeypatch.setenv("FUPIN_STORE", str(path))

    def accepted(draft: Draft) -> None:
        kept = open_store(path)
        accept(kept, propose(kept, draft, plan).seq, "王二", "同意", plan)
        kept.close()

    return accepted


def said(*words: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, [*words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def still_open() -> set[str]:
    """Return the tasks that are open."""
    rows = said("task", "list", *ON, "--most", "500")
    return {r["key"] for r in rows if r.get("status") == "not_started"}


def test_tasks_are_the_gaps_by_an_accepted_line(change: Any) -> None:
    assert f"gap:income_met:{POOR}" in still_open()
    change(correction(LINE, 4000, YEAR))
    assert f"gap:income_met:{POOR}" not in still_open()


def test_an_objection_has_the_days_that_were_accepted(change: Any) -> None:
    change(correction("objection_days", 5))
    (told,) = said(
        "objection", "add", *ON, "--text", "公示有误", "--about", "other",
        "--channel", "letter", "--author", "陈一", "--village", "001",
        "--kind", "objection",
    )  # fmt: skip
    (row, _) = said("objection", "list", *ON)
    assert row["deadline_on"] == "2018-07-05", (told, row)


def test_a_sample_is_drawn_of_who_meets_an_accepted_line(
    change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fupin.inspection import InspectionError  # noqa: PLC0415

    asked = []

    def stopped(done: Any, *_: Any) -> None:
        asked.append(done.scenario.parameter(LINE).on(date(2018, 6, 30)).value)
        raise InspectionError("停", "stop")

    monkeypatch.setattr("fupin.inspection.draw", stopped)
    change(correction(LINE, 4000, YEAR))
    with pytest.raises(InspectionError):
        said("inspect", "draw", *ON, "--author", "陈一", "--reason", "季度抽查")
    assert asked == [4000]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2015-12-31"])
@pytest.mark.parametrize(
    "words", [("assess",), ("task", "list"), ("funds", "show"), ("curve", LINE)]
)
def test_a_date_that_the_plan_has_nothing_for_is_refused_in_words(
    change: Any, day: str, words: tuple[str, ...]
) -> None:
    del change
    with pytest.raises(FupinError) as refused:
        said(*words, "--on", day)
    assert day in refused.value.say("zh")
    assert day in refused.value.say("en")
