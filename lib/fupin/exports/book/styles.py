"""The looks of a workbook's cells, from the look's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin.palette import LIGHT, OFFICE_SANS, OFFICE_SERIF

if TYPE_CHECKING:
    from fupin.document import Column

# Excel's number for a field of thin lines rising to the right.
HATCHED = 14
INTEGER = '#,##0;"\u2212"#,##0'
DECIMAL = '#,##0.0;"\u2212"#,##0.0'
FORMATS = {"integer": INTEGER, "money": INTEGER, "decimal": DECIMAL, "percent": DECIMAL,
           "date": "yyyy-mm-dd"}  # fmt: skip
# How many places stay; the rest is cut off, as on the forms, and never rounded up.
PLACES = {"integer": 0, "money": 0, "decimal": 1, "percent": 1}

_RULED = {"bottom": 1, "bottom_color": LIGHT["line"]}
_RIGHT = {"align": "right"}
# The indent keeps words off the figures of the column before.
_WORDS = _RULED | {"text_wrap": True, "num_format": "@", "indent": 1}
_OPEN = {
    "pattern": HATCHED, "fg_color": LIGHT["s4"], "bg_color": LIGHT["surface"],
    "font_color": LIGHT["unk-ink"],
}  # fmt: skip
_HEAD = {
    "bottom": 1, "bottom_color": LIGHT["ink3"], "font_color": LIGHT["ink2"],
    "bold": True, "text_wrap": True, "bg_color": LIGHT["bg"],
}  # fmt: skip
_TOTAL = {"bold": True, "top": 1, "top_color": LIGHT["ink3"]}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_name": OFFICE_SERIF},
    "part": {"bold": True, "font_size": 11},
    "note": {"font_color": LIGHT["ink3"], "font_size": 9},
    "plain": {},
    "wide": {"text_wrap": True, "valign": "top"},
    "link": {"font_color": LIGHT["accent"], "underline": 1},
    "head": _HEAD | {"indent": 1},
    "headright": _HEAD | _RIGHT,
    "text": _WORDS,
    "first": _WORDS | {"bold": True},
    "figure": _RULED | _RIGHT,
    "nothing": _RULED | {"font_color": LIGHT["ink3"], "align": "right"},
    "nothingleft": _WORDS | {"font_color": LIGHT["ink3"]},
    "open": _WORDS | _OPEN,
    "openright": _RULED | _OPEN | _RIGHT,
    "met": _WORDS | {"font_color": LIGHT["met-ink"], "bold": True},
    "unmet": _WORDS | {"font_color": LIGHT["unmet-ink"], "bold": True},
    "unknown": _WORDS | _OPEN | {"bold": True},
}  # fmt: skip


class Styles:
    """The formats of one workbook, each made when it is first used."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Any] = {}

    def __call__(self, name: str, number: str = "", is_total: bool = False) -> Any:
        """Return a format by what it is for, with a number format; bold for totals."""
        key = (name, number, is_total)
        if key not in self._made:
            look = {"font_name": OFFICE_SANS, "font_size": 10, "valign": "vcenter"}
            look |= LOOKS[name] | (_TOTAL if is_total else {})
            if number:
                look["num_format"] = number
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def is_right(column: Column) -> bool:
    """Say whether a column's values stand at the right."""
    return column.kind in FORMATS
