"""The plan decides as its text says: every sentence of tests/cases, on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.intake.engines import ENGINES
from tests.plan.cases import read_cases, verdicts

if TYPE_CHECKING:
    from fupin.plan import Plan

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
