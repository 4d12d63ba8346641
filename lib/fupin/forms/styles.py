"""The looks of a workbook's cells, made when one is first used."""

from __future__ import annotations

from typing import Any

from fupin.forms.unsigned import MARK


def styles(book: Any) -> dict[str, Any]:
    """Return the formats of a workbook by what they are for, made when first used."""
    return _Styles(book)


class _Styles(dict[str, Any]):
    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, key: str) -> Any:
        kind, _, number = key.partition(" ")
        look = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
        look |= LOOKS[kind]
        if number:
            look["num_format"] = number
        self[key] = self._book.add_format(look)
        return self[key]


_BOX = {"border": 1, "border_color": "#A9B8CA"}
_OPEN = {"pattern": 14, "fg_color": "#DCE1E8"}
_RIGHT = {"align": "right", "indent": 1}
# A mark of the format: the cell holds what it would hold without.
_MARKED = {"num_format": f'"{MARK} "@', "bold": True}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "left"},
    "note": {"font_color": "#465161", "text_wrap": True, "valign": "top"},
    "part": {"bold": True, "font_size": 11},
    "head": _BOX
    | {"bold": True, "bg_color": "#EBEEF2", "align": "center", "text_wrap": True},
    "text": _BOX | {"text_wrap": True, "num_format": "@", "indent": 1},
    "figure": _BOX | _RIGHT,
    "open": _BOX | _OPEN | {"text_wrap": True, "indent": 1},
    "openfigure": _BOX | _OPEN | _RIGHT,
    "marked": _BOX | {"text_wrap": True, "indent": 1} | _MARKED,
    "markedfigure": _BOX | _RIGHT | {"bold": True},
    "markedopen": _BOX | _OPEN | {"text_wrap": True, "indent": 1} | _MARKED,
    "markedopenfigure": _BOX | _OPEN | _RIGHT | _MARKED,
    "total": _BOX | {"bold": True, "top": 2, "indent": 1},
    "totalfigure": _BOX | _RIGHT | {"bold": True, "top": 2},
}  # fmt: skip
