"""What a column, a table and a code list are; `tables.py` declares them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["key", "code", "text", "int", "number", "date", "bool"]
Personal = Literal[
    "name", "identity", "contact", "health", "income", "hardship", "complainant"
]


@dataclass(frozen=True)
class Code:
    """One entry of a code list: our word, the office's code, and both labels."""

    name: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Column:
    """A column, said once: checks, templates, headers and masks derive from it."""

    name: str
    zh: str
    en: str
    kind: Kind
    unit: str = ""
    codes: str = ""
    between: tuple[float, float] | None = None
    required: bool = False
    personal: Personal | None = None
    note: str = ""
    # No help turns it: a death, an age, what somebody was found to be.
    is_fixed: bool = False

    def label(self, lang: str) -> str:
        """Return the column's header in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Table:
    """A table: its key, its columns and the date on which a row starts to be true.

    `valid` names the date column that must lie on or before the as-of date;
    `versioned` tables may hold several rows a key, of which the newest counts.
    `refers` maps a column to the table whose key it must be found in.
    """

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    valid: str = "recorded_on"
    versioned: bool = False
    refers: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, Column]:
        """Return the columns by their English name."""
        return {column.name: column for column in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        """Return the names of the columns that every row must fill."""
        return tuple(c.name for c in self.columns if c.required)

    def label(self, lang: str) -> str:
        """Return the table's name in `lang`."""
        return self.zh if lang == "zh" else self.en
