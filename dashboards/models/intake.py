"""Taking a file in: what was dropped, what it says, what it would change, history."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import param
import polars as pl

from fupin import store as kept
from fupin.access import Reader, masked
from fupin.aside import preview_aside
from fupin.book import open_book
from fupin.changes import Changes, difference
from fupin.errors import FupinError, IntakeError
from fupin.intake import write_fix_list, write_template
from fupin.intake.problems import general
from fupin.recording import Preview, compare, record, refuse
from fupin.register import GONE, Register
from fupin.settings import OWN_STORE
from fupin.store import Vintage
from fupin.tables import TABLES

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.schema import Column

# What the page is doing: waiting for a file, receiving, reading, showing, refused.
STAGES = ("empty", "upload", "work", "looked", "failed")
FIELDS_SHOWN = 40
PROBLEMS_SHOWN = 15
HIDDEN = "***"
FIX_LIST = {"zh": "问题清单.xlsx", "en": "fix-list.xlsx"}
TEMPLATE = {"zh": "台账模板.xlsx", "en": "register-template.xlsx"}


def template_file(lang: str) -> tuple[str, bytes]:
    """Return name and content of the empty workbook."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / TEMPLATE[lang]
        write_template(path)
        return path.name, path.read_bytes()


def fix_list_file(looked: Preview, lang: str) -> tuple[str, bytes]:
    """Return name and content of the workbook of rows to correct."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / FIX_LIST[lang]
        write_fix_list(looked.intake, path, lang)
        return path.name, path.read_bytes()


def shown_value(column: Column, value: str | None, reader: Reader) -> str | None:
    """Return a value as the reader may see it; None where nothing is recorded."""
    if not reader.sees(column):
        return HIDDEN
    return masked(column, value)


class Taking(param.Parameterized):
    """The state of the page in one session; `stage` says what there is to show."""

    stage: Any = param.Selector(default="empty", objects=list(STAGES))
    looked = param.ClassSelector(class_=Preview, default=None, allow_None=True)
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    file = param.String(default="", doc="Name of the file.")
    rows = param.Integer(default=0, doc="Rows read so far.")
    taken = param.ClassSelector(class_=Vintage, default=None, allow_None=True)
    valid_on: Any = param.CalendarDate(default=None, allow_None=True)
    complete = param.List(default=[], doc="Villages whose roll the file holds whole.")
    reason = param.String(default="")
    starts_own = param.Boolean(default=True, doc="Leave the sample for an own store.")
    severity = param.String(default="", doc="Which problems to list.")
    kind = param.String(default="", doc="Which problems to list.")
    opened = param.Integer(default=0, doc="The vintage whose changes are shown.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view

    @property
    def is_first_of_own(self) -> bool:
        """Say whether accepting begins the town's own store."""
        return self.desk.is_sample and self.starts_own

    def look(self, path: Path, tell: Any) -> None:
        """Read the file and compare; an error is kept to be shown."""
        target = None if self.is_first_of_own else self.desk.store
        day = self.valid_on or self.view.day or date.today()  # noqa: DTZ011 a day here
        try:
            found = preview_aside(target, path, day, self.complete, tell)
        except FupinError as error:
            told = _as_sent(error, path)
            self.param.update(stage="failed", error=told, looked=None)
        else:
            self.param.update(stage="looked", error=None, looked=found)

    def again(self) -> None:
        """Compare anew: the settings have changed, or somebody wrote meanwhile."""
        if self.looked is None:
            return
        target = None if self.is_first_of_own else self.desk.store
        day = self.valid_on or self.looked.valid_on
        self.looked = compare(target, self.looked, day, self.complete)
        self.error = None

    def accept(self) -> None:
        """Take what was looked at; the desk shows it from now on."""
        store, is_own = self.desk.store, self.is_first_of_own
        if store is None or self.looked is None:
            return
        try:
            self.desk.reader.may("import")
            if is_own:
                refuse(self.looked, self.view.author, self.reason)
                store = open_book(str(OWN_STORE))
            vintage = record(store, self.looked, self.view.author, self.reason)
        except FupinError as error:
            self.error = error
            return
        if is_own:
            self.desk.move_to(store)
        self.desk.refresh()
        self.param.update(
            stage="empty", looked=None, error=None, taken=vintage, reason="", file=""
        )

    def undo(self) -> None:
        """Return to the register before the newest vintage."""
        if self.desk.store is None:
            return
        try:
            self.desk.reader.may("import")
            kept.undo(self.desk.store, self.view.author, self.reason)
        except FupinError as error:
            self.error = error
            return
        self.desk.refresh()
        self.param.update(error=None, reason="", opened=0)

    def leave(self) -> None:
        """Forget the file; nothing was written."""
        self.param.update(
            stage="empty", looked=None, error=None, file="", severity="", kind=""
        )

    @property
    def history(self) -> list[Vintage]:
        """Return the vintages, newest first."""
        return kept.history(self.desk.store)[::-1] if self.desk.store else []

    def problems(self) -> pl.DataFrame:
        """Return the problems that fit the filters, personal values starred."""
        if self.looked is None:
            return pl.DataFrame()
        # "refuse" comes before "warn"; within, the order of the file stays.
        rows = self.looked.intake.problems.masked.sort("severity", maintain_order=True)
        if self.severity:
            rows = rows.filter(pl.col("severity") == self.severity)
        return rows.filter(pl.col("kind") == self.kind) if self.kind else rows

    def groups(self, lang: str) -> list[tuple[str, str, str, int, int]]:
        """Return (severity, kind, words, others, count), the gravest and most first.

        `words` are those of the commonest problem of the kind, without the number of
        a row; `others` counts the wordings that differ, as of another column.
        """
        if self.looked is None:
            return []
        frame = self.looked.intake.problems.frame
        worded = frame.with_columns(general(f"reason_{lang}").alias("words"))
        by = worded.group_by("severity", "kind", "words").len()
        kinds = (
            by.sort("len", "words", descending=[True, False])
            .group_by("severity", "kind", maintain_order=True)
            .agg(
                pl.col("words").first(),
                others=pl.len() - 1,
                count=pl.col("len").sum(),
            )
        )
        # "refuse" comes before "warn".
        order = ["severity", "count", "kind"]
        return kinds.sort(order, descending=[False, True, False]).rows()

    def changed_by(self, vintage: Vintage) -> Changes:
        """Return what a vintage changed in the register as it was before."""
        store = self.desk.store
        if store is None:
            return Changes({})
        then = vintage.recorded_at - timedelta(microseconds=1)
        before = kept.of_vintages(store, then)
        said = {
            name: frame.filter(~pl.col(GONE))
            for name, frame in kept.frames(store, vintage).items()
        }
        return difference(before, Register.of(said), vintage.valid_on)

    def fields(self, changes: Changes) -> list[tuple[Any, ...]]:
        """Return (table, key, column, before, after), as the reader may see it."""
        shown: list[tuple[Any, ...]] = []
        for name, change in changes.tables.items():
            for row in change.fields.head(FIELDS_SHOWN).iter_rows():
                key, column, before, after = row
                declared, reader = TABLES[name][column], self.desk.reader
                values = (shown_value(declared, v, reader) for v in (before, after))
                shown.append((name, key, column, *values))
        return shown[:FIELDS_SHOWN]


def _as_sent(error: FupinError, path: Path) -> FupinError:
    """Return the error with the file under the name that the person knows it by.

    Where this machine keeps it meanwhile is nobody's business.
    """
    where = str(path.parent / "x")[:-1]
    return IntakeError(error.zh.replace(where, ""), error.en.replace(where, ""))
