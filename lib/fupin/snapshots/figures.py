"""A snapshot's figures: each with one key, computed by the functions of the pages."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import measures, progress
from fupin.assess import MET, UNKNOWN, UNMET, decide_some
from fupin.figures import cut
from fupin.snapshots.ground import own
from fupin.tasks import pace, paces

if TYPE_CHECKING:
    from fupin.funds import Sums
    from fupin.measures import Count
    from fupin.plan import Scenario
    from fupin.snapshots.ground import Ground

COUNTED = ("household", "village", "task", "day")
FEN = 100
# The rules that `people` counts by; the figures that the rules decide; and those of
# them that aren't split: the date's own, and a distance that is told without its sign.
PEOPLE = ("exited", "has_labour")
DECIDED = ("town.", "labour.", "income.mean", "rule.", "cause.", "villages.met",
           "villages.unmet", "villages.unknown")  # fmt: skip
WHOLE = ("town.day", "town.deadline", "town.days_left", "town.behind")
PLAIN = re.compile(r"[a-z0-9_]+\Z")


def token(name: str) -> str:
    """Return a village's or a department's id as a part of a figure's key."""
    if PLAIN.match(name):
        return name
    return "x" + hashlib.sha256(name.encode()).hexdigest()[:8]


class Figures(dict[str, dict[str, Any]]):
    """Figures by key, each put once: value, unit, verdict, and whether it has a base.

    A value is a number, [least, most], a date as text, or None: not to be decided. With
    `is_none` there is nothing to count (a share of no households), which isn't unknown.
    """

    def put(
        self, key: str, value: Any, unit: str, verdict: str = "", *,
        is_none: bool = False,
    ) -> None:  # fmt: skip
        """Put a figure; KeyError for a key that has one already."""
        if key in self:
            raise KeyError(key)
        if isinstance(value, tuple):
            value = list(value)
        if isinstance(value, date):
            value = value.isoformat()
        if isinstance(value, float) and unit == "yuan" and value.is_integer():
            value = int(value)
        if value == 0 and unit in COUNTED:
            # That none is unmet is no bad news.
            verdict = ""
        self[key] = {"value": value, "unit": unit, "verdict": verdict}
        if is_none:
            self[key]["none"] = True


def base_of(ground: Ground) -> pl.DataFrame:
    """Return the enrolled households that the snapshot's filter asks for."""
    return of_village(measures.enrolled(ground.done), ground.village)


def of_village(frame: pl.DataFrame, village: str) -> pl.DataFrame:
    """Return the rows of one village; of "" all."""
    return frame.filter(pl.col("village_id") == village) if village else frame


def trend(ground: Ground) -> list[tuple[date, Count]]:
    """Return the enrolled households by verdict at each as-of date up to the day."""
    is_plan = ground.scenario.fingerprint == own(ground.scenario).fingerprint
    points = []
    for done in ground.dones:
        rows = done.households
        if done.day == ground.day:
            rows = ground.done.households
        elif not is_plan:
            rows = decide_some(
                ground.register, ground.scenario, done.day, [measures.STANDARD]
            ).households
        rows = of_village(rows.filter(pl.col("is_enrolled")), ground.village)
        points.append((done.day, measures.count(rows)))
    return points


def figures(ground: Ground, points: list[tuple[date, Count]]) -> Figures:
    """Return every figure of a snapshot; `points` is its `trend`."""
    found, base = Figures(), base_of(ground)
    _town(found, ground, base, points)
    _villages(found, ground)
    causes(found, base)
    _rules(found, ground, base)
    _tasks(found, ground)
    _funds(found, ground)
    _verify(found, ground, base)
    _scenario(found, ground, base)
    return found


def _counts(found: Figures, key: str, count: Count) -> None:
    found.put(f"{key}.enrolled", count.total, "household")
    found.put(f"{key}.persons", count.persons, "person")
    found.put(f"{key}.met", count.met, "household", MET)
    found.put(f"{key}.unmet", count.unmet, "household", UNMET)
    found.put(f"{key}.unknown", count.unknown, "household", UNKNOWN)
    found.put(f"{key}.left", count.left, "household")
    found.put(f"{key}.rate", count.rate, "percent", is_none=count.rate is None)


