"""Whom to visit again, and what to ask first: the fact that would decide the most.

A question is worth the outcomes it decides, the village's too; where only some of its
answers would decide, each answer counts alike. An income near the line is asked again.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.assess.outcomes import gap_column
from fupin.measures import STANDARD
from fupin.plan import formula
from fupin.plan.parsing import parsed
from fupin.tables import HOUSEHOLDS, facts_of
from fupin.why.able import over_members
from fupin.why.change import answered
from fupin.why.robust import (
    OUTCOMES,
    Robustness,
    income_facts,
    rerun,
    resting_on,
    robustness,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from fupin.assess import Assessment
    from fupin.plan.formula import Ways

    Answers: TypeAlias = Mapping[str, Any]

VILLAGE = OUTCOMES["village"][0]
ROLL = "members_count"
IDS = ("household_id", "village_id", "village_group", "head_name", "helper_name")
# Where one question settles more conditions than this, all answer alike.
MANY = 4
SCHEMA = {"household_id": pl.String, "facts": pl.List(pl.String), "value": pl.Float64}


def revisits(done: Assessment, robust: Robustness | None = None) -> pl.DataFrame:
    """Return a row for each enrolled household that a question could help to decide.

    Columns: ids (names only where the reader sees them), `facts` (what to ask first),
    `value` (outcomes that it decides, 0 to 3), `is_open` (an outcome is undecided; if
    not, one turns within the income error), `people` (members without such a fact, by
    id). The most valuable come first.
    """
    robust = robust or robustness(done)
    rows = [*_open(done), *_turning(done, robust)]
    asked = pl.DataFrame(rows, schema=[*SCHEMA, "is_open"], orient="row")
    asked = asked.cast(SCHEMA | {"is_open": pl.Boolean})  # type: ignore[arg-type]
    worth = asked.group_by("household_id", "facts", maintain_order=True).agg(
        pl.col("value").sum(), pl.col("is_open").any()
    )
    # The first of equals: the plan's own order.
    best = worth.sort("value", descending=True, maintain_order=True)
    best = best.unique("household_id", keep="first", maintain_order=True)
    ids = [n for n in IDS if done.reader.sees(HOUSEHOLDS[n])]
    enrolled = done.households.filter("is_enrolled").select(ids)
    found = enrolled.join(best, on="household_id", how="inner")
    found = found.with_columns(people=_people(done, found))
    return found.sort(
        ["value", "is_open", "village_id", "household_id"],
        descending=[True, True, False, False],
    )


def summed(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return households to visit and outcomes decided, by village or helper."""
    rows = found.group_by(by).agg(households=pl.len(), outcomes=pl.col("value").sum())
    return rows.sort(["outcomes", by], descending=[True, False], nulls_last=True)


def _turning(done: Assessment, robust: Robustness) -> Iterator[tuple[Any, ...]]:
    """Yield the income that each turning outcome rests on: one outcome made firm.

    Who turns gives the income away: nobody does for a reader who may not see it.
    """
    level = done.program.household
    for root in OUTCOMES["household"]:
        facts = [f for f in income_facts(level) if root in resting_on(level, [f])]
        if not all(done.reader.sees(facts_of("household")[f]) for f in facts):
            continue
        for household in robust.turning(root)["household_id"]:
            yield household, facts, 1.0, False


def _open(done: Assessment) -> Iterator[tuple[Any, ...]]:
    """Yield each question about each undecided outcome, with what it is worth."""
    gains = _gains(done)
    for root in OUTCOMES["household"]:
        asked = _Root(done, root)
        solved: dict[Any, list[tuple[tuple[str, ...], list[bool | None]]]] = {}
        for key, household, held in asked.open_rows():
            if key not in solved:
                solved[key] = list(asked.questions(held))
            for facts, verdicts in solved[key]:
                gain = gains.get(household, {}) if root == STANDARD else {}
                worth = [
                    0 if said is None else 1 + gain.get(said, 0) for said in verdicts
                ]
                yield household, list(facts), sum(worth) / len(worth), True


