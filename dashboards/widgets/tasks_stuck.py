"""Where we are stuck: how long late, who is on time, and the burn-up to the plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card
from dashboards.widgets.rows import list_table, rows_table
from dashboards.widgets.tasks import department, opens

if TYPE_CHECKING:
    from dashboards.models.tasks import Tasks

# A phone gets a smaller drawing, so that its words stay as large.
SIZES = {"only-wide": (760, 250), "only-small": (326, 200)}
LEFT, RIGHT, TOP, BOTTOM = 40, 96, 14, 24
STEPS = (1, 2, 5)
MOST_STEPS = 5


def stuck(page: Tasks, village: str) -> str:
    """Return the three cards."""
    return f'<div class="grid">{_burn(page)}{_ages(page, village)}{_rates(page)}</div>'


def _ages(page: Tasks, village: str) -> str:
    lang = page.lang
    most = max((n for _, _, n in page.ages), default=0)
    title = say(lang, "tasks.ages_none")
    if most:
        low, high, n = max(page.ages, key=lambda band: (band[2], band[0]))
        title = say(lang, "tasks.ages_title", n=n, total=page.whole.late, band=_band(low, high, lang))  # fmt: skip
    rows = "".join(
        f'<div class="tasks-age"><span>{_band(low, high, lang)}</span><span class="track"><i style="width:{n / most * 100 if most else 0:.1f}%"></i></span><b>{n}</b></div>'
        for low, high, n in page.ages
    )
    link = f'<div class="more"><button class="btn" {opens(alarm="red", v=village)}>{say(lang, "tasks.see_late")}</button></div>'
    caption = say(lang, "tasks.ages_caption")
    return card(title, caption, rows + (link if most else ""), "four")


def _band(low: int, high: int, lang: str) -> str:
    if not high:
        return say(lang, "tasks.band_over", low=low - 1)
    return say(lang, "tasks.band", low=low, high=high)


def _rates(page: Tasks) -> str:
    lang, target = page.lang, page.limits.target
    held = [(n, p) for n, p in page.departments.items() if p.total]
    below = [n for n, p in held if (p.rate or 0) < target]
    title = say(lang, "tasks.rates_title", n=len(below), target=figures.number(target))
    heads = (
        (say(lang, f"tasks.head_{key}"), css)
        for key, css in (("department", ""), ("total", "r"), ("done", "r min-hide"),
                         ("wait", "r min-hide"), ("over", "r"), ("longest", "r min-hide"), ("rate", "r"))
    )  # fmt: skip
    rows = "".join(
        f"<tr {opens(dept=name)}><td><b>{department(name, page)}</b></td>"
        f'<td class="r">{figures.number(p.total)}</td><td class="r min-hide">{figures.number(p.done)}</td>'
        f'<td class="r min-hide">{figures.number(p.to_verify)}</td><td class="r {"unmet" if p.late else ""}">{figures.number(p.late)}</td>'
        f'<td class="r min-hide">{say(lang, "tasks.days", n=p.longest) if p.longest else figures.NOTHING}</td>'
        f'<td class="r"><b class="{"unmet" if (p.rate or 0) < target else ""}" title="{p.on_time}/{p.total}">{figures.percent(p.rate)} %</b></td></tr>'
        for name, p in sorted(held, key=lambda i: i[1].rate or 0)
    )
    return card(title, say(lang, "tasks.rates_caption"), list_table(heads, rows), "twelve")  # fmt: skip


def _burn(page: Tasks) -> str:
    lang, points = page.lang, page.burn
    _, begun, due, done = points[-1]
    key = "burn_behind" if done < due else "burn_ahead"
    title = say(lang, f"tasks.{key}", n=figures.number(abs(due - done)), late=figures.number(page.whole.late))  # fmt: skip
    caption = say(lang, "tasks.burn_caption", total=figures.number(begun))
    heads = [say(lang, f"tasks.burn_{k}") for k in ("day", "begun", "due", "done")]
    rows = [(figures.day(d, lang), *map(figures.number, counts)) for d, *counts in points]  # fmt: skip
    table = f"<details><summary>{say(lang, 'tasks.see_data')}</summary>{rows_table(heads, rows)}</details>"
    drawings = "".join(
        f'<div class="{css}">{_drawing(page, title, *size)}</div>'
        for css, size in SIZES.items()
    )
    return card(title, caption, drawings + table, "eight")


def _step(top: int) -> int:
    """Return a round step of the axis: at most a few of them reach `top`."""
    scale = 1
    while True:
        for one in STEPS:
            if top <= one * scale * MOST_STEPS:
                return one * scale
        scale *= 10


def _drawing(page: Tasks, title: str, width: int, height: int) -> str:
    lang, points = page.lang, page.burn
    first, last = date(points[0][0].year, 1, 1), page.day
    top = max(1, *(max(counts) for _, *counts in points))
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return LEFT + (day - first).days / span * (width - LEFT - RIGHT)

    def y(count: float) -> float:
        return TOP + (1 - count / top) * (height - TOP - BOTTOM)

    step = _step(top)
    grid = "".join(
        f'<path class="grid" d="M{LEFT} {y(n):.1f}H{width - RIGHT}"/><text class="t3" x="{LEFT - 6}" y="{y(n) + 4:.1f}" text-anchor="end">{figures.number(n)}</text>'
        for n in range(0, top + 1, step)
    )
    years = "".join(
        f'<text class="t3" x="{x(date(year, 1, 1)):.1f}" y="{height - 6}">{say(lang, "listing.year", year=year)}</text>'
        for year in range(first.year, last.year + 1)
    )
    lines = ""
    ends: list[tuple[float, int]] = []
    for place, css in ((1, "tasks-begun"), (2, "target"), (3, "actual")):
        counted = [(day, counts[place - 1]) for day, *counts in points]
        path = " ".join(f"{x(day):.1f},{y(count):.1f}" for day, count in counted)
        lines += f'<polyline class="{css}" points="{path}"/>'
        ends.append((y(counted[-1][1]) + 4, place))
    names = {1: ("begun", "t3"), 2: ("due", ""), 3: ("done", "b tm")}
    said, before = "", -99.0
    for at, place in sorted(ends):
        low = max(at, before + 15)
        before = low
        key, css = names[place]
        words = say(lang, f"tasks.burn_{key}")
        said += f'<text class="{css}" x="{width - RIGHT + 6}" y="{low:.1f}">{words} {figures.number(points[-1][int(place)])}</text>'  # type: ignore[arg-type]
    return f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">{grid}{years}{lines}{said}</svg>'
