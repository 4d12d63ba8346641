"""Draws: words, lines, marks and the hatch, in the look's colours, as SVG markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal

from fupin.charting.measure import width
from fupin.palette import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Anchor = Literal["start", "middle", "end"]
Spot = tuple[float, float]
# What XML can't hold, whatever is escaped.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: object) -> str:
    """Return text as markup may hold it."""
    return escape(_CONTROL.sub("", str(text)))


def wide(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text is, in the unit of `size`."""
    return width(text, size, bold=bold)


def fitted(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return the text, or as much of it as there is room for, with an ellipsis."""
    if wide(text, size, bold) <= room:
        return text
    kept = text
    while kept and wide(kept + "…", size, bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept else ""


def lines_of(
    text: str, room: float, size: float, most: int, *, bold: bool = False
) -> list[tuple[int, int]]:
    """Return where to break a text: (start, end) of at most so many lines.

    Chinese breaks anywhere but before a mark that ends; Latin breaks at spaces.
    """
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(text) and len(found) < most:
        end = start
        while end < len(text) and wide(text[start : end + 1], size, bold) <= room:
            end += 1
        if end < len(text):
            end = _break(text, start, max(end, start + 1))
        found.append((start, end))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return found


def _break(text: str, start: int, end: int) -> int:
    """Return the last place at or before `end` where a line may end."""
    for n in range(end, start + 1, -1):
        before, after = text[n - 1], text[n]
        words = before.isascii() and after.isascii() and " " not in (before, after)
        if not words and after not in "，。；：、）》”’！？% ,.;:)":
            return n
    return end


def part(row: str, series: str = "") -> str:
    """Return the key of `links` of a part of a row; of its words without a series."""
    return f"{row}\n{series}"


@dataclass
class Pen:
    """Collects the markup of one chart; `size` is the size of its smallest words.

    With `css` colours are `var(--token)`, for a page that defines them; else those of
    one mode. `links` are words and attributes (trusted markup) of a category's row, or
    of a `part` of it. A `bare` chart has no axis: each value is said.
    """

    key: str
    size: float
    lang: str = "zh"
    dark: bool = False
    css: bool = False
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    bare: bool = False
    is_keyed: bool = True
    # Where rows begin and end (px), for charts beside one another on one scale.
    reach: tuple[float, float] | None = None
    parts: list[str] = field(default_factory=list)

    def colour(self, name: str) -> str:
        """Return a colour by its token."""
        return f"var(--{name})" if self.css else tokens(self.dark)[name]

    def between(self, one: str, other: str, share: float) -> str:
        """Return a colour between two tokens: `share` (0 to 1) of the first."""
        if self.css:
            part = round(share * 100)
            return f"color-mix(in srgb,var(--{one}) {part}%,var(--{other}))"
        pair = tokens(self.dark)[one], tokens(self.dark)[other]
        (a, b) = ([int(c[n : n + 2], 16) for n in (1, 3, 5)] for c in pair)
        mixed = (round(x * share + y * (1 - share)) for x, y in zip(a, b, strict=True))
        return "#" + "".join(f"{n:02X}" for n in mixed)

    @property
    def hatch(self) -> str:
        """Return the id of the hatch: of its own for each chart of a page."""
        return f"hatch-{re.sub(r'[^A-Za-z0-9_-]', '_', self.key)}"

    def defs(self) -> str:
        """Return the hatch: 45°, 1.2 px every 5 px, larger in a larger drawing."""
        part = max(self.size / 12, 1)
        side = f"{5 * part:.1f}"
        return (
            f'<defs><pattern id="{self.hatch}" width="{side}" height="{side}" '
            'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="{side}" height="{side}" fill="{self.colour("unk-soft")}"/>'
            f'<rect width="{1.2 * part:.1f}" height="{side}" '
            f'fill="{self.colour("hatch")}"/></pattern></defs>'
        )

    def line(
        self, one: Spot, other: Spot, colour: str, width: float = 1, dash: str = ""
    ) -> None:
        """Draw a straight line; `dash` as in SVG."""
        self.parts.append(
            f'<line x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" '
            f'y2="{other[1]:.1f}" {self._stroke(colour, width, dash)}/>'
        )

    def path(
        self, spots: Iterable[Spot], colour: str, width: float, dash: str = ""
    ) -> None:
        """Draw a line through spots."""
        said = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        self.parts.append(
            f'<polyline points="{said}" fill="none" stroke-linejoin="round" '
            f"{self._stroke(colour, width, dash)}/>"
        )

    def rect(self, spot: Spot, width: float, height: float, colour: str) -> None:
        """Fill a rectangle; with the colour "hatch" it is hatched and has a border."""
        self.parts.append(
            f'<rect x="{spot[0]:.1f}" y="{spot[1]:.1f}" width="{max(width, 0):.1f}" '
            f'height="{max(height, 0):.1f}" {self._fill(colour)}/>'
        )

    def area(self, spots: Iterable[Spot]) -> None:
        """Hatch the area within spots: what can't be decided."""
        said = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        self.parts.append(f'<polygon points="{said}" {self._fill("hatch")}/>')

    def mark(self, verdict: str, spot: Spot, radius: float, colour: str = "") -> None:
        """Draw a verdict's mark: ● met, ▲ not met, a dashed ring for unknown."""
        x, y = spot
        if verdict == "unmet":
            r = radius * 1.1
            self.parts.append(
                f'<path d="M{x:.1f} {y - r:.1f}L{x + r * 1.1:.1f} {y + r * 0.9:.1f}'
                f'L{x - r * 1.1:.1f} {y + r * 0.9:.1f}Z" '
                f'fill="{self.colour(colour or "unmet")}"/>'
            )
            return
        look = f'fill="{self.colour(colour or "met")}"'
        if verdict == "unknown":
            look = f'fill="{self.colour("unk-soft")}" ' + self._stroke(
                "unk-ink", radius / 4, f"{radius * 0.6:.1f} {radius * 0.45:.1f}"
            )
        place = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
        self.parts.append(f"<circle {place} {look}/>")

    def disc(self, spot: Spot, radius: float, colour: str) -> None:
        """Fill a disc; hatched and with a dashed edge for "hatch"."""
        look = f'fill="{self.colour(colour)}" {self._stroke("surface", 1.5)}'
        if colour == "hatch":
            look = f'fill="url(#{self.hatch})" {self._stroke("unk", 1.5, "3 2")}'
        place = f'cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="{radius:.1f}"'
        self.parts.append(f"<circle {place} {look}/>")

    def cell(
        self, spot: Spot, width: float, height: float, shade: tuple[str, str, float]
    ) -> None:
        """Fill a cell with a colour between two; see `between`."""
        # As a style: a presentation attribute may not mix colours.
        self.parts.append(
            f'<rect class="cell" x="{spot[0]:.1f}" y="{spot[1]:.1f}" '
            f'width="{width:.1f}" height="{height:.1f}" {self._shade(shade)}/>'
        )

    def _shade(self, shade: tuple[str, str, float]) -> str:
        said = self.between(*shade)
        return f'style="fill:{said}"' if self.css else f'fill="{said}"'

    def dot(
        self, spot: Spot, radius: float, inner: str, edge: str, width: float
    ) -> None:
        """Draw a value on a line: filled with one colour, edged with another."""
        place = f'cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="{radius:.1f}"'
        look = f'fill="{self.colour(inner)}" {self._stroke(edge, width * 0.7)}'
        self.parts.append(f"<circle {place} {look}/>")

    def diamond(
        self, spot: Spot, radius: float, inner: str, edge: str, width: float
    ) -> None:
        """Draw where a target is met: filled with one colour, edged with another."""
        (x, y), r = spot, radius
        look = f'fill="{self.colour(inner)}" {self._stroke(edge, width)}'
        self.parts.append(
            f'<path d="M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}'
            f'L{x - r:.1f} {y:.1f}Z" {look}/>'
        )

    def clear(self, spot: Spot, radius: float) -> None:
        """Draw nothing that can be seen, but can be pointed at."""
        place = f'cx="{spot[0]:.1f}" cy="{spot[1]:.1f}" r="{radius:.1f}"'
        self.parts.append(f'<circle {place} fill="none" pointer-events="all"/>')

    def words(
        self, spot: Spot, text: str, colour: str = "ink2", *, size: float = 0,
        anchor: Anchor = "start", bold: bool = False, halo: bool = False,
    ) -> None:  # fmt: skip
        """Write a text with its base line at a spot; a halo keeps lines off it."""
        if not text:
            return
        size = size or self.size
        look = f'fill="{self.colour(colour)}" font-size="{size:.1f}"'
        if anchor != "start":
            look += f' text-anchor="{anchor}"'
        if bold:
            look += ' font-weight="700"'
        if halo:
            look += (
                f' stroke="{self.colour("surface")}" stroke-width="{size / 4:.1f}" '
                'stroke-linejoin="round" paint-order="stroke"'
            )
        self.parts.append(
            f'<text x="{spot[0]:.1f}" y="{spot[1]:.1f}" {look}>{clean(text)}</text>'
        )

    def plate(self, spot: Spot, text: str, size: float) -> None:
        """Lay a plain ground for a bold word around a spot: hatch makes it another."""
        room = width(text, size, bold=True) + size * 0.4
        self.rect((spot[0] - room / 2, spot[1] - size * 0.6), room, size * 1.2,
                  "unk-soft")  # fmt: skip

    def field(self, spot: Spot, width: float, height: float) -> None:
        """Draw a field that can't be seen, but can be touched."""
        self.parts.append(
            f'<rect x="{spot[0]:.1f}" y="{spot[1]:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}" fill="none" pointer-events="all"/>'
        )

    def begin(self, told: str, link: str = "") -> None:
        """Begin a mark that says its figures when it is pointed at.

        `link` is the key of `links` that it opens, if there is one.
        """
        said, attributes = self.links.get(link, ("", "")) if link else ("", "")
        opens = f' {attributes} aria-label="{clean(said)}"' if attributes else ""
        self.parts.append(
            f'<g class="mark" data-tip="{clean(told)}"{opens}>'
            f"<title>{clean(told)}</title>"
        )

    def end(self) -> None:
        """End the mark."""
        self.parts.append("</g>")

    def _stroke(self, colour: str, width: float, dash: str = "") -> str:
        held = f' stroke-dasharray="{dash}"' if dash else ""
        return f'stroke="{self.colour(colour)}" stroke-width="{width:.1f}"{held}'

    def _fill(self, colour: str) -> str:
        if colour != "hatch":
            return f'fill="{self.colour(colour)}"'
        edge = max(self.size / 12, 1)
        return f'fill="url(#{self.hatch})" {self._stroke("hatch", edge)}'
