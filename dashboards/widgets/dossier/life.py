"""The dossier's house, visits and help received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.facts import value
from dashboards.widgets.marks import card
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.codes import label
from fupin.tables import HOUSEHOLDS

if TYPE_CHECKING:
    from dashboards.models.dossier import Dossier

LOOKS = ("house_observation", "grain_observation", "labour_observation",
         "schooling_observation")  # fmt: skip
HOUSING = ("has_house", "floor_area_m2", "housing_grade", "rebuild_state",
           "is_house_weatherproof")  # fmt: skip


def housing(found: Dossier, lang: str) -> str:
    """Return the house: its grade in the title, what is recorded of it below."""
    grade = found.row.get("housing_grade")
    said = (
        label("housing_grade", grade, lang) if grade else say(lang, "verdict.unknown")
    )
    state = found.row.get("rebuild_state")
    if state:
        said += say(lang, "list_comma") + label("rebuild_state", state, lang)
    pairs = "".join(
        f"<div><dt>{HOUSEHOLDS[name].label(lang)}</dt><dd>{_recorded(found, name, lang)}</dd></div>"
        for name in HOUSING
    )
    title = say(lang, "dossier.housing_title", said=said)
    return card(title, "", f'<dl class="pairs">{pairs}</dl>', "")


def _recorded(found: Dossier, name: str, lang: str) -> str:
    held, column = found.row.get(name), HOUSEHOLDS[name]
    if not found.sees(name):
        return say(lang, "dossier.fact_hidden")
    if held is None:
        return f'<span class="ink2">{say(lang, "dossier.fact_missing")}</span>'
    return value(column, held, lang)


def visits(found: Dossier, lang: str) -> str:
    """Return the four looks of the newest record, and the days of the visits."""
    looks = "".join(
        f"<span>{say(lang, f'look.{name}')}<b>"
        f"{label('observation', found.row[name], lang) if found.row[name] else say(lang, 'verdict.unknown')}"
        "</b></span>"
        for name in LOOKS
    )
    days = say(lang, "list_comma").join(
        figures.day(v["visited_on"], lang) for v in found.visits[-4:][::-1]
    )
    body = f'<p class="note">{say(lang, "dossier.look_title")}</p><div class="looks">{looks}</div>'
    return card(say(lang, "dossier.visits_title", n=len(found.visits)), days, body, "")


def helped(found: Dossier, lang: str) -> str:
    """Return the measures that the household was given, with what was spent."""
    if not found.measures:
        return card(say(lang, "dossier.help_none"), "", "", "")
    tones = {"done": MET, "running": UNKNOWN, "not_started": UNMET}
    rows = "".join(
        f'<tr><td class="wrap">{label("measure_kind", m["measure_kind"], lang)}</td>'
        f'<td class="wrap">{figures.text(m["measure_name"])}</td>'
        f'<td class="r">{figures.money(m["spent_amount"] or 0, lang)}</td>'
        f"<td>{label('measure_state', m['measure_state'], lang) if m['measure_state'] in tones else '—'}</td></tr>"
        for m in found.measures
    )
    body = f'<table class="list"><tbody>{rows}</tbody></table>'
    return card(say(lang, "dossier.help_title", n=len(found.measures)), "", body, "")
