from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin import cli
from fupin.sample import write_sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("sample")
    write_sample(to)
    return to


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    """Return the command: what it said, read as JSON."""

    def call(*words: Any) -> Any:
        monkeypatch.setenv("FUPIN_LANG", "zh")
        monkeypatch.setattr(sys, "argv", ["fupin", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        assert left.value.code == 0, said.err
        return json.loads(said.out)

    return call


def test_the_lists_are_counted_and_written_with_masked_names(
    run: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    to = tmp_path / "lists.csv"
    said = run("lists", folder, "--to", to)
    rows = pl.read_csv(to)
    assert (
        said["missed"]["certain"]
        == rows.filter((pl.col("list") == "missed") & pl.col("is_on")).height
    )
    assert rows["head_name"].str.ends_with("*").all()
    reviews = pl.read_csv(tmp_path / "lists-reviews.csv")
    assert reviews.height == said["reviews_differ"]


def test_who_has_no_signed_survey_is_named_so(
    run: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    town = shutil.copytree(folder, tmp_path / "town")
    signatures = pl.read_parquet(town / "signatures.parquet")
    to = tmp_path / "lists.csv"
    run("lists", town, "--to", to)
    home = pl.read_csv(to)["household_id"][0]
    signatures.filter(pl.col("household_id") != home).write_parquet(
        town / "signatures.parquet"
    )
    assert run("lists", town, "--to", to)["unsigned"] == 1
    rows = pl.read_csv(to)
    assert rows.filter("is_unsigned")["household_id"].unique().to_list() == [home]
    warnings = run("why", home, town)["exit_standard"]["warnings"]
    assert warnings == ["摸查表未经三方签名，未核实"]


def test_robustness_counts_every_enrolled_household(
    run: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    to = tmp_path / "revisits.json"
    said = run("robust", folder, "--error", 5, "--to", to)
    assert said["error_percent"] == 5
    assert sum(said["exit_standard"].values()) == 290
    rows = json.loads(to.read_text("utf-8"))
    assert len(rows) == said["revisits"]
    assert all("*" in row["helper_name"] for row in rows)


def test_why_tells_the_reasons_and_the_least_that_would_change_them(
    run: Callable[..., Any], folder: Path
) -> None:
    said = run("why", "001-008", folder)
    exit_ = said["exit_standard"]
    assert (exit_["rule"], exit_["verdict"]) == ("exit_standard", "unmet")
    (change,) = exit_["changes"]
    ((turn,),) = change["ways"]
    assert turn["label"] == "人均可支配收入"
    assert turn["gap"] == pytest.approx(turn["to"][0] - turn["now"])
    (income,) = (r for r in walked(exit_) if r["rule"] == "income_met")
    rows = income["sources"]["income_per_person_year"]
    assert {row["table"] for row in rows} == {"incomes"}
    assert {row["key"][0] for row in rows} == {"001-008"}
    assert all(row["file"] == folder.name and row["row"] > 0 for row in rows)


def walked(reason: Any) -> list[Any]:
    return [reason, *(one for r in reason.get("under", []) for one in walked(r))]
