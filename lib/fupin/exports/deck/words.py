"""What only a deck says."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "continued": ("（续）", " (continued)"),
    "settle": ("请会议议定{n}件事", "To be settled: {n}"),
    "shown_rows": ("第 {a}–{b} 行，共 {n} 行", "rows {a}–{b} of {n}"),
    "more_rows": ("其余 {n} 行见同一快照的工作簿（XLSX）",
                  "{n} more rows are in the workbook (XLSX) of the same snapshot"),
    "more_columns": ("其余 {n} 列见工作簿", "{n} more columns are in the workbook"),
    "no_rows": ("没有符合的行", "No rows"),
    "whole": ("全文：{text}", "In full: {text}"),
    "chart": ("图：{text}", "Chart: {text}"),
    "list": ("{title} {n} 行", "{title} ({n} rows)"),
    "all_figures": ("幻灯片上的数字；全部 {n} 个见同一快照的工作簿（XLSX）",
                    "those on the slides; all {n} are in the workbook (XLSX)"),
    "in_workbook": ("工作簿（XLSX）另有", "Also in the workbook (XLSX)"),
    "by": ("编制 {author}", "Prepared by {author}"),
}  # fmt: skip
_NUMERALS = "零一二三四五六七八九十"


def say(lang: str, key: str, **values: object) -> str:
    """Return the words of `key` in `lang` with `values` filled in."""
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(**values)


def count(n: int, lang: str) -> str:
    """Return a small number as it is written: 三, or 3."""
    return _NUMERALS[n] if lang == "zh" and n < len(_NUMERALS) else str(n)
