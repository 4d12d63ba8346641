"""What the words of a rule mean, and how one that means nothing is refused."""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fupin.errors import RuleError
from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from fupin.plan.aggregates import Aggregate
    from fupin.plan.terms import Term
    from fupin.schema import Column

# The type in the rule language of each kind of column.
TYPES = {"int": "number", "number": "number", "bool": "bool", "date": "date",
         "code": "text", "text": "text", "key": "text"}  # fmt: skip


@dataclass
class Scope:
    """What a rule's words mean: facts of a grain, other rules, parameters, a date.

    `also` holds the terms of further facts, which may be ranges (a score with an
    undecided part); only forms have them.
    """

    grain: str
    day: date
    rules: frozenset[str] = frozenset()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parameter: Callable[[str], Term | None] = lambda _: None
    below: Scope | None = None
    extra: Mapping[str, Column] = field(default_factory=dict)
    where: str = ""
    used: dict[str, list[str]] = field(default_factory=dict)
    aggregates: dict[str, Aggregate] = field(default_factory=dict)
    also: Mapping[str, Term] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Column]:
        """Return the facts that a rule of this grain may name."""
        return facts_of(self.grain) | dict(self.extra)

    def note(self, kind: str, name: str) -> None:
        """Remember that the rule rests on `name` (kind: facts, parameters, rules)."""
        names = self.used.setdefault(kind, [])
        if name not in names:
            names.append(name)


def closest(name: str, known: Any) -> str:
    """Return the cure: the nearest known word."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else "see docs/data-dictionary.md"


def closest_zh(name: str, known: Any) -> str:
    """Return the cure in Chinese: the nearest known word."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"是不是“{near[0]}”？" if near else "见 docs/data-dictionary.md"


def refused(  # noqa: PLR0913
    node: ast.expr | None, scope: Scope, zh: str, en: str, cure_zh: str, cure_en: str
) -> RuleError:
    """Return the error: file and line, place in the text, what is wrong, the cure."""
    at = "" if node is None else f":{node.col_offset + 1}"
    return RuleError(
        f"{scope.where}{at}：{zh}。{cure_zh}", f"{scope.where}{at}: {en}; {cure_en}."
    )


def of_type(term: Term, wanted: str, scope: Scope, node: ast.expr) -> Term:
    """Return the term, or refuse one of another type."""
    if term.type == wanted:
        return term
    text = ast.unparse(node)
    raise refused(
        node,
        scope,
        f"“{text}”是 {term.type}，这里要 {wanted}",
        f"{text!r} is a {term.type} where a {wanted} is needed",
        "条件须是是非，运算须是数",
        "a condition is yes or no, arithmetic is of numbers",
    )
