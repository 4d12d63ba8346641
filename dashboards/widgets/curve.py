"""The curve that follows a finger: its steps are sent once, the mark moves over them.

They are the points of one `Chart`, which every picture, slide and sheet of the curve is
made from, too. The browser has every step, so a move asks the server nothing; what has to be worked out
by name (the list, the costs) follows when the mark is let go.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import param
from panel.custom import JSComponent

from dashboards.models.moves import at_rest
from dashboards.text import catalogue, say
from dashboards.widgets import figures
from dashboards.widgets.counted import key_of, verdict_key
from dashboards.widgets.html import css
from dashboards.widgets.take import TAKE, take
from fupin.exports.single import KINDS
from fupin.figures import cut, within
from fupin.whatif.charted import charted, met_at
from fupin.whatif.engine import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboards.models.whatif import WhatIf
    from fupin.document import Chart
    from fupin.whatif.steps import Curve, Numbers

GOES = ("download=curve", TAKE)
# More villages than these can't be told apart as small multiples.
MOST_VILLAGES = 8
WORDS = (
    "curve_title", "curve_caption", "plan_mark", "households", "less", "more", "same",
    "hatch", "small_title", "mark", "coarse", "data", "data_note", "village",
    "parameter_value", "was", "now", "met", "unmet", "unknown", "live", "live_people",
    "steps_file", "yuan", "rests",
)  # fmt: skip
VERDICTS = {"met": MET, "unmet": UNMET, "unknown": UNKNOWN}


class CurveView(JSComponent):
    """The curve, its draggable mark, and the villages' small multiples."""

    data = param.Dict(default={}, doc="What `payload` returns, without the value.")
    value = param.Number(default=None, allow_None=True, doc="Where the mark stands.")
    dark = param.Boolean(default=False, doc="Whether to use the dark colours.")

    _esm = Path(__file__).with_suffix(".js")

    def __init__(
        self, on_value: Callable[[float], None], on_go: Callable[[str], None],
        **params: Any,
    ) -> None:  # fmt: skip
        self._on_value, self._on_go = on_value, on_go
        params.setdefault("sizing_mode", "stretch_width")
        params.setdefault("margin", 0)
        self._key: object = None
        super().__init__(stylesheets=[css()], **params)

    def draw(self, page: WhatIf, lang: str) -> None:
        """Show the page's curve; what the browser has already isn't sent again."""
        rests = at_rest(page)
        key = (id(page.curve), page.value(page.parameter, page.plan), lang,
               rests is not None and rests.tobytes())  # fmt: skip
        value = page.value(page.parameter)
        if key != self._key or not self.data:
            # The curve is held so that no other one can come by its id.
            self._key, self._held = key, page.curve
            self.param.update(data=payload(page, lang), value=value)
        else:
            self.value = value

    def clear(self) -> None:
        """Show nothing."""
        self.param.update(data={}, value=None)

    def _handle_msg(self, data: Any) -> None:
        if isinstance(data.get("value"), int | float):
            self._on_value(float(data["value"]))
        elif str(data.get("go", "")).startswith(GOES):
            self._on_go(data["go"])


def payload(page: WhatIf, lang: str) -> dict[str, Any]:
    """Return the steps of the town and of its villages, and the words beside them.

    A curve that is coarse (for a reader who may not see the figures) has no villages,
    and only its coarse steps leave the server.
    """
    made, kind = page.curve, page.curve.parameter
    low, high = made.bounds
    plan, rests = page.value(page.parameter, page.plan), at_rest(page)
    town = _steps(charted(made, lang), int(made.start.sum()))
    return {
        "take": [take("curve", lang, KINDS), take("small", lang)],
        "town": town | {"persons": _people(made, town["at"])},
        # The gap is that to the exit line; of incomes at the beginning it is none.
        "gap": _gap(made) if page.counted_as == "exit" else None,
        "was": int(page.before[:, MET].sum()),
        "rests": None if rests is None else rests.sum(axis=0).tolist(),
        "villages": [] if made.is_coarse else _villages(page, rests, lang),
        "bounds": [low, high], "step": made.step, "closed": made.is_closed,
        "plan": plan, "coarse": made.is_coarse, "path": _path(page, lang),
        "name": kind.id, "label": within(kind.label[lang]), "unit": say(lang, f"whatif.unit_{kind.unit}"),
        # With their places: the browser fills them in.
        "words": {name: catalogue(lang)[_key(name, page, lang)] for name in WORDS},
    }  # fmt: skip


