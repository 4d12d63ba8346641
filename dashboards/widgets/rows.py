"""Tables of a list: from cells, whose figures stand right, or from rows of markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboards.widgets.figures import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TAG = re.compile(r"<[^>]*>")
# 1,234 · 77.9 · 77.9 % · −318 · ≥ 62 · 1.8–3.6 · 9 / 18 · 26.4 万元 · 超期 41 天
FIGURE = re.compile(
    r"(超期|余)?[−+≥≤]? ?[\d,.]+([–/ ]+[\d,.]+)*[+]?"
    r"( ?(%|万元|元|yuan|天|days?( late| left)?))?"
)


def rows_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], less: int | None = None
) -> str:
    """Return a table of trusted markup; on a phone without the column numbered `less`.

    A column whose cells are all figures (or nothing) is set right, its head too, so
    that a reader compares digits below digits.
    """
    kinds = [
        " ".join(
            (["r"] if _is_of_figures([row[n] for row in rows]) else [])
            + (["min-hide"] if n == less else [])
        )
        for n in range(len(heads))
    ]
    body = "".join(_row("td", zip(row, kinds, strict=True)) for row in rows)
    return list_table(zip(heads, kinds, strict=True), body)


def list_table(heads: Iterable[tuple[str, str]], rows: str, css: str = "") -> str:
    """Return a table of rows that are markup already: links, cells of their own kind.

    Each head has its words and the class of its cell. `css` is added to `list`; what
    is wider than a phone and scrolls there stands in `wide`.
    """
    name = f"list {css}" if css else "list"
    head = _row("th", heads)
    return f'<table class="{name}"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def wide(table: str) -> str:
    """Return the table so that it scrolls by itself where a screen is narrower."""
    return f'<div class="wide-scroll">{table}</div>'


def _row(tag: str, cells: Iterable[tuple[str, str]]) -> str:
    said = "".join(
        f'<{tag} class="{kind}">{cell}</{tag}>' if kind else f"<{tag}>{cell}</{tag}>"
        for cell, kind in cells
    )
    return f"<tr>{said}</tr>"


def _is_of_figures(cells: Sequence[str]) -> bool:
    words = [TAG.sub("", cell).strip() for cell in cells]
    said = [word for word in words if word != NOTHING]
    return bool(said) and all(FIGURE.fullmatch(word) for word in said)
