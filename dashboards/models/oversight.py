"""What the oversight page says: objections and reports, and inspections of samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import inspection, settings
from fupin.inspection import Listed, load_sampling, sample_workbook
from fupin.measures import value
from fupin.objections import objections
from fupin.procedure import procedures
from fupin.store.objected import OWN, own_key
from fupin.store.written import PREFIX
from fupin.tables import HOUSEHOLDS, OBJECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.assess import Assessment
    from fupin.inspection import Inspection, Sampling, Share
    from fupin.objections import Objection
    from fupin.plan import Plan

TABS = ("objections", "inspect")
NEW = {"objections": "new", "inspect": "draw"}
# The state of the list: all, what is open, or one of these.
STATES = ("open", "new", "taken", "upheld", "partly", "rejected")
OBJECTION, DRAW = "obj:", "draw:"
# How the address begins of one that is, or was, the register's own.
OWN_SHEET = "own:"


def address(key: str, desk: Desk) -> str:
    """Return what stands for an objection in an address.

    The register's numbers tell the household, so that theirs are opaque.
    """
    return f"{OWN_SHEET}{desk.token_of(key)}" if key.startswith(OWN) else key


@dataclass(frozen=True)
class Oversight:
    """The page's figures for a date and the villages that are shown.

    `own`: the register's own objections, as rows with their `key`; `written`: those
    that people wrote, and those of the register that somebody has taken.
    `held`: households whose next step an open objection holds. `days`: the time to
    decide one. `sees_words`: whether the reader may read what an objection says.
    """

    day: date
    lang: str
    plan: Plan
    villages: Mapping[str, str]
    written: tuple[Objection, ...]
    own: tuple[dict[str, Any], ...]
    held: frozenset[str]
    days: int
    warning: int
    sampling: Sampling
    draws: tuple[Inspection, ...]
    may_write: bool
    sees_words: bool
    sees_heads: bool

    @cached_property
    def open(self) -> tuple[Objection, ...]:
        """Return the written ones that are open, the most urgent first."""
        return tuple(one for one in self.written if one.is_open)

    @cached_property
    def own_open(self) -> tuple[dict[str, Any], ...]:
        """Return the register's own that are open on the date."""
        return tuple(row for row in self.own if row["is_open"])

    @property
    def late(self) -> tuple[Objection, ...]:
        """Return the open ones past their deadline."""
        return tuple(one for one in self.open if one.days_left < 0)

    @property
    def untaken(self) -> int:
        """Return how many open ones nobody has taken, the register's own too."""
        own = sum(row["can_be_taken"] for row in self.own_open)
        return own + sum(not one.taker for one in self.open)

    def listed(self, state: str) -> tuple[Objection, ...]:
        """Return the written ones of a state ("": all)."""
        if state == "open":
            return self.open
        return tuple(one for one in self.written if state in ("", one.state))

    def own_listed(self, state: str) -> tuple[dict[str, Any], ...]:
        """Return the register's own of a state; nobody takes those."""
        if state == "open":
            return self.own_open
        return tuple(row for row in self.own if state in ("", row["state"]))


def oversight(desk: Desk, view: View) -> Oversight:
    """Work out the page for the view's date and village."""
    done = desk.assessment(view.day, view.basis)
    written: list[Objection] = []
    draws: list[Inspection] = []
    if desk.store is not None:
        written = objections(desk.store, desk.reader, view.day)
        draws = inspection.inspected(desk.store, desk.reader, view.day)
    chosen = view.village
    held = procedures(done).filter(pl.col("is_held").fill_null(value=False))
    if chosen:
        held = held.filter(pl.col("village_id") == chosen)
    return Oversight(
        day=view.day, lang=view.lang, plan=desk.plan, villages=desk.village_names,
        written=tuple(o for o in written if chosen in ("", o.village_id)),
        own=tuple(_own(done, chosen, desk)),
        held=frozenset(held["household_id"]),
        days=int(value(done.scenario, "objection_days", done.day)),
        warning=int(value(done.scenario, "task_warning_days", done.day)),
        sampling=load_sampling(settings.PLAN),
        draws=tuple(d for d in draws if not chosen or chosen in d.villages),
        may_write=desk.store is not None,
        sees_words=desk.reader.sees(OBJECTIONS["objection_text"]),
        sees_heads=desk.reader.sees(HOUSEHOLDS["head_name"]),
    )  # fmt: skip


def _own(done: Assessment, village: str, desk: Desk) -> list[dict[str, Any]]:
    """Return the register's own objections with the household's village.

    Looking back there is no store to ask: those that were written stand among them.
    """
    homes = done.households.select("household_id", "village_id")
    rows = done.register["objections"]
    if desk.store is not None:
        rows = rows.filter(~pl.col("objection_id").str.starts_with(PREFIX))
    rows = rows.join(homes, on="household_id", how="left", maintain_order="left")
    if village:
        rows = rows.filter(pl.col("village_id") == village)
    closed = pl.col("closed_on")
    stands = pl.when(closed.is_null()).then(pl.col("objection_state") == "open")
    is_open = stands.otherwise(closed > done.day)
    rows = rows.with_columns(is_open=is_open).with_columns(
        state=pl.when("is_open").then(pl.lit("open")).otherwise("objection_state")
    )
    rows = rows.sort("is_open", "raised_on", descending=[True, True])
    return [
        row
        | {
            "key": own_key(row["objection_id"]),
            "can_be_taken": desk.store is not None
            and row["objection_state"] == "open"
            and not row["objection_id"].startswith(PREFIX),
        }
        for row in rows.iter_rows(named=True)
    ]


@dataclass(frozen=True)
class Sample:
    """One draw on the page: its rows and results, its shares, and names if seen."""

    made: Inspection
    results: Mapping[int, Mapping[str, Any]]
    shares: tuple[Share, ...]
    heads: Mapping[str, str]

    @property
    def looked(self) -> int:
        """Return how many rows have a result."""
        return len(self.results)

    @property
    def wrong(self) -> int:
        """Return how many outcomes were found wrong."""
        return sum(one["found"] == "wrong" for one in self.results.values())


def sample(desk: Desk, page: Oversight, made: Inspection) -> Sample:
    """Work out one draw: its results by the as-of date, shares, and heads."""
    told = (
        inspection.results(desk.store, made.seq, page.day)
        if desk.store is not None
        else {}
    )
    found = inspection.shares(made.rows, told, page.sampling)
    return Sample(made, told, tuple(found), _heads(desk, page, made))


def _heads(desk: Desk, page: Oversight, made: Inspection) -> dict[str, str]:
    """Return the heads' names by household; nothing where the reader can't see them."""
    if not page.sees_heads:
        return {}
    ids = [row["household_id"] for row in made.rows]
    heads: dict[str, str] = {}
    for table in ("residents", "households"):
        rows = desk.register[table].filter(pl.col("household_id").is_in(ids))
        heads |= dict(rows.select("household_id", "head_name").iter_rows())
    return heads


def list_file(page: Oversight, found: Sample) -> tuple[str, bytes]:
    """Return name and bytes of a draw's list as a workbook, names masked."""
    listed = Listed(found.made, found.heads, page.villages, found.results, page.lang)
    name = inspection.file_name(found.made, page.lang)
    return name, sample_workbook(listed, page.sampling)


def place(village: str, household: str | None, desk: Desk) -> str:
    """Return where something is: 红中 037, or the village's name."""
    if household:
        return desk.display_id(household, village)
    return desk.village_names.get(village, village)
