"""One entry: what it says, its marks, its versions, and the form to write with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.funds_list import amount, kind, tags
from dashboards.widgets.marks import card
from dashboards.widgets.refused import refused, versions
from fupin.access import mask_name
from fupin.funds import KINDS, StaleFundError
from fupin.funds.words import KIND_WORDS, ORIGIN_WORDS, chosen, source, word

if TYPE_CHECKING:
    from dashboards.models.fundform import FundForm
    from dashboards.models.funds import Funds

Entry = dict[str, Any]
TEXTS = ("measure_id", "task_key", "document_no")
NEW_DAY = "entry_on"


def sheet(entry: Entry, told: list[Entry], page: Funds, form: FundForm) -> str:
    """Return the sheet of an entry; `told` is its history, the newest first."""
    lang = page.lang
    title = f"{word(KIND_WORDS[entry['kind']], lang)} {figures.fen(entry['fen'], lang)}"
    back = f'<button class="btn" data-go="back">{say(lang, "funds.back")}</button>'
    crumbs = f'<div class="crumbs"><h2 class="serif">{title}</h2>{"".join(tags(entry, page))}<div class="acts">{back}</div></div>'
    may = page.may_write and entry["origin"] == "written"
    writes = _edit(entry, page, form) if may else _not_here(entry, page)
    return (
        f'{crumbs}<div class="grid"><div class="eight stack">{error(form, page)}{_facts(entry, page)}{writes}</div>'
        f'<div class="four stack">{_withdraw(page, form) if may else ""}{_history(told, page)}</div></div>'
    )


def _facts(entry: Entry, page: Funds) -> str:
    lang, tree = page.lang, page.accounts.tree
    village = entry["village_id"]
    pairs = (
        ("kind", kind(entry, lang)),
        ("amount", amount(entry, lang)),
        ("entry_on", figures.day(entry["entry_on"], lang)),
        ("fund_year", figures.text(entry["fund_year"])),
        ("village_id", figures.text(page.names.get(village, village))),
        ("source", figures.text(source(entry["source"], tree, lang))),
        ("pool", figures.text(chosen(tree.pools, entry["pool"], lang))),
        ("measure_id", figures.text(entry["measure_name"] or entry["measure_id"])),
        ("use", figures.text(chosen(tree.uses, entry["use"], lang))),
        ("payee", figures.text(chosen(tree.payees, entry["payee"], lang))),
        ("task_key", figures.text(entry["task_key"])),
        ("document_no", figures.text(entry["document_no"])),
        ("note", figures.text(entry["note"])),
        ("origin", word(ORIGIN_WORDS[entry["origin"]], lang)),
    )
    said = "".join(
        f"<div><dt>{say(lang, f'funds.fact_{k}')}</dt><dd>{v}</dd></div>"
        for k, v in pairs
    )
    return card(say(lang, "funds.about"), "", f'<dl class="pairs">{said}</dl>', "")


def _not_here(entry: Entry, page: Funds) -> str:
    key = "not_here" if entry["origin"] == "register" else "not_here_measure"
    words = say(page.lang, f"funds.{key if page.may_write else 'only_look'}")
    return f'<p class="note">{words}</p>'


def new_entry(page: Funds, form: FundForm) -> str:
    """Return the form of a new entry; nothing is written before it is saved."""
    lang = page.lang
    options = [(one, word(KIND_WORDS[one], lang)) for one in KINDS]
    kinds = _select("kind", options, {}, form, lang)
    save = f'<button class="btn pri" data-go="save-add">{say(lang, "funds.save_new")}</button>'
    back = f'<button class="btn" data-go="back">{say(lang, "funds.back")}</button>'
    body = f'<div class="form thirds">{kinds}{_fields({}, page, form)}</div><div class="acts">{save}{back}</div>'
    return (
        f'<div class="headline"><h2 class="serif">{say(lang, "funds.new_headline")}</h2><p class="next">{say(lang, "funds.new_next")}</p></div>'
        f"{error(form, page)}{card(say(lang, 'funds.new'), '', body, 'funds-write')}"
    )


def _edit(entry: Entry, page: Funds, form: FundForm) -> str:
    lang = page.lang
    save = f'<div class="acts"><button class="btn pri" data-go="save-edit">{say(lang, "funds.save")}</button><p class="note">{say(lang, "funds.save_note")}</p></div>'
    body = f'<div class="form thirds">{_fields(entry, page, form)}</div>{save}'
    return card(say(lang, "funds.write"), "", body, "funds-write")


def _fields(entry: Entry, page: Funds, form: FundForm) -> str:
    lang, tree = page.lang, page.accounts.tree
    offered = {
        "village_id": list(page.names.items()),
        "source": [(n, tree.path(n, lang)) for n in tree.leaves],
        "pool": [(n, w[lang]) for n, w in tree.pools.items()],
        "use": [(n, w[lang]) for n, w in tree.uses.items()],
        "payee": [(n, w[lang]) for n, w in tree.payees.items()],
    }
    selects = {n: _select(n, held, entry, form, lang) for n, held in offered.items()}
    texts = "".join(field(name, entry, form, lang) for name in TEXTS)
    return (
        f"{selects['village_id']}{selects['source']}{field('amount', entry, form, lang)}"
        f"{field('entry_on', entry, form, lang, 'date')}{field('fund_year', entry, form, lang)}{selects['pool']}"
        f"{selects['use']}{selects['payee']}{texts}{field('author', entry, form, lang)}"
        f'<label class="wide"><span class="label">{say(lang, "funds.fact_note")}</span>'
        f'<textarea data-typed data-field="note" placeholder="{say(lang, "funds.hint_note")}">{_shown("note", entry, form)}</textarea></label>'
    )


def _select(
    name: str, held: list[tuple[str, str]], entry: Entry, form: FundForm, lang: str
) -> str:
    now = form.place(name, entry)
    if name == "village_id" and not now:
        now = form.view.village
    offered = ((key, figures.text(words)) for key, words in held)
    options = choices([("", say(lang, f"funds.choose_{name}")), *offered], now)
    return (
        f'<label class="field"><span class="label">{say(lang, f"funds.fact_{name}")}</span>'
        f'<select data-field="{name}">{options}</select></label>'
    )


def field(
    name: str, entry: Entry, form: FundForm, lang: str, kind_: str = "text"
) -> str:
    """Return a labelled field with what was typed, or what the entry says."""
    hints = ("amount", "fund_year", "measure_id", "task_key")
    hint = f' placeholder="{say(lang, f"funds.hint_{name}")}"' if name in hints else ""
    shown = _shown(name, entry, form)
    if name == NEW_DAY and not shown:
        shown = str(form.view.day)
    return (
        f'<label class="field"><span class="label">{say(lang, f"funds.fact_{name}")}</span>'
        f'<input type="{kind_}" data-typed data-field="{name}" value="{shown}"{hint}></label>'
    )


def _shown(name: str, entry: Entry, form: FundForm) -> str:
    value = form.view.author if name == "author" else form.place(name, entry)
    return figures.text(value) if value else ""


def _withdraw(page: Funds, form: FundForm) -> str:
    lang = page.lang
    body = (
        f'<div class="form"><label class="wide"><span class="label">{say(lang, "funds.fact_reason")}</span><input type="text" data-typed data-field="reason" value="{_shown("reason", {}, form)}"></label></div>'
        f'<div class="acts"><button class="btn" data-go="save-withdraw">{say(lang, "funds.withdraw")}</button></div>'
    )
    return card(
        say(lang, "funds.withdraw"), say(lang, "funds.withdraw_caption"), body, ""
    )


def _history(told: list[Entry], page: Funds) -> str:
    lang = page.lang
    if not told:
        none = f'<p class="empty">{say(lang, "funds.no_history")}</p>'
        return card(say(lang, "funds.history"), "", none, "")
    items = "".join(_told(row, lang) for row in told)
    caption = say(lang, "funds.history_caption", n=len(told))
    return card(
        say(lang, "funds.history"), caption, f'<ol class="vintages">{items}</ol>', ""
    )


def _told(row: Entry, lang: str) -> str:
    what = say(lang, "funds.did_" + row["action"])
    who, amount_ = figures.text(mask_name(row["author"])), figures.fen(row["fen"], lang)
    return f'<li><span class="tag">{what}</span> {row["day"]} {who}<p>{amount_}{_why(row)}</p></li>'


def _why(row: Entry) -> str:
    said = [figures.text(row[name]) for name in ("note", "reason") if row[name]]
    return "".join(f"<br>{words}" for words in said)


def error(form: FundForm, page: Funds) -> str:
    """Return why nothing was saved; of a stale edit both versions."""
    lang, found = page.lang, form.error
    if found is None:
        return ""
    if not isinstance(found, StaleFundError):
        return refused(found, lang)
    fields = (
        (
            say(lang, f"funds.fact_{'amount' if name == 'fen' else name}"),
            _side(name, theirs, page),
            _side(name, mine, page),
        )
        for name, theirs, mine in found.fields
    )
    return refused(found, lang, versions(fields, lang))


def _side(name: str, value: Any, page: Funds) -> str:
    lang, tree = page.lang, page.accounts.tree
    if name == "fen":
        return figures.fen(value, lang)
    if name == "source":
        return figures.text(source(value, tree, lang))
    held = {"pool": tree.pools, "use": tree.uses, "payee": tree.payees}.get(name)
    return figures.text(chosen(held, value, lang) if held else value)
