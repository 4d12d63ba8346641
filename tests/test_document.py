"""A document's texts speak of figures by key, and of none that isn't there."""

from __future__ import annotations

from datetime import date

import pytest

from fupin.document import Document, DocumentError, Figure, Stamp, strangers

SHORT = Figure("short", 214, "元", "214 元", "红中村差距", verdict="unmet")
STAMP = Stamp("S-180630-K7", date(2018, 6, 30), "", "", "", "", "", "", "", "", "")
PAGE = Document("通报", "港口镇", "zh", STAMP, {"short": SHORT}, ())


def test_a_text_is_said_with_its_figures_in_words():
    assert PAGE.said("红中村还差 {short}。") == "红中村还差 214 元。"


def test_a_text_in_pieces_keeps_which_of_them_are_figures():
    assert PAGE.runs("差 {short}") == [("差 ", None), ("214 元", SHORT)]


def test_a_figure_that_is_not_there_is_named_with_those_that_are():
    assert strangers("{short} {long}", PAGE.figures) == ["long"]
    with pytest.raises(DocumentError, match=r"long.*short"):
        PAGE.said("{long}")
