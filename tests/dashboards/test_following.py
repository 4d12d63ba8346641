"""An open page goes on following others, also after the database was gone for once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from dashboards import app, text
from dashboards.models.desk import Desk
from dashboards.models.view import View
from fupin import settings
from fupin import store as kept
from fupin.errors import StoreError
from fupin.funds import Act, Books, add, load_tree
from fupin.store import newest, open_store, register
from tests.snapshots.towns import DAY, taken, town

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan

SAID = {"kind": "allocated", "amount": "5", "source": "unit_own", "village_id": "001"}


class Clock:
    """A loop whose time passes when a test says so."""

    def __init__(self) -> None:
        self.waiting: list[Any] = []

    def call_later(self, _: float, call: Any) -> None:
        self.waiting.append(call)

    def tick(self) -> None:
        held, self.waiting = self.waiting, []
        for call in held:
            call()


class Document:
    """A session's document that is still open."""

    session_context = True

    def add_next_tick_callback(self, call: Any) -> None:
        call()


def test_what_was_seen_is_what_the_rows_say(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    text.learn(plan)
    store = open_store(tmp_path / "town.db")
    taken(store)
    desk = Desk(register(store), plan, store=store)
    before = desk.register
    taken(store, town(poor=2200))

    def broken(_: object) -> None:
        raise StoreError("断了", "gone")

    monkeypatch.setattr("dashboards.models.desk.kept.of_vintages", broken)
    with pytest.raises(StoreError):
        desk.refresh()
    assert (desk.seen[0], desk.register) == (1, before)
    monkeypatch.undo()
    assert desk.refresh()
    assert (desk.seen[0], desk.register.fingerprint) == (
        2, register(store).fingerprint,
    )  # fmt: skip
    store.close()


def test_what_is_written_while_a_desk_reads_is_taken_up_at_the_next_look(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "town.db")
    taken(store)
    first, reading = register(store), kept.of_vintages

    def beside(*asked: Any) -> Any:
        found = reading(*asked)
        if newest(store) == 1:
            taken(store, town(poor=2200))
            add(store, books, first, SAID, Act("陈一", DAY))
        return found

    tree = load_tree(settings.PLAN, plan)
    books = Books.of(tree, first)
    monkeypatch.setattr("dashboards.models.desk.kept.of_vintages", beside)
    monkeypatch.setattr(app, "open_book", lambda: store)
    desk = app.shared_desk.__wrapped__()
    # Neither ahead of what it has seen, nor behind it for good.
    assert (desk.seen[0], desk.funds_seen) == (1, 0)
    assert desk.register.fingerprint == first.fingerprint
    desk.look()
    assert (desk.seen[0], desk.funds_seen) == (2, 1)
    assert desk.register.fingerprint == register(store).fingerprint
    store.close()


def test_what_is_written_while_a_page_is_made_is_told_at_the_first_look(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    text.learn(plan)
    store = open_store(tmp_path / "town.db")
    taken(store)
    desk, followed = Desk(register(store), plan, store=store), []

    def made(**said: Any) -> View:
        # Somebody else writes meanwhile.
        taken(store, town(poor=2200))
        return View(**said)

    before = desk.look()
    monkeypatch.setattr(app, "View", made)
    monkeypatch.setattr(app, "_follow", lambda *given: followed.append(given[-1]))
    app.create_app(desk)
    assert followed == [before]
    assert desk.look() > before
    store.close()


def test_a_look_that_failed_is_taken_again(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    text.learn(plan)
    store = open_store(tmp_path / "town.db")
    taken(store)
    desk, view, clock = Desk(register(store), plan, store=store), View(), Clock()
    document = Document()
    there = SimpleNamespace(state=SimpleNamespace(curdoc=document))
    monkeypatch.setattr(app, "pn", there)
    monkeypatch.setattr(app, "IOLoop", SimpleNamespace(current=lambda: clock))
    app._follow(view, desk, desk.look())
    read = desk.refresh
    monkeypatch.setattr(desk, "refresh", lambda: 1 / 0)
    taken(store, town(poor=2200))
    with pytest.raises(ZeroDivisionError):
        clock.tick()
    assert view.followed == 0
    monkeypatch.setattr(desk, "refresh", read)
    clock.tick()
    assert (view.followed, desk.seen[0]) == (1, 2)
    clock.tick()
    assert view.followed == 1
    store.close()
