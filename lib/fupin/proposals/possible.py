"""Whether a rule can be met at all, or unmet; and what it may divide by.

A rule's smallest deciding sets of conditions are looked at one by one: a set is
impossible where its conditions on one fact leave that fact no value.
"""

from __future__ import annotations

import ast
import operator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fupin.codes import CODES
from fupin.errors import ProposalError
from fupin.plan import formula
from fupin.plan.parsing import parsed
from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.plan import Plan, Program, Rule
    from fupin.schema import Column

COMPARED: dict[type[ast.cmpop], Any] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.In: lambda one, many: one in many, ast.NotIn: lambda one, many: one not in many,
}  # fmt: skip
SUMS: dict[type[ast.operator], Any] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
}  # fmt: skip
ABOVE = (ast.Gt, ast.GtE, ast.NotEq)
NEAR = 0.001
# More leaves than any rule of the plan has; the sets would be too many to look at.
MOST_LEAVES = 24


def refuse_dead(rule: Rule, program: Program) -> None:
    """Refuse a rule that no household can meet, or that every household meets."""
    tree = formula.over_facts(program, rule.id)
    if len(tree.leaves()) > MOST_LEAVES:
        return
    known = {
        name: value.value
        for name, one in program.scenario.plan.parameters.items()
        if not one.dated_by and (value := one.on(program.day)) is not None
    }
    looked = _Looked(known, facts_of(rule.per))
    if not any(looked.is_possible(way) for way in tree.ways(True)):
        raise ProposalError(
            f"{rule.where}：“{rule.when}”自相矛盾，永远不会成立。"
            "请看 and 两边是否互相排斥",
            f"{rule.where}: {rule.when!r} contradicts itself and can never be true. "
            "See whether what stands around `and` excludes each other.",
        )
    if not any(looked.is_possible(way) for way in tree.ways(False)):
        raise ProposalError(
            f"{rule.where}：“{rule.when}”永远成立，分不出任何一户。"
            "请看 or 两边是否互补",
            f"{rule.where}: {rule.when!r} is always true and tells nobody apart. See "
            "whether what stands around `or` leaves nothing out.",
        )


def refuse_division(rule: Rule, plan: Plan) -> None:
    """Refuse to divide by what may be zero, unless the rule says that it is not."""
    for text in (rule.when, rule.applies):
        nodes = list(ast.walk(parsed(text.strip() or "True")))
        for node in nodes:
            if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
                continue
            by = ast.unparse(node.right)
            if _is_never_zero(node.right, rule, plan) or _is_guarded(by, nodes):
                continue
            at = node.right.col_offset + 1
            if isinstance(node.right, ast.Constant):
                raise ProposalError(
                    f"{rule.where}:{at}：除以 0，没有结果。请改除数",
                    f"{rule.where}:{at}: divides by 0: no result. Change the divisor.",
                )
            raise ProposalError(
                f"{rule.where}:{at}：除以“{by}”，它可能是 0（没有这样的人时没有结果）。"
                f"请改写成乘法，或加上 {by} > 0 and …",
                f"{rule.where}:{at}: divides by {by!r}, which may be 0 (no such "
                f"persons: no result). Multiply instead, or write {by} > 0 and ...",
            )


def _is_never_zero(node: ast.expr, rule: Rule, plan: Plan) -> bool:
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if not isinstance(node, ast.Name):
        return False
    column, parameter = facts_of(rule.per).get(node.id), plan.parameters.get(node.id)
    if column is not None:
        return column.between is not None and column.between[0] > 0
    if parameter is not None:
        return bool(parameter.values) and all(v.value for v in parameter.values)
    return False


def _is_guarded(by: str, nodes: list[ast.AST]) -> bool:
    return any(
        isinstance(node, ast.Compare)
        and ast.unparse(node.left) == by
        and isinstance(node.ops[0], ABOVE)
        and isinstance(node.comparators[0], ast.Constant)
        and (isinstance(node.ops[0], ast.Gt | ast.NotEq) or node.comparators[0].value)
        for node in nodes
    )


class _Looked:
    """Looks at sets of conditions, with the plan's values of the day."""

    def __init__(self, known: dict[str, Any], facts: dict[str, Column]) -> None:
        self.known, self.facts = known, facts

    def is_possible(self, way: Iterable[tuple[str, bool]]) -> bool:
        """Say whether each fact has a value with which its conditions hold together."""
        by_fact: dict[str, list[tuple[ast.Compare, bool]]] = {}
        for text, wanted in way:
            node = parsed(text)
            fact = self._fact(node)
            if fact is not None and isinstance(node, ast.Compare):
                by_fact.setdefault(fact, []).append((node, wanted))
        return all(self._has_value(fact, said) for fact, said in by_fact.items())

    def _fact(self, node: ast.expr) -> str | None:
        """Return the one fact that a comparison is about; None leaves it free."""
        plain = (ast.Compare, ast.Name, ast.Constant, ast.List, ast.Tuple, ast.BinOp,
                 ast.cmpop, ast.operator, ast.expr_context)  # fmt: skip
        nodes = list(ast.walk(node))
        names = {n.id for n in nodes if isinstance(n, ast.Name)} - self.known.keys()
        if len(names) != 1 or not all(isinstance(n, plain) for n in nodes):
            return None
        (name,) = names
        sums = [n for n in nodes if isinstance(n, ast.BinOp)]
        within = [n for one in sums for n in ast.walk(one) if isinstance(n, ast.Name)]
        # Arithmetic with the fact itself may turn at a figure that stands nowhere.
        if any(n.id == name for n in within) or any(
            type(n.op) not in SUMS for n in sums
        ):
            return None
        column = self.facts.get(name)
        return name if column is not None and column.kind != "date" else None

    def _has_value(self, fact: str, said: list[tuple[ast.Compare, bool]]) -> bool:
        return any(
            all(_holds(node, self.known | {fact: value}) == wanted
                for node, wanted in said)
            for value in self._values(fact, [node for node, _ in said])
        )  # fmt: skip

    def _values(self, fact: str, nodes: list[ast.Compare]) -> Iterable[Any]:
        """Return every value of a fact at which an answer may turn."""
        column = self.facts[fact]
        if column.codes:
            return [code.name for code in CODES[column.codes]]
        if column.kind == "bool":
            return [True, False]
        sides = [side for node in nodes for side in (node.left, *node.comparators)
                 if not (isinstance(side, ast.Name) and side.id == fact)]  # fmt: skip
        said = [_value(side, self.known) for side in sides]
        marks = sorted(
            {m for one in said for m in (one if isinstance(one, list) else [one])}
        )
        low, high = column.between or (marks[0] - 1, marks[-1] + 1)
        values = {low, high, *marks, *(sum(pair) / 2 for pair in pairwise(marks))}
        values |= {mark + step for mark in marks for step in (-1, -NEAR, NEAR, 1)}
        inside = [value for value in values if low <= value <= high]
        return [v for v in inside if column.kind != "int" or float(v).is_integer()]


def _holds(node: ast.Compare, known: dict[str, Any]) -> bool:
    left = _value(node.left, known)
    for op, part in zip(node.ops, node.comparators, strict=True):
        right = _value(part, known)
        if not COMPARED[type(op)](left, right):
            return False
        left = right
    return True


def _value(node: ast.expr, known: dict[str, Any]) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return known[name]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [_value(part, known) for part in parts]
        case ast.BinOp(op=op, left=left, right=right):
            return SUMS[type(op)](_value(left, known), _value(right, known))
    raise ValueError(ast.unparse(node))
