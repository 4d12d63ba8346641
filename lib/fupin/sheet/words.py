"""The printed words of the decision sheet, in both languages, and its figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.assess import MET, NOT_APPLICABLE, UNKNOWN, UNMET
from fupin.codes import label
from fupin.figures import day, number
from fupin.units import unit_label

if TYPE_CHECKING:
    from fupin.schema import Column

WORDS: dict[str, tuple[str, str]] = {
    "title": ("农户认定表", "Decision sheet of a household"),
    "household": ("农户", "Household"),
    "head": ("户主", "Head"),
    "home": ("村组", "Village and group"),
    "persons": ("家庭人口", "Persons"),
    "kind": ("属性", "Kind"),
    "status": ("状态", "State"),
    "clause": ("依据", "By"),
    "exit": ("脱贫（退出）", "Exit"),
    "entry": ("识别（进入）", "Entry"),
    "rule": ("规则与条款原文", "Rule and the clause's words"),
    "line": ("参数现行值、口径、来源", "Parameter in force, basis, source"),
    "facts": ("判定用到的事实", "Facts that decide"),
    "verdict": ("判定", "Verdict"),
    "missing": ("还缺的事实", "Missing"),
    "no_missing": ("不缺", "Nothing"),
    "distance": ("离线多远", "Distance"),
    "above": ("{line} {of} {unit}，高出 {gap} 元（{percent} %）",
              "{line} {of} {unit}: {gap} yuan above ({percent} %)"),
    "below": ("{line} {of} {unit}，低 {gap} 元（{percent} %）",
              "{line} {of} {unit}: {gap} yuan below ({percent} %)"),
    "no_distance": ("不看收入，或收入未知", "Income isn't asked, or isn't known"),
    "sources": ("事实来源", "Sources"),
    "rows": ("{n} 行", "{n} rows"),
    "row": ("第 {n} 行", "row {n}"),
    "vintage": ("第 {n} 批", "vintage {n}"),
    "recorded": ("{day}录入", "recorded {day}"),
    "unmarked": ("录入情况未知", "how it was recorded isn't known"),
    "valid": ("（{day}）", " ({day})"),
    "signatures": ("签名", "Signatures"),
    "survey": ("入户调查表", "Survey"),
    "signed": ("{day}已签", "signed {day}"),
    "sign": ("签名：", "Signature:"),
    "date": ("日期：", "Date:"),
    "review": ("民主评议", "Villagers' review"),
    "steps": ("退出程序", "Steps of exit"),
    "step_open": ("未到", "open"),
    "review_blank": ("结果：□ 通过　□ 退回　　日期：",
                     "Outcome: □ passed  □ sent back   Date:"),
    "review_reason": ("与规则判定不同的理由：",
                      "Reason, where it differs from the rules:"),
    "day": ("截至", "As of"),
    "known": ("已知至", "Known by"),
    "rules_print": ("规则指纹", "Rules"),
    "data_print": ("数据指纹", "Data"),
    "version": ("程序", "Program"),
    "page": ("第 {n} 页，共 {of} 页", "Page {n} of {of}"),
    "masked": ("姓名已遮盖", "names are masked"),
    "named": ("含完整姓名，请妥善保管", "with full names: keep it safe"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "unrecorded": ("未录入", "not recorded"),
    "hidden": ("您的身份看不到", "not for your role"),
    "pending": ("待补录", "to be recorded"),
    "pending_items": ("已核 {n} 项，{pending} 项待补录，不参与判定",
                      "{n} asked; {pending} still to be recorded take no part"),
    "composed": ("由下列各条合成", "From the rules below"),
    "person": ("{name}（{relation}，{age}）", "{name} ({relation}, {age})"),
    "person_ageless": ("{name}（{relation}）", "{name} ({relation})"),
    "age": ("{n} 岁", "aged {n}"),
    "person_unmet": ("{who}不符合", "{who} doesn't answer it"),
    "person_unknown": ("{who}缺{facts}", "{who} lacks {facts}"),
    "and_more": ("等共 {n} 人", "and others, {n} in all"),
    "from": ("{day}起", "from {day}"),
    "basis_fixed": ("口径：固定值", "basis: fixed figure"),
    "basis_actual": ("口径：当年实际", "basis: the year's actual figure"),
    "source": ("来源：{said}", "source: {said}"),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    "and": ("、", ", "),
    "group": ("第 {n} 组", "group {n}"),
    "watched": ("返贫监测", "watch for relapse"),
    MET: ("达标", "Met"),
    UNMET: ("未达标", "Not met"),
    UNKNOWN: ("待核实", "To verify"),
    NOT_APPLICABLE: ("不适用", "Not asked"),
    "should_enter": ("应进", "To be enrolled"),
    "not_entered": ("不符合", "Doesn't qualify"),
    "qualifies": ("符合", "Qualifies"),
    "vetoed": ("不能进", "May not enter"),
    "no_veto": ("无异常", "Nothing against"),
}  # fmt: skip


def say(lang: str, key: str, **values: object) -> str:
    """Return the words of `key` in `lang` with `values` filled in."""
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(**values)


def value(column: Column, held: Any, lang: str) -> str:
    """Return a fact's value as words: code labels, yes or no, figures with units."""
    if held is None:
        return say(lang, "unrecorded")
    if isinstance(held, bool):
        return say(lang, "yes" if held else "no")
    if column.codes:
        return label(column.codes, held, lang)
    if isinstance(held, date):
        return day(held, lang)
    if isinstance(held, int | float):
        places = 0 if float(held).is_integer() or column.unit.startswith("yuan") else 1
        return f"{number(held, places)} {unit_label(column.unit, lang)}".strip()
    return str(held)


def named(name: str, said: str, held: Any, lang: str) -> str:
    """Return a name with what is said of it.

    In Chinese a figure follows without a colon; in English names are of several words.
    """
    if lang == "en":
        return f"{name}: {said}"
    return f"{name}：{said}" if isinstance(held, bool) else f"{name} {said}"


def cut(text: str, most: int) -> str:
    """Return at most so many characters, with an ellipsis where there were more."""
    return text if len(text) <= most else text[: most - 1] + "…"
