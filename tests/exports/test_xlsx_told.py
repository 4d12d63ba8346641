"""A workbook's figures: one value, the decimals of its words, each listed once."""

from dataclasses import replace

import pytest

from fupin.document import Column, Figure, Table
from fupin.exports.words import cell, stamped
from tests.exports.books import CHARTS, find, opened
from tests.exports.sample_document import SAMPLE


def test_a_figure_has_no_more_decimals_than_its_words():
    """8,141.9 is written 8,141 元: one sheet must not say two values."""
    figures = dict(SAMPLE.figures) | {
        f.key: f
        for f in (
            Figure("mean", 8141.9, "元", "8,141 元", "均值"),
            Figure("money", 248_000.5, "元", "24.8 万元", "合计"),
            Figure("less", -318.7, "元", "−318 元", "差额"),
            Figure("score", (80.0, 80.0), "分", "80 分", "得分"),
        )
    }
    sheet = opened(replace(SAMPLE, figures=figures))["概要"]
    said = {name: sheet.cell(find(sheet, name).row, 2).value
            for name in ("均值", "合计", "差额", "得分")}  # fmt: skip
    assert said == {"均值": 8141, "合计": 248_000.5, "差额": -318, "得分": 80}


def test_figures_are_listed_once_and_a_stamp_breaks_between_its_parts():
    table = Table("figures", "数字与口径", (Column("f", "数字"),), (("在册户数",),))
    book = opened(replace(SAMPLE, tables=(*SAMPLE.tables, table)))
    assert "数字与口径" not in book.sheetnames
    parts = "\u3000".join(stamped(SAMPLE)[0]).split("\u3000")
    lines = [book["要点"].cell(n, 1).value for n in range(1, 6)]
    said = [line for line in lines if line and line.split("\u3000")[0] in parts]
    assert "\u3000".join(said).split("\u3000") == parts


def test_a_share_has_no_axis_beyond_the_whole():
    name = next(k for k, c in CHARTS.items() if c.kind == "line")
    (chart,) = opened()[f"图 {name}"]._charts
    assert chart.y_axis.scaling.max == 100


def test_a_whole_number_among_decimals_has_none():
    column = Column("value", "现行值", "decimal")
    table = Table("terms", "参数", (column,), ((7365,), (0.5,), (float("nan"),)))
    sheet = opened(replace(SAMPLE, tables=(table,)))["参数"]
    row = find(sheet, "现行值").row
    told = [sheet.cell(row + n, 1) for n in (1, 2, 3)]
    assert [one.value for one in told] == [7365, 0.5, "待核实"]
    assert [one.number_format.split(";")[0] for one in told[:2]] == ["#,##0", "#,##0.0"]
    assert cell(7365, column, "zh") == "7,365"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("kind", ["integer", "money", "decimal", "percent"])
def test_what_is_no_number_is_to_verify_in_every_format(value, kind):
    column = Column("n", "数", kind)
    assert (cell(value, column, "zh"), cell(value, column, "en")) == (
        "待核实", "To verify",
    )  # fmt: skip
