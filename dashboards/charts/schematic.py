"""A schematic of the villages: marks by verdict, area by households left. No tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets.fitted import fitted, own
from dashboards.widgets.marks import go
from fupin import charting
from fupin.charting import Map, Place

if TYPE_CHECKING:
    from dashboards.models.overview import Overview

LEAST, MOST, SIZE = 256, 440, 12
SHAPE = 190 / 268


def schematic(page: Overview, lang: str) -> str:
    """Return the map as SVG, saying that it is a schematic; marks open households."""
    links = {
        v.id: (
            f"{v.name} {say(lang, 'overview.left', n=v.count.left)}",
            go("households", v=v.id, rule="exit_standard", verdict="left"),
        )
        for v in page.villages
    }
    drawn = picture(page, lang)

    def made(width: int) -> str:
        return charting.draw(
            own(drawn, width),
            lang,
            width,
            width * SHAPE,
            css=True,
            size=SIZE,
            links=links,
        )

    return fitted(made, LEAST, MOST)


def picture(page: Overview, lang: str) -> Map:
    """Return the map as plain data: what the screen and a saved picture draw."""
    places = tuple(
        Place(
            v.name, say(lang, "overview.left", n=v.count.left), v.x, v.y, v.count.left,
            v.verdict, v.id,
        )
        for v in page.villages
    )  # fmt: skip
    return Map(
        "map", say(lang, "overview.map_note"), say(lang, "overview.map_caption"),
        places, say(lang, "overview.river"), say(lang, "overview.north"),
    )  # fmt: skip
