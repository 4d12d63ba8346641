"""One HTML file that needs nothing else: opened from a stick, without a network.

Charts say their figures when pointed at, tables sort and filter; without a script all
of it is there to be read. The page may load nothing and run only its own script.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fupin import charting
from fupin.charting.pen import clean
from fupin.exports.tags import SHARES, figure_tag, said, table_tag
from fupin.exports.words import day, number, say, stamped
from fupin.palette import DARK, LIGHT, SANS, SERIF

if TYPE_CHECKING:
    from fupin.document import Action, Chart, Document, Section, Table

HERE = Path(__file__).parent
# Bytes that all lists may take; a workbook holds all of them.
ROOM = 3_000_000
FIGURES = "figures"
# A longer list is folded: the page stays one that can be gone through.
OPEN = 30
LONG_TITLE = 60


def write(document: Document) -> bytes:
    """Return the document as the bytes of one self-contained HTML file."""
    lang = document.lang
    style, script = _style(), (HERE / "html.js").read_text("utf-8")
    parts = _parts(document)
    nav = "".join(
        f'<li><a href="#p{n}">{clean(name)}</a></li>'
        for n, (name, _) in enumerate(parts)
    )
    body = "".join(
        f'<section id="p{n}">{markup}</section>' for n, (_, markup) in enumerate(parts)
    )
    shown, kept = stamped(document)
    made = (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head>'
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{clean(document.title)}</title><style>{style}</style></head>"
        f'<body data-filter="{say(lang, "filter")}" data-count="{say(lang, "shown")}">'
        f'<a class="skip" href="#main">{say(lang, "skip")}</a>'
        f'<div class="frame">{_head(document)}'
        f'<nav aria-label="{say(lang, "contents")}"><ol>{nav}</ol></nav>'
        f'<main id="main">{body}</main>'
        f"<footer>{clean('　'.join(shown))}<br>{clean('　'.join(kept))}</footer></div>"
        f"<script>{script}</script></body></html>"
    )
    return made.encode("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _style() -> str:
    def held(tokens: dict[str, str]) -> str:
        return "".join(f"--{name}:{value};" for name, value in tokens.items())

    fonts = f"--sans:{SANS};--serif:{SERIF};"
    return (
        f":root{{color-scheme:light dark;{held(LIGHT)}{fonts}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{held(DARK)}}}}}"
        + (HERE / "html.css").read_text("utf-8")
    )


def _head(document: Document) -> str:
    shown, kept = stamped(document)
    pairs = "".join(f"<span>{clean(one)}</span>" for one in shown)
    long = ' class="long"' if len(document.title) > LONG_TITLE else ""
    number = clean(document.stamp.snapshot)
    return (
        f'<header class="top"><p class="kicker"><span>{clean(document.town)}</span>'
        f"<span>{number}</span></p><h1{long}>{clean(document.title)}</h1>"
        f'<div class="stamp">{pairs}</div>'
        f'<div class="stamp">{"".join(f"<span>{clean(one)}</span>" for one in kept)}'
        "</div></header>"
    )


def _parts(document: Document) -> list[tuple[str, str]]:
    """Return the parts of the page: what the menu calls each, and its markup."""
    lang = document.lang
    held = [s.table for s in document.sections if s.table] + list(document.tables)
    room = ROOM // max(len(held), 1)
    parts = [
        (one.kicker or document.said(one.headline), _section(one, document, room))
        for one in document.sections
    ]
    parts += [(one.title, _list(one, lang, room)) for one in document.tables]
    if document.figures and all(one.key != FIGURES for one in document.tables):
        parts.append((say(lang, "figures"), _figures(document)))
    parts.append((say(lang, "sources"), _sources(document)))
    return parts


def _section(section: Section, document: Document, room: int) -> str:
    lang = document.lang
    made = f'<p class="kicker">{clean(section.kicker)}</p>' if section.kicker else ""
    made += f"<h2>{said(document, section.headline)}</h2>"
    if section.below:
        made += f'<p class="below">{said(document, section.below)}</p>'
    made += "".join(f"<p>{said(document, text)}</p>" for text in section.paragraphs)
    if section.chart is not None:
        made += _chart(section.chart, document)
    if section.table is not None:
        made += table_tag(section.table, lang, room=room)
    if section.actions:
        made += _actions(section.actions, lang)
    if section.notes:
        notes = "".join(f"<li>{said(document, note)}</li>" for note in section.notes)
        made += (
            f"<details open><summary>{say(lang, 'notes')}</summary>"
            f'<ul class="notes">{notes}</ul></details>'
        )
    return made


def _chart(chart: Chart, document: Document) -> str:
    """Return a chart for wide screens and one for phones, and its figures as rows."""
    lang = document.lang
    drawn = ""
    for name, width, size in (("wide", 1000, 14), ("narrow", 358, 12)):
        one = replace(chart, key=f"{chart.key}-{name}")
        height = charting.height_of(one, width, size=size)
        svg = charting.svg(one, document, width, height, css=True, size=size)
        drawn += f'<div class="{name}">{svg}</div>'
    told = table_tag(charting.table(chart, lang), lang, titled=False)
    return (
        f"<figure><figcaption><h3>{said(document, chart.title)}</h3>"
        f'<p class="caption">{clean(charting.caption(chart, document))}</p></figcaption>'
        f"{drawn}<details><summary>{say(lang, 'data')}</summary>{told}</details></figure>"
    )


def _actions(asked: tuple[Action, ...], lang: str) -> str:
    items = "".join(
        f"<li><b>{clean(one.what)}</b><span>{clean(one.who)}</span>"
        f'<span class="due">{clean(day(one.due, lang))}</span>'
        + (f"<small>{clean(one.note)}</small>" if one.note else "")
        + "</li>"
        for one in asked
    )
    heading = f'<h3 class="caption">{say(lang, "actions")}</h3>'
    return f'{heading}<ul class="actions">{items}</ul>'


def _list(table: Table, lang: str, room: int) -> str:
    untitled = replace(table, title="", caption="")
    caption = f'<p class="below">{clean(table.caption)}</p>' if table.caption else ""
    made = table_tag(untitled, lang, room=room, titled=False)
    if len(table.rows) > OPEN:
        words = say(lang, "rows", n=number(len(table.rows)))
        made = f"<details><summary>{words}</summary>{made}</details>"
    return f"<h2>{clean(table.title)}</h2>{caption}{made}"


def _figures(document: Document) -> str:
    lang = document.lang
    heads = "".join(f"<th>{say(lang, key)}</th>" for key in SHARES)
    rows = "".join(
        f"<tr><td>{clean(f.what or f.key)}</td><td>{figure_tag(f)}</td>"
        f"<td>{clean(f.how or say(lang, 'nothing'))}</td></tr>"
        for f in document.figures.values()
    )
    return (
        f'<h2>{say(lang, "figures")}</h2><div class="scroll"><table class="list"><thead>'
        f"<tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _sources(document: Document) -> str:
    lang, stamp = document.lang, document.stamp
    sources = [*document.sources]
    sources += [
        (say(lang, key), value)
        for key, value in (
            ("tasks", stamp.tasks), ("author", stamp.author), ("made", stamp.made),
            ("program", stamp.program),
        )
        if value
    ]  # fmt: skip
    colon = "：" if lang == "zh" else ": "
    told = "".join(
        f"<li>{clean(name)}{colon}{clean(words)}</li>" for name, words in sources
    )
    return f'<h2>{say(lang, "sources")}</h2><ul class="notes">{told}</ul>'
