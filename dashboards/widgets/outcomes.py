"""What a scenario does: who moved by name, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.moves import moved as gained_and_lost
from dashboards.models.moves import village_moves
from dashboards.models.whatif import flips
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.counted import WORDS, verdict
from dashboards.widgets.marks import card, go, unverified
from fupin.measures import SIGNED
from fupin.whatif.engine import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.whatif import WhatIf

ROWS = 9
MOST_VILLAGES = 20
CODES = {"unmet": UNMET, "met": MET, "unknown": UNKNOWN}
TONES = {"unmet": "unmet", "met": "met", "unknown": "unk"}
COMPARED = (
    "met_households", "met_persons", "unmet_households", "unknown_households", "gap",
    "fgt0", "fgt1", "fgt2", "gini", "incidence_low", "incidence_high", "budget",
)  # fmt: skip
OF_VILLAGE = ("met_households", "gap", "budget", "fgt0", "fgt1", "fgt2", "gini",
              "incidence")  # fmt: skip
SHARES = ("fgt0", "fgt1", "fgt2", "gini")
ENDS = ("low", "high")
MONEY = ("gap", "budget", "budget_high")


def moved(page: WhatIf, start: int, lang: str, sort: str = "") -> str:
    """Return the list of who moved, each with its clause and distance."""
    if page.is_of_villages:
        return _villages_moved(page, lang)
    if page.is_coarse:
        n = sum(gained_and_lost(page))
        return card(say(lang, "whatif.unnamed", n=n), "", "", "flips")
    rows, unnamed = flips(page, sort), page.compared.unnamed
    kinds = _kinds(page, lang)
    title = say(lang, "whatif.flips", n=rows.height + unnamed)
    if len(kinds) == 1:
        title, kinds = kinds[0], []
    button = (
        f'<button class="btn" data-go="download">{say(lang, "whatif.download")}</button>'
        if rows.height
        else ""
    )
    if rows.height:
        persons = rows["persons_count"].sum() or 0
        kinds.append(say(lang, "whatif.flips_caption", persons=persons))
        if not sort:
            kinds.append(say(lang, "whatif.flips_order"))
    caption = say(lang, "list_semicolon").join(kinds)
    if unnamed:
        caption = say(lang, "whatif.unnamed", n=unnamed)
    shown = rows.slice(start, ROWS)
    body = "".join(mover(page, row, lang) for row in shown.iter_rows(named=True))
    heads = "".join(
        _sorter(key, by, tone, sort, lang)
        for key, by, tone in (
            ("head", "", ""), ("code", "village", ""), ("persons", "persons", "r"),
            ("cause", "clause", ""), ("distance", "distance", "r"),
        )
    )  # fmt: skip
    table = (
        f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
        if shown.height
        else f'<p class="empty">{say(lang, "whatif.nobody")}</p>'
    )
    return card(
        title, caption, table + _pager(start, rows.height, lang), "flips", extra=button
    )


def _kinds(page: WhatIf, lang: str) -> list[str]:
    """Return how many went from which answer to which, most first."""
    moves = page.compared.moves
    found = [(int(moves[a, b]), a, b) for a in WORDS for b in WORDS if a != b]
    return [
        say(lang, "whatif.flips_kind", n=n, was=verdict(page, lang, a),
            now=verdict(page, lang, b))
        for n, a, b in sorted(found, reverse=True) if n
    ]  # fmt: skip


def _sorter(key: str, by: str, tone: str, sort: str, lang: str) -> str:
    """Return a column's header; touched it sorts, touched again the other way."""
    words = say(lang, f"whatif.{key}")
    if not by:
        return f'<th class="{tone}">{words}</th>'
    is_it, is_down = sort.removeprefix("-") == by, sort.startswith("-")
    arrow = (" ↓" if is_down else " ↑") if is_it else ""
    said = ("descending" if is_down else "ascending") if is_it else "none"
    to = f"-{by}" if is_it and not is_down else by
    return f'<th class="{tone}" aria-sort="{said}"><a data-go="sort={to}">{words}{arrow}</a></th>'


def _villages_moved(page: WhatIf, lang: str) -> str:
    rows = village_moves(page)
    body = "".join(
        f"<tr><td><b>{figures.text(name)}</b></td><td>{say(lang, f'verdict.{WORDS[was]}')} → "
        f"{say(lang, f'verdict.{WORDS[now]}')}</td>"
        f'<td class="r">{figures.NOTHING if gap is None else figures.signed(gap)}</td></tr>'
        for name, was, now, gap in rows
    )
    moved_ = sum(was != now for _, was, now, _ in rows)
    heads = "".join(
        f'<th class="{tone}">{say(lang, f"whatif.{key}")}</th>'
        for key, tone in (("village", ""), ("answer", ""), ("distance", "r"))
    )
    table = f"<table><tr>{heads}</tr>{body}</table>"
    title = say(lang, "whatif.village_flips", n=moved_)
    return card(title, say(lang, f"rule.{page.root}"), table, "flips")


