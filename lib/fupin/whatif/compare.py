"""Two scenarios side by side: moves between answers, who moved, by which clause.

Who moved is told with the rule that turned first (the deepest one under the root), the
figure it looked at, and how far that is from the line now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fupin.access import mask_name
from fupin.errors import ScenarioError
from fupin.measures import SIGNED, UNSIGNED
from fupin.plan.compiler import APPLIES
from fupin.plan.words import crossings, rests_on, under, words
from fupin.tables import HOUSEHOLDS, facts_of
from fupin.whatif.curve import ROOT
from fupin.whatif.engine import ANSWERS, MET, UNKNOWN, UNMET, Engine

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from fupin.access import Reader
    from fupin.plan import Scenario
    from fupin.plan.words import Crossing
    from fupin.whatif.steps import Numbers

WORDS = {UNMET: "unmet", MET: "met", UNKNOWN: "unknown"}


@dataclass(frozen=True)
class Compared:
    """What two scenarios say of the same households on the same day.

    `moves` is before × after over unmet, met, unknown. `flips` has a row for each
    household that moved and may be named (`is_unsigned`: its survey lacks signatures);
    `unnamed` counts those whose move would give away a figure that the reader may not
    see.
    """

    before: Scenario
    after: Scenario
    root: str
    moves: Numbers
    flips: pl.DataFrame
    unnamed: int = 0

    def to_pandas(self) -> pd.DataFrame:
        """Return `flips` as pandas with Arrow types."""
        return self.flips.to_pandas(use_pyarrow_extension_array=True)


def compare(
    engine: Engine,
    before: Scenario,
    after: Scenario,
    root: str = ROOT,
    *,
    names: bool = False,
) -> Compared:
    """Compare what two scenarios say of the enrolled households about `root`.

    Names are masked unless `names`, and never shown to a reader who may not see them.
    """
    one, other = engine.codes(before, root), engine.codes(after, root)
    cells = np.bincount(one.astype(np.int64) * ANSWERS + other, minlength=ANSWERS**2)
    rows = np.flatnonzero(one != other)
    named = _caused(engine, before, after, root, rows).with_columns(
        before=pl.Series(one[rows]).replace_strict(WORDS, return_dtype=pl.String),
        after=pl.Series(other[rows]).replace_strict(WORDS, return_dtype=pl.String),
    )
    shown = _for_reader(named, after, engine.reader, names=names)
    return Compared(
        before, after, root, cells.reshape(ANSWERS, ANSWERS), shown,
        named.height - shown.height,
    )  # fmt: skip


def figures(
    engine: Engine, scenarios: Iterable[Scenario], root: str = ROOT
) -> pl.DataFrame:
    """Return households and persons by answer, a row a scenario, in their order."""
    rows = []
    for scenario in scenarios:
        codes = engine.codes(scenario, root)
        persons = np.bincount(codes, engine.persons, minlength=ANSWERS)
        rows.append(
            {"scenario": scenario.fingerprint, "description": scenario.description}
            | {f"{w}_households": int((codes == n).sum()) for n, w in WORDS.items()}
            | {f"{w}_persons": int(persons[n]) for n, w in WORDS.items()}
        )
    if not rows:
        raise ScenarioError(
            "没有可比的情景。请至少给一个", "There is no scenario. Give at least one."
        )
    return pl.DataFrame(rows)


def _caused(
    engine: Engine, before: Scenario, after: Scenario, root: str, rows: Numbers
) -> pl.DataFrame:
    """Return the moved households: the rule that turned, its figure and distance."""
    place = pl.Series(engine.enrolled[rows])
    cause = pl.Series([None] * len(rows), dtype=pl.String)
    for name in _deepest_first(after, root):
        turned = _turned(engine, before, after, name, place)
        cause = pl.select(
            pl.coalesce(cause, pl.when(turned).then(pl.lit(name)))
        ).to_series()
    figure, distance, fact = _measured(engine, after, cause, place)
    found = engine.households[engine.enrolled[rows]]
    return found.with_columns(engine.answers(before, SIGNED)[place]).select(
        "household_id", "village_id", "head_name", "persons_count", "poverty_type",
        "cause", is_unsigned=UNSIGNED,
    ).with_columns(
        rule=cause, fact=fact, figure=figure, distance=distance,
    )  # fmt: skip


def _deepest_first(after: Scenario, root: str) -> list[str]:
    """Return the rules under the root, those that rest on facts alone first."""
    rules = list(under(after, root))
    leaves = [name for name in rules if not rests_on(after, after.rules[name])]
    leaves.sort(key=lambda name: (after.rules[name].group, after.rules[name].order))
    return leaves + [name for name in reversed(rules) if name not in leaves]


def _turned(
    engine: Engine, before: Scenario, after: Scenario, name: str, place: pl.Series
) -> pl.Series:
    rule = after.rules[name]
    if name not in before.rules and rule.per == "household":
        # A rule of the scenario's own: where it was not, it kept nobody out or in.
        return engine.answers(after, name)[place].ne_missing(rule.polarity == "good")
    turned = pl.repeat(value=False, n=len(place), eager=True)
    if name not in before.rules:
        return turned
    is_active = [s.rules[name].is_active(engine.day) for s in (before, after)]
    for suffix in ("", APPLIES) if all(is_active) else ():
        one, other = (engine.answers(s, name, suffix)[place] for s in (before, after))
        turned |= one.ne_missing(other)
    return turned


def _measured(
    engine: Engine, scenario: Scenario, cause: pl.Series, place: pl.Series
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return the figure that each cause looked at, its distance and what it is."""
    figure = np.full(len(cause), np.nan)
    distance, fact = figure.copy(), np.full(len(cause), None, dtype=object)
    for name in cause.drop_nulls().unique():
        met = _crossing(scenario, name)
        if met is None:
            continue
        parameter, crossing = met
        here = np.flatnonzero((cause == name).fill_null(value=False).to_numpy())
        at = place.gather(here)
        figure[here] = (
            engine.amounts(scenario, crossing.fact).cast(float)[at].to_numpy()
        )
        distance[here] = figure[here] - _line(engine, scenario, parameter, at)
        fact[here] = crossing.fact
    known = [pl.Series(n, c).fill_nan(None) for n, c in
             (("figure", figure), ("distance", distance))]  # fmt: skip
    return known[0], known[1], pl.Series("fact", fact.tolist(), dtype=pl.String)


