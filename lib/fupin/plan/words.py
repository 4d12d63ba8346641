"""What a rule's text names, without compiling it; and where it meets a threshold."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fupin.plan.parsing import parsed

if TYPE_CHECKING:
    from fupin.plan.model import Rule
    from fupin.plan.scenario import Scenario

IN_GROUP = ("any_in_group", "all_in_group")
# Over rows below: a threshold in there meets many facts of one row.
OVER_ROWS = (
    "every_member", "some_member", "count_members", "sum_households",
    "count_households",
)  # fmt: skip
# With the threshold at the right: does the answer turn at the fact itself (<=, >), or
# only just above it (<, >=)?
TURNS_AT = {ast.LtE: True, ast.Gt: True, ast.Lt: False, ast.GtE: False}


@dataclass(frozen=True)
class Crossing:
    """Where a rule compares something with a threshold.

    As the threshold rises the answer turns when it reaches `fact` (`is_closed`), or
    when it has passed it.
    """

    rule: str
    fact: str
    is_closed: bool


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names in a rule's text, and the groups it asks.

    A text that can't be parsed names nothing; the compiler says what is wrong with it.
    """
    try:
        nodes = list(ast.walk(parsed(text)))
    except SyntaxError:
        return frozenset(), frozenset()
    names, groups = set(), set()
    for node in nodes:
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            groups.add(node.value)
    return frozenset(names), frozenset(groups if names & set(IN_GROUP) else ())


def rests_on(scenario: Scenario, rule: Rule) -> tuple[str, ...]:
    """Return the rules that a rule's text names, itself or by their group, sorted."""
    found = set[str]()
    for text in (rule.when, rule.applies):
        names, groups = words(text)
        found |= names & scenario.rules.keys()
        if groups:
            found |= {r.id for r in scenario.rules.values() if r.group in groups}
    return tuple(sorted(found))


def under(scenario: Scenario, root: str) -> tuple[str, ...]:
    """Return `root` and every rule it rests on, nearest first."""
    found = [root]
    for name in found:
        found += [r for r in rests_on(scenario, scenario.rules[name]) if r not in found]
    return tuple(found)


def thresholds(scenario: Scenario, root: str) -> tuple[str, ...]:
    """Return the parameters that decide `root`, in the plan's order."""
    rules = [scenario.rules[name] for name in under(scenario, root)]
    named = {n for r in rules for t in (r.when, r.applies) for n in words(t)[0]}
    return tuple(name for name in scenario.plan.parameters if name in named)


def crossings(
    scenario: Scenario, root: str, parameter: str
) -> tuple[Crossing, ...] | None:
    """Return where the rules under `root` compare a fact of the row with `parameter`.

    None where one uses it in any other way: over members, in a sum, in a function.
    """
    found = set[Crossing]()
    for name in under(scenario, root):
        rule = scenario.rules[name]
        for text in (rule.when, rule.applies):
            if parameter not in words(text)[0]:
                continue
            here = _in_text(name, text, parameter)
            if here is None:
                return None
            found |= here
    return tuple(sorted(found, key=lambda c: (c.rule, c.fact)))


def _in_text(rule: str, text: str, parameter: str) -> set[Crossing] | None:
    tree = parsed(text)
    uses = sum(_is(node, parameter) for node in ast.walk(tree))
    found = []
    for node in ast.walk(tree):
        if _is_over_rows(node) and any(_is(n, parameter) for n in ast.walk(node)):
            return None
        if isinstance(node, ast.Compare):
            found += _pairs(rule, node, parameter)
    return set(found) if len(found) == uses else None


def _pairs(rule: str, node: ast.Compare, parameter: str) -> list[Crossing]:
    found, left = [], node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        if type(op) in TURNS_AT and (_is(right, parameter) or _is(left, parameter)):
            is_right = _is(right, parameter)
            fact = ast.unparse(left if is_right else right)
            closed = TURNS_AT[type(op)]
            # a < line turns past a; line < a turns at a.
            found.append(Crossing(rule, fact, closed if is_right else not closed))
        left = right
    return found


def _is(node: ast.AST, parameter: str) -> bool:
    return isinstance(node, ast.Name) and node.id == parameter


def _is_over_rows(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in OVER_ROWS
    )
