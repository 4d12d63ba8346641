"""The forms page: the list with each 口径, what contradicts, and the preview."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.form_table import form_table
from dashboards.widgets.marks import go, unverified
from fupin.forms.unsigned import note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.forms import FormsView
    from fupin.forms import FilledForm, FilledTable, Form


def form_page(page: FormsView, lang: str, given: Mapping[str, str]) -> str:
    """Return the page: headline, list at the left, the shown form at the right."""
    n, differing = len(page.forms), len(page.contradictions)
    key = "forms.differing" if differing else "forms.agreeing"
    return (
        f'<div class="page {lang}"><div class="headline"><h2 class="serif">'
        f"{say(lang, key, n=n, differing=differing)}</h2>"
        f'<p class="next">{say(lang, "forms.next")}</p></div>{_differing(page, lang)}'
        f'<div class="forms"><nav class="card only-wide" aria-label="{say(lang, "forms.list")}">'
        f"{_list(page, lang)}</nav>"
        f'<section class="card">{_choice(page, lang)}{_shown(page, lang, given)}</section>'
        "</div></div>"
    )


def _list(page: FormsView, lang: str) -> str:
    return "".join(
        f'<a class="pick{" on" if form.id == page.shown.form.id else ""}" '
        f"{go('forms', f=form.id)}><b>{figures.text(form.title[lang])}</b>"
        f"<small>{figures.text(form.reading[lang])}</small></a>"
        for form in page.forms
    )


def _choice(page: FormsView, lang: str) -> str:
    """Return the list as one field, for a phone."""
    options = choices(
        ((form.id, figures.text(form.title[lang])) for form in page.forms),
        page.shown.form.id,
    )
    return (
        f'<select class="only-small" data-field="form" aria-label="{say(lang, "forms.list")}">'
        f"{options}</select>"
    )


def _differing(page: FormsView, lang: str) -> str:
    said = "".join(
        f"<li>{figures.text(one.say(lang))}</li>" for one in page.contradictions
    )
    return f'<ul class="card differing">{said}</ul>' if said else ""


def _shown(page: FormsView, lang: str, given: Mapping[str, str]) -> str:
    filled = page.shown
    form = filled.form
    place = filled.place or say(lang, "app.all_villages")
    as_of = say(lang, "forms.as_of", day=figures.day(filled.day, lang), place=place)
    tables = "".join(
        _titled(table, page, lang, has_title=form.is_card) for table in page.tables
    )
    return (
        f'<header><h3>{figures.text(form.title[lang])}</h3><span class="buttons">'
        f'<button class="btn pri" data-go="save">{say(lang, "forms.save")}</button>'
        f"{_hung_out(form, lang)}"
        f'<button class="btn" data-go="save_all">{say(lang, "forms.save_all")}</button>'
        f'</span></header><p class="caption">{figures.text(as_of)}</p>'
        f'<p class="note">{say(lang, "forms.reading")}{figures.text(form.reading[lang])} '
        f"{say(lang, 'forms.source', source=figures.text(form.source[lang]))}</p>"
        f"{_given(form, lang, given)}{_pager(page, lang)}{tables}"
        f'<p class="note">{_notes(filled, page, lang)}</p>'
    )


def _titled(table: FilledTable, page: FormsView, lang: str, *, has_title: bool) -> str:
    if not has_title:
        mark = unverified(page.shown.warning, lang)
        return form_table(table, lang, page.start, page.step, mark)
    rows = form_table(table, lang, 0, len(table.rows))
    title = figures.text(table.table.title[lang])
    if not table.rows:
        rows = f'<p class="note">{say(lang, "forms.no_rows")}</p>'
    return f'<h4 class="inset">{title}</h4>{rows}'


def _given(form: Form, lang: str, given: Mapping[str, str]) -> str:
    """Return a field for each column that whoever fills the form in adds."""
    return "".join(
        f'<p class="given"><label>{figures.text(c.label[lang])} <input type="text" '
        f'data-field="{c.given}" value="{escape(given.get(c.given, ""))}" '
        f'placeholder="{say(lang, "forms.pending")}"></label></p>'
        for table in form.tables
        for c in table.columns
        if c.given
    )


def _pager(page: FormsView, lang: str) -> str:
    if not page.total:
        return f'<p class="empty">{say(lang, "forms.empty")}</p>'
    if page.total <= page.step:
        return ""
    end = min(page.start + page.step, page.total)
    key = "forms.card_of" if page.step == 1 else "forms.rows_of"
    said = say(lang, key, first=page.start + 1, last=end, total=page.total)
    before, after = page.start - page.step, page.start + page.step
    buttons = "".join(
        f'<button class="btn" data-go="start={to}"{"" if is_there else " disabled"}>'
        f"{say(lang, f'forms.{word}')}</button>"
        for word, to, is_there in (
            ("before", before, before >= 0),
            ("after", after, after < page.total),
        )
    )
    return f'<div class="pager"><span>{said}</span><span>{buttons}</span></div>'


def _notes(filled: FilledForm, page: FormsView, lang: str) -> str:
    notes = []
    mark = say(lang, "app.unverified")
    if unsigned := note(filled, page.tables, lang, mark):
        notes.append(f'<b class="unk">{figures.text(unsigned)}</b>')
    undecided = sum(table.undecided for table in filled.tables)
    n = sum(table.open_cells for table in page.tables)
    if undecided and not filled.form.is_card:
        notes.append(say(lang, "forms.undecided", n=undecided))
    if n:
        notes.append(say(lang, "forms.open", n=n))
    notes.append(say(lang, "forms.masked"))
    notes.append(
        say(
            lang,
            "forms.rests",
            scenario=filled.scenario[:6],
            register=filled.register[:6],
        )
    )
    return say(lang, "forms.semicolon").join(notes)


def _hung_out(form: Form, lang: str) -> str:
    """Return the button for the page to be hung out; only what is public has one."""
    if not form.is_public:
        return ""
    return (
        f'<button class="btn" data-go="save_pdf">{say(lang, "forms.save_pdf")}</button>'
    )
