"""A store that has taken a small town, and the meeting page on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboards.pages.meeting import MeetingPage


def markup(page: MeetingPage) -> str:
    return str(page._html.html)


def made(page: MeetingPage, title: str = "七月例会") -> str:
    page._field("title", title)
    page._go("make")
    return str(page.view.snapshot)
