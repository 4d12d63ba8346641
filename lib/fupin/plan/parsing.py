"""A rule's text as a tree, by one thread at a time."""

from __future__ import annotations

import ast
from threading import Lock

from fupin.errors import RuleError

# CPython 3.11 counts the depth of what it parses for all threads together, and fails
# where two of them parse at once.
_ONE_AT_A_TIME = Lock()


def parsed(text: str) -> ast.expr:
    """Return the tree of an expression. Raises SyntaxError, ValueError as `ast`."""
    with _ONE_AT_A_TIME:
        return ast.parse(text.strip(), mode="eval").body


def tree_of(text: str, where: str) -> ast.expr:
    """Return the tree of a rule's text; RuleError says `where` it can't be read."""
    try:
        return parsed(text)
    except SyntaxError as error:
        # Where something is missing at the end there is no place to name.
        near = error.offset or len(text.strip())
        raise RuleError(
            f"{where}：第 {near} 个字附近写法不对：{text.strip()!r}。请检查括号和引号",
            f"{where}: can't be read near character {near}: "
            f"{text.strip()!r}. Check brackets and quotes.",
        ) from None
