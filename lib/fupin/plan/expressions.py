"""The rule compiler: a line of text becomes a Narwhals expression with three answers.

A whitelist over Python's `ast`: and, or, not, chained comparison, + - * /,
`in [...]` and a few named functions; everything else is refused with its place.
"""

from __future__ import annotations

import ast
from typing import Any

import narwhals as nw

from fupin.codes import CODES
from fupin.plan import aggregates, terms
from fupin.plan.functions import FUNCTIONS
from fupin.plan.parsing import tree_of
from fupin.plan.scope import TYPES, Scope, closest, closest_zh, of_type, refused
from fupin.plan.terms import Term, condition

SIGNS: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==",
    ast.NotEq: "!=", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
OVER_MEMBERS = ("every_member", "some_member", "count_members")
OVER_HOUSEHOLDS = ("sum_households", "count_households")


def compile_text(text: str, scope: Scope) -> Term:
    """Turn `text` into a term of `scope`; `scope.used` then tells what it rests on.

    Raises RuleError with the file, the place in the text, and the cure.
    """
    return _term(tree_of(text, scope.where), scope)


def compile_condition(text: str, scope: Scope) -> Term:
    """Turn `text` into a condition; refuse a number or a word."""
    tree = tree_of(text, scope.where)
    return of_type(_term(tree, scope), "bool", scope, tree)


def _term(node: ast.expr, scope: Scope) -> Term:
    match node:
        case ast.BoolOp(op=op, values=values):
            return _junction(op, values, scope)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return condition(~_condition(operand, scope))
        case ast.Compare():
            return _comparison(node, scope)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in SIGNS:
            return _arithmetic(SIGNS[type(op)], left, right, scope)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return _call(name, args, scope, node)
        case ast.Name(id=name):
            return _name(name, scope, node)
        case ast.Constant(value=value):
            return _constant(value, scope, node)
    raise refused(
        node,
        scope,
        f"不能用 {type(node).__name__}",
        f"{type(node).__name__} is not allowed",
        "只可用 and、or、not、比较、加减乘除、in […] 和约定的函数",
        "use and, or, not, comparisons, + - * /, in [...] and the named functions",
    )


def _junction(op: ast.boolop, values: list[ast.expr], scope: Scope) -> Term:
    parts = [_condition(value, scope) for value in values]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined & part if isinstance(op, ast.And) else joined | part
    return condition(joined)


def _comparison(node: ast.Compare, scope: Scope) -> Term:
    left, parts = node.left, []
    for op, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn):
            found = _membership(left, right, scope)
            parts.append(~found if isinstance(op, ast.NotIn) else found)
        elif type(op) in SIGNS:
            parts.append(_pair(SIGNS[type(op)], left, right, scope))
        else:
            raise refused(
                node,
                scope,
                "不能用 is 比较",
                "'is' is not allowed",
                "请写 ==",
                "write ==",
            )
        left = right
    joined = parts[0]
    for part in parts[1:]:
        joined = joined & part
    return condition(joined)


def _pair(sign: str, left: ast.expr, right: ast.expr, scope: Scope) -> nw.Expr:
    one, other = _term(left, scope), _term(right, scope)
    if one.type != other.type or (one.type == "text" and sign not in ("==", "!=")):
        raise refused(
            left,
            scope,
            f"拿 {ast.unparse(left)}（{one.type}）和 "
            f"{ast.unparse(right)}（{other.type}）比",
            f"compares {ast.unparse(left)} ({one.type}) with {ast.unparse(right)} "
            f"({other.type})",
            "两边须是同一类",
            "both sides must be of one type",
        )
    _no_range(other, right, scope)
    _check_code(one, other, right, scope)
    return terms.compare(sign, one, other)


def _no_range(term: Term, node: ast.expr, scope: Scope) -> None:
    """Refuse a sum over rows on the right: its two ends are told apart on the left."""
    if term.is_range:
        raise refused(
            node,
            scope,
            "汇总数写在了右边",
            "a count of rows stands on the right",
            "请把汇总数写在左边",
            "write the count on the left",
        )


def _membership(left: ast.expr, right: ast.expr, scope: Scope) -> nw.Expr:
    if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
        raise refused(
            right,
            scope,
            "in 后面不是列表",
            "'in' is not followed by a list",
            '请写成 in ["C", "D"]',
            'write in ["C", "D"]',
        )
    # Not is_in(): it answers "no" for a missing value on pandas.
    found = [_pair("==", left, option, scope) for option in right.elts]
    joined = found[0]
    for one in found[1:]:
        joined = joined | one
    return joined


def _arithmetic(sign: str, left: ast.expr, right: ast.expr, scope: Scope) -> Term:
    one = of_type(_term(left, scope), "number", scope, left)
    other = of_type(_term(right, scope), "number", scope, right)
    _no_range(other, right, scope)
    return terms.arithmetic(sign, one, other)


