"""The commands of the plan: read it, propose a change, decide, export."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin.cli.asked import day, language
from fupin.errors import FupinError

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.proposals import Proposal
    from fupin.reading import Place
    from fupin.store import Store

plan_app = typer.Typer(
    no_args_is_help=True, help="方案与修改提议 · The plan and its proposals"
)
Author = Annotated[str, typer.Option(help="谁 · who")]
Reason = Annotated[str, typer.Option(help="为什么 · why")]
Seq = Annotated[int, typer.Argument(help="提议编号 · number of the proposal")]
WORDS = {
    "zh": {"waiting": "待补录", "rule": "规则", "parameter": "参数", "open": "待定",
           "accepted": "已采纳", "rejected": "已退回", "from": "自",
           "moves": "会动 {n} 户", "none": "没有提议"},
    "en": {"waiting": "to be recorded", "rule": "rule", "parameter": "parameter",
           "open": "open", "accepted": "accepted", "rejected": "rejected",
           "from": "from", "moves": "{n} households would move",
           "none": "no proposals"},
}  # fmt: skip


@plan_app.command()
def show(
    clause: Annotated[
        str,
        typer.Argument(help="条款、规则或参数编号 · only this clause, rule, parameter"),
    ] = "",
    known: Annotated[str, typer.Option(help="当时已采纳到 · accepted by")] = "",
) -> None:
    """按原文次序读方案，旁附系统怎么做 · Read the plan in its order."""
    from fupin.book import read_plan  # noqa: PLC0415 0.5 s
    from fupin.forms import load_forms  # noqa: PLC0415
    from fupin.reading import parts  # noqa: PLC0415

    plan, lang = read_plan(day(known) if known else None), language()
    places = [
        place
        for part in parts(plan, load_forms().values())
        for place in part.places
        if not clause or clause in _ids(place)
    ]
    if not places:
        raise FupinError(
            f"方案里没有“{clause}”。请用 fupin plan show 看全部编号",
            f"The plan has no {clause!r}. See them all by fupin plan show.",
        )
    for place in places:
        typer.echo("\n".join(_lines(place, lang, is_whole=bool(clause))))


@plan_app.command()
def propose(
    subject: Annotated[
        str, typer.Argument(help="参数、规则或 implement_2 · what to change")
    ],
    starts: Annotated[
        datetime, typer.Option("--from", help="自哪天起 · from", formats=["%Y-%m-%d"])
    ],
    author: Author, reason: Reason,
    source: Annotated[str, typer.Option(help="出处 · source")],
    value: Annotated[str, typer.Option(help="新值 · new value")] = "",
    confidence: Annotated[
        str, typer.Option(help="把握 · high|medium|low|derived|unconfirmed|ours")
    ] = "unconfirmed",
    published: Annotated[str, typer.Option(help="公布日期 · published on")] = "",
    correct: Annotated[
        bool, typer.Option("--correct", help="更正该日起的值 · correct that value")
    ] = False,
    basis: Annotated[str, typer.Option(help="口径 · fixed | actual")] = "",
    text: Annotated[str, typer.Option(help="条文原话 · the words")] = "",
    english: Annotated[str, typer.Option(help="英文 · in English")] = "",
    when: Annotated[str, typer.Option(help="判定条件 · condition of the rule")] = "",
) -> None:  # fmt: skip
    """提一份修改，等第二人采纳 · Propose a change; a second person decides."""
    from fupin import proposals  # noqa: PLC0415

    if value:
        kind = proposals.CORRECTION if correct else proposals.VALUE
        body: dict[str, Any] = {"value": _number(value), "confidence": confidence}
        if published:
            body["published_on"] = day(published).isoformat()
    elif basis:
        kind, body = proposals.BASIS, {"basis": basis}
    else:
        kind = proposals.RULE if when else proposals.TEXT
        body = {"text": text, "en": english} | ({"when": when} if when else {})
    draft = proposals.Draft(kind, subject, starts.date(), body, author, reason, source)
    typer.echo(_line(proposals.propose(_store(), draft, _files()), language()))


@plan_app.command("proposals")
def list_proposals(
    seq: Annotated[int, typer.Argument(help="只看这一号，连同会动谁 · only this")] = 0,
    on: Annotated[str, typer.Option(help="截至日期 · as-of date")] = "2018-06-30",
) -> None:
    """列出提议；给编号则先看会动谁 · List proposals, or who one would move."""
    from fupin import proposals  # noqa: PLC0415

    store, lang = _store(), language()
    told = proposals.history(store)
    shown = [one for one in told if seq in (0, one.seq)]
    for one in shown:
        typer.echo(_line(one, lang))
    if not shown:
        typer.echo(WORDS[lang]["none"])
    elif seq and shown[0].state == "open":
        _before(store, shown[0], max(day(on), shown[0].draft.starts), lang)


@plan_app.command()
def accept(seq: Seq, author: Author, reason: Reason) -> None:
    """第二人采纳 · Accept, as a second person."""
    from fupin import proposals  # noqa: PLC0415

    done = proposals.accept(_store(), seq, author, reason, _files())
    typer.echo(_line(done, language()))


@plan_app.command()
def reject(seq: Seq, author: Author, reason: Reason) -> None:
    """第二人退回 · Reject, as a second person."""
    from fupin import proposals  # noqa: PLC0415

    done = proposals.reject(_store(), seq, author, reason, _files())
    typer.echo(_line(done, language()))


@plan_app.command()
def export(
    to: Annotated[Path, typer.Option(help="写到哪个 html · file to write")],
) -> None:
    """把方案和可执行口径写成一份可打印的文件 · Write the plan as a document."""
    from fupin.book import read_plan  # noqa: PLC0415
    from fupin.forms import load_forms  # noqa: PLC0415
    from fupin.proposals import history  # noqa: PLC0415
    from fupin.reading import document  # noqa: PLC0415

    forms = load_forms().values()
    page = document(read_plan(), forms, history(_store()), lang=language())
    to.write_text(page, encoding="utf-8")
    typer.echo(str(to))


def _store() -> Store:
    from fupin.book import open_book  # noqa: PLC0415

    return open_book()


def _files() -> Plan:
    from fupin import settings  # noqa: PLC0415
    from fupin.plan import load_plan  # noqa: PLC0415

    return load_plan(settings.PLAN)


def _number(text: str) -> float | bool:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise FupinError(
            f"“{text}”不是数。请写成 7365，开关写 true 或 false",
            f"{text!r} is not a number. Write 7365; a switch is true or false.",
        ) from None


def _before(store: Store, one: Proposal, on: date, lang: str) -> None:
    """Say whose outcomes would move, names masked."""
    from fupin import proposals  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415
    from fupin.store import register  # noqa: PLC0415
    from fupin.whatif.engine import Engine  # noqa: PLC0415

    plan = proposals.standing_plan(store)
    after = proposals.check(plan, one.draft)
    found = proposals.moves(Engine(register(store), on), plan, after, Scenario)
    typer.echo(f"{on}: {WORDS[lang]['moves'].format(n=found.moved)}")
    for outcome in found.outcomes:
        counts = [" ".join(map(str, c)) or "-" for c in (outcome.before, outcome.after)]
        typer.echo(f"  {outcome.rule.label[lang]}: {' -> '.join(counts)}")
        for row in outcome.rows.iter_rows(named=True):
            name = row.get("head_name", row.get("village_name"))
            place = row.get("household_id", row["village_id"])
            typer.echo(f"    {place} {name} {row['before']} -> {row['after']}")


def _ids(place: Place) -> set[str]:
    rules = {one.id for one in place.rules}
    return {place.id, place.subject} | rules | {one.id for one in place.parameters}


def _lines(place: Place, lang: str, *, is_whole: bool) -> list[str]:
    said = WORDS[lang]
    mark = f"〔{said['waiting']}〕" if place.is_waiting else ""
    lines = [f"{place.where[lang]} [{place.id}] {mark}{place.title[lang]}"]
    for rule in place.rules:
        lines.append(f"    {said['rule']} {rule.id}: {rule.label[lang]}")
        if is_whole and rule.when:
            lines.append(f"        {rule.when}")
    for one in place.parameters:
        lines.append(f"    {said['parameter']} {one.id}: {one.label[lang]}")
        lines += [
            f"        {said['from']} {v.starts}: {v.value:g} {v.source} {v.confidence}"
            for v in one.values
            if is_whole
        ]
    return lines


def _line(one: Proposal, lang: str) -> str:
    draft, said = one.draft, WORDS[lang]
    body = ", ".join(f"{k}={v}" for k, v in draft.body.items() if v != "")
    decided = ""
    if one.decision:
        decided = f" {one.decision.author} “{one.decision.reason}”"
    return (
        f"{one.seq} {said[one.state]} {draft.kind} {draft.subject} {said['from']} "
        f"{draft.starts} {body} {draft.author} “{draft.reason}” {draft.source}{decided}"
    )
