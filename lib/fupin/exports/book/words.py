"""What only a workbook says."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "front": ("概要", "Summary"),
    "points": ("要点", "Main points"),
    "settle": ("议定事项", "To be settled"),
    "sources": ("来源与口径", "Sources and basis"),
    "chart": ("图 {name}", "Chart {name}"),
    "part": ("部分", "Part"),
    "finding": ("结论", "Finding"),
    "more": ("说明", "Explanation"),
    "kind": ("类别", "Kind"),
    "name": ("名称", "Name"),
    "content": ("内容", "Content"),
    "source": ("来源", "Source"),
    "basis": ("口径", "Basis"),
    "remark": ("备注", "Note"),
    "unit": ("单位", "Unit"),
    "said": ("读作", "In words"),
    "verdict": ("判定", "Verdict"),
    "sheets": ("本册各表", "Sheets of this workbook"),
    "category": ("项目", "Item"),
    "day": ("日期", "Date"),
    "across": ("横轴", "Axis below"),
    "label": ("标注", "Label"),
    "drawn": ("作图用的数，图随它改变", "What the chart is drawn from: it follows"),
    "rule": ("线", "Line"),
}  # fmt: skip


def say(lang: str, key: str, **values: object) -> str:
    """Return the words of `key` in `lang` with `values` filled in."""
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(**values)
