"""Write the empty workbook that a clerk fills in; `read` takes what it gives back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin.codes import CODES
from fupin.intake.excel import GUIDE_SHEET, LISTS_SHEET
from fupin.tables import TABLES
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.schema import Column, Table

# Drop-downs and hints reach down to this row.
LAST_ROW = 20_000
YES_NO = ("是", "否")
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
GUIDE_WIDTHS = (10, 24, 34, 12, 26, 34, 60, 6)


def write_template(to: Path) -> None:
    """Write the template workbook to the path `to` (.xlsx), replacing what is there."""
    # Only for writing workbooks.
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(Path(to)) as workbook:
        formats = _formats(workbook)
        _write_guide(workbook.add_worksheet(GUIDE_SHEET), formats)
        for table in TABLES.values():
            _write_table(workbook.add_worksheet(table.zh), table, formats)
        _write_lists(workbook.add_worksheet(LISTS_SHEET))


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


def _formats(workbook: Any) -> dict[str, Any]:
    text = {"num_format": "@"}
    return {
        "header": workbook.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1}
        ),
        "required": workbook.add_format(
            {"bold": True, "bg_color": "#FCE9D4", "bottom": 1}
        ),
        "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "key": workbook.add_format(text),
        "text": workbook.add_format(text),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
    }


def _write_table(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        header = formats["required" if column.required else "header"]
        sheet.set_column(place, place, _width(column.zh), formats.get(column.kind))
        sheet.write_string(0, place, column.zh, header)
        sheet.write_comment(0, place, f"{column.en}\n{hint(column)}")
        sheet.data_validation(1, place, LAST_ROW, place, _validation(column))


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


def _write_lists(sheet: Any) -> None:
    """Write each code list as a column of the hidden sheet that drop-downs read."""
    sheet.hide()
    for place, (name, codes) in enumerate(CODES.items()):
        sheet.write_column(0, place, [name, *(code.zh for code in codes)])


def _list_range(name: str) -> str:
    # Only for writing workbooks.
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415

    column = xl_col_to_name(list(CODES).index(name))
    return f"='{LISTS_SHEET}'!${column}$2:${column}${len(CODES[name]) + 1}"


def _write_guide(sheet: Any, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, (header, width) in enumerate(
        zip(GUIDE_HEADERS, GUIDE_WIDTHS, strict=True)
    ):
        sheet.set_column(place, place, width, formats["wrap"])
        sheet.write_string(0, place, header, formats["header"])
    for row, cells in enumerate(_guide_rows(), 1):
        sheet.write_row(row, 0, cells)


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
