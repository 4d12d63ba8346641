"""Each clause of the plan with all that rests on it, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fupin.plan.words import words
from fupin.proposals.applied import NUMERALS, recorded
from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupin.forms import Form
    from fupin.plan import Check, Clause, Department, Parameter, Plan, Rule
    from fupin.plan.model import Indicator, Words

BESIDE: Words = {"zh": "原文之外", "en": "Beside the text"}
BESIDE_WHY: Words = {
    "zh": "方案原文没有写，办事却要用：引用的文件、官方数据和口径。",
    "en": "Not in the plan's text, and needed all the same: documents that it cites, "
    "official figures and readings of ours.",
}


@dataclass(frozen=True)
class Place:
    """A clause and what rests on it; `clause` is None where its words are missing.

    `subject` is what a proposal would fill: a pending rule, or implement_N.
    """

    id: str
    where: Words
    clause: Clause | None
    title: Words
    rules: tuple[Rule, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    departments: tuple[Department, ...] = ()
    posts: tuple[Mapping[str, Any], ...] = ()
    forms: tuple[Form, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    checks: tuple[Check, ...] = ()
    subject: str = ""

    @property
    def is_waiting(self) -> bool:
        """Say whether its words still have to be recorded."""
        return self.clause is None and bool(self.subject)

    @property
    def count(self) -> int:
        """Return how many things rest on the clause."""
        return sum(map(len, (self.rules, self.parameters, self.departments, self.posts,
                             self.forms, self.indicators, self.checks)))  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of the plan under one heading."""

    id: str
    title: Words
    places: tuple[Place, ...]


def parts(plan: Plan, forms: Iterable[Form] = ()) -> tuple[Part, ...]:
    """Return the plan in its order by its parts; what no clause says stands last."""
    reader = _Reader(plan, tuple(forms))
    told = [place for clause in plan.clauses.values() for place in reader.at(clause)]
    told += [_waiting_text(one) for one in plan.implementations if one.get("pending")]
    found = [
        Part(group[0].id, group[0].where, tuple(group))
        for _, run in groupby(told, key=lambda place: place.where["zh"])
        if (group := list(run))
    ]
    beside = reader.place("beside", BESIDE, None, BESIDE_WHY, "")
    return (*found, Part("beside", BESIDE, (beside,))) if beside.count else (*found,)


def waiting(plan: Plan) -> tuple[str, ...]:
    """Return what is to be recorded: rules, texts, parameters without a value."""
    return (
        *(rule.id for rule in plan.rules.values() if rule.is_pending),
        *(f"implement_{one['number']}" for one in plan.implementations
          if one.get("pending")),
        *(one.id for one in plan.parameters.values() if one.is_pending),
    )  # fmt: skip


def named(plan: Plan, rule: Rule, lang: str) -> list[str]:
    """Return what a rule's text names, in the words of the tables and of the plan."""
    facts = facts_of("member") | facts_of("household") | facts_of("village")
    names = sorted(words(rule.when)[0] | words(rule.applies)[0])
    said = [facts[name].label(lang) for name in names if name in facts]
    for known in (plan.parameters, plan.rules):
        said += [known[name].label[lang] for name in names if name in known]
    return said


class _Reader:
    """Looks up what rests on a clause."""

    def __init__(self, plan: Plan, forms: tuple[Form, ...]) -> None:
        self.plan = plan
        self.forms = [(form, _named(form)) for form in forms]
        self.pending = [r for r in plan.rules.values() if r.is_pending]
        # A pending rule stands behind the last clause of its group.
        self.last = {}
        for rule in self.pending:
            group = [r.clause for r in plan.group(rule.group) if not r.is_pending]
            self.last[rule.id] = group[-1] if group else rule.clause

    def at(self, clause: Clause) -> list[Place]:
        """Return the clause, and the pending rules that stand behind it."""
        behind = [
            Place(
                rule.id,
                clause.place,
                None,
                recorded(rule.label),
                (rule,),
                subject=rule.id,
            )
            for rule in self.pending
            if self.last[rule.id] == clause.id
        ]
        title = {"zh": clause.text, "en": clause.en}
        subject = clause.id if clause.source else ""
        return [self.place(clause.id, clause.place, clause, title, subject), *behind]

    def place(
        self, name: str, where: Words, clause: Clause | None, title: Words, subject: str
    ) -> Place:
        """Return a clause with what rests on it; without one, what rests on none."""
        wanted = clause.id if clause else ""
        plan = self.plan
        rules = tuple(
            rule for rule in sorted(plan.rules.values(), key=lambda r: r.order)
            if rule.clause == wanted and not rule.is_pending
        )  # fmt: skip
        parameters = tuple(p for p in plan.parameters.values() if p.clause == wanted)
        ids = {one.id for one in rules} | {one.id for one in parameters}
        return Place(
            name, where, clause, title, rules, parameters,
            tuple(d for d in plan.departments.values() if d.clause == wanted),
            _posts(plan, wanted),
            tuple(form for form, named in self.forms if ids & named and wanted),
            tuple(i for i in plan.indicators if wanted
                  and ids & (words(i.value)[0] | words(i.applies)[0])),
            tuple(c for c in plan.checks if wanted and ids & words(c.when)[0]),
            subject,
        )  # fmt: skip


def _named(form: Form) -> frozenset[str]:
    """Return what a form's columns, filters and orders name."""
    texts = [
        text
        for table in form.tables
        for text in (table.filter, *table.sort,
                     *(t for c in table.columns for t in (c.value, c.base)))
    ]  # fmt: skip
    return frozenset().union(*(words(text.lstrip("-"))[0] for text in texts if text))


def _posts(plan: Plan, clause: str) -> tuple[Mapping[str, Any], ...]:
    group = plan.leading_group
    if clause == group.get("clause"):
        return tuple(group["posts"])
    office = group.get("office", {})
    return tuple(office.get("posts", ())) if clause == office.get("clause") else ()


def _waiting_text(one: Mapping[str, Any]) -> Place:
    number = one["number"]
    numeral = NUMERALS[number - 1]
    title = {"zh": f"十个“落实”之{numeral}", "en": f"The ten: number {number}"}
    where = {"zh": "三、（二）至（十）", "en": "3(2) to 3(10)"}
    name = f"implement_{number}"
    return Place(name, where, None, title, subject=name)


__all__ = ["Part", "Place", "named", "parts", "waiting"]
