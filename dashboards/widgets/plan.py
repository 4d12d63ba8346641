"""The plan as it is read: an outline, the words, and beside them what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.plan_beside import details, summary
from dashboards.widgets.plan_form import form
from dashboards.widgets.plan_proposals import decided, waiting_for

if TYPE_CHECKING:
    from dashboards.models.plan import PlanRead, Proposing
    from fupin.reading import Part, Place


def plan_page(read: PlanRead, state: Proposing, lang: str) -> str:
    """Return the whole page."""
    parts = "".join(_part(part, read, state, lang) for part in read.parts)
    return (
        f'<div class="page plan {lang}">{_headline(read, lang)}'
        f'<div class="plan-book">{_outline(read, lang)}<div class="plan-text">'
        f"{waiting_for(read, state, lang)}{parts}{decided(read, lang)}"
        "</div></div></div>"
    )


def _headline(read: PlanRead, lang: str) -> str:
    places = [p for part in read.parts for p in part.places if p.clause]
    bound = sum(p.clause is not None and p.clause.use == "bound" for p in places)
    n = len(read.waiting)
    finding = say(lang, "plan.said", bound=bound, n=f"<em>{n}</em>" if n else n)
    mine = len(read.open)
    after = say(lang, "plan.next", n=len(places))
    if mine:
        after += say(lang, "plan.next_open", n=mine)
    export = say(lang, "plan.export")
    hint = say(lang, "plan.export_hint")
    return (
        f'<div class="headline plan-head"><div><h2 class="serif">{finding}</h2>'
        f'<p class="next">{after}</p></div>'
        f'<button class="btn" data-go="export" title="{hint}">{export}</button></div>'
    )


def _outline(read: PlanRead, lang: str) -> str:
    items = "".join(
        f'<li><button data-to="part-{part.id}">{figures.text(part.title[lang])}'
        f"{_mark(part, lang)}</button></li>"
        for part in read.parts
    )
    end = f'<li><button data-to="decided">{say(lang, "plan.decided")}</button></li>'
    if not read.proposals:
        end = ""
    label = say(lang, "plan.outline")
    listed = f'<nav aria-label="{label}"><ol>{items}{end}</ol></nav>'
    # Twice: beside the text, and folded above it where there is no room beside.
    return (
        f'<div class="plan-outline">{listed}</div>'
        f'<details class="plan-outline plan-folded"><summary>{label}</summary>'
        f"{listed}</details>"
    )


def _mark(part: Part, lang: str) -> str:
    n = sum(place.is_waiting for place in part.places)
    title = say(lang, "plan.waiting_n", n=n)
    return f'<span class="badge unk" title="{title}">{n}</span>' if n else ""


def _part(part: Part, read: PlanRead, state: Proposing, lang: str) -> str:
    rows = "".join(
        _place(place, read, state, lang)
        for place in part.places
        # A heading of the plan stands as the heading of its part.
        if place.count or place.title["zh"] != part.title["zh"]
    )
    return (
        f'<section class="card plan-part" id="part-{part.id}">'
        f'<h3 class="serif">{figures.text(part.title[lang])}</h3>{rows}</section>'
    )


def _place(place: Place, read: PlanRead, state: Proposing, lang: str) -> str:
    is_open = place.id in state.opened
    subjects = {place.subject, *(one.id for one in place.parameters)} - {""}
    shown = {state.subject: form(state, lang)} if state.subject in subjects else {}
    beside = summary(place, read, lang)
    if place.count and not place.is_waiting:
        beside += _toggle(place, lang, is_open=is_open)
    if is_open:
        beside += details(place, read, shown, lang)
    elif shown:
        beside += shown[state.subject]
    beside += "".join(
        f'<p><button class="link" data-to="proposals">'
        f"{say(lang, 'plan.has_open', seq=one.seq)}</button></p>"
        for one in read.open
        if one.draft.subject in subjects
    )
    quiet = " plan-quiet" if not place.count and not place.is_waiting else ""
    return (
        f'<div class="plan-row{quiet}" id="at-{place.id}"><div class="plan-words">'
        f'{_words(place, lang)}</div><div class="plan-does">{beside}</div></div>'
    )


def _words(place: Place, lang: str) -> str:
    clause = place.clause
    if place.is_waiting:
        mark = say(lang, "plan.to_record")
        return (
            f'<p class="plan-waiting">{figures.text(place.title[lang])} '
            f'<span class="unverified">{mark}</span></p>'
        )
    said = f"<p>{figures.text(place.title[lang])}</p>"
    if clause is None:
        return f'<p class="caption">{figures.text(place.title[lang])}</p>'
    if lang == "en" and clause.en != clause.text:
        # The plan's own words decide; ours only render them.
        said += f'<p class="caption" lang="zh">{figures.text(clause.text)}</p>'
    if clause.source:
        source = say(lang, "plan.recorded_from", source=figures.text(clause.source))
        said += f'<p class="caption">{source}</p>'
    return said


def _toggle(place: Place, lang: str, *, is_open: bool) -> str:
    word = say(lang, "plan.hide" if is_open else "plan.show")
    return (
        f'<button class="link" data-go="clause={place.id}" '
        f'aria-expanded="{str(is_open).lower()}">{word}</button>'
    )
