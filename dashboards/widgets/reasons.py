"""The reasons table: rule and clause, parameter, facts, verdict; one row a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.facts import fact_words, measured, person
from dashboards.widgets.marks import card, chip
from fupin.assess import MET, NOT_APPLICABLE, UNKNOWN, UNMET
from fupin.sheet import Numbered
from fupin.sheet.words import named
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.models.desk import Desk
    from dashboards.models.dossier import Dossier
    from fupin.plan import Plan
    from fupin.why.evidence import Source
    from fupin.why.explain import Line, Reason


class Beside(Protocol):
    """What stands beside a reason: the row, its members, how many rules are pending."""

    @property
    def row(self) -> dict[str, Any]: ...  # noqa: D102
    @property
    def members(self) -> tuple[dict[str, Any], ...]: ...  # noqa: D102
    @property
    def pending(self) -> int: ...  # noqa: D102


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
    rows = [(found.exit, "top")]
    rows += [(by[name], "under") for name in EXIT_RULES]
    rows += [(found.entry, "top"), (by["income_below_entry_line"], "under")]
    for group in ("six_in", "seven_out"):
        rows.append((by[group], "under"))
        rows += [
            (reason, "under")
            for reason in by[group].under
            if reason.verdict in (MET, UNKNOWN)
        ]
    said = [by[name].verdict for name in EXIT_RULES]
    unmet, unknown = said.count(UNMET), said.count(UNKNOWN)
    title = say(lang, "dossier.why_met")
    if unmet or unknown:
        title = say(lang, "dossier.why_title", unmet=unmet, unknown=unknown)
    caption = [say(lang, "dossier.why_caption")]
    caption += [f"<b>{figures.text(r.warns[lang])}</b>" for r in found.exit.warnings]
    sources = Numbered(lang, masked=not found.sees("head_name"))
    body = table(rows, found, desk, lang, sources) + _sources(sources, lang)
    return card(title, "　".join(caption), body, "")


def _sources(sources: Numbered, lang: str) -> str:
    """Return where the facts of the table come from: a line each, quietly."""
    told = "".join(f"<li>{figures.text(line)}</li>" for line in sources.told())
    if not told:
        return ""
    words = say(lang, "dossier.sources")
    return f'<details class="dossier-sources"><summary>{words}</summary><ul>{told}</ul></details>'


def table(
    reasons: Sequence[tuple[Reason, str]],
    found: Beside,
    desk: Desk,
    lang: str,
    sources: Numbered | None = None,
) -> str:
    """Return reasons as rows; each is "top" or stands "under" the one before.

    With `sources` each fact carries the number of the rows that it rests on.
    """
    rows = "".join(_row(shown, found, desk, lang, sources) for shown in reasons)
    heads = "".join(
        f'<th class="{tone}">{say(lang, f"dossier.column_{key}")}</th>'
        for key, tone in (
            ("rule", ""),
            ("line", "min-hide"),
            ("facts", ""),
            ("verdict", ""),
        )
    )
    return f'<table class="reasons"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _row(
    shown: tuple[Reason, str],
    found: Beside,
    desk: Desk,
    lang: str,
    sources: Numbered | None,
) -> str:
    reason, tone = shown
    clause = ""
    if reason.clause is not None:
        words = reason.clause.say(lang)
        place = reason.clause.place[lang]
        clause = f'<span class="clause" title="{figures.text(words)}">{figures.text(_quoted(words, place, lang))}</span>'
    name = say(lang, f"rule.{reason.rule.id}")
    return (
        f'<tr class="{tone}"><td><b>{name}</b>{clause}</td>'
        f'<td class="small min-hide">{_lines(reason, desk.plan, lang)}</td>'
        f'<td class="small">{_facts(reason, found, lang, sources)}</td>'
        f"<td>{verdict_chip(reason, lang, found)}</td></tr>"
    )


QUOTED = 22
# Quotation marks within quotation marks.
WITHIN = str.maketrans("“”", "‘’")


def _quoted(words: str, place: str, lang: str) -> str:
    """Return place and the clause's first words; the whole stands in the tooltip."""
    if lang == "zh":
        cut = words if len(words) <= QUOTED else words[:QUOTED] + "…"
        return f"{place}：“{cut.translate(WITHIN)}”"
    cut = (
        words
        if len(words) <= QUOTED * 2
        else words[: QUOTED * 2].rsplit(" ", 1)[0] + "\u00a0…"
    )
    return f"{place}: “{cut}”"


def verdict_chip(reason: Reason, lang: str, found: Beside | None = None) -> str:
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
        is_on = bool(line.value)
        said = say(lang, "dossier.is_yes" if is_on else "dossier.is_no")
        return named(name, said, is_on, lang)
    since = f"（{line.entry.starts.year}）" if line.entry and parameter.dated_by else ""
    said = f"{figures.number(float(line.value))} {unit_label(parameter.unit, lang)}"
    return f"{name} {measured(said)}{since}"


def _facts(
    reason: Reason, found: Beside, lang: str, sources: Numbered | None = None
) -> str:
    def mark(rows: Sequence[Source]) -> str:
        said = sources.mark(tuple(rows)) if sources else ""
        return f'<sup class="dossier-source">{said}</sup>' if said else ""

    if reason.verdict == NOT_APPLICABLE:
        return figures.text(reason.rule.says.get(lang, ""))
    if reason.rule.id == "seven_out" and found.pending:
        return say(lang, "dossier.pending_items", n=found.pending)
    # What isn't recorded matters only where it leaves the rule undecided.
    said = [
        fact_words(fact, lang) + mark(fact.sources if fact.value is not None else ())
        for fact in reason.facts
        if fact.column.name not in COUNTED
        and (fact.value is not None or fact.is_hidden or reason.verdict == UNKNOWN)
    ]
    names = {m["person_id"]: m for m in found.members}
    if reason.verdict in (UNMET, UNKNOWN):
        said += [
            person(names[p.person_id], p.verdict, p.missing, lang)
            + mark([p.source] if p.source else [])
            for p in reason.people
            if p.person_id in names and (p.verdict == UNMET or p.missing)
        ]
    if not said:
        return figures.text(reason.rule.says.get(lang, "")) or say(
            lang, "dossier.no_facts"
        )
    return say(lang, "list_comma").join(said)
