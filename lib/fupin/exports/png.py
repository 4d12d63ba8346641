"""Any chart as a PNG of 1920 × 1080: the SVG, set in this machine's fonts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fupin import typeset
from fupin.exports.svg import HEIGHT, WIDTH, picture, pictures

if TYPE_CHECKING:
    from fupin.document import Chart, Document

TEMPLATE = Path(__file__).with_name("picture.typ")


def write(document: Document, *, chart: str = "", dark: bool = False) -> bytes:
    """Return one chart as a PNG of 1920 × 1080, or a zip of all of them.

    Raises DocumentError for a chart that isn't there, FupinError without a font.
    """
    sans, serif = typeset.families()

    def make(one: Chart) -> bytes:
        drawn = picture(one, document, dark=dark, sans=sans, serif=serif)
        data = {"svg": drawn, "width": WIDTH, "height": HEIGHT}
        return typeset.png(TEMPLATE, data, document.stamp.day)

    return pictures(document, chart, "png", make)
