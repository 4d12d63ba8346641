"""Proposals: those that wait for a second person, whom they move, and the decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, go
from dashboards.widgets.plan_form import error, typed
from dashboards.widgets.rows import list_table, wide
from fupin.errors import FupinError
from fupin.proposals.applied import recorded
from fupin.proposals.model import BASIS, CORRECTION, OPEN, VALUE
from fupin.reading.document import value_words
from fupin.units import unit_label

if TYPE_CHECKING:
    from dashboards.models.plan import PlanRead, Proposing
    from fupin.proposals import Moves, Outcome, Proposal


def waiting_for(read: PlanRead, state: Proposing, lang: str) -> str:
    """Return the open proposals, and what was just recorded; nothing without any."""
    told = ""
    if state.done:
        done = next((p for p in read.proposals if p.seq == state.done), None)
        word = done.state if done else OPEN
        told = f'<p class="good" role="status">{say(lang, f"plan.done_{word}", seq=state.done)}</p>'
    if not read.open:
        return told
    items = "".join(_item(one, read, state, lang) for one in read.open)
    title = say(lang, "plan.open_title", n=len(read.open))
    body = f'<ol class="vintages">{items}</ol>'
    shown = card(title, say(lang, "plan.open_caption"), body, "plan-open")
    return f'{told}<div id="proposals">{shown}</div>'


def decided(read: PlanRead, lang: str) -> str:
    """Return the proposals that were accepted or rejected, the newest first."""
    over = [one for one in read.proposals if one.state != OPEN]
    if not over:
        return ""
    items = "".join(
        f'<li class="{"off" if one.state == "rejected" else ""}">{_said(one, read, lang)}'
        f'<p class="note">{_decision(one, lang)}</p></li>'
        for one in over
    )
    title = say(lang, "plan.decided_title", n=len(over))
    shown = card(
        title,
        say(lang, "plan.decided_caption"),
        f'<ol class="vintages">{items}</ol>',
        "",
    )
    return f'<div id="decided">{shown}</div>'


def _item(one: Proposal, read: PlanRead, state: Proposing, lang: str) -> str:
    is_open = state.seq == one.seq
    word = say(lang, "plan.hide_moves" if is_open else "plan.see_moves")
    button = (
        f'<button class="btn" data-go="look={one.seq}" '
        f'aria-expanded="{str(is_open).lower()}">{word}</button>'
    )
    shown = _opened(one, read, state, lang) if is_open else ""
    return f'<li>{_said(one, read, lang)}<div class="acts">{button}</div>{shown}</li>'


def _said(one: Proposal, read: PlanRead, lang: str) -> str:
    draft = one.draft
    day = figures.day(one.proposed_at.astimezone().date(), lang)
    since = say(lang, "plan.since", day=figures.day(draft.starts, lang))
    return (
        f"<div><b>{say(lang, 'plan.proposal', seq=one.seq)}</b> "
        f'<span class="tag">{say(lang, f"plan.kind_{draft.kind}")}</span> '
        f"{_subject(one, read, lang)} {_change(one, read, lang)} · {since}</div>"
        f"<p>{figures.text(draft.reason)}</p>"
        f'<p class="note">{figures.text(draft.author)} · {day} · '
        f"{say(lang, 'plan.from_source', source=figures.text(draft.source))}</p>"
    )


def _subject(one: Proposal, read: PlanRead, lang: str) -> str:
    plan, subject = read.desk.plan, one.draft.subject
    known = plan.parameters.get(subject) or plan.rules.get(subject)
    label = recorded(known.label)[lang] if known else ""
    words = label or say(lang, "plan.text_title", n=subject.rpartition("_")[2])
    return f"<b>{figures.text(words)}</b>"


def _change(one: Proposal, read: PlanRead, lang: str) -> str:
    """Return what stands now and what would; the words and the condition of a rule."""
    draft = one.draft
    if draft.kind == BASIS:
        return say(lang, f"app.basis_{draft.body['basis']}")
    if draft.kind in (VALUE, CORRECTION):
        parameter = read.desk.plan.parameters[draft.subject]
        unit = unit_label(parameter.unit, lang)
        now = parameter.on(draft.starts) if one.state == OPEN else None
        before = f"{value_words(now.value, parameter.unit, lang)} → " if now else ""
        return f"{before}<b>{value_words(draft.body['value'], parameter.unit, lang)}</b> {unit}"
    shown = f"“{figures.text(draft.body['text'])}”"
    if draft.body.get("when"):
        shown += f" <code>{figures.text(draft.body['when'])}</code>"
    return shown


def _decision(one: Proposal, lang: str) -> str:
    decision = one.decision
    if decision is None:
        return ""
    day = figures.day(decision.decided_at.astimezone().date(), lang)
    return say(lang, f"plan.by_{decision.verdict}", who=figures.text(decision.author),
               day=day, reason=figures.text(decision.reason))  # fmt: skip


def _opened(one: Proposal, read: PlanRead, state: Proposing, lang: str) -> str:
    try:
        moves = state.before(read, one)
        shown = _moves(moves, one, read, lang)
    except FupinError as refused:
        shown = f'<p class="bad">{figures.text(refused.say(lang))}</p>'
    second, reason = say(lang, "plan.second"), say(lang, "plan.decided_why")
    return (
        f'{shown}<div class="form"><label><span class="label">{second}</span>'
        f'<input type="text" data-field="second" value="{typed("second", state)}"></label>'
        f'<label><span class="label">{reason}</span>'
        f'<input type="text" data-field="decided" value="{typed("decided", state)}"></label></div>{error(state, lang)}'
        f'<div class="acts"><button class="btn pri" data-go="accept">{say(lang, "plan.accept")}</button>'
        f'<button class="btn" data-go="reject">{say(lang, "plan.reject")}</button>'
        f'<p class="note">{say(lang, "plan.second_hint")}</p></div>'
    )


def _moves(moves: Moves, one: Proposal, read: PlanRead, lang: str) -> str:
    day = max(read.day, one.draft.starts)
    if not moves.outcomes:
        return f'<p class="next">{say(lang, "plan.moves_nothing")}</p>'
    key = "plan.moves" if moves.moved else "plan.moves_nobody"
    said = say(lang, key, n=moves.moved, day=figures.day(day, lang))
    heads = (
        (say(lang, f"plan.column_{k}"), "" if k == "outcome" else "r")
        for k in ("outcome", "before", "after", "moved")
    )
    rows = "".join(_outcome(each, lang) for each in moves.outcomes)
    names = "".join(_names(each, read, lang) for each in moves.outcomes if each.moved)
    return (
        f'<p class="next"><b>{said}</b></p>{wide(list_table(heads, rows, "plan-moves"))}'
        f'<p class="caption">{say(lang, "plan.moves_caption")}</p>{names}'
    )


def _outcome(one: Outcome, lang: str) -> str:
    counts = [
        " / ".join(map(figures.number, told)) or figures.NOTHING
        for told in (one.before, one.after)
    ]
    cells = "".join(f'<td class="r">{told}</td>' for told in counts)
    label = figures.text(one.rule.label[lang])
    return f'<tr><td>{label}</td>{cells}<td class="r"><b>{one.moved}</b></td></tr>'


def _names(one: Outcome, read: PlanRead, lang: str) -> str:
    title = say(
        lang, "plan.movers", rule=figures.text(one.rule.label[lang]), n=one.moved
    )
    if one.unnamed:
        return f'<p class="caption">{title}：{say(lang, "plan.unnamed")}</p>'
    rows = "".join(_mover(row, read, lang) for row in one.rows.iter_rows(named=True))
    return (
        f"<details open><summary>{title}</summary>"
        f'<div class="plan-movers">{rows}</div></details>'
    )


def _mover(row: dict[str, Any], read: PlanRead, lang: str) -> str:
    turn = " → ".join(say(lang, f"plan.count_{row[k]}") for k in ("before", "after"))
    if "household_id" not in row:
        return f"<span><b>{figures.text(row['village_name'])}</b> {turn}</span>"
    desk = read.desk
    who = figures.text(desk.display_id(row["household_id"], row["village_id"]))
    link = go("households", h=desk.token_of(row["household_id"]))
    out = (
        ""
        if row["is_enrolled"]
        else f" <small>{say(lang, 'plan.not_enrolled')}</small>"
    )
    return f"<span><a {link}><b>{who}</b></a> {figures.text(row['head_name'])}{out} {turn}</span>"
