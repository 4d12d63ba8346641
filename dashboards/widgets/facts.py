"""The facts of a reason as words: values with units, persons with what they lack."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from fupin.access import mask_name
from fupin.assess import UNMET
from fupin.codes import label
from fupin.tables import facts_of
from fupin.units import unit_label

if TYPE_CHECKING:
    from fupin.why.explain import Fact


def person(
    member: dict[str, Any], verdict: str, missing: tuple[str, ...], lang: str
) -> str:
    """Return who answers no, or whose facts are missing, the name masked."""
    # A reader may be let to see that somebody answers no, but not who, nor how old.
    key, age = "dossier.person", figures.number(member.get("age_years"))
    if "age_years" not in member:
        key = "dossier.person_ageless"
    name = figures.NOTHING
    if "member_name" in member:
        name = figures.text(mask_name(member["member_name"]))
    who = say(lang, key, name=name,
              relation=label("relation", member["relation"], lang), age=age)  # fmt: skip
    if verdict == UNMET:
        return say(lang, "dossier.person_unmet", who=who)
    facts = facts_of("member")
    lacking = say(lang, "list_and").join(facts[name].label(lang) for name in missing)
    return say(lang, "dossier.person_unknown", who=who, facts=lacking)


def fact_words(fact: Fact, lang: str) -> str:
    """Return the fact's label and value, or that the reader may not see it."""
    name = fact.column.label(lang)
    if fact.is_hidden:
        return f"{name} {say(lang, 'dossier.fact_hidden')}"
    return f"{name} {value(fact, lang)}"


def value(fact: Fact, lang: str) -> str:
    """Return the fact's value as words: code labels, yes or no, figures with units."""
    column, held = fact.column, fact.value
    if held is None:
        return f'<b class="unk">{say(lang, "dossier.fact_missing")}</b>'
    if isinstance(held, bool):
        return say(lang, "dossier.is_yes" if held else "dossier.is_no")
    if column.codes:
        return label(column.codes, held, lang)
    if isinstance(held, date):
        return figures.day(held, lang)
    if isinstance(held, int | float):
        return f"{figures.number(held)} {unit_label(column.unit, lang)}".strip()
    return figures.text(held)
