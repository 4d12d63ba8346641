"""The words that every export says in the same way, and how a cell reads.

A cell that isn't known reads 待核实 and one that has nothing reads —, never 0 or blank.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from fupin.document import Blank
from fupin.figures import NOTHING, day, number
from fupin.units import unit_words

if TYPE_CHECKING:
    from fupin.document import Cell, Column, Document, Stamp

__all__ = ["ICONS", "NOTHING", "cell", "day", "header", "number", "say", "stamped"]
PLACES = {"integer": 0, "money": 0, "decimal": 1, "percent": 1}
ICONS = {"met": "●", "unmet": "▲", "unknown": "◌"}
WORDS: dict[str, tuple[str, str]] = {
    "met": ("达标", "Met"),
    "unmet": ("未达标", "Not met"),
    "unknown": ("待核实", "To verify"),
    "as_of": ("截至", "As of"),
    "scenario": ("情景", "Scenario"),
    "filters": ("筛选", "Filters"),
    "basis": ("口径", "Basis"),
    "snapshot": ("快照", "Snapshot"),
    "vintage": ("数据", "Data"),
    "plan": ("方案", "Plan"),
    "tasks": ("任务", "Tasks"),
    "author": ("编制", "Prepared by"),
    "made": ("生成", "Made"),
    "program": ("程序", "Program"),
    "page": ("第 {n} 页，共 {of} 页", "Page {n} of {of}"),
    "masked": ("姓名已遮盖", "names are masked"),
    "named": ("含完整姓名，请妥善保管", "with full names: keep it safe"),
    "actions": ("请会议议定", "To be settled"),
    "what": ("事项", "What"),
    "who": ("责任单位", "Who"),
    "due": ("期限", "By"),
    "note": ("说明", "Note"),
    "figures": ("数字与口径", "Figures and their basis"),
    "figure": ("数字", "Figure"),
    "value": ("数值", "Value"),
    "how": ("口径与条款", "Basis and clause"),
    "sources": ("来源", "Sources"),
    "data": ("看数据", "Data"),
    "rows": ("共 {n} 行", "{n} rows"),
    "first_rows": ("前 {n} 行，共 {of} 行，其余见附表",
                   "First {n} of {of} rows; the rest are in the lists"),
    "filter": ("筛选这张表", "Filter this table"),
    "shown": ("{{n}} / {{of}} 行", "{{n}} of {{of}} rows"),
    "skip": ("跳到正文", "Skip to the text"),
    "nothing": ("—", "—"),
    "total": ("合计", "Total"),
    "from": ("刻度自 {n} 起", "scale from {n}"),
    "to_range": ("{low}–{high}", "{low}–{high}"),
    "contents": ("目录", "Contents"),
    "notes": ("说明与来源", "Notes and sources"),
}  # fmt: skip


def say(lang: str, key: str, **values: object) -> str:
    """Return the words of `key` in `lang` with `values` filled in."""
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(**values)


def cell(value: Cell, column: Column, lang: str) -> str:
    """Return how a cell reads; the unit stands in the header.

    A percent is held as on a form: 77.9 for 77.9 %.
    """
    if isinstance(value, float) and not math.isfinite(value):
        # What is no number, though of its type, isn't known.
        value = Blank.UNKNOWN
    if isinstance(value, Blank):
        return NOTHING if value is Blank.NOTHING else say(lang, "unknown")
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, int | float):
        return number(value, places(value, column))
    if column.kind == "verdict":
        return f"{ICONS[value]} {say(lang, value)}"
    return value


def places(value: float, column: Column) -> int:
    """Return how many decimals a number has in its column.

    A whole one has none among decimals: a list of parameters is of many kinds.
    """
    if column.kind == "decimal" and type(value) is int:
        return 0
    return PLACES.get(column.kind, 0 if value == int(value) else 1)


def header(column: Column, lang: str) -> str:
    """Return a column's header with its unit: 人均收入（元）."""
    unit = unit_words(column.unit, lang)
    if not unit:
        return column.label
    return f"{column.label}（{unit}）" if lang == "zh" else f"{column.label} ({unit})"  # fmt: skip  # noqa: E501


def stamped(document: Document) -> tuple[list[str], list[str]]:
    """Return what every page carries: what it shows, and where that comes from."""
    lang, stamp = document.lang, document.stamp

    def pairs(*keys: str) -> list[str]:
        return [f"{say(lang, k)} {_of(stamp, k, lang)}" for k in keys]

    shown = pairs("as_of", "scenario", "filters", "basis")
    # A picture that is saved off a page is of no snapshot.
    kept = pairs(*["snapshot"] * bool(stamp.snapshot), "vintage", "plan")
    return shown, [*kept, say(lang, "masked" if document.masked else "named")]


def _of(stamp: Stamp, key: str, lang: str) -> str:
    said = day(stamp.day, lang) if key == "as_of" else str(getattr(stamp, key))
    return said or NOTHING
