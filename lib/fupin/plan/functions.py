"""The named functions of the rule language; each reads its arguments through `read`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import narwhals as nw

from fupin.plan import terms
from fupin.plan.scope import of_type, refused
from fupin.plan.terms import condition

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import TypeAlias

    from fupin.plan.scope import Scope
    from fupin.plan.terms import Term

    Read: TypeAlias = Callable[[ast.expr, Scope], Term]


def _either(args: list[ast.expr], scope: Scope, read: Read) -> Term:
    asked = (of_type(read(arg, scope), "bool", scope, arg) for arg in args)
    return condition(terms.either(*(term.low for term in asked)))


def _least(args: list[ast.expr], scope: Scope, read: Read) -> Term:
    return terms.least(*(read(arg, scope) for arg in args))


def _within_years(args: list[ast.expr], scope: Scope, read: Read) -> Term:
    """Say whether a date lies in the last n years up to the as-of date."""
    on = of_type(read(args[0], scope), "date", scope, args[0])
    years = read(args[1], scope)
    if not years.is_literal:
        raise refused(
            args[1],
            scope,
            "年数不是定数",
            "the number of years is not fixed",
            "请写一个数或一个参数",
            "write a number or a parameter",
        )
    if years.literal is None:
        return condition(terms.UNKNOWN)
    first = _years_before(scope.day, int(years.literal))
    return condition((on.low >= nw.lit(first)) & (on.low <= nw.lit(scope.day)))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _in_group(args: list[ast.expr], scope: Scope, *, every: bool) -> Term:
    match args[0]:
        case ast.Constant(value=str(name)) if scope.groups.get(name):
            rules = scope.groups[name]
        case _:
            raise refused(
                args[0],
                scope,
                "没有这组规则",
                "there is no such group of rules",
                f"可用：{'、'.join(scope.groups)}",
                f"there are: {', '.join(scope.groups)}",
            )
    joined = nw.col(rules[0])
    for rule in rules:
        scope.note("rules", rule)
        joined = joined & nw.col(rule) if every else joined | nw.col(rule)
    return condition(joined)


# Name: how many arguments, and what it makes of them.
FUNCTIONS: dict[str, tuple[int, Callable[[list[ast.expr], Scope, Read], Term]]] = {
    "either": (3, _either),
    "least": (2, _least),
    "within_years": (2, _within_years),
    "any_in_group": (1, lambda args, scope, _: _in_group(args, scope, every=False)),
    "all_in_group": (1, lambda args, scope, _: _in_group(args, scope, every=True)),
}
