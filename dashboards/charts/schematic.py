"""A schematic of the villages: marks by verdict, area by households left. No tiles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import CLASSES, HATCH, go

if TYPE_CHECKING:
    from dashboards.models.overview import Overview, Village

WIDTH, HEIGHT = 268, 190
# An invented outline and river; they say nothing of the county's true shape.
OUTLINE = (
    "22,88 34,62 58,50 74,30 102,36 124,18 150,30 176,16 198,34 224,30 240,56 254,78 "
    "246,102 256,124 236,142 214,146 196,160 168,152 142,166 112,156 84,164 58,148 36,138 26,112"
)
RIVER = "M0 150 C40 178 90 184 140 178 S236 158 268 136"
LARGEST = 16
SMALLEST = 5
STEP = 8


def schematic(page: Overview, lang: str) -> str:
    """Return the map as SVG, saying that it is a schematic."""
    top = max([v.count.left for v in page.villages] + [1])
    marks = "".join(_mark(v, index, top, lang) for index, v in enumerate(page.villages))
    note = say(lang, "overview.map_note")
    return (
        f'<svg class="chart map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{note}">'
        f'{HATCH.format(id="map-hatch")}<polygon points="{OUTLINE}" class="outline"/>'
        f'<path d="{RIVER}" class="river"/>'
        f'<text x="{WIDTH - 36}" y="{HEIGHT - 14}" class="t3">{say(lang, "overview.river")}</text>'
        f'<path d="M250 8l5 13-5-3-5 3z" fill="var(--ink3)"/>'
        f'<text x="250" y="34" text-anchor="middle" class="t3">{say(lang, "overview.north")}</text>'
        f"{marks}</svg>"
    )


def _mark(v: Village, index: int, top: int, lang: str) -> str:
    # Villages without a place stand in a row, rather than vanish.
    x = 20 + (v.x if v.x is not None else 20 + 20 * index) / 100 * (WIDTH - 40)
    y = 24 + (v.y if v.y is not None else 50) / 100 * (HEIGHT - 64)
    radius = max(SMALLEST, LARGEST * math.sqrt(v.count.left / top))
    tone = CLASSES[v.verdict]
    fill = "url(#map-hatch)" if tone == "unk" else f"var(--{tone})"
    left = say(lang, "overview.left", n=v.count.left)
    side = x + radius + STEP
    anchor = "start"
    if side > WIDTH - 60:
        side, anchor = x - radius - STEP, "end"
    return (
        f"<g {go('households', v=v.id, rule='exit_standard', verdict='left')}>"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" class="mark {tone}"/>'
        f'<text x="{side:.1f}" y="{y - 2:.1f}" text-anchor="{anchor}" class="b ti">'
        f"{figures.text(v.name)}</text>"
        f'<text x="{side:.1f}" y="{y + 13:.1f}" text-anchor="{anchor}">{left}</text></g>'
    )
