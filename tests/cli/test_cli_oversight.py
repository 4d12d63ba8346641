"""The commands of objections and inspections, on a store of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from fupin.cli import app
from fupin.errors import StoreError
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store, verify

if TYPE_CHECKING:
    from pathlib import Path

ON = ("--on", "2018-06-30")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_sample(tmp_path / "town", villages=2, households=60)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, tmp_path / "town", LAST_DAY), "陈一", "录入")
    store.close()
    monkeypatch.setenv("FUPIN_STORE", str(tmp_path / "town.db"))
    return tmp_path / "town.db"


def said(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said(*words).splitlines()]


def test_an_objection_goes_from_its_receipt_to_its_outcome(book: Path) -> None:
    add = ("objection", "add", *ON, "--author", "陈一", "--text", "收入没有算全")
    about = ("--household", "001-003", "--about", "decision", "--channel", "notice")
    named = ("--complainant", "欧阳静仪", "--received", "2018-06-20")
    (told,) = rows(*add, *about, *named)
    key = told["key"]
    one, *own, total = rows("objection", "list", *ON)
    assert (one["state"], one["deadline_on"], one["days_left"]) == (
        "new", "2018-07-20", 20,
    )  # fmt: skip
    assert total == {"total": 1, "open": 1, "late": 0, "of_register": len(own)}
    take = ("objection", "take", key, *ON, "--author", "林二", "--finding", "漏一笔")
    assert rows(*take, "--department", "discipline") == [{"version": 2}]
    decide = ("objection", "decide", key, *ON, "--outcome", "partly")
    with pytest.raises(StoreError, match="somebody else has to decide"):
        said(*decide, "--author", "林二", "--follow", "补正")
    assert rows(*decide, "--author", "王三", "--follow", "补正") == [{"version": 3}]
    shown = said("objection", "list", *ON)
    assert json.loads(shown.splitlines()[0])["state"] == "partly"
    assert "欧阳静仪" not in shown
    assert said("objection", "name", key, "--author", "林二").strip() == "欧阳静仪"
    store = open_store(book)
    assert verify(store) == []
    store.close()


def test_what_was_written_wrong_is_corrected_by_command(book: Path) -> None:
    add = ("objection", "add", *ON, "--author", "陈一", "--text", "收入没有算全")
    about = ("--household", "001-003", "--about", "decision", "--channel", "notice")
    key = rows(*add, *about)[0]["key"]
    edit = ("objection", "edit", key, *ON, "--author", "林二")
    with pytest.raises(StoreError, match="Nothing was changed"):
        said(*edit)
    assert rows(*edit, "--channel", "letter", "--text", "漏了一笔") == [{"version": 2}]
    with pytest.raises(StoreError, match=r"林\* has just changed"):
        said(*edit, "--channel", "box", "--seen", "1")
    one, *_ = rows("objection", "list", *ON)
    assert (one["channel"], one["text"], one["about"]) == (
        "letter", "漏了一笔", "decision",
    )  # fmt: skip
    *_, own, _ = rows("objection", "list", *ON, "--open")
    with pytest.raises(StoreError, match="Take it first"):
        said("objection", "edit", own["key"], *ON, "--author", "林二", "--text", "乙")
    store = open_store(book)
    assert verify(store) == []
    store.close()


def test_one_of_the_register_is_taken_by_its_key_and_decided(book: Path) -> None:
    *_, own, total = rows("objection", "list", *ON, "--open")
    assert (own["state"], total["total"]) == ("open", 0)
    key = own["key"]
    take = ("objection", "take", key, *ON, "--author", "林二", "--finding", "查过")
    with pytest.raises(StoreError, match="Choose the subject of it"):
        said(*take)
    about = ("--about", "decision", "--channel", "notice")
    assert rows(*take, *about) == [{"key": key, "version": 1}]
    # Taken: it is one of those that people wrote, and goes the way that they go.
    first, *rest, _ = rows("objection", "list", *ON, "--open")
    assert (first["key"], first["state"]) == (key, "taken")
    assert key not in [row["key"] for row in rest]
    assert rows(*take, "--taker", "黎四") == [{"version": 2}]
    decide = ("objection", "decide", key, *ON, "--outcome", "rejected")
    assert rows(*decide, "--author", "王三") == [{"version": 3}]
    assert said("objection", "list", *ON, "--open").count(key) == 0
    store = open_store(book)
    assert verify(store) == []
    store.close()


def test_a_sample_is_drawn_listed_and_inspected(book: Path, tmp_path: Path) -> None:
    (made,) = rows("inspect", "draw", *ON, "--author", "陈一", "--reason", "抽查")
    assert (made["seed"], made["draw"]) == ("2018-06-30-v1", 1)
    assert len(made["villages"]) == 2
    to = tmp_path / "list.xlsx"
    listed = rows("inspect", "list", *ON, "--number", "1", "--to", str(to))
    assert to.stat().st_size > 4000
    drawn = [row for row in listed if "ticket" in row]
    assert len(drawn) == made["rows"]
    assert "*" in drawn[0]["head"]
    result = ("inspect", "record", "1", "1", *ON, "--author", "林二")
    wrong = ("--found", "wrong", "--reason", "收入未达标", "--inspector", "某某某")
    assert rows(*result, *wrong) == [{"version": 1}]
    share = rows("inspect", "list", *ON, "--number", "1")[len(drawn)]
    assert share["share"] == "wrongly_out"
    assert (share["found"], share["looked"], share["percent"]) == (1, 1, 100.0)
    (told,) = rows("inspect", "list", *ON)
    assert told["inspected"] == 1
    with pytest.raises(StoreError, match="no draw 7"):
        said("inspect", "list", *ON, "--number", "7")
    store = open_store(book)
    assert verify(store) == []
    store.close()


@pytest.mark.parametrize("group", ["objection", "inspect"])
def test_help_is_in_both_languages(group: str) -> None:
    shown = said(group, "--help")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in shown)
    assert "·" in shown
