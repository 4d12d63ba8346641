"""The saved scenarios of the store, as one session saves, opens and compares them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fupin import scenarios
from fupin import store as kept
from fupin.errors import FupinError, ScenarioError

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.plan import Scenario
    from fupin.scenarios import NameTakenError, Saved

MOST_COMPARED = 4


class Shelf:
    """What of the saved scenarios this session has open, chosen, or is saving."""

    def __init__(self, desk: Desk, view: View) -> None:
        self.desk, self.view = desk, view
        self.is_saving = False
        self.fields = {"name": "", "description": ""}
        self.opened: Saved | None = None
        self.notes: tuple[FupinError, ...] = ()
        self.taken: NameTakenError | None = None
        self.chosen: list[int] = []

    @property
    def can_write(self) -> bool:
        """Say whether there is a store to save in: not while looking back."""
        return self.desk.store is not None

    @property
    def saved(self) -> list[Saved]:
        """Return the scenarios that stand, by name."""
        return scenarios.saved(self.desk.store) if self.desk.store else []

    @property
    def chosen_there(self) -> list[int]:
        """Return the numbers of the chosen scenarios that still stand."""
        there = {one.scenario for one in self.saved}
        return [number for number in self.chosen if number in there]

    @property
    def compared(self) -> list[tuple[str, Scenario]]:
        """Return the chosen scenarios as they read today, with their names."""
        found = {one.scenario: one for one in self.saved}
        return [
            (found[n].name, found[n].opened(self.desk.plan).scenario)
            for n in self.chosen_there
        ]

    def find(self, number: str) -> Saved | None:
        """Return the standing scenario of that number."""
        return next((s for s in self.saved if str(s.scenario) == number), None)

    def open(self, number: str) -> Scenario | None:
        """Open a saved scenario; what of it no longer applies is kept in `notes`."""
        self.opened, self.taken = self.find(number), None
        if self.opened is None or self.desk.store is None:
            self.notes = ()
            return None
        found = self.opened.opened(self.desk.plan, kept.newest(self.desk.store))
        self.notes = found.notes
        self.fields = {
            "name": self.opened.name, "description": self.opened.description,
        }  # fmt: skip
        return found.scenario

    def save(self, scenario: Scenario, *, on_theirs: bool = False) -> Saved:
        """Save what the page shows; a name that is taken is kept in `taken`.

        It follows the opened version, or with `on_theirs` the one that was shown
        beside it. Raises ScenarioError as `scenarios.save` does.
        """
        if self.desk.store is None:
            raise _no_store()
        on = self.opened
        if on_theirs and self.taken is not None:
            on = self.taken.theirs
        wanted = replace(
            scenario, description=self.fields["description"], author=self.view.author
        )
        self.taken = None
        try:
            self.opened = scenarios.save(
                self.desk.store, self.fields["name"], wanted, on
            )
        except scenarios.NameTakenError as error:
            self.taken = error
            raise
        self.is_saving, self.notes = False, ()
        return self.opened

    def withdraw(self) -> None:
        """Take the opened scenario off the list."""
        if self.desk.store is None or self.opened is None:
            raise _no_store()
        scenarios.withdraw(self.desk.store, self.opened.name, self.view.author)
        self.opened, self.notes, self.is_saving = None, (), False

    def choose(self, number: str, *, on: bool) -> None:
        """Put a scenario among those compared, or take it out; four at the most."""
        found = self.find(number)
        kept_ = [n for n in self.chosen if found is None or n != found.scenario]
        if found is not None and on:
            kept_ = [*kept_, found.scenario][-MOST_COMPARED:]
        self.chosen = kept_


def _no_store() -> ScenarioError:
    return ScenarioError(
        "这里只能看，不能存。请回到现在的台账",
        "This can only be looked at. Go back to the register of now.",
    )