def mover(page: WhatIf, row: dict[str, Any], lang: str, change: str = "") -> str:
    """Return a household that moved, with its clause and distance, as a row."""
    code = page.desk.display_id(row["household_id"], row["village_id"])
    link = go("households", h=page.desk.token_of(row["household_id"]))
    gap, now = row["distance"], verdict(page, lang, CODES[row["after"]])
    said = figures.signed(gap) if gap is not None else now
    cause = rule_name(page, row["rule"], lang)
    clause = page.desk.plan.clauses.get(row["clause"] or "")
    if clause is not None:
        cause += f"<small>{figures.text(clause.place[lang])}</small>"
    mark = ""
    if row["is_unsigned"]:
        mark = unverified(page.desk.plan.rules[SIGNED].warns, lang)
    return (
        f"<tr {link}><td><b>{figures.text(row['head_name'])}</b>{mark}</td><td>{figures.text(code)}</td>"
        f'<td class="r">{figures.number(row["persons_count"])}</td><td>{cause}</td>'
        f"{f'<td>{change}</td>' if change else ''}"
        f'<td class="r {TONES[row["after"]]}"><b>{said}</b></td></tr>'
    )


def rule_name(page: WhatIf, rule: str | None, lang: str) -> str:
    """Return a rule's name in the plan or in the scenario; a dash for none."""
    found = page.scenario.rules.get(rule or "")
    return figures.text(found.label[lang]) if found else figures.NOTHING


def _pager(start: int, total: int, lang: str) -> str:
    if total <= ROWS:
        return ""
    last = min(start + ROWS, total)
    before = f'<button class="btn" data-go="rows={max(0, start - ROWS)}"{" disabled" if not start else ""}>‹</button>'
    after = f'<button class="btn" data-go="rows={last}"{" disabled" if last >= total else ""}>›</button>'
    words = say(lang, "whatif.rows", first=start + 1, last=last, total=total)
    return f'<footer class="pages"><span class="caption">{words}</span><span>{before}{after}</span></footer>'


def costs(page: WhatIf, lang: str) -> str:
    """Return every figure of plan and scenario side by side."""
    before, after = page.costs
    rows = "".join(
        f'<tr><td>{say(lang, f"whatif.cost_{name}")}</td><td class="r">{amount(name, before, lang)}</td>'
        f'<td class="r"><b>{amount(name, after, lang)}</b></td></tr>'
        for name in COMPARED
    )
    heads = f'<tr><th></th><th class="r">{say(lang, "whatif.plan")}</th><th class="r">{say(lang, "whatif.scenario")}</th></tr>'
    split = say(lang, "whatif.split", **{
        name: figure("budget", after[f"budget_{name}_share"], lang)
        for name in ("province", "town", "local")
    })  # fmt: skip
    title = say(lang, "whatif.cost_title", gap=figure("gap", after["gap"], lang))
    caption = say(lang, "whatif.cost_caption")
    body = f'<table>{heads}{rows}</table><p class="note">{split}</p>'
    return card(title, caption, body, "costs")


def costs_by_village(page: WhatIf, lang: str) -> str:
    """Return the scenario's costs of each village, the largest gap first."""
    found = page.costs_by_village
    heads = "".join(
        f'<th class="r">{say(lang, f"whatif.cost_{name}")}</th>' for name in OF_VILLAGE
    )
    lines = ""
    for row in found.head(MOST_VILLAGES).iter_rows(named=True):
        name = page.desk.village_names.get(row["village_id"], row["village_id"])
        cells = "".join(
            f'<td class="r">{amount(one, row, lang)}</td>' for one in OF_VILLAGE
        )
        lines += f"<tr><td><b>{figures.text(name)}</b></td>{cells}</tr>"
    more = found.height - MOST_VILLAGES
    words = say(lang, "whatif.more_costs", n=more) if more > 0 else ""
    table = f'<div class="scroll"><table><tr><th></th>{heads}</tr>{lines}</table></div>'
    body = table + (f'<p class="note">{words}</p>' if words else "")
    title = say(lang, "whatif.costs_by_village")
    return card(title, say(lang, "whatif.cost_caption"), body, "costs-by")


def amount(name: str, row: Mapping[str, Any], lang: str) -> str:
    """Return a cost of a row as its cell: without yuan where the header names them.

    An incidence with undecided households is a range.
    """
    if name == "incidence":
        ends = [figure(f"{name}_{end}", row[f"{name}_{end}"], lang) for end in ENDS]
        return "–".join(dict.fromkeys(ends))
    said = figure(name, row[name], lang)
    return said.removesuffix(" yuan") if name in MONEY else said


def figure(name: str, value: float | None, lang: str) -> str:
    """Return a cost as it is written: yuan, a share, percent, or a count."""
    if value is None:
        return figures.NOTHING
    if name in MONEY:
        return figures.money(value, lang)
    if name in SHARES:
        return figures.number(value, 4)
    return figures.number(value, 2 if name.startswith("incidence") else 0)
