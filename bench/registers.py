"""Registers of the size of a county: loaded, checked and decided."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bench.row import Row, median_seconds
from fupin import settings
from fupin.assess import assess
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.sample import make_tables
from fupin.sample.write import write_xlsx

if TYPE_CHECKING:
    import polars as pl

DATA = Path(__file__).with_name("data")
FUPIN = Path(sys.executable).with_name("fupin")
DAY = date(2018, 6, 30)
HOUSEHOLDS = 100_000
VILLAGES = 1_400
# With those who were surveyed and not enrolled, 10,000 households.
WORKBOOK_ENROLLED = 3_700
WORKBOOK_VILLAGES = 51
WORKBOOK_SHEETS = ("villages", "households", "members")


def _made(name: str, *options: str) -> Path:
    """Return a sample register of bench/data, made the first time."""
    path = DATA / name
    if not path.exists():
        part = DATA / f"part-{name}"
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run([FUPIN, "sample", *options, "--to", part], check=True)
        part.rename(path)
    return path


def _size(path: Path) -> str:
    tables = read(path).register.tables
    households, members = tables["households"].height, tables["members"].height
    return f"{households:,} households, {members:,} members"


def large_register() -> list[Row]:
    """Load, check and decide 100,000 households with their members, with reasons."""
    path = _made("large", "--households", str(HOUSEHOLDS), "--villages", str(VILLAGES))
    scenario = Scenario(load_plan(settings.PLAN))

    def work() -> pl.DataFrame:
        return assess(read(path).register, scenario, DAY).households

    value = median_seconds(work, 5)
    name = f"{HOUSEHOLDS:,} enrolled of {_size(path)}: load, check, decide"
    return [Row(2, name, value, "s", 1.5)]


def workbook() -> list[Row]:
    """Read and check a workbook of 10,000 households and their members."""
    path = DATA / "workbook" / "register.xlsx"
    if not path.exists():
        _write_workbook(path.parent)
    value = median_seconds(lambda: read(path), 3)
    name = f"a workbook of {_size(path)}: read, check"
    return [Row(2, name, value, "s", 4)]


def _write_workbook(to: Path) -> None:
    """Write the sheets that an office hands over in one workbook."""
    made = make_tables(villages=WORKBOOK_VILLAGES, households=WORKBOOK_ENROLLED)
    part = DATA / "part-workbook"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    write_xlsx(part, {name: made[name] for name in WORKBOOK_SHEETS})
    part.rename(to)
