"""The reasons table: rule and clause, parameter, facts, verdict; one row a rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, chip
from fupin.access import mask_name
from fupin.assess import MET, NOT_APPLICABLE, UNKNOWN, UNMET
from fupin.codes import label
from fupin.tables import facts_of
from fupin.units import unit_label

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.households import Dossier
    from fupin.explain import Fact, Line, Reason
    from fupin.plan import Plan

EXIT_RULES = (
    "income_met",
    "safety_net_met",
    "education_met",
    "medical_met",
    "housing_met",
)
# Facts that say how many rows there should be; shown by the persons themselves.
COUNTED = ("persons_count",)


def reasons(found: Dossier, desk: Desk, lang: str) -> str:
    """Return the card: exit with its five rules, then identification."""
    by = found.reasons
    rows = _row(found.exit, "top", found, desk, lang)
    rows += "".join(_row(by[name], "under", found, desk, lang) for name in EXIT_RULES)
    rows += _row(found.entry, "top", found, desk, lang)
    rows += _row(by["income_below_entry_line"], "under", found, desk, lang)
    for group in ("six_in", "seven_out"):
        rows += _row(by[group], "under", found, desk, lang)
        rows += "".join(
            _row(reason, "under", found, desk, lang)
            for reason in by[group].under
            if reason.verdict in (MET, UNKNOWN)
        )
    heads = "".join(
        f'<th class="{tone}">{say(lang, f"dossier.column_{key}")}</th>'
        for key, tone in (
            ("rule", ""),
            ("line", "min-hide"),
            ("facts", ""),
            ("verdict", ""),
        )
    )
    table = f'<table class="reasons"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    said = [by[name].verdict for name in EXIT_RULES]
    unmet, unknown = said.count(UNMET), said.count(UNKNOWN)
    title = say(lang, "dossier.why_met")
    if unmet or unknown:
        title = say(lang, "dossier.why_title", unmet=unmet, unknown=unknown)
    caption = [say(lang, "dossier.why_caption")]
    caption += [f"<b>{figures.text(r.warns[lang])}</b>" for r in found.exit.warnings]
    return card(title, "　".join(caption), table, "")


def _row(reason: Reason, tone: str, found: Dossier, desk: Desk, lang: str) -> str:
    clause = ""
    if reason.clause is not None:
        words = reason.clause.say(lang)
        place = reason.clause.place[lang]
        clause = f'<span class="clause" title="{figures.text(words)}">{figures.text(_quoted(words, place, lang))}</span>'
    name = say(lang, f"rule.{reason.rule.id}")
    return (
        f'<tr class="{tone}"><td><b>{name}</b>{clause}</td>'
        f'<td class="small min-hide">{_lines(reason, desk.plan, lang)}</td>'
        f'<td class="small">{_facts(reason, found, lang)}</td>'
        f"<td>{verdict_chip(reason, lang, found)}</td></tr>"
    )


QUOTED = 22


def _quoted(words: str, place: str, lang: str) -> str:
    """Return place and the clause's first words; the whole stands in the tooltip."""
    if lang == "zh":
        cut = words if len(words) <= QUOTED else words[:QUOTED] + "…"
        return f"{place}：“{cut}”"
    cut = (
        words
        if len(words) <= QUOTED * 2
        else words[: QUOTED * 2].rsplit(" ", 1)[0] + " …"
    )
    return f"{place}: “{cut}”"


def verdict_chip(reason: Reason, lang: str, found: Dossier | None = None) -> str:
    """Return the chip, with the distance or the number of missing facts as its word."""
    verdict, rule = reason.verdict, reason.rule
    if verdict == UNKNOWN and reason.missing:
        return chip(UNKNOWN, say(lang, "dossier.missing", n=len(reason.missing)))
    if (
        verdict == UNMET
        and rule.id == "income_met"
        and found
        and found.row.get("distance") is not None
    ):
        gap = figures.number(-found.row["distance"])
        return chip(UNMET, say(lang, "overview.short_yuan", gap=gap))
    if rule.group in ("six_in", "entry", "seven_out") and verdict in (MET, UNMET):
        return _entry_chip(reason, lang)
    return chip(verdict, say(lang, f"verdict.{verdict}"))


def _entry_chip(reason: Reason, lang: str) -> str:
    """Say identification in its own words: a met veto is bad news."""
    is_met, rule = reason.verdict == MET, reason.rule
    if rule.polarity == "bad":
        key, tone = ("may_not_enter", UNMET) if is_met else ("no_veto", MET)
    elif rule.id == "entry":
        key, tone = (
            ("should_enter", MET) if is_met else ("may_not_enter", NOT_APPLICABLE)
        )
        key = key if is_met else "not_met_plain"
    else:
        key, tone = ("met_plain", MET) if is_met else ("not_met_plain", NOT_APPLICABLE)
    return chip(tone, say(lang, f"dossier.{key}"))


def _lines(reason: Reason, plan: Plan, lang: str) -> str:
    if not reason.lines:
        return figures.NOTHING
    return "<br>".join(_line(line, plan, lang) for line in reason.lines)


def _line(line: Line, plan: Plan, lang: str) -> str:
    parameter = plan.parameters[line.id]
    name = figures.text(parameter.label[lang])
    if line.value is None:
        key = "dossier.pending" if parameter.is_pending else "verdict.unknown"
        return f"{name} {say(lang, key)}"
    if parameter.unit == "switch":
        return (
            f"{name} {say(lang, 'dossier.is_yes' if line.value else 'dossier.is_no')}"
        )
    since = f"（{line.entry.starts.year}）" if line.entry and parameter.dated_by else ""
    return f"{name} {figures.number(float(line.value))} {unit_label(parameter.unit, lang)}{since}"


def _facts(reason: Reason, found: Dossier, lang: str) -> str:
    if reason.verdict == NOT_APPLICABLE:
        return figures.text(reason.rule.says.get(lang, ""))
    if reason.rule.id == "seven_out":
        return say(lang, "dossier.pending_items", n=found.pending)
    # What isn't recorded matters only where it leaves the rule undecided.
    said = [
        _fact(fact, lang)
        for fact in reason.facts
        if fact.column.name not in COUNTED
        and (fact.value is not None or fact.is_hidden or reason.verdict == UNKNOWN)
    ]
    names = {m["person_id"]: m for m in found.members}
    if reason.verdict in (UNMET, UNKNOWN):
        said += [
            _person(names[p.person_id], p.verdict, p.missing, lang)
            for p in reason.people
            if p.person_id in names and (p.verdict == UNMET or p.missing)
        ]
    if not said:
        return figures.text(reason.rule.says.get(lang, "")) or say(
            lang, "dossier.no_facts"
        )
    return say(lang, "list_comma").join(said)


def _person(
    member: dict[str, Any], verdict: str, missing: tuple[str, ...], lang: str
) -> str:
    age = (
        figures.NOTHING
        if member["age_years"] is None
        else figures.number(member["age_years"])
    )
    # A reader may be let to see that somebody answers no, but not who.
    name = figures.NOTHING
    if "member_name" in member:
        name = figures.text(mask_name(member["member_name"]))
    who = say(lang, "dossier.person", name=name,
              relation=label("relation", member["relation"], lang), age=age)  # fmt: skip
    if verdict == UNMET:
        return say(lang, "dossier.person_unmet", who=who)
    facts = facts_of("member")
    lacking = say(lang, "list_and").join(facts[name].label(lang) for name in missing)
    return say(lang, "dossier.person_unknown", who=who, facts=lacking)


def _fact(fact: Fact, lang: str) -> str:
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
