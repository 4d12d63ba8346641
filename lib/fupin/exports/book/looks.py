"""The dress of a workbook's charts: fills, lines and fonts of the look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin.palette import LIGHT, OFFICE_SANS, contrast

if TYPE_CHECKING:
    from fupin.document import Point, Series

ROLES = {"target": "s2", "projection": "ink3", "unknown": "unk", "rule": "ink",
         "old rule": "ink3"}  # fmt: skip
DASHES = {"target": "dash", "projection": "round_dot", "old rule": "dash",
          "unknown": "square_dot"}  # fmt: skip


def colour(role: str) -> str:
    """Return a role's colour."""
    return LIGHT[ROLES.get(role, role)]


def font(token: str, size: int, *, is_bold: bool = False) -> dict[str, Any]:
    """Return a font of a chart: a token, points."""
    return {"name": OFFICE_SANS, "size": size, "color": LIGHT[token], "bold": is_bold}


def fill(role: str) -> dict[str, Any]:
    """Return the fill of a role: hatched for what isn't known."""
    if role == "unknown":
        return {
            "pattern": {"pattern": "wide_upward_diagonal", "fg_color": LIGHT["unk"],
                        "bg_color": LIGHT["unk-soft"]},
            "border": {"color": LIGHT["unk"]},
        }  # fmt: skip
    return {"fill": {"color": colour(role)}, "border": {"none": True}}


def own(point: Point | None, series: Series) -> dict[str, Any] | None:
    """Return a point's own fill where its verdict differs from its series."""
    if point is None or not point.verdict or point.verdict == series.role:
        return None
    return fill(point.verdict)


def on(role: str, kind: str) -> str:
    """Return the colour of a label: on its bar, what is read best there."""
    if kind != "stacked" or role == "unknown":
        return "ink"
    filled = colour(role)
    return max(("surface", "ink"), key=lambda token: contrast(LIGHT[token], filled))


def line(role: str) -> dict[str, Any]:
    """Return a line of a role."""
    dash = DASHES.get(role, "solid")
    return {"color": colour(role), "width": 2.25, "dash_type": dash}
