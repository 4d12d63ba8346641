"""Any chart as a PNG of 1920 × 1080: the SVG, set in this machine's fonts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fupin import typeset
from fupin.exports.svg import HEIGHT, WIDTH, picture, pictures

if TYPE_CHECKING:
    from fupin.charting import Picture
    from fupin.document import Chart, Document

TEMPLATE = Path(__file__).with_name("picture.typ")


def write(document: Document, *, chart: str = "", dark: bool = False) -> bytes:
    """Return one chart as a PNG of 1920 × 1080, or a zip of all of them.

    Raises DocumentError for a chart that isn't there, FupinError without a font.
    """
    return pictures(document, chart, "png", lambda c: of(c, document, dark=dark))


def of(
    drawn: Chart | Picture, document: Document, *, dark: bool = False,
    width: int = WIDTH,
) -> bytes:  # fmt: skip
    """Return one chart, or what is no chart, as a PNG `width` px wide."""
    sans, serif = typeset.families()
    made = picture(drawn, document, dark=dark, sans=sans, serif=serif, width=width)
    data = {"svg": made, "width": width, "height": width * HEIGHT // WIDTH}
    return typeset.png(TEMPLATE, data, document.stamp.day)
