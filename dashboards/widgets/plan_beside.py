"""What the product does with a clause: rules with their households, dated values."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import chip, go
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.reading import cases_of, named
from fupin.reading.document import confidence, value_words
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.plan import PlanRead
    from fupin.plan import Parameter, Rule
    from fupin.reading import Place

ANSWERS = (MET, UNMET, UNKNOWN)


def summary(place: Place, read: PlanRead, lang: str) -> str:
    """Return one line a rule, parameter and unit; why a clause decides nothing."""
    if place.is_waiting:
        said = f'<span class="caption">{say(lang, "plan.waiting_is")}</span>'
        button = _propose(place.subject, "plan.record", lang) if read.may_write else ""
        return f'<div class="plan-line plan-record">{said}{button}</div>'
    if place.clause is not None and place.clause.use == "context":
        why = figures.text(place.clause.why.get(lang, ""))
        return f'<p class="caption">{why}</p>'
    lines = [_rule_line(rule, read, lang) for rule in place.rules]
    lines += [_parameter_line(one, read, lang) for one in place.parameters]
    lines += [
        _line(one.name[lang], say(lang, "plan.duties", n=len(one.duties)))
        for one in place.departments
    ]
    lines += [_line(post["name"][lang], post[lang]) for post in place.posts]
    uses = [
        say(lang, f"plan.in_{key}", n=len(found))
        for key in ("forms", "indicators", "checks")
        if (found := getattr(place, key))
    ]
    if uses:
        told = say(lang, "list_comma").join(uses)
        lines.append(f'<p class="caption">{told}</p>')
    return "".join(lines) or _ten(place, read, lang)


def _ten(place: Place, read: PlanRead, lang: str) -> str:
    """Return what of the ten is recorded, beside the clauses that speak of them."""
    ten = read.desk.plan.implementations
    if place.clause is None or place.id not in {one["clause"] for one in ten}:
        return ""
    n = sum(bool(one.get("pending")) for one in ten)
    return f'<p class="caption">{say(lang, "plan.ten", known=len(ten) - n, n=n)}</p>'


def _line(name: str, said: str) -> str:
    return f'<p class="plan-line"><b>{figures.text(name)}</b> <span>{figures.text(said)}</span></p>'


def _rule_line(rule: Rule, read: PlanRead, lang: str) -> str:
    counts = read.counts.get(rule.id)
    said = f'<span class="caption">{say(lang, "plan.not_yet")}</span>'
    if counts is not None:
        said = "".join(
            _count(rule, answer, n, read, lang)
            for answer, n in zip(ANSWERS, counts, strict=True)
        )
        said = f'<span class="plan-counts">{said}</span>'
    label = figures.text(rule.label[lang])
    return f'<p class="plan-line"><b>{label}</b> <span>{said}</span></p>'


def _count(rule: Rule, answer: str, n: int, read: PlanRead, lang: str) -> str:
    word = say(lang, f"plan.count_{answer}")
    kind = " unk" if answer == UNKNOWN and n else ""
    shown = f'{word} <b class="{kind}">{figures.number(n)}</b>'
    if rule.per == "village" or not n:
        return f'<span class="plan-count">{shown}</span>'
    where = go("households", rule=rule.id, verdict=answer, v=read.village)
    return f'<a class="plan-count" {where}>{shown}</a>'


def _parameter_line(one: Parameter, read: PlanRead, lang: str) -> str:
    value = one.on(read.day)
    label = figures.text(one.label[lang])
    if value is None:
        said = f'<span class="unverified">{say(lang, "plan.to_record")}</span>'
    else:
        shown, unit = (
            value_words(value.value, one.unit, lang),
            unit_label(one.unit, lang),
        )
        said = f"{shown} {unit}{_confidence(value.confidence, lang)}"
    return f'<p class="plan-line"><b>{label}</b> <span>{said}</span></p>'


def _confidence(value: str, lang: str) -> str:
    mark = confidence(value, lang)
    return f' <span class="tag">{mark}</span>' if mark else ""


def details(place: Place, read: PlanRead, forms: Mapping[str, str], lang: str) -> str:
    """Return all that rests on a clause: conditions, cases, dated values, duties.

    `forms` holds the open form by what it would change: it stands there.
    """
    parts = [_rule(rule, read, lang) for rule in place.rules]
    parts += [
        _parameter(one, read, lang) + forms.get(one.id, "") for one in place.parameters
    ]
    for unit in place.departments:
        duties = "".join(f"<li>{figures.text(one[lang])}</li>" for one in unit.duties)
        owns = say(lang, "list_comma").join(say(lang, f"rule.{r}") for r in unit.owns)
        answers = say(lang, "plan.owns", rules=owns) if owns else ""
        parts.append(
            f"<h4>{figures.text(unit.name[lang])}</h4><ol>{duties}</ol>"
            f'<p class="caption">{answers}</p>'
        )
    told = (
        ("forms", [form.title[lang] for form in place.forms]),
        ("indicators", [one.label[lang] for one in place.indicators]),
        ("checks", [one.reason[lang] for one in place.checks]),
    )
    for key, names in told:
        if names:
            listed = figures.text(say(lang, "list_comma").join(names))
            parts.append(f"<h4>{say(lang, f'plan.{key}')}</h4><p>{listed}</p>")
    if place.subject and read.may_write:
        parts.append(_propose(place.subject, "plan.correct", lang))
        parts.append(forms.get(place.subject, ""))
    return f'<div class="plan-details">{"".join(parts)}</div>'


def _propose(subject: str, word: str, lang: str) -> str:
    return f'<button class="btn" data-go="propose={subject}">{say(lang, word)}</button>'


def _rule(rule: Rule, read: PlanRead, lang: str) -> str:
    lines = [f"<h4>{figures.text(rule.label[lang])}</h4>"]
    for text, word in ((rule.when, "when"), (rule.applies, "applies")):
        if text:
            shown = f"<code>{figures.text(text.strip())}</code>"
            lines.append(f"<p>{say(lang, f'plan.{word}')} {shown}</p>")
    names = say(lang, "list_comma").join(named(read.desk.plan, rule, lang))
    if names:
        said = say(lang, "plan.uses", names=figures.text(names))
        lines.append(f'<p class="caption">{said}</p>')
    if rule.reading:
        said = say(lang, "plan.reading", words=figures.text(rule.reading[lang]))
        lines.append(f'<p class="caption">{said}</p>')
    since = say(lang, "plan.since", day=figures.day(rule.starts, lang))
    base = f"plan.base_{rule.per}"
    day = figures.day(read.day, lang)
    total = sum(read.counts.get(rule.id, ()))
    lines.append(
        f'<p class="caption">{since} · {say(lang, base, day=day, n=total)}</p>'
    )
    return "".join(lines) + _cases(rule, lang)


def _cases(rule: Rule, lang: str) -> str:
    cases = cases_of(rule.id)
    if cases is None:
        return f'<p class="caption">{say(lang, "plan.cases_elsewhere")}</p>'
    if not cases:
        return f'<p class="caption">{say(lang, "plan.cases_none")}</p>'
    count = Counter(one.expect for one in cases)
    by = " ".join(
        f"{say(lang, f'plan.count_{word}')} {count[word]}" for word in ANSWERS
    )
    rows = "".join(
        f"<tr><td>{chip(one.expect, say(lang, f'plan.count_{one.expect}'))}</td>"
        f'<td lang="en">{figures.text(one.sentence)}</td><td class="plan-on">{one.on}</td></tr>'
        for one in cases
    )
    title = say(lang, "plan.cases", n=len(cases), by=by)
    return f"<details><summary>{title}</summary><table>{rows}</table></details>"


def _parameter(one: Parameter, read: PlanRead, lang: str) -> str:
    heads = "".join(
        f"<th{' class=r' if key == 'value' else ''}>{say(lang, f'plan.column_{key}')}</th>"
        for key in ("from", "value", "source")
    )
    since, unit = read.since(one), unit_label(one.unit, lang)
    rows = "".join(
        f'<tr class="{"on" if value.starts == since else ""}">'
        f"<td>{value.starts}</td><td class='r'>{value_words(value.value, one.unit, lang)}</td>"
        f"<td>{figures.text(value.source)}{_confidence(value.confidence, lang)}"
        f"{_published(value, lang)}</td></tr>"
        for value in one.values
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    caption = [unit] if unit else []
    if one.is_inclusive is not None:
        kind = "inclusive" if one.is_inclusive else "exclusive"
        caption.append(say(lang, f"plan.{kind}"))
    if one.dated_by:
        caption.append(say(lang, "plan.dated_by_income"))
    if one.bases:
        caption.append(say(lang, "plan.has_bases"))
    if one.note:
        caption.append(figures.text(one.note[lang]))
    button = _propose(one.id, "plan.change", lang) if read.may_write else ""
    return (
        f"<h4>{figures.text(one.label[lang])}</h4>"
        f'<p class="caption">{" · ".join(caption)}</p>{table if one.values else ""}{button}'
    )


def _published(value: object, lang: str) -> str:
    day = getattr(value, "published_on", None)
    if day is None:
        return ""
    return f'<small class="caption"> {say(lang, "plan.published", day=day)}</small>'
