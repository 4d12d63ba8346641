"""The plan with drafts put in: dated values, bases, recorded rules and texts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.errors import PlanError
from fupin.plan import Clause, Scenario, Value
from fupin.proposals.model import BASIS, RULE, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupin.plan import Parameter, Plan, Rule
    from fupin.proposals.model import Draft

NUMERALS = "一二三四五六七八九十"
IMPLEMENTS = "implement_"
WAITING = {"zh": "（待补录）", "en": " (to be recorded)"}


def applied(plan: Plan, drafts: Iterable[Draft]) -> Plan:
    """Return the plan with drafts put in, in their order; the plan itself stays.

    Raises PlanError where a draft is about what the plan's files no longer have.
    """
    told = tuple(drafts)
    if not told:
        return plan
    changed = plan
    for draft in told:
        if draft.kind == RULE:
            changed = _with_rule(changed, draft)
        elif draft.kind == TEXT:
            changed = _with_text(changed, draft)
        elif draft.kind != BASIS:
            changed = _with_value(changed, draft)
    said = json.dumps(
        [plan.fingerprint, *([d.kind, d.subject, str(d.starts), dict(d.body), d.source]
                             for d in told)], sort_keys=True,
    )  # fmt: skip
    fingerprint = hashlib.sha256(said.encode()).hexdigest()[:12]
    changed = replace(changed, fingerprint=fingerprint)
    # Last: a basis is worked out from the ratio and the series as they are by then.
    return _on_bases(changed, [draft for draft in told if draft.kind == BASIS])


def subject_of(plan: Plan, draft: Draft) -> Any:
    """Return the parameter, rule or implementation that a draft is about."""
    where: Mapping[str, Any] = {
        RULE: plan.rules,
        TEXT: {f"{IMPLEMENTS}{one['number']}": one for one in plan.implementations},
    }.get(draft.kind, plan.parameters)
    found = where.get(draft.subject)
    if found is None:
        raise PlanError(
            f"方案里没有“{draft.subject}”，改它的提议用不上。请核对名称",
            f"The plan has no {draft.subject!r}, so a proposal can't change it. Check "
            "the name.",
        )
    return found


def recorded(label: Mapping[str, str]) -> dict[str, str]:
    """Return a rule's label without the mark that its words are missing."""
    return {lang: words.replace(WAITING[lang], "") for lang, words in label.items()}


def _with_value(plan: Plan, draft: Draft) -> Plan:
    parameter: Parameter = subject_of(plan, draft)
    published = draft.body.get("published_on")
    value = Value(
        draft.starts,
        draft.body["value"],
        date.fromisoformat(published) if published else None,
        draft.source,
        draft.body.get("confidence", "unconfirmed"),
    )
    others = [one for one in parameter.values if one.starts != draft.starts]
    values = tuple(sorted([*others, value], key=lambda one: one.starts))
    changed = replace(parameter, values=values, is_pending=False)
    return replace(plan, parameters={**plan.parameters, parameter.id: changed})


def _on_bases(plan: Plan, drafts: list[Draft]) -> Plan:
    """Let each parameter's series be that of its basis, from the draft's date on."""
    parameters = dict(plan.parameters)
    for draft in sorted(drafts, key=lambda draft: draft.starts):
        parameter: Parameter = subject_of(plan, draft)
        scenario = Scenario(plan).with_basis(parameter.id, draft.body["basis"])
        series = scenario.parameter(parameter.id)
        first = series.on(draft.starts)
        kept = [v for v in parameters[parameter.id].values if v.starts < draft.starts]
        then = [replace(first, starts=draft.starts)] if first else []
        then += [v for v in series.values if v.starts > draft.starts]
        spliced = replace(parameters[parameter.id], values=(*kept, *then))
        parameters[parameter.id] = spliced
    return replace(plan, parameters=parameters)


def _with_rule(plan: Plan, draft: Draft) -> Plan:
    rule: Rule = subject_of(plan, draft)
    body = draft.body
    before = [one for one in plan.group(rule.group) if one.order < rule.order]
    after = before[-1].clause if before else rule.clause
    clause = _clause(draft, rule.id, plan.clauses[after].place)
    filled = replace(
        rule,
        label=recorded(rule.label),
        clause=rule.id,
        when=body["when"],
        applies=body.get("applies", ""),
        says={"zh": body.get("says_zh") or body["text"],
              "en": body.get("says_en") or clause.en},
        reading={},
        starts=draft.starts,
        is_pending=False,
        where=f"{rule.id}.when",
    )  # fmt: skip
    return replace(
        plan,
        clauses=_put_after(plan.clauses, after, clause),
        rules={**plan.rules, rule.id: filled},
    )


def _with_text(plan: Plan, draft: Draft) -> Plan:
    number = subject_of(plan, draft)["number"]
    place = {"zh": f"三、（{NUMERALS[number - 1]}）", "en": f"3({number})"}
    clause = _clause(draft, draft.subject, place)
    ten = [f"{IMPLEMENTS}{n}" for n in range(2, len(NUMERALS) + 1)]
    before = [n for n in ten[: number - 2] if n in plan.clauses]
    last = before[-1] if before else [n for n in plan.clauses if n not in ten][-1]
    told = {
        "number": number, "clause": clause.id, "zh": clause.text, "en": clause.en,
        "from": draft.starts,
    }  # fmt: skip
    return replace(
        plan,
        clauses=_put_after(plan.clauses, last, clause),
        implementations=tuple(
            told if one["number"] == number else one for one in plan.implementations
        ),
    )


def _clause(draft: Draft, name: str, place: dict[str, str]) -> Clause:
    text = draft.body["text"]
    # Without an English rendering the plan's own words stand there too.
    english = draft.body.get("en") or text
    return Clause(name, place, text, english, "bound", source=draft.source)


def _put_after(
    clauses: Mapping[str, Clause], after: str, clause: Clause
) -> dict[str, Clause]:
    """Return the clauses with one more in its place in the plan's order."""
    if clause.id in clauses:
        return {**clauses, clause.id: clause}
    ordered: dict[str, Clause] = {}
    for name, one in clauses.items():
        ordered[name] = one
        if name == after:
            ordered[clause.id] = clause
    return ordered
