"""The desk: what every session shares: the register of the store, the plan, answers.

An assessment is a pure function of date and basis, so it is computed once for all. A
new vintage in the store is taken up by `refresh`, and all answers are given anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import polars as pl

from dashboards.models.answers import Answers, differs_in_money
from dashboards.models.fundbook import FundBook
from dashboards.models.taskbook import TaskBook
from dashboards.models.tokens import token
from dashboards.text import learn
from fupin import measures, proposals
from fupin import store as kept
from fupin.access import LOCAL, Reader
from fupin.assess import Assessment, Decided, decide_some
from fupin.book import is_practice
from fupin.forms import fill, load_forms
from fupin.plan import Scenario
from fupin.whatif.engine import Engine
from fupin.why.evidence import StoreMarks
from fupin.why.robust import robustness

if TYPE_CHECKING:
    from fupin.forms import FilledForm, Form
    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store, Told
    from fupin.why.evidence import FileMarks, Marks
    from fupin.why.robust import Robustness

LINES = ("household_exit_line", "village_exit_line")
FIRST_YEAR = 2016
# How much of `seen` the register rests on; the rest is what was proposed.
WRITTEN = 3
CACHES = ("assessment", "robust", "standing", "decided", "at", "filled", "engine")
# What rests on the funds: the villages' facts, and what is made of them.
OF_MONEY = ("assessment", "filled", "engine")
# What was read off the register once, to be read again from a new one.
OF_REGISTER = ("days", "village_names", "household_by_token", "tasks", "funds")


class Desk:
    """A register and a plan, ready to be asked; safe to share between sessions."""

    def __init__(
        self,
        register: Register,
        plan: Plan,
        reader: Reader = LOCAL,
        store: Store | None = None,
    ) -> None:
        self.register, self.reader, self.store = register, reader, store
        # As the plan's files say it, and with what has been accepted since.
        self.plain, self.plan = plan, proposals.standing_plan(store, files=plan)
        self.seen = self._newest()
        # How much had been written when somebody last looked.
        self._looked = -1
        self._told = Answers()
        # Where each row stood, if the register was only read from a file.
        self.files: FileMarks | None = None
        # The vintage that a replay stands at; None is now.
        self.vintage: kept.Vintage | None = None
        self._now: Desk | None = None
        self.at = lru_cache(maxsize=4)(self._at)
        self.assessment = lru_cache(maxsize=64)(self._assess)
        self.standing = lru_cache(maxsize=64)(self._standing)
        self.decided = lru_cache(maxsize=64)(self._decided)
        self.robust = lru_cache(maxsize=16)(self._robust)
        self.engine = lru_cache(maxsize=8)(self._engine)
        self.token_of = token
        self.filled = lru_cache(maxsize=96)(self._filled)

    @property
    def is_sample(self) -> bool:
        """Say whether the register shown is the invented one."""
        return self.book is not None and is_practice(self.book)

    @property
    def book(self) -> Store | None:
        """Return the store that the register is of; in a replay it can't be written."""
        return self.store or (self._now.store if self._now else None)

    def trail(self, household_id: str) -> tuple[Told, ...]:
        """Return the rows of a household as its vintages said them, oldest first."""
        if self.book is None:
            return ()
        known = self.vintage.recorded_at if self.vintage else None
        return kept.trail(self.book, household_id, known)

    def marks(self, household_id: str) -> Marks | None:
        """Return what says where the household's rows come from; None: nothing does."""
        return StoreMarks(self.trail(household_id)) if self.book else self.files

    def refresh(self) -> bool:
        """Take up what the store has taken since; say whether there was anything."""
        before, newest = self.seen, self._newest()
        if self.store is None or newest == before:
            return False
        plan = proposals.standing_plan(self.store, files=self.plain)
        rows = self.register
        is_same = bool(before) and newest[:WRITTEN] == before[:WRITTEN]
        if is_same and plan == self.plan:
            # Something was proposed: it decides nothing yet.
            self.seen = newest
            return False
        is_new = not before or newest[0] != before[0]
        if is_new:
            rows = kept.of_vintages(self.store)
        # Else the rows of the vintages are as they were: only people wrote. Nothing is
        # ahead of `newest`, whatever is written meanwhile.
        if is_new or newest[1] != before[1]:
            rows = kept.with_objections(rows, self.store, until=newest[1])
        rows = kept.with_funds(rows, self.store, until=newest[2])
        stood, was = self.register, self.plan
        # Together, once all is read: what was seen is what the rows and the plan say.
        self.register, self.plan, self.seen = rows, plan, newest
        if plan == was and differs_in_money(stood, rows, plan):
            # A plan of money moves none: then the register is the same one.
            for name in OF_MONEY if rows is not stood else ():
                getattr(self, name).cache_clear()
            return True
        learn(plan)
        self._told.clear()
        for name in CACHES:
            getattr(self, name).cache_clear()
        for name in OF_REGISTER:
            self.__dict__.pop(name, None)
        return True

    def look(self) -> int:
        """Look for what anybody wrote, take it up, and return how much there is."""
        if self.store is None:
            return 0
        count = kept.written(self.store)
        if count != self._looked:
            self.refresh()
            self.tasks.look()
            self._looked = count  # Only now: what failed is read at the next look.
        return count

    def _newest(self) -> tuple[int, ...]:
        """Return the newest vintage, objection, fund entry, and what was proposed."""
        store = self.store
        if store is None:
            return ()
        told = (kept.newest, kept.newest_objection, kept.newest_fund)
        return *(newest(store) for newest in told), *proposals.newest(store)

    @property
    def funds_seen(self) -> int | None:
        """Return how many versions of fund entries the register has; None: no store.

        What else is said of the funds goes as far, so that no figure is ahead.
        """
        return self.seen[WRITTEN - 1] if self.seen else None

    def _at(self, seq: int) -> Desk | None:
        """Return the desk as it was after a vintage, to be looked at only."""
        told = kept.history(self.store) if self.store else []
        found = next((one for one in told if one.seq == seq), None)
        if self.store is None or found is None:
            return None
        register = kept.register(self.store, found.recorded_at)
        plan = proposals.standing_plan(self.store, found.recorded_at, files=self.plain)
        then = Desk(register, plan, self.reader)
        then.vintage, then._now = found, self
        return then

    def move_to(self, store: Store) -> None:
        """Work with another store from now on: the town's own after practising."""
        self.store, self.seen = store, ()
        self.refresh()

    @cached_property
    def days(self) -> list[date]:
        """Return the as-of dates to choose from: where an income period closes.

        Without any, the last day of the plan is left.
        """
        ends = self.register["incomes"]["period_to"].unique().drop_nulls().sort()
        days = [day for day in ends.to_list() if day.year >= FIRST_YEAR]
        first = date(FIRST_YEAR, 12, 31)
        return days or [measures.deadline(Scenario(self.plan), first)]

    @cached_property
    def village_names(self) -> dict[str, str]:
        """Return the villages' names by id, in the register's order."""
        # A village that was renamed goes by its newest name.
        rows = self.reader.rows(self.register["villages"])
        return dict(zip(rows["village_id"], rows["village_name"], strict=True))

    def holdings(self, day: date | None) -> dict[str, int]:
        """Return how many villages, resident and enrolled households there are."""
        if day is None:
            return dict.fromkeys(("villages", "residents", "enrolled"), 0)
        done = self.assessment(day)
        return {
            "villages": done.villages.height,
            "residents": done.register["residents"].height,
            "enrolled": measures.enrolled(done).height,
        }

    def _assess(self, day: date, basis: str = "fixed") -> Assessment:
        scenario = self.of_basis(basis)
        return self._told.of(self.register, scenario, (day, basis), self.reader)

    def unsigned(self, day: date, basis: str = "fixed") -> frozenset[str]:
        """Return the households whose survey isn't signed: their rows are marked."""
        return measures.unsigned(self.assessment(day, basis))

    def _robust(self, day: date, basis: str = "fixed") -> Robustness:
        return robustness(self.assessment(day, basis))

    def of_basis(self, basis: str) -> Scenario:
        """Return the plan with both exit lines on a basis."""
        scenario = Scenario(self.plan)
        for line in LINES:
            scenario = scenario.with_basis(line, basis)
        return scenario

    @cached_property
    def tasks(self) -> TaskBook:
        """Return the departments' tasks, on any date."""
        return TaskBook(self)

    @cached_property
    def funds(self) -> FundBook:
        """Return the funds, on any date."""
        return FundBook(self)

    @cached_property
    def forms(self) -> dict[str, Form]:
        """Return the forms by their id, in the order of their numbers."""
        return load_forms()

    def _filled(
        self, form: str, day: date, basis: str, village: str, given: tuple[str, ...]
    ) -> FilledForm:
        """Return a form filled in; `given` is names and values in turn."""
        values = dict(zip(given[::2], given[1::2], strict=True))
        done = self.assessment(day, basis)
        return fill(self.forms[form], done, village, given=values)

    def _standing(self, day: date, basis: str = "fixed") -> pl.DataFrame:
        """Return the households enrolled on `day` by the standard, without reasons."""
        return self.decided(day, basis).households.filter(pl.col("is_enrolled"))

    def _decided(self, day: date, basis: str = "fixed") -> Decided:
        """Return what trend and tasks rest on: the standard, and the rules of gaps."""
        rules = (measures.STANDARD, *self.tasks.owners.gaps)
        scenario = self.of_basis(basis)
        return decide_some(self.register, scenario, day, rules, self.reader)

    def _engine(self, day: date, village: str = "") -> Engine:
        reader = self.reader
        if village:
            reader = replace(reader, villages=frozenset({village}))
        return Engine(self.register, day, reader=reader)

    def trend(
        self, until: date, village: str = "", basis: str = "fixed"
    ) -> list[tuple[date, measures.Count]]:
        """Return the enrolled households by verdict at each date up to `until`."""
        points = []
        for day in [d for d in self.days if d < until] + [until]:
            rows = self.standing(day, basis)
            if village:
                rows = rows.filter(rows["village_id"] == village)
            points.append((day, measures.count(rows)))
        return points

    @cached_property
    def household_by_token(self) -> dict[str, str]:
        """Return household ids by their opaque ids."""
        ids = self.register["households"]["household_id"].unique().to_list()
        return {self.token_of(household): household for household in ids}

    def display_id(self, household_id: str, village_id: str) -> str:
        """Return the id as people say it: 红中 037."""
        name = self.village_names.get(village_id, village_id).removesuffix("村")
        return f"{name} {household_id.rpartition('-')[2]}"
