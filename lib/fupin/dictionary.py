"""The data dictionary of docs/, written from `tables.py` so that it can't be stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.codes import CODES
from fupin.tables import NEEDED, TABLES
from fupin.units import unit_label

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.schema import Code, Column, Table

HEAD = """\
# 数据字典 · Data dictionary

由 `lib/fupin/tables.py` 生成，请勿手改。
Generated from `lib/fupin/tables.py`; don't edit it by hand.

An empty cell means unknown (待核实), never "no" and never zero. Kinds: key (an id,
text with its leading zeros), code (a word of the list named), text, int, number,
date, bool. A column is found by its Chinese label, its English label or its name.
"""
COLUMNS = (
    "| 列 Name | 中文 | English | Kind | 单位 Unit | Codes | 范围 Bounds | "
    "必填 Required | 个人信息 Personal |\n|---|---|---|---|---|---|---|---|---|"
)


def data_dictionary() -> str:
    """Return the dictionary of all tables and code lists as Markdown."""
    lists = [_code_list(name, codes) for name, codes in CODES.items()]
    tables = [_table(table) for table in TABLES.values()]
    return "\n".join([HEAD, *tables, "## 代码表 · Code lists\n", *lists])


def write_data_dictionary(to: Path) -> None:
    """Write the dictionary to the path `to`."""
    to.write_text(data_dictionary(), encoding="utf-8")


def _table(table: Table) -> str:
    versions = " + `valid_from`" if table.versioned else ""
    key = " + ".join(f"`{name}`" for name in table.key) + versions
    refers = ", ".join(f"`{c}` → `{t}`" for c, t in table.refers.items())
    facts = [f"Key: {key}. True from: `{table.valid}`."]
    facts += [f"Refers: {refers}."] if refers else []
    facts += ["Needed: a register without it can't be read."] * (table.name in NEEDED)
    rows = "\n".join(_row(column) for column in table.columns)
    head = f"## {table.zh} · {table.en} (`{table.name}`)"
    return f"{head}\n\n{' '.join(facts)}\n\n{COLUMNS}\n{rows}\n"


def _row(column: Column) -> str:
    unit = " / ".join(dict.fromkeys(unit_label(column.unit, k) for k in ("zh", "en")))
    codes = f"[{column.codes}](#{column.codes})" if column.codes else ""
    bounds = " – ".join(f"{bound:,.0f}" for bound in column.between or ())
    cells = (
        f"`{column.name}`",
        column.zh,
        column.en,
        column.kind,
        unit,
        codes,
        bounds,
        "yes" if column.required else "",
        column.personal or "",
    )
    return f"| {' | '.join(cells)} |"


def _code_list(name: str, codes: tuple[Code, ...]) -> str:
    rows = "\n".join(f"| `{c.name}` | {c.code} | {c.zh} | {c.en} |" for c in codes)
    head = "| Word | Code | 中文 | English |\n|---|---|---|---|"
    return f"### {name}\n\n{head}\n{rows}\n"
