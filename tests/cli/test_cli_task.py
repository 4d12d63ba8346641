"""The commands of tasks, on a store of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner

from fupin.cli import app
from fupin.errors import StoreError
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

ON = ("--on", "2018-06-30")
AUDIT = ("--department", "discipline")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sample(tmp_path / "town", villages=2, households=40)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, tmp_path / "town", LAST_DAY), "陈一", "录入")
    store.close()
    monkeypatch.setenv("FUPIN_STORE", str(tmp_path / "town.db"))


def said(*words: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["task", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


@pytest.mark.usefixtures("book")
def test_a_task_goes_from_the_list_to_done() -> None:
    *rows, total = said("list", *ON, "--most", "500")
    assert total["total"] == len(rows)
    key = next(r["key"] for r in rows if r["status"] == "not_started")
    report = ("edit", key, *ON, "--author", "陈一", "--responsible", "林二木")
    assert said(*report, "--status", "to_verify") == [{"version": 1}]
    with pytest.raises(StoreError, match="somebody else"):
        said("accept", key, "--author", "陈一", *AUDIT, *ON)
    assert said("accept", key, "--author", "王三", *AUDIT, *ON) == [{"version": 2}]
    (told,) = said("show", key, *ON)
    assert told["status"] == "done"
    assert told["clause_text"]
    assert [h["action"] for h in told["history"]] == ["accept", "propose"]
    assert told["responsible"] == "林**"
    assert "林二木" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.usefixtures("book")
def test_an_added_task_is_sent_back_with_its_reason() -> None:
    new = ("--department", "finance", "--title", "核对拨款", "--due", "2018-07-31")
    (added,) = said("add", *new, "--author", "陈一", *ON)
    said("edit", added["key"], "--status", "to_verify", "--author", "陈一", *ON)
    back = ("--author", "王三", "--reason", "没有附表")
    said("return", added["key"], *back, *AUDIT, *ON)
    (row, _) = said("list", "--status", "returned", *ON)
    assert row["title"] == "核对拨款"
    with pytest.raises(StoreError, match="no task"):
        said("show", "own:9", *ON)
    with pytest.raises(StoreError, match="no department 'moon'"):
        said("list", "--department", "moon", *ON)
    with pytest.raises(StoreError, match="no status 'late'"):
        said("list", "--status", "late", *ON)
    assert said("list", "--status", "退回", *ON)[0] == row


@pytest.mark.usefixtures("book")
def test_an_added_task_has_clause_target_helpers_and_a_checklist() -> None:
    new = ("--department", "agriculture", "--title", "种橘", "--due", "2018-12-31",
           "--clause", "goal_household_income", "--target", "50", "--unit", "mu",
           "--helpers", "黎四")  # fmt: skip
    (added,) = said("add", *new, "--author", "陈一", *ON)
    said("edit", added["key"], "--checklist", "[x] 选苗\n下种", "--author", "陈一", *ON)
    (told,) = said("show", added["key"], *ON)
    assert (told["target"], told["unit"], told["helpers"]) == (50.0, "mu", "黎*")
    assert told["clause_text"]
    assert json.loads(told["checklist"]) == [["选苗", True], ["下种", False]]


@pytest.mark.usefixtures("book")
def test_a_version_that_was_looked_at_guards_against_overwriting() -> None:
    *rows, _ = said("list", *ON)
    edit = ("edit", rows[0]["key"], "--author", "陈一", *ON)
    said(*edit, "--progress", "10")
    with pytest.raises(StoreError, match="look at both versions"):
        said(*edit, "--progress", "20", "--seen", "0")


@pytest.mark.usefixtures("book")
def test_a_file_the_lists_and_the_reminders_come_by_command(tmp_path: Path) -> None:
    *rows, total = said("list", *ON, "--most", "500")
    photo = tmp_path / "完工.png"
    Image.new("RGB", (40, 30), "teal").save(photo)
    key = rows[0]["key"]
    done = said("attach", key, str(photo), "--phase", "after", "--author", "陈一", *ON)
    assert done == [{"file": 1, "name": "完工.png"}]
    photo.write_bytes(b"MZ" + bytes(90))
    with pytest.raises(StoreError, match="This is a program"):
        said("attach", key, str(photo), "--author", "陈一", *ON)
    with pytest.raises(StoreError, match="Can't read"):
        said("attach", key, str(tmp_path / "none.png"), "--author", "陈一", *ON)
    (counts,) = said("lists", "--to", str(tmp_path / "four.xlsx"), *ON)
    assert counts["task"] == counts["progress"] == total["total"]
    book = openpyxl.load_workbook(tmp_path / "four.xlsx")
    assert len(book.sheetnames) == 4
    (told,) = said("notice", "--to", str(tmp_path / "all.pdf"), *ON)
    pages = PdfReader(tmp_path / "all.pdf").pages
    assert len(pages) >= len(told["departments"]) > 3
    with pytest.raises(StoreError, match="no department"):
        said("notice", "--department", "moon", "--to", str(tmp_path / "no.pdf"), *ON)


@pytest.mark.usefixtures("book")
def test_a_wrong_file_is_taken_back_by_command(tmp_path: Path) -> None:
    *rows, _ = said("list", *ON)
    key, photo = rows[0]["key"], tmp_path / "别家.png"
    Image.new("RGB", (40, 30), "teal").save(photo)
    said("attach", key, str(photo), "--author", "陈一", *ON)
    wrong = ("withdraw", key, "1", "--reason", "拍错了户", *ON)
    with pytest.raises(StoreError, match="Only who put it in"):
        said(*wrong, "--author", "林二")
    assert said(*wrong, "--author", "陈一") == [{"withdrawal": 1}]
    (shown,) = said("show", key, *ON)
    (file,) = shown["files"]
    assert file["withdrawn"]["reason"] == "拍错了户"
