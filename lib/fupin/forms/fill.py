"""Fill a form in: a form and an assessment give a filled form. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import narwhals as nw

from fupin.errors import FupinError
from fupin.forms import cells
from fupin.forms.cells import Cell
from fupin.forms.compiled import CompiledColumn, CompiledTable, compile_table
from fupin.forms.filled import FilledForm, FilledTable
from fupin.forms.frames import Frames, most
from fupin.forms.unsigned import unsigned_in
from fupin.forms.worded import worded
from fupin.measures import SIGNED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from fupin.assess import Assessment
    from fupin.forms.model import Form, FormColumn, FormTable
    from fupin.plan.terms import Term
    from fupin.schema import Personal

ROW_ID = "__id"
IDS = {"village": "village_id", "measure": "household_id"}


def fill(
    form: Form,
    assessment: Assessment,
    village: str = "",
    *,
    masked: bool = True,
    given: Mapping[str, str] | None = None,
) -> FilledForm:
    """Fill `form` from `assessment`, for one village or for all that its reader sees.

    Names and numbers are masked unless `masked` is False; a column whose facts the
    assessment's reader may not see is withheld. `given` holds the values of columns
    that whoever writes the form adds; what isn't given is 待补录.

    Raises FupinError where the village isn't the reader's, AccessError where the reader
    may not take names out unmasked, and RuleError (file, line, cure) where an
    expression of the form can't be read.
    """
    if not masked:
        assessment.reader.may("export")
    names = dict(assessment.villages.select("village_id", "village_name").iter_rows())
    if village and village not in names:
        raise FupinError(
            f"没有编号为“{village}”的村。可选：{'、'.join(names)}",
            f"There is no village {village!r}. Choose one of: {', '.join(names)}.",
        )
    filler = _Filler(assessment, Frames(assessment, village), masked, given or {})
    tables = [filler.table(table) for table in form.tables]
    if form.is_card:
        # The first table says which households there are.
        listed = set(tables[0].ids)
        tables[1:] = [_only(table, listed) for table in tables[1:]]
    return FilledForm(
        form=form,
        day=assessment.day,
        place=names.get(village, ""),
        scenario=assessment.scenario.fingerprint,
        register=assessment.source.fingerprint,
        is_masked=masked,
        tables=tuple(tables),
        warning=assessment.scenario.plan.rules[SIGNED].warns,
        given=given or {},
    )


def _only(table: FilledTable, ids: set[str]) -> FilledTable:
    places = [place for place, row_id in enumerate(table.ids) if row_id in ids]
    return replace(
        table,
        frame=table.frame[places],
        rows=tuple(table.rows[place] for place in places),
        ids=tuple(table.ids[place] for place in places),
        unsigned=table.unsigned & ids,
    )


@dataclass(frozen=True)
class _Filler:
    """Fills the tables of one form."""

    done: Assessment
    frames: Frames
    masked: bool
    given: Mapping[str, str]

    def table(self, asked: FormTable) -> FilledTable:
        done = self.done
        table = worded(asked, done.scenario, done.day, done.program.known)
        compiled = compile_table(table, done.program)
        below = self.frames.below(compiled.scope, compiled.used)
        rows = self.frames.rows(compiled.scope, compiled.used, below)
        frame = nw.from_native(rows)
        frame, undecided = _kept(frame, compiled)
        shown = {
            key: column
            for key, column in compiled.columns.items()
            if all(done.reader.sees(fact) for fact in column.facts)
        }
        row_id = IDS.get(table.grain, "household_id")
        exprs = [nw.col(row_id).alias(ROW_ID)]
        exprs += [expr for column in shown.values() for expr in _exprs(column)]
        told = _Rows(self, table, shown, frame.select(*exprs).to_native())
        filled = told.filled(undecided)
        return replace(filled, unsigned=unsigned_in(done, compiled, below, filled.ids))

    def mask(self, column: CompiledColumn) -> Personal | None:
        """Return the class that a column's one personal fact is masked as."""
        if not self.masked or column.column.is_number:
            return None
        classes = (fact.personal for fact in column.facts)
        return next((one for one in classes if one in cells.MASKS), None)


