"""A random register: the sample of another seed, with facts forgotten at random."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupin.assess import Assessment, assess
from fupin.assess.outcomes import ROOTS
from fupin.plan import Plan, Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.why.explain import Reason, explain
from tests.why.deciding import decide_again

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 2027
FORGOTTEN = 0.06
KEPT = {"household_id", "village_id", "person_id", "persons_count", "valid_from",
        "recorded_on", "period_from", "period_to", "income_source", "enrolled_on",
        "left_on", "head_name", "member_name", "relation"}  # fmt: skip
ASKED = 1_000


def forgetting(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return the rows with some of their facts forgotten, each column by itself."""
    drawn = random.Random(seed)  # noqa: S311 no secret
    columns = []
    for name in frame.columns:
        if name not in KEPT:
            lost = pl.Series([drawn.random() < FORGOTTEN for _ in range(len(frame))])
            columns.append(pl.when(~lost).then(pl.col(name)).alias(name))
    return frame.with_columns(columns)


@pytest.fixture(scope="module")
def known() -> Register:
    return Register.of(make_tables(households=490, seed=SEED))


@pytest.fixture(scope="module")
def half_known(known: Register, plan: Plan) -> Assessment:
    """Return a town of more than a thousand households, half of it forgotten."""
    tables = dict(known.tables)
    for number, name in enumerate(("households", "members", "incomes")):
        tables[name] = forgetting(tables[name], SEED + number)
    return assess(Register(tables), Scenario(plan), LAST_DAY)


def asked(done: Assessment) -> pl.DataFrame:
    rows = done.households.sample(ASKED, seed=SEED)
    assert rows.height == ASKED
    return rows


def reasons_of(tree: Reason) -> Iterator[Reason]:
    """Yield the clauses that a person would name, from the tree alone.

    Said are those that answer as the outcome does; a veto says no, and alone.
    """
    leaves = {r.rule.id: r for r in tree.walk() if not r.under}
    named = [r for r in leaves.values() if r.rule.id != "has_labour"]
    vetoes = [r for r in named if r.rule.polarity == "bad"]
    if tree.verdict == "unknown":
        yield from (r for r in named if r.verdict == "unknown")
    elif tree.verdict == "unmet" and any(r.verdict == "met" for r in vetoes):
        yield from (r for r in vetoes if r.verdict == "met")
    else:
        yield from (r for r in named if r.verdict == tree.verdict and r not in vetoes)


def missing_of(tree: Reason) -> set[str]:
    if tree.verdict != "unknown":
        return set()
    return {gap for reason in tree.walk() for gap in reason.missing}


@pytest.mark.parametrize("root", ROOTS["household"])
def test_the_bulk_reasons_are_the_single_explanations_of_a_random_register(
    half_known: Assessment, root: str
) -> None:
    verdicts = set()
    for row in asked(half_known).iter_rows(named=True):
        tree = explain(half_known, row["household_id"], root)
        verdicts.add(tree.verdict)
        because = [r.rule.id for r in reasons_of(tree)]
        assert sorted(filter(None, row[f"{root}__because"].split(";"))) == sorted(
            because
        ), row["household_id"]
        bulk = set(filter(None, row[f"{root}__missing"].split(";")))
        assert bulk == missing_of(tree), row["household_id"]
        for reason in tree.walk():
            for fact in reason.facts:
                assert fact.value == row[fact.column.name]
    assert verdicts == {"met", "unmet", "unknown"}


@pytest.mark.parametrize("root", ROOTS["household"])
def test_the_missing_facts_told_decide_all_that_they_left_open(
    known: Register, half_known: Assessment, plan: Plan, root: str
) -> None:
    whole = assess(known, Scenario(plan), LAST_DAY)
    # What had been forgotten of the missing facts is told again, and nothing else is.
    after = decide_again(half_known, *told(whole, half_known, root))
    was_open = (
        half_known.households[root].is_null() & whole.households[root].is_not_null()
    )
    assert was_open.sum() > 100
    assert after.filter(was_open & after[root].is_null()).is_empty()


def told(
    whole: Assessment, half: Assessment, root: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return facts and members with the missing facts as they really are."""
    lacks = half.households.select(
        "household_id", lacks=pl.col(f"{root}__missing").str.split(";")
    )
    people = half.members.sort("person_id").join(
        lacks, on="household_id", how="left", maintain_order="left"
    )
    return (
        mended(half.households.hstack(lacks.select("lacks")), whole.households),
        mended(people, whole.members.sort("person_id")),
    )


def mended(half: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with each fact that its row lacks taken from `whole`."""
    dated = {"income_to_on": "income_per_person_year"}
    facts = [n for n in half.columns if n in whole.columns and n not in KEPT]
    return half.with_columns(
        pl.when(pl.col("lacks").list.contains(dated.get(name, name)))
        .then(whole[name])
        .otherwise(name)
        .alias(name)
        for name in facts
    )


LINES = st.tuples(*[st.integers(2000, 8000)] * 2).map(sorted)


@settings(max_examples=15, derandomize=True, database=None)
@given(lines=LINES)
def test_raising_the_line_never_takes_anybody_out_of_entry(
    half_known: Assessment, plan: Plan, lines: list[int]
) -> None:
    low, high = (
        assess(
            half_known.source,
            Scenario(plan).with_value("household_entry_line", line),
            LAST_DAY,
        ).households["entry"]
        for line in lines
    )
    # Neither from yes to anything else, nor from unknown to no.
    assert high.filter(low).all(ignore_nulls=False)
    assert not (~high.filter(low.is_null())).any()


@settings(max_examples=10, derandomize=True, database=None)
@given(seed=st.integers(0, 2**31))
def test_the_order_of_the_rows_does_not_matter(
    half_known: Assessment, plan: Plan, seed: int
) -> None:
    tables = {
        name: frame.sample(fraction=1, shuffle=True, seed=seed)
        for name, frame in half_known.source.tables.items()
    }
    mixed = assess(Register(tables), Scenario(plan), LAST_DAY)
    assert mixed.verdicts().equals(half_known.verdicts())
    assert mixed.verdicts("village").equals(half_known.verdicts("village"))
