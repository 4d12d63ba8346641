"""Three answers worked out in plain Python, to hold the compiled ones against."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RANK = {False: 0, None: 1, True: 2}
NOT = {True: False, False: True, None: None}


def both(*answers: bool | None) -> bool | None:
    return min(answers, key=RANK.__getitem__)


def any_of(*answers: bool | None) -> bool | None:
    return max(answers, key=RANK.__getitem__)


def said(text: str, held: Mapping[str, bool | None]) -> bool | None:
    """Answer a line of and, or, not and either over names."""
    return _said(ast.parse(text, mode="eval").body, held)


def _said(node: ast.AST, held: Mapping[str, bool | None]) -> bool | None:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return both(*(_said(v, held) for v in values))
        case ast.BoolOp(values=values):
            return any_of(*(_said(v, held) for v in values))
        case ast.UnaryOp(operand=operand):
            return NOT[_said(operand, held)]
        case ast.Call(args=args):
            chosen, yes, no = (_said(arg, held) for arg in args)
            ways = (both(chosen, yes), both(NOT[chosen], no), both(yes, no))
            return any_of(*ways)
        case ast.Name(id=name):
            return held[name]
    raise TypeError(node)
