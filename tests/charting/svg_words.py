"""What stands in an SVG: its words with the boxes that they take, for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from fupin.charting.pen import wide

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Words:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Words) -> bool:
        return (
            self.left < other.right - 0.5
            and other.left < self.right - 0.5
            and self.top < other.bottom - 0.5
            and other.top < self.bottom - 0.5
        )


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)  # noqa: S314 - our own


def words(markup: str) -> list[Words]:
    return [_words(node) for node in parsed(markup).iter(f"{SVG}text")]


def _words(node: ET.Element) -> Words:
    text, size = "".join(node.itertext()), float(node.get("font-size", "12"))
    width = wide(text, size, node.get("font-weight") == "700")
    x, y = float(node.get("x", "0")), float(node.get("y", "0"))
    back = {"end": 1.0, "middle": 0.5}.get(node.get("text-anchor", ""), 0.0)
    left = x - width * back
    # The ink of a line: figures and Chinese stand on it and hardly reach below.
    return Words(text, left, y - size * 0.75, left + width, y + size * 0.1)
