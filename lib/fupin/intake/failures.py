"""Why a whole file can't be taken: what, where and the cure, in both languages."""

from __future__ import annotations

from fupin.errors import IntakeError

ERRORS: dict[str, tuple[str, str]] = {
    "no_path": (
        "找不到 {path}。请核对路径",
        "There is nothing at {path}. Check the path",
    ),
    "unknown_source": (
        (
            "不能读取 {path}。请给出 Excel 工作簿（.xlsx、.xls）、导出的 CSV，"
            "或装有 CSV 或 Parquet 表的文件夹"
        ),
        (
            "{path} can't be read. Give an Excel workbook (.xlsx, .xls), an exported "
            "CSV, or a folder of CSV or Parquet tables"
        ),
    ),
    "too_large": (
        "{path} 有 {size} MB，超过上限 {limit} MB，尚未读取。请按村拆成几个文件",
        (
            "{path} has {size} MB, more than the limit of {limit} MB; it was not "
            "opened. Split it by village"
        ),
    ),
    "zip_bomb": (
        "{path} 解开后有 {size} MB，超过上限 {limit} MB，尚未读取。请另存为新的工作簿",
        (
            "{path} would unpack to {size} MB, more than the limit of {limit} MB; it "
            "was not opened. Save the sheets into a new workbook"
        ),
    ),
    "stray_cell": (
        (
            "{path} 有工作表用到了第 {rows} 行、第 {columns} 列，表格太大，尚未读取。"
            "请删去数据以外的行和列后另存"
        ),
        (
            "{path}: a sheet reaches to row {rows} and column {columns}, too large a "
            "grid; it was not opened. Delete the rows and columns beyond the data"
        ),
    ),
    "several_workbooks": (
        "文件夹 {path} 里有几个工作簿（{found}），不知道以哪个为准。请一次给出一个文件",
        "The folder {path} holds several workbooks ({found}). Give one file at a time",
    ),
    "unknown_export": (
        (
            "{path} 的表头不是已知的导出格式，文件名也不是登记册的表。"
            "请改用模板，或在 data/plan/sources/ 里加一个格式文件"
        ),
        (
            "The headers of {path} are no known export's, and its name no table's. Use "
            "the template, or add a file for the format to data/plan/sources/"
        ),
    ),
    "nearly_export": (
        "{path} 像是“{format_zh}”，但缺少列：{lacking_zh}。请带上这些列重新导出",
        "{path} looks like “{format_en}” but lacks: {lacking_en}. Export it with these",
    ),
    "disk_full": (
        "{path} 没有写成（{detail}），原来的文件没有变。请看磁盘是否已满、有没有权限",
        (
            "{path} could not be written ({detail}); what was there is unchanged. See "
            "whether the disk is full and whether you may write there"
        ),
    ),
    "unreadable": (
        "没有权限或无法打开 {path}（{detail}）。请关闭正在使用它的程序并核对权限",
        (
            "{path} can't be opened ({detail}). Close the program that uses it and "
            "check its permissions"
        ),
    ),
    "empty_file": (
        "{path} 是空文件。请重新保存或复制后再试",
        "{path} is an empty file. Save or copy it again",
    ),
    "not_workbook": (
        (
            "{path} 不是工作簿，或者已损坏或加了密码（{detail}）。"
            "请用 Excel 打开后另存为 .xlsx"
        ),
        (
            "{path} is not a workbook, or is damaged or has a password ({detail}). "
            "Open it in Excel and save it as .xlsx"
        ),
    ),
    "empty_workbook": (
        "{path} 的工作表都是空的。请用“fupin template”得到的模板填写",
        "All sheets of {path} are empty. Fill in the template of `fupin template`",
    ),
    "no_known_sheet": (
        "{path} 里没有登记册的表（现有：{found}）。工作表请命名为：{wanted_zh}",
        (
            "{path} has no sheet of the register (found: {found}). "
            "Name its sheets: {wanted_en}"
        ),
    ),
    "empty_folder": (
        "文件夹 {path} 里没有 CSV 或 Parquet 表。请放入 {wanted_zh} 等表",
        "The folder {path} holds no CSV or Parquet table. Put in {wanted_en}",
    ),
    "repeated_table": (
        "{path}：“{first}”和“{second}”都是“{table_zh}”表，不知道以哪个为准。请只留一个",
        "{path}: “{first}” and “{second}” are both the table “{table_en}”. Keep one",
    ),
    "missing_tables": (
        "{path} 缺少必需的表：{wanted_zh}（现有：{found}）。尚未读入任何内容，请补上",
        (
            "{path} lacks needed tables: {wanted_en} (found: {found}). Add them; "
            "nothing has been taken"
        ),
    ),
    "missing_columns": (
        "{path} 缺少必填的列：{wanted_zh}。请补上后重新读取，尚未读入任何内容",
        "{path} lacks required columns: {wanted_en}. Add them; nothing has been taken",
    ),
    "wrong_encoding": (
        (
            "{path} 的第 {position} 个字节既不是 UTF-8 也不是 GB18030 编码。"
            "请另存为“CSV UTF-8”"
        ),
        "{path}: byte {position} is neither UTF-8 nor GB18030. Save it as “CSV UTF-8”",
    ),
    "cut_csv": (
        "{path} 在一个字的中间结束，文件没有传完。请重新导出或上传整个文件",
        (
            "{path} ends in the middle of a character: it was not sent whole. Export "
            "or upload the whole file again"
        ),
    ),
    "broken_csv": (
        "{path} 第 {row} 行的引号或列数不对。请看是否少了双引号或多了逗号",
        (
            "{path}, row {row}: the quotes or the number of columns are wrong. "
            "Look for a missing double quote or an extra comma"
        ),
    ),
    "not_parquet": (
        "{path} 不是 Parquet 文件或已损坏（{detail}）。请重新导出",
        "{path} is not a Parquet file or is damaged ({detail}). Export it again",
    ),
}


def error(kind: str, **words: object) -> IntakeError:
    """Return the IntakeError of `kind` with its words filled in."""
    zh, en = ERRORS[kind]
    return IntakeError(zh.format(**words), en.format(**words))
