"""The plan decides as its text says: every sentence of tests/cases, on every engine."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from fupin.intake.engines import ENGINES
from fupin.plan import Scenario
from fupin.plan.words import crossings, thresholds
from fupin.tables import facts_of
from tests.plan.cases import read_cases, verdicts

if TYPE_CHECKING:
    from fupin.plan import Plan
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


def line_of(plan: Plan, name: str, case: Case) -> float | None:
    """Return the threshold that the case's rule is held to, on its date."""
    parameter = plan.parameters[name]
    on = case.given.get(parameter.dated_by, case.on) if parameter.dated_by else case.on
    entry = parameter.on(on) if on is not None else None
    return dict(case.parameters).get(name, entry and entry.value)


def held_to(plan: Plan) -> list[tuple[str, str, str]]:
    """Return (rule, parameter, fact) of each bare fact that is held to a threshold."""
    scenario, facts = Scenario(plan), facts_of("household") | facts_of("village")
    return [
        (rule.id, name, crossing.fact)
        for rule in plan.rules.values()
        if not rule.is_pending
        for name in thresholds(scenario, rule.id)
        for crossing in crossings(scenario, rule.id, name) or ()
        if crossing.rule == rule.id and crossing.fact in facts
    ]


def test_every_rule_with_a_threshold_has_a_case_on_the_line(plan: Plan) -> None:
    asked = held_to(plan)
    assert len(asked) >= 6
    lacking = [
        (rule, name)
        for rule, name, fact in asked
        if not any(
            case.given.get(fact) is not None
            and case.given[fact] == line_of(plan, name, case)
            for case in CASES
            if case.rule == rule
        )
    ]
    assert lacking == []


def test_every_rule_whose_threshold_changes_has_cases_that_differ_by_date_alone(
    plan: Plan,
) -> None:
    lacking = []
    for rule, name, _ in held_to(plan):
        parameter = plan.parameters[name]
        if len({value.value for value in parameter.values}) == 1:
            continue
        expected = defaultdict(set)
        for case in CASES:
            if case.rule == rule:
                dated = {"on", parameter.dated_by}
                rest = {k: v for k, v in case.given.items() if k not in dated}
                expected[repr(sorted(rest.items()))].add(case.expect)
        if not any({"met", "unmet"} <= said for said in expected.values()):
            lacking.append(rule)
    assert lacking == []
