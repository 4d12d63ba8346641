"""A filled table of a form as it will be printed: headers on two levels, its total."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dashboards.widgets import figures
from fupin.forms.cells import words
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.forms import FilledTable, FormColumn
    from fupin.forms.cells import Cell

# Numbers in words' clothing: a class for what has to be looked at.
TONES = {"range": "unk", "at_least": "unk", "unknown": "unk", "pending": "pend"}


def form_table(
    filled: FilledTable, lang: str, start: int, step: int, mark: str = ""
) -> str:
    """Return the table's rows from `start` on, `step` of them, and its total.

    `mark` stands in the first cell of a household whose survey isn't signed.
    """
    if filled.table.shape == "fields":
        return _fields(filled, lang)
    columns = filled.table.columns
    shown = slice(start, start + step)
    rows = "".join(
        f"<tr>{_cells(row, filled, lang, mark if row_id in filled.marked_rows else '')}</tr>"
        for row, row_id in zip(filled.rows[shown], filled.ids[shown], strict=True)
    )
    total = ""
    if filled.total is not None:
        total = f'<tr class="total">{_cells(filled.total, filled, lang)}</tr>'
    return (
        f'<div class="wide-scroll"><table class="list ledger"><thead>{_heads(columns, lang)}'
        f"</thead><tbody>{rows}</tbody><tfoot>{total}</tfoot></table></div>"
    )


def _fields(filled: FilledTable, lang: str) -> str:
    """Return the first row as pairs of label and value."""
    pairs = "".join(
        f"<div><dt>{_label(column, lang)}</dt><dd {_tone(cell, '')}>"
        f"{figures.text(words(cell, column, lang, filled.codes))}</dd></div>"
        for row in filled.rows[:1]
        for cell, column in zip(row, filled.table.columns, strict=True)
    )
    return f'<dl class="pairs">{pairs}</dl>'


def _cells(row: Sequence[Cell], filled: FilledTable, lang: str, mark: str = "") -> str:
    return "".join(
        f"<td {_tone(cell, 'r' if column.is_number else '')}>"
        f"{_words(cell, column, lang, filled)}{'' if place else mark}</td>"
        for place, (cell, column) in enumerate(
            zip(row, filled.table.columns, strict=True)
        )
    )


def _words(cell: Cell, column: FormColumn, lang: str, filled: FilledTable) -> str:
    said = words(cell, column, lang, filled.codes)
    return figures.text(said) if said else ""


def _tone(cell: Cell, side: str) -> str:
    tone = TONES.get(cell.state, "")
    if cell.value in ("unmet", "met"):
        tone = str(cell.value)
    named = " ".join(part for part in (side, tone) if part)
    return f'class="{named}"' if named else ""


def _heads(columns: Sequence[FormColumn], lang: str) -> str:
    """Return one row of headers, or two where columns stand in groups."""
    if not any(column.group for column in columns):
        return "<tr>" + "".join(_head(c, lang, "") for c in columns) + "</tr>"
    above, below = "", ""
    for group, members in groupby(columns, lambda column: column.group.get(lang, "")):
        inside = list(members)
        if group:
            above += (
                f'<th class="c over" colspan="{len(inside)}">{figures.text(group)}</th>'
            )
            below += "".join(_head(c, lang, "") for c in inside)
        else:
            above += "".join(_head(c, lang, ' rowspan="2"') for c in inside)
    return f"<tr>{above}</tr><tr>{below}</tr>"


def _head(column: FormColumn, lang: str, span: str) -> str:
    side = ' class="r"' if column.is_number else ""
    return f"<th{side}{span}>{_label(column, lang)}</th>"


def _label(column: FormColumn, lang: str) -> str:
    unit = unit_label(column.unit, lang)
    is_said = not unit or unit in column.name(lang)
    small = "" if is_said else f" <small>{figures.text(unit)}</small>"
    return figures.text(column.label[lang]) + small
