from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from fupin import cli
from fupin.sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> object:
    monkeypatch.setenv("FUPIN_LANG", "zh")
    monkeypatch.setattr(sys, "argv", ["fupin", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / "台账.xlsx"
    write_sample(path, villages=1, households=20, kind="xlsx")
    return path


def test_the_sheet_is_written_and_names_the_line_of_the_workbook(
    monkeypatch: pytest.MonkeyPatch, workbook: Path, tmp_path: Path
) -> None:
    to = tmp_path / "001.pdf"
    said = ("sheet", "001-003", "--register", workbook, "--to", to)
    assert run(monkeypatch, *said) == 0
    (page,) = PdfReader(to).pages
    text = re.sub(r"\s", "", page.extract_text())
    assert re.search(r"农户001-003.*?台账\.xlsx农户第\d+行", text)
    assert "姓名已遮盖" in text


def test_a_household_that_is_not_there_leaves_no_file(
    monkeypatch: pytest.MonkeyPatch,
    workbook: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    to = tmp_path / "none.pdf"
    said = ("sheet", "009-999", "--register", workbook, "--to", to)
    assert run(monkeypatch, *said) == 2
    assert "没有户“009-999”" in capsys.readouterr().err
    assert not to.exists()
