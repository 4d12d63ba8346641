"""What a scenario does: three answers, who moved, goal seek, costs, groups, heat map."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from dashboards.models.whatif import flips, village_moves
from dashboards.models.whatif import moved as gained_and_lost
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, go, unverified
from fupin.codes import label
from fupin.errors import FupinError
from fupin.measures import SIGNED
from fupin.whatif.engine import MET, UNKNOWN, UNMET
from fupin.whatif.seek import FIGURES, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.whatif import WhatIf
    from fupin.whatif.seek import Goal

ROWS = 9
MOST_VILLAGES = 20
KINDS = ((MET, "met"), (UNMET, "unmet"), (UNKNOWN, "unk"))
WORDS = {MET: "met", UNMET: "unmet", UNKNOWN: "unknown"}
COMPARED = (
    "met_households", "met_persons", "unmet_households", "unknown_households", "gap",
    "fgt0", "fgt1", "fgt2", "gini", "incidence_low", "incidence_high", "budget",
)  # fmt: skip
SHARES = ("fgt0", "fgt1", "fgt2", "gini")
MONEY = ("gap", "budget", "budget_high")


def bars(page: WhatIf, lang: str) -> str:
    """Return the three answers of plan and scenario as two bars."""
    rows = ""
    for key, counts in (("plan", page.before), ("scenario", page.after)):
        total = counts.sum(axis=0)
        parts = "".join(
            f'<i class="seg {tone}" style="flex:{total[n]}">{total[n] if total[n] * 12 > total.sum() else ""}</i>'
            for n, tone in KINDS
            if total[n]
        )
        said = say(lang, "whatif.answers", unmet=total[UNMET], unknown=total[UNKNOWN])
        rows += f'<div class="answers"><span>{say(lang, f"whatif.{key}")}</span><div class="split tall">{parts}</div><span class="caption">{said}</span></div>'
    caption = say(lang, f"rule.{page.root}")
    moves = "" if page.is_coarse or page.is_of_villages else _moves(page, lang)
    three = "whatif.three_villages" if page.is_of_villages else "whatif.three"
    return card(say(lang, three), caption, rows + moves, "")


def _moves(page: WhatIf, lang: str) -> str:
    heads = "".join(
        f'<th class="r">{say(lang, f"verdict.{WORDS[n]}")}</th>' for n, _ in KINDS
    )
    rows = "".join(
        f"<tr><td>{say(lang, 'whatif.from', answer=say(lang, f'verdict.{WORDS[n]}'))}</td>"
        + "".join(f'<td class="r">{page.compared.moves[n, m]}</td>' for m, _ in KINDS)
        + "</tr>"
        for n, _ in KINDS
    )
    return f"<details><summary>{say(lang, 'whatif.moves')}</summary><table><tr><th></th>{heads}</tr>{rows}</table></details>"


def moved(page: WhatIf, start: int, lang: str, sort: str = "") -> str:
    """Return the list of who moved, each with its clause and distance."""
    if page.is_of_villages:
        return _villages_moved(page, lang)
    if page.is_coarse:
        n = sum(gained_and_lost(page))
        return card(say(lang, "whatif.unnamed", n=n), "", "", "flips")
    rows, unnamed = flips(page, sort), page.compared.unnamed
    title = say(lang, "whatif.flips", n=rows.height + unnamed)
    button = (
        f'<button class="btn" data-go="download">{say(lang, "whatif.download")}</button>'
        if rows.height
        else ""
    )
    caption = say(
        lang, "whatif.flips_caption", persons=rows["persons_count"].sum() or 0
    )
    if unnamed:
        caption = say(lang, "whatif.unnamed", n=unnamed)
    shown = rows.slice(start, ROWS)
    body = "".join(_mover(page, row, lang) for row in shown.iter_rows(named=True))
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


def _mover(page: WhatIf, row: dict[str, Any], lang: str) -> str:
    code = page.desk.display_id(row["household_id"], row["village_id"])
    link = go("households", h=page.desk.token_of(row["household_id"]))
    tone = (
        "unmet"
        if row["after"] == "unmet"
        else "met"
        if row["after"] == "met"
        else "unk"
    )
    gap = row["distance"]
    said = (
        figures.signed(gap) if gap is not None else say(lang, f"verdict.{row['after']}")
    )
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
        f'<td class="r {tone}"><b>{said}</b></td></tr>'
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


def seeking(
    page: WhatIf, fields: Mapping[str, str], goal: Goal | FupinError, lang: str
) -> str:
    """Return the goal's fields and its answer, or what is wrong with it."""
    selects = "".join(
        f'<select data-field="goal.{name}" aria-label="{say(lang, f"whatif.goal_{name}")}">'
        + "".join(
            f'<option value="{one}"{" selected" if one == fields[name] else ""}>{say(lang, f"whatif.{name}_{one}")}</option>'
            for one in options
        )
        + "</select>"
        for name, options in (("figure", FIGURES), ("relation", tuple(RELATIONS)))
    )
    amount = figures.text(fields["amount"])
    box = f'<input type="number" data-field="goal.amount" value="{amount}" aria-label="{say(lang, "whatif.goal_amount")}">'
    return card(say(lang, "whatif.seek"), say(lang, "whatif.seek_caption"),
                f'<p class="goal">{selects}{box}</p>{_answer(page, goal, lang)}', "seek")  # fmt: skip


