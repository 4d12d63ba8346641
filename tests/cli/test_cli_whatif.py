"""The commands of what-if answer in JSON, and write JSON, CSV and Parquet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from typer.testing import CliRunner

from fupin import settings
from fupin.cli import app
from fupin.errors import FupinError, ScenarioError

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = str(settings.SAMPLE)


def said(*words: str) -> dict:
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.output.splitlines()[-1])


def test_compare_tells_moves_and_masked_names(tmp_path: Path) -> None:
    csv = tmp_path / "moves.csv"
    told = said(
        "compare", SAMPLE, "--set", "household_exit_line=7725", "--to", str(csv)
    )
    rows = pl.read_csv(csv)
    assert rows.height == sum(map(sum, told["moves"])) - sum(
        told["moves"][n][n] for n in range(3)
    )
    assert rows["head_name"].str.contains("*", literal=True).all()
    assert len(told["scenarios"]) == 2


def test_curve_and_seek_agree(tmp_path: Path) -> None:
    file = tmp_path / "curve.parquet"
    said("curve", "household_exit_line", SAMPLE, "--to", str(file))
    answer = said("seek", "met", "at_least", "232", SAMPLE)["rows"][0]
    step = pl.read_parquet(file).filter(
        pl.col("from") < answer["value"], pl.col("to") >= answer["value"]
    )
    assert step["met_households"].to_list() == [answer["reached"]]
    whole = tmp_path / "curve.json"
    said("curve", "household_entry_line", SAMPLE, "--root", "entry", "--to", str(whole))
    assert json.loads(whole.read_text("utf-8"))["parameter"] == "household_entry_line"


def test_a_curve_says_where_the_number_of_the_plans_path_is_met(
    tmp_path: Path,
) -> None:
    file = tmp_path / "curve.csv"
    path = said("curve", "household_exit_line", SAMPLE, "--to", str(file))["plan_path"]
    goal = ("seek", "met", "at_least", str(path["wanted"]), SAMPLE)
    (row,) = said(*goal)["rows"]
    assert (row["value"], row["reached"]) == (path["value"], path["met"])
    assert path["wanted"] == int(path["total"] * path["share"] / 100)
    other = said("curve", "incidence_limit", SAMPLE, "--to", str(file))
    assert other["plan_path"] is None


def test_a_parameter_is_asked_of_the_rule_that_it_decides(tmp_path: Path) -> None:
    for name, root in (
        ("household_entry_line", "entry"), ("incidence_limit", "village_exit"),
    ):  # fmt: skip
        file = tmp_path / f"{name}.csv"
        assert said("curve", name, SAMPLE, "--to", str(file))["root"] == root
        goal = ("seek", "met", "at_least", "2", SAMPLE, "--parameter", name)
        row = said(*goal)["rows"][0]
        assert row["is_possible"]
        steps = pl.read_csv(file).with_columns(pl.col("from").fill_null(-1.0))
        reached = steps.filter(pl.col("from") <= row["value"])["met_households"]
        assert max(reached.to_list()) >= 2
    words = ("seek", "budget", "at_most", "2", SAMPLE, "--parameter", name)
    with pytest.raises(ScenarioError, match="decides villages"):
        CliRunner().invoke(app, words, catch_exceptions=False)


@pytest.mark.parametrize("words", [
    ("compare", SAMPLE, "--set", "household_exit_line"),
    ("curve", "household_exit_line", SAMPLE, "--to", "curve.docx"),
    ("seek", "met", "near", "3", SAMPLE),
])  # fmt: skip
def test_what_cant_be_read_or_written_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(FupinError):
        CliRunner().invoke(app, words, catch_exceptions=False)


def test_a_scenario_is_saved_by_name_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUPIN_STORE", str(tmp_path / "store.db"))
    save = ("scenario", "save", "从严", "--author", "林一")

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    run(*save, "--set", "household_exit_line=7725")
    with pytest.raises(ScenarioError, match="has saved"):
        run(*save, "--set", "household_exit_line=7500")
    run(*save, "--set", "household_exit_line=7500", "--replaces", "1")
    assert "从严 · 2" in run("scenario", "list")
    told = said("compare", SAMPLE, "--scenario", "从严")
    assert told["scenarios"][1]["out"] == told["moves"][1][0] > 0
    # Of a curve and a goal, too: it is the same scenario.
    curve_, plain = (said("curve", "school_age_to", SAMPLE, *words)
                     for words in (("--scenario", "从严"), ()))  # fmt: skip
    assert curve_["scenario"] == told["scenario"] != plain["scenario"]
    assert curve_["notes"] == []
    answer = said("seek", "met", "at_most", "1", SAMPLE, "--scenario", "从严")
    assert answer["scenario"] == told["scenario"]
    with pytest.raises(ScenarioError, match="no --set"):
        said("curve", "school_age_to", SAMPLE, "--scenario", "从严", "--off", "six_in")
    assert json.loads(run("scenario", "show", "从严").splitlines()[-1])["notes"] == []
    run("scenario", "withdraw", "从严", "--author", "林一")
    assert run("scenario", "list") == ""
