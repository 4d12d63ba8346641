from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl
import pytest

from fupin.plan import Plan, Scenario, compile_plan
from fupin.plan.formula import code, conditions, over_facts, over_rules
from tests.why.kleene import said

if TYPE_CHECKING:
    from fupin.plan.formula import Ways

ANSWERS = (True, False, None)
TEXTS = (
    "a and b or c",
    "not (a or b) and c",
    "either(a, b, c)",
    "either(a, b, c or (not d and b))",
    "(a or not a) and b",
    "a and not a or b",
)


def sets(ways: Ways) -> set[str]:
    return {" ".join(sorted(f"{'' if yes else '-'}{n}" for n, yes in w)) for w in ways}


@pytest.mark.parametrize(
    ("text", "wanted", "smallest"),
    [
        ("a and b", True, {"a b"}),
        ("a and b", False, {"-a", "-b"}),
        ("a and (b or c)", True, {"a b", "a c"}),
        ("a or (a and b)", True, {"a"}),
        ("either(a, b, c)", True, {"a b", "-a c", "b c"}),
        ("a and not a", True, set()),
    ],
)
def test_the_ways_are_the_smallest_sets_without_a_contradiction(
    text: str, wanted: bool, smallest: set[str]
) -> None:
    assert sets(conditions(text).ways(wanted)) == smallest


@pytest.mark.parametrize("text", TEXTS)
def test_a_way_holds_just_where_the_text_answers_so_with_three_answers(
    text: str,
) -> None:
    formula = conditions(text)
    for answers in product(ANSWERS, repeat=len(formula.leaves())):
        held = dict(zip(formula.leaves(), answers, strict=True))
        for wanted in (True, False):
            holds = any(
                all(held[leaf] is yes for leaf, yes in way)
                for way in formula.ways(wanted)
            )
            assert holds == (said(text, held) is wanted), held


def test_a_rule_is_read_down_to_the_rules_that_rest_on_facts_or_to_the_facts(
    fictional: Plan,
) -> None:
    program = compile_plan(Scenario(fictional), date(2018, 6, 30))
    leaves = set(over_rules(program, "exit_standard").leaves())
    assert leaves - set(fictional.rules) == {"has_dibao"}
    assert leaves >= {"all_insured", "has_worker"}
    uses = program.household.uses
    assert not any(uses[name].rules for name in leaves & set(uses))
    assert not set(over_facts(program, "exit_standard").leaves()) & set(fictional.rules)


def test_every_pattern_of_answers_has_a_number_of_its_own() -> None:
    leaves = ["a", "b", "c", "d"]
    rows = list(product(ANSWERS, repeat=len(leaves)))
    schema = dict.fromkeys(leaves, pl.Boolean)
    frame = nw.from_native(pl.DataFrame(rows, schema=schema, orient="row"))
    numbers = frame.select(number=code(leaves))["number"].to_list()
    assert len(set(numbers)) == len(rows)
