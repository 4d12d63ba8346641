"""A chart in the few widths that a page may give it, so that its words keep their size.

A drawing that is stretched stretches its words as well: at 1920 px they would be
larger than the page's, on a phone too small to read. The browser shows the widest
drawing that has room; nobody has to be asked how wide a window is.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.charting import Picture
    from fupin.document import Chart

    Drawn = TypeVar("Drawn", bound=Chart | Picture)

RUNGS = (175, 215, 256, 320, 380, 440, 560, 740, 940)


def own(drawn: Drawn, width: int) -> Drawn:
    """Return a chart under a key of its own: a pattern of one not shown draws nothing.

    Not as a household's id is written.
    """
    return replace(drawn, key=f"{drawn.key}-w{width}")


def fitted(make: Callable[[int], str], least: int, most: int) -> str:
    """Return what `make` draws for each width from `least` to `most`, of `RUNGS`."""
    held = [width for width in RUNGS if least <= width <= most]
    drawn = "".join(
        f'<div class="w{width}{" least" if width == held[0] else ""}'
        f'{" most" if width == held[-1] else ""}">{make(width)}</div>'
        for width in held
    )
    return f'<div class="fit">{drawn}</div>'


def rules() -> str:
    """Return the styles that show one drawing of each."""
    shown = "{display:block}"
    found = [".fit{container:fit/inline-size}.fit>div{display:none}"]
    for low, high in pairwise((*RUNGS, 9999)):
        found += [
            f"@container fit ({low}px<=width<{high}px){{.fit>.w{low}{shown}}}",
            f"@container fit (width>={low}px){{.fit>.w{low}.most{shown}}}",
            f"@container fit (width<{low}px){{.fit>.w{low}.least{shown}}}",
        ]
    return "\n".join(found) + "\n"
