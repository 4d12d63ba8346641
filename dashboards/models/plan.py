"""What the plan page says: each clause with what it touches; proposals to change it.

The typed name stands for a person until there are accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import param
import polars as pl

from fupin import measures, proposals
from fupin.errors import FupinError, ProposalError
from fupin.plan import Scenario
from fupin.proposals.model import OPEN
from fupin.reading import document, parts, waiting

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.plan import Parameter, Plan
    from fupin.proposals import Draft, Moves, Proposal
    from fupin.reading import Part

Counts = tuple[int, int, int]
FIRST = date(2016, 1, 1)
LINES = ("household_exit_line", "village_exit_line")


@dataclass(frozen=True)
class PlanRead:
    """The plan in force on the desk, with the households each rule touches today."""

    desk: Desk
    day: date
    basis: str
    village: str

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return the plan by its parts, in the order of the text."""
        return parts(self.desk.plan, self.desk.forms.values())

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """Return every proposal, the newest first."""
        store = self.desk.store
        return tuple(reversed(proposals.history(store))) if store else ()

    @property
    def open(self) -> tuple[Proposal, ...]:
        """Return those that wait for a second person."""
        return tuple(one for one in self.proposals if one.state == OPEN)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Return what is still to be recorded."""
        return waiting(self.desk.plan)

    @property
    def may_write(self) -> bool:
        """Say whether something can be proposed here: not in a replay."""
        return self.desk.store is not None

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """Return the enrolled households (or villages) by answer, by rule."""
        done = self.desk.assessment(self.day, self.basis)
        here = pl.lit(value=True)
        if self.village:
            here = pl.col("village_id") == self.village
        frames = {
            "household": measures.enrolled(done).filter(here),
            "village": done.villages.filter(here),
        }
        return {
            rule.id: _counted(measures.asked(frames[rule.per], rule.id)[rule.id])
            for rule in self.desk.plan.rules.values()
            if rule.id in frames[rule.per].columns
        }

    def since(self, one: Parameter) -> date | None:
        """Return from when the value holds that decides on the day."""
        value = one.on(self.day)
        return value.starts if value else None

    def export(self, lang: str) -> tuple[str, bytes]:
        """Return name and bytes of the whole plan as a printable page."""
        text = document(
            self.desk.plan, self.desk.forms.values(), reversed(self.proposals),
            (self.day, self.counts), lang,
        )  # fmt: skip
        name = f"plan-{self.desk.plan.fingerprint[:6]}-{self.day}.html"
        return name, text.encode()


class Proposing(param.Parameterized):
    """What one session has open: clauses, a form, a proposal; and what was typed."""

    opened = param.List(default=[], doc="Clauses whose details are open.")
    subject = param.String(default="", doc="What the open form would change.")
    edits = param.Dict(default={}, doc="What was typed, by field.")
    seq = param.Integer(default=0, doc="The proposal that is open.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    done = param.Integer(default=0, doc="The proposal just recorded or decided.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self._moves: tuple[Any, Moves] | None = None

    def toggle(self, place: str) -> None:
        """Open or close a clause's details."""
        is_open = place in self.opened
        others = [one for one in self.opened if one != place]
        self.opened = others if is_open else [*others, place]

    def begin(self, subject: str) -> None:
        """Open the form for a parameter, a rule, or a text.

        Words that are recorded already stand in it, to be corrected.
        """
        plan, edits = self.desk.plan, dict[str, str]()
        if subject not in plan.parameters:
            rule, clause = plan.rules.get(subject), plan.clauses.get(subject)
            edits["starts"] = (rule.starts if rule else FIRST).isoformat()
            if clause is not None:
                edits |= {"text": clause.text, "source": clause.source}
                edits["en"] = clause.en if clause.en != clause.text else ""
            if clause is not None and rule is not None:
                edits |= {"when": rule.when, "says_zh": rule.says.get("zh", "")}
        self.param.update(subject=subject, edits=edits, error=None, done=0)

    def close(self) -> None:
        """Leave form and proposal; what wasn't sent is gone."""
        self.param.update(subject="", edits={}, error=None, seq=0)

    def look(self, seq: int) -> None:
        """Open a proposal, or close the one that is open."""
        then = 0 if self.seq == seq else seq
        self.param.update(seq=then, subject="", edits={}, error=None, done=0)

    def set(self, name: str, value: str) -> None:
        """Remember what was typed."""
        if name == "author":
            self.view.author = value
        else:
            self.edits = self.edits | {name: value}

    def propose(self) -> bool:
        """Record what was typed as a proposal; an error is kept to be shown."""

        def act() -> Proposal:
            self.desk.reader.may("import")
            return proposals.propose(self._store, self.draft(), self.desk.plain)

        return self._do(act)

    def decide(self, *, accepts: bool) -> bool:
        """Accept or reject the open proposal in the name that was typed."""
        verb = proposals.accept if accepts else proposals.reject
        reason = self.edits.get("decided", "")

        def act() -> Proposal:
            self.desk.reader.may("import")
            return verb(
                self._store, self.seq, self.edits.get("second", ""), reason,
                self.desk.plain,
            )  # fmt: skip

        return self._do(act)

    def draft(self) -> Draft:
        """Return what was typed; raises ProposalError for what can't be read."""
        told = self.edits
        plan, subject = self.desk.plan, self.subject
        body: dict[str, Any]
        if subject in plan.parameters:
            kind = told.get("kind") or proposals.VALUE
            body = {"basis": told.get("basis", "")}
            if kind != proposals.BASIS:
                body = self._value(plan.parameters[subject])
        elif subject in plan.rules:
            kind, body = proposals.RULE, self._texts("text", "en", "when", "says_zh")
        else:
            kind, body = proposals.TEXT, self._texts("text", "en")
        return proposals.Draft(
            kind, subject, _day(told.get("starts", "")), body, self.view.author,
            told.get("reason", ""), told.get("source", ""),
        )  # fmt: skip

    def before(self, read: PlanRead, one: Proposal) -> Moves:
        """Return whose outcomes the proposal would move; raises as `check` does."""
        key = (one.seq, self.desk.seen, read.day, read.basis)
        if self._moves is None or self._moves[0] != key:
            after = proposals.check(self.desk.plan, one.draft)
            engine = self.desk.engine(max(read.day, one.draft.starts))
            found = proposals.moves(
                engine, self.desk.plan, after, lambda plan: _scenario(plan, read.basis)
            )
            self._moves = key, found
        return self._moves[1]

    @property
    def _store(self) -> Any:
        if self.desk.store is None:
            raise ProposalError(
                "这里只看不写（重放或外来台账）。请回到现在再提",
                "Here one only looks (a replay, or a register from outside). Go back "
                "to the present to propose.",
            )
        return self.desk.store

    def _value(self, one: Parameter) -> dict[str, Any]:
        said = self.edits.get("value", "").strip().replace(",", "")
        value: float | bool
        if one.unit == "switch":
            value = said == "true"
        else:
            try:
                value = float(said)
            except ValueError:
                raise ProposalError(
                    f"“{said}”不是数。请写成 7365",
                    f"{said!r} is not a number. Write it as 7365.",
                ) from None
        body = {"value": value, "confidence": self.edits.get("confidence", "high")}
        published = self.edits.get("published", "")
        if published:
            body["published_on"] = _day(published).isoformat()
        return body

    def _texts(self, *names: str) -> dict[str, str]:
        return {name: self.edits.get(name, "").strip() for name in names}

    def _do(self, act: Any) -> bool:
        try:
            done = act()
        except FupinError as error:
            self.error = error
            return False
        self.close()
        self.done = done.seq
        self.desk.refresh()
        return True


def read_plan(desk: Desk, view: View) -> PlanRead:
    """Return the plan page for the view's date, basis and village."""
    return PlanRead(desk, view.day, view.basis, view.village)


def _counted(answers: pl.Series) -> Counts:
    met = int(answers.sum() or 0)
    unknown = answers.null_count()
    return met, len(answers) - met - unknown, unknown


def _scenario(plan: Plan, basis: str) -> Scenario:
    scenario = Scenario(plan)
    for line in LINES:
        scenario = scenario.with_basis(line, basis)
    return scenario


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ProposalError(
            f"“{text}”不是日期。请写成 2018-06-30",
            f"{text!r} is not a date. Write it as 2018-06-30.",
        ) from None
