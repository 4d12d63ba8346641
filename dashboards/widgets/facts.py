"""The facts of a reason as words: values with units, persons with what they lack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from fupin.access import mask_name
from fupin.assess import UNMET
from fupin.codes import label
from fupin.sheet import words
from fupin.tables import facts_of

if TYPE_CHECKING:
    from fupin.schema import Column
    from fupin.why.explain import Fact

FIGURE = re.compile(r"^(\S*\d) ")


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
    held = fact.value
    if held is None:
        return f'{name} <b class="unk">{say(lang, "dossier.fact_missing")}</b>'
    return words.named(name, value(fact.column, held, lang), held, lang)


def value(column: Column, held: Any, lang: str) -> str:
    """Return a known value as markup, as the printed sheets have it; see `measured`."""
    return measured(figures.text(words.value(column, held, lang)))


def measured(said: str) -> str:
    """Return a figure and its unit so that no line breaks between them."""
    return FIGURE.sub("\\1\N{NO-BREAK SPACE}", said)
