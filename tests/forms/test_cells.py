"""Figures are cut, never rounded, and a rate is as wide as what it rests on."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fupin.forms.cells import Cell, cut, figure, ratio, words
from fupin.forms.model import FormColumn

LABEL = {"zh": "率", "en": "Rate"}
RATE = FormColumn("rate", LABEL, "x.yaml:1", format="percent", places=2, unit="percent")
COUNT = FormColumn("count", LABEL, "x.yaml:1", format="int")


@pytest.mark.parametrize(
    ("value", "places", "wanted"),
    [
        (0.999, 2, 0.99),
        (7364.99, 0, 7364),
        (0.7 + 0.1, 2, 0.8),
        (0.29 * 100, 0, 29),
        (-0.999, 2, -0.99),
        (Fraction(2, 3), 2, 0.66),
        (Fraction(-2, 3), 2, -0.66),
        (290, 0, 290),
    ],
)
def test_a_figure_is_cut_where_the_form_says(
    value: float, places: int, wanted: float
) -> None:
    assert cut(value, places) == wanted


@pytest.mark.parametrize(
    ("part", "base", "wanted"),
    [
        ((1, 1), (3, 3), "33.33"),
        ((2, 3), (4, 4), "50.00–75.00"),
        ((2, 2), (3, 4), "50.00–66.66"),
        ((2, None), (4, 4), "≥ 50.00"),
        ((1, 1), (0, 1), "待核实"),
        ((None, None), (4, 4), "待核实"),
        ((1, 1), (4, None), "待核实"),
        ((0, 0), (0, 0), "—"),
    ],
)
def test_a_rate_has_the_ends_of_its_figures(
    part: tuple[int, int], base: tuple[int, int], wanted: str
) -> None:
    assert words(ratio(RATE, part, base), RATE, "zh", {}) == wanted


def test_a_figure_without_a_lower_end_is_unknown_and_never_zero() -> None:
    assert figure(COUNT, None, 3) == Cell("unknown")
    assert words(figure(COUNT, 1234, None), COUNT, "en", {}) == "≥ 1,234"
    assert words(figure(COUNT, 0, 0), COUNT, "zh", {}) == "0"
