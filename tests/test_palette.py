from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from dashboards import theme
from fupin.palette import DARK, LIGHT, VERDICTS, contrast, luminance, tokens

ROOT = Path(__file__).parents[1]
MODES = {"light": LIGHT, "dark": DARK}
HEX = re.compile(r"#[0-9A-Fa-f]{3,8}\b")
# What paper in a printed window and a decided shadow may say by themselves.
OWN = {"#fff"}


def lightness(colour: str) -> float:
    """Return L* (0 to 100) of a colour: how light it is in a black-and-white print."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("tokens", MODES.values(), ids=MODES)
def test_met_and_unmet_are_told_apart_without_colour(tokens):
    assert abs(lightness(tokens["met"]) - lightness(tokens["unmet"])) > 15
    # What isn't known is hatched on a field that is neither.
    field = lightness(tokens["unk-soft"])
    assert min(abs(field - lightness(tokens[v])) for v in ("met", "unmet")) > 25


# How red and green are seen without the one or the other kind of cone (Viénot, Brettel
# and Mollon 1999): the shares of red and green in each.
EYES = {
    "deuteranope": ((0.29275, 0.70725), (-0.02234, 1.02234)),
    "protanope": ((0.11238, 0.88762), (0.11238, 0.88762)),
}
# What stands beside one another in charts: verdicts, the mark that is moved, the plan.
PAIRS = (("met", "unmet"), ("met", "accent"), ("unmet", "accent"), ("met", "s2"),
         ("unmet", "s2"), ("accent", "ink3"))  # fmt: skip


@pytest.mark.parametrize("eye", EYES.values(), ids=EYES)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("tokens", MODES.values(), ids=MODES)
def test_what_stands_side_by_side_is_told_apart_without_red_and_green(
    tokens, pair, eye
):
    def seen(colour: str) -> tuple[float, ...]:
        r, g, b = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        return *(one * r + other * g for one, other in eye), b

    one, other = (seen(tokens[name]) for name in pair)
    assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.15


@pytest.mark.parametrize("tokens", MODES.values(), ids=MODES)
def test_words_are_readable_on_card_and_page(tokens):
    inks = ["ink", "ink2", "ink3", *(f"{v}-ink" for v in VERDICTS.values()), "accent"]
    for ink in inks:
        for ground in ("surface", "bg"):
            assert contrast(tokens[ink], tokens[ground]) >= 4.5
    for verdict in VERDICTS.values():
        assert contrast(tokens[f"{verdict}-ink"], tokens[f"{verdict}-soft"]) >= 4.5
    assert contrast(tokens["on-met"], tokens["met"]) >= 4.5
    assert contrast(tokens["on-unmet"], tokens["unmet"]) >= 4.5


@pytest.mark.parametrize("tokens", MODES.values(), ids=MODES)
def test_neutral_series_are_told_apart_in_a_print(tokens):
    shades = [lightness(tokens[f"s{n}"]) for n in range(1, 5)]
    assert min(abs(a - b) for a, b in combinations(shades, 2)) > 8


def test_both_modes_have_the_same_tokens():
    assert LIGHT.keys() == DARK.keys()
    assert tokens(dark=True) is DARK


def test_the_screens_take_their_colours_from_here():
    assert theme.LIGHT is LIGHT
    assert all(f"--{k}:{v};" in theme.variables() for k, v in LIGHT.items())


@pytest.mark.parametrize(
    "path",
    [*(ROOT / "lib").rglob("*.typ"), *(ROOT / "lib").rglob("*.css"),
     *(ROOT / "lib/fupin/charting").glob("*.py"),
     *(ROOT / "dashboards/styles").glob("*.css")],
    ids=lambda path: path.name,
)  # fmt: skip
def test_no_template_and_no_style_has_a_colour_of_its_own(path):
    assert set(HEX.findall(path.read_text("utf-8"))) - OWN == set()