def _path(page: WhatIf, lang: str) -> dict[str, Any] | None:
    """Return the number that the plan's path asks for, and the value that meets it."""
    found = page.path
    if found is None:
        return None
    told = say(lang, "whatif.path", day=figures.day(page.engine.day, lang),
               share=figures.percent(cut(found.share, 1)), n=found.wanted,
               total=found.total)  # fmt: skip
    return {"n": found.wanted, "value": found.value, "told": told,
            "label": met_at(found, page.curve, lang)}  # fmt: skip


def _key(name: str, page: WhatIf, lang: str) -> str:
    if name in VERDICTS:
        return verdict_key(page, lang, VERDICTS[name])
    return key_of(page, lang, name)


def _people(made: Curve, steps: list[float]) -> list[int]:
    """Return the persons who meet the rule at the lower bound and after each step."""
    turns = made.turns
    at, places = np.unique(turns.at, return_inverse=True)
    change = (turns.after == MET).astype(np.int64) - (turns.before == MET)
    sums = np.bincount(places, change * turns.persons, minlength=len(at))
    total = int(made.start_persons.sum(axis=0)[MET]) + np.append(0, sums.cumsum())
    reached = np.searchsorted(at, np.array(steps, dtype=float), "right")
    first = int(made.people(made.bounds[0])[0, MET])
    return [first, *total.astype(np.int64)[reached].tolist()]


def _gap(made: Curve) -> dict[str, list[float]] | None:
    """Return the amounts below a line and the persons there: what lifting them costs.

    They are incomes; who may not see those has none.
    """
    short = made.shortfall
    if short is None or made.is_coarse:
        return None
    at, places = np.unique(short.amount, return_inverse=True)
    persons = np.bincount(places, short.persons, minlength=len(at))
    return {"at": at.tolist(), "persons": persons.tolist()}


def chosen(page: WhatIf) -> list[tuple[int, str]]:
    """Return the places and names of the villages that have a curve of their own."""
    made, names = page.curve, page.desk.village_names
    if len(made.villages) == 1 or made.is_coarse:
        return []
    counts = np.bincount(made.turns.village, minlength=len(made.villages))
    held = sorted(np.argsort(-counts, kind="stable")[:MOST_VILLAGES].tolist())
    return [(n, names.get(made.villages[n], made.villages[n])) for n in held]


def _villages(page: WhatIf, rests: Numbers | None, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "was": int(page.before[n, MET]),
            "rests": None if rests is None else rests[n].tolist(),
        }
        | _steps(
            charted(page.curve, lang, village=n, name=name),
            int(page.curve.start[n].sum()),
        )
        for n, name in chosen(page)
    ]


def _steps(chart: Chart, whole: int) -> dict[str, Any]:
    """Return a chart's points: the counts at the lower bound, and after each step.

    `met` are those who meet the rule, `high` those who may, too, of `total`.
    """
    points = list(chart.series[0].points)
    ends = [(p.value, p.high) for p in points[-2:]]
    if len(points) > 1 and ends[0] == ends[1]:
        # Where the line ends nobody turns.
        points.pop()
    return {
        "total": whole, "at": [p.at for p in points[1:]],
        "met": [p.value for p in points], "high": [p.high for p in points],
    }  # fmt: skip
