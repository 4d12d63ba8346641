"""One household's dossier: all that is known of it on the date, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboards.models import sight
from dashboards.models.households import find
from fupin import measures
from fupin.access import mask_name
from fupin.assess.incomes import YEAR_MONTHS, month_window
from fupin.codes import COSTS
from fupin.sheet import decision_sheet, file_name
from fupin.store import field_changes
from fupin.why.evidence import evidence
from fupin.why.explain import explain
from fupin.why.status import status

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.assess import Assessment
    from fupin.store import FieldChange
    from fupin.why.evidence import Evidence
    from fupin.why.explain import Reason
    from fupin.why.status import Status


@dataclass(frozen=True)
class Year:
    """A household's income of one year, by source, against the line of that year."""

    label: date | None
    year: int
    by_source: dict[str, float]
    per_person: float | None
    line: float | None


@dataclass(frozen=True)
class Dossier:
    """Everything known of one household on the date, but for what is `hidden`."""

    row: dict[str, Any]
    exit: Reason
    entry: Reason
    members: tuple[dict[str, Any], ...]
    years: tuple[Year, ...]
    tasks: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    objections: tuple[dict[str, Any], ...]
    visits: tuple[dict[str, Any], ...]
    measures: tuple[dict[str, Any], ...]
    pending: int
    previous: str
    next: str
    status: Status
    evidence: Evidence
    changes: tuple[FieldChange, ...] = ()
    hidden: frozenset[str] = frozenset()
    # The reader's classes of personal data, for columns that no rule names.
    classes: frozenset[str] = frozenset()

    def sees(self, name: str) -> bool:
        """Say whether the reader may see the fact of the household or its members."""
        return name not in self.hidden

    @property
    def reasons(self) -> dict[str, Reason]:
        """Return every reason by rule."""
        return {r.rule.id: r for root in (self.exit, self.entry) for r in root.walk()}


def dossier(desk: Desk, view: View) -> Dossier | None:
    """Return the dossier of the view's household; None where it isn't there."""
    household = desk.household_by_token.get(view.household)
    if household is None:
        return None
    done = desk.assessment(view.day, view.basis)
    rows = done.households.filter(pl.col("household_id") == household)
    if rows.is_empty():
        return None
    ids = find(desk, view).rows["household_id"].to_list()
    at = ids.index(household) if household in ids else -1
    near = [ids[i] if 0 <= i < len(ids) and at >= 0 else "" for i in (at - 1, at + 1)]
    register = done.register

    def of(table: str, by: str) -> tuple[dict[str, Any], ...]:
        found = register[table].filter(pl.col("household_id") == household)
        return tuple(found.sort(by, nulls_last=True).to_dicts())

    owed = desk.tasks.owed(view.day, view.basis, household=household)
    hidden = sight.hidden(desk.reader)
    unseen = hidden | sight.hidden(desk.reader, "member")
    row = rows.drop(hidden, strict=False).row(0, named=True)
    sources = evidence(done, household, desk.marks(household))
    return Dossier(
        row=row,
        exit=explain(done, household, measures.STANDARD, sources),
        entry=explain(done, household, "entry", sources),
        members=tuple(
            done.members.filter(pl.col("household_id") == household)
            .sort("person_id")
            .drop(unseen, strict=False)
            .to_dicts()
        ),
        years=_years(done, household, row)
        if "income_per_person_year" not in hidden
        else (),
        tasks=tuple(owed.to_dicts()),
        steps=of("steps", "step_on"),
        objections=of("objections", "raised_on"),
        visits=of("visits", "visited_on"),
        measures=of("measures", "started_on"),
        pending=sum(rule.is_pending for rule in desk.plan.group("seven_out")),
        previous=desk.token_of(near[0]) if near[0] else "",
        next=desk.token_of(near[1]) if near[1] else "",
        status=status(done, household),
        evidence=sources,
        changes=field_changes(desk.trail(household)),
        hidden=unseen,
        classes=desk.reader.classes,
    )


def whose(found: Dossier, desk: Desk) -> str:
    """Return of whom a picture is, masked: 红中 037 陈*."""
    number = desk.display_id(found.row["household_id"], found.row["village_id"])
    name = found.row.get("head_name")
    return f"{number} {mask_name(name)}" if name else number


def sheet_file(desk: Desk, view: View) -> tuple[str, bytes]:
    """Return name and bytes of the open household's decision sheet, names masked.

    Raises FupinError where it can't be printed.
    """
    done = desk.assessment(view.day, view.basis)
    household = desk.household_by_token[view.household]
    made = decision_sheet(done, household, desk.marks(household), view.lang)
    return file_name(done, household, view.lang), made


def _years(done: Assessment, household: str, row: dict[str, Any]) -> tuple[Year, ...]:
    """Return closed years, and the twelve months that the verdict rests on."""
    rows = done.register["incomes"].filter(pl.col("household_id") == household)
    if rows.is_empty():
        return ()
    persons = row["persons_count"]
    found = []
    for year in sorted(rows["period_to"].dt.year().unique().to_list()):
        inside = rows.filter(
            (pl.col("period_from").dt.year() == year)
            & (pl.col("period_to").dt.year() == year)
        )
        months = inside.select("period_from", "period_to").unique()
        if months.select(_months()).to_series().sum() == YEAR_MONTHS:
            found.append(_year(done, inside, year, None, persons))
    ends = row["income_to_on"]
    if ends is not None and (ends.month, ends.day) != (12, 31):
        first, last = month_window(ends)
        inside = rows.filter(
            (pl.col("period_from") >= first) & (pl.col("period_to") <= last)
        )
        found.append(_year(done, inside, ends.year, ends, persons))
    return tuple(found)


def _months() -> pl.Expr:
    first, last = pl.col("period_from"), pl.col("period_to")
    years = last.dt.year() - first.dt.year()
    return (
        years * 12
        + last.dt.month().cast(pl.Int32)
        - first.dt.month().cast(pl.Int32)
        + 1
    )


def _year(
    done: Assessment,
    rows: pl.DataFrame,
    year: int,
    label: date | None,
    persons: int | None,
) -> Year:
    amounts = rows.group_by("income_source").agg(
        pl.col("amount").sum(), pl.col("amount").null_count().alias("gaps")
    )
    by = dict(zip(amounts["income_source"], amounts["amount"], strict=True))
    signed = sum(-v if k in COSTS else v for k, v in by.items())
    known = persons and not amounts["gaps"].sum()
    parameter = done.scenario.parameter("household_exit_line")
    entry = parameter.on(label or rows["period_to"].max(), done.program.known)  # type: ignore[arg-type]
    line = None if entry is None else float(entry.value)
    return Year(label, year, by, signed / persons if known and persons else None, line)
