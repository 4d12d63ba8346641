"""A map of heat: a cell a pair of values, the contour of a target, where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.charting.pen import wide
from fupin.charting.scale import read

if TYPE_CHECKING:
    from fupin.charting.pen import Pen
    from fupin.charting.pictures import Heat


def heat(pen: Pen, picture: Heat, width: float, height: float) -> None:
    """Draw the map into an area of this size; a bare one is its cells alone."""
    size = pen.size
    ends = [read(v, _step(picture.up)) for v in (picture.up[0], picture.up[-1])]
    left, top, bottom = max(wide(one, size) for one in ends) + size, size * 1.8, 0.0
    bottom = height - size * 3.2
    if pen.bare:
        left, top, bottom = 0, 0, height
    across = (width - left) / len(picture.across)
    tall = (bottom - top) / len(picture.up)
    low, high = picture.ends
    for i, a in enumerate(picture.across):
        for j, b in enumerate(picture.up):
            n = picture.counts[i][j]
            pen.begin(picture.said(a, b, n), f"{a:g}:{b:g}")
            pen.cell(
                (left + i * across, bottom - (j + 1) * tall), across, tall,
                ("s1", "s4", (n - low) / max(high - low, 1)),
            )  # fmt: skip
            pen.end()
    _contour(pen, picture, (left, bottom), across, tall)
    _here(pen, picture, (left, bottom), across, tall)
    if pen.bare:
        return
    pen.words((0, size), picture.names[1], "ink2")
    pen.words((left - size * 0.5, bottom), ends[0], "ink3", anchor="end")
    pen.words((left - size * 0.5, top + size * 0.8), ends[1], "ink3", anchor="end")
    step, y = _step(picture.across), bottom + size * 1.4
    pen.words((left, y), read(picture.across[0], step), "ink3")
    pen.words((width, y), read(picture.across[-1], step), "ink3", anchor="end")
    middle = left + (width - left) / 2
    pen.words((middle, y), picture.names[0], "ink2", anchor="middle")


def _here(
    pen: Pen, picture: Heat, corner: tuple[float, float], across: float, tall: float
) -> None:
    """Draw a frame around the cell nearest to where the scenario stands."""
    if picture.here is None:
        return
    (left, bottom), (x, y) = corner, picture.here
    i = min(range(len(picture.across)), key=lambda n: abs(picture.across[n] - x))
    j = min(range(len(picture.up)), key=lambda n: abs(picture.up[n] - y))
    box = (
        f'x="{left + i * across:.1f}" y="{bottom - (j + 1) * tall:.1f}" '
        f'width="{across:.1f}" height="{tall:.1f}" fill="none" pointer-events="none"'
    )
    line = max(pen.size / 6, 2)
    for name, ink, part in (("here halo", "surface", 2.5), ("here", "ink", 1)):
        pen.parts.append(
            f'<rect class="{name}" {box} stroke="{pen.colour(ink)}" '
            f'stroke-width="{line * part:.1f}"/>'
        )


def _step(values: tuple[float, ...]) -> float:
    return values[1] - values[0] if len(values) > 1 else values[0]


def _contour(
    pen: Pen, picture: Heat, corner: tuple[float, float], across: float, tall: float
) -> None:
    """Draw the edges between cells that reach the target and those that don't."""
    (left, bottom), held = corner, picture.counts
    made = []
    for i, row in enumerate(held):
        for j, n in enumerate(row):
            x, y = left + i * across, bottom - j * tall
            is_there = n >= picture.target
            if i and is_there != (held[i - 1][j] >= picture.target):
                made.append(f"M{x:.1f} {y:.1f}v{-tall:.1f}")
            if j and is_there != (row[j - 1] >= picture.target):
                made.append(f"M{x:.1f} {y:.1f}h{across:.1f}")
    line = max(pen.size / 6, 2)
    for name, ink, width in (
        ("halo", "surface", line * 2.5),
        ("contour", "accent", line),
    ):
        pen.parts.append(
            f'<path class="{name}" d="{"".join(made)}" fill="none" '
            f'pointer-events="none" stroke="{pen.colour(ink)}" '
            f'stroke-width="{width:.1f}"/>'
        )
