"""What can be taken away from the what-if page, as far as the reader may see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboards.models.beside import between, held_against
from dashboards.models.taken import filters_of, vintage
from dashboards.models.whatif import flips, whatif
from dashboards.text import say
from dashboards.widgets.answers import chart as answered
from dashboards.widgets.curve import chosen
from dashboards.widgets.heat import picture
from fupin.charting import Several
from fupin.intake.saving import escaped
from fupin.whatif.charted import charted, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from dashboards.models.whatif import WhatIf
    from dashboards.pages.taking import Pictures
    from dashboards.pages.whatif import WhatIfPage
    from fupin.document import Chart, Stamp

NAMES = {"against": "errors", "pair": "moves", "curve": "curve"}


def file_of(page: WhatIfPage, made: WhatIf, what: str) -> tuple[str, bytes] | None:
    """Return the name and bytes of a table; None where the reader may see none.

    `what` is the list against a decided one, that between two columns, the steps of
    the curve, or (anything else) who moved against the plan.
    """
    rows = _rows(page, made, what)
    if rows is None:
        return None
    name = NAMES.get(what, "flips")
    file = f"whatif-{name}-{made.scenario.fingerprint}-{page.view.day}.csv"
    return file, escaped(rows).write_csv(include_bom=True).encode()


def _rows(page: WhatIfPage, made: WhatIf, what: str) -> pl.DataFrame | None:
    match what:
        case "against":
            key = page.reference or f"enrolled:{made.engine.day}"
            errors = held_against(made, page.shelf, key)
            return None if errors is None else errors.named
        case "pair":
            moved = between(made, page.shelf, page.pair)
            return None if moved is None else moved.flips
        case "curve":
            # Of who may see only coarse steps these are the coarse ones.
            return made.curve.to_polars()
    return None if made.is_coarse else flips(made, page.sort)


def pictures(page: WhatIfPage, made: WhatIf) -> Pictures:
    """Return the charts that can be saved: the curves, the answers, the map of heat."""
    lang = page.view.lang

    def curve() -> Chart:
        return charted(made.curve, lang, now=made.value(made.parameter),
                       plan=made.value(made.parameter, made.plan),
                       path=made.path)  # fmt: skip

    def small() -> Several | None:
        whole, held = curve(), chosen(made)
        charts = tuple(
            charted(made.curve, lang, village=n, name=name) for n, name in held
        )
        most = max((p.high or 0 for c in charts for p in c.series[0].points), default=0)
        starts = min((c.starts for c in charts), default=0)
        even = tuple(replace(c, most=most, starts=starts) for c in charts)
        if not even:
            return None
        title = say(lang, "whatif.small_title")
        both = f"{whole.title} · {title}"
        return Several("small", both, whole.caption, even, bare=False)

    found: dict[str, Callable[[], Any]] = {
        "curve": curve, "small": small,
        "answers": lambda: answered(made, lang),
    }  # fmt: skip
    if page.other and not made.is_coarse:
        found["heat"] = lambda: picture(made, page.other, page.target, lang)
    return found


def stamped(page: WhatIfPage, made: WhatIf) -> Stamp:
    """Return where the figures of the page come from, its scenario by name."""
    desk, view = page.desk, page.view
    return stamp(
        made.engine, made.scenario, view.lang, filters=filters_of(desk, view),
        vintage=vintage(desk, view.lang),
    )  # fmt: skip


class Files:
    """What the page hands over of its charts: for `WhatIfPage` to stand upon."""

    def _pictures(self: Any) -> Pictures:
        return pictures(self, whatif(self.desk, self.view, self.parameter))

    def _stamp(self: Any) -> Stamp:
        return stamped(self, whatif(self.desk, self.view, self.parameter))
