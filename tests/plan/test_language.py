"""What a line of the rule language says of one household, three answers and ranges."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
import pytest

from fupin.errors import RuleError
from fupin.plan import Scenario, compile_plan
from fupin.plan.aggregates import Aggregate, count_below
from fupin.plan.compiler import Checks, Program, open_scope
from fupin.plan.expressions import compile_text
from fupin.plan.formula import Formula
from fupin.plan.levels import Level, Use
from fupin.plan.model import Indicator
from fupin.register import TYPES
from fupin.tables import facts_of

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
KEY = {"household_id": pl.String}
ABLE, UNABLE, UNTOLD = {"labour": "able"}, {"labour": "none"}, {"labour": None}


def said(
    plan: Plan,
    text: str,
    facts: dict[str, Any],
    *members: dict[str, Any],
    day: date = DAY,
) -> Any:
    """Return what the text is worth for a household, by Polars."""
    scope = open_scope(compile_plan(Scenario(plan), day), "household", {})
    term = compile_text(text, scope)
    schema = {"labour": pl.String, **KEY}
    below = pl.DataFrame([m | {"household_id": "1"} for m in members], schema=schema)
    kinds = {name: TYPES[facts_of("household")[name].kind] for name in facts}
    above = pl.DataFrame([facts | {"household_id": "1"}], schema=kinds | KEY)
    frame = nw.from_native(above, eager_only=True)
    counted = tuple(scope.aggregates.values())
    if counted:
        frame = count_below(frame, nw.from_native(below), "household", counted)
    return frame.select(said=term.low)["said"].item()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 < persons_count <= 3", True),
        ("1 < persons_count < 3", False),
        ("3 < persons_count <= 9", False),
        ("1 < persons_count <= 3 < 4", True),
        ("1 < persons_count <= 3 < 3", False),
        ("1 < persons_count <= members_count", None),
        ("3 < persons_count <= members_count", False),
    ],
)
def test_a_chain_of_comparisons_holds_where_each_of_them_does(
    fictional: Plan, text: str, answer: bool | None
) -> None:
    facts = {"persons_count": 3, "members_count": None}
    assert said(fictional, text, facts) is answer


@pytest.mark.parametrize(
    ("persons", "members", "text", "answer"),
    [
        # Two of four have no row: there may be one to three who are able.
        (4, (ABLE, UNABLE), "count_members(labour == 'able') >= 1", True),
        (4, (ABLE, UNABLE), "count_members(labour == 'able') >= 3", None),
        (4, (ABLE, UNABLE), "count_members(labour == 'able') >= 4", False),
        (2, (ABLE, UNABLE), "count_members(labour == 'able') >= 2", False),
        (2, (ABLE, UNTOLD), "count_members(labour == 'able') >= 2", None),
        # More rows than persons: who of them is too many isn't known.
        (1, (ABLE, UNABLE), "count_members(labour == 'able') >= 1", True),
        (1, (UNABLE, UNABLE), "count_members(labour == 'able') >= 1", None),
        (1, (ABLE, UNTOLD), "every_member(labour == 'able')", None),
        (1, (ABLE, UNABLE), "every_member(labour == 'able')", False),
        (1, (UNABLE, UNTOLD), "some_member(labour == 'able')", None),
        (None, (ABLE, ABLE), "every_member(labour == 'able')", None),
        (None, (ABLE, ABLE), "some_member(labour == 'able')", True),
        (None, (UNABLE,), "some_member(labour == 'able')", None),
    ],
)
def test_a_count_of_members_is_a_range_while_rows_are_missing_or_too_many(
    fictional: Plan, persons: int | None, members: Any, text: str, answer: bool | None
) -> None:
    assert said(fictional, text, {"persons_count": persons}, *members) is answer


@pytest.mark.parametrize(
    ("bought", "answer"),
    [
        (date(2017, 2, 27), False),
        (date(2017, 2, 28), True),
        (date(2020, 2, 29), True),
        (date(2020, 3, 1), False),
        (None, None),
    ],
)
def test_three_years_back_from_29_february_is_28_february(
    fictional: Plan, bought: date | None, answer: bool | None
) -> None:
    text = "within_years(town_flat_bought_on, 3)"
    facts = {"town_flat_bought_on": bought}
    assert said(fictional, text, facts, day=date(2020, 2, 29)) is answer


@pytest.mark.parametrize(
    ("grain", "text", "column"),
    [
        ("member", "age_years > 17", {"age_years": [17, 18, None]}),
        ("household", "persons_count > 17", {"persons_count": [17, 18, None]}),
        ("village", "population_count > 17", {"population_count": [17, 18, None]}),
    ],
)
def test_a_line_can_be_asked_of_every_grain(
    fictional: Plan, grain: str, text: str, column: dict[str, list[int | None]]
) -> None:
    program = compile_plan(Scenario(fictional), DAY)
    frame = nw.from_native(pl.DataFrame(column), eager_only=True)
    answers = frame.select(said=program.term(text, grain).low)["said"].to_list()
    assert answers == [False, True, None]


@pytest.mark.parametrize("grain", ["hamlet", "aaa", "zzz"])
def test_there_is_no_other_grain(fictional: Plan, grain: str) -> None:
    program = compile_plan(Scenario(fictional), DAY)
    with pytest.raises(ValueError, match=grain):
        program.term("1 > 0", grain)


@pytest.mark.parametrize(
    ("grain", "text", "words"),
    [
        ("household", "within_years(has_car, 3)", "'has_car' is a bool"),
        ("household", "sum_households(persons_count, has_car)", "there is no function"),
        ("member", "every_member(is_insured)", "there is no function"),
        ("village", "every_member(is_insured)", "there is no function"),
        ("village", "count_households(has_car, has_car)", "takes 1 arguments"),
        ("village", "sum_households(persons_count, has_car, has_car)", "takes 2"),
        ("village", "sum_households(has_car)", "takes 2 arguments"),
        ("household", "some_member(is_insured, is_insured)", "takes one condition"),
        ("household", "any_in_group(has_car)", "no such group of rules"),
    ],
)
def test_what_a_grain_cannot_ask_is_refused(
    fictional: Plan, grain: str, text: str, words: str
) -> None:
    program = compile_plan(Scenario(fictional), DAY)
    with pytest.raises(RuleError, match=words.replace("(", r"\(")):
        compile_text(text, open_scope(program, grain, {}))


def test_what_an_indicator_rests_on_is_what_its_own_text_names(plan: Plan) -> None:
    program = compile_plan(Scenario(plan), DAY)
    uses = {**program.household.uses, **program.village.uses}
    for one in plan.indicators:
        for end in ("low", "high"):
            use = uses[f"{one.score}__{one.id}__{end}"]
            text = f"{one.value} {one.applies}"
            named = (*use.facts, *use.below, *use.rules, *use.parameters)
            counted = {"persons_count"} if use.aggregates else set()
            lost = [n for n in named if n not in text and n not in counted]
            grouped = "in_group" in text
            assert not lost or grouped, (one.id, lost)


def test_an_indicator_does_not_rest_on_what_the_one_before_it_asks(plan: Plan) -> None:
    asked = ("every_member(is_insured)", "every_member(labour == 'able')")
    told = tuple(
        Indicator(f"i{n}", "household_score", {}, 10.0, text)
        for n, text in enumerate(asked)
    )
    program = compile_plan(Scenario(dataclasses.replace(plan, indicators=told)), DAY)
    uses = program.household.uses
    assert uses["household_score__i0__low"].below == ("is_insured",)
    assert uses["household_score__i1__low"].below == ("labour",)


@pytest.mark.parametrize("kind", [Program, Level, Use, Aggregate, Checks, Formula])
def test_what_is_compiled_is_frozen(kind: Any) -> None:
    names = [field.name for field in dataclasses.fields(kind)]
    empty = object.__new__(kind)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(empty, names[0], None)
