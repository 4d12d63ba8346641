"""What kinds, flags and choices of the ledger are called, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.funds.tree import Tree

KIND_WORDS = {
    "planned": ("计划", "Planned"),
    "allocated": ("下拨", "Allocated"),
    "paid": ("支付", "Paid"),
    "returned": ("缴回", "Returned"),
}
FLAG_WORDS = {
    "early": ("先付后拨", "Paid before it was allocated"),
    "over": ("超出下拨", "Paid beyond what was allocated"),
    "unplanned": ("没有计划", "Without a plan"),
}
BAN_WORDS = ("疑似禁用", "Looks forbidden")
LOOK_WORDS = ("用途待核", "Use to be looked at")
ORIGIN_WORDS = {
    "register": ("台账文件", "Register"),
    "measure": ("项目预计投入", "Plan of a measure"),
    "written": ("在线登记", "Written here"),
}


def word(pair: tuple[str, str], lang: str) -> str:
    """Return the word in "zh" or "en"."""
    return pair[0] if lang == "zh" else pair[1]


def marks(row: Mapping[str, Any], tree: Tree, lang: str) -> list[str]:
    """Return what a flagged row is marked with, in words."""
    names = {ban.id: ban.name[lang] for ban in tree.bans}
    colon = "：" if lang == "zh" else ": "
    said = [word(BAN_WORDS, lang) + colon + names[b] for b in row["bans"]]
    said += [word(pair, lang) for flag, pair in FLAG_WORDS.items() if row[flag]]
    said += [word(LOOK_WORDS, lang) + colon + names[b] for b in row["looks"]]
    return said


def source(name: str | None, tree: Tree, lang: str) -> str:
    """Return a source with its group, or nothing where an entry names none."""
    return tree.path(name, lang) if name and name in tree.sources else name or ""


def chosen(names: Mapping[str, Mapping[str, str]], name: str | None, lang: str) -> str:
    """Return a choice in words; an id that is no longer in the list as it is."""
    return names[name][lang] if name and name in names else name or ""
