"""Why: for one row, each rule as a tree of clause, words, facts, parameters, gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw

from fupin.assess import outcomes
from fupin.errors import FupinError
from fupin.plan import formula
from fupin.plan.compiler import APPLIES
from fupin.tables import facts_of

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.plan import Clause, Rule, Value
    from fupin.plan.compiler import Use
    from fupin.schema import Column
    from fupin.why.evidence import Evidence, Source


@dataclass(frozen=True)
class Fact:
    """A fact that a rule used: its column and its value; None is not recorded.

    `value` is None too where the reader may not see the column; then `is_hidden`.
    `sources` are the rows that it rests on, where evidence was asked for.
    """

    column: Column
    value: Any
    is_hidden: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Line:
    """A parameter in force: its value, and the dated entry that it comes from."""

    id: str
    value: float | bool | None
    entry: Value | None


@dataclass(frozen=True)
class Person:
    """A member whose own answer decides a rule over members, by id."""

    person_id: str
    verdict: str
    missing: tuple[str, ...]
    source: Source | None = None


@dataclass(frozen=True)
class Reason:
    """A rule's verdict and everything it rests on.

    `warnings` stand at the outermost reason: rules that decide nothing here, but
    whose `warns` is said because the row's facts rest on what they ask.
    """

    rule: Rule
    verdict: str
    clause: Clause | None
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]
    people: tuple[Person, ...]
    missing: tuple[str, ...]
    under: tuple[Reason, ...]
    warnings: tuple[Rule, ...] = ()

    def walk(self) -> list[Reason]:
        """Return this reason and all under it, outermost first."""
        return [self, *(one for reason in self.under for one in reason.walk())]


def explain(
    assessment: Assessment,
    household_id: str,
    root: str,
    found: Evidence | None = None,
) -> Reason:
    """Return the reasons of `root` (a household rule) for one household.

    With `found` each fact carries its source rows, and each member the own row.
    Raises FupinError where the household isn't in the register on that date.
    """
    rows = assessment.households.filter(
        assessment.households["household_id"] == household_id
    )
    if rows.is_empty():
        raise FupinError(
            f"{assessment.day} 的台账里没有户“{household_id}”。请核对户编号和截至日期",
            f"The register on {assessment.day} has no household {household_id!r}. "
            "Check the id and the date.",
        )
    members = assessment.members.filter(
        assessment.members["household_id"] == household_id
    )
    row = rows.row(0, named=True)
    explainer = _Explainer(assessment, "household", row, members, found)
    return replace(explainer.about(root), warnings=explainer.warnings())


def explain_village(assessment: Assessment, village_id: str, root: str) -> Reason:
    """Return the reasons of `root` (a village rule) for one village."""
    rows = assessment.villages.filter(assessment.villages["village_id"] == village_id)
    if rows.is_empty():
        raise FupinError(
            f"没有村“{village_id}”。请核对村编号",
            f"There is no village {village_id!r}. Check the id.",
        )
    return _Explainer(assessment, "village", rows.row(0, named=True), None).about(root)


class _Explainer:
    """Explains the rules of one row."""

    def __init__(
        self,
        assessment: Assessment,
        grain: str,
        row: dict[str, Any],
        below: Any,
        found: Evidence | None = None,
    ) -> None:
        program = assessment.program
        self.found = found
        self.assessment, self.row, self.below = assessment, row, below
        self.grain = grain
        self.level = program.household if grain == "household" else program.village
        self.columns = facts_of(grain)
        self.uses_rules, self.deciding = False, frozenset[str]()

    def about(self, root: str) -> Reason:
        """Return the reasons of `root` and of all that it rests on."""
        self.decides(root)
        return self.of(root)

    def of(self, name: str) -> Reason:
        plan = self.assessment.scenario.plan
        rule = self.assessment.scenario.rules[name]
        use = self.level.uses[name]
        verdict = self.verdict(rule)
        facts = tuple(self.fact(fact) for fact in use.facts)
        people = self.people(use) if verdict != outcomes.NOT_APPLICABLE else ()
        missing: tuple[str, ...] = ()
        if verdict == outcomes.UNKNOWN:
            missing = self.missing(name, facts, people)
        return Reason(
            rule, verdict, plan.clauses.get(rule.clause), facts,
            tuple(self.line(parameter) for parameter in use.parameters), people,
            missing, tuple(self.of(under) for under in use.rules),
        )  # fmt: skip

    def missing(
        self, name: str, facts: tuple[Fact, ...], people: tuple[Person, ...]
    ) -> tuple[str, ...]:
        """Return the unknown facts of a rule that could decide what is asked."""
        own = tuple(f.column.name for f in facts if f.value is None and not f.is_hidden)
        use = self.level.uses[name]
        if use.rules:
            return tuple(fact for fact in own if fact in self.deciding)
        if self.uses_rules and name not in self.deciding:
            return ()
        roll = ()
        if use.aggregates and self.grain == "household":
            short = self.row["members_count"] != self.row["persons_count"]
            roll = ("members_count",) * short
        gaps = dict.fromkeys(gap for person in people for gap in person.missing)
        return (*own, *gaps, *roll)

    def decides(self, root: str) -> None:
        """Note which rules and bare facts could decide `root` for this row."""
        self.uses_rules = bool(self.level.uses[root].rules)
        tree = formula.over_rules(self.assessment.program, root)
        held = {leaf: self.row.get(leaf) for leaf in tree.leaves()}
        self.deciding = formula.deciding(tree, held)

    def warnings(self) -> tuple[Rule, ...]:
        """Return the rules whose warning holds for the row: not met, or not known."""
        rules = self.assessment.scenario.rules.values()
        return tuple(
            rule
            for rule in rules
            if rule.warns
            and rule.id in self.level.uses
            and self.verdict(rule) in (outcomes.UNMET, outcomes.UNKNOWN)
        )

    def verdict(self, rule: Rule) -> str:
        if rule.applies and self.row[rule.id + APPLIES] is False:
            return outcomes.NOT_APPLICABLE
        words = {True: outcomes.MET, False: outcomes.UNMET, None: outcomes.UNKNOWN}
        return words[self.row[rule.id]]

    def fact(self, name: str) -> Fact:
        column = self.columns[name]
        if not self.assessment.reader.sees(column):
            return Fact(column, None, is_hidden=True)
        sources = self.found.of(name) if self.found else ()
        return Fact(column, self.row[name], sources=sources)

    def line(self, name: str) -> Line:
        """Return a parameter as it holds: that of the fact's year, or of the date.

        Without an income there is no year of it; an income to the date would be held
        against the date's line, and that one is known.
        """
        program = self.assessment.program
        parameter = program.parameters[name]
        its_own = self.row[parameter.dated_by] if parameter.dated_by else None
        entry = parameter.on(its_own or program.day, program.known)
        return Line(name, None if entry is None else entry.value, entry)

    @cached_property
    def answers(self) -> list[dict[str, Any]]:
        """Return the members with what each answers to every rule over members."""
        frame = nw.from_native(self.below, eager_only=True)
        asked = {one.name: one.condition for one in self.level.aggregates}
        return list(frame.with_columns(**asked).iter_rows(named=True))

    def people(self, use: Use) -> tuple[Person, ...]:
        """Return the members who answer no, or can't be answered, to the rule."""
        if self.below is None or not use.aggregates:
            return ()
        people = []
        for row in self.answers:
            said = [row[name] for name in use.aggregates]
            if all(answer is True for answer in said):
                continue
            is_known = False in said
            gaps = () if is_known else tuple(f for f in use.below if row[f] is None)
            verdict = outcomes.UNMET if is_known else outcomes.UNKNOWN
            id_ = row["person_id"]
            source = self.found.by_person.get(id_) if self.found else None
            people.append(Person(id_, verdict, gaps, source))
        return tuple(people)
