"""The plan decides as its text says: every sentence of tests/cases, on every engine."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from fupin.intake.engines import ENGINES
from tests.plan.cases import read_cases, verdicts
from tests.plan.lines import is_on, lines
from tests.plan.lines import parameters as named

if TYPE_CHECKING:
    from fupin.plan import Plan, Rule
    from tests.plan.cases import Case

CASES = read_cases()
EVIDENCE = ("met", "unmet", "unknown")


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(e, marks=[pytest.mark.spark] if e == "pyspark" else [])
        for e in ENGINES
    ],
)
def test_the_plan_decides_as_its_text_says(engine: str, plan: Plan) -> None:
    said = verdicts(plan, CASES, engine)
    wrong = {
        f"{case.rule}: {case.case}": (said[case.rule, case.case], case.expect)
        for case in CASES
        if said[case.rule, case.case] != case.expect
    }
    assert wrong == {}


def test_no_two_cases_of_a_rule_have_the_same_sentence() -> None:
    names = [(case.rule, case.case) for case in CASES]
    assert len(names) == len(set(names))


def test_every_rule_has_a_met_an_unmet_and_an_unknown_case(plan: Plan) -> None:
    expected = {(case.rule, case.expect) for case in CASES}
    lacking = [
        f"{rule.id}: {word}"
        for rule in plan.rules.values()
        if not rule.is_pending
        for word in EVIDENCE
        if (rule.id, word) not in expected
    ]
    assert lacking == []


def test_every_comparison_of_a_rule_has_a_case_on_its_line(plan: Plan) -> None:
    asked = [line for rule in in_force(plan) for line in lines(rule)]
    # Of members and in sums over households too.
    assert len(asked) >= 26
    assert {line.rule for line in asked if line.is_below} >= {"six_in_1", "priority_5"}
    assert any("sum_households" in line.text for line in asked)
    lacking = [
        (line.rule, line.text)
        for line in asked
        if not any(is_on(line, case, plan) for case in CASES if case.rule == line.rule)
    ]
    assert lacking == []


def test_every_threshold_of_a_rule_has_cases_that_differ_by_date_alone(
    plan: Plan,
) -> None:
    asked = [(rule.id, name) for rule in in_force(plan) for name in named(plan, rule)]
    assert len(asked) >= 20
    lacking = [(rule, name) for rule, name in asked if not turns(plan, rule, name)]
    assert lacking == []


def in_force(plan: Plan) -> list[Rule]:
    return [rule for rule in plan.rules.values() if not rule.is_pending]


def turns(plan: Plan, rule: str, name: str) -> bool:
    """Say whether cases of the rule answer otherwise since the parameter changed.

    They are alike but for the date; where the plan has one value of the parameter, a
    later one is the case's own. The parameter has another value on each of the dates.
    """
    parameter = plan.parameters[name]
    alike = defaultdict(list)
    for case in CASES:
        if case.rule == rule:
            by = {parameter.dated_by} - {""}
            rest = {k: v for k, v in case.given.items() if k not in by}
            others = (case.members, case.households, case.rules, case.parameters)
            alike[repr((sorted(rest.items()), *others, case.changed))].append(case)
    for cases in alike.values():
        said = {(case.expect, value_of(plan, name, case)) for case in cases}
        if any(
            {one, other} == {"met", "unmet"} and before != after
            for one, before in said
            for other, after in said
        ):
            return True
    return False


def value_of(plan: Plan, name: str, case: Case) -> float | None:
    parameter = case.of(plan).parameters[name]
    on = case.given.get(parameter.dated_by, case.on) if parameter.dated_by else case.on
    entry = parameter.on(on) if on is not None else None
    return case.parameters.get(name, entry and entry.value)
