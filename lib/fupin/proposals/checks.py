"""What a draft must be to be recorded; a refusal says what, where and the cure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fupin.errors import ProposalError
from fupin.plan import Scenario, compile_plan
from fupin.proposals.applied import applied, subject_of
from fupin.proposals.model import BASIS, CORRECTION, KINDS, RULE, TEXT, VALUE
from fupin.proposals.possible import refuse_dead, refuse_division

if TYPE_CHECKING:
    from fupin.plan import Parameter, Plan, Rule
    from fupin.proposals.model import Draft

FIRST = date(2016, 1, 1)
NEW_YEAR = (1, 1)
# As long as a rule in a link may be: the parser goes deeper with every bracket.
LONGEST_RULE = 500


def check(plan: Plan, draft: Draft) -> Plan:
    """Return the plan as the draft would make it; `plan` is the one in force.

    Raises ProposalError, or RuleError and ScenarioError as the plan's own files do.
    """
    _refuse_unsigned(draft)
    if draft.kind not in KINDS:
        raise ProposalError(
            f"没有“{draft.kind}”这一种提议。可用：{'、'.join(KINDS)}",
            f"There is no proposal of kind {draft.kind!r}: use {', '.join(KINDS)}.",
        )
    subject = subject_of(plan, draft)
    if draft.kind in (VALUE, CORRECTION):
        _check_value(plan, subject, draft)
    elif draft.kind == BASIS:
        Scenario(plan).with_basis(draft.subject, str(draft.body.get("basis", "")))
    elif draft.kind == TEXT:
        _check_text(plan, draft)
        _refuse_written(plan, draft, is_pending=bool(subject.get("pending")))
    else:
        return _checked_rule(plan, subject, draft)
    after = applied(plan, [draft])
    if draft.kind == BASIS and after.parameters == plan.parameters:
        _nothing(draft)
    return after


def _refuse_unsigned(draft: Draft) -> None:
    said = {
        ("姓名", "your name"): draft.author,
        ("理由", "a reason"): draft.reason,
        ("出处", "the source"): draft.source,
    }
    lacking = [words for words, text in said.items() if not text.strip()]
    if lacking:
        raise ProposalError(
            f"提议还缺{'、'.join(zh for zh, _ in lacking)}。请补上再提",
            f"The proposal lacks {', '.join(en for _, en in lacking)}. Fill it in.",
        )


def _check_value(plan: Plan, parameter: Parameter, draft: Draft) -> None:
    value = draft.body.get("value")
    if not isinstance(value, int | float):
        raise ProposalError(
            f"“{parameter.label['zh']}”的值不是数。请写一个数，如 7365",
            f"The value of {parameter.id!r} is not a number. Write one, such as 7365.",
        )
    # Bounds and kind, as in a scenario.
    Scenario(plan).with_value(parameter.id, value)
    there = [one for one in parameter.values if one.starts == draft.starts]
    if draft.kind == CORRECTION and not there:
        zh, en = (
            sep.join(str(one.starts) for one in parameter.values)
            for sep in ("、", ", ")
        )
        raise ProposalError(
            f"“{parameter.label['zh']}”没有自 {draft.starts} 起的值可更正。"
            f"已有的起始日期：{zh or '无'}；请选其一，或改提新值",
            f"{parameter.id!r} has no value from {draft.starts} to correct. It has: "
            f"{en or 'none'}. Choose one, or propose a new value.",
        )
    if draft.kind == VALUE and there:
        raise ProposalError(
            f"“{parameter.label['zh']}”自 {draft.starts} 起已有值 {there[0].value:g}，"
            "日期重叠。请另定起始日期，或改提“更正”",
            f"{parameter.id!r} has a value from {draft.starts} already "
            f"({there[0].value:g}): the dates overlap. Choose another date, or "
            "propose a correction.",
        )
    in_force = parameter.on(draft.starts)
    has_source = draft.kind == CORRECTION and (
        draft.source != there[0].source
        or draft.body.get("confidence") != there[0].confidence
    )
    if in_force is not None and in_force.value == value and not has_source:
        _nothing(draft)
    _refuse_gap(parameter, draft)


def _nothing(draft: Draft) -> None:
    raise ProposalError(
        f"“{draft.subject}”自 {draft.starts} 起本来就是这样，没有可改的。"
        "请核对值和日期",
        f"{draft.subject!r} is that already from {draft.starts}: nothing would change. "
        "Check value and date.",
    )


def _refuse_gap(parameter: Parameter, draft: Draft) -> None:
    """Refuse a value of a year beside whose neighbour a year is left out."""
    starts = [value.starts for value in parameter.values]
    begins = [(day.month, day.day) == NEW_YEAR for day in starts]
    is_yearly = bool(parameter.dated_by) or (len(begins) > 1 and all(begins))
    if not is_yearly:
        return
    label = parameter.label["zh"]
    if (draft.starts.month, draft.starts.day) != NEW_YEAR:
        raise ProposalError(
            f"“{label}”一年一值，须自 1 月 1 日起；您写的是 {draft.starts}。"
            f"请改成 {draft.starts.year}-01-01",
            f"{parameter.id!r} has one value a year, from 1 January; you wrote "
            f"{draft.starts}. Write {draft.starts.year}-01-01.",
        )
    years = [day.year for day in starts]
    year = draft.starts.year
    lacking = [
        *(range(max(years) + 1, year) if years else ()),
        *(range(year + 1, min(years)) if years else ()),
    ]
    if lacking:
        years_zh, years_en = (sep.join(map(str, lacking)) for sep in ("、", ", "))
        raise ProposalError(
            f"“{label}”缺 {years_zh} 年的值，日期有空档。请先补这些年",
            f"{parameter.id!r} would have no value for {years_en}: a gap in its dates. "
            "Record those years first.",
        )


def _check_text(plan: Plan, draft: Draft) -> None:
    if not str(draft.body.get("text", "")).strip():
        raise ProposalError(
            f"“{draft.subject}”没有条文。请照原文一字不改地录入",
            f"{draft.subject!r} has no words. Copy them from the plan to the letter.",
        )
    if draft.starts < FIRST:
        raise ProposalError(
            f"方案自 {FIRST} 起；您写的是 {draft.starts}。请改起始日期",
            f"The plan holds from {FIRST}; you wrote {draft.starts}. Change the date.",
        )
    standing = plan.clauses.get(draft.subject)
    same = [c for c in plan.clauses.values() if c.text == draft.body["text"].strip()]
    if [clause for clause in same if clause is not standing]:
        raise ProposalError(
            f"这段条文与“{same[0].place['zh']}”已有的一条相同。请核对原文",
            f"These words are a clause already ({same[0].id}). Check the text.",
        )


def _refuse_written(plan: Plan, draft: Draft, *, is_pending: bool) -> None:
    """Refuse to change the plan's own words, or the past of a recorded text."""
    clause = plan.clauses.get(draft.subject)
    if is_pending:
        return
    if clause is None or not clause.source:
        raise ProposalError(
            f"“{draft.subject}”是方案原文，不是待补录，不能改",
            f"{draft.subject!r} is in the plan's own text and isn't waiting to be "
            "recorded: it can't be changed.",
        )
    since = _since(plan, draft.subject)
    if since != draft.starts:
        raise ProposalError(
            f"“{draft.subject}”已自 {since} 起录入；更正须与它同日起，"
            f"否则中间一段没有条文。请把起始日期写成 {since}",
            f"{draft.subject!r} is recorded from {since}; a correction must start on "
            f"that day, or a gap would be left. Write {since}.",
        )


def _since(plan: Plan, subject: str) -> date:
    if subject in plan.rules:
        return plan.rules[subject].starts
    told = next(one for one in plan.implementations if one["clause"] == subject)
    since: date = told["from"]
    return since


def _checked_rule(plan: Plan, rule: Rule, draft: Draft) -> Plan:
    _check_text(plan, draft)
    _refuse_written(plan, draft, is_pending=rule.is_pending)
    when = str(draft.body.get("when", "")).strip()
    applies = str(draft.body.get("applies", "")).strip()
    if not when or len(when) > LONGEST_RULE or len(applies) > LONGEST_RULE:
        raise ProposalError(
            f"“{rule.id}”要写判定条件，不超过 {LONGEST_RULE} 字，如 has_car",
            f"{rule.id!r} needs a condition of at most {LONGEST_RULE} characters, such "
            "as has_car.",
        )
    after = applied(plan, [replace(draft, body={**draft.body, "when": when})])
    program = compile_plan(Scenario(after), max(draft.starts, FIRST))
    recorded = after.rules[rule.id]
    refuse_division(recorded, after)
    refuse_dead(recorded, program)
    return after


__all__ = ["RULE", "check"]
