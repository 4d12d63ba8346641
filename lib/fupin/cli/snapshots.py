"""The commands of snapshots: make, list, show, diff, withdraw, export, check."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin.cli.asked import day, language
from fupin.cli.store import Author, Reason, opened
from fupin.cli.whatif import Basis, Off, Set, scenario_of
from fupin.errors import FupinError

if TYPE_CHECKING:
    from fupin.snapshots import Snapshot

snapshot_app = typer.Typer(
    no_args_is_help=True, help="会议快照 · Snapshots for a meeting"
)
Id = Annotated[str, typer.Argument(help="快照编号，见 list · the snapshot's id")]


@snapshot_app.command()
def create(
    title: Annotated[str, typer.Option(help="标题 · title")],
    author: Author,
    on: Annotated[
        str, typer.Option(help="截至日期；不写为最近时点 · as-of date; else newest")
    ] = "",
    note: Annotated[str, typer.Option(help="说明 · note")] = "",
    village: Annotated[str, typer.Option(help="只看一个村 · one village only")] = "",
    settings: Set = None, off: Off = None, basis: Basis = "fixed",
    scenario: Annotated[
        str, typer.Option(help="用存下的情景 · a saved scenario's name")
    ] = "",
) -> None:  # fmt: skip
    """存一份快照，数字从此不变 · Freeze the figures; says the id."""
    from fupin import scenarios, snapshots  # noqa: PLC0415 0.5 s

    store = opened()
    wanted = scenario_of(settings, off, basis)
    if scenario and (settings or off or basis != "fixed"):
        raise FupinError(
            "--scenario 已经是一整个情景，不能再加 --set、--off、--basis",
            "--scenario is a whole scenario: --set, --off and --basis can't be added.",
        )
    if scenario:
        found = scenarios.find(store, scenario).opened(wanted.plan)
        for told in found.notes:
            # What it sets and the plan no longer has isn't left out in silence.
            typer.echo(told.say(language()), err=True)
        wanted = found.scenario
    asked = day(on) if on else _newest_day(store)

    def look() -> Any:
        return snapshots.now(store, wanted, asked, village)

    typer.echo(line(snapshots.make(store, look, title, author, note)))


@snapshot_app.command("list")
def listed() -> None:
    """列出快照，新的在前 · List the snapshots, the newest first."""
    from fupin.snapshots import listed as told  # noqa: PLC0415

    for one in told(opened()):
        typer.echo(line(one))


@snapshot_app.command()
def show(
    id_: Id,
    figures: Annotated[
        bool, typer.Option("--figures", help="全部数字，JSON · all figures as JSON")
    ] = False,
) -> None:
    """看一份快照：通报的文字和数字 · Show a snapshot: its brief, or its figures."""
    from fupin.access import mask_name  # noqa: PLC0415
    from fupin.snapshots import document, find  # noqa: PLC0415

    found = find(opened(), id_)
    typer.echo(line(found))
    if figures:
        typer.echo(json.dumps(found.figures, ensure_ascii=False))
        return
    made = document(found, language())  # type: ignore[arg-type]
    for section in made.sections:
        typer.echo(f"\n{section.kicker}：{made.said(section.headline)}")
        for words in section.paragraphs:
            typer.echo(made.said(words))
    for note in found.notes:
        typer.echo(
            f"\n※ {made.figures[note.figure].what}：{note.body}"
            f"（{mask_name(note.author)}）"
        )


@snapshot_app.command()
def diff(
    before: Annotated[str, typer.Argument(help="先前的 · the earlier id")],
    after: Annotated[str, typer.Argument(help="后来的 · the later id")],
) -> None:
    """两份快照差在哪、为什么 · What moved between two, and why; JSON lines."""
    from fupin.snapshots import difference, find  # noqa: PLC0415

    store = opened()
    found = difference(store, find(store, before), find(store, after))
    for key, was, now in found.moved:
        _tell(figure=key, before=was, after=now)
    for part, moves in found.parts.items():
        _tell(part=part, **{key: n for key, n in moves.items() if n})
    if found.why_not is not None:
        _tell(parts=found.why_not.say(language()))
    for row in found.who:
        _tell(**{"household": row["household_id"], **row})
    for row in found.tasks:
        _tell(**{n: row[n] for n in ("key", "what", "before", "after")})
    for row in found.terms:
        _tell(**row)


@snapshot_app.command()
def withdraw(id_: Id, author: Author, reason: Reason) -> None:
    """撤回一份快照，不删任何东西 · Withdraw it, with a reason; nothing is deleted."""
    from fupin.snapshots import withdraw as withdrawing  # noqa: PLC0415

    typer.echo(line(withdrawing(opened(), id_, author, reason)))


@snapshot_app.command()
def note(
    id_: Id,
    figure: Annotated[str, typer.Argument(help="数字，见 show --figures · figure")],
    words: Annotated[str, typer.Argument(help="批注 · what to note")],
    author: Author,
) -> None:
    """给一个数字写批注 · Write a note on a figure."""
    from fupin.snapshots import annotate  # noqa: PLC0415

    typer.echo(line(annotate(opened(), id_, figure, author, words)))


@snapshot_app.command()
def check(id_: Id) -> None:
    """按那时的数据和方案重算，看是否一致 · Compute it again and compare."""
    from fupin.snapshots import check as checking  # noqa: PLC0415
    from fupin.snapshots import find  # noqa: PLC0415

    store = opened()
    found = checking(store, find(store, id_))
    if found.agrees:
        typer.echo("一致 agrees")
        return
    if found.why_not is not None:
        typer.echo(found.why_not.say(language()), err=True)
    for key, was, now in found.moved:
        _tell(figure=key, frozen=was, computed=now)
    raise typer.Exit(1)


@snapshot_app.command()
def export(
    id_: Id,
    form: Annotated[
        list[str], typer.Option("--format", help="pptx pdf xlsx docx html… · formats")
    ],
    to: Annotated[Path, typer.Option(help="文件夹 · folder")] = Path(),
    names: Annotated[
        bool,
        typer.Option("--names", help="写全名，妥善保管 · full names: keep it safe"),
    ] = False,
) -> None:
    """导出一份快照 · Write a snapshot as files."""
    from fupin.intake.saving import replacing  # noqa: PLC0415
    from fupin.snapshots import document, find, refuse_withdrawn  # noqa: PLC0415

    found = find(opened(), id_)
    refuse_withdrawn(found)
    made = document(found, language(), masked=not names)  # type: ignore[arg-type]
    # Its libraries take a second to load; what is refused needs none of them.
    from fupin import exports  # noqa: PLC0415

    to.mkdir(parents=True, exist_ok=True)
    for one in form:
        path = to / exports.file_name(made, one)
        content = exports.write(made, one)
        with replacing(path) as part:
            part.write_bytes(content)
        typer.echo(str(path))


def _newest_day(store: Any) -> date:
    from fupin import settings  # noqa: PLC0415
    from fupin.store import register  # noqa: PLC0415

    ends = register(store)["incomes"]["period_to"].drop_nulls()
    return max(ends) if len(ends) else settings.SAMPLE_DAY


def _tell(**said: Any) -> None:
    typer.echo(json.dumps(said, ensure_ascii=False, default=str))


def line(one: Snapshot) -> str:
    """Return one line of the list; its author is masked, as on the page."""
    from fupin.access import mask_name  # noqa: PLC0415

    gone, author = one.withdrawn, mask_name(one.author)
    mark = f"（已撤回 withdrawn：{gone.body}）" if gone else ""
    return (
        f"{one.id} · {one.day} · {one.title} · {author} · {one.made:%Y-%m-%d %H:%M}"
        f" · 数据 vintage {one.vintage} · 方案 plan {one.plan[:6]}{mark}"
    )
