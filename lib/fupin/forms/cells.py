"""What stands in a cell: a figure cut as the province cuts it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from fupin.access import mask_id, mask_name, mask_phone
from fupin.codes import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.forms.model import FormColumn
    from fupin.schema import Personal

State = Literal[
    "known", "range", "at_least", "unknown", "withheld", "pending", "nothing",
    "total", "blank",
]  # fmt: skip
WORDS = {
    "unknown": {"zh": "待核实", "en": "To verify"},
    "withheld": {"zh": "不显示", "en": "Withheld"},
    "pending": {"zh": "待补录", "en": "To be recorded"},
    "nothing": {"zh": "—", "en": "—"},
    "total": {"zh": "合计", "en": "Total"},
    "blank": {"zh": "", "en": ""},
    "met": {"zh": "达标", "en": "Met"},
    "unmet": {"zh": "未达标", "en": "Not met"},
    "not_applicable": {"zh": "不适用", "en": "Not asked"},
    "yes": {"zh": "是", "en": "Yes"},
    "no": {"zh": "否", "en": "No"},
}
MASKS = {"name": mask_name, "identity": mask_id, "contact": mask_phone}
# Yuan are kept in cents at most; what lies behind is a binary fraction's noise.
NOISE = Decimal("0.000001")
HUNDRED = 100


@dataclass(frozen=True)
class Cell:
    """A value with its state; `most` is the upper end of a range."""

    state: State
    value: Any = None
    most: Any = None

    @property
    def is_open(self) -> bool:
        """Say whether something about the cell has to be verified."""
        return self.state in ("range", "at_least", "unknown")


PENDING = Cell("pending")
WITHHELD = Cell("withheld")
UNKNOWN = Cell("unknown")
NOTHING = Cell("nothing")
TOTAL = Cell("total")
BLANK = Cell("blank")


def cut(value: float | Fraction, places: int) -> int | float:
    """Return the figure cut (never rounded) to `places`; an int if there are none."""
    if isinstance(value, Fraction):
        scaled = abs(value) * 10**places
        whole = scaled.numerator // scaled.denominator
        exact = Decimal(whole if value >= 0 else -whole).scaleb(-places)
    else:
        exact = Decimal(repr(value)).quantize(NOISE)
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    return float(exact) if places else int(exact)


def figure(column: FormColumn, low: Any, most: Any) -> Cell:
    """Return a number's cell from its ends; without a lower end nothing is known."""
    if low is None:
        return NOTHING if column.empty else UNKNOWN
    least = cut(low, column.places)
    if most is None:
        return Cell("at_least", least)
    top = cut(most, column.places)
    return Cell("known", least) if least == top else Cell("range", least, top)


def ratio(
    column: FormColumn, part: tuple[Any, Any], base: tuple[Any, Any]
) -> Cell:  # fmt: skip
    """Return value ÷ base, in percent where the format says so, each end on its own.

    Both ends of a base of 0: what the form says a rate without a base is.
    """
    (low, high), (least, most) = part, base
    if base == (0, 0):
        zero = cut(0.0, column.places)
        return Cell("known", zero) if column.is_zero_without_base else NOTHING
    if low is None or most is None or not least:
        return UNKNOWN
    scale = HUNDRED if column.format == "percent" else 1
    lower = _exact(low) * scale / _exact(most)
    upper = None if high is None else _exact(high) * scale / _exact(least)
    return figure(column, lower, upper)


def _exact(value: float) -> Fraction:
    return Fraction(Decimal(repr(value)).quantize(NOISE))


def fact(column: FormColumn, value: Any, mask: Personal | None = None) -> Cell:
    """Return the cell of a word, code, date or answer; `mask` covers a personal one."""
    if value is None or (column.format == "verdict" and value == "unknown"):
        return NOTHING if column.empty else UNKNOWN
    if mask is not None:
        masking = MASKS.get(mask)
        # A birth date can't be masked in part and remain a date.
        if masking is None or not isinstance(value, str):
            return WITHHELD
        return Cell("known", masking(value))
    return Cell("known", value)


def words(cell: Cell, column: FormColumn, lang: str, codes: Mapping[str, str]) -> str:
    """Return the cell as a person reads it: 1,234, 6–8, ≥ 6, 待核实, 达标."""
    if cell.state == "nothing" and column.empty:
        return column.empty[lang]
    if cell.state in WORDS:
        return WORDS[cell.state][lang]
    said = _value(cell.value, column, lang, codes)
    if cell.state == "range":
        return f"{said}–{_value(cell.most, column, lang, codes)}"
    return f"≥ {said}" if cell.state == "at_least" else said


def _value(value: Any, column: FormColumn, lang: str, codes: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        yes, no = ("met", "unmet") if column.format == "verdict" else ("yes", "no")
        return WORDS[yes if value else no][lang]
    if column.format == "verdict":
        return WORDS[value][lang]
    if column.key in codes:
        return label(codes[column.key], value, lang)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        if column.is_row_number or column.unit == "year":
            return str(value)
        return f"{value:,.{column.places}f}"
    return str(value)
