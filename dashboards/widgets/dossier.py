"""A household's dossier as markup: why, what it earns, who lives there, who owes what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.charts.income import income
from dashboards.models.change import change
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.change import change_card
from dashboards.widgets.marks import card, icon, unverified
from dashboards.widgets.reasons import reasons, verdict_chip
from fupin.access import mask_name
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.codes import EXIT_STEPS, label
from fupin.tables import facts_of

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.households import Dossier
    from dashboards.models.view import View

LOOKS = ("house_observation", "grain_observation", "labour_observation",
         "schooling_observation")  # fmt: skip
STANDARDS = ("two_no_worries", "three_guarantees")


def dossier_page(found: Dossier, desk: Desk, view: View) -> str:
    """Return the page of one household, names masked."""
    lang = view.lang
    left = reasons(found, desk, lang) + _steps(found, lang) + _tasks(found, view)
    right = (
        income(found, lang)
        + change_card(change(desk, view, found), lang)
        + _members(found, view)
        + _visits(found, lang)
        + _help(found, lang)
    )
    return (
        f'<div class="page dossier">{_head(found, desk, lang)}<div class="grid">'
        f'<div class="eight stack">{left}</div><div class="four stack">{right}</div></div></div>'
    )


def _head(found: Dossier, desk: Desk, lang: str) -> str:
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
    since = say(lang, "dossier.not_enrolled")
    if row["is_enrolled"]:
        since = say(lang, "dossier.since", day=figures.day(row["enrolled_on"], lang))
    visited = say(lang, "dossier.never_visited")
    if found.visits:
        visited = say(lang, "dossier.visited", n=len(found.visits),
                      day=figures.day(row["last_visit_on"], lang))  # fmt: skip
    visit = ""
    if desk.store is not None:
        visit = f'<button class="btn pri" data-go="visit">{say(lang, "visiting.title")}</button>'
    acts = visit + "".join(
        f'<button class="btn" {link}>{say(lang, f"dossier.{key}")}</button>'
        for key, link in (
            ("back", 'data-go="back"'),
            ("previous", _open(found.previous)),
            ("next", _open(found.next)),
        )
    )
    return (
        f'<div class="crumbs"><span class="serif">{_name(found, row, "head_name", lang)}</span>'
        f'<span class="ink2">{"　".join(figures.text(one) for one in about)}</span>'
        f"{verdict_chip(found.exit, lang)}{_marks(found, lang)}"
        f'<span class="caption">{since}　{visited}</span><span class="acts">{acts}</span></div>'
        f'<div class="headline"><h2 class="serif">{_headline(found, lang)}</h2>'
        f"{_warnings(found, lang)}</div>"
    )


def _unseen(name: str, lang: str) -> str:
    """Say that there is such a fact, and that the reader may not see it."""
    facts = facts_of("household") | facts_of("member")
    return f"{facts[name].label(lang)} {say(lang, 'dossier.fact_hidden')}"


def _name(found: Dossier, row: dict[str, Any], column: str, lang: str) -> str:
    if not found.sees(column):
        return say(lang, "dossier.fact_hidden")
    return figures.text(mask_name(row[column]))


def _marks(found: Dossier, lang: str) -> str:
    return "".join(unverified(rule, lang) for rule in found.exit.warnings)


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


def _steps(found: Dossier, lang: str) -> str:
    done = found.row["exit_steps_count"]
    by: dict[str, dict[str, Any]] = {}
    for step in found.steps:
        if step["procedure"] == "exit":
            by[step["step"]] = step
    items = ""
    for index, name in enumerate(EXIT_STEPS):
        taken = by.get(name)
        mark, words, tone = '<i class="ring"></i>', say(lang, "dossier.step_left"), ""
        if taken and taken["step_outcome"] == "returned":
            mark, words = icon(UNMET, 15), say(lang, "dossier.step_returned")
        elif taken and index < done:
            mark, words, tone = (
                icon(MET, 15),
                figures.short_day(taken["step_on"], lang),
                "done",
            )
        elif taken:
            mark, words = icon(UNKNOWN, 15), figures.short_day(taken["step_on"], lang)
        items += f'<li class="{tone}">{mark}<span><b>{label("step", name, lang)}</b>{words}</span></li>'
    signed = found.row["survey_signers_count"]
    caption = (
        say(lang, "dossier.steps_caption")
        + "　"
        + say(lang, "dossier.signatures", n=signed)
    )
    title = say(lang, "dossier.steps_title", done=done)
    return card(title, caption, f'<ol class="steps">{items}</ol>', "")


def _tasks(found: Dossier, view: View) -> str:
    lang = view.lang
    if not found.tasks:
        return card(say(lang, "dossier.tasks_none"), "", "", "")
    rows = ""
    for task in found.tasks:
        days = (task["due_on"] - view.day).days
        late = days < 0
        words = say(
            lang, "listing.days_late" if late else "dossier.days_left", n=abs(days)
        )
        rule = say(lang, f"rule.{task['rule']}") if task["rule"] else figures.NOTHING
        done = task["progress_percent"] or 0
        rows += (
            f"<tr><td><b>{say(lang, 'department.' + task['department'])}</b></td>"
            f'<td class="wrap">{figures.text(task["task_title"])}</td><td class="min-hide">{rule}</td>'
            f'<td class="min-hide"><span class="progress"><i style="width:{done}%"></i></span>{done} %</td>'
            f'<td class="r min-hide">{figures.day(task["due_on"], lang)}</td>'
            f'<td class="r">{f"<b class=unmet>{words}</b>" if late else words}</td></tr>'
        )
    heads = "".join(
        f'<th class="{tone}">{say(lang, f"listing.{key}")}</th>'
        for key, tone in (("department", ""), ("task", ""), ("verdict", "min-hide"))
    )
    heads += f'<th class="min-hide">{say(lang, "dossier.progress")}</th>'
    heads += f'<th class="r min-hide">{say(lang, "listing.due")}</th><th class="r">{say(lang, "listing.state")}</th>'
    body = f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return card(say(lang, "dossier.tasks_title", n=len(found.tasks)), "", body, "")


def _members(found: Dossier, view: View) -> str:
    lang = view.lang
    able = sum(m["labour"] == "able" for m in found.members)
    keys = ("member", "relation", "age", "health", "labour", "school", "insured")
    heads = "".join(
        f'<th class="{"r" if key == "age" else ""}">{say(lang, f"dossier.{key}")}</th>'
        for key in keys
    )
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
    table = f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return card(title, "", f'<div class="wide-scroll">{table}</div>', "")


def _member(found: Dossier, m: dict[str, Any], lang: str, *, is_away: bool) -> str:
    unknown = f"{icon(UNKNOWN, 11)} {say(lang, 'verdict.unknown')}"

    def code(name: str, list_name: str) -> str:
        if not found.sees(name):
            return say(lang, "dossier.fact_hidden")
        return label(list_name, m[name], lang) if m[name] else unknown

    def answer(name: str, yes: str, no: str) -> str:
        if m[name] is None:
            return unknown
        return (
            say(lang, f"dossier.{yes}")
            if m[name]
            else f'<b class="unmet">{say(lang, f"dossier.{no}")}</b>'
        )

    school = figures.NOTHING
    if m["schooling"]:
        school = label("schooling", m["schooling"], lang)
    elif is_away:
        school = f'<b class="unmet">{say(lang, "dossier.not_at_school")}</b>'
    elif m["is_at_school"] is None:
        school = unknown
    name = _name(found, m, "member_name", lang)
    age = figures.NOTHING if m["age_years"] is None else figures.number(m["age_years"])
    return (
        f"<tr><td><b>{name}</b></td>"
        f"<td>{code('relation', 'relation')}</td><td class='r'>{age}</td>"
        f"<td>{code('health', 'health')}</td><td>{code('labour', 'labour')}</td><td>{school}</td>"
        f"<td>{answer('is_insured', 'insured_yes', 'insured_no')}</td></tr>"
    )


def _visits(found: Dossier, lang: str) -> str:
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


def _help(found: Dossier, lang: str) -> str:
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
