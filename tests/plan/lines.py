"""Where a rule compares with something, and which cases stand exactly on that line.

The comparisons of a rule's text are worked out in plain Python from a case's own
facts, members and households: nothing of the compiler is asked.
"""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fupin.plan import Plan, Rule
    from tests.plan.cases import Case

OVER_ROWS = {
    "every_member", "some_member", "count_members", "count_households",
    "sum_households",
}  # fmt: skip
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}  # fmt: skip
COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A place where a rule compares: the text, and whether rows below are asked."""

    rule: str
    text: str
    is_below: bool

    @cached_property
    def node(self) -> ast.expr:
        return ast.parse(self.text, mode="eval").body

    @property
    def words(self) -> set[str]:
        return {n.id for n in ast.walk(self.node) if isinstance(n, ast.Name)}


def lines(rule: Rule) -> Iterator[Line]:
    """Yield each ordered comparison of the rule, and each span of years."""
    for text in filter(None, (rule.when, rule.applies)):
        yield from _lines(rule.id, ast.parse(text.strip(), mode="eval").body, False)


def _lines(rule: str, node: ast.AST, is_below: bool) -> Iterator[Line]:
    if isinstance(node, ast.Compare):
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ORDER):
                pair = ast.Compare(left, [op], [right])
                yield Line(rule, ast.unparse(pair), is_below)
            left = right
    if _called(node) == "within_years":
        yield Line(rule, ast.unparse(node), is_below)
    for child in ast.iter_child_nodes(node):
        yield from _lines(rule, child, is_below or _called(node) in OVER_ROWS)


def _called(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return ""


def parameters(plan: Plan, rule: Rule) -> set[str]:
    """Return the parameters that the rule's own text names."""
    trees = (ast.walk(ast.parse(t.strip())) for t in (rule.when, rule.applies) if t)
    names = {n.id for tree in trees for n in tree if isinstance(n, ast.Name)}
    return names & plan.parameters.keys()


def is_on(line: Line, case: Case, plan: Plan) -> bool:
    """Say whether a row of the case has both sides of the comparison alike."""
    plan = case.of(plan)
    rows = [*case.members, *case.households] if line.is_below else [case.given]
    return any(_alike(line.node, _Row(case, plan, row)) for row in rows)


def _alike(node: ast.expr, row: _Row) -> bool:
    if isinstance(node, ast.Call):
        on, years = (row.value(arg) for arg in node.args)
        return on is not None and on == date(
            row.case.on.year - int(years), row.case.on.month, row.case.on.day
        )
    assert isinstance(node, ast.Compare)
    one, other = row.value(node.left), row.value(node.comparators[0])
    return one is not None and one == other


@dataclass(frozen=True)
class _Row:
    """The words of a row: its own facts, the case's rules, the plan's parameters."""

    case: Case
    plan: Plan
    row: dict[str, Any]

    def value(self, node: ast.expr) -> Any:
        """Return what an expression is worth; None where the case doesn't say."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self._named(name)
            case ast.BinOp(op=op, left=left, right=right):
                return _applied(
                    ARITHMETIC[type(op)], self.value(left), self.value(right)
                )
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                compared = COMPARED[type(op)]
                return _applied(compared, self.value(left), self.value(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _applied(lambda one, _: not one, self.value(operand), 0)
            case ast.BoolOp(op=op, values=values):
                said = [self.value(value) for value in values]
                if isinstance(op, ast.And):
                    return False if False in said else None if None in said else True
                return True if True in said else None if None in said else False
            case ast.Call(args=[amount, asked]) if _called(node) == "sum_households":
                return self._sum(amount, asked)
        raise AssertionError(ast.unparse(node))

    def _named(self, name: str) -> Any:
        if name in self.row:
            return self.row[name]
        if name in self.case.parameters:
            return self.case.parameters[name]
        parameter = self.plan.parameters.get(name)
        if parameter is None:
            return self.case.rules.get(name, self.case.given.get(name))
        by = parameter.dated_by
        on = self.case.given.get(by, self.case.on) if by else self.case.on
        entry = parameter.on(on) if on is not None else None
        return None if entry is None else entry.value

    def _sum(self, amount: ast.expr, asked: ast.expr) -> Any:
        total = 0
        for household in self.case.households:
            row = _Row(self.case, self.plan, household)
            counts = row.value(asked)
            if counts is None or (counts and row.value(amount) is None):
                return None
            total += row.value(amount) if counts else 0
        return total


def _applied(work: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    return None if one is None or other is None else work(one, other)
