"""One chart of a page as a file: what is saved off the screen, or by a command.

It carries what a slide does: its finding, its caption, the town, the date, the
scenario, and the vintage that its figures come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fupin import exports
from fupin.document import Chart, Document, DocumentError, Section
from fupin.exports import png
from fupin.exports.svg import picture

if TYPE_CHECKING:
    from fupin.charting import Picture
    from fupin.document import Stamp

# What a chart may be saved as; what is no chart only as the first two.
KINDS = ("png", "svg", "pptx", "xlsx")
PICTURES = exports.PICTURES
WIDTH = 1600


def single(
    drawn: Chart | Picture, lang: Literal["zh", "en"], town: str, stamp: Stamp, *,
    title: str = "",
) -> Document:  # fmt: skip
    """Return a document of one section, whose chart is the one that is drawn."""
    chart = drawn if isinstance(drawn, Chart) else None
    section = Section(drawn.key, "", drawn.title, chart=chart)
    return Document(title or drawn.title, town, lang, stamp, {}, (section,))


def save(
    drawn: Chart | Picture, document: Document, kind: str, *, dark: bool = False
) -> bytes:
    """Return what is drawn as the bytes of a file; a picture is 1600 × 900.

    Raises DocumentError for a format that it can't be saved as, and FupinError where a
    PNG is asked for on a machine without a Chinese font.
    """
    if kind == "svg":
        return picture(drawn, document, dark=dark, width=WIDTH).encode()
    if kind == "png":
        return png.of(drawn, document, dark=dark, width=WIDTH)
    if kind not in KINDS or not isinstance(drawn, Chart):
        there = KINDS if isinstance(drawn, Chart) else PICTURES
        raise DocumentError(
            f"这张图不能存成“{kind}”。可用的有：{'、'.join(there)}",
            f"This can't be saved as {kind!r}; there are {', '.join(there)}.",
        )
    return exports.write(document, kind)


__all__ = ["KINDS", "PICTURES", "save", "single"]
