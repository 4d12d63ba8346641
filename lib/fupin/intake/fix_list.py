"""The fix list: the rows that have a problem, as they were, for who sent them.

A workbook in the template's shape. The cell is coloured, the reason stands beside,
and what is corrected in it is read back as a partial register.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.intake.convert import texts
from fupin.intake.excel import COUNTS_SHEET
from fupin.intake.headers import REASON_HEADERS, ROW_HEADERS
from fupin.intake.problems import general
from fupin.intake.saving import saved_workbook
from fupin.intake.template import add_formats, add_lists, add_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fupin.intake.origin import Origin
    from fupin.intake.problems import Problems
    from fupin.intake.reading import Intake

SEVERITIES = {"refuse": ("退回", "refused"), "warn": ("提醒", "warning")}
COUNT_HEADERS = {
    "zh": ("级别", "表", "问题", "怎么改", "处数"),
    "en": ("Severity", "Table", "Problem", "Cure", "Count"),
}
COUNT_WIDTHS = (10, 16, 60, 60, 8)
NOTICE = {
    "zh": (
        "各表只列有问题的行，内容与报来的原样相同，含个人信息，只发还报送人，用后删除。"
        "请改正标色的格子后存盘，再作为改正件导入：没有改动的行不会变。"
    ),
    "en": (
        "The sheets hold only the rows with a problem, as they were sent, personal "
        "data and all: give it to the sender only and delete it after use. Correct "
        "the coloured cells, save, and import it as a correction; rows that are as "
        "they were change nothing."
    ),
}
REASON_WIDTH = 60


def write_fix_list(taken: Intake, to: Path, lang: str = "zh") -> None:
    """Write the rows of `taken` with a problem to the path `to` (.xlsx), replacing it.

    Only columns that the source has are there: a column that isn't stays absent when
    it is read back. Raises IntakeError where it can't be written.
    """
    with saved_workbook(to) as book:
        formats = add_formats(book)
        _add_counts(book, taken.problems, formats, lang)
        for name, origin in taken.origins.items():
            problems = taken.problems.frame.filter(
                pl.col("row").is_not_null(), table=name
            )
            if not problems.is_empty():
                _add_rows(book, origin, problems, formats, lang)
        add_lists(book)


def _add_counts(
    book: Any, problems: Problems, formats: dict[str, Any], lang: str
) -> None:
    """Add the sheet that counts each kind of problem, and says what this file is."""
    sheet = book.add_worksheet(COUNTS_SHEET)
    for place, width in enumerate(COUNT_WIDTHS):
        sheet.set_column(place, place, width, formats["wrap"])
    sheet.set_row(0, 64)
    sheet.merge_range(0, 0, 0, len(COUNT_WIDTHS) - 1, NOTICE[lang], formats["wrap"])
    for place, header in enumerate(COUNT_HEADERS[lang]):
        sheet.write_string(1, place, header, formats["header"])
    sheet.freeze_panes(2, 0)
    reason, cure = general(f"reason_{lang}"), pl.col(f"cure_{lang}")
    counts = problems.frame.group_by(
        "severity", "sheet", reason, cure, maintain_order=True
    ).len()
    for row, (severity, *cells, count) in enumerate(counts.iter_rows(), 2):
        said = SEVERITIES[severity][lang == "en"]
        for place, cell in enumerate((said, *cells)):
            sheet.write_string(row, place, cell)
        sheet.write_number(row, len(cells) + 1, count)


def _add_rows(
    book: Any,
    origin: Origin,
    problems: pl.DataFrame,
    formats: dict[str, Any],
    lang: str,
) -> None:
    raw = origin.raw
    columns = [c for c in raw.table.columns if c.name in raw.frame.columns]
    sheet = add_table(book, raw.table, columns, formats, lang)
    for place, header in enumerate((REASON_HEADERS[lang], ROW_HEADERS[lang])):
        at = len(columns) + place
        sheet.set_column(at, at, REASON_WIDTH if place == 0 else 12, formats["reason"])
        sheet.write_string(0, at, header, formats["header"])
    wrong = _by_row(problems, lang)
    for number, (row, cells) in enumerate(_rows_of(origin, wrong), 1):
        colours = {column: severity for severity, column, _ in wrong[row]}
        for place, column in enumerate(columns):
            style = formats.get(colours.get(column.name, ""), formats["body"])
            if cells[column.name] is not None:
                sheet.write_string(number, place, cells[column.name], style)
            else:
                sheet.write_blank(number, place, None, style)
        reasons = "\n".join(reason for _, _, reason in wrong[row])
        sheet.write_string(number, len(columns), reasons, formats["reason"])
        sheet.write_number(number, len(columns) + 1, row, formats["reason"])


def _by_row(
    problems: pl.DataFrame, lang: str
) -> Mapping[int, list[tuple[str, str, str]]]:
    """Return severity, column and reason with cure of the problems of each row.

    Warnings first: where a cell has both, the graver colour is the one that stays.
    """
    join = {"zh": "。", "en": ". "}[lang]
    said = problems.sort("severity", descending=True).select(
        "row",
        "severity",
        "column",
        pl.concat_str(f"reason_{lang}", f"cure_{lang}", separator=join),
    )
    by_row: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for row, severity, column, reason in said.iter_rows():
        by_row[row].append((severity, column, reason))
    return by_row


def _rows_of(
    origin: Origin, wrong: Mapping[int, object]
) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Yield number and text of the source's rows that are in `wrong`."""
    raw = origin.raw
    mask = raw.rows.is_in(pl.Series(list(wrong)).implode())
    cells = [texts(raw, name).filter(mask) for name in raw.frame.columns]
    rows = raw.rows.filter(mask)
    yield from zip(rows, pl.DataFrame(cells).iter_rows(named=True), strict=True)
