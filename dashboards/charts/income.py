"""A household's income by source over the years, each against the line of its year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card

if TYPE_CHECKING:
    from dashboards.models.dossier import Dossier, Year

WIDTH, HEIGHT = 384, 250
TOP, BOTTOM, RIGHT = 26, 40, 96
GROUPS = (
    ("wage", ("wage",), "s1"),
    ("business", ("business",), "s2"),
    ("transfer", ("transfer", "dibao", "wubao", "property"), "s4"),
)

# Two labels closer than this would be in each other's way.
NEAR = 30
HALO = 'style="paint-order:stroke;stroke:var(--surface);stroke-width:3px"'


def income(found: Dossier, lang: str) -> str:
    """Return the card; a household without a full year says so."""
    if not found.sees("income_per_person_year"):
        return card(say(lang, "dossier.income_hidden"), "", "", "")
    years = [year for year in found.years if year.per_person is not None]
    per_person = found.row["income_per_person_year"]
    if not years:
        return card(say(lang, "dossier.income_unknown"), "", "", "")
    title = say(lang, "dossier.income_unknown")
    if per_person is not None and found.row["distance"] is not None:
        gap = found.row["distance"]
        key = "dossier.income_above" if gap >= 0 else "dossier.income_below"
        words = say(lang, key, gap=figures.number(abs(gap)))
        title = say(
            lang, "dossier.income_title", income=figures.number(per_person), words=words
        )
    chart = _chart(years, found.row["persons_count"] or 1, lang)
    return card(title, say(lang, "dossier.income_caption"), chart, "")


def _chart(years: list[Year], persons: int, lang: str) -> str:
    top = max([y.per_person or 0 for y in years] + [y.line or 0 for y in years]) * 1.08
    scale = (HEIGHT - TOP - BOTTOM) / max(top, 1)
    step = (WIDTH - RIGHT) / len(years)
    bars = "".join(
        _bar(year, index * step, step, scale, persons, lang)
        for index, year in enumerate(years)
    )
    base = HEIGHT - BOTTOM
    axis = f'<line x1="0" x2="{WIDTH - RIGHT}" y1="{base}" y2="{base}" class="base"/>'
    names = _names(years[-1], scale, persons, lang)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{say(lang, "dossier.income_caption")}">{axis}{bars}{names}</svg>'
    )


def _parts(year: Year, persons: int) -> list[tuple[str, str, float]]:
    """Return name, colour and yuan a person; production expenses come off business."""
    parts = []
    for name, sources, colour in GROUPS:
        total = sum(year.by_source.get(s) or 0 for s in sources)
        if name == "business":
            total -= year.by_source.get("business_cost") or 0
        if name == "transfer":
            total -= year.by_source.get("transfer_cost") or 0
        parts.append((name, colour, max(total, 0) / persons))
    return parts


def _bar(  # noqa: PLR0913
    year: Year, x: float, step: float, scale: float, persons: int, lang: str
) -> str:
    width = min(step * 0.62, 46)
    left, y = x + (step - width) / 2, float(HEIGHT - BOTTOM)
    body = ""
    for _, colour, amount in _parts(year, persons):
        height = amount * scale
        y -= height
        body += f'<rect x="{left:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="var(--{colour})"/>'
    middle = x + step / 2
    name = say(lang, "dossier.trailing") if year.label else str(year.year)
    body += f'<text x="{middle:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle" class="{"b ti" if year.label else ""}">{name}</text>'
    total = year.per_person or 0
    top_y = HEIGHT - BOTTOM - total * scale
    if year.line is None:
        return (
            body
            + f'<text x="{middle:.1f}" y="{top_y - 5:.1f}" text-anchor="middle" class="b ti">{figures.number(total)}</text>'
        )
    line_y = HEIGHT - BOTTOM - year.line * scale
    gap = total - year.line
    tone = "tm" if gap >= 0 else "tu"
    words = figures.signed(gap)
    label_y, line_label_y = _label_places(top_y, line_y)
    body += (
        f'<text x="{middle:.1f}" y="{line_label_y:.1f}" text-anchor="middle" {HALO}>'
        f"{figures.number(year.line)}</text>"
    )
    body += (
        f'<line x1="{x + 4:.1f}" x2="{x + step - 4:.1f}" y1="{line_y:.1f}" y2="{line_y:.1f}" class="threshold"/>'
        f'<text x="{middle:.1f}" y="{label_y:.1f}" text-anchor="middle" class="b ti" {HALO}>{figures.number(total)}</text>'
        f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle" class="b {tone}">{words}</text>'
    )
    return body


def _label_places(top: float, line: float) -> tuple[float, float]:
    """Return where the income and the line are labelled: never over each other.

    The higher of two near ones keeps its place above; the lower goes below its mark.
    """
    income_at, line_at = top - 5, line - 5
    if abs(top - line) < NEAR and top >= line:
        income_at = max(top, line + 2) + 13
    elif abs(top - line) < NEAR:
        line_at = line + 13
    return income_at, line_at


def _names(year: Year, scale: float, persons: int, lang: str) -> str:
    """Name the sources beside the last bar; two lines each, kept apart."""
    y, last = float(HEIGHT - BOTTOM), float(HEIGHT)
    words = ""
    for name, _, amount in _parts(year, persons):
        middle = y - amount * scale / 2
        y -= amount * scale
        if not amount:
            continue
        at = min(middle, last - 32)
        last = at
        x = WIDTH - RIGHT + 4
        words += (
            f'<text x="{x}" y="{at:.1f}">{say(lang, f"source.{name}")}</text>'
            f'<text x="{x}" y="{at + 14:.1f}" class="t3">{figures.number(amount)}</text>'
        )
    return words
