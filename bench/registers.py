"""Registers of the size of a county: loaded, checked and decided."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl

from bench.row import Row, median_seconds
from fupin import settings
from fupin.assess import assess
from fupin.crosscheck import read_checked
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.sample import make_tables
from fupin.sample.write import office_words, write_xlsx

DATA = Path(__file__).with_name("data")
FUPIN = Path(sys.executable).with_name("fupin")
DAY = date(2018, 6, 30)
HOUSEHOLDS = 100_000
VILLAGES = 1_400
CHECKED = ("61300", "858")
# With those who were surveyed and not enrolled, 10,000 households.
WORKBOOK_ENROLLED = 3_700
WORKBOOK_VILLAGES = 51
EXPORT_PERSONS = 100_000
EXPORT_HOUSEHOLDS = 16_000
EXPORT_VILLAGES = 220
WORKBOOK_SHEETS = ("villages", "households", "members")


def made(name: str, *options: str) -> Path:
    """Return a sample register of bench/data, made the first time."""
    path = DATA / name
    if not path.exists():
        part = DATA / f"part-{name}"
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run([FUPIN, "sample", *options, "--to", part], check=True)
        part.rename(path)
    return path


def large_path() -> Path:
    """Return a register of 100,000 enrolled households."""
    return made("large", "--households", str(HOUSEHOLDS), "--villages", str(VILLAGES))


def _size(path: Path) -> str:
    tables = read(path).register.tables
    households, members = tables["households"].height, tables["members"].height
    return f"{households:,} households, {members:,} members"


def large_register() -> list[Row]:
    """Load, check and decide 100,000 households with their members, with reasons."""
    path = large_path()
    scenario = Scenario(load_plan(settings.PLAN))

    def work() -> pl.DataFrame:
        return assess(read(path).register, scenario, DAY).households

    value = median_seconds(work, 5)
    name = f"{HOUSEHOLDS:,} enrolled of {_size(path)}: load, check, decide"
    return [Row(2, name, value, "s", 1.5)]


def large_check() -> list[Row]:
    """Read and check across records 100,000 households, members and all incomes."""
    # With those who were surveyed and not enrolled, 100,000 households.
    enrolled, villages = CHECKED
    path = made("checked", "--households", enrolled, "--villages", villages)
    plan = load_plan(settings.PLAN)
    value = median_seconds(lambda: read_checked(path, plan), 5)
    incomes = read(path).register["incomes"].height
    name = f"{_size(path)}, {incomes:,} incomes in Parquet: read, check"
    return [Row(3, name, value, "s", 1), _memory(large_path())]


MEMORY = """
import re, sys
from pathlib import Path
from fupin import settings
from fupin.crosscheck import read_checked
from fupin.plan import load_plan

def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])

plan, before = load_plan(settings.PLAN), peak()
taken = read_checked(Path(sys.argv[1]), plan)
data = sum(frame.estimated_size() for frame in taken.register.tables.values())
print((peak() - before) * 1024 / data)
"""


def _memory(path: Path) -> Row:
    """Return how many times its tables' memory the check takes, in a fresh process."""
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY, path], check=True, capture_output=True, text=True
    )
    return Row(3, "memory of that check to its tables", float(ran.stdout), "×", 3)


def workbook_path() -> Path:
    """Return a workbook of 10,000 households, made the first time."""
    path = DATA / "workbook" / "register.xlsx"
    if not path.exists():
        _write_workbook(path.parent)
    return path


def workbook() -> list[Row]:
    """Read and check a workbook of 10,000 households and their members."""
    path = workbook_path()
    plan = load_plan(settings.PLAN)
    value = median_seconds(lambda: read_checked(path, plan), 3)
    name = f"a workbook of {_size(path)}: read, check"
    return [Row(3, name, value, "s", 4)]


def national_export() -> list[Row]:
    """Read and check 100,000 rows of the national export, GBK, ids as ="0123…"."""
    path = DATA / "export" / "national.csv"
    if not path.exists():
        _write_export(path)
    plan = load_plan(settings.PLAN)
    value = median_seconds(lambda: read_checked(path, plan), 3)
    name = f"the national export of {_size(path)}: read, check"
    return [Row(3, name, value, "s", 3)]


def _write_export(to: Path) -> None:
    """Write invented persons as the export has them, under the headers it names."""
    made = make_tables(villages=EXPORT_VILLAGES, households=EXPORT_HOUSEHOLDS)
    names = ["户编号", "村编号", "联系电话", "户主姓名", "已纳入低保", "已纳入五保"]
    homes = office_words("households", made["households"]).unique("户编号")
    villages = office_words("villages", made["villages"]).select("村编号", "村名", "镇")
    homes = homes.select(names).join(villages, on="村编号", how="left")
    members = office_words("members", made["members"]).unique("人编号")
    rows = members.join(homes, on="户编号", how="left").head(EXPORT_PERSONS)

    def wrapped(name: str) -> pl.Expr:
        return pl.format('="{}"', pl.col(name))

    export = rows.select(
        省=pl.lit("广东省"),
        乡="镇",
        村="村名",
        年度=pl.lit("2018"),
        户编号=wrapped("户编号"),
        人口编号=wrapped("人编号"),
        姓名="姓名",
        性别="性别",
        出生日期=pl.col("出生日期").dt.strftime("%Y%m%d"),
        证件号码=wrapped("证件号码"),
        户联系电话="联系电话",
        与户主关系="与户主关系",
        文化程度="文化程度",
        在校生状况="在校生状况",
        劳动技能=pl.col("劳动能力").replace("劳动力", "普通劳动力"),
        健康状况="健康状况",
        务工所在地="务工所在地",
        是否享受低保="已纳入低保",
        是否特困供养人员="已纳入五保",
        户主姓名="户主姓名",
        是否参加城乡居民基本医疗保险="参加基本医疗保险",
    )
    to.parent.mkdir(parents=True, exist_ok=True)
    # Quotes stand within a cell here, as the export's own program writes them.
    text = export.write_csv(quote_style="never")
    to.write_bytes(text.encode("gb18030"))


def _write_workbook(to: Path) -> None:
    """Write the sheets that an office hands over in one workbook."""
    made = make_tables(villages=WORKBOOK_VILLAGES, households=WORKBOOK_ENROLLED)
    part = DATA / "part-workbook"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    write_xlsx(part, {name: made[name] for name in WORKBOOK_SHEETS})
    part.rename(to)