def _town(
    found: Figures, ground: Ground, base: pl.DataFrame,
    points: list[tuple[date, Count]],
) -> None:  # fmt: skip
    done, day = ground.done, ground.day
    standing(found, base, done.scenario, day)
    end = measures.deadline(done.scenario, day)
    found.put("town.day", day, "date")
    found.put("town.deadline", end, "date")
    found.put("town.days_left", max((end - day).days, 0), "day")
    people(found, base)
    found.put("income.line", progress.exit_line(base), "yuan", is_none=not base.height)
    pace = progress.pace(points, end)
    for name in ("now", "needed"):
        value = getattr(pace, name)
        found.put(f"pace.{name}", value, "household_month", is_none=value is None)
    shown = pace.projected
    found.put("pace.projected", shown, "percent", is_none=shown is None)


def standing(found: Figures, base: pl.DataFrame, scenario: Scenario, day: date) -> None:
    """Put how many meet the standard, and what the plan's path asks for on the day."""
    count = measures.count(base)
    _counts(found, "town", count)
    target = measures.target_share(scenario, day)
    behind = progress.behind(count, target)
    found.put("town.target", cut(target, 1), "percent")
    found.put("town.expected", progress.expected(count, target), "household")
    found.put(
        "town.behind", None if behind is None else abs(behind), "point",
        UNMET if (behind or 0) > 0 else "", is_none=behind is None,
    )  # fmt: skip


def people(found: Figures, base: pl.DataFrame) -> None:
    """Put who has gone through all steps, who has labour, and their mean income."""
    found.put("town.exited", int(base["exited"].sum() or 0), "household")
    labour = measures.count(base, "has_labour")
    for name in ("met", "unmet", "unknown"):
        found.put(f"labour.{name}", getattr(labour, name), "household")
    mean = measures.mean_income(base)
    found.put("income.mean", mean, "yuan", is_none=not base.height)


def _villages(found: Figures, ground: Ground) -> None:
    verdicts = []
    for one in ground.villages:
        key = f"village.{token(one.id)}"
        verdicts.append(one.verdict)
        _counts(found, key, one.count)
        income = _by(one.distance)
        found.put(f"{key}.income", one.income, "yuan", income)
        found.put(f"{key}.line", one.line, "yuan")
        gap = None if one.distance is None else abs(one.distance)
        found.put(f"{key}.distance", gap, "yuan", income)
        found.put(f"{key}.incidence", one.incidence, "percent", one.incidence_verdict)
        found.put(f"{key}.score", one.score, "points")
        money = ground.accounts.by_village[one.id]
        _money(found, key, money)
        found.put(f"{key}.unpaid", _yuan(money, money.net - money.paid), "yuan")
        found.put(f"{key}.own_funds", one.funds, "yuan")
    found.put("villages.total", len(verdicts), "village")
    for word in (MET, UNMET, UNKNOWN):
        found.put(f"villages.{word}", verdicts.count(word), "village", word)
    rows = of_village(ground.done.villages, ground.village)
    collective = rows["collective_income_year"]
    is_whole = rows.height > 0 and not collective.null_count()
    found.put("villages.collective", collective.sum() if is_whole else None, "yuan")


def _money(found: Figures, key: str, money: Sums) -> None:
    """Put what was allocated and paid; not known where an entry has no amount."""
    found.put(f"{key}.allocated", _yuan(money, money.allocated), "yuan")
    found.put(f"{key}.paid", _yuan(money, money.paid), "yuan")


def _yuan(money: Sums, fen: int) -> float | None:
    return None if money.open else fen / FEN


def _by(distance: float | None) -> str:
    if distance is None:
        return UNKNOWN
    return MET if distance >= 0 else UNMET


def causes(found: Figures, base: pl.DataFrame) -> None:
    """Put the households of each main cause."""
    for cause, count in progress.causes(base):
        key = f"cause.{cause or 'unrecorded'}"
        found.put(f"{key}.total", count.total, "household")
        found.put(f"{key}.met", count.met, "household", MET)
        found.put(f"{key}.left", count.left, "household")


