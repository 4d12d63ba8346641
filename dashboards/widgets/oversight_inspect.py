"""Inspections: the shares found wrong, the list by village, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.oversight import DRAW, TABS, place
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, go
from dashboards.widgets.oversight import head
from dashboards.widgets.oversight_form import error, field, save, select
from dashboards.widgets.oversight_numbers import numbers
from dashboards.widgets.rows import list_table, wide
from fupin.access import mask_name
from fupin.inspection import ASKED, FOUND
from fupin.inspection.workbook import found_words, how, stratum_words

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.oversight import Oversight, Sample
    from dashboards.models.oversightform import OversightForm
    from fupin.inspection import Share

HEADS = ("number", "household", "head", "stratum", "found", "reason", "inspector")
SMALL = ("household", "found")


def nothing_drawn(page: Oversight) -> str:
    """Return the page before anything was drawn: what a draw would go by."""
    lang = page.lang
    top = head(page, TABS[1], say(lang, "oversight.no_draw"), say(lang, "oversight.no_draw_next"))  # fmt: skip
    return top + numbers(page)


def inspect_page(
    found: Sample, page: Oversight, desk: Desk, form: OversightForm
) -> str:
    """Return one draw: finding, shares, strata, and its rows by village."""
    lang, made = page.lang, found.made
    finding = say(
        lang, "oversight.inspect_headline", villages=len(made.villages),
        rows=len(made.rows), looked=found.looked, wrong=f"<em>{found.wrong}</em>",
    )  # fmt: skip
    if not found.looked:
        finding = say(lang, "oversight.inspect_none", villages=len(made.villages), rows=len(made.rows))  # fmt: skip
    top = head(page, TABS[1], finding, figures.text(how(made, lang)))
    villages = "".join(
        _village(village, found, page, desk, form)
        for village in made.villages
        if form.view.village in ("", village)
    )
    return (
        f"{top}{_draws(found, page)}{_shares(found, page)}"
        f'<div class="stack">{error(form)}{villages}{_strata(found, page)}{numbers(page)}</div>'
    )


def _draws(found: Sample, page: Oversight) -> str:
    """Return the draws to choose from, and the list to take along."""
    lang = page.lang
    pills = "".join(
        f'<button class="btn pill{" on" if one.seq == found.made.seq else ""}" data-go="open={DRAW}{one.seq}">'
        f"{say(lang, 'oversight.draw_of', n=one.seq, day=figures.day(one.day, lang))}</button>"
        for one in page.draws
    )
    return (
        f'<div class="oversight-draws">{pills}<span class="caption">{figures.text(mask_name(found.made.author))} · {figures.text(found.made.reason)}</span>'
        f'<button class="btn" data-go="file">{say(lang, "oversight.file")}</button></div>'
    )


def _shares(found: Sample, page: Oversight) -> str:
    cells = "".join(_share(one, page) for one in found.shares)
    note = say(page.lang, "oversight.interval_note")
    return (
        f'<div class="kpis oversight-kpis">{cells}</div>'
        f'<p class="note oversight-note">{note}</p>'
    )


def _share(one: Share, page: Oversight) -> str:
    lang = page.lang
    level = figures.number(page.sampling["confidence_level"])
    context = say(lang, "oversight.share_none", drawn=one.drawn)
    mark = ""
    if one.low is not None and one.high is not None:
        context = say(
            lang, "oversight.share_of", found=one.found, looked=one.looked, left=one.left,
            low=figures.percent(one.low), high=figures.percent(one.high), level=level,
        )  # fmt: skip
        mark = _interval(one)
    unit = "<small>%</small>" if one.rate is not None else ""
    limit = ""
    if one.limit is not None:
        limit = say(lang, "oversight.share_limit", limit=figures.number(one.limit))
    return (
        f'<div class="kpi"><div class="label">{say(lang, f"oversight.share_{one.name}")}</div>'
        f'<div class="figure"><b>{figures.percent(one.rate)}</b>{unit}</div>{mark}'
        f'<div class="context">{context}{limit}</div></div>'
    )


def _interval(one: Share) -> str:
    """Return the interval as a bar from 0 to 100 %, the limit as a tick."""
    low, high = one.low or 0, one.high or 0
    tick = f'<b style="left:{one.limit:.1f}%"></b>' if one.limit is not None else ""
    return (
        f'<div class="oversight-range"><i style="left:{low:.1f}%;width:{max(high - low, 0.5):.1f}%"></i>'
        f'<u style="left:{one.rate or 0:.1f}%"></u>{tick}</div>'
    )


def _village(
    village: str, found: Sample, page: Oversight, desk: Desk, form: OversightForm
) -> str:
    lang = page.lang
    rows = [row for row in found.made.rows if row["village_id"] == village]
    told = sum(row["number"] in found.results for row in rows)
    keys = [key for key in HEADS if key != "head" or page.sees_heads]
    heads = ((say(lang, f"oversight.row_{key}"), _css(key)) for key in keys)
    body = "".join(_row(row, keys, found, page, desk, form) for row in rows)
    title = say(lang, "oversight.village_title", village=figures.text(page.villages.get(village, village)), n=len(rows), told=told)  # fmt: skip
    table = wide(list_table(heads, body))
    return card(title, say(lang, "oversight.village_caption"), table, "")


def _css(key: str) -> str:
    return "" if key in SMALL else "min-hide"


def _row(  # noqa: PLR0913
    row: dict[str, Any], keys: list[str], found: Sample, page: Oversight, desk: Desk,
    form: OversightForm,
) -> str:  # fmt: skip
    lang, number = page.lang, row["number"]
    told = found.results.get(number)
    where = figures.text(place(row["village_id"], row["household_id"], desk))
    cells = {
        "number": f"<b>{number}</b>",
        "household": f"<b>{where}</b>",
        "head": figures.text(mask_name(found.heads.get(row["household_id"]))),
        "stratum": stratum_words(row["stratum"], lang),
        "found": _found(told, lang),
        "reason": figures.text(told["reason"] if told and page.sees_words else ""),
        "inspector": figures.text(mask_name(told["inspector"]) if told else ""),
    }
    said = "".join(
        f'<td class="{_css(key)}{" wrap" if key == "reason" else ""}">{cells[key]}</td>'
        for key in keys
    )
    link = f'data-go="row={number}"' if page.may_write else ""
    shown = f"<tr {link}>{said}</tr>"
    if form.number == number and page.may_write:
        shown += f'<tr class="oversight-open"><td colspan="{len(keys)}">{_result(row, told, page, desk, form)}</td></tr>'
    return shown


def _found(told: Any, lang: str) -> str:
    if told is None:
        return f'<span class="tstate">{say(lang, "oversight.to_inspect")}</span>'
    mark = {"agrees": "done", "wrong": "returned"}.get(told["found"], "to_verify")
    answer = ""
    if told["satisfied"]:
        answer = f' <span class="tag">{say(lang, "oversight.content_" + told["satisfied"])}</span>'
    return (
        f'<span class="tstate {mark}">{found_words(told["found"], lang)}</span>{answer}'
    )


def _result(
    row: dict[str, Any], told: Any, page: Oversight, desk: Desk, form: OversightForm
) -> str:
    """Return the form of one row's result, under the row."""
    lang = page.lang
    held = dict(told or {}) or {"inspected_on": page.day}
    if not page.sees_words:
        held.pop("reason", None)
    found = [(one, found_words(one, lang)) for one in FOUND]
    asked = ""
    if row["stratum"] in ASKED:
        answers = [
            (one, say(lang, f"oversight.content_{one}")) for one in ("yes", "no")
        ]
        asked = select(form, "satisfied", held, answers, empty=say(lang, "oversight.not_asked"))  # fmt: skip
    link = go("households", h=desk.token_of(row["household_id"]))
    dossier = f'<a class="link" {link}>{say(lang, "oversight.dossier")}</a>'
    return (
        f'<div class="form thirds oversight-write">{select(form, "found", held, found)}{field(form, "inspector", held)}'
        f"{field(form, 'inspected_on', held)}{field(form, 'reason', held)}{asked}{field(form, 'author', {})}</div>"
        + save(
            "record",
            say(lang, "oversight.save_record"),
            say(lang, "oversight.note_record"),
        )
        + dossier
    )


def _strata(found: Sample, page: Oversight) -> str:
    """Return how many of each stratum were there, asked for, drawn, and undecided."""
    lang = page.lang
    keys = ("village", "stratum", "there", "wanted", "drawn", "undecided")
    css = ("", "", *["r min-hide"] * 2, "r", "r min-hide")
    heads = (
        (say(lang, f"oversight.strata_{key}"), how)
        for key, how in zip(keys, css, strict=True)
    )
    rows = "".join(
        f"<tr><td><b>{figures.text(page.villages.get(one.village_id, one.village_id))}</b></td>"
        f'<td class="wrap">{stratum_words(one.name, lang)}</td>'
        + "".join(
            f'<td class="r min-hide">{figures.number(n)}</td>'
            for n in (one.there, one.wanted)
        )
        + f'<td class="r{" unmet" if one.short else ""}">{figures.number(one.drawn)}</td><td class="r min-hide">{figures.number(one.undecided)}</td></tr>'
        for one in found.made.strata
    )
    short = sum(one.short for one in found.made.strata)
    key = "strata_short" if short else "strata_whole"
    table = wide(list_table(heads, rows))
    return card(say(lang, f"oversight.{key}", n=short), say(lang, "oversight.strata_caption"), table, "")  # fmt: skip
