"""Saves a chart of a page: one place for every page that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.taken import file_of
from dashboards.widgets.take import TAKE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from dashboards.widgets.html import Html
    from fupin.charting import Picture
    from fupin.document import Chart, Stamp

    Drawn = Chart | Picture
    # By key; a chart is made only when it is saved. None: there is nothing to draw.
    Pictures = Mapping[str, Callable[[], Drawn | None]]


def asks(where: str) -> bool:
    """Say whether what was touched asks for a chart as a file."""
    return where.startswith(TAKE)


def hand_over(  # noqa: PLR0913 each is said by name
    where: str, html: Html, desk: Desk, view: View, pictures: Pictures,
    stamp: Callable[[], Stamp | None],
) -> None:  # fmt: skip
    """Hand the chart that `where` names to the person; what isn't shown isn't there.

    Raises FupinError where this machine has no Chinese font.
    """
    key, _, kind = where.removeprefix(TAKE).partition(":")
    drawn = pictures[key]() if key in pictures else None
    if drawn is not None:
        html.download(*file_of(desk, view, drawn, kind, stamp()))
