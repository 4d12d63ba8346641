"""Paragraphs, tables and fields as WordprocessingML: runs in the verdicts' colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin.document import Blank
from fupin.exports.measure import clean, longest, width
from fupin.exports.words import cell, header
from fupin.palette import LIGHT, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.document import Cell, Column, Document, Figure

# Twentieths of a point: the width of the text on A4, and a cell's sides.
WIDE, SIDE = 9070, 90
# Words of this width are broken last.
SHORT, MEASURED = 1100, 100
# A cell's and a header's type, in the same.
LETTER, HEAD = 180, 170
RIGHT = ("integer", "money", "decimal", "percent")
_HATCH = f'<w:shd w:val="thinDiagStripe" w:color="{LIGHT["s3"][1:]}" w:fill="FFFFFF"/>'


def escaped(text: str) -> str:
    """Return a text as XML holds it, without what it can't hold."""
    plain = clean(text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def run(
    text: str, colour: str = "", *, is_bold: bool | None = None, points: float = 0
) -> str:
    """Return words in one dress; line ends and tabs stay."""
    bold = "" if is_bold is None else f'<w:b w:val="{int(is_bold)}"/>'
    ink = f'<w:color w:val="{LIGHT[colour][1:]}"/>' if colour else ""
    half = round(points * 2)
    size = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if points else ""
    inner = bold + ink + size
    dress = f"<w:rPr>{inner}</w:rPr>" if inner else ""
    lines = (
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{part}</w:t>' if part else ""
            for part in line.split("\t")
        )
        for line in escaped(text).split("\n")
    )
    return f"<w:r>{dress}{'<w:br/>'.join(lines)}</w:r>"


def runs(document: Document, text: str) -> str:
    """Return a text with its figures bold, in the colour of their verdict."""
    return "".join(_said(words, figure) for words, figure in document.runs(text))


def _said(words: str, figure: Figure | None) -> str:
    if figure is None:
        return run(words)
    return run(words, _ink(figure.verdict), is_bold=True)


def _ink(verdict: str) -> str:
    return f"{VERDICTS[verdict]}-ink" if verdict else ""


def paragraph(style: str, inner: str, look: str = "") -> str:
    """Return a paragraph in a style, which is named by its id."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}</w:pPr>{inner}</w:p>'


def field(code: str) -> str:
    """Return a field that the program works out, such as PAGE."""
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def grid(columns: Sequence[Column], rows: Sequence[Sequence[Cell]],
         totals: Sequence[Cell], lang: str, ids: tuple[str, str]) -> str:  # fmt: skip
    """Return a table: its header on every page, no row broken, unknown hatched.

    `ids` are the styles of a header and of a cell.
    """
    widths = _widths(columns, rows, lang)
    sizes = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    head = "".join(
        _cell(paragraph(ids[0], run(header(c, lang)), _side(c)), wide, "ink3")
        for c, wide in zip(columns, widths, strict=True)
    )
    made = [_row(head, "<w:cantSplit/><w:tblHeader/>")]
    made += [_values(columns, row, widths, lang, ids[1]) for row in rows]
    if totals:
        made.append(_values(columns, totals, widths, lang, ids[1], is_total=True))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{SIDE}" w:type="dxa"/><w:right w:w="{SIDE}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{sizes}</w:tblGrid>{''.join(made)}"
        "</w:tbl>"
    )


def _row(cells: str, look: str = "<w:cantSplit/>") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{cells}</w:tr>"


def _values(columns: Sequence[Column], row: Sequence[Cell], widths: Sequence[int],
            lang: str, style: str, *, is_total: bool = False) -> str:  # fmt: skip
    made = []
    for n, (value, column) in enumerate(zip(row, columns, strict=True)):
        is_verdict = column.kind == "verdict" and value in VERDICTS
        colour = _ink(str(value)) if is_verdict else ""
        if isinstance(value, Blank):
            colour = "unk-ink" if value is Blank.UNKNOWN else "ink3"
        is_bold = True if n == 0 or is_verdict or is_total else None
        words = run(cell(value, column, lang), colour, is_bold=is_bold)
        paint = _HATCH if value is Blank.UNKNOWN else ""
        edge = "ink3" if is_total else "line"
        made.append(
            _cell(paragraph(style, words, _side(column)), widths[n], edge, paint)
        )
    return _row("".join(made))


def _cell(inner: str, wide: int, edge: str, paint: str = "") -> str:
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{LIGHT[edge][1:]}"'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>'
        f"<w:tcBorders><w:bottom {rule}/></w:tcBorders>{paint}"
        f'<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
    )


def _side(column: Column) -> str:
    side = '<w:jc w:val="right"/>' if column.kind in RIGHT else ""
    return (
        f'<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>{side}'
    )


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], lang: str
) -> list[int]:
    """Return the columns' widths: where it is tight, long texts give way.

    Each of them by its share of what they can spare, so that all have few lines.
    """
    needs = [
        _need(column, n, [row[n] for row in rows[:MEASURED]], lang)
        for n, column in enumerate(columns)
    ]
    spare = [
        max(need - SHORT, 0) if column.kind == "text" else 0
        for need, column in zip(needs, columns, strict=True)
    ]
    over = min(max(sum(needs) - WIDE, 0), sum(spare))
    part = over / sum(spare) if over else 0
    given = [need - more * part for need, more in zip(needs, spare, strict=True)]
    return [int(n * WIDE / sum(given)) for n in given]


def _need(column: Column, n: int, values: Sequence[Cell], lang: str) -> float:
    """Return how wide a column would like to be; its header may take two lines."""
    is_bold = n == 0 or column.kind == "verdict"
    said = [width(cell(v, column, lang), LETTER, bold=is_bold) for v in values]
    head = header(column, lang)
    need = max([width(head, HEAD) / 1.6, longest(head, HEAD), *said])
    # Some programs set more air between Chinese and figures than others.
    air = LETTER * 1.4 if column.kind == "date" and lang == "zh" else 0
    return need * 1.05 + air + 2 * SIDE + 40


def parsed(text: str) -> Any:
    """Return XML as python-docx's own elements."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    head, _, rest = text.partition(">")
    return parse_xml(f"{head} {nsdecls('w')}>{rest}")
