from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from fupin import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return the command: exit code, what it said, and its complaints."""

    def call(*words: Any, lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("FUPIN_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["fupin", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a sample of twenty households, and its dirty twin."""
    from fupin.sample import write_sample  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("town")
    write_sample(folder, villages=2, households=20)
    return folder


def test_sample_writes_a_register_that_check_finds_sound(
    run: Any, tmp_path: Path
) -> None:
    made = run("sample", "--to", tmp_path, "--villages", 2, "--households", 12)
    assert made == (0, f"{tmp_path}: 2 村 villages, 12 户 households, seed 2016\n", "")
    assert run("check", tmp_path) == (0, "0 refused, 0 warnings\n", "")


@pytest.mark.parametrize(("lang", "word"), [("zh", "退回"), ("en", "refused")])
def test_check_counts_and_lists_problems_in_the_users_language(
    run: Any, town: Path, tmp_path: Path, lang: str, word: str
) -> None:
    _, said, _ = run("check", town / "dirty", "--to", tmp_path / "list.csv", lang=lang)
    head, *lines = said.splitlines()
    assert word in head
    assert any(line.startswith(f"  {word} × ") for line in lines)
    listed = (tmp_path / "list.csv").read_bytes()
    assert listed.startswith(b"\xef\xbb\xbfseverity,table,sheet,row,column")


def test_check_writes_the_rows_to_correct(run: Any, town: Path, tmp_path: Path) -> None:
    to = tmp_path / "fix.xlsx"
    assert run("check", town / "dirty", "--fix-list", to)[0] == 1
    assert "Households" in CalamineWorkbook.from_path(to).sheet_names


def test_check_leaves_with_1_where_rows_were_refused(run: Any, town: Path) -> None:
    assert run("check", town / "dirty")[0] == 1


def test_assess_says_the_figures_as_json_and_writes_a_row_a_household(
    run: Any, town: Path, tmp_path: Path
) -> None:
    to = tmp_path / "verdicts.csv"
    code, said, _ = run(
        "assess", town, "--on", "2018-06-30", "--known", "2019-12-31", "--to", to
    )
    figures = json.loads(said)
    assert code == 0
    assert (figures["on"], figures["known"]) == ("2018-06-30", "2019-12-31")
    assert (
        figures["enrolled"]
        == 20
        == figures["met"] + figures["unmet"] + figures["unknown"]
    )
    assert to.read_bytes().startswith(b"\xef\xbb\xbfhousehold_id,village_id,")
    written = pl.read_csv(to, infer_schema=False)
    assert written["household_id"][0] == "001-001"
    assert set(written["exit_standard"]) <= {"met", "unmet", "unknown"}
    assert figures["unsigned"] == 0
    assert set(written["survey_signed"]) == {"met"}


def test_assess_says_of_how_many_the_survey_is_not_signed(
    run: Any, town: Path, tmp_path: Path
) -> None:
    unsigned = shutil.copytree(town, tmp_path / "unsigned")
    signatures = pl.read_parquet(town / "signatures.parquet")
    first, second = signatures["household_id"].unique().sort()[:2]
    kept = (pl.col("household_id") != first) & (
        (pl.col("household_id") != second) | (pl.col("signer") != "cadre")
    )
    signatures.filter(kept).write_parquet(unsigned / "signatures.parquet")
    assert json.loads(run("assess", unsigned)[1])["unsigned"] == 2


def test_assess_writes_villages_as_parquet(
    run: Any, town: Path, tmp_path: Path
) -> None:
    to = tmp_path / "villages.parquet"
    assert run("assess", town, "--grain", "village", "--to", to)[0] == 0
    assert pl.read_parquet(to)["village_id"].to_list() == ["001", "002"]


def test_the_basis_changes_the_scenario(run: Any, town: Path) -> None:
    marks = {
        json.loads(run("assess", town, "--basis", basis)[1])["scenario"]
        for basis in ("fixed", "actual")
    }
    assert len(marks) == 2


def test_template_writes_a_workbook_that_check_takes(run: Any, tmp_path: Path) -> None:
    to = tmp_path / "blank.xlsx"
    assert run("template", "--to", to) == (0, f"{to}\n", "")
    assert run("check", to) == (0, "0 refused, 0 warnings\n", "")


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("check", "nowhere"), "找不到 nowhere", "There is nothing at nowhere"),
        (("assess", "nowhere"), "找不到 nowhere", "There is nothing at nowhere"),
        (("assess", "TOWN", "--on", "2018-13-01"), "“2018-13-01”不是日期",
         "'2018-13-01' is not a date. Write it as 2018-06-30."),
        (("assess", "TOWN", "--known", "soon"), "“soon”不是日期",
         "'soon' is not a date"),
        (("assess", "TOWN", "--basis", "guess"), "没有口径“guess”",
         "has no basis 'guess'"),
    ],
)  # fmt: skip
def test_a_mistake_leaves_with_2_and_says_what_to_do_in_the_users_language(
    run: Any, town: Path, words: tuple[str, ...], zh: str, en: str
) -> None:
    asked = [town if word == "TOWN" else word for word in words]
    for lang, message in (("zh", zh), ("en", en)):
        code, said, complaint = run(*asked, lang=lang)
        assert (code, said) == (2, "")
        assert message in complaint
        assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize("words", [("bogus",), ("check",), ("sample", "--form", "pdf")])
def test_a_command_that_is_mistyped_leaves_with_2(
    run: Any, words: tuple[str, ...]
) -> None:
    code, _, complaint = run(*words)
    assert code == 2
    assert complaint


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "TOWN", "--grain", "nonsense"),
        ("assess", "TOWN", "--to", "no/folder/verdicts.csv"),
    ],
)
def test_a_wrong_option_never_ends_in_a_traceback(
    run: Any, town: Path, words: tuple[str, ...]
) -> None:
    assert run(*(town if word == "TOWN" else word for word in words))[0] == 2


@pytest.mark.parametrize(("words", "option"), [
    (("snapshot", "create"), "--title"), (("serve", "--port", "99999"), "--port"),
    (("lab", "--port", "-1"), "--port"), (("compare", "--on", "2018-02-30"), "--on"),
])  # fmt: skip
def test_a_wrong_option_is_named_as_it_is_typed(
    run: Any, words: tuple[str, ...], option: str
) -> None:
    code, _, complaint = run(*words)
    assert (code, option in complaint) == (2, True)
    assert "--help" in complaint
    assert "看写法" in run(*words, lang="zh")[2]


def test_a_sample_of_less_than_nothing_is_refused(run: Any, tmp_path: Path) -> None:
    assert run("sample", "--to", tmp_path, "--households", "-5")[0] == 2


def test_the_help_is_in_both_languages(run: Any) -> None:
    code, said, _ = run("--help")
    assert code == 0
    for word in (
        "精准扶贫工作台",
        "made executable",
        "检查一份台账",
        "List what is wrong",
    ):
        assert word in said
    for command in ("serve", "lab", "sample", "template", "check", "assess"):
        assert command in said
        assert run(command, "--help")[0] == 0
