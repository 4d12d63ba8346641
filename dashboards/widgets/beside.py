"""Cards opened on demand: side by side, over the years, against a decided list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models import beside as told
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card, go, opener
from dashboards.widgets.outcomes import amount, rule_name
from dashboards.widgets.pair import pair

if TYPE_CHECKING:
    from dashboards.models.shelf import Shelf
    from dashboards.models.whatif import WhatIf
    from fupin.whatif.against import Against

ROWS = (
    "met_households", "met_persons", "unmet_households", "unmet_persons",
    "unknown_households", "into", "out", "met_villages", "gap", "fgt0", "fgt1", "fgt2",
    "gini", "incidence_low", "incidence_high", "budget", "budget_high",
)  # fmt: skip
ANSWERS = ("met", "unmet", "unknown")
NAMED = 12


def beside(
    page: WhatIf, shelf: Shelf, keys: tuple[str, str], lang: str, *, is_open: bool
) -> str:
    """Return the table of scenarios, the plan first, and two of them by name."""
    button = opener("beside", lang, is_open=is_open)
    title, caption = say(lang, "whatif.beside"), say(lang, "whatif.beside_caption")
    if not is_open:
        return card(title, caption, "", "beside", extra=button)
    others = shelf.compared
    rows = told.side_by_side(page, [one for _, one in others])
    heads = [say(lang, "whatif.plan"), say(lang, "whatif.scenario")]
    heads += [figures.text(name) for name, _ in others]
    body = (
        f'{_choices(shelf, lang)}<div class="halves"><div>{_table(heads, rows, lang)}</div>'
        f"<div>{pair(page, shelf, keys, lang)}</div></div>"
    )
    return card(title, caption, body, "beside", extra=button)


def _choices(shelf: Shelf, lang: str) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" data-field="beside.{one.scenario}"'
        f"{' checked' if one.scenario in shelf.chosen else ''}> "
        f"{figures.text(one.name)}</label>"
        for one in shelf.saved
    )
    words = "" if boxes else say(lang, "whatif.none_saved")
    return f'<p class="choices">{boxes}<span class="caption">{words}</span></p>'


def _table(heads: list[str], rows: list[dict[str, Any]], lang: str) -> str:
    top = "".join(f'<th class="r">{name}</th>' for name in heads)
    lines = "".join(
        f"<tr><td>{say(lang, f'whatif.cost_{name}')}</td>"
        + "".join(f'<td class="r">{amount(name, row, lang)}</td>' for row in rows)
        + "</tr>"
        for name in ROWS
        if name in rows[0]
    )
    return f'<div class="scroll"><table><tr><th></th>{top}</tr>{lines}</table></div>'


def years(page: WhatIf, lang: str, *, is_open: bool) -> str:
    """Return the answers under plan and scenario at each year's end."""
    button = opener("years", lang, is_open=is_open)
    title, caption = say(lang, "whatif.years"), say(lang, "whatif.years_caption")
    if not is_open:
        return card(title, caption, "", "years", extra=button)
    heads = "".join(f'<th class="r">{say(lang, f"verdict.{n}")}</th>' for n in ANSWERS)
    lines = "".join(
        f"<tr><td>{figures.day(day, lang)}</td>"
        + "".join(
            f'<td class="r">{_pair(was[f"{n}_households"], now[f"{n}_households"])}</td>'
            for n in ANSWERS
        )
        + "</tr>"
        for day, was, now in told.over_years(page)
    )
    body = f"<table><tr><th></th>{heads}</tr>{lines}</table>"
    return card(title, caption, body, "years", extra=button)


def _pair(was: int, now: int) -> str:
    return f"{figures.number(was)} → <b>{figures.number(now)}</b>"


def against(page: WhatIf, shelf: Shelf, key: str, lang: str, *, is_open: bool) -> str:
    """Return both errors against the list that `key` names, by village and by name."""
    button = opener("against", lang, is_open=is_open)
    title, caption = say(lang, "whatif.against"), say(lang, "whatif.against_caption")
    if not is_open:
        return card(title, caption, "", "against", extra=button)
    lists = told.references(page, shelf)
    chosen = key if key in {one for one, *_ in lists} else lists[0][0]
    options = choices(
        ((one, _list(kind, what, lang)) for one, kind, what in lists), chosen
    )
    select = f'<p><select data-field="against" aria-label="{say(lang, "whatif.reference")}">{options}</select></p>'
    found = told.held_against(page, shelf, chosen)
    if found is None:
        body = f'<p class="empty">{say(lang, "whatif.not_allowed")}</p>'
    else:
        body = _errors(page, found, lang) + _named(page, found, lang)
    return card(title, caption, select + body, "against", extra=button)


def _list(kind: str, what: Any, lang: str) -> str:
    said = figures.day(what, lang) if kind == "enrolled" else figures.text(what)
    return say(lang, f"whatif.list_{kind}", what=said)


def _errors(page: WhatIf, found: Against, lang: str) -> str:
    names = ("on_list", "agreed", "inclusion", "exclusion", "open")
    words = [*(f"whatif.{n}" for n in names[:-1]), "verdict.unknown"]
    heads = "".join(f'<th class="r">{say(lang, key)}</th>' for key in words)
    rows = found.villages.to_dicts()
    total = {n: sum(row[n] for row in rows) for n in names}
    lines = ""
    for row in [*rows, total]:
        village = row.get("village_id")
        name = page.desk.village_names.get(village or "", village)
        said = figures.text(name) if village else say(lang, "whatif.all")
        cells = "".join(f'<td class="r">{figures.number(row[n])}</td>' for n in names)
        lines += f"<tr><td>{said}</td>{cells}</tr>"
    rule = say(lang, "whatif.against_rule", rule=say(lang, f"rule.{found.rule}"))
    return f'<p class="caption">{rule}</p><div class="scroll"><table><tr><th></th>{heads}</tr>{lines}</table></div>'


def _named(page: WhatIf, found: Against, lang: str) -> str:
    if found.named.is_empty():
        return ""
    lines = ""
    for row in found.named.head(NAMED).to_dicts():
        code = page.desk.display_id(row["household_id"], row["village_id"])
        link = go("households", h=page.desk.token_of(row["household_id"]))
        error = say(lang, "whatif." + row["error"])
        lines += (
            f"<tr {link}><td><b>{figures.text(row['head_name'])}</b></td>"
            f"<td>{figures.text(code)}</td><td>{error}</td>"
            f'<td class="wrap">{rule_name(page, row["rule"], lang)}</td></tr>'
        )
    heads = "".join(
        f"<th>{say(lang, f'whatif.{n}')}</th>"
        for n in ("head", "code", "error", "cause")
    )
    more = found.named.height - NAMED
    words = say(lang, "whatif.more_rows", n=more) if more > 0 else ""
    button = f'<button class="btn" data-go="download=against">{say(lang, "whatif.download")}</button>'
    return f'<div class="scroll"><table class="list"><tr>{heads}</tr>{lines}</table></div><p class="row"><span class="caption">{words}</span>{button}</p>'
