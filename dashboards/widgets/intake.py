"""The intake page as markup: drop a file, what it says, what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.intake import PROBLEMS_SHOWN
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.changes import count_table, failure, field_table
from dashboards.widgets.marks import card
from dashboards.widgets.rows import list_table, wide
from fupin.tables import TABLES

if TYPE_CHECKING:
    from dashboards.models.intake import Taking

ACCEPTED = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv"
REFUSALS = ("many", "large", "unreadable", "stopped")


def steps(taking: Taking, lang: str) -> str:
    """Return the left column: the four steps, as far as they have come."""
    if taking.desk.store is None:
        return f'<p class="card note">{say(lang, "intake.read_only")}</p>'
    parts = [_drop(taking, lang), _about(taking, lang)]
    if taking.error is not None:
        parts.append(failure(taking.error, lang))
    if taking.looked is not None:
        parts += [_problems(taking, lang), _changes(taking, lang)]
    return "".join(parts)


def headline(taking: Taking, counts: dict[str, int], lang: str) -> str:
    """Return what the register holds and who wrote in it last."""
    desk = taking.desk
    if not counts["villages"]:
        return f'<h2 class="serif">{say(lang, "intake.headline_none")}</h2>'
    said = say(lang, "intake.headline", **{k: f"{n:,}" for k, n in counts.items()})
    next_ = say(lang, "intake.practice") if desk.is_sample else ""
    if taking.history:
        last = taking.history[0]
        day = figures.day(last.recorded_at.astimezone().date(), lang)
        next_ += ("　" if next_ else "") + say(
            lang, "intake.headline_last", day=day, author=figures.text(last.author),
            rows=f"{last.total:,}",
        )  # fmt: skip
    return f'<h2 class="serif">{said}</h2><p class="next">{next_}</p>'


def _drop(taking: Taking, lang: str) -> str:
    busy = taking.stage in ("upload", "work")
    working = ""
    if taking.stage == "work":
        words = (
            say(lang, "intake.stage_compare", n=f"{taking.rows:,}")
            if taking.rows
            else say(lang, "intake.stage_read")
        )
        working = f'<p class="next" role="status">{words} · {figures.text(taking.file)}</p><div class="loadbar moving"><i></i></div>'
    taken = ""
    if taking.taken is not None and taking.stage == "empty":
        said = say(
            lang, "intake.taken", seq=taking.taken.seq, rows=f"{taking.taken.total:,}"
        )
        taken = f'<p class="good" role="status">{said}</p>'
    why = "".join(
        f'<p class="bad" role="alert" data-why="{name}" hidden>{say(lang, f"intake.why_{name}")}</p>'
        for name in REFUSALS
    )
    zone = (
        f'<div class="drop{" busy" if busy else ""}" data-drop>'
        f'<input type="file" accept="{ACCEPTED}" hidden>'
        f'<span class="waiting">{say(lang, "intake.drop_here")} '
        f'<button class="btn" data-go="pick">{say(lang, "intake.pick")}</button></span>'
        f'<span class="coming" role="status">{say(lang, "intake.receiving")} <b data-percent>0 %</b>'
        '<span class="loadbar"><i data-progress></i></span>'
        f'<button class="btn" data-go="stop-upload">{say(lang, "intake.cancel")}</button></span></div>'
    )
    template = f'<button class="btn" data-go="template">{say(lang, "intake.template")}</button>'
    body = taken + (working if taking.stage == "work" else zone + why)
    return card(
        say(lang, "intake.drop_title"), say(lang, "intake.drop_caption"), body, "",
        extra=template,
    )  # fmt: skip


def _about(taking: Taking, lang: str) -> str:
    day = taking.valid_on or taking.view.day
    boxes = "".join(
        f'<label class="box"><input type="checkbox" data-field="complete-{figures.text(key)}"'
        f"{' checked' if key in taking.complete else ''}>{figures.text(name)}</label>"
        for key, name in taking.desk.village_names.items()
    )
    own = ""
    if taking.desk.is_sample:
        checked = " checked" if taking.starts_own else ""
        own = (
            f'<label class="box"><input type="checkbox" data-field="starts_own"{checked}>'
            f"{say(lang, 'intake.starts_own')}</label>"
        )
    roll = (
        f'<div class="wide"><span class="label">{say(lang, "intake.complete")}</span>'
        f'<div class="boxes">{boxes}</div><p class="note">{say(lang, "intake.complete_hint")}</p></div>'
    )
    body = (
        '<div class="form">'
        + field("valid_on", str(day or ""), lang, kind="date", hint="valid_hint")
        + field("author", taking.view.author, lang)
        + field("reason", taking.reason, lang, hint="reason_hint", wide=True)
        + (roll if boxes else "")
        + f"{own}</div>"
    )
    return card(say(lang, "intake.settings_title"), "", body, "")


def field(  # noqa: PLR0913 each is said by name
    name: str,
    value: str,
    lang: str,
    *,
    kind: str = "text",
    hint: str = "",
    wide: bool = False,
) -> str:
    """Return a labelled field of this page."""
    words = say(lang, f"intake.{hint}") if hint else ""
    below = f'<p class="note">{words}</p>' if words and kind != "text" else ""
    shown = f' placeholder="{words}"' if kind == "text" else ""
    return (
        f'<label class="{"wide" if wide else ""}"><span class="label">{say(lang, f"intake.{name}")}</span>'
        f'<input type="{kind}" data-field="{name}" value="{figures.text(value) if value else ""}"{shown}>{below}</label>'
    )


def _problems(taking: Taking, lang: str) -> str:
    assert taking.looked is not None  # noqa: S101 steps() has looked
    problems = taking.looked.intake.problems
    title = say(lang, "intake.problems_title")
    if not len(problems):
        return card(title, say(lang, "intake.problems_none"), "", "")
    counts = say(
        lang, "intake.problems_counts", refused=f"{len(problems.refused):,}",
        warned=f"{len(problems.warnings):,}",
    )  # fmt: skip
    rows = taking.problems()
    body = "".join(_problem(row, lang) for row in rows.head(PROBLEMS_SHOWN).to_dicts())
    heads = (
        (say(lang, f"intake.col_{name}"), "")
        for name in ("sheet", "row", "column", "value", "reason", "cure")
    )
    more = ""
    if rows.height > PROBLEMS_SHOWN:
        more = f'<p class="note">{say(lang, "intake.problems_more", n=f"{rows.height:,}", shown=PROBLEMS_SHOWN)}</p>'
    listed = wide(list_table(heads, body, "problems"))
    extra = f'<button class="btn" data-go="fix-list">{say(lang, "intake.fix_list")}</button>'
    return card(title, counts, _groups(taking, lang) + listed + more, "", extra=extra)


def _groups(taking: Taking, lang: str) -> str:
    assert taking.looked is not None  # noqa: S101 steps() has looked
    frame = taking.looked.intake.problems.frame
    chips = [_chip("", "", say(lang, "intake.all_problems"), frame.height, taking)]
    for severity, kind, words, others, count in taking.groups(lang):
        said = say(lang, f"intake.severity_{severity}") + " · " + words
        if others:
            said = say(lang, "intake.and_others", words=said, n=others)
        chips.append(_chip(severity, kind, said, count, taking))
    return f'<div class="pills">{"".join(chips)}</div>'


def _chip(severity: str, kind: str, words: str, count: int, taking: Taking) -> str:
    on = (severity, kind) == (taking.severity, taking.kind)
    return (
        f'<button class="pill{" on" if on else ""}{" bad" if severity == "refuse" else ""}" '
        f'aria-pressed="{str(on).lower()}" data-go="only={severity}:{kind}">{figures.text(words)} <b>{count:,}</b></button>'
    )


def _problem(row: dict[str, Any], lang: str) -> str:
    column = row["column"]
    table = TABLES.get(row["table"])
    if table and column in table.by_name:
        column = table[column].label(lang)
    cells = (row["sheet"], row["row"], column, row["value"] or None)
    said = "".join(f"<td>{figures.text(cell)}</td>" for cell in cells)
    mark = "unmet" if row["severity"] == "refuse" else "ink2"
    return (
        f'<tr>{said}<td class="wrap {mark}">{figures.text(row[f"reason_{lang}"])}</td>'
        f'<td class="wrap">{figures.text(row[f"cure_{lang}"])}</td></tr>'
    )


def _changes(taking: Taking, lang: str) -> str:
    assert taking.looked is not None  # noqa: S101 steps() has looked
    counts = taking.looked.changes.counts
    title = say(lang, "intake.changes_title")
    leave = f'<button class="btn" data-go="leave">{say(lang, "intake.leave")}</button>'
    if not counts:
        return card(
            title,
            say(lang, "intake.changes_none"),
            f'<div class="acts">{leave}</div>',
            "",
        )
    total = {
        k: f"{sum(c[k] for c in counts.values()):,}" for k in ("new", "changed", "gone")
    }
    accept = f'<button class="btn pri" data-go="accept">{say(lang, "intake.accept")}</button>'
    body = (
        count_table(counts, lang) + field_table(taking, taking.looked.changes, lang)
        + f'<div class="acts">{accept}{leave}<span class="note">{say(lang, "intake.accept_hint")}</span></div>'
    )  # fmt: skip
    return card(title, say(lang, "intake.changes_counts", **total), body, "")
