"""No table that is written for Excel holds a text that would run as a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from typer.testing import CliRunner

from fupin.cli import app
from fupin.errors import FupinError
from fupin.store import open_store
from tests.registers import household, incomes, member, of, village
from tests.store.towns import BEGIN, take

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "=HYPERLINK(1)"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder; the commands' store has a household whose number runs."""
    store = open_store(tmp_path / "town.db")
    rows = of(
        villages=[village()],
        households=[household(EVIL, village_id="001", head_name="@SUM(1)")],
        members=[member("m1", household_id=EVIL)],
        incomes=incomes(1850, EVIL),
    )
    take(store, rows, BEGIN)
    store.close()
    monkeypatch.setenv("FUPIN_STORE", str(tmp_path / "town.db"))
    return tmp_path


@pytest.mark.parametrize("words", [("assess",), ("lists",), ("robust",)])
def test_a_file_is_what_its_name_says_or_isnt_written(
    book: Path, words: tuple[str, ...]
) -> None:
    to = book / "out.xlsx"
    with pytest.raises(FupinError, match=r"Can't write '\.xlsx'"):
        CliRunner().invoke(app, [*words, "--to", str(to)], catch_exceptions=False)
    assert not to.exists()


def test_a_curve_is_drawn_or_listed_and_says_as_what(book: Path) -> None:
    words = ["curve", "household_exit_line", "--to", str(book / "out.docx")]
    with pytest.raises(FupinError, match=r"Use one of \.svg, \.png, .*\.parquet"):
        CliRunner().invoke(app, words, catch_exceptions=False)


@pytest.mark.parametrize(
    "words",
    [("compare", "--set", "household_exit_line=8000"), ("lists",),
     ("assess",), ("robust",)],
)  # fmt: skip
def test_a_household_of_any_number_is_text(book: Path, words: tuple[str, ...]) -> None:
    to = book / "out.csv"
    result = CliRunner().invoke(app, [*words, "--to", str(to)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    told = pl.read_csv(to, infer_schema=False)
    for name in told.columns:
        assert not told[name].str.contains(r"^[=@+]").any(), told