def _crossing(scenario: Scenario, name: str) -> tuple[str, Crossing] | None:
    """Return the threshold that a rule's own text compares one figure with."""
    named = words(scenario.rules[name].when)[0]
    for parameter in scenario.plan.parameters:
        found = crossings(scenario, name, parameter) if parameter in named else None
        if found:
            return parameter, found[0]
    return None


def _line(
    engine: Engine, scenario: Scenario, parameter: str, place: pl.Series
) -> Numbers:
    kind = scenario.parameter(parameter)
    if kind.dated_by:
        return engine.line(scenario, parameter, "household")[place].to_numpy()
    value = kind.on(engine.day, engine.known)
    return np.full(len(place), np.nan if value is None else float(value.value))


def _for_reader(
    frame: pl.DataFrame, scenario: Scenario, reader: Reader, *, names: bool
) -> pl.DataFrame:
    """Mask names, drop what isn't seen, and whom a threshold would give away."""
    facts = facts_of("household")
    for column in ("poverty_type", "cause"):
        if not reader.sees(facts[column]):
            frame = frame.drop(column)
    if not reader.sees(HOUSEHOLDS["head_name"]):
        frame = frame.with_columns(head_name=pl.lit("—"))
    elif not names:
        masked = pl.col("head_name").map_elements(mask_name, return_dtype=pl.String)
        frame = frame.with_columns(head_name=masked)
    hidden = [
        text
        for text in frame["fact"].drop_nulls().unique()
        if not all(reader.sees(facts[f]) for f in words(text)[0] if f in facts)
    ]
    kept = frame.filter(~pl.col("fact").is_in(hidden).fill_null(value=False))
    place = {n: scenario.rules[n].clause for n in kept["rule"].drop_nulls().unique()}
    clause = pl.col("rule").replace_strict(place, default=None, return_dtype=pl.String)
    return kept.with_columns(clause=clause).sort("distance", nulls_last=True)
