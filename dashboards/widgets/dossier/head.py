"""The dossier's head: who, in which state, since when, by which clause, what lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.dossier.people import name
from dashboards.widgets.marks import unverified
from dashboards.widgets.reasons import verdict_chip
from fupin.assess import UNKNOWN, UNMET
from fupin.codes import EXIT_STEPS, label
from fupin.tables import facts_of
from fupin.why.status import SINCE

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.dossier import Dossier

STANDARDS = ("two_no_worries", "three_guarantees")


def head(found: Dossier, desk: Desk, lang: str) -> str:
    """Return who it is and how it stands, what can be done here, and the finding."""
    row = found.row
    village = desk.village_names.get(row["village_id"], row["village_id"])
    about = [
        desk.display_id(row["household_id"], row["village_id"]),
        village
        + say(lang, "list_comma")
        + say(lang, "dossier.group", n=row["village_group"] or "—"),
    ]
    if not found.sees("poverty_type"):
        about.append(_unseen("poverty_type", lang))
    elif row["poverty_type"]:
        about.append(label("poverty_type", row["poverty_type"], lang))
    labour = {True: "yes", False: "no", None: "unknown"}[row["has_labour"]]
    about.append(say(lang, f"households.labour_{labour}"))
    visited = say(lang, "dossier.never_visited")
    if found.visits:
        visited = say(lang, "dossier.visited", n=len(found.visits),
                      day=figures.day(row["last_visit_on"], lang))  # fmt: skip
    visit = ""
    if desk.store is not None:
        visit = f'<button class="btn pri" data-go="visit">{say(lang, "visiting.title")}</button>'
    visit += (
        f'<button class="btn" data-go="sheet">{say(lang, "dossier.sheet")}</button>'
    )
    acts = visit + "".join(
        f'<button class="btn" {link}>{say(lang, f"dossier.{key}")}</button>'
        for key, link in (
            ("back", 'data-go="back"'),
            ("previous", _open(found.previous)),
            ("next", _open(found.next)),
        )
    )
    return (
        f'<div class="crumbs"><span class="serif">{name(found, row, "head_name", lang)}</span>'
        f'<span class="ink2">{"　".join(figures.text(one) for one in about)}</span>'
        f"{verdict_chip(found.exit, lang)}{_marks(found, lang)}"
        f'<span class="caption">{_status(found, lang)}　{visited}</span></div>'
        f'<div class="headline dossier-line"><div><h2 class="serif">{_headline(found, lang)}'
        f'</h2>{_warnings(found, lang)}</div><span class="acts">{acts}</span></div>'
    )


def _status(found: Dossier, lang: str) -> str:
    """Return the state, the act that began it with its date, and by which clause."""
    stands = found.status
    said = [f"<b>{figures.text(stands.label[lang])}</b>"]
    if stands.since is not None:
        day = figures.day(stands.since, lang)
        said.append(SINCE[stands.act][lang].format(day=day))
    if stands.is_watched and found.sees("income_per_person_year"):
        said.append(f'<b class="unmet">{say(lang, "dossier.watched")}</b>')
    if stands.clause is not None:
        place, words = stands.clause.place[lang], stands.clause.say(lang)
        by = say(lang, "dossier.by_clause", clause=figures.text(place))
        said.append(f'<span title="{figures.text(words)}">{by}</span>')
    return say(lang, "list_comma").join(said)


def _unseen(name: str, lang: str) -> str:
    """Say that there is such a fact, and that the reader may not see it."""
    facts = facts_of("household") | facts_of("member")
    return f"{facts[name].label(lang)} {say(lang, 'dossier.fact_hidden')}"


def _marks(found: Dossier, lang: str) -> str:
    return "".join(unverified(rule.warns, lang) for rule in found.exit.warnings)


def _warnings(found: Dossier, lang: str) -> str:
    """Return what stands over every figure of the page, such as an unsigned survey."""
    return "".join(
        f'<p class="next"><b class="unk">{figures.text(rule.warns[lang])}</b></p>'
        for rule in found.exit.warnings
    )


def _open(token: str) -> str:
    return f'data-go="open={token}"' if token else "disabled"


def _headline(found: Dossier, lang: str) -> str:
    said = []
    for rule, reason in found.reasons.items():
        if reason.under or reason.rule.group not in STANDARDS:
            continue
        is_income = rule == "income_met" and found.sees("distance")
        if reason.verdict == UNMET and is_income:
            gap = figures.number(-(found.row["distance"] or 0))
            said.append(say(lang, "dossier.short_income", gap=gap))
        elif reason.verdict == UNMET:
            said.append(say(lang, "dossier.lacks", rule=say(lang, f"rule.{rule}")))
        elif reason.verdict == UNKNOWN:
            said.append(say(lang, "dossier.open", rule=say(lang, f"rule.{rule}")))
    if said:
        return say(lang, "list_comma").join(said)
    done = found.row["exit_steps_count"]
    key = "dossier.steps_done" if done >= len(EXIT_STEPS) else "dossier.steps_left"
    return (
        say(lang, "dossier.all_met")
        + say(lang, "list_comma")
        + say(lang, key, done=done)
    )
