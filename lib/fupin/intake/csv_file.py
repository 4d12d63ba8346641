"""Read one CSV file: another system's export, or a single table of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.intake.csv_folder import read_text, table_of
from fupin.intake.failures import error
from fupin.intake.headers import table_named
from fupin.intake.mapped import tables_of
from fupin.intake.mapping import formats, recognise
from fupin.intake.raw import RawTables, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def accepts(path: Path) -> bool:
    """Say whether the path is a CSV file by its name."""
    return path.is_file() and path.suffix.lower() == ".csv"


def read_tables(path: Path) -> RawTables:
    """Return the tables of the file as text.

    Raises IntakeError where its headers are no declared format's, and its name no
    table's.
    """
    if table := table_named(path.stem):
        raw, findings = table_of(path, table)
        return RawTables({table.name: raw} if raw else {}, findings, (path.name,))
    headers, frame, findings = read_text(path)
    mapped = recognise(headers)
    if mapped is None:
        raise unknown_export(path, headers)
    rows = numbered(frame.height, first_row=2)
    raws = tables_of(mapped, path.name, headers, frame, rows)
    return RawTables(raws.tables, (*raws.findings, *findings), raws.sheets)


def unknown_export(path: Path, headers: Sequence[str]) -> Exception:
    """Return the error that names the nearest format, and what it would need."""
    nearest = min(formats(), key=lambda f: len(f.lacks(headers)), default=None)
    if nearest is None or len(nearest.lacks(headers)) == len(nearest.recognised_by):
        return error("unknown_export", path=path)
    lacking = nearest.lacks(headers)
    return error(
        "nearly_export",
        path=path,
        format_zh=nearest.label["zh"],
        format_en=nearest.label["en"],
        lacking_zh="、".join(lacking),
        lacking_en=", ".join(lacking),
    )
