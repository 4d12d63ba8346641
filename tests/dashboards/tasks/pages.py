"""A desk on the sample, and the tasks' page as a test asks it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import polars as pl
from PIL import Image

from dashboards.models.tasks import tasks_view
from dashboards.models.view import View
from dashboards.pages.tasks import TasksPage
from fupin.sample import LAST_DAY

if TYPE_CHECKING:
    from dashboards.models.desk import Desk


def view_of(lang: str = "zh", **changes: Any) -> View:
    return View(day=LAST_DAY, page="tasks", lang=lang, **changes)


def markup(page: TasksPage) -> str:
    return page._html.html


def opened(desk: Desk, **changes: Any) -> tuple[TasksPage, View]:
    view = view_of(**changes)
    page = TasksPage(desk, view)
    rows = tasks_view(desk, view).listed
    key = rows.filter(pl.col("status") == "not_started")["key"][0]
    page._go(f"open={desk.token_of(key)}")
    return page, view


def tokens(desk: Desk, **where: Any) -> list[str]:
    rows = tasks_view(desk, view_of()).rows.filter(**where)
    return [desk.token_of(key) for key in rows["key"]]


def row_of(desk: Desk, token: str) -> dict[str, Any]:
    found = desk.tasks.row(token, LAST_DAY, "fixed")
    assert found is not None
    return found


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(made, "JPEG")
    return made.getvalue()
