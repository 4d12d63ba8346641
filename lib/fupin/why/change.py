"""What would change an outcome: the smallest sets of clauses that have to turn.

Households are grouped by what their leaf clauses answer, and each group is solved
once; the sets themselves come from the rules' text, once for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.plan import formula
from fupin.why.able import able

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    from fupin.assess import Assessment
    from fupin.plan.formula import Formula, Literal, Ways

    Answers: TypeAlias = Mapping[str, bool | None]

CODE, LISTED = "answers__code", pl.List(pl.List(pl.String))
SCHEMA: dict[str, Any] = {
    CODE: pl.Int64, "verdict": pl.Boolean, "wanted": pl.Boolean,
    "turn": LISTED, "learn": LISTED, "size": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """Leaves that have to turn, and leaves that have to be found out, with answers."""

    turn: tuple[Literal, ...]
    learn: tuple[Literal, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Return how much it asks: first what has to turn, then what to find out."""
        return len(self.turn), len(self.learn)


@dataclass(frozen=True)
class Outcome:
    """An outcome's formula over leaf clauses, ready to be asked about households.

    A leaf is a rule that rests on facts alone, or a bare condition of a rule above.
    """

    done: Assessment
    root: str

    @cached_property
    def formula(self) -> Formula:
        """Return the outcome down to its leaf clauses."""
        return formula.over_rules(self.done.program, self.root)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Return the names of the leaf clauses, in the order of the plan's text."""
        return self.formula.leaves()

    def text(self, leaf: str) -> str:
        """Return the leaf's line of the rule language."""
        rules = self.done.scenario.plan.rules
        return rules[leaf].when if leaf in rules else leaf

    def answers(self) -> pl.DataFrame:
        """Return a row a household: its id, what each leaf answers, and CODE.

        `<leaf>__to_<answer>` stands beside where some household can't come to that
        answer. Two households have the same CODE just where all of this is the same.
        """
        known = answered(self.done, self.leaves)
        limits = able(self.done, {leaf: self.text(leaf) for leaf in self.leaves})
        names = (*self.leaves, *limits.columns)
        frame = nw.from_native(known.hstack(limits), eager_only=True)
        numbered = frame.with_columns(formula.code(names).cast(nw.Int64).alias(CODE))
        return numbered.to_native()

    def ways(self, held: Answers, wanted: bool) -> tuple[Way, ...]:
        """Return every smallest way to `wanted`; none where no help brings it there."""
        found = [_way(way, held, self.leaves) for way in self.options[wanted]]
        open_ = [
            way
            for way in found
            if all(held.get(f"{leaf}__to_{said}", True) for leaf, said in way.turn)
        ]
        least = min((way.size for way in open_), default=None)
        return tuple(dict.fromkeys(way for way in open_ if way.size == least))

    @cached_property
    def options(self) -> dict[bool, Ways]:
        """Return the sets of leaves that make the outcome met, and unmet."""
        return {wanted: self.formula.ways(wanted) for wanted in (True, False)}

    def decide(self, held: Answers) -> bool | None:
        """Return what the outcome is where its leaves answer as `held` says."""
        for wanted in (True, False):
            for way in self.options[wanted]:
                if all(held[leaf] is said for leaf, said in way):
                    return wanted
        return None


def _way(way: frozenset[Literal], held: Answers, order: tuple[str, ...]) -> Way:
    open_ = sorted((one for one in way if held[one[0]] is not one[1]),
                   key=lambda one: order.index(one[0]))  # fmt: skip
    return Way(
        tuple(one for one in open_ if held[one[0]] is not None),
        tuple(one for one in open_ if held[one[0]] is None),
    )


def answered(done: Assessment, texts: Iterable[str]) -> pl.DataFrame:
    """Return `household_id` and what each line of the rule language answers.

    A rule's name is such a line.
    """
    frame = nw.from_native(done.households, eager_only=True)
    said = {text: done.program.term(text).low for text in texts}
    return frame.select("household_id", **said).to_native()


def smallest(done: Assessment, root: str) -> pl.DataFrame:
    """Return, for each household and other outcome, the smallest sets of leaves.

    Columns: `household_id`, `verdict`, `wanted` (a household that is undecided has a
    row for either), `turn` and `learn` (a list a way of the leaves that have to turn,
    and of those that have to be found out; all ways as small as each other), `size`
    (leaves of a way; null where no help brings the outcome there).
    """
    outcome = Outcome(done, root)
    held = outcome.answers()
    solved = pl.DataFrame(
        list(_solved(outcome, held)),
        schema=SCHEMA,
        orient="row",
    )
    rows = held.select("household_id", CODE)
    joined = rows.join(solved, on=CODE, how="left", maintain_order="left")
    return joined.drop(CODE).select("household_id", *list(solved.columns)[1:])


def _solved(outcome: Outcome, held: pl.DataFrame) -> Any:
    """Yield a row for each group of alike households and outcome that isn't theirs."""
    for row in held.unique(CODE).iter_rows(named=True):
        verdict = outcome.decide(row)
        for wanted in (True, False):
            if verdict is wanted:
                continue
            ways = outcome.ways(row, wanted)
            turn = [[leaf for leaf, _ in way.turn] for way in ways]
            learn = [[leaf for leaf, _ in way.learn] for way in ways]
            size = sum(ways[0].size) if ways else None
            yield row[CODE], verdict, wanted, turn, learn, size
