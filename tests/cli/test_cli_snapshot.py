"""The commands of snapshots, on a store of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from fupin.cli import app
from fupin.errors import FupinError
from fupin.snapshots import SnapshotError
from fupin.store import open_store
from tests.snapshots.towns import POOR, taken, town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fupin.store import Store

MAKE = ("create", "--title", "例会 7/8", "--author", "林一", "--on", "2018-06-30")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Store]:
    path = tmp_path / "town.db"
    monkeypatch.setenv("FUPIN_STORE", str(path))
    monkeypatch.setenv("FUPIN_LANG", "zh")
    store = open_store(path)
    taken(store)
    store.close()
    return lambda: open_store(path)


def said(*words: str) -> list[str]:
    result = CliRunner().invoke(app, ["snapshot", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return list(result.output.splitlines())


def made(*words: str) -> str:
    return said(*MAKE, *words)[0].split(" · ")[0]


def test_a_snapshot_is_made_shown_checked_annotated_and_withdrawn(
    book: Callable[[], Store],
) -> None:
    id_ = made("--note", "练习")
    assert id_.startswith("S-180630-")
    # Masked, as on the page: the log has who it was.
    assert said("list")[0].startswith(f"{id_} · 2018-06-30 · 例会 7/8 · 林* · ")
    _, figures = said("show", id_.lower(), "--figures")
    assert json.loads(figures)["town.met"] == 1
    assert any("在册贫困户 3 户" in line for line in said("show", id_))
    assert said("check", id_) == ["一致 agrees"]
    said("note", id_, "town.met", "已入户核对", "--author", "陈二")
    assert any("已入户核对（陈*）" in line for line in said("show", id_))
    gone = said("withdraw", id_, "--author", "林一", "--reason", "用错了日期")
    assert "已撤回 withdrawn：用错了日期" in gone[0]
    store = book()
    with pytest.raises(SnapshotError, match="用错了日期"):
        said("export", id_, "--format", "pptx")
    store.close()


@pytest.mark.usefixtures("book")
def test_an_export_is_written_under_a_name_that_can_be_kept(tmp_path: Path) -> None:
    id_ = made()
    # As the monthly line of docs/operations.md asks: the folder isn't there at first.
    folder = tmp_path / "briefs"
    written = said("export", id_, "--format", "xlsx", "--to", str(folder))
    (path,) = folder.glob("*.xlsx")
    assert written == [str(path)]
    assert path.name.endswith(f"{id_}.xlsx")


def test_the_difference_is_told_line_by_line(book: Callable[[], Store]) -> None:
    first = made()
    store = book()
    taken(store, town(poor=2200))
    store.close()
    second = made("--set", "household_exit_line=9000")
    rows = [json.loads(line) for line in said("diff", first, second)]
    figures = {row["figure"]: (row["before"], row["after"]) for row in rows
               if "figure" in row}  # fmt: skip
    assert figures["income.line"] == (7365, 9000)
    parts = {row["part"]: row for row in rows if "part" in row}
    assert parts["data"]["town.met"] == 1
    assert parts["scenario"]["town.met"] == -2
    moved = [row for row in rows if "household" in row]
    assert POOR not in {row["household"] for row in moved}
    assert all("*" in row["head_name"] for row in moved)


@pytest.mark.parametrize(("words", "says"), [
    (("show", "S-180630-ZZ"), "没有快照"),
    ((*MAKE[:2], "例" * 500, *MAKE[3:]), "最多 80 个"),
    ((*MAKE, "--village", "009"), "没有村“009”"),
    ((*MAKE[:6], "2018-13-01"), "不是日期"),
])  # fmt: skip
@pytest.mark.usefixtures("book")
def test_what_cant_be_done_is_said_in_a_clear_word(
    words: tuple[str, ...], says: str
) -> None:
    with pytest.raises(FupinError, match=says):
        said(*words)


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    "more", [("--set", "household_exit_line=8000"), ("--off", "housing_met"),
             ("--basis", "actual")],
)  # fmt: skip
def test_a_saved_scenario_is_whole_and_nothing_is_set_beside_it(
    more: tuple[str, str],
) -> None:
    with pytest.raises(FupinError, match="不能再加"):
        said(*MAKE, "--scenario", "从严", *more)
    assert said("list") == []