def _call(name: str, args: list[ast.expr], scope: Scope, node: ast.expr) -> Term:
    if name in OVER_MEMBERS and scope.grain == "household":
        return _over_members(name, args, scope, node)
    if name in OVER_HOUSEHOLDS and scope.grain == "village":
        return _over_households(name, args, scope, node)
    called = FUNCTIONS.get(name)
    if called is None or len(args) != called[0]:
        raise refused(
            node,
            scope,
            f"这里没有函数 {name}（{len(args)} 个参数）",
            f"there is no function {name!r} of {len(args)} arguments here",
            closest_zh(name, (*FUNCTIONS, *OVER_MEMBERS, *OVER_HOUSEHOLDS)),
            closest(name, (*FUNCTIONS, *OVER_MEMBERS, *OVER_HOUSEHOLDS)),
        )
    return called[1](args, scope, _term)


def _over_members(
    name: str, args: list[ast.expr], scope: Scope, node: ast.expr
) -> Term:
    if len(args) != 1 or scope.below is None:
        raise refused(
            node,
            scope,
            f"{name} 要一个条件",
            f"{name} takes one condition",
            f"请写成 {name}(is_insured)",
            f"write {name}(is_insured)",
        )
    aggregate = _aggregate(name, args, None, scope)
    scope.note("facts", "persons_count")
    return aggregate.above(nw.col("persons_count"))


def _over_households(
    name: str, args: list[ast.expr], scope: Scope, node: ast.expr
) -> Term:
    wanted = 2 if name == "sum_households" else 1
    if len(args) != wanted or scope.below is None:
        raise refused(
            node,
            scope,
            f"{name} 要 {wanted} 项",
            f"{name} takes {wanted} arguments",
            "请写成 sum_households(persons_count, 条件)",
            "write sum_households(persons_count, condition)",
        )
    amount = _term(args[0], scope.below) if len(args) > 1 else None
    return _aggregate(name, args, amount, scope).above(None)


def _aggregate(
    name: str, args: list[ast.expr], amount: Term | None, scope: Scope
) -> aggregates.Aggregate:
    below = scope.below or Scope("member", scope.day)
    # Two sums over the same households are two aggregates.
    text = ", ".join(ast.unparse(arg) for arg in args)
    known = {a.text: a for a in scope.aggregates.values() if a.function == name}
    found = known.get(text)
    # The text is compiled even where it is known, so that its facts are noted.
    inner = _condition(args[-1], below)
    for fact in below.used.get("facts", ()):
        scope.note("below", fact)
    if found is None:
        title = f"{scope.grain}_{len(scope.aggregates)}"
        found = aggregates.Aggregate(title, name, inner, amount, text)
        scope.aggregates[title] = found
    scope.note("aggregates", found.name)
    return found


def _name(name: str, scope: Scope, node: ast.expr) -> Term:
    if name in scope.rules:
        scope.note("rules", name)
        return condition(nw.col(name))
    if name in scope.also:
        scope.note("facts", name)
        return scope.also[name]
    column = scope.facts.get(name)
    if column is not None:
        scope.note("facts", name)
        return Term(nw.col(name), TYPES[column.kind], codes=column.codes)
    parameter = scope.parameter(name)
    if parameter is not None:
        scope.note("parameters", name)
        return parameter
    known = (*scope.facts, *scope.also, *scope.rules)
    raise refused(
        node,
        scope,
        f"不认识“{name}”",
        f"{name!r} is no fact, rule or parameter here",
        closest_zh(name, known),
        closest(name, known),
    )


def _constant(value: Any, scope: Scope, node: ast.expr) -> Term:
    kind = {bool: "bool", int: "number", float: "number", str: "text"}.get(type(value))
    if kind is None:
        raise refused(
            node,
            scope,
            f"不能用 {value!r}",
            f"{value!r} is not allowed",
            "只可用数、文字、True、False",
            "use numbers, words, True and False",
        )
    return Term(nw.lit(value), kind, literal=value, is_literal=True)


def _condition(node: ast.expr, scope: Scope) -> nw.Expr:
    return of_type(_term(node, scope), "bool", scope, node).low


def _check_code(one: Term, other: Term, node: ast.expr, scope: Scope) -> None:
    """Refuse a word that the fact's code list doesn't have."""
    if not one.codes or not other.is_literal:
        return
    names = [code.name for code in CODES[one.codes]]
    if other.literal not in names:
        raise refused(
            node,
            scope,
            f"码表 {one.codes} 里没有“{other.literal}”",
            f"code list {one.codes!r} has no {other.literal!r}",
            closest_zh(str(other.literal), names),
            closest(str(other.literal), names),
        )
