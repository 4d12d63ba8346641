"""Declared mappings: how the sheet of another system becomes tables of ours.

One file of `data/plan/sources/` a format: a new export is a new file, not new code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from fupin import settings, strict_yaml
from fupin.codes import CODES
from fupin.errors import PlanError
from fupin.intake.headers import plain
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from fupin.schema import Table

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT, "minItems": 1}
NAMED: dict[str, Any] = {
    "type": "object",
    "required": ["zh", "en"],
    "properties": {"zh": TEXT, "en": TEXT},
    "additionalProperties": False,
}
COLUMN: dict[str, Any] = {
    "type": "object",
    "properties": {
        "from": {"oneOf": [TEXT, TEXTS]},
        "any_of": TEXTS,
        "count": {"const": "rows"},
        "constant": TEXT,
        "pattern": {"type": "string", "pattern": r"^[^{}]*\{\}[^{}]*$"},
        "words": {"type": "object", "additionalProperties": TEXT},
    },
    "oneOf": [{"required": [k]} for k in ("from", "any_of", "count", "constant")],
    "additionalProperties": False,
}
TABLE: dict[str, Any] = {
    "type": "object",
    "required": ["columns"],
    "properties": {
        "one_per": TEXT,
        "prefer": {
            "type": "object",
            "required": ["header", "is"],
            "properties": {"header": TEXT, "is": TEXT},
            "additionalProperties": False,
        },
        "columns": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": COLUMN,
        },
    },
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "label", "source", "recognised_by", "tables"],
    "properties": {
        "id": TEXT,
        "label": NAMED,
        "source": TEXT,
        "recognised_by": TEXTS,
        "tables": {"type": "object", "minProperties": 1, "additionalProperties": TABLE},
        "unused": TEXTS,
    },
    "additionalProperties": False,
}  # fmt: skip


@dataclass(frozen=True)
class MappedColumn:
    """Where a column's text comes from: headers, a count of rows, or a constant.

    The texts of `headers` are joined; with `any_of` one yes among them is yes, and no
    is no only where all are. `words` translates whole texts, `pattern` surrounds them.
    """

    headers: tuple[str, ...] = ()
    any_of: bool = False
    counts_rows: bool = False
    constant: str | None = None
    pattern: str = "{}"
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MappedTable:
    """A table of ours: a row a row of the sheet, or one per value of a column.

    Of the rows with the value, one where the header `prefer[0]` reads `prefer[1]` is
    taken, else the first.
    """

    table: Table
    columns: Mapping[str, MappedColumn]
    one_per: str = ""
    prefer: tuple[str, str] | None = None


@dataclass(frozen=True)
class Mapped:
    """A format: the headers that give it away, its tables, headers of no use to us."""

    id: str
    label: Mapping[str, str]
    recognised_by: tuple[str, ...]
    tables: tuple[MappedTable, ...]
    unused: frozenset[str]

    @property
    def used(self) -> frozenset[str]:
        """Return the headers that a column comes from, without width and case."""
        columns = (c for table in self.tables for c in table.columns.values())
        return frozenset(plain(h) for c in columns for h in c.headers)

    def lacks(self, headers: Iterable[str]) -> list[str]:
        """Return the headers that would give the format away and aren't there."""
        there = {plain(header) for header in headers}
        return [h for h in self.recognised_by if plain(h) not in there]


def formats() -> tuple[Mapped, ...]:
    """Return every declared format; PlanError (file, line, cure) for a bad one."""
    return _formats(settings.PLAN / "sources")


def recognise(headers: Sequence[str]) -> Mapped | None:
    """Return the format whose telltale headers are all there, or None."""
    return next((f for f in formats() if not f.lacks(headers)), None)


@cache
def _formats(folder: Path) -> tuple[Mapped, ...]:
    return tuple(load_format(path) for path in sorted(folder.glob("*.yaml")))


def load_format(path: Path) -> Mapped:
    """Read one format; PlanError (file, place, cure) where it is malformed."""
    row = strict_yaml.load_as(path, SCHEMA)
    tables = []
    for name, said in row["tables"].items():
        if name not in TABLES:
            raise _unknown(path, name, "表", "table")
        tables.append(_table(path, TABLES[name], said))
    return Mapped(
        row["id"],
        row["label"],
        tuple(row["recognised_by"]),
        tuple(tables),
        frozenset(map(plain, row.get("unused", ()))),
    )


def _table(path: Path, table: Table, said: Mapping[str, Any]) -> MappedTable:
    columns = {}
    for name, column in said["columns"].items():
        if name not in table.by_name:
            raise _unknown(path, f"{table.name}.{name}", "列", "column")
        columns[name] = _column(column)
        codes = {code.name for code in CODES.get(table[name].codes, ())}
        for word in columns[name].words.values():
            if codes and word not in codes:
                raise _unknown(path, f"{table.name}.{name}: {word}", "代码", "code")
    one_per = said.get("one_per", "")
    if one_per and one_per not in columns:
        raise _unknown(path, f"{table.name}.one_per: {one_per}", "列", "column")
    prefer = said.get("prefer")
    return MappedTable(
        table, columns, one_per, (prefer["header"], prefer["is"]) if prefer else None
    )


def _column(said: Mapping[str, Any]) -> MappedColumn:
    headers = said.get("any_of") or said.get("from") or ()
    return MappedColumn(
        (headers,) if isinstance(headers, str) else tuple(headers),
        "any_of" in said,
        "count" in said,
        said.get("constant"),
        said.get("pattern", "{}"),
        {plain(word): ours for word, ours in said.get("words", {}).items()},
    )


def _unknown(path: Path, what: str, zh: str, en: str) -> PlanError:
    return PlanError(
        f"{path.name}：没有{zh}“{what}”。请从 docs/data-dictionary.md 里选",
        f"{path.name}: there is no {en} {what!r}. Choose one of "
        "docs/data-dictionary.md.",
    )
