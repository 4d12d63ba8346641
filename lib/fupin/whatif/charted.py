"""A curve as a chart of steps: what the page moves over and what every export draws.

Made once: the browser is sent these points and no others, so that what moves under a
finger and what is saved as a picture, a slide or a sheet can't disagree.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin.document import Chart, Point, Rule, Series, Stamp
from fupin.figures import number, within
from fupin.measures import truncated
from fupin.plan import Scenario
from fupin.units import unit_words
from fupin.whatif.curve import MONEY_UNITS
from fupin.whatif.engine import MET, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.whatif.engine import Engine
    from fupin.whatif.planned import Planned
    from fupin.whatif.steps import Curve

# What is counted, by rule: title, its caption, the name of the line.
WORDS = {
    "exit": (
        ("达标户数随{label}变化", "Households that meet the standard, by the {label}"),
        ("户，共 {n} 户；横轴为{label}，{unit}；斜纹为待核实",
         "households of {n}; along: {label}, {unit}; hatched: to verify"),
        ("达标", "Met"),
    ),
    "entry": (
        ("在册户中应纳入的随{label}变化",
         "Enrolled households that qualify, by the {label}"),
        ("户，共 {n} 户；横轴为{label}，{unit}；斜纹为待核实",
         "households of {n}; along: {label}, {unit}; hatched: to verify"),
        ("应纳入", "Qualify"),
    ),
    "villages": (
        ("达标村数随{label}变化", "Villages that meet the standard, by the {label}"),
        ("个村，共 {n} 个；横轴为{label}，{unit}；斜纹为待核实",
         "villages of {n}; along: {label}, {unit}; hatched: to verify"),
        ("达标", "Met"),
    ),
}  # fmt: skip
COUNTS = {"households": ("{n} 户", "{n}"), "villages": ("{n} 个村", "{n}")}
PLAN = ("方案 {value}", "plan {value}")
# The number that the plan's path asks for, and the value at which it would be met.
PLANNED = {
    "line": ("计划 {n} 户 对应线 {value} {unit}",
             "plan's {n}: line at {value} {unit}"),
    "value": ("计划 {n} 户 对应值 {value} {unit}",
              "plan's {n}: at {value} {unit}"),
    "jump": ("计划 {n} 户：{value} {unit}时 {met} 户",
             "plan's {n}: {met} at {value} {unit}"),
    "none": ("计划 {n} 户，界内最多 {met} 户", "plan's {n}: {met} at most"),
    "all": ("计划 {n} 户，界内最少 {met} 户", "plan's {n}: {met} at least"),
}  # fmt: skip
NOW = ("{value} {unit}：{count}，{rate} %", "{value} {unit}: {count}, {rate} %")
STEPS = {"zh": 0, "en": 1}
AS_PLAN, OWN = ("方案原线", "the plan as it stands"), ("另设情景", "own scenario")
ALL = ("全部村", "all villages")
BASES = {"fixed": ("方案固定值", "the plan's figures"),
         "actual": ("当年实际 45 % / 60 %", "actual 45 % / 60 %")}  # fmt: skip


def charted(  # noqa: PLR0913 each is said by name
    curve: Curve, lang: str, *, now: float | None = None, plan: float | None = None,
    village: int | None = None, name: str = "", path: Planned | None = None,
) -> Chart:  # fmt: skip
    """Return a curve over its bounds as a chart of kind `step`.

    A point is a threshold at which the count changes: those who meet the rule there,
    and as `high` those who may, too. `now` is where the mark stands, `plan` where the
    plan's own value does, `path` where the number of the plan's path is met. With
    `village` (its place) of that village alone, under its `name`. A coarse curve gives
    its coarse steps only.
    """
    at = STEPS.get(lang, 0)
    counted = _counted(curve)
    title, caption, met = (pair[at] for pair in WORDS[counted])
    start = curve.start.sum(axis=0) if village is None else curve.start[village]
    points = _points(curve, start, village)
    unit = unit_words(curve.parameter.unit, lang)
    said = {"label": within(curve.parameter.label[lang]), "unit": unit,
            "n": number(int(start.sum()))}  # fmt: skip
    kind = "villages" if counted == "villages" else "households"
    # The last one says what the line comes to.
    count = COUNTS[kind][at]
    last = points[-1]
    points[-1] = Point(last.at, last.value, count.format(n=number(last.value)),
                       high=last.high)  # fmt: skip
    rules = []
    if plan is not None:
        words = PLAN[at].format(value=_value(plan))
        rules.append(Rule(plan, words, dashed=True, is_upright=True))
    if now is not None:
        here = _at(points, curve, now)
        words = NOW[at].format(
            value=_value(now), unit=unit, count=count.format(n=number(here)),
            rate=number(truncated(here, int(start.sum())), 1),
        )  # fmt: skip
        rules.append(Rule(now, words, is_upright=True, is_current=True))
    below = caption.format(**said)
    if path is not None and path.value is not None:
        rules.append(Rule(path.wanted, met_at(path, curve, lang), dashed=True,
                          until=path.value))  # fmt: skip
    elif path is not None:
        below += " · " + met_at(path, curve, lang)
    return Chart(
        "curve" if village is None else f"curve-{village}", "step",
        name or title.format(**said), below, kind,
        (Series(met, tuple(points), "met"),), tuple(rules), _lowest(points),
    )  # fmt: skip


def met_at(path: Planned, curve: Curve, lang: str) -> str:
    """Return in words where the number of the plan's path is met, or that it isn't."""
    kind = "line" if curve.parameter.unit in MONEY_UNITS else "value"
    if path.value is None:
        kind = "none" if path.met < path.wanted else "all"
    elif path.met != path.wanted:
        # Several turn at one value, so that exactly so many never meet it.
        kind = "jump"
    return PLANNED[kind][STEPS.get(lang, 0)].format(
        n=number(path.wanted), met=number(path.met),
        value="" if path.value is None else _value(path.value),
        unit=_short(curve, lang),
    )  # fmt: skip


def _short(curve: Curve, lang: str) -> str:
    """Return the unit without "a person and year", which the caption has."""
    money = curve.parameter.unit in MONEY_UNITS
    return unit_words("yuan" if money else curve.parameter.unit, lang)


def stamp(
    engine: Engine, scenario: Scenario, lang: str, *, filters: str = "",
    vintage: str = "",
) -> Stamp:  # fmt: skip
    """Return where a curve's figures come from, in words.

    `filters` and `vintage` are what a page knows of them; else all villages, and the
    fingerprint of the register.
    """
    at = STEPS.get(lang, 0)
    plain = Scenario(scenario.plan)
    is_plan = scenario.fingerprint == plain.fingerprint
    described = scenario.description or f"{OWN[at]} {scenario.fingerprint}"
    bases = dict.fromkeys(scenario.basis.values()) or {"fixed": None}
    return Stamp(
        snapshot="", day=engine.day, scenario=AS_PLAN[at] if is_plan else described,
        filters=filters or ALL[at], basis="、".join(BASES[b][at] for b in bases),
        vintage=vintage or engine.register.fingerprint[:6],
        plan=scenario.plan.fingerprint[:6], tasks="", author="", made="", program="",
    )  # fmt: skip


def _counted(curve: Curve) -> str:
    if curve.per == "village":
        return "villages"
    return "entry" if curve.root == "entry" else "exit"


def _value(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def _points(curve: Curve, start: np.ndarray, village: int | None) -> list[Point]:
    """Return the counts at the lower bound, at each turn after it, and at the upper.

    Where the threshold has to pass a figure, the count holds up to it.
    """
    turns, (low, high) = curve.turns, curve.bounds
    if village is not None:
        turns = turns.where(turns.village == village)
    places, index = np.unique(turns.at, return_inverse=True)
    change = np.zeros((len(places) + 1, 3), dtype=np.int64)
    np.add.at(change, (index + 1, turns.after.astype(int)), 1)
    np.add.at(change, (index + 1, turns.before.astype(int)), -1)
    sums = start + change.cumsum(axis=0)
    side: Any = "right" if curve.is_closed else "left"
    first, last = (int(np.searchsorted(places, end, side)) for end in (low, high))
    found = [_point(low, sums[first])]
    found += [_point(places[n], sums[n + 1]) for n in range(first, last)]
    if float(found[-1].at) < high:  # type: ignore[arg-type]
        found.append(_point(high, sums[last]))
    return found


def _point(at: float, counts: np.ndarray) -> Point:
    met, open_ = int(counts[MET]), int(counts[UNKNOWN])
    return Point(_plain(at), met, "", high=met + open_)


def _plain(at: float) -> float:
    return int(at) if float(at).is_integer() else float(at)


def _at(points: Sequence[Point], curve: Curve, now: float) -> int:
    """Return the count at a threshold: of the last point that it has reached."""
    reached = [
        p for p in points[1:]
        if (p.at <= now if curve.is_closed else p.at < now)  # type: ignore[operator]
    ]  # fmt: skip
    return int((reached[-1] if reached else points[0]).value or 0)


def _lowest(points: Sequence[Point]) -> int:
    low = min(int(p.value or 0) for p in points)
    high = max(int(p.high or 0) for p in points)
    # A round figure below the least: 62 to 266 begins at 0, 219 to 237 at 210.
    round_ = 10 ** int(math.log10(max(high - low, 1)))
    return max(0, (low - 1) // round_ * round_)
