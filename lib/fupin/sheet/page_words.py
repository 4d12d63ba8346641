"""The printed words of village sheet and public notice, in both languages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "met": ("达标", "Met"),
    "unmet": ("未达标", "Not met"),
    "unknown": ("待核实", "To verify"),
    "hidden": ("您的身份看不到", "not for your role"),
    "as_of": ("截至 {day}", "As of {day}"),
    "masked": ("姓名已遮盖", "names are masked"),
    "named": ("含完整姓名，请妥善保管", "with full names: keep it safe"),
    "whole_town": ("全镇", "Whole town"),
    # 村情
    "village": ("{village}脱贫情况表", "Village sheet: {village}"),
    "verdict": ("村出列", "Village exit"),
    "town": ("镇", "Town"),
    "population": ("人口", "Population"),
    "households": ("在册户", "Enrolled"),
    "households_said": ("{n} 户 {persons} 人", "{n} households, {persons} persons"),
    "nobody": ("没有在册户", "no enrolled household"),
    "incidence": ("贫困发生率", "Incidence"),
    "score": ("得分", "Score"),
    "funds": ("资金", "Funds"),
    "funds_said": (
        "安排 {allocated} 元，拨付 {paid} 元",
        "{allocated} yuan; {paid} paid",
    ),
    "income": ("村人均可支配收入", "Income a person"),
    "income_said": ("{income} 元，{year}年", "{income} yuan, {year}"),
    "chart": ("在册 {n} 户中 {met} 户达标", "{met} of {n} households meet it"),
    "chart_caption": ("户，按判定", "households, by verdict"),
    "why": ("村出列的条件", "What the village's exit rests on"),
    "rule": ("条件", "Condition"),
    "clause": ("条款", "Clause"),
    "facts": ("事实和线", "Facts and lines"),
    "years": ("历年村人均可支配收入", "Income a person by year"),
    "year": ("年", "Year"),
    "open_households": ("未达标和待核实的户（{n} 户）", "Not met or to verify ({n})"),
    "household": ("户编号", "Household"),
    "head": ("户主", "Head"),
    "persons": ("人口", "Persons"),
    "lacks": ("没达标的条件", "Not met"),
    "missing": ("缺的事实", "Missing"),
    "judged": ("判定", "Verdict"),
    "yuan": ("元", "yuan"),
    # 公示
    "notice_said": (
        "现将{title}予以公示，共 {n} 户。有异议的，请在公示期内向村民委员会或镇提出。",
        "{title}: {n} households. Objections: to the village committee or the town.",
    ),
    "notice_none": ("没有符合条件的户。", "No household answers the conditions."),
    "stamp": ("（盖章）", " (stamp)"),
    "villagers": ("村民委员会", "Village committee"),
}  # fmt: skip


def say(lang: str, key: str, **values: object) -> str:
    """Return the words of `key` in `lang` with `values` filled in."""
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(**values)
