"""What intake says of a row, a column or a sheet: one text a kind, in both languages.

Placeholders are filled by the finder. `{other_row}` is the only one that differs
from row to row. No text repeats a cell's value: it may be personal.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A reason and its cure, in Chinese and in English."""

    reason_zh: str
    reason_en: str
    cure_zh: str
    cure_en: str


PROBLEMS: dict[str, Text] = {
    "unknown_sheet": Text(
        "“{sheet}”不是登记册的表，未读取",
        "“{sheet}” is not a table of the register and was not read",
        "若应读取，请改名{nearest_zh}",
        "If it should be read, rename it{nearest_en}",
    ),
    "ignored_file": Text(
        "文件夹里另有 Parquet 表，此文件未读取",
        "The folder also holds Parquet tables; this file was not read",
        "请把两种格式放在不同的文件夹",
        "Keep the two formats in different folders",
    ),
    "absent_table": Text(
        "没有“{table_zh}”表，相关内容一律待核实",
        "There is no table “{table_en}”; what rests on it is unknown",
        "如有资料，请加“{table_zh}”表",
        "If you hold the data, add the table “{table_en}”",
    ),
    "absent_column": Text(
        "“{table_zh}”没有“{column_zh}”一列，相关内容一律待核实",
        "“{table_en}” has no column “{column_en}”; what rests on it is unknown",
        "如有资料，请加“{column_zh}”一列",
        "If you hold the data, add the column “{column_en}”",
    ),
    "absent_columns": Text(
        "导出里没有“{table_zh}”的这些列，相关内容一律待核实：{columns_zh}",
        "The export lacks these of “{table_en}”; what rests on them is unknown: "
        "{columns_en}",
        "如有资料，请用模板另行报送",
        "If you hold the data, send it in the template",
    ),
    "unknown_header": Text(
        "表头“{header}”不是已知的列，未读取",
        "The header “{header}” is not a known column and was not read",
        "若应读取，请改表头{nearest_zh}",
        "If it should be read, rename the header{nearest_en}",
    ),
    "repeated_header": Text(
        "“{column_zh}”出现了两次，只读取了第一列",
        "“{column_en}” occurs twice; only the first was read",
        "请删去多余的一列",
        "Delete one of the two columns",
    ),
    "unread_headers": Text(
        "这些列没有读取：{headers}",
        "These columns were not read: {headers}",
        "若应读取，请在 data/plan/sources/ 的格式文件里加上",
        "If they should be, add them to the format's file in data/plan/sources/",
    ),
    "repeated_headers": Text(
        "这些列出现了两次，只读取了第一列：{headers}",
        "These columns occur twice; only the first was read: {headers}",
        "请删去多余的列",
        "Delete the second of each",
    ),
    "cut_short": Text(
        "最后一行不完整，文件可能没有传完",
        "The last row is incomplete; the file may not have been sent whole",
        "请重新导出或上传整个文件",
        "Export or upload the whole file again",
    ),
    "hidden_sheet": Text(
        "“{sheet}”是隐藏的工作表，已照常读取",
        "“{sheet}” is a hidden sheet; it was read all the same",
        "若不应读取，请删去这张表",
        "If it shouldn't be read, delete it",
    ),
    "merged_cells": Text(
        "“{sheet}”有 {count} 处合并单元格，值只算在左上角一格",
        "“{sheet}” has {count} merged ranges; a value counts in its first cell only",
        "请取消合并，把值填到每一行",
        "Unmerge them and write the value into each row",
    ),
    "blank_formula": Text(
        "工作簿里有没有算出结果的公式，这些格子按空白处理",
        "The workbook has formulas without a result; their cells count as empty",
        "请用 Excel 打开，等公式算完后存盘，再导入",
        "Open it in Excel, let it calculate, save it, and import it again",
    ),
    "example_row": Text(
        "这是示例行（编号写着“{mark}”），改动过也没有读取",
        "This is the example row (its id says “{mark}”); changed or not, it isn't read",
        "若是真实的行，请换成真实的编号",
        "If it is a real row, give it its own id",
    ),
    "chinese_numeral": Text(
        "“{column_zh}”写成了中文数字，没有读取",
        "“{column_en}” is written in Chinese numerals and was not read",
        "请写阿拉伯数字{unit_zh}，例如 三百二十 写作 320",
        "Write it in figures{unit_en}, such as 320",
    ),
    "required_empty": Text(
        "必填的“{column_zh}”是空的",
        "“{column_en}” is required and empty",
        "请填写“{column_zh}”",
        "Fill in “{column_en}”",
    ),
    "not_number": Text(
        "“{column_zh}”不是数字",
        "“{column_en}” is not a number",
        "请填数字{unit_zh}，例如 1234.5",
        "Write a number{unit_en}, such as 1234.5",
    ),
    "nan": Text(
        "“{column_zh}”是 NaN（不是数），按未知处理",
        "“{column_en}” is NaN (not a number) and counts as unknown",
        "请填数字{unit_zh}，不知道的留空",
        "Write a number{unit_en}; leave the unknown empty",
    ),
    "not_integer": Text(
        "“{column_zh}”不是整数",
        "“{column_en}” is not a whole number",
        "请填整数{unit_zh}，例如 3",
        "Write a whole number{unit_en}, such as 3",
    ),
    "not_date": Text(
        "“{column_zh}”不是存在的日期",
        "“{column_en}” is not a date that exists",
        "请写成 2018-06-30 或 2018年6月30日",
        "Write it as 2018-06-30",
    ),
    "not_yes_no": Text(
        "“{column_zh}”不是“是”或“否”",
        "“{column_en}” is neither yes nor no",
        "请填 是 或 否，不知道的留空",
        "Write yes or no; leave the unknown empty",
    ),
    "not_in_list": Text(
        "“{column_zh}”不在代码表内",
        "“{column_en}” is not in its code list",
        "请从中选一项：{allowed_zh}",
        "Choose one of: {allowed_en}",
    ),
    "lost_digits": Text(
        "“{column_zh}”被存成了科学计数法，后面的数字已丢失",
        "“{column_en}” was stored as 1.2E+17 and has lost its last digits",
        "请把单元格设为文本格式，按原件重填",
        "Format the cell as text and type it again from the document",
    ),
    "out_of_bounds": Text(
        "“{column_zh}”不在 {low} 到 {high} 之间{unit_zh}",
        "“{column_en}” is not between {low} and {high}{unit_en}",
        "请核对原件后改正",
        "Correct it from the document",
    ),
    "date_out_of_range": Text(
        "“{column_zh}”不在 1900 到 2100 年之间",
        "“{column_en}” is not between the years 1900 and 2100",
        "请核对原件后改正",
        "Correct it from the document",
    ),
    "duplicate_key": Text(
        "“{key_zh}”与第 {other_row} 行重复，保留第 {other_row} 行",
        "“{key_en}” repeats row {other_row}; row {other_row} was kept",
        "请合并两行，或更正编号",
        "Merge the two rows, or correct the id",
    ),
    "unknown_reference": Text(
        "“{target_zh}”表里没有这个{column_zh}",
        "The table “{target_en}” has no such {column_en}",
        "请更正编号，或先在“{target_zh}”表登记",
        "Correct the id, or first enter it in the table “{target_en}”",
    ),
    "refused_reference": Text(
        "“{target_zh}”表里的这个{column_zh}本身被退回",
        "This {column_en} is in the table “{target_en}”, whose row was refused",
        "请先改正“{target_zh}”表的那一行",
        "First correct that row of the table “{target_en}”",
    ),
}
