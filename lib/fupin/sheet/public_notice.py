"""A public list as it is hung out: the form's columns, and nothing else of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.errors import FupinError
from fupin.exports import blocks, pdf
from fupin.figures import day, number
from fupin.forms.cells import words
from fupin.sheet.page_words import say

if TYPE_CHECKING:
    from fupin.forms import FilledForm, FilledTable, FormColumn
    from fupin.forms.cells import Cell

SHORT = 6
OPEN = ("unknown", "pending", "range", "at_least")


def public_notice(filled: FilledForm, lang: str = "zh") -> bytes:
    """Return a public form (data/plan/forms) as the bytes of a PDF to be hung out.

    Names are masked as the form was filled. The rows have the form's columns; no mark
    of theirs says more.

    Raises FupinError for a form that isn't public, or without a Chinese font.
    """
    form = filled.form
    if not form.is_public:
        raise FupinError(
            f"“{form.title['zh']}”不是公开的表，不能张贴",
            f"{form.title['en']!r} isn't a public form, so it can't be hung out.",
        )
    title, held = form.title[lang], filled.tables[0]
    said = say(lang, "notice_said", title=title, n=number(len(held.rows)))
    made = [blocks.paragraph(said), _table(held, lang)]
    if not held.rows:
        made[1] = blocks.paragraph(say(lang, "notice_none"))
    made += [
        blocks.notes([form.reading[lang]]),
        {"kind": "closing", "lines": [
            filled.place, say(lang, "villagers") + say(lang, "stamp"),
            day(filled.day, lang),
        ]},
    ]  # fmt: skip
    footer = [[
        say(lang, "as_of", day=day(filled.day, lang)),
        say(lang, "masked" if filled.is_masked else "named"),
    ]]  # fmt: skip
    return pdf.page(
        title, made, lang=lang, on=filled.day, organ=filled.place, footer=footer
    )


def _table(held: FilledTable, lang: str) -> blocks.Block:
    columns = held.table.columns
    rows = [
        [
            _cell(cell, column, held, lang)
            for cell, column in zip(row, columns, strict=True)
        ]
        for row in held.rows
    ]
    heads = [
        (column.name(lang), column.is_number, _share(column, [r[n][0] for r in rows]))
        for n, column in enumerate(columns)
    ]
    return blocks.listed("", heads, rows)


def _cell(
    cell: Cell, column: FormColumn, held: FilledTable, lang: str
) -> tuple[str, str]:
    return words(cell, column, lang, held.codes), "open" if cell.state in OPEN else ""


def _share(column: FormColumn, told: list[str]) -> float:
    longest = max((len(text) for text in told), default=0)
    short = column.is_number or column.format == "date"
    return 0 if short else max(min(longest, 20), SHORT)
