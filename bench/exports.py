"""A snapshot of the sample town in every format: the time of all, and the sizes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bench.row import Row, median_seconds
from fupin import exports, settings, snapshots
from fupin.plan import load_plan
from fupin.recording import preview, record
from fupin.store import open_store

if TYPE_CHECKING:
    from fupin.document import Document

ISSUE, MB = 7, 1_000_000
FOLDER = Path(__file__).with_name("data") / "exports"
DAY = date(2018, 6, 30)
TIMES = 3
# Each a file that the meeting page gives; png and svg are a zip of every chart.
FORMATS = ("pptx", "pdf", "docx", "xlsx", "html", "png", "svg")
BARS = {"html": 4.0, "pdf": 1.5}


def every_format() -> list[Row]:
    """Write one snapshot of the town in every format, after its libraries are there."""
    document = _document()
    made: dict[str, bytes] = {}

    def work() -> None:
        made.update({kind: exports.write(document, kind) for kind in FORMATS})

    work()
    seconds = median_seconds(work, TIMES)
    sizes = {kind: len(made[kind]) / MB for kind in BARS}
    households = document.figures["town.enrolled"].text
    return [
        Row(ISSUE, f"a snapshot of {households} in all formats", seconds, "s", 6),
        Row(ISSUE, "its HTML", sizes["html"], "MB", BARS["html"]),
        Row(ISSUE, "its PDF", sizes["pdf"], "MB", BARS["pdf"]),
    ]


def _document() -> Document:
    """Return the masked Chinese document of a snapshot of the sample, from a store."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    store, plan = open_store(FOLDER / "town.db"), load_plan(settings.PLAN)
    record(store, preview(store, settings.SAMPLE, settings.SAMPLE_DAY), "示例", "虚构")
    found = snapshots.make(
        store, lambda: snapshots.now(store, None, DAY, files=plan), "七月例会", "林一"
    )
    return snapshots.document(found)
