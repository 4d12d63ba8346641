"""Nothing leaves the machine; no full name or number leaves the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from fupin.access import mask_name
from fupin.tables import TABLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from dashboards.models.desk import Desk
    from tests.browser.screen import Screen
    from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
OPEN = ("name", "identity", "contact")
WORD = re.compile(r"[\u4e00-\u9fff]+|[0-9A-Za-z]+")


def secrets(desk: Desk) -> set[str]:
    """Return every name, number and telephone of the register."""
    found: set[str] = set()
    for table in TABLES.values():
        for column in table.columns:
            if column.personal in OPEN and column.kind == "text":
                values = desk.register[table.name][column.name]
                found |= set(values.drop_nulls().to_list())
    return found - {""}


def leaked(desk: Desk, sent: str) -> set[str]:
    """Return what of it stands in `sent`.

    Two characters may meet by chance within a sentence; as a word they are a name.
    """
    words = set(WORD.findall(sent))
    return {s for s in secrets(desk) if s in words or (len(s) > 2 and s in sent)}


def test_a_full_name_would_be_found(desk: Desk) -> None:
    names = secrets(desk)
    assert len(names) > 500
    for name in (max(names, key=len), min(names, key=len)):
        assert leaked(desk, f'"<td>{name}</td>"') == {name}


def test_no_full_name_or_number_is_sent_to_the_browser(
    screen: Screen, desk: Desk, watch: Watch
) -> None:
    sent = [screen.open().everything()]
    screen.touch("list=late")
    expect(screen.page.locator(".dialog")).to_be_visible()
    sent.append(screen.everything())
    screen.open("p=coverage").touch("list=residents")
    expect(screen.page.locator(".dialog")).to_be_visible()
    sent.append(screen.everything())
    screen.open("p=households&status=all")
    sent.append(screen.everything())
    for _ in range(4):
        name = screen.page.locator(".crumbs, .pager").first.inner_text()
        screen.page.locator('[data-go^="open="]:visible').last.click()
        expect(screen.page.locator(".crumbs")).not_to_have_text(name)
        sent.append(screen.everything())
    heads = desk.register["households"]["head_name"].drop_nulls()
    assert any(mask_name(name) in sent[3] for name in heads)
    assert len(watch.received) > 10
    assert not leaked(desk, "\n".join(sent + watch.received))


def test_household_ids_are_not_in_what_can_be_touched(
    screen: Screen, desk: Desk
) -> None:
    said = screen.open("p=households&status=all").everything()
    ids = desk.register["households"]["household_id"].to_list()
    assert not [household for household in ids if household in said]


def test_the_guard_catches_a_request_that_leaves(page: Page, watch: Watch) -> None:
    page.goto("about:blank")
    page.evaluate("fetch('https://example.invalid/x').catch(() => 0)")
    page.evaluate("void new WebSocket('wss://example.invalid/y')")
    page.wait_for_timeout(200)
    seen, watch.external = sorted(watch.external), []
    watch.errors.clear()
    assert seen == ["https://example.invalid/x", "wss://example.invalid/y"]


def test_the_server_forbids_what_would_leave(screen: Screen, watch: Watch) -> None:
    asks = "fetch('https://example.invalid/x').then(() => 'left', () => 'kept')"
    assert screen.open().page.evaluate(asks) == "kept"
    assert any("Content Security Policy" in error for error in watch.errors)
    watch.errors.clear()
    watch.external.clear()
