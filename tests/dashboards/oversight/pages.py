"""A desk on a town of the sample, and the oversight page as a test asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from dashboards.models.oversight import oversight
from dashboards.models.view import View
from dashboards.pages.oversight import OversightPage
from fupin.procedure import procedures
from fupin.sample import LAST_DAY

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from fupin.store import Store


NAME = "欧阳静仪"


def of(desk: Desk) -> Store:
    assert desk.store is not None
    return desk.store


def view_of(lang: str = "zh", **changes: Any) -> View:
    return View(day=LAST_DAY, page="oversight", lang=lang, **changes)


def markup(page: OversightPage) -> str:
    return page._html.html


def typed(page: OversightPage, act: str, **said: str) -> None:
    for name, value in said.items():
        page._field(name, value)
    page._go(f"save-{act}")


def free_household(desk: Desk) -> str:
    """Return a household with an exit step before it that nothing holds."""
    rows = procedures(desk.assessment(LAST_DAY)).filter(
        (pl.col("procedure") == "exit")
        & pl.col("next_step").is_not_null()
        & ~pl.col("is_held").fill_null(value=True)
    )
    return str(rows["household_id"][0])


def added(desk: Desk, view: View, **said: str) -> tuple[OversightPage, str]:
    household = free_household(desk)
    page = OversightPage(desk, view)
    page._go("new=new")
    told = {
        "village_id": household[:3], "household": household[4:], "about": "decision",
        "channel": "notice", "text": "收入没有算全",
        "received_on": "2018-06-20", "author": "陈一", "complainant": NAME,
    }  # fmt: skip
    typed(page, "add", **(told | said))
    return page, household


def own_open(desk: Desk) -> dict[str, Any]:
    """Return an objection of the sample's own register that nobody has decided."""
    return next(row for row in oversight(desk, view_of()).own if row["can_be_taken"])
