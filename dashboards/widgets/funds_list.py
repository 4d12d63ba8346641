"""The ledger: filters above, the server's rows, and the files to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.funds import FLAGGED_SHOWN
from dashboards.models.households import PAGE_ROWS
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.funds import opens
from dashboards.widgets.marks import card
from dashboards.widgets.pager import pager
from dashboards.widgets.rows import list_table, wide
from fupin.funds import KINDS
from fupin.funds.alarms import MARKS
from fupin.funds.words import KIND_WORDS, chosen, marks, source, word

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.funds import Funds
    from dashboards.models.view import View

HEADS = ("day", "kind", "village", "source", "amount", "for", "document", "marks")
SMALL = ("day", "kind", "amount")


def listed(page: Funds, view: View) -> str:
    """Return the filters and one page of the rows."""
    lang, total = page.lang, page.listed.height
    first = min(view.start, max(total - 1, 0) // PAGE_ROWS * PAGE_ROWS)
    body = f'<p class="empty">{say(lang, "funds.none")}</p>'
    if total:
        body = _table(page.listed.slice(first, PAGE_ROWS), page) + pager(
            total, first, lang, "funds.shown"
        )
    return f'{_filters(page, view)}<section class="card">{body}</section>'


def flagged(page: Funds) -> str:
    """Return the newest marked entries, and the way to all of them."""
    lang, rows = page.lang, page.flagged
    if not rows.height:
        return ""
    rest = rows.height - FLAGGED_SHOWN
    more = ""
    if rest > 0:
        more = f'<p class="note">{say(lang, "funds.flagged_more", n=figures.number(rest))}</p>'
    title = say(lang, "funds.flagged_title", n=figures.number(rows.height))
    return card(title, say(lang, "funds.flagged_caption"), _table(rows.head(FLAGGED_SHOWN), page) + more, "twelve")  # fmt: skip


def _table(rows: pl.DataFrame, page: Funds) -> str:
    lang = page.lang
    heads = ((say(lang, f"funds.head_{key}"), _css(key)) for key in HEADS)
    body = "".join(_row(row, page) for row in rows.iter_rows(named=True))
    return wide(list_table(heads, body, "funds-list"))


def _css(key: str) -> str:
    right = "r" if key == "amount" else ""
    return f"{right}{'' if key in SMALL else ' min-hide'}"


def _row(entry: dict[str, Any], page: Funds) -> str:
    lang, tree = page.lang, page.accounts.tree
    said = "".join(tags(entry, page))
    village = figures.text(page.names.get(entry["village_id"], entry["village_id"]))
    origin = figures.text(source(entry["source"], tree, lang))
    cells = {
        "day": f"<b>{_day(entry, lang)}</b>",
        "kind": kind(entry, lang)
        # A phone has no columns for them.
        + f'<small class="only-small caption">{village} · {origin}</small>{_small(said)}',
        "village": village,
        "source": origin,
        "amount": amount(entry, lang),
        "for": purpose(entry, page),
        "document": figures.text(entry["document_no"]),
        "marks": said or figures.NOTHING,
    }  # fmt: skip
    made = "".join(
        f'<td class="{_css(key)}{" wrap" if key in ("for", "marks") else ""}">{cells[key]}</td>'
        for key in HEADS
    )
    return f'<tr data-go="open={figures.text(entry["key"])}">{made}</tr>'


def _small(said: str) -> str:
    return f'<small class="only-small">{said}</small>' if said else ""


def _day(entry: dict[str, Any], lang: str) -> str:
    if entry["entry_on"] is not None:
        return figures.day(entry["entry_on"], lang)
    return say(lang, "funds.year", year=entry["fund_year"] or figures.NOTHING)


def kind(entry: dict[str, Any], lang: str) -> str:
    """Return the kind of an entry in words."""
    return f'<span class="funds-kind {entry["kind"]}">{word(KIND_WORDS[entry["kind"]], lang)}</span>'


def amount(entry: dict[str, Any], lang: str) -> str:
    """Return the exact amount in yuan, or that it has to be recorded."""
    if entry["fen"] is None:
        return f'<span class="chip unk">{say(lang, "funds.pending")}</span>'
    words = f"{entry['fen'] / 100:,.2f}".removesuffix(".00")
    return f"<b>{words}</b>"


def purpose(entry: dict[str, Any], page: Funds) -> str:
    """Return what an entry is for: its measure, its use, its note."""
    lang, tree = page.lang, page.accounts.tree
    parts = (
        entry["measure_name"] or entry["measure_id"],
        chosen(tree.uses, entry["use"], lang),
        chosen(tree.payees, entry["payee"], lang),
        entry["note"],
    )
    return " · ".join(figures.text(part) for part in parts if part) or figures.NOTHING


def tags(entry: dict[str, Any], page: Funds) -> list[str]:
    """Return the marks of an entry, those that only ask for a look in the unknown's."""
    look = len(entry["looks"])
    said = marks(entry, page.accounts.tree, page.lang)
    certain = len(said) - look
    return [
        f'<span class="chip {"unmet" if n < certain else "unk"}">{figures.text(words)}</span>'
        for n, words in enumerate(said)
    ]


def _filters(page: Funds, view: View) -> str:
    lang, tree = page.lang, page.accounts.tree
    options = {
        "kind": [(name, word(KIND_WORDS[name], lang)) for name in KINDS],
        "source": [(name, tree.path(name, lang)) for name in tree.leaves],
        "alarm": [(name, say(lang, f"funds.mark_{name}")) for name in MARKS],
    }
    fields = "".join(
        f'<label><span>{say(lang, f"funds.filter_{name}")}</span><select data-field="{name}" '
        f'class="{"set" if getattr(view, name) else ""}"><option value="">{say(lang, "funds.all")}</option>'
        + choices(
            ((key, figures.text(words)) for key, words in held), getattr(view, name)
        )
        + "</select></label>"
        for name, held in options.items()
    )
    clear = ""
    if any(getattr(view, name) for name in options):
        clear = f'<button class="btn" {opens(v=view.village)}>{say(lang, "households.clear")}</button>'
    files = "".join(
        f'<button class="btn" data-go="export={ending}">{say(lang, f"funds.export_{ending}")}</button>'
        for ending in ("xlsx", "csv")
    )
    return f'<div class="facets">{fields}{clear}{files}</div>'
