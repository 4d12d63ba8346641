"""A meeting's document in each format that this program draws: time and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.row import Row, median_seconds
from fupin import exports
from tests.exports.sample_document import SAMPLE

if TYPE_CHECKING:
    from fupin.document import Document

ISSUE, MB = 7, 1_000_000
DRAWN = ("pdf", "html", "png", "svg")


def drawn_formats(document: Document = SAMPLE) -> list[Row]:
    """Write PDF, HTML and the pictures of a document; all in one, then their sizes."""

    def work() -> None:
        for kind in DRAWN:
            exports.write(document, kind)

    work()
    seconds = median_seconds(work, 5)
    sizes = {kind: len(exports.write(document, kind)) / MB for kind in ("pdf", "html")}
    return [
        Row(ISSUE, "a document as PDF, HTML and pictures", seconds, "s", 6),
        Row(ISSUE, "the HTML of a document", sizes["html"], "MB", 4),
        Row(ISSUE, "the PDF of a document", sizes["pdf"], "MB", 1.5),
    ]
