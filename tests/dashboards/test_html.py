"""A touch is heard once the session can answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import panel as pn

from dashboards.widgets.history import History
from dashboards.widgets.html import SHEETS, STYLES, Html, css

if TYPE_CHECKING:
    import pytest


def test_what_is_touched_before_the_session_is_loaded_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting: list[Any] = []
    monkeypatch.setattr(pn.state, "onload", waiting.append)
    heard: list[str] = []
    Html(on_go=heard.append)._handle_msg({"go": "p=village"})
    history = History(on_back=heard.append, on_narrow=lambda: heard.append("narrow"))
    history._handle_msg({"narrow": True})
    history._handle_msg({"search": "?p=plan"})
    assert heard == []
    for act in waiting:
        act()
    assert heard == ["p=village", "narrow", "p=plan"]


def test_a_loaded_session_answers_at_once() -> None:
    heard: list[str] = []
    Html(on_go=heard.append)._handle_msg({"go": "p=village"})
    assert heard == ["p=village"]


def test_every_stylesheet_of_the_folder_is_shown_once() -> None:
    assert sorted(SHEETS) == sorted(path.stem for path in STYLES.glob("*.css"))
    assert all((STYLES / f"{name}.css").read_text("utf-8") in css() for name in SHEETS)
