"""The meeting page's state: snapshots made, opened, annotated, edited, compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboards.models.desk import LINES
from fupin import exports, scenarios, snapshots
from fupin.assess import assess
from fupin.errors import FupinError, StoreError
from fupin.snapshots.edits import split
from fupin.snapshots.model import Seen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from polars import DataFrame

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.assess import Assessment
    from fupin.document import Document
    from fupin.plan import Scenario
    from fupin.snapshots import Checked, Difference, Finding, Ground, Snapshot
    from fupin.store import Store

TABS = ("", "brief", "diff")
MAKING = ("title", "note", "scenario")
BASES = ("fixed", "actual")


class Meeting:
    """What one session has typed and opened on the meeting page."""

    def __init__(self, desk: Desk, view: View) -> None:
        self.desk, self.view = desk, view
        self.fields: dict[str, str] = {}
        self.error: FupinError | None = None
        self.checked: Checked | None = None
        self.loose: list[Finding] = []
        self.seen_texts = 0
        self.is_withdrawing = False
        self._told: tuple[Any, Document] | None = None

    @property
    def store(self) -> Store | None:
        """Return the store that snapshots are kept in; None: there is none."""
        return self.desk.book

    @property
    def may_write(self) -> bool:
        """Say whether snapshots can be made: not in a replay, not of a mere file."""
        return self.desk.store is not None

    @property
    def listed(self) -> list[Snapshot]:
        """Return every snapshot, the newest first."""
        return snapshots.listed(self.store) if self.store else []

    @property
    def names(self) -> list[str]:
        """Return the saved scenarios that a snapshot may freeze."""
        if self.store is None:
            return []
        return [one.name for one in scenarios.saved(self.store)]

    def opened(self, id_: str = "") -> Snapshot | None:
        """Return the snapshot that the address names; why not is kept in `error`."""
        id_ = id_ or self.view.snapshot
        if not id_ or self.store is None:
            return None
        try:
            return snapshots.find(self.store, id_)
        except FupinError as error:
            self.error = error
            return None

    def document(self, found: Snapshot) -> Document:
        """Return the snapshot's document in the session's language."""
        key = (found.id, found.marks, self.view.lang)
        if self._told is None or self._told[0] != key:
            told = snapshots.document(found, self.view.lang, self.desk.reader)
            self._told = (key, told)
        return self._told[1]

    def set(self, name: str, value: str) -> None:
        """Remember what was typed; nothing is drawn while one types."""
        if name == "author":
            self.view.author = value
        else:
            self.fields[name] = value

    def typed(self, name: str) -> str:
        """Return what was typed in a field."""
        return self.fields.get(name, "")

    def make(self) -> bool:
        """Make a snapshot of what the session looks at, and open it."""

        def act(store: Store) -> Snapshot:
            return snapshots.make(
                store, self.look, self.typed("title"), self.view.author,
                self.typed("note"),
            )  # fmt: skip

        made = self._done(act)
        if made is not None:
            for name in MAKING:
                self.fields.pop(name, None)
            self.view.param.update(snapshot=made.id, against="", tab="")
        return made is not None

    def look(self) -> Ground:
        """Return the ground of a snapshot, from the answers that the desk has."""
        desk, view = self.desk, self.view
        desk.refresh()
        store = self._store()
        at = snapshots.seen_now(store)
        vintage, objections, money, told, decided = desk.seen
        # What the desk was read at: where the store is ahead of it, it isn't kept.
        at = Seen(vintage, told, decided, at.task_edits, at.tasks,
                  money, objections, at.written)  # fmt: skip
        found = snapshots.prepared(
            desk.register, self.asked(), view.day, view.village, at, self._decide,
            self._tasks, desk.funds.of,
        )  # fmt: skip
        return replace(found, files=desk.plain)

    def asked(self) -> Scenario:
        """Return the scenario that a new snapshot freezes: a saved one, or the plan."""
        name = self.typed("scenario")
        if not name:
            return self.desk.of_basis(self.view.basis)
        plan = self.desk.plan
        found = scenarios.find(self._store(), name).opened(plan).scenario
        for line in LINES:
            basis = found.basis.get(line, plan.parameters[line].basis)
            found = found.with_basis(line, basis)
        return found

    def _tasks(self, dones: tuple[Assessment, ...]) -> DataFrame:
        """Return the board by the scenario's bases: the desk's where it has it."""
        asked, tasks = self.asked(), self.desk.tasks
        first, other = (asked.basis[line] for line in LINES)
        if first == other:
            return tasks.board(self.view.day, first)
        return tasks.by(dones)

    def _decide(self, wanted: Scenario, day: date) -> Assessment:
        for basis in BASES:
            if wanted.fingerprint == self.desk.of_basis(basis).fingerprint:
                return self.desk.assessment(day, basis)
        return assess(self.desk.register, wanted, day, reader=self.desk.reader)

    def withdraw(self) -> bool:
        """Withdraw the open snapshot with the reason that was typed."""
        id_, author, reason = self.view.snapshot, self.view.author, self.typed("reason")
        done = self._done(lambda s: snapshots.withdraw(s, id_, author, reason))
        self.is_withdrawing = done is None
        return done is not None

    def annotate(self) -> bool:
        """Write the note that was typed on the chosen figure."""
        id_, author = self.view.snapshot, self.view.author
        figure, words = self.typed("figure"), self.typed("words")
        done = self._done(
            lambda s: snapshots.annotate(s, id_, figure, author, words)
        )  # fmt: skip
        if done is not None:
            self.fields.pop("words", None)
        return done is not None

    def begin_brief(self, found: Snapshot) -> None:
        """Open the brief's text to be edited, as it stands."""
        told = snapshots.template(found, self.view.lang)
        self.fields = {n: v for n, v in self.fields.items() if "brief:" not in n}
        self.fields |= {f"brief:{name}": "\n".join(p) for name, p in told.items()}
        self.seen_texts, self.loose, self.error = len(found.texts), [], None

    def save_brief(self, *, insists: bool = False) -> bool:
        """Keep the edited text; numbers typed by hand are shown first, once."""
        wanted = {
            name.partition(":")[2]: split(text)
            for name, text in self.fields.items() if name.startswith("brief:")
        }  # fmt: skip
        self.loose = snapshots.loose(wanted)
        if self.loose and not insists:
            return False

        def act(store: Store) -> Snapshot:
            found = snapshots.find(store, self.view.snapshot)
            return snapshots.edit(
                store, found, self.view.author, self.view.lang, wanted, self.seen_texts
            )[0]

        return self._done(act) is not None

    def check(self) -> None:
        """Compute the open snapshot again and compare; the finding is kept."""
        found = self.opened()
        if found is not None and self.store is not None:
            self.checked = snapshots.check(self.store, found, self.desk.plain)

    def difference(self) -> Difference | None:
        """Return what lies between the two snapshots of the address."""
        one, other = self.opened(), self.opened(self.view.against)
        if one is None or other is None or not self.view.against:
            return None
        try:
            return snapshots.difference(
                self._store(), one, other, self.desk.reader, self.desk.plain
            )
        except FupinError as error:
            self.error = error
            return None

    def export(self, form: str) -> tuple[str, bytes] | None:
        """Return a file's name and its bytes; why not is kept in `error`."""
        found = self.opened()
        if found is None or form not in formats():
            return None
        self.error = None
        try:
            snapshots.refuse_withdrawn(found)
            told = self.document(found)
            return exports.file_name(told, form), exports.write(told, form)
        except FupinError as error:
            self.error = error
            return None

    def forget(self) -> None:
        """Leave what belonged to the snapshot that was open."""
        self.error, self.checked, self.loose = None, None, []
        self.is_withdrawing = False

    def _store(self) -> Store:
        if self.desk.store is None:
            raise StoreError(
                "现在看的不是可写的台账，不能存快照",
                "What is shown can't be written to, so no snapshot can be kept.",
            )
        return self.desk.store

    def _done(self, act: Callable[[Store], Snapshot]) -> Snapshot | None:
        self.error = None
        try:
            return act(self._store())
        except FupinError as error:
            self.error = error
            return None


def formats() -> tuple[str, ...]:
    """Return the formats that a snapshot can be exported in."""
    return tuple(exports.EXPORTS)
