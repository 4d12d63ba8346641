"""Decks as they are opened again, and what stands on their slides."""

import io
from dataclasses import replace

from pptx import Presentation

from fupin.document import Column, Table
from fupin.exports import write
from tests.exports.sample_document import SAMPLE

CHARTS = {s.chart.key: s.chart for s in SAMPLE.sections if s.chart}


def opened(document=SAMPLE, **asked):
    return Presentation(io.BytesIO(write(document, "pptx", **asked)))


def words(slide):
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def everything(deck):
    return "\n".join(
        words(slide) + slide.notes_slide.notes_text_frame.text for slide in deck.slides
    )


def charts(deck):
    return {
        shape.name.removeprefix("图 "): shape
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart
    }


def slide_of(deck, text):
    return next(slide for slide in deck.slides if text in words(slide))


def replaced(**changes):
    return replace(SAMPLE, **changes)


def long_table(rows, columns=3):
    return Table(
        "long", "长表",
        tuple(Column(f"c{n}", f"第{n}列") for n in range(columns)),
        tuple(tuple(f"{r}-{c}" for c in range(columns)) for r in range(rows)),
    )  # fmt: skip
