"""The commands of the funds, on a store of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from fupin.cli import app
from fupin.errors import FupinError, StoreError
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

ON = ("--on", "2018-06-30")
PAY = ("add", "--kind", "paid", "--village", "001", "--source", "province",
       "--author", "陈一", *ON)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sample(tmp_path / "town", villages=2, households=40)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, tmp_path / "town", LAST_DAY), "陈一", "录入")
    store.close()
    monkeypatch.setenv("FUPIN_STORE", str(tmp_path / "town.db"))


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["funds", *words], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def lines(*words: str, code: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*words, code=code).splitlines()]


@pytest.mark.usefixtures("book")
def test_an_entry_goes_into_the_figures_and_out_again() -> None:
    before = json.loads(run("show", *ON))
    (added,) = lines(*PAY, "--amount", "1000.50")
    after = json.loads(run("show", *ON))
    assert round(after["paid"] - before["paid"], 2) == 1000.5
    assert round(before["balance"] - after["balance"], 2) == 1000.5
    assert json.loads(run("show", "--village", "002", *ON))["by_village"].keys() == {
        "历麻村"
    }
    out = ("withdraw", added["key"], "--author", "陈一", "--reason", "重复", *ON)
    with pytest.raises(StoreError, match="look at both versions"):
        lines(*out, "--seen", "0")
    assert lines(*out, "--seen", "1") == [{"version": 2}]
    assert json.loads(run("show", *ON)) == before


@pytest.mark.usefixtures("book")
def test_an_entry_is_corrected_with_its_version_and_a_stale_one_shows_both() -> None:
    before = json.loads(run("show", *ON))
    (added,) = lines(*PAY, "--amount", "1000.50", "--note", "路基")
    out = ("edit", added["key"], *ON)
    first = (*out, "--author", "林二", "--amount", "900", "--seen", "1")
    assert lines(*first) == [{"version": 2}]
    after = json.loads(run("show", *ON))
    assert round(after["paid"] - before["paid"], 2) == 900.0
    # What wasn't said stays; what is said as nothing is taken out.
    (row,) = (r for r in lines("list", *ON) if r.get("key") == added["key"])
    assert (row["note"], row["version"]) == ("路基", 2)
    stale = ["funds", *out, "--author", "王三", "--amount", "800", "--note", "",
             "--seen", "1"]  # fmt: skip
    result = CliRunner().invoke(app, stale)
    assert isinstance(result.exception, FupinError)
    # Named as the page names people.
    assert "林* 刚改过" in str(result.exception)
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"field": "fen", "theirs": 90_000, "mine": 80_000},
        {"field": "note", "theirs": "路基", "mine": ""},
        {"version": 2},
    ]
    stale[-1] = "2"
    assert lines(*stale[1:]) == [{"version": 3}]
    with pytest.raises(FupinError, match="Nothing was changed"):
        run(*out, "--author", "王三", "--seen", "3")
    with pytest.raises(FupinError, match="There is no entry"):
        run("edit", "001-F1-a", *ON, "--author", "王三", "--seen", "0", "--note", "x")


@pytest.mark.usefixtures("book")
def test_the_list_is_written_as_json_csv_and_xlsx(tmp_path: Path) -> None:
    *rows, total = lines("list", "--kind", "paid", *ON)
    assert total["total"] == len(rows) > 0
    for ending in ("json", "csv", "xlsx"):
        run("list", *ON, "--to", str(tmp_path / f"ledger.{ending}"))
    told = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))
    sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx").worksheets[0]
    csv = (tmp_path / "ledger.csv").read_text(encoding="utf-8-sig")
    assert len(told) == sheet.max_row - 1 == len(csv.splitlines()) - 1
    with pytest.raises(FupinError, match=r"Can't write '\.doc'"):
        run("list", *ON, "--to", str(tmp_path / "ledger.doc"))


@pytest.mark.usefixtures("book")
def test_the_check_tells_alarms_and_marks_and_leaves_with_one() -> None:
    lines(*PAY, "--amount", "10", "--use", "bonus")
    said = lines("check", *ON, code=1)
    alarms = {row["alarm"]: row for row in said if "alarm" in row}
    assert alarms["ban"]["count"] == 1
    assert [row["use"] for row in said if "use" in row]


@pytest.mark.usefixtures("book")
def test_an_unknown_village_is_said() -> None:
    with pytest.raises(FupinError, match="no village '009'"):
        run("show", "--village", "009", *ON)
