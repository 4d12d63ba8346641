"""Read a register from any source: all of it that is sound, and what isn't by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fupin.intake import csv_file, csv_folder, excel, parquet
from fupin.intake.checks import Examined, examine
from fupin.intake.convert import loosely_typed, typed
from fupin.intake.failures import error
from fupin.intake.headers import nearest_header
from fupin.intake.origin import Origin
from fupin.intake.problems import Place, Problems, found
from fupin.intake.questions import ask_all
from fupin.intake.raw import RawTable, RawTables, numbered
from fupin.register import Register
from fupin.tables import NEEDED, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from fupin.schema import Column

# Asked in this order; a new kind of source is a module here.
SOURCES = (excel, csv_file, parquet, csv_folder)


@dataclass(frozen=True)
class Intake:
    """What a source gave: the sound rows as a register, the problems, the rest.

    `origins` holds, by table, the source's rows as they were, the refused ones too.
    """

    register: Register
    problems: Problems
    origins: Mapping[str, Origin]

    @property
    def bad_rows(self) -> Mapping[str, pl.DataFrame]:
        """Return, by table, the refused rows as text with their row number."""
        return {
            name: origin.bad_rows
            for name, origin in self.origins.items()
            if origin.refused is not None
        }


def read(path: Path, *, partial: bool = False) -> Intake:
    """Read a workbook, a folder of CSV or a folder of Parquet.

    `partial` takes a correction: needed tables may be missing, and a row may refer
    to one that isn't there. Raises IntakeError where the source can't be read, or a
    needed table or required column is missing: nothing is taken then.
    """
    raw = _raw(Path(path))
    _refuse_incomplete(raw, Path(path), partial=partial)
    examined = _examined(raw.tables, partial=partial)
    register = Register.of({name: e.good for name, e in examined.items()})
    origins = {n: Origin(e.typed.raw, e.refused) for n, e in examined.items()}
    is_whole = all(name in raw.tables for name in NEEDED)
    problems = _problems(raw, examined, with_gaps=is_whole)
    return Intake(register, problems, origins)


def check(path: Path) -> Problems:
    """Return the problems of a source; raises IntakeError as `read` does."""
    return read(path).problems


def check_register(register: Register) -> Problems:
    """Return the problems of a register in memory; rows count from 1 within a table."""
    tables = {
        name: raw
        for name, frame in register.tables.items()
        if (raw := _present(name, frame, register.absent)).frame.width
    }
    return _problems(RawTables(tables), _examined(tables))


def read_frames(frames: Mapping[str, pl.DataFrame]) -> Intake:
    """Read rows that somebody wrote, as text, by table; rows count from 1 within each.

    Only what the rows themselves say is checked: a table that isn't there is no gap.
    """
    tables = {
        name: RawTable(TABLES[name], TABLES[name].zh, frame, numbered(frame.height, 1))
        for name, frame in frames.items()
        if frame.height
    }
    examined = _examined(tables)
    findings = [finding for e in examined.values() for finding in e.findings]
    origins = {n: Origin(e.typed.raw, e.refused) for n, e in examined.items()}
    register = Register.of({name: e.good for name, e in examined.items()})
    return Intake(register, Problems.of(findings), origins)


def _raw(path: Path) -> RawTables:
    if not path.exists():
        raise error("no_path", path=path)
    for source in SOURCES:
        if source.accepts(path):
            tables: RawTables = source.read_tables(path)
            return tables
    if path.is_dir():
        books = [f.name for f in sorted(path.iterdir()) if excel.accepts(f)]
        if len(books) > 1:
            raise error("several_workbooks", path=path, found="、".join(books))
        if books:
            return excel.read_tables(path / books[0])
        needed = [TABLES[name] for name in NEEDED]
        raise error(
            "empty_folder",
            path=path,
            wanted_zh="、".join(f"{t.zh}.csv" for t in needed),
            wanted_en=", ".join(f"{t.name}.csv" for t in needed),
        )
    raise error("unknown_source", path=path)


def _refuse_incomplete(raw: RawTables, path: Path, *, partial: bool) -> None:
    missing = [TABLES[name] for name in NEEDED if name not in raw.tables]
    if missing and not partial:
        raise error(
            "missing_tables",
            path=path,
            found="、".join(raw.sheets),
            wanted_zh="、".join(t.zh for t in missing),
            wanted_en=", ".join(t.en for t in missing),
        )
    lacking = [
        (table, column)
        for table in raw.tables.values()
        for column in table.table.columns
        if column.required and column.name not in table.frame.columns
    ]
    if lacking:
        raise error(
            "missing_columns",
            path=path,
            wanted_zh="、".join(_wanted(t, c, "zh") for t, c in lacking),
            wanted_en=", ".join(_wanted(t, c, "en") for t, c in lacking),
        )


def _wanted(raw: RawTable, column: Column, lang: str) -> str:
    near = nearest_header(column, raw.headers)
    hint = {"zh": f"（现有“{near}”，请改名）", "en": f" (rename “{near}”?)"}[lang]
    return f"{raw.sheet}/{column.label(lang)}{hint if near else ''}"


def _examined(
    tables: Mapping[str, RawTable], *, partial: bool = False
) -> dict[str, Examined]:
    """Examine the tables in declared order, so that what is referred to comes first."""
    loose = {name: loosely_typed(raw) for name, raw in tables.items()}
    answers = ask_all(loose)
    examined: dict[str, Examined] = {}
    for name in TABLES:
        if name in tables:
            converted = typed(tables[name], loose[name], answers[name])
            examined[name] = examine(converted, examined, partial=partial)
    return examined


def _problems(
    raw: RawTables, examined: Mapping[str, Examined], *, with_gaps: bool = True
) -> Problems:
    rows = [finding for e in examined.values() for finding in e.findings]
    gaps = _gaps(raw) if with_gaps else []
    return Problems.of([*rows, *raw.findings, *gaps])


def _gaps(raw: RawTables) -> list[pl.DataFrame]:
    """Return a finding for each table, and each column of a table, that is absent."""
    gaps = [
        found("absent_table", Place(table, ""))
        for name, table in TABLES.items()
        if name not in raw.tables
    ]
    for table in raw.tables.values():
        absent = [c for c in table.table.columns if c.name not in table.frame.columns]
        gaps += _absent(table, absent)
    return gaps


def _absent(raw: RawTable, columns: Sequence[Column]) -> list[pl.DataFrame]:
    """Return a finding a column; one for all where the source was never ours."""
    if raw.is_mapped and columns:
        words = {
            "columns_zh": "、".join(c.zh for c in columns),
            "columns_en": ", ".join(c.en for c in columns),
        }
        place = Place(raw.table, raw.sheet)
        return [found("absent_columns", place, words=words)]
    return [
        found("absent_column", Place(raw.table, raw.sheet, column))
        for column in columns
    ]


def _present(name: str, frame: pl.DataFrame, absent: frozenset[str]) -> RawTable:
    table = TABLES[name]
    kept = [c.name for c in table.columns if f"{name}.{c.name}" not in absent]
    return RawTable(table, table.zh, frame.select(kept), numbered(frame.height, 1))
