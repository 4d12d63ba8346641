"""A rule's text as a tree, by one thread at a time."""

from __future__ import annotations

import ast
from threading import Lock

# CPython 3.11 counts the depth of what it parses for all threads together, and fails
# where two of them parse at once.
_ONE_AT_A_TIME = Lock()


def parsed(text: str) -> ast.expr:
    """Return the tree of an expression. Raises SyntaxError, ValueError as `ast`."""
    with _ONE_AT_A_TIME:
        return ast.parse(text.strip(), mode="eval").body
