"""The dossier's members: a row each, names masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, icon
from dashboards.widgets.rows import list_table, wide
from fupin.access import mask_name
from fupin.assess import UNKNOWN, UNMET
from fupin.codes import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.dossier import Dossier
    from dashboards.models.view import View


def name(found: Dossier, row: Mapping[str, Any], column: str, lang: str) -> str:
    """Return a masked name, or that the reader may not see it."""
    if not found.sees(column):
        return say(lang, "dossier.fact_hidden")
    return figures.text(mask_name(row[column]))


def members(found: Dossier, view: View) -> str:
    """Return the members with relation, age, health, labour, school, insurance."""
    lang = view.lang
    able = sum(m["labour"] == "able" for m in found.members)
    keys = ("member", "relation", "age", "health", "labour", "school", "insured")
    heads = ((say(lang, f"dossier.{key}"), "r" if key == "age" else "") for key in keys)
    away = {
        person.person_id
        for person in found.reasons["education_met"].people
        if person.verdict == UNMET
    }
    rows = "".join(
        _member(found, m, lang, is_away=m["person_id"] in away) for m in found.members
    )
    title = say(
        lang, "dossier.members_title", n=found.row["persons_count"] or "—", able=able
    )
    return card(title, "", wide(list_table(heads, rows)), "")


def _member(found: Dossier, m: dict[str, Any], lang: str, *, is_away: bool) -> str:
    unknown = f"{icon(UNKNOWN, 11)} {say(lang, 'verdict.unknown')}"

    def code(column: str, list_name: str) -> str:
        if not found.sees(column):
            return say(lang, "dossier.fact_hidden")
        return label(list_name, m[column], lang) if m[column] else unknown

    def answer(column: str, yes: str, no: str) -> str:
        if m[column] is None:
            return unknown
        return (
            say(lang, f"dossier.{yes}")
            if m[column]
            else f'<b class="unmet">{say(lang, f"dossier.{no}")}</b>'
        )

    school = figures.NOTHING
    if m["schooling"]:
        school = label("schooling", m["schooling"], lang)
    elif is_away:
        school = f'<b class="unmet">{say(lang, "dossier.not_at_school")}</b>'
    elif m["is_at_school"] is None:
        school = unknown
    who = name(found, m, "member_name", lang)
    age = say(lang, "dossier.fact_hidden")
    if found.sees("age_years"):
        age = figures.number(m["age_years"])
    return (
        f"<tr><td><b>{who}</b></td>"
        f"<td>{code('relation', 'relation')}</td><td class='r'>{age}</td>"
        f"<td>{code('health', 'health')}</td><td>{code('labour', 'labour')}</td><td>{school}</td>"
        f"<td>{answer('is_insured', 'insured_yes', 'insured_no')}</td></tr>"
    )
