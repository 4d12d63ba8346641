"""A form's expressions, read on the date of an assessment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fupin.assess import outcomes
from fupin.forms.frames import flow_terms
from fupin.plan.compiler import open_scope
from fupin.plan.expressions import compile_condition, compile_text
from fupin.plan.scope import refused
from fupin.plan.terms import Term
from fupin.tables import facts_of, flows_of

if TYPE_CHECKING:
    from fupin.forms.model import FormColumn, FormTable
    from fupin.plan import Program
    from fupin.plan.scope import Scope
    from fupin.schema import Column

# What each format writes.
WRITES = {
    "int": "number", "money": "number", "percent": "number", "date": "date",
    "text": "text", "code": "text", "verdict": "bool", "yes_no": "bool",
}  # fmt: skip


@dataclass(frozen=True)
class CompiledColumn:
    """A column's terms, and the facts of its own grain or of members that it shows."""

    column: FormColumn
    value: Term
    base: Term | None
    facts: tuple[Column, ...]


@dataclass(frozen=True)
class CompiledTable:
    """A table's terms, and the facts that they name, by grain."""

    scope: Scope
    columns: dict[str, CompiledColumn]
    filter: Term | None
    sort: tuple[tuple[Term, bool], ...]
    used: dict[str, set[str]]


def compile_table(table: FormTable, program: Program) -> CompiledTable:
    """Read every expression of `table` on the program's date.

    Raises RuleError (file, line, place, cure) where one can't be read.
    """
    scope = open_scope(program, table.grain, flow_terms())
    reader = _Reader(program, scope)
    columns = {c.key: reader.column(c) for c in table.columns if c.value}
    kept = None
    if table.filter:
        kept = reader.term(table.filter, table.where, "bool")
    sort = tuple(
        (reader.term(text.removeprefix("-"), table.where), text.startswith("-"))
        for text in table.sort
    )
    return CompiledTable(scope, columns, kept, sort, reader.used)


@dataclass
class _Reader:
    """Reads one expression after the other, and remembers what they name."""

    program: Program
    scope: Scope
    used: dict[str, set[str]] = field(default_factory=dict)

    def column(self, column: FormColumn) -> CompiledColumn:
        value = self.term(column.value, column.where, WRITES[column.format])
        shown = self._shown()
        if column.format == "code" and not value.codes:
            raise refused(
                None,
                self.scope,
                f"“{column.value}”不是代码",
                f"{column.value!r} is no code",
                "请用 format: text，或写一个有代码表的事实",
                "write format: text, or a fact that has a code list",
            )
        base = None
        if column.base:
            base = self.term(column.base, column.where, "number")
            shown = tuple({c.name: c for c in (*shown, *self._shown())}.values())
        return CompiledColumn(column, self._answered(column, value), base, shown)

    def term(self, text: str, where: str, wanted: str = "") -> Term:
        """Read one expression; refuse one of another type than `wanted`."""
        scope: Scope | None = self.scope
        while scope is not None:
            scope.where, scope.used = where, {}
            scope = scope.below
        read = compile_condition if wanted == "bool" else compile_text
        term = read(text, self.scope)
        self._check(text, term, wanted)
        scope = self.scope
        while scope is not None:
            names = self.used.setdefault(scope.grain, set())
            names.update(scope.used.get("facts", ()))
            scope = scope.below
        return term

    def _check(self, text: str, term: Term, wanted: str) -> None:
        if wanted and term.type != wanted:
            raise refused(
                None,
                self.scope,
                f"“{text}”是 {term.type}，这一列要 {wanted}",
                f"{text!r} is a {term.type} where a {wanted} is needed",
                "请改 format 或表达式",
                "change the format or the expression",
            )
        for name in self.scope.used.get("parameters", ()):
            dated_by = self.program.parameters[name].dated_by
            if dated_by and dated_by not in self.scope.facts:
                raise refused(
                    None,
                    self.scope,
                    f"参数“{name}”要看日期“{dated_by}”，这里没有",
                    f"parameter {name!r} depends on {dated_by!r}, which isn't here",
                    "请用在农户或村的列里",
                    "name it in a column of households or villages",
                )

    def _shown(self) -> tuple[Column, ...]:
        """Return the facts just named: of a row, and of the members below a household.

        A count over a village's households shows nobody's fact.
        """
        grain, used = self.scope.grain, self.scope.used
        known = facts_of(grain) | flows_of(grain)
        names = [known[name] for name in used.get("facts", ())]
        if grain == "household":
            below = facts_of("member")
            names += [below[name] for name in used.get("below", ())]
        return tuple(names)

    def _answered(self, column: FormColumn, value: Term) -> Term:
        """Return the rule's word where the column is a rule that isn't always asked."""
        rule = self.program.scenario.plan.rules.get(column.value)
        if rule is None or column.format != "verdict":
            return value
        return Term(outcomes.word(rule), "text")
