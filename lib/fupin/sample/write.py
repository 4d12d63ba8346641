"""Write a sample as Parquet, CSV or a workbook; and one with bad rows for practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fupin.codes import label
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    Tables: TypeAlias = Mapping[str, pl.DataFrame]


def write_parquet(to: Path, tables: Tables) -> None:
    """Write one file a table."""
    for name, frame in tables.items():
        frame.write_parquet(to / f"{name}.parquet")


def write_parts(to: Path, chunks: Iterable[Tables]) -> None:
    """Write each chunk as one part a table, so that no chunk stays in memory."""
    for index, tables in enumerate(chunks):
        for name, frame in tables.items():
            (to / name).mkdir(exist_ok=True)
            frame.write_parquet(to / name / f"part-{index:05d}.parquet")


def office_words(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the table as an office writes it: Chinese headers, labels, 是 and 否."""
    columns = []
    for c in TABLES[name].columns:
        column = pl.col(c.name)
        if c.kind == "code":
            words = {
                v: label(c.codes, v, "zh") for v in frame[c.name].unique().drop_nulls()
            }
            column = column.replace_strict(words, default=None, return_dtype=pl.String)
        elif c.kind == "bool":
            column = pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
        columns.append(column.alias(c.zh))
    return frame.select(columns)


def write_csv(to: Path, tables: Tables) -> None:
    """Write one CSV a table, with the mark that lets Excel read Chinese."""
    for name, frame in tables.items():
        office_words(name, frame).write_csv(to / f"{name}.csv", include_bom=True)


def write_xlsx(to: Path, tables: Tables) -> None:
    """Write one workbook, a sheet a table."""
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(to / "register.xlsx")) as book:
        for name, frame in tables.items():
            office_words(name, frame).write_excel(
                book,
                worksheet=TABLES[name].zh,
                dtype_formats={pl.Date: "yyyy-mm-dd"},
                autofit=False,
            )


WRITERS: dict[str, Callable[[Path, Tables], None]] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "xlsx": write_xlsx,
}

# Table, column, bad text: the kinds of the domain reference §3.3.
SPOILED = (
    ("members", "出生日期", "2018-13-01"),
    ("members", "与户主关系", "邻居"),
    ("members", "证件号码", "990000197001010011"),
    ("members", "务工时间", "三个月"),
    ("members", "户编号", "999-999"),
    ("households", "村编号", "099"),
    ("households", "家庭人口", "很多"),
    ("households", "危房级别", "E级"),
    ("households", "户主姓名", ""),
    ("incomes", "金额", "NaN"),
    ("incomes", "金额", "约三千"),
    ("incomes", "期间至", "2017-02-30"),
)
DIRTY_TABLES = ("villages", "households", "members", "incomes")
DIRTY_SHARE = 0.02


def write_dirty(to: Path, tables: Tables, seed: int) -> None:
    """Write CSVs in which about 2 % of the rows are bad, in the kinds of the field."""
    to.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([seed, 99])
    for name in DIRTY_TABLES:
        frame = office_words(name, tables[name]).with_columns(pl.all().cast(pl.String))
        spoilers = [(column, text) for table, column, text in SPOILED if table == name]
        if spoilers:
            frame = _spoil(rng, frame, spoilers)
        if name == "households":
            frame = pl.concat([frame, frame.head(2)])
        if name == "members":
            frame = _both_filled(frame)
        frame.write_csv(to / f"{name}.csv", include_bom=True)


def _spoil(
    rng: np.random.Generator, frame: pl.DataFrame, spoilers: list[tuple[str, str]]
) -> pl.DataFrame:
    bad = rng.choice(
        len(frame), max(int(len(frame) * DIRTY_SHARE), len(spoilers)), replace=False
    )
    for index, (column, text) in enumerate(spoilers):
        rows = pl.Series(np.isin(np.arange(len(frame)), bad[index :: len(spoilers)]))
        spoiled = pl.when(rows).then(pl.lit(text)).otherwise(pl.col(column))
        frame = frame.with_columns(spoiled.alias(column))
    return frame


def _both_filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill education and schooling both, and make a second head, in a few rows."""
    order = pl.int_range(pl.len())
    return frame.with_columns(
        pl.when(order % 211 == 7)
        .then(pl.lit("小学"))
        .otherwise("文化程度")
        .alias("文化程度"),
        pl.when(order % 211 == 7)
        .then(pl.lit("小学"))
        .otherwise("在校生状况")
        .alias("在校生状况"),
        pl.when(order % 307 == 3)
        .then(pl.lit("户主"))
        .otherwise("与户主关系")
        .alias("与户主关系"),
    )
