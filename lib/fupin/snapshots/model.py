"""A snapshot: what a meeting saw, frozen; and what people said of it since."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from fupin.errors import FupinError
from fupin.plan.links import from_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.plan import Plan, Scenario

MADE, WITHDRAWN, NOTE, TEXT = "make", "withdraw", "note", "text"


class SnapshotError(FupinError):
    """A snapshot can't be made, found, or used as asked."""


@dataclass(frozen=True)
class Seen:
    """How far a store had been written when something was computed from it.

    Numbers of the newest vintage, proposal, decision, written task, added task, fund
    entry and objection; `written` is how much was written on tasks, comments with it.
    """

    vintage: int
    proposals: int
    decisions: int
    task_edits: int
    tasks: int
    fund_entries: int
    objections: int
    written: int


@dataclass(frozen=True)
class Mark:
    """Something said of a snapshot later: its withdrawal, a note, an edited text."""

    seq: int
    snapshot: int
    kind: Literal["withdraw", "note", "text"]
    at: str
    author: str
    figure: str
    body: str

    @property
    def lang(self) -> str:
        """Return the language of an edited text; nothing for any other mark."""
        return str(json.loads(self.body)["lang"]) if self.kind == TEXT else ""

    @property
    def paragraphs(self) -> dict[str, list[str]]:
        """Return an edited text by section: its paragraphs with `{figure}` places."""
        return dict(json.loads(self.body)["paragraphs"]) if self.kind == TEXT else {}


@dataclass(frozen=True)
class Snapshot:
    """What was frozen, by whom, from which data, rules, scenario and tasks.

    `frozen` is plain language-neutral data: figures, lists, and what was in force.
    `overrides` is the scenario as `plan.links.to_dict` has it; `plan`, `scenario` and
    `register` are fingerprints; `decisions` is how many proposals had been decided.
    """

    seq: int
    id: str
    at: str
    title: str
    author: str
    note: str
    day: date
    village: str
    overrides: Mapping[str, Any]
    scenario: str
    plan: str
    decisions: int
    vintage: int
    register: str
    task_edits: int
    tasks: int
    fund_entries: int
    objections: int
    program: str
    content_hash: str
    frozen: Mapping[str, Any] = field(repr=False)
    marks: tuple[Mark, ...] = ()

    @property
    def made(self) -> datetime:
        """Return the moment it was made, in local time."""
        return datetime.fromisoformat(self.at).astimezone()

    @property
    def withdrawn(self) -> Mark | None:
        """Return its withdrawal, None while it stands."""
        return next((mark for mark in self.marks if mark.kind == WITHDRAWN), None)

    @property
    def notes(self) -> tuple[Mark, ...]:
        """Return the notes on figures, oldest first."""
        return tuple(mark for mark in self.marks if mark.kind == NOTE)

    @property
    def texts(self) -> tuple[Mark, ...]:
        """Return the edited texts of both languages, oldest first."""
        return tuple(mark for mark in self.marks if mark.kind == TEXT)

    def text(self, lang: str) -> Mark | None:
        """Return the newest edited text of a language: the one that counts."""
        return next((one for one in reversed(self.texts) if one.lang == lang), None)

    @cached_property
    def figures(self) -> dict[str, Any]:
        """Return each figure's value by key: a number, [least, most], text, None."""
        return {key: one["value"] for key, one in self.frozen["figures"].items()}

    def asked(self, plan: Plan) -> Scenario:
        """Return its scenario for `plan`, without what the plan no longer has."""
        return from_dict(plan, dict(self.overrides)).scenario
