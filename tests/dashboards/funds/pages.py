"""A desk on a store that has taken the sample, and the funds' page on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.view import View
from dashboards.pages.funds import FundsPage
from fupin.funds.practice import practise
from fupin.sample import LAST_DAY

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from fupin.store import Store


NEW = {
    "kind": "paid", "village_id": "001", "source": "province", "amount": "100",
    "entry_on": "2018-06-01",
}  # fmt: skip


def book(desk: Desk) -> Store:
    assert desk.store is not None
    return desk.store


def view_of(lang: str = "zh", **changes: Any) -> View:
    return View(**({"day": LAST_DAY, "page": "funds", "lang": lang} | changes))


def shown(desk: Desk, **changes: Any) -> str:
    return str(FundsPage(desk, view_of(**changes))._html.html)


def typed(page: FundsPage, said: dict[str, str], author: str = "陈一") -> None:
    for name, value in (said | {"author": author}).items():
        page._field(name, value)


def practised(desk: Desk) -> None:
    practise(book(desk), desk.register, desk.funds.tree, LAST_DAY)
    desk.refresh()
