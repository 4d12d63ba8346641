"""Workbooks as they are opened again, and what stands in their cells."""

import io
import warnings
from dataclasses import replace

import openpyxl

from fupin.document import Column, Table
from fupin.exports import write
from tests.exports.sample_document import SAMPLE

CHARTS = {s.kicker: s.chart for s in SAMPLE.sections if s.chart}


def opened(document=SAMPLE):
    with warnings.catch_warnings():
        # openpyxl makes no print title of a sheet that has none.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(write(document, "xlsx")))


def everything(book):
    return "\n".join(
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


def find(sheet, text):
    return next(c for row in sheet.iter_rows() for c in row if c.value == text)


def of_tables(*tables, **changes):
    return replace(SAMPLE, sections=(), tables=tables, **changes)


def one_column(*values, kind="text"):
    return Table("t", "表", (Column("c", "列", kind),), tuple((v,) for v in values))


def drawn(book, kicker):
    """Return the numbers that a chart refers to, by the series' names."""
    sheet = book[f"图 {kicker}"]
    (chart,) = sheet._charts
    found = {}
    for series in chart.series:
        name = _cells(book, series.tx.strRef.f)[0]
        values = series.yVal if hasattr(series, "yVal") and series.yVal else series.val
        found[name] = _cells(book, values.numRef.f)
    return found


def _cells(book, told):
    name, _, cells = told.rpartition("!")
    held = book[name.strip("'")][cells.replace("$", "")]
    if not isinstance(held, tuple):
        return [held.value]
    return [c.value for row in held for c in row]
