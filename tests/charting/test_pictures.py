"""A matrix, a map and a map of heat say the same on the screen and when saved."""

from __future__ import annotations

import re

import pytest

from fupin import charting
from fupin.charting import Badge, Heat, Map, Matrix, Place, Row
from tests.charting.svg_words import SVG, parsed, words

MATRIX = Matrix("m", "缺口", "户", ("红中", "建发"), (
    Row("两不愁", "收入达标",
        ((Badge("unmet", "17", "a"), Badge("unknown", "6", "b")), ())),
    Row("三保障", "住房安全", ((), (Badge("unmet", "3"),))),
))  # fmt: skip
MAP = Map("p", "余下", "户", (
    Place("红中村", "余 24 户", 60, 20, 24, "unmet", "001"),
    Place("建发村", "余 6 户", 95, 70, 6, "unknown", "002"),
    Place("无址村", "余 0 户", None, None, 0, "met"),
), "西江", "北")  # fmt: skip
HEAT = Heat(
    "h",
    "两个参数",
    "户",
    (4000, 5000, 6000),
    (5, 6),
    ((9, 8), (7, 4), (3, 1)),
    5,
    ("脱贫线", "年龄"),
    lambda a, b, n: f"{a} × {b}：{n} 户",
    (5100, 6.4),
)
PICTURES = (MATRIX, MAP, HEAT)


@pytest.mark.parametrize("drawn", PICTURES, ids=lambda one: one.key)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen_and_a_saved_picture_say_the_same_numbers(drawn, lang):
    screen = charting.draw(drawn, lang, 268, 190, css=True, size=12)
    saved = charting.draw(drawn, lang, 1728, 700, size=25)
    assert "var(" not in saved
    assert "color-mix" not in saved
    tips = [re.findall(r'data-tip="([^"]*)"', one) for one in (screen, saved)]
    assert tips[0] == tips[1] != []
    assert [w.text for w in words(screen)] == [w.text for w in words(saved)]


def test_a_matrix_has_a_number_only_where_something_lacks():
    root = parsed(charting.draw(MATRIX, "zh", 268, 120))
    tips = [g.get("data-tip") for g in root.iter(f"{SVG}g") if g.get("data-tip")]
    assert tips == [
        "收入达标 · 红中：未达标 17", "收入达标 · 红中：待核实 6",
        "收入达标 · 建发：达标",
        "住房安全 · 红中：达标", "住房安全 · 建发：未达标 3",
    ]  # fmt: skip
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_a_map_gives_a_village_an_area_by_its_households_and_a_hatch_if_unknown():
    for width, height in ((268, 190), (1728, 640)):
        root = parsed(charting.draw(MAP, "zh", width, height))
        one, open_, none = root.iter(f"{SVG}circle")
        large, small = (float(n.get("r", "")) for n in (one, open_))
        assert large / small == pytest.approx(2, rel=0.01)
        assert "url(#hatch" in open_.get("fill", "")
        assert float(none.get("r", "")) > 0
        found = words(charting.draw(MAP, "zh", width, height))
        assert all(w.left >= 0 and w.right <= width for w in found)
        assert {"红中村", "余 24 户", "西江", "北"} <= {w.text for w in found}


def test_a_map_of_heat_is_darkest_at_the_most_and_has_a_contour_at_the_target():
    root = parsed(charting.draw(HEAT, "zh", 536, 200))
    cells = [n.get("fill") for n in root.iter(f"{SVG}rect") if n.get("class") == "cell"]
    assert len(cells) == 6
    assert (cells[0], cells[-1]) == ("#34455C", "#D5DDE7")
    contour = next(n for n in root.iter(f"{SVG}path") if n.get("class") == "contour")
    # 4 and 3 lie beyond 5, 7 and 8 before: one edge down, one across.
    assert len(re.findall("v|h", contour.get("d", ""))) == 3
    # The frame is around the cell nearest to where the scenario stands.
    frame = next(n for n in root.iter(f"{SVG}rect") if n.get("class") == "here")
    near = [n for n in root.iter(f"{SVG}rect") if n.get("class") == "cell"][3]
    assert (frame.get("x"), frame.get("y")) == (near.get("x"), near.get("y"))
    assert "color-mix(in srgb,var(--s1) 100%,var(--s4))" in charting.draw(
        HEAT, "zh", 536, 200, css=True
    )
