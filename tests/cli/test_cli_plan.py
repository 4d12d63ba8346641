"""The commands of the plan: read, propose, see who moves, accept, export."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from fupin.cli import app
from fupin.errors import FupinError
from fupin.recording import preview, record
from fupin.sample import LAST_DAY, write_sample
from fupin.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

FROM = ("--from", "2016-01-01", "--source", "虚构", "--reason", "练习")
RULE = ("--text", "六是（虚构）耕地多的农户不能进", "--when", "farmland_mu > 3")


@pytest.fixture(autouse=True)
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the settings name a store that holds sixty invented households."""
    write_sample(tmp_path / "sample", households=60)
    store = open_store(tmp_path / "town.db")
    record(store, preview(store, tmp_path / "sample", LAST_DAY), "示例", "录入")
    store.close()
    monkeypatch.setenv("FUPIN_STORE", str(tmp_path / "town.db"))
    monkeypatch.setenv("FUPIN_LANG", "zh")


def said(*words: str) -> str:
    result = CliRunner().invoke(app, ["plan", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def entered(tmp_path: Path) -> int:
    verdicts = tmp_path / "verdicts.csv"
    result = CliRunner().invoke(app, ["assess", "--to", str(verdicts)])
    assert json.loads(result.output)["enrolled"] == 60
    head, *rows = verdicts.read_text("utf-8-sig").splitlines()
    at = head.split(",").index("entry")
    return sum(row.split(",")[at] == "met" for row in rows)


def test_a_change_is_proposed_looked_at_accepted_and_then_decides(
    tmp_path: Path,
) -> None:
    was = entered(tmp_path)
    assert "1 待定 rule" in said(
        "propose", "seven_out_6", *FROM, *RULE, "--author", "陈一"
    )
    assert entered(tmp_path) == was
    before = said("proposals", "1")
    moved = re.search(r"会动 (\d+) 户", before)
    assert moved is not None
    assert before.count("met -> unmet") == int(moved[1]) > 0
    assert not re.search(r"met -> unmet.*[一-鿿]{2}\*", before)
    with pytest.raises(FupinError, match="第二个人"):
        said("accept", "1", "--author", "陈一", "--reason", "同意")
    assert "已采纳" in said("accept", "1", "--author", "林二", "--reason", "同意")
    assert entered(tmp_path) == was - int(moved[1])
    assert "farmland_mu > 3" in said("show", "seven_out_6")
    assert "待补录" in said("show", "seven_out_6", "--known", "2020-01-01")


def test_a_value_is_proposed_and_rejected_and_the_plan_stays() -> None:
    line = ("propose", "household_exit_line", "--value", "7725", "--correct")
    since = ("--from", "2018-01-01", "--source", "虚构", "--reason", "练习")
    said(*line, *since, "--author", "陈一")
    assert "已退回" in said("reject", "1", "--author", "林二", "--reason", "出处不对")
    assert "7365 " in said("show", "household_exit_line")
    assert "出处不对" in said("proposals")


def test_what_the_plan_does_not_have_is_said_with_the_way_out() -> None:
    with pytest.raises(FupinError, match="方案里没有“nothing”"):
        said("show", "nothing")
    with pytest.raises(FupinError, match="不是数"):
        said("propose", "adult_age", *FROM, "--value", "old", "--author", "陈一")


def test_the_plan_is_exported_as_one_page(tmp_path: Path) -> None:
    said("export", "--to", str(tmp_path / "plan.html"))
    page = (tmp_path / "plan.html").read_text("utf-8")
    assert "六是因自然灾害" in page
    assert "any_in_group(&quot;seven_out&quot;)" in page
