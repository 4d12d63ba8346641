"""Write the empty workbook that a clerk fills in; `read` takes what it gives back."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from fupin.codes import CODES
from fupin.intake.example import MARK, example
from fupin.intake.excel import GUIDE_SHEET, LISTS_SHEET
from fupin.intake.saving import saved_workbook
from fupin.tables import TABLES
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fupin.schema import Column, Table

# Drop-downs and hints reach down to this row.
LAST_ROW = 20_000
YES_NO = ("是", "否")
# What a protected sheet still lets a clerk do.
UNLOCKED = dict.fromkeys(
    (
        "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows",
        "sort", "autofilter",
    ),
    True,
)  # fmt: skip
KINDS = {
    "key": ("编号（文本，保留前面的 0）", "id (text, leading zeros kept)"),
    "code": ("从下拉表中选", "choose from the list"),
    "text": ("文字", "text"),
    "int": ("整数", "whole number"),
    "number": ("数字", "number"),
    "date": ("日期，如 2018-06-30", "date, such as 2018-06-30"),
    "bool": ("是或否，不知道的留空", "yes or no; leave the unknown empty"),
}
GUIDE_HEADERS = (
    "表",
    "列",
    "Column",
    "单位",
    "填写方式",
    "How to fill in",
    "可选项",
    "必填",
)
GUIDE_NOTE = (
    f"表头已锁定，请勿改名；第二行是示例，编号写着“{MARK}”，读取时跳过，可以删去。"
    "不知道的留空，不要写 0 或“否”。\n"
    "The headers are locked. The second row is an example and is skipped when the "
    "workbook is read; you may delete it. Leave the unknown empty."
)
GUIDE_WIDTHS = (10, 24, 34, 12, 26, 34, 60, 6)


def write_template(to: Path) -> None:
    """Write the template workbook to the path `to` (.xlsx), replacing what is there.

    A sheet a table with its headers locked, drop-downs, hints and an example row, and
    a guide. Raises IntakeError where it can't be written.
    """
    with saved_workbook(to) as book:
        formats = add_formats(book)
        add_guide(book, formats)
        for table in TABLES.values():
            sheet = add_table(book, table, table.columns, formats)
            _write_example(sheet, table, formats)
        add_lists(book)


def hint(column: Column) -> str:
    """Return how to fill in the column, in both languages: kind, unit, bounds."""
    lines = []
    for place, lang in enumerate(("zh", "en")):
        parts = [KINDS[column.kind][place]]
        if column.unit:
            parts.append(f"{('单位', 'unit')[place]} {unit_label(column.unit, lang)}")
        if column.between:
            parts.append("–".join(f"{bound:,.0f}" for bound in column.between))
        if column.required:
            parts.append(("必填", "required")[place])
        lines.append(("；", "; ")[place].join(parts))
    return "\n".join([*lines, *([column.note] if column.note else [])])


def add_formats(book: Any) -> dict[str, Any]:
    """Return the formats of headers, of cells by kind, and of the guide."""
    head = {"bold": True, "bottom": 1, "valign": "top"}
    said = {
        "header": head | {"bg_color": "#E8EEF4"},
        "required": head | {"bg_color": "#FCE9D4"},
        "wrap": {"text_wrap": True, "valign": "top"},
        "example": {"italic": True, "font_color": "#6B7280", "locked": False},
        "body": {"locked": False},
        "key": {"num_format": "@", "locked": False},
        "text": {"num_format": "@", "locked": False},
        "date": {"num_format": "yyyy-mm-dd", "locked": False},
        "refuse": {"bg_color": "#F8C9C4", "num_format": "@", "locked": False},
        "warn": {"bg_color": "#FDE7B3", "num_format": "@", "locked": False},
        "reason": {"text_wrap": True, "valign": "top", "font_color": "#8A1C12"},
    }
    return {name: book.add_format(style) for name, style in said.items()}


def add_table(
    book: Any,
    table: Table,
    columns: Sequence[Column],
    formats: dict[str, Any],
    lang: str = "zh",
) -> Any:
    """Return a new sheet with the table's header; the header is locked, the body not.

    There is no password: it keeps a hand from slipping, not a person out.
    """
    sheet = book.add_worksheet(table.label(lang))
    sheet.freeze_panes(1, 1)
    sheet.protect("", UNLOCKED)
    for place, column in enumerate(columns):
        header = formats["required" if column.required else "header"]
        style = formats.get(column.kind, formats["body"])
        sheet.set_column(place, place, _width(column.label(lang)), style)
        sheet.write_string(0, place, column.label(lang), header)
        sheet.write_comment(0, place, f"{column.en}\n{hint(column)}")
        sheet.data_validation(1, place, LAST_ROW, place, _validation(column))
    return sheet


def _write_example(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    style = formats["example"]
    for place, (name, text) in enumerate(example(table).items()):
        if table[name].kind in ("int", "number"):
            sheet.write_number(1, place, float(text), style)
        else:
            sheet.write_string(1, place, text, style)


def _validation(column: Column) -> dict[str, Any]:
    """Return what Excel lets one type into the column, with its input hint."""
    allowed: dict[str, Any] = {"validate": "any"}
    low, high = column.between or (-1e15, 1e15)
    if column.kind == "code":
        allowed = {"validate": "list", "source": _list_range(column.codes)}
    elif column.kind == "bool":
        allowed = {"validate": "list", "source": list(YES_NO)}
    elif column.kind == "date":
        days = {"minimum": date(1900, 1, 1), "maximum": date(2100, 12, 31)}
        allowed = {"validate": "date", "criteria": "between"} | days
    elif column.kind in ("int", "number"):
        kind = "integer" if column.kind == "int" else "decimal"
        allowed = {"validate": kind, "criteria": "between"}
        allowed |= {"minimum": low, "maximum": high}
    told = {"input_title": column.zh, "input_message": hint(column)}
    return allowed | told | {"error_title": column.zh, "error_message": hint(column)}


def add_lists(book: Any) -> None:
    """Add the hidden sheet that drop-downs read: a code list a column."""
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.hide()
    lists = [[name, *(code.zh for code in codes)] for name, codes in CODES.items()]
    for row, cells in enumerate(zip_longest(*lists)):
        for place, cell in enumerate(cells):
            if cell is not None:
                sheet.write_string(row, place, cell)


def _list_range(name: str) -> str:
    # Only for writing workbooks.
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415

    column = xl_col_to_name(list(CODES).index(name))
    return f"='{LISTS_SHEET}'!${column}$2:${column}${len(CODES[name]) + 1}"


def add_guide(book: Any, formats: dict[str, Any]) -> None:
    """Add the sheet that explains each column of each table."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    for place, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(place, place, width, formats["wrap"])
    sheet.set_row(0, 48)
    sheet.merge_range(0, 0, 0, len(GUIDE_WIDTHS) - 1, GUIDE_NOTE, formats["wrap"])
    for place, header in enumerate(GUIDE_HEADERS):
        sheet.write_string(1, place, header, formats["header"])
    sheet.freeze_panes(2, 0)
    for row, cells in enumerate(_guide_rows(), 2):
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell)


def _guide_rows() -> Iterator[tuple[str, ...]]:
    for table in TABLES.values():
        for column in table.columns:
            codes = "、".join(code.zh for code in CODES.get(column.codes, ()))
            yield (
                table.zh,
                column.zh,
                column.en,
                unit_label(column.unit, "zh"),
                *KINDS[column.kind],
                codes,
                "是" if column.required else "",
            )


def _width(header: str) -> int:
    """Return a column's width: a Chinese character takes two places."""
    return max(12, 2 * len(header) + 4)