def household_rules(found: Figures, base: pl.DataFrame) -> None:
    """Put how many households miss each condition, and more than one."""
    failing, twice = progress.failing(base)
    for rule, n in failing.items():
        found.put(f"rule.{rule}.unmet", n, "household", UNMET)
        unknown = measures.asked(base, rule)[rule].null_count()
        found.put(f"rule.{rule}.unknown", unknown, "household", UNKNOWN)
    found.put("rule.twice", twice, "household")


def _rules(found: Figures, ground: Ground, base: pl.DataFrame) -> None:
    household_rules(found, base)
    shown = ground.villages
    for rule in progress.VILLAGE_RULES:
        lacks = sum(rule in one.lacks for one in shown)
        found.put(f"rule.{rule}.unmet", lacks, "village", UNMET)
        unknown = sum(rule in one.unknown for one in shown)
        found.put(f"rule.{rule}.unknown", unknown, "village", UNKNOWN)


def tasks_of(ground: Ground) -> pl.DataFrame:
    """Return the board's rows that the snapshot's filter asks for."""
    return of_village(ground.board, ground.village)


def _tasks(found: Figures, ground: Ground) -> None:
    rows = tasks_of(ground)
    whole = {"tasks": pace(rows)} | {
        f"tasks.{token(name)}": one for name, one in paces(rows).items()
    }
    for key, one in whole.items():
        late = UNMET if one.late else ""
        found.put(f"{key}.total", one.total, "task")
        found.put(f"{key}.late", one.late, "task", late)
        found.put(f"{key}.done", one.done, "task")
        found.put(f"{key}.longest", one.longest, "day", late)
        found.put(f"{key}.on_time", one.rate, "percent", is_none=one.rate is None)
    found.put("tasks.to_verify", whole["tasks"].to_verify, "task")
    done = ground.done
    target = _limit(measures.value(done.scenario, "task_on_time_target", done.day))
    found.put("tasks.target", target, "percent")


def _funds(found: Figures, ground: Ground) -> None:
    money, limits = ground.money, ground.accounts.limits
    rate = money.used_rate
    _money(found, "funds", money)
    found.put("funds.used", rate, "percent", is_none=rate is None)
    found.put("funds.target", _limit(limits.used_target), "percent")
    found.put("funds.floor", limits.floor, "yuan")
    low = sum(one.funds < limits.floor for one in ground.villages)
    found.put("funds.low", low, "village", UNMET if low else "")


def _verify(found: Figures, ground: Ground, base: pl.DataFrame) -> None:
    done = ground.done
    days = measures.value(done.scenario, "visit_gap_days", done.day)
    found.put("verify.visit_days", int(days), "day")
    for name in ("unvisited", "unverified", "borderline"):
        rows = getattr(measures, name)(done, base)
        found.put(f"verify.{name}", rows.height, "household", UNKNOWN)
    error = _limit(measures.value(done.scenario, "income_error_share", done.day))
    found.put("verify.error", error, "percent")


def _scenario(found: Figures, ground: Ground, base: pl.DataFrame) -> None:
    """Put what the plan itself says beside the scenario, where they differ."""
    if ground.scenario.fingerprint == own(ground.scenario).fingerprint:
        return
    plain = of_village(measures.enrolled(ground.dones[-1]), ground.village)
    count = measures.count(plain)
    for name in ("met", "unmet", "unknown"):
        found.put(f"plan.{name}", getattr(count, name), "household", name)
    found.put("plan.rate", count.rate, "percent", is_none=count.rate is None)
    was = plain[measures.STANDARD].fill_null(value=False)
    now = base[measures.STANDARD].fill_null(value=False)
    found.put("scenario.into", int((now & ~was).sum()), "household")
    found.put("scenario.out", int((was & ~now).sum()), "household")


def _limit(value: float) -> float:
    """Return a limit of the plan: a whole number stays one in words."""
    return int(value) if float(value).is_integer() else value
