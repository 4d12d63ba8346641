"""How far a clause is from turning: the smallest change of a fact or a parameter.

A clause's text is a tree of single conditions; each condition that has to turn says
which fact, from what to what, and for a number how much is lacking.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from fupin.plan import formula
from fupin.plan.parsing import parsed
from fupin.tables import facts_of
from fupin.why.able import is_fixed, over_members
from fupin.why.change import Outcome, answered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fupin.assess import Assessment
    from fupin.plan.formula import Formula, Literal, Ways
    from fupin.schema import Column
    from fupin.why.change import Way

SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==",
    ast.NotEq: "!=", ast.In: "==", ast.NotIn: "!=",
}  # fmt: skip
OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "==",
            "within": "not within"}  # fmt: skip
MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True)
class Turn:
    """One change: a fact that has to be something else, or has to be found out.

    `sign` and `to` say what has to hold of the fact (">=", 7365; "==", "accepted" or
    "C"; "within" the last 3 years). `gap` is how much is lacking of a number (negative:
    too much; the bound itself isn't enough where the sign is "<" or ">"). `parameter`
    would turn the clause as well, at `parameter_to`. `people` are the members
    concerned, by id; none where any one of them will do. What the reader may not see
    is None and `is_hidden`.
    """

    clause: str
    column: Column
    is_unknown: bool
    sign: str = "=="
    to: tuple[Any, ...] = ()
    now: Any = None
    gap: float | None = None
    parameter: str = ""
    parameter_to: float | None = None
    people: tuple[str, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class Flip:
    """What would make a household's outcome `wanted`: ways as small as each other."""

    household_id: str
    root: str
    wanted: bool
    ways: tuple[tuple[Turn, ...], ...]


@dataclass(frozen=True)
class Condition:
    """A single condition, taken apart: its fact, its sign, and what it is held to."""

    text: str
    column: Column
    sign: str = "=="
    to: tuple[Any, ...] = ()
    # The other side of a comparison of numbers, and the parameter that it is.
    other: str = ""
    parameter: str = ""
    # For a condition over members: the function, and what it asks of each.
    over: str = ""
    inner: str = ""


def read_condition(text: str, grain: str = "household") -> Condition | None:
    """Take a single condition apart; None where it names no fact (a switch)."""
    node = parsed(text)
    facts = facts_of(grain)
    over = over_members(text)
    if over is not None:
        column = facts_of("member")[_asked_fact(over[1])]
        return Condition(text, column, over=over[0], inner=over[1])
    match node:
        case ast.Name(id=name) if name in facts:
            return Condition(text, facts[name], to=(True,))
        case ast.Call(func=ast.Name(id="within_years"), args=[ast.Name(id=on), years]):
            return Condition(text, facts[on], "within", other=ast.unparse(years))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return _compared(text, left, SIGNS[type(sign)], right, facts)
    named = [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and n.id in facts]
    return Condition(text, facts[named[0]], to=(True,)) if named else None


def _compared(
    text: str, left: ast.expr, sign: str, right: ast.expr, facts: dict[str, Column]
) -> Condition | None:
    if not (isinstance(left, ast.Name) and left.id in facts):
        left, right, sign = right, left, MIRRORED.get(sign, sign)
    if not (isinstance(left, ast.Name) and left.id in facts):
        return None
    column = facts[left.id]
    if column.kind in ("int", "number"):
        parameter = right.id if isinstance(right, ast.Name) else ""
        is_parameter = parameter not in facts
        return Condition(text, column, sign, other=ast.unparse(right),
                         parameter=parameter if is_parameter else "")  # fmt: skip
    held = ast.literal_eval(right)
    return Condition(text, column, sign, (held,) if isinstance(held, str) else (*held,))


def _asked_fact(text: str) -> str:
    """Return the fact of a member that would have to change: the first not fixed."""
    facts = facts_of("member")
    names = [n.id for n in ast.walk(parsed(text))
             if isinstance(n, ast.Name) and n.id in facts]  # fmt: skip
    return next((name for name in names if not facts[name].is_fixed), names[0])


def flips(
    done: Assessment, root: str, households: Sequence[str] | None = None
) -> Iterator[Flip]:
    """Yield, for each household and other outcome, the smallest changes of facts.

    `households` are ids (None: all). A household whose outcome no help turns has a
    flip without ways.
    """
    if households is not None:
        kept = done.households.filter(pl.col("household_id").is_in(list(households)))
        done = _with(done, kept)
    outcome = Outcome(done, root)
    clauses = {leaf: _Clause(done, leaf, outcome.text(leaf)) for leaf in outcome.leaves}
    solved: dict[tuple[Any, bool], tuple[Way, ...]] = {}
    rows = outcome.answers().iter_rows(named=True)
    for place, row in enumerate(rows):
        verdict = outcome.decide(row)
        for wanted in (True, False):
            if verdict is wanted:
                continue
            key = tuple(row[leaf] for leaf in outcome.leaves), wanted
            if key not in solved:
                solved[key] = outcome.ways(row, wanted)
            ways = tuple(_turns(way, clauses, place) for way in solved[key])
            yield Flip(row["household_id"], root, wanted, ways)


def _with(done: Assessment, households: pl.DataFrame) -> Assessment:
    """Return the assessment with only these rows of households and their members."""
    members = done.members.join(households, on="household_id", how="semi")
    return replace(done, households=households, members=members)


def _turns(way: Way, clauses: dict[str, _Clause], place: int) -> tuple[Turn, ...]:
    asked = (*way.turn, *way.learn)
    return tuple(turn for leaf, said in asked
                 for turn in clauses[leaf].turns(place, said))  # fmt: skip


class _Clause:
    """One clause for every household: its conditions and what they rest on, by place.

    Nothing is worked out before a household asks.
    """

    def __init__(self, done: Assessment, name: str, text: str) -> None:
        self.done, self.name, self.text = done, name, text

    @cached_property
    def formula(self) -> Formula:
        return formula.conditions(self.text)

    @cached_property
    def conditions(self) -> dict[str, Condition | None]:
        return {text: read_condition(text) for text in self.formula.leaves()}

    @cached_property
    def fixed(self) -> dict[str, bool]:
        return {text: is_fixed(text) for text in self.conditions}

    @cached_property
    def ways(self) -> dict[bool, Ways]:
        return {wanted: self.formula.ways(wanted) for wanted in (True, False)}

    @cached_property
    def answers(self) -> list[dict[str, Any]]:
        frame = answered(self.done, tuple(self.conditions))
        return frame.select(*self.conditions).to_dicts()

    def turns(self, place: int, wanted: bool) -> tuple[Turn, ...]:
        """Return the fewest changes that make the clause `wanted`."""
        held = self.answers[place]
        open_ = [
            [one for one in way if held[one[0]] is not one[1]]
            for way in self.ways[wanted]
        ]
        least = min(open_, key=lambda way: self._cost(way, held), default=[])
        found = (self._turn(place, text, said) for text, said in sorted(least))
        return tuple(turn for turn in found if turn is not None)

    def _cost(self, way: list[Literal], held: dict[str, Any]) -> tuple[int, ...]:
        turned = [text for text, _ in way if held[text] is not None]
        stuck = sum(self.fixed[text] for text in turned)
        return stuck, len(turned), len(way)

    def _turn(self, place: int, text: str, wanted: bool) -> Turn | None:
        condition = self.conditions[text]
        if condition is None:
            return None
        is_unknown = self.answers[place][text] is None
        if condition.over:
            return self._of_members(place, condition, wanted, is_unknown)
        sign = condition.sign if wanted else OPPOSITE[condition.sign]
        column, hidden = condition.column, not self.done.reader.sees(condition.column)
        now = None if hidden else self.values(column.name)[place]
        turn = Turn(self.name, column, is_unknown, sign, condition.to, now,
                    parameter=condition.parameter, is_hidden=hidden)  # fmt: skip
        if not condition.other:
            return turn
        bound = self.values(condition.other)[place]
        if now is None or bound is None or column.kind == "date":
            return replace(turn, to=() if bound is None else (bound,))
        return replace(turn, to=(bound,), gap=bound - now,
                       parameter_to=now if condition.parameter else None)  # fmt: skip

    def _of_members(
        self, place: int, condition: Condition, wanted: bool, is_unknown: bool
    ) -> Turn:
        """Return the members who stand in the way; nobody named where one will do."""
        asks_all = (condition.over == "every_member") == wanted
        household = self.values("household_id")[place]
        answers = self.members(condition.inner).get(household, ())
        people = tuple(id_ for id_, said in answers if said is not wanted)
        column = condition.column
        if asks_all and not people:
            return self._of_roll(place)
        inner = read_condition_of(condition.inner, column)
        sign = inner.sign if wanted else OPPOSITE[inner.sign]
        return Turn(self.name, column, is_unknown, sign, inner.to,
                    people=people if asks_all else (),
                    is_hidden=not self.done.reader.sees(column))  # fmt: skip

    def _of_roll(self, place: int) -> Turn:
        """Everybody who has a row answers as wanted: somebody has none yet."""
        held, due = (self.values(n)[place] for n in ("members_count", "persons_count"))
        column = facts_of("household")["members_count"]
        return Turn(self.name, column, is_unknown=True, to=(due,), now=held,
                    gap=due - held)  # fmt: skip

    def values(self, text: str) -> list[Any]:
        """Return what a fact, or a line of the rule language, is for each place."""
        if text not in self._values:
            frame = nw.from_native(self.done.households, eager_only=True)
            expr = self.done.program.term(text).low
            self._values[text] = frame.with_columns(said=expr)["said"].to_list()
        return self._values[text]

    @cached_property
    def _values(self) -> dict[str, list[Any]]:
        frame = self.done.households
        names = [c.column.name for c in self.conditions.values() if c and not c.over]
        return {n: frame[n].to_list() for n in ("household_id", *names)}

    @cache  # noqa: B019 a clause lives as long as one call of `flips`
    def members(self, inner: str) -> dict[str, list[tuple[str, bool | None]]]:
        """Return each household's members with what each answers."""
        frame = nw.from_native(self.done.members, eager_only=True)
        said = self.done.program.term(inner, "member").low
        rows = frame.select("household_id", "person_id", said=said).sort("person_id")
        found: dict[str, list[tuple[str, bool | None]]] = {}
        for household, person, answer in rows.iter_rows():
            found.setdefault(household, []).append((person, answer))
        return found


def read_condition_of(text: str, column: Column) -> Condition:
    """Return the single condition of `text` that is about `column`."""
    parts = (read_condition(one, "member") for one in formula.conditions(text).leaves())
    return next(one for one in parts if one is not None and one.column is column)
