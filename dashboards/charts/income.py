"""A household's income by source over the years, each against the line of its year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.fitted import fitted, own
from dashboards.widgets.marks import card
from dashboards.widgets.take import taken
from fupin import charting
from fupin.document import Chart, Point, Rule, Series

if TYPE_CHECKING:
    from dashboards.models.dossier import Dossier, Year

    Role = Literal["s1", "s2", "s4"]

LEAST, MOST, HEIGHT, SIZE = 256, 560, 260, 12
GROUPS: tuple[tuple[str, tuple[str, ...], Role], ...] = (
    ("wage", ("wage",), "s1"),
    ("business", ("business",), "s2"),
    ("transfer", ("transfer", "dibao", "wubao", "property"), "s4"),
)


def income(found: Dossier, lang: str) -> str:
    """Return the card; a household without a full year says so."""
    drawn = chart(found, lang)
    if drawn is None:
        sees = found.sees("income_per_person_year")
        key = "dossier.income_unknown" if sees else "dossier.income_hidden"
        return card(say(lang, key), "", "", "")

    def made(width: int) -> str:
        return charting.draw(
            own(drawn, width), lang, width, HEIGHT, css=True, size=SIZE
        )

    body = fitted(made, LEAST, MOST)
    return taken("income", drawn.title, drawn.caption, body, "", lang)


def chart(found: Dossier, lang: str) -> Chart | None:
    """Return a household's years side by side, each against the line of its own.

    None where there is no full year, and for a reader who may not see incomes.
    """
    years = [year for year in found.years if year.per_person is not None]
    if not years or not found.sees("income_per_person_year"):
        return None
    persons = found.row["persons_count"] or 1
    series = tuple(
        Series(say(lang, f"source.{name}"), tuple(
            _point(_name(year, lang), _amount(year, name, sources) / persons)
            for year in years
        ), role)
        for name, sources, role in GROUPS
    )  # fmt: skip
    rules = tuple(
        Rule(year.line, figures.number(year.line), at=_name(year, lang))
        for year in years
        if year.line is not None
    )
    return Chart(
        "income", "bar", _title(found, lang), say(lang, "dossier.income_caption"),
        "yuan", series, rules, is_upright=True,
    )  # fmt: skip


def _title(found: Dossier, lang: str) -> str:
    per_person, gap = found.row["income_per_person_year"], found.row["distance"]
    if per_person is None or gap is None:
        return say(lang, "dossier.income_unknown")
    key = "dossier.income_above" if gap >= 0 else "dossier.income_below"
    words = say(lang, key, gap=figures.number(abs(gap)))
    income = figures.number(per_person)
    return say(lang, "dossier.income_title", income=income, words=words)


def _name(year: Year, lang: str) -> str:
    return say(lang, "dossier.trailing") if year.label else str(year.year)


def _amount(year: Year, name: str, sources: tuple[str, ...]) -> float:
    """Return a group's yuan; what producing or receiving it cost comes off it."""
    cost = year.by_source.get(f"{name}_cost") or 0
    return sum(year.by_source.get(source) or 0 for source in sources) - cost


def _point(name: str, amount: float) -> Point:
    return Point(name, amount, figures.number(amount))
