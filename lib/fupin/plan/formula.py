"""A rule's text as a tree of conditions, and every smallest set that decides it.

The tree's leaves are rules that rest on facts alone, or single conditions on facts.
The sets don't depend on a household: they are worked out once for a rule.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import narwhals as nw

from fupin.plan.parsing import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from fupin.plan.compiler import Program

    # A leaf and the answer it has to give.
    Literal: TypeAlias = tuple[str, bool]
    Ways: TypeAlias = tuple[frozenset[Literal], ...]

AND, OR, NOT, LEAF = "and", "or", "not", "leaf"


@dataclass(frozen=True)
class Formula:
    """And, or, not over leaves; a leaf is named by its rule, or by its own text."""

    kind: str
    parts: tuple[Formula, ...] = ()
    name: str = ""

    def leaves(self) -> tuple[str, ...]:
        """Return the names of the leaves, each once, in the order of the text."""
        if self.kind == LEAF:
            return (self.name,)
        return tuple(dict.fromkeys(n for part in self.parts for n in part.leaves()))

    def ways(self, wanted: bool) -> Ways:
        """Return every smallest set of leaves with answers that makes it `wanted`.

        A three-valued reading of the rule answers `wanted` just where all leaves of
        one of the sets answer as the set says.
        """
        if self.kind == LEAF:
            return (frozenset({(self.name, wanted)}),)
        if self.kind == NOT:
            return self.parts[0].ways(not wanted)
        found = [part.ways(wanted) for part in self.parts]
        if (self.kind == AND) == wanted:
            return _smallest(_joined(found))
        return _smallest(way for ways in found for way in ways)


def deciding(formula: Formula, held: Mapping[str, bool | None]) -> frozenset[str]:
    """Return the unknown leaves that could decide an undecided formula.

    Those in a smallest set of answers that would; of the others no answer matters.
    """
    found: set[str] = set()
    for wanted in (True, False):
        open_ = (
            frozenset((leaf, said) for leaf, said in way if held[leaf] is None)
            for way in formula.ways(wanted)
            if all(held[leaf] in (None, said) for leaf, said in way)
        )
        found.update(leaf for way in _smallest(open_) for leaf, _ in way)
    return frozenset(found)


def code(leaves: Iterable[str]) -> nw.Expr:
    """Return one number for all answers of columns of three answers.

    Two rows have the same number just where all their answers are the same.
    """
    number = nw.lit(0)
    for leaf in leaves:
        no = nw.when(~nw.col(leaf)).then(nw.lit(0)).otherwise(nw.lit(1))
        number = number * 3 + nw.when(nw.col(leaf)).then(nw.lit(2)).otherwise(no)
    return number


def _joined(found: list[Ways]) -> Iterable[frozenset[Literal]]:
    """Return one way of each part together, unless they contradict each other.

    Part by part, since what is no smallest set of some parts is none of all.
    """
    held: Ways = (frozenset(),)
    for ways in found:
        joined = (one | other for one, other in product(held, ways))
        held = _smallest(way for way in joined if _agrees(way))
    return held


def _agrees(way: frozenset[Literal]) -> bool:
    return not any((name, not said) in way for name, said in way)


def _smallest(ways: Iterable[frozenset[Literal]]) -> Ways:
    """Leave out each way that holds another one."""
    kept: list[frozenset[Literal]] = []
    for way in sorted(set(ways), key=lambda way: (len(way), sorted(way))):
        if not any(other <= way for other in kept):
            kept.append(way)
    return tuple(kept)


def over_rules(program: Program, root: str) -> Formula:
    """Return `root` down to the rules that rest on facts alone, and bare conditions."""
    uses = {**program.household.uses, **program.village.uses}
    return _read(program, root, lambda rule: bool(uses[rule].rules))


def over_facts(program: Program, root: str) -> Formula:
    """Return `root` down to single conditions on facts."""
    return _read(program, root, lambda _: True)


def conditions(text: str) -> Formula:
    """Return a line of the rule language as a tree of its single conditions."""
    return _Reader({}, {}, lambda _: False).of(_parsed(text))


def _read(program: Program, root: str, opens: Callable[[str], bool]) -> Formula:
    rules = program.scenario.plan.rules
    active = {name: rule.when for name, rule in rules.items()
              if rule.is_active(program.day)}  # fmt: skip
    groups: dict[str, list[str]] = {}
    for rule in sorted(rules.values(), key=lambda rule: rule.order):
        if rule.id in active:
            groups.setdefault(rule.group, []).append(rule.id)
    return _Reader(active, groups, opens).of(_parsed(active[root]))


def _parsed(text: str) -> ast.expr:
    return parsed(text)


@dataclass(frozen=True)
class _Reader:
    """Reads the text of rules; `opens` says of which rules the text is read too."""

    texts: dict[str, str]
    groups: dict[str, list[str]]
    opens: Callable[[str], bool]

    def of(self, node: ast.expr) -> Formula:
        match node:
            case ast.BoolOp(op=op, values=values):
                kind = AND if isinstance(op, ast.And) else OR
                return Formula(kind, tuple(self.of(value) for value in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Formula(NOT, (self.of(operand),))
            case ast.Call(func=ast.Name(id="either"), args=[chosen, yes, no]):
                return _either(*(self.of(part) for part in (chosen, yes, no)))
            case ast.Call(func=ast.Name(id="any_in_group"), args=[group]):
                return self._group(OR, group)
            case ast.Call(func=ast.Name(id="all_in_group"), args=[group]):
                return self._group(AND, group)
            case ast.Name(id=name):
                return self._named(name)
        return Formula(LEAF, name=ast.unparse(node))

    def _named(self, name: str) -> Formula:
        if name in self.texts and self.opens(name):
            return self.of(_parsed(self.texts[name]))
        return Formula(LEAF, name=name)

    def _group(self, kind: str, group: ast.expr) -> Formula:
        names = self.groups[ast.literal_eval(group)]
        return Formula(kind, tuple(self._named(name) for name in names))


def _either(chosen: Formula, yes: Formula, no: Formula) -> Formula:
    otherwise = Formula(NOT, (chosen,))
    ways = ((chosen, yes), (otherwise, no), (yes, no))
    return Formula(OR, tuple(Formula(AND, way) for way in ways))
