"""The command `fupin form`: lists the forms, writes them, says what it can't."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from pypdf import PdfReader

from fupin import cli
from fupin.forms import load_forms
from fupin.sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    write_sample(folder, villages=2, households=12)
    return folder


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: Any, lang: str = "zh") -> tuple[int, str, str]:
        monkeypatch.setenv("FUPIN_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["fupin", "form", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


def test_list_names_every_form_in_both_languages(form: Any) -> None:
    code, said, _ = form("list")
    assert code == 0
    for known in load_forms().values():
        assert f"{known.title['zh']} · {known.title['en']}" in said


def test_write_makes_every_form_of_a_village(
    form: Any, register: Path, tmp_path: Path
) -> None:
    code, said, _ = form(
        "write", "--to", tmp_path, "--register", register, "--village", "001",
        "--on", "2017-12-31",
    )  # fmt: skip
    assert code == 0
    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) == len(load_forms())
    assert all(name.startswith("2017-12-31 ") for name in files)
    assert len(said.splitlines()) == len(files)


def test_one_form_is_written_masked_unless_plain_and_with_what_is_given(
    form: Any, register: Path, tmp_path: Path
) -> None:
    name = "household_list"
    shown = []
    for options in ((), ("--plain",)):
        form("write", name, "--to", tmp_path, "--register", register, *options)
        (path,) = tmp_path.iterdir()
        shown.append(openpyxl.load_workbook(path).active["B5"].value)
    masked, plain = shown
    assert masked.endswith("*")
    assert plain[0] == masked[0]
    assert "*" not in plain


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("write", "exit_pan"), "there is no form 'exit_pan'"),
        (("write", "exit_plan", "--on", "June"), "'june' is not a date"),
        (("write", "exit_plan", "--village", "900"), "there is no village '900'"),
        (("write", "exit_plan", "--given", "phone"), "no equals sign"),
    ],
)
def test_a_wrong_word_is_told_with_its_cure(
    form: Any, words: tuple[str, ...], said: str, register: Path, tmp_path: Path
) -> None:
    code, out, error = form(*words, "--to", tmp_path, "--register", register, lang="en")
    assert code == 2
    assert said in error.lower()
    assert (out, list(tmp_path.iterdir())) == ("", [])


def test_what_is_hung_out_is_written_as_a_pdf_and_nothing_else_is(
    form: Any, register: Path, tmp_path: Path
) -> None:
    """A folder that isn't there is made, as for the workbooks."""
    to = tmp_path / "公示"
    asked = ("--pdf", "--to", to, "--register", register, "--village", "001")
    code, said, _ = form("write", "public_notice", *asked)
    assert code == 0
    (path,) = to.iterdir()
    assert said.strip() == str(path)
    page = PdfReader(path).pages[0].extract_text()
    assert "拟退出户公示名单" in "".join(page.split())
    # What isn't public is refused, and nothing is written of it.
    code, _, error = form("write", "household_card", *asked)
    assert (code, [one.name for one in to.iterdir()]) == (2, [path.name])
    assert error
