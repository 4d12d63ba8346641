"""Changes of the register as markup: counts, fields before and after, two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.intake import FIELDS_SHOWN
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card
from dashboards.widgets.rows import list_table, wide
from fupin.access import masked
from fupin.codes import label
from fupin.store import StaleEditError
from fupin.tables import TABLES

if TYPE_CHECKING:
    from dashboards.models.intake import Taking
    from fupin.changes import Changes
    from fupin.store import Clash

WORDS = {"true": "yes", "false": "no"}


def count_table(counts: Any, lang: str) -> str:
    """Return how many rows are new, changed and gone by table."""
    kinds = ("new", "changed", "gone")
    heads = ((say(lang, f"intake.{kind}"), "r") for kind in kinds)
    rows = "".join(
        f"<tr><td><b>{figures.text(TABLES[name].label(lang))}</b></td>"
        + "".join(f'<td class="r">{found[kind]:,}</td>' for kind in kinds)
        + "</tr>"
        for name, found in counts.items()
    )
    return list_table([(say(lang, "intake.col_table"), ""), *heads], rows, "counts")


def field_table(taking: Taking, changes: Changes, lang: str) -> str:
    """Return the changed fields, what they were and what they become."""
    fields = taking.fields(changes)
    if not fields:
        return ""
    note = ""
    if len(fields) == FIELDS_SHOWN:
        note = (
            f'<p class="note">{say(lang, "intake.fields_more", shown=FIELDS_SHOWN)}</p>'
        )
    rows = "".join(field_row(*row, lang=lang) for row in fields)
    heads = (
        (say(lang, f"intake.{name}"), "")
        for name in ("col_table", "col_key", "col_column", "before", "after")
    )
    table = wide(list_table(heads, rows))
    return f"<h4>{say(lang, 'intake.fields_title')}</h4>{table}{note}"


def field_row(  # noqa: PLR0913 a row has five cells
    name: str,
    key: str,
    column: str,
    before: str | None,
    after: str | None,
    *,
    lang: str,
) -> str:
    """Return one changed field: what it was and what it becomes."""
    declared = TABLES[name]
    cells = (declared.label(lang), key, declared[column].label(lang))
    said = "".join(f"<td>{figures.text(cell)}</td>" for cell in cells)
    was, now = (value_words(name, column, value, lang) for value in (before, after))
    return f'<tr>{said}<td class="ink2">{was}</td><td><b>{now}</b></td></tr>'


def value_words(name: str, column: str, value: Any, lang: str) -> str:
    """Return a recorded value as people say it."""
    if value is None or value == "":
        return say(lang, "intake.nothing")
    declared = TABLES[name][column]
    if declared.codes:
        return figures.text(label(declared.codes, str(value), lang))
    if declared.kind == "bool":
        return say(lang, f"dossier.is_{WORDS.get(str(value).lower(), 'no')}")
    said = str(value)
    return figures.text(said.removesuffix(".0") if declared.kind == "number" else said)


def failure(error: Any, lang: str, after: str = "again") -> str:
    """Return an error as a card; of a stale edit both versions.

    `after` is what may be done next: compare a file `again`, or `insist` on a visit.
    """
    if isinstance(error, StaleEditError):
        rows = "".join(_clash(clash, lang) for clash in error.clashes[:10])
        body = (
            f'<table class="list"><tbody>{rows}</tbody></table><div class="acts">'
            f'<button class="btn" data-go="{after}">{say(lang, f"intake.{after}")}'
            "</button></div>"
        )
        return card(
            say(lang, "intake.clash_title"),
            say(lang, f"intake.clash_{after}"),
            body,
            "bad-card",
        )
    return card(
        say(lang, "intake.failed_title"),
        "",
        f'<p class="bad" role="alert">{figures.text(error.say(lang))}</p>',
        "bad-card",
    )


def _clash(clash: Clash, lang: str) -> str:
    table = TABLES[clash.table]
    who = say(lang, "intake.theirs", author=figures.text(clash.author))
    row = " ".join(str(clash.theirs[name]) for name in table.key)

    def words(column: str, value: Any) -> str:
        return value_words(clash.table, column, masked(table[column], value), lang)

    return "".join(
        f"<tr><td>{figures.text(table.label(lang))} {figures.text(row)}</td>"
        f"<td>{table[column].label(lang)}</td>"
        f"<td>{who} <b>{words(column, theirs)}</b></td>"
        f"<td>{say(lang, 'intake.mine')} <b>{words(column, mine)}</b></td></tr>"
        for column, theirs, mine in clash.fields
    )