def _answer(page: WhatIf, goal: Goal | FupinError, lang: str) -> str:
    try:
        if isinstance(goal, FupinError):
            raise goal
        found = page.answer(goal)
    except FupinError as error:
        return f'<p class="warning">{figures.text(error.say(lang))}</p>'
    values = {
        "value": f"{found.value:,g}", "least": f"{found.least:,g}",
        "most": f"{found.most:,g}", "figure": f"{found.figure:,.1f}".removesuffix(".0"),
        "village": escape(page.desk.village_names.get(found.village, "")),
        "unit": say(lang, f"whatif.unit_{page.curve.parameter.unit}"),
    }  # fmt: skip
    key = "found" if found.is_possible else "impossible"
    use = f'<button class="btn" data-go="value={found.value:g}">{say(lang, "whatif.use")}</button>'
    return f'<h2 class="serif">{values["value"]} {values["unit"]}</h2><p class="clause">{say(lang, f"whatif.{key}", **values)} {values["village"]}</p>{use}'


def costs(page: WhatIf, lang: str) -> str:
    """Return every figure of plan and scenario side by side."""
    before, after = page.costs
    rows = "".join(
        f'<tr><td>{say(lang, f"whatif.cost_{name}")}</td><td class="r">{figure(name, before[name], lang)}</td>'
        f'<td class="r"><b>{figure(name, after[name], lang)}</b></td></tr>'
        for name in COMPARED
    )
    heads = f'<tr><th></th><th class="r">{say(lang, "whatif.plan")}</th><th class="r">{say(lang, "whatif.scenario")}</th></tr>'
    split = say(lang, "whatif.split", **{
        name: figure("budget", after[f"budget_{name}_share"], lang)
        for name in ("province", "town", "local")
    })  # fmt: skip
    title = say(lang, "whatif.cost_title", gap=figure("gap", after["gap"], lang))
    caption = say(lang, "whatif.cost_caption")
    return card(
        title,
        caption,
        f'<table>{heads}{rows}</table><p class="note">{split}</p>',
        "costs",
    )


def figure(name: str, value: float | None, lang: str) -> str:
    """Return a cost as it is written: yuan, a share, percent, or a count."""
    if value is None:
        return figures.NOTHING
    if name in MONEY:
        return figures.money(value, lang)
    if name in SHARES:
        return figures.number(value, 4)
    return figures.number(value, 2 if name.startswith("incidence") else 0)


def groups(page: WhatIf, lang: str) -> str:
    """Return who meets the rule before and after, by village, kind and cause."""
    names = page.desk.village_names
    rows = [
        (names.get(village, village), int(page.before[n, MET]), int(page.after[n, MET]))
        for n, village in enumerate(page.engine.villages["village_id"])
    ]
    # The villages that change most: a county's hundreds would be sent on every move.
    rows.sort(key=lambda row: -abs(row[2] - row[1]))
    body = _group(say(lang, "whatif.by_village"), rows[:MOST_VILLAGES])
    for column in ("poverty_type", "cause"):
        found = [
            (
                label(column, name, lang) if name else say(lang, "whatif.no_value"),
                was,
                now,
            )
            for name, was, now in page.groups(column)
        ]
        body += _group(say(lang, f"whatif.by_{column}"), found)
    return card(say(lang, "whatif.groups"), say(lang, "whatif.groups_caption"),
                f'<div class="tables">{body}</div>', "")  # fmt: skip


def _group(title: str, rows: list[tuple[str, int, int]]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f'<tr><td>{figures.text(name)}</td><td class="r">{was} → {now}</td>'
        f'<td class="r {"unmet" if now < was else "met" if now > was else "ink2"}">{figures.signed(now - was)}</td></tr>'
        for name, was, now in rows
    )
    return f"<table><tr><th>{title}</th><th></th><th></th></tr>{lines}</table>"
