"""A visit being written down: what the form holds, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import param
import polars as pl

from fupin import store as kept
from fupin.access import MASKS
from fupin.errors import FupinError
from fupin.tables import HOUSEHOLDS, MEMBERS
from fupin.visiting import FIXED, Visit, record_visit

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.schema import Column

# What the office decides, not the one who visits.
OFFICE = (
    "enrolled_on", "left_on", "entry_reason", "initial_income_per_person_year",
    "planned_exit_year", "helper_name",
)  # fmt: skip
SECTIONS: dict[str, tuple[str, ...]] = {
    "family": (
        "village_group", "head_name", "phone", "persons_count", "poverty_type",
        "cause", "household_kind", "farmland_mu",
        "medical_spending_year", "schooling_spending_year", "is_main_worker_dead",
        "is_main_worker_long_ill", "is_main_worker_unable", "has_disaster_hardship",
    ),
    "safety_net": (
        "is_eligible_safety_net", "is_eligible_wubao", "has_dibao", "has_wubao",
    ),
    "house": (
        "has_house", "floor_area_m2", "housing_grade", "rebuild_state",
        "is_house_weatherproof", "has_new_house", "new_house_area_m2",
        "new_house_built_on", "has_town_flat", "town_flat_bought_on",
    ),
    "property": (
        "has_car", "has_large_machine", "has_publicly_paid_kin", "hires_long_term",
        "has_unsupporting_child",
    ),
}  # fmt: skip
PERSON = (
    "relation", "education", "schooling", "health", "labour", "work_place",
    "work_months", "is_insured", "has_pension_insurance",
)  # fmt: skip
NEW_PERSON = ("member_name", "sex", "birth_on")
LOOKS = (
    "house_observation", "grain_observation", "labour_observation",
    "schooling_observation",
)  # fmt: skip
SIGNERS = ("household", "cadre", "surveyor")


class VisitForm(param.Parameterized):
    """One household's form in one session: the edits as text, by place."""

    token = param.String(default="", doc="The household's opaque id.")
    edits = param.Dict(default={}, doc="Text by place, such as facts.phone.")
    added = param.Integer(default=0, doc="How many persons were added.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    seen = param.Integer(default=0, doc="Newest vintage when the form was opened.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view

    def open(self, token: str) -> None:
        """Begin an empty form for a household."""
        seen = kept.newest(self.desk.store) if self.desk.store else 0
        self.param.update(token=token, edits={}, added=0, error=None, seen=seen)

    def close(self) -> None:
        """Leave the form; what wasn't saved is gone."""
        self.param.update(token="", edits={}, added=0, error=None)

    @property
    def household_id(self) -> str:
        """Return the household that the form is of."""
        return self.desk.household_by_token.get(self.token, "")

    def rows(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return the household's row and its members' as they stand on the date."""
        register = self.desk.assessment(self.view.day, self.view.basis).register
        mine = pl.col("household_id") == self.household_id
        (row,) = register["households"].filter(mine).to_dicts()
        return row, register["members"].filter(mine).sort("person_id").to_dicts()

    def place(self, where: str, column: Column, row: dict[str, Any]) -> tuple[str, str]:
        """Return value and placeholder of a field: what is masked is never sent."""
        said = self.edits.get(where)
        value = row.get(column.name)
        mask = MASKS.get(column.personal or "")
        if mask is not None:
            return said or "", mask(None if value is None else str(value))
        if said is not None:
            return said, ""
        return ("" if value is None else _plain(value)), ""

    def set(self, where: str, value: str) -> None:
        """Remember what was typed."""
        self.edits = self.edits | {where: value}

    def save(self, *, insists: bool = False) -> bool:
        """Record the visit; say whether it was taken. An error is kept to be shown."""
        desk = self.desk
        if desk.store is None:
            return False
        try:
            record_visit(
                desk.store, self._visit(), desk.reader, self.seen, desk.plan,
                insists=insists,
            )  # fmt: skip
        except FupinError as error:
            self.error = error
            return False
        self.close()
        self.desk.refresh()
        return True

    def insist(self) -> None:
        """Take note of the other version; saving again puts one's own on top."""
        seen = kept.newest(self.desk.store) if self.desk.store else 0
        self.desk.refresh()
        self.param.update(seen=seen, error=None)

    def _visit(self) -> Visit:
        told = self.edits
        masked = {c.name for c in (*HOUSEHOLDS.columns, *MEMBERS.columns)
                  if c.personal in MASKS}  # fmt: skip
        members: dict[str, dict[str, str]] = {}
        facts: dict[str, str] = {}
        for where, value in told.items():
            kind, _, rest = where.partition(".")
            name = rest.rpartition(".")[2]
            if name in FIXED or (name in masked and not value):
                continue
            if kind == "facts":
                facts[name] = value
            elif kind == "member":
                members.setdefault(rest.rpartition(".")[0], {})[name] = value
        return Visit(
            self.household_id,
            self.view.day,
            self.view.author,
            told.get("reason", ""),
            facts,
            {k: v for k, v in members.items() if any(v.values())},
            {n: told[f"look.{n}"] for n in LOOKS if told.get(f"look.{n}")},
            told.get("note", ""),
            tuple(s for s in SIGNERS if told.get(f"signer.{s}")),
        )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}" if value != int(value) else str(int(value))
    return str(value)
