"""The pieces of a printed page as plain data, for page.typ: words, never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin import charting
from fupin.charting.pen import wide
from fupin.document import Blank
from fupin.exports.words import cell, day, header, number, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fupin.document import (
        Action,
        Cell,
        Chart,
        Column,
        Document,
        Figure,
        Section,
        Table,
    )

Block = dict[str, Any]
# A drawing's px to the width of the page: words of 12 px come out as 8 pt.
WIDTH, SIZE, HIGHEST = 720, 12, 420
NUMERALS = "一二三四五六七八九十"
SHORT = 8
# Of more columns than these every one has its share of the width.
MANY = 9


def runs(document: Document, text: str) -> list[list[str]]:
    """Return a text in pieces: words, and a verdict or "figure" where they are one."""
    return [
        [words, (figure.verdict or "figure") if figure else ""]
        for words, figure in document.runs(text)
    ]


def lead(document: Document, section: Section) -> str:
    """Return a section's line below its headline, for a brief.

    Nothing where the paragraphs say every figure of it: a page of text says it once.
    """
    said = {f.key for text in section.paragraphs for _, f in document.runs(text) if f}
    mine = {figure.key for _, figure in document.runs(section.below) if figure}
    return "" if mine and mine <= said else section.below


def numeral(n: int, lang: str) -> str:
    """Return how the n-th part is counted: 一、 or 1."""
    if lang == "en":
        return f"{n}. "
    tens, ones = divmod(n, 10)
    if n > len(NUMERALS):
        tail = NUMERALS[ones - 1] if ones else ""
        return f"{NUMERALS[tens - 1] if tens > 1 else ''}十{tail}、"
    return f"{NUMERALS[n - 1]}、"


def chart(one: Chart, document: Document, font: str, scale: float = 1) -> Block:
    """Return a chart as vectors: as high as it wants to be, within half a page."""
    height = min(charting.height_of(one, WIDTH, size=SIZE) * 0.9, HIGHEST)
    if one.kind in ("line", "step"):
        height = WIDTH * 0.32
    height *= scale
    drawn = charting.svg(one, document, WIDTH, height, size=SIZE, font=font)
    return {
        "kind": "chart", "runs": runs(document, one.title), "svg": drawn,
        "caption": charting.caption(one, document), "alt": document.said(one.title),
    }  # fmt: skip


def table(one: Table, lang: str, most: int = 0, *, boxed: bool = False) -> Block:
    """Return a table; of more than `most` rows the first, and how many there are."""
    shown = one.rows[:most] if most else one.rows
    more = ""
    if len(shown) < len(one.rows):
        more = say(lang, "first_rows", n=number(len(shown)), of=number(len(one.rows)))
    held = [[_item(v, k, lang) for v, k in zip(row, one.columns, strict=True)]
            for row in shown]  # fmt: skip
    totals = [_item(v, k, lang) for v, k in zip(one.totals, one.columns, strict=False)]
    return {
        "kind": "table", "title": one.title, "caption": one.caption, "more": more,
        "columns": _columns(one, held, lang),
        "rows": held, "totals": totals, "boxed": boxed,
    }  # fmt: skip


def _columns(
    one: Table, held: list[list[dict[str, str]]], lang: str
) -> list[dict[str, Any]]:
    made = [
        _column(k, [row[n]["t"] for row in held], lang)
        for n, k in enumerate(one.columns)
    ]
    shares = [_share(column, [row[n]["t"] for row in held], lang)
              for n, column in enumerate(one.columns)]  # fmt: skip
    shared: list[int] = []
    if len(made) > MANY:
        # Headers of figures break then, or no room is left for the words.
        shared = list(range(len(made)))
    elif made and not any(column["weight"] for column in made):
        # All of it is short: the words take the room that figures leave.
        words = [n for n, column in enumerate(made) if not column["right"]]
        shared = words or list(range(len(made)))
    for n in shared:
        made[n]["weight"] = shares[n]
    return made


def _share(column: Column, told: list[str], lang: str) -> float:
    """Return a column's share of the width: its longest words, its header in two.

    What is long breaks.
    """
    head = wide(header(column, lang), 1) / 2
    longest = max([head, *(wide(text, 1) for text in told)])
    mark = 1.2 if column.kind == "verdict" else 0
    return round(min(longest, SHORT + 1.0) + mark + 1.8, 1)


def _column(column: Column, told: list[str], lang: str) -> dict[str, Any]:
    """Return a column's header, side and share of the width; 0 for what is short."""
    head = header(column, lang)
    right = column.kind in ("integer", "money", "decimal", "percent")
    longest = max((wide(text, 1) for text in (head, *told)), default=0)
    is_short = longest <= SHORT or column.kind != "text"
    share = 0.0 if is_short else round(min(longest, 40.0), 1)
    return {"label": head, "right": right, "weight": share}


