"""Evidence on a task's sheet: kept, shown, taken back, refused."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from PIL import Image

from tests.dashboards.tasks.pages import markup, opened, photo, tokens

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from dashboards.models.desk import Desk


def test_a_photo_is_kept_shown_and_handed_out(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, view = opened(desk)
    view.author = "陈一木"
    page._field("phase", "after")
    path = tmp_path / "完工.jpg"
    path.write_bytes(photo())
    page._on_file(path)
    shown = markup(page)
    assert 'src="data:image/jpeg;base64,' in shown
    assert "整改后" in shown
    assert "陈**" in shown
    (number,) = re.findall(r'data-go="file=(\d+)"', shown)
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page._html, "download", lambda *said: sent.append(said))
    page._go(f"file={number}")
    assert sent[0][0] == "完工.jpg"
    assert Image.open(io.BytesIO(sent[0][1])).size == (600, 400)
    page._go(f"see={number}")
    assert "tasks-large" in markup(page)
    page._go("list=")
    assert "tasks-large" not in markup(page)
    # Another task's file isn't to be had by its number.
    view.task = tokens(desk, status="running")[0]
    page._go(f"file={number}")
    assert len(sent) == 1


def test_a_program_that_calls_itself_a_photo_is_refused_on_the_page(
    desk: Desk, tmp_path: Path
) -> None:
    page, view = opened(desk)
    view.author = "陈一木"
    path = tmp_path / "完工.jpg"
    path.write_bytes(b"MZ" + bytes(100))
    page._on_file(path)
    assert "这是一个程序" in markup(page)
    assert 'data-go="file=' not in markup(page)