@dataclass(frozen=True)
class _Root:
    """An outcome down to its single conditions, and which facts each of them lacks."""

    done: Assessment
    root: str

    @cached_property
    def conditions(self) -> dict[str, tuple[str, ...]]:
        """Return the facts that each condition names, those of members too."""
        leaves = formula.over_facts(self.done.program, self.root).leaves()
        return {text: _facts(text) for text in leaves}

    @cached_property
    def ways(self) -> dict[bool, Ways]:
        found = formula.over_facts(self.done.program, self.root)
        return {wanted: found.ways(wanted) for wanted in (True, False)}

    def open_rows(self) -> Iterator[tuple[Any, str, Answers]]:
        """Yield undecided households with a key that those alike share."""
        lacks = self.done.households.select(
            self.root,
            **{
                _lack(text, fact): self.is_missing(text, fact)
                for text, facts in self.conditions.items()
                for fact in facts
            },
        )
        rows = answered(self.done, self.conditions).hstack(lacks)
        rows = rows.filter(pl.col(self.root).is_null())
        for row in rows.iter_rows(named=True):
            household = row.pop("household_id")
            yield tuple(row.values()), household, row

    def is_missing(self, text: str, fact: str) -> pl.Expr:
        """Return where a condition lacks a fact that it names."""
        if fact == ROLL:
            return pl.col(ROLL) != pl.col("persons_count")
        over = over_members(text)
        if over is None:
            return pl.col(fact).is_null()
        counts = self.done.program.household.aggregates
        name = next(c.name for c in counts if (c.function, c.text) == over)
        return pl.col(gap_column(name, fact)) > 0

    def questions(
        self, held: Answers
    ) -> Iterator[tuple[tuple[str, ...], list[bool | None]]]:
        """Yield what can be asked, and what the outcome is after each answer."""
        lacking = {
            text: tuple(f for f in facts if held[_lack(text, f)])
            for text, facts in self.conditions.items()
            if held[text] is None
        }
        for facts in dict.fromkeys(f for f in lacking.values() if f):
            settled = [
                t for t, lacks in lacking.items() if lacks and {*lacks} <= {*facts}
            ]
            verdicts = [
                self.decide({**held, **dict(zip(settled, said, strict=True))})
                for said in _answers(len(settled))
            ]
            if any(verdict is not None for verdict in verdicts):
                yield facts, verdicts

    def decide(self, held: Answers) -> bool | None:
        for wanted, ways in self.ways.items():
            if any(all(held[t] is said for t, said in way) for way in ways):
                return wanted
        return None


def _answers(count: int) -> list[tuple[bool, ...]]:
    if count > MANY:
        return [(True,) * count, (False,) * count]
    return list(product((True, False), repeat=count))


def _facts(text: str) -> tuple[str, ...]:
    """Return the facts that a condition names; over members also the roll."""
    over = over_members(text)
    facts = facts_of("household" if over is None else "member")
    tree = parsed(text if over is None else over[1])
    named = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in facts]
    return (*dict.fromkeys(named), *((ROLL,) if over else ()))


def _lack(text: str, fact: str) -> str:
    return f"{text} lacks {fact}"


def _gains(done: Assessment) -> dict[str, dict[bool, int]]:
    """Return, for undecided households, whether either verdict decides their village.

    Only where the village is undecided now: {household: {verdict: 0 or 1}}.
    """
    open_ = done.villages.filter(pl.col(VILLAGE).is_null()).select("village_id")
    rows = done.households.filter(pl.col("is_enrolled") & pl.col(STANDARD).is_null())
    rows = rows.join(open_, on="village_id", how="semi")
    found: dict[str, dict[bool, int]] = {}
    for verdict in (True, False):
        decided = _village_if(done, rows, verdict)
        for household, said in decided.iter_rows():
            found.setdefault(household, {})[verdict] = int(said is not None)
    return found


def _village_if(done: Assessment, rows: pl.DataFrame, verdict: bool) -> pl.DataFrame:
    """Return the village's outcome for each household, were its verdict known.

    A village counts its households; only this one's share of each count moves.
    """
    level, program = done.program.village, done.program
    assumed = rows.with_columns(pl.lit(verdict).alias(STANDARD))
    moved = resting_on(program.household, [STANDARD]) - {STANDARD}
    again = rerun(nw.from_native(assumed.lazy()), program.household, moved)
    columns = [expr for one in level.aggregates for expr in one.below()]
    before = nw.from_native(rows, eager_only=True).select(*columns).to_native()
    after = again.select(*columns).collect("polars").to_native()
    names = before.columns
    delta = after.select(after[name] - before[name] for name in names)
    ids = rows.select("household_id", "village_id")
    shares = ids.hstack(delta.rename({name: f"delta__{name}" for name in names}))
    counted = shares.join(
        done.villages, on="village_id", how="left", maintain_order="left"
    ).with_columns(pl.col(name) + pl.col(f"delta__{name}") for name in names)
    all_rules = {name for layer in level.layers for name in layer}
    decided = rerun(nw.from_native(counted.lazy()), level, all_rules)
    return decided.select("household_id", VILLAGE).collect("polars").to_native()


def _people(done: Assessment, found: pl.DataFrame) -> pl.Series:
    """Return, for each row, the members who lack one of its facts, by id."""
    facts = set(found["facts"].explode().drop_nulls()) & set(done.members.columns)
    lacking: dict[tuple[str, str], list[str]] = {}
    for fact in sorted(facts - set(facts_of("household"))):
        gaps = done.members.filter(pl.col(fact).is_null()).sort("person_id")
        for household, person in gaps.select("household_id", "person_id").iter_rows():
            lacking.setdefault((household, fact), []).append(person)
    people = [
        list(dict.fromkeys(p for f in asked for p in lacking.get((household, f), ())))
        for household, asked in found.select("household_id", "facts").iter_rows()
    ]
    return pl.Series("people", people, dtype=pl.List(pl.String))