def _item(value: Cell, column: Column, lang: str) -> dict[str, str]:
    said = cell(value, column, lang)
    if value is Blank.UNKNOWN:
        return {"t": said, "k": "open"}
    if column.kind == "verdict" and isinstance(value, str):
        return {"t": say(lang, value), "k": value}
    return {"t": said, "k": ""}


def actions(asked: tuple[Action, ...], lang: str) -> Block:
    """Return what is to be settled, as a table: what, who, by when."""
    keys: tuple[str, ...] = ("what", "who", "due", "note")
    rows = [
        [_plain(one.what), _plain(one.who), _due(one.due, lang), _plain(one.note)]
        for one in asked
    ]
    if not any(row[3]["t"] for row in rows):
        keys, rows = keys[:3], [row[:3] for row in rows]
    return {
        "kind": "table", "title": say(lang, "actions"), "caption": "", "more": "",
        "columns": [
            {"label": say(lang, key), "right": False,
             "weight": {"what": 3, "who": 2, "note": 2}.get(key, 0)}
            for key in keys
        ],
        "rows": rows, "totals": [], "boxed": False,
    }  # fmt: skip


def figures(held: list[Figure], lang: str) -> Block:
    """Return every figure with its words and its 口径, as a table."""
    rows = [
        [_plain(f.what or f.key), _figure(f), _plain(f.how or say(lang, "nothing"))]
        for f in held
    ]
    return {
        "kind": "table", "title": say(lang, "figures"), "caption": "", "more": "",
        "columns": [
            {"label": say(lang, key), "right": False, "weight": weight}
            for key, weight in (("figure", 2), ("value", 2), ("how", 3))
        ],
        "rows": rows, "totals": [], "boxed": False,
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, str]:
    return {"t": figure.text, "k": "open" if figure.value is None else ""}


def _due(due: date | None, lang: str) -> dict[str, str]:
    return _plain(day(due, lang))


def _plain(text: str) -> dict[str, str]:
    return {"t": text, "k": ""}


def listed(
    title: str, heads: Sequence[tuple[str, bool, float]],
    rows: Sequence[Sequence[tuple[str, str]]], *, caption: str = "",
) -> Block:  # fmt: skip
    """Return a boxed table of words, to be filled in or hung out.

    `heads` are (label, whether at the right, share of the width, 0 for what is short);
    cells are (words, kind): a verdict, "open" for what isn't known, or "".
    """
    return {
        "kind": "table", "title": title, "caption": caption, "more": "",
        "columns": [{"label": label, "right": right, "weight": share}
                    for label, right, share in heads],
        "rows": [[{"t": words, "k": kind} for words, kind in row] for row in rows],
        "totals": [], "boxed": True,
    }  # fmt: skip


def pairs(items: Sequence[tuple[str, str, str]], columns: int = 2) -> Block:
    """Return labels with their words: (label, words, kind), so many pairs a line."""
    held = [[label, {"t": words, "k": kind}] for label, words, kind in items]
    return {"kind": "pairs", "items": held, "columns": columns}


def paragraph(text: str) -> Block:
    """Return a paragraph of plain words."""
    return {"kind": "para", "runs": [[text, ""]]}


def notes(lines: Sequence[str]) -> Block:
    """Return small lines below the rest."""
    return {"kind": "notes", "lines": [[[line, ""]] for line in lines]}


def signs(names: Sequence[str]) -> Block:
    """Return places to sign, side by side."""
    return {"kind": "signs", "names": list(names)}


def room(label: str, millimetres: int) -> Block:
    """Return an empty frame to write in by hand."""
    return {"kind": "box", "label": label, "height": millimetres}
