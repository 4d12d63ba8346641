"""The desk: what every session shares and nobody changes: register, plan, answers.

An assessment is a pure function of date and basis, so it is computed once for all.
"""

from __future__ import annotations

import hashlib
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from fupin import measures, settings
from fupin.access import LOCAL, Reader
from fupin.assess import Assessment, assess
from fupin.plan import Scenario

if TYPE_CHECKING:
    from datetime import date

    from fupin.plan import Plan
    from fupin.register import Register

LINES = ("household_exit_line", "village_exit_line")
FIRST_YEAR = 2016


class Desk:
    """A register and a plan, ready to be asked; safe to share between sessions."""

    def __init__(self, register: Register, plan: Plan, reader: Reader = LOCAL) -> None:
        self.register, self.plan, self.reader = register, plan, reader
        self.assessment = lru_cache(maxsize=64)(self._assess)
        self.token_of = lru_cache(maxsize=None)(self._token_of)

    @property
    def is_sample(self) -> bool:
        """Say whether the register shown is the invented one."""
        return settings.register_path() == settings.SAMPLE

    @cached_property
    def days(self) -> list[date]:
        """Return the as-of dates to choose from: where an income period closes."""
        ends = self.register["incomes"]["period_to"].unique().drop_nulls().sort()
        return [day for day in ends.to_list() if day.year >= FIRST_YEAR]

    @cached_property
    def village_names(self) -> dict[str, str]:
        """Return the villages' names by id, in the register's order."""
        rows = self.reader.rows(self.register["villages"])
        return dict(zip(rows["village_id"], rows["village_name"], strict=True))

    def _assess(self, day: date, basis: str = "fixed") -> Assessment:
        scenario = Scenario(self.plan)
        for line in LINES:
            scenario = scenario.with_basis(line, basis)
        return assess(self.register, scenario, day, reader=self.reader)

    def trend(
        self, until: date, village: str = "", basis: str = "fixed"
    ) -> list[tuple[date, measures.Count]]:
        """Return the enrolled households by verdict at each date up to `until`."""
        points = []
        for day in [d for d in self.days if d < until] + [until]:
            rows = measures.enrolled(self.assessment(day, basis))
            if village:
                rows = rows.filter(rows["village_id"] == village)
            points.append((day, measures.count(rows)))
        return points

    def _token_of(self, household_id: str) -> str:
        """Return the opaque id that stands for a household in an address.

        It can't be turned back, or guessed from a household's number, without the
        key of this installation.
        """
        digest = hashlib.blake2s(
            household_id.encode(), key=settings.link_key(), digest_size=8
        )
        return digest.hexdigest()

    @cached_property
    def household_by_token(self) -> dict[str, str]:
        """Return household ids by their opaque ids."""
        ids = self.register["households"]["household_id"].unique().to_list()
        return {self.token_of(household): household for household in ids}

    def display_id(self, household_id: str, village_id: str) -> str:
        """Return the id as people say it: 红中 037."""
        name = self.village_names.get(village_id, village_id).removesuffix("村")
        return f"{name} {household_id.rpartition('-')[2]}"