def _kept(frame: Any, compiled: CompiledTable) -> tuple[Any, int]:
    """Return the rows that the filter keeps, in order, and how many it can't decide."""
    undecided = 0
    if compiled.filter is not None:
        asked = frame.with_columns(__kept=compiled.filter.low)
        undecided = int(asked["__kept"].null_count())
        frame = asked.filter(nw.col("__kept"))
    if compiled.sort:
        by = {f"__sort_{n}": term.low for n, (term, _) in enumerate(compiled.sort)}
        down = [is_down for _, is_down in compiled.sort]
        frame = frame.with_columns(**by).sort(*by, descending=down, nulls_last=True)
    return frame, undecided


def _exprs(compiled: CompiledColumn) -> list[nw.Expr]:
    """Return a column's expressions: ends of the value, ends of the base."""
    key = compiled.column.key
    exprs = _ends(compiled.value, key)
    if compiled.base is not None:
        exprs += _ends(compiled.base, f"{key}__base")
    return exprs


def _ends(term: Term, name: str) -> list[nw.Expr]:
    if term.high is None:
        return [term.low.alias(name)]
    return [term.low.alias(name), term.high.alias(most(name))]


@dataclass(frozen=True)
class _Rows:
    """The computed rows of a table on their way to cells."""

    filler: _Filler
    table: FormTable
    compiled: Mapping[str, CompiledColumn]
    frame: pl.DataFrame

    def filled(self, undecided: int) -> FilledTable:
        columns = [self.cells(column) for column in self.table.columns]
        codes = {k: c.value.codes for k, c in self.compiled.items() if c.value.codes}
        return FilledTable(
            table=self.table,
            frame=self.frame.drop(ROW_ID),
            rows=tuple(zip(*columns, strict=True)),
            ids=tuple(self.frame[ROW_ID].to_list()),
            codes=codes,
            total=self.total() if self.table.has_total else None,
            undecided=undecided,
        )

    def cells(self, column: FormColumn) -> list[Cell]:
        """Return the column's cells, a row each."""
        height = self.frame.height
        if column.is_row_number:
            return [Cell("known", n) for n in range(1, height + 1)]
        if column.given or column.is_pending:
            said = self.filler.given.get(column.given, "")
            return [Cell("known", said) if said else cells.PENDING] * height
        compiled = self.compiled.get(column.key)
        if compiled is None:
            return [cells.WITHHELD] * height
        if not column.is_number:
            mask = self.filler.mask(compiled)
            return [cells.fact(column, v, mask) for v in self.frame[column.key]]
        if column.base:
            ends = (self.ends(column.key), self.ends(f"{column.key}__base"))
            pairs = zip(*ends, strict=True)
            return [cells.ratio(column, part, base) for part, base in pairs]
        return [cells.figure(column, *ends) for ends in self.ends(column.key)]

    def ends(self, name: str) -> list[tuple[Any, Any]]:
        """Return both ends of a column's figures; the same where it is no range."""
        high = most(name) if most(name) in self.frame.columns else name
        return list(zip(self.frame[name], self.frame[high], strict=True))

    def total(self) -> tuple[Cell, ...]:
        """Return the last row: sums, and ratios of sums; never a mean of ratios."""
        first, *others = self.table.columns
        head = self._total(first) if first.has_total else cells.TOTAL
        return (head, *(self._total(column) for column in others))

    def _total(self, column: FormColumn) -> Cell:
        if not column.has_total:
            return cells.BLANK
        if column.is_pending or column.given:
            return cells.PENDING
        if column.key not in self.compiled:
            return cells.WITHHELD
        value = self._sum(column.key)
        if column.base:
            return cells.ratio(column, value, self._sum(f"{column.key}__base"))
        return cells.figure(column, *value)

    def _sum(self, name: str) -> tuple[Any, Any]:
        """Return the sums of both ends; None where a row's end isn't known."""
        ends = self.ends(name)
        if not ends:
            return 0, 0
        lows, highs = zip(*ends, strict=True)
        return _whole_sum(lows), _whole_sum(highs)


def _whole_sum(values: tuple[Any, ...]) -> Any:
    return None if None in values else sum(values)
