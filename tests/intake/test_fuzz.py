"""Whatever the bytes and cells are, a reader answers or raises IntakeError: no more."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fupin import intake
from fupin.crosscheck import read_checked
from fupin.errors import IntakeError
from fupin.plan import Plan, load_plan
from fupin.settings import PLAN
from fupin.tables import TABLES
from tests.intake.test_export import HEADERS
from tests.intake.towns import csv_folder, parquet_folder, town, workbook

BOUNDED = settings(max_examples=40, phases=[Phase.generate])
NASTY = st.sampled_from(
    [
        "",
        "  ",
        "=1+1",
        '="001"',
        "nan",
        "1e400",
        "-0",
        "１２",
        "一千二",
        "是",
        "2018-02-30",
        "户主",
        "示例（不读取）",
        '"',
        ",",
        "😀",
        "9900001980010100",
        "990000198001010011",
        "\x00",
        "\n",
        "\u202e",
        "9" * 400,
    ]
)
CELLS = st.one_of(
    NASTY,
    st.text(max_size=8),
    st.none(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(dt.date(1900, 1, 1), dt.date(9999, 12, 31)),
)


def take(path: Path) -> intake.Intake | None:
    try:
        return intake.read(path, partial=True)
    except IntakeError:
        return None


@cache
def the_plan() -> Plan:
    """Return the plan; as a fixture it would be printed with every example."""
    return load_plan(PLAN)


@cache
def whole(kind: str) -> bytes:
    """Return the bytes of a sound file of the kind."""
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder)
        if kind == "xlsx":
            return workbook(town(), to / "a.xlsx").read_bytes()
        if kind == "csv":
            return (csv_folder(town(), to / "a") / "农户.csv").read_bytes()
        frame = intake.read(csv_folder(town(), to / "a")).register["villages"]
        return (parquet_folder({"villages": frame}, to / "p") / "villages.parquet"
                ).read_bytes()  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, kind: str) -> bytes:
    """Return a sound file with some bytes changed, cut out, or doubled."""
    content = bytearray(whole(kind))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content) - 1))
        some = draw(st.binary(max_size=12))
        content[at : at + draw(st.integers(0, 40))] = some
    return bytes(content)


@pytest.mark.parametrize("name", ["村.csv", "a.csv", "a.xlsx", "a.xls", "a.xlsm"])
@BOUNDED
@given(content=st.binary(max_size=400))
def test_any_bytes_in_a_file(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        take(path)


@BOUNDED
@given(content=broken("xlsx"))
def test_a_workbook_with_wrong_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(content)
        take(path)


@BOUNDED
@given(content=broken("csv"))
def test_a_csv_with_wrong_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "农户.csv"
        path.write_bytes(content)
        take(path)


@BOUNDED
@given(content=broken("parquet"))
def test_a_parquet_with_wrong_bytes(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "villages.parquet").write_bytes(content)
        take(Path(folder))


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, list[list[Any]]]:
    """Return the needed tables with their own headers and anything below them."""
    made = {}
    for name in ("villages", "households", "members", "incomes"):
        table = TABLES[name]
        rows = draw(
            st.lists(
                st.lists(CELLS, min_size=len(table.columns),
                         max_size=len(table.columns)),
                max_size=4,
            )
        )  # fmt: skip
        made[table.zh] = [[c.zh for c in table.columns], *rows]
    return made


@BOUNDED
@given(made=sheets())
def test_any_cells_under_our_headers(made: dict[str, list[list[Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = csv_folder(made, Path(folder) / "csv", "utf-8")
        try:
            found = read_checked(path, the_plan())
        except IntakeError:
            return
        rows = sum(len(sheet) - 1 for sheet in made.values())
        taken = sum(map(len, found.register.tables.values()))
        assert taken <= rows
        intake.write_fix_list(found, Path(folder) / "改.xlsx")
        take(Path(folder) / "改.xlsx")


@BOUNDED
@given(rows=st.lists(st.lists(NASTY, min_size=len(HEADERS), max_size=len(HEADERS))))
def test_any_cells_in_a_national_export(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = csv_folder({"导出": [HEADERS, *rows]}, Path(folder) / "a", "utf-8")
        take(made / "导出.csv")
