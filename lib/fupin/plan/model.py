"""What a plan is made of: clauses, dated parameters, rules, departments. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = dict[str, str]


@dataclass(frozen=True)
class Clause:
    """A clause: its exact words in the plan, our English, and where it stands."""

    id: str
    place: Words
    text: str
    en: str
    use: str
    why: Words = field(default_factory=dict)
    # Where words came from that the plan's own file doesn't have.
    source: str = ""

    def say(self, lang: str) -> str:
        """Return the clause in `lang`; the Chinese words are the plan's own."""
        return self.text if lang == "zh" else self.en


@dataclass(frozen=True)
class Value:
    """A dated value: in force from `starts`, known since `published_on`."""

    starts: date
    value: float | bool
    published_on: date | None = None
    source: str = ""
    confidence: str = ""

    def is_known_by(self, known: date | None) -> bool:
        """Say whether the value had been published by `known` (None: now)."""
        return known is None or self.published_on is None or self.published_on <= known


@dataclass(frozen=True)
class Parameter:
    """A number of the plan with its unit, clause and dated values.

    `dated_by` names the fact whose date picks the value (the exit line is that of
    the year in which the income period ends); without it the as-of date picks.
    """

    id: str
    label: Words
    unit: str
    values: tuple[Value, ...] = ()
    clause: str = ""
    is_inclusive: bool | None = None
    is_pending: bool = False
    dated_by: str = ""
    basis: str = "fixed"
    bases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bounds: tuple[float, float] | None = None
    note: Words = field(default_factory=dict)

    def on(self, day: date, known: date | None = None) -> Value | None:
        """Return the value in force on `day`; None where none is, or none is known."""
        in_force = [value for value in self.values if value.starts <= day]
        if not in_force or not in_force[-1].is_known_by(known):
            return None
        return in_force[-1]


@dataclass(frozen=True)
class Rule:
    """A rule: one line of text beside its clause. `when` is empty where 待补录.

    `warns` is said wherever a row's figures are used while the rule isn't met.
    """

    id: str
    label: Words
    group: str
    order: int
    per: str
    clause: str = ""
    when: str = ""
    applies: str = ""
    says: Words = field(default_factory=dict)
    warns: Words = field(default_factory=dict)
    reading: Words = field(default_factory=dict)
    polarity: str = "good"
    owner: str = ""
    starts: date = date(2016, 1, 1)
    is_pending: bool = False
    where: str = ""

    def is_active(self, day: date) -> bool:
        """Say whether the rule decides anything on `day`."""
        return not self.is_pending and self.starts <= day


@dataclass(frozen=True)
class Indicator:
    """One line of the province's score: points, and an expression for its share."""

    id: str
    score: str
    label: Words
    points: float
    value: str
    applies: str = ""
    where: str = ""


@dataclass(frozen=True)
class Check:
    """A rule across records: where `when` is met, the row is a problem.

    `per` is member or household; `column` of its table is shown; `severity` is
    refuse (the row isn't taken) or warn.
    """

    id: str
    per: str
    column: str
    severity: str
    when: str
    reason: Words
    cure: Words
    source: str
    where: str = ""

    @property
    def table(self) -> str:
        """Return the table whose rows the check decides."""
        return f"{self.per}s"


@dataclass(frozen=True)
class Department:
    """A member unit, its duties in the plan's words, and the rules it owns."""

    id: str
    name: Words
    clause: str
    duties: tuple[Mapping[str, str], ...] = ()
    owns: tuple[str, ...] = ()
    kind: str = "department"


@dataclass(frozen=True)
class Plan:
    """The whole plan, as read from data/plan/. Never changed: a scenario overrides."""

    clauses: Mapping[str, Clause]
    parameters: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    indicators: tuple[Indicator, ...]
    departments: Mapping[str, Department]
    leading_group: Mapping[str, Any]
    implementations: tuple[Mapping[str, Any], ...]
    fingerprint: str
    checks: tuple[Check, ...] = ()

    @property
    def town(self) -> dict[str, str]:
        """Return what the town is called, from the name of its leading group."""
        zh, mark, _ = str(self.leading_group["zh"]).partition("镇")
        return {"zh": zh + mark, "en": str(self.leading_group["en"]).partition("'s")[0]}

    def group(self, name: str) -> tuple[Rule, ...]:
        """Return the rules of a group, in the plan's order, pending ones too."""
        return tuple(
            sorted(
                (rule for rule in self.rules.values() if rule.group == name),
                key=lambda rule: rule.order,
            )
        )
