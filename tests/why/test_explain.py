from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fupin.access import Reader
from fupin.assess import Assessment, assess
from fupin.errors import FupinError
from fupin.plan import Scenario
from fupin.why.explain import Reason, explain, explain_village
from tests import registers
from tests.registers import household, incomes, member, village

if TYPE_CHECKING:
    from fupin.plan import Plan

DAY = date(2018, 6, 30)
FAMILY = "001-001"
BOY, SON = "001-001-02", "001-001-03"


@pytest.fixture
def family(plan: Plan) -> Assessment:
    """Return a household whose boy isn't insured and whose son may be."""
    return decide(plan)


def decide(
    plan: Plan, signatures: registers.Rows | None = None, **facts: Any
) -> Assessment:
    register = registers.of(
        signatures=signatures or [],
        villages=[village()],
        households=[household(persons_count=3, phone="10012345678")],
        members=[
            member(),
            member(BOY, is_insured=False, birth_on=date(2010, 1, 1), education=None,
                   schooling="primary"),
            member(SON, is_insured=None),
        ],
        incomes=incomes(5000),
    )  # fmt: skip
    return assess(register, Scenario(plan), DAY, **facts)


def outline(reason: Reason) -> list[Any]:
    return [f"{reason.rule.id}: {reason.verdict}", *map(outline, reason.under)]


def test_the_reasons_are_a_tree_from_the_outcome_down_to_the_facts(
    family: Assessment,
) -> None:
    assert outline(explain(family, FAMILY, "exit_standard")) == [
        "exit_standard: unmet",
        [
            "two_no_worries: unmet",
            ["has_labour: met"],
            ["income_met: unmet"],
            ["safety_net_met: not_applicable"],
        ],
        [
            "three_guarantees: unmet",
            ["education_met: met"],
            ["medical_met: unmet"],
            ["housing_met: met"],
        ],
    ]


def test_a_reason_holds_clause_facts_and_the_line_of_its_year(
    family: Assessment,
) -> None:
    reason = explain(family, FAMILY, "income_met")
    assert reason.clause is not None
    assert reason.clause.id == reason.rule.clause
    assert {fact.column.name: fact.value for fact in reason.facts} == {
        "income_per_person_year": pytest.approx(20_000 / 3)
    }
    (line,) = reason.lines
    assert line.entry is not None
    assert (line.id, line.value, line.entry.starts) == (
        "household_exit_line", 7365, date(2018, 1, 1),
    )  # fmt: skip


def test_without_an_income_the_line_is_that_of_the_date_and_no_unknown(
    plan: Plan,
) -> None:
    register = registers.of(villages=[village()], households=[household()],
                            members=[member()])  # fmt: skip
    for day, value in ((DAY, 7365), (date(2017, 12, 31), 6883)):
        done = assess(register, Scenario(plan), day)
        reason = explain(done, FAMILY, "income_met")
        assert (reason.verdict, [f.value for f in reason.facts]) == ("unknown", [None])
        assert [line.value for line in reason.lines] == [value]


def test_the_people_are_those_who_say_no_or_cannot_be_asked(family: Assessment) -> None:
    reason = explain(family, FAMILY, "medical_met")
    assert [(p.person_id, p.verdict, p.missing) for p in reason.people] == [
        (BOY, "unmet", ()),
        (SON, "unknown", ("is_insured",)),
    ]
    # The boy decides it, so nothing more is needed.
    assert reason.missing == ()


def test_an_undecided_reason_names_what_is_missing(plan: Plan) -> None:
    register = registers.of(
        villages=[village()], households=[household(housing_grade=None)],
        members=[member(is_insured=None)],
    )  # fmt: skip
    done = assess(register, Scenario(plan), DAY)
    missing = {
        r.rule.id: r.missing for r in explain(done, FAMILY, "exit_standard").walk()
    }
    assert {rule: facts for rule, facts in missing.items() if facts} == {
        "income_met": ("income_per_person_year",),
        "medical_met": ("is_insured",),
        "housing_met": ("housing_grade", "rebuild_state"),
    }


def test_a_fact_that_the_reader_may_not_see_is_not_handed_on(plan: Plan) -> None:
    reader = Reader("public", classes=frozenset())
    (fact,) = explain(decide(plan, reader=reader), FAMILY, "income_met").facts
    assert (fact.value, fact.is_hidden) == (None, True)


def test_a_household_that_is_not_there_is_refused_by_name(family: Assessment) -> None:
    with pytest.raises(FupinError, match="2018-06-30 has no household '009-001'"):
        explain(family, "009-001", "exit_standard")
    with pytest.raises(FupinError, match="no village '009'"):
        explain_village(family, "009", "village_exit")


def leaves(reason: Reason) -> list[str]:
    """Return the leaves that decide `reason`, from the tree alone."""
    said = {"met": ("met",), "unmet": ("unmet",), "unknown": ("unknown",)}[
        reason.verdict
    ]
    return list(dict.fromkeys(
        r.rule.id for r in reason.walk()
        if not r.under and r.rule.id != "has_labour" and r.verdict in said
    ))  # fmt: skip


def test_the_bulk_reasons_are_the_leaves_of_the_single_explanations(
    town: Assessment,
) -> None:
    rows = town.households.sample(200, seed=1).rows(named=True)
    bulk = {r["household_id"]: r["exit_standard__because"].split(";") for r in rows}
    single = {id_: leaves(explain(town, id_, "exit_standard")) for id_ in bulk}
    assert bulk == single


def test_the_bulk_gaps_are_those_of_the_single_explanations(town: Assessment) -> None:
    rows = town.households.filter(town.households["exit_standard"].is_null()).rows(
        named=True
    )
    assert len(rows) >= 10
    for row in rows:
        tree = explain(town, row["household_id"], "exit_standard")
        single = {
            gap for r in tree.walk() if r.verdict == "unknown" and not r.under
            for gap in r.missing
        }  # fmt: skip
        assert (
            set(row["exit_standard__missing"].split(";")) - {"members_count"} <= single
        )


def test_a_village_has_its_reasons_too(town: Assessment) -> None:
    for row in town.villages.rows(named=True):
        tree = explain_village(town, row["village_id"], "village_exit")
        assert row["village_exit__because"].split(";") == leaves(tree)


def test_what_rests_on_an_unsigned_survey_says_so_and_stays_as_it_was(
    plan: Plan,
) -> None:
    signed = [
        {
            "signature_id": signer, "household_id": FAMILY, "document": "survey",
            "signer": signer, "signed_on": DAY,
        }
        for signer in ("household", "cadre", "surveyor")
    ]  # fmt: skip
    for rows, warned in ((signed, []), (signed[:2], ["survey_signed"])):
        for root in ("exit_standard", "entry", "income_met"):
            reason = explain(decide(plan, rows), FAMILY, root)
            assert [rule.id for rule in reason.warnings] == warned
            assert outline(reason) == outline(explain(decide(plan), FAMILY, root))
    (rule,) = explain(decide(plan), FAMILY, "entry").warnings
    assert rule.warns == {
        "zh": "摸查表未经三方签名，未核实",
        "en": "The survey lacks its three signatures: not verified",
    }
