"""What a form is: its words, what a row is, and its columns. Frozen, as the plan is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fupin.plan.model import Words

Format = Literal["text", "code", "int", "money", "percent", "date", "verdict", "yes_no"]
NUMBERS = ("int", "money", "percent")


@dataclass(frozen=True)
class FormColumn:
    """A column: its header, and an expression of the rule language for its cells.

    With a `base` the cell is value ÷ base (in percent where the format says so), and
    the total is the sum of values ÷ the sum of bases. Instead of a `value` a column
    may be `given` by who fills the form in, `is_pending` (nobody has recorded it), or
    the row's number. `figure` names what it counts, so that forms can be compared;
    `empty` is what a missing value says where missing means none, not unknown.
    """

    key: str
    label: Words
    where: str
    value: str = ""
    base: str = ""
    given: str = ""
    is_pending: bool = False
    is_row_number: bool = False
    format: Format = "text"
    places: int = 0
    unit: str = ""
    group: Words = field(default_factory=dict)
    figure: str = ""
    reading: Words = field(default_factory=dict)
    empty: Words = field(default_factory=dict)
    is_zero_without_base: bool = False
    has_total: bool = False

    @property
    def is_number(self) -> bool:
        """Say whether the cells are figures, to be set at the right."""
        return self.format in NUMBERS or self.is_row_number

    def name(self, lang: str) -> str:
        """Return the whole header: group and label."""
        parts = [self.group.get(lang, ""), self.label[lang]]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class FormTable:
    """A table of a form: rows under headers, or one row as pairs of label and value.

    `filter` keeps the rows where it holds; `sort` is expressions, a minus in front for
    the largest first.
    """

    id: str
    title: Words
    grain: str
    columns: tuple[FormColumn, ...]
    where: str
    filter: str = ""
    sort: tuple[str, ...] = ()
    has_total: bool = False
    shape: Literal["rows", "fields"] = "rows"


@dataclass(frozen=True)
class Form:
    """A form: title, 口径 in words, source, and its tables (most have one).

    `is_card`: a sheet for each row of the first table, which is of households.
    `is_public`: it is hung out, so that nothing but its columns stands in a row.
    """

    id: str
    number: int
    title: Words
    reading: Words
    source: Words
    tables: tuple[FormTable, ...]
    is_card: bool = False
    is_public: bool = False
