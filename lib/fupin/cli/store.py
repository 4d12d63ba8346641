"""The commands of the store: take a file, its history, undo, replay's dates, audit."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupin.cli.asked import language

if TYPE_CHECKING:
    from fupin.store import Store, Vintage

store_app = typer.Typer(
    no_args_is_help=True, help="台账的批次 · The register's vintages"
)
audit_app = typer.Typer(no_args_is_help=True, help="审计日志 · The audit log")
Author = Annotated[str, typer.Option(help="谁 · who")]
Reason = Annotated[str, typer.Option(help="为什么 · why")]


def opened() -> Store:
    """Open the store that the settings name."""
    from fupin.book import open_book  # noqa: PLC0415 0.5 s

    return open_book()


@store_app.command()
def take(
    path: Annotated[Path, typer.Argument(help="台账 · workbook or folder")],
    author: Author,
    reason: Reason,
    on: Annotated[
        datetime, typer.Option(help="事实所属日期 · valid on", formats=["%Y-%m-%d"])
    ],
    complete: Annotated[
        list[str] | None,
        typer.Option(help="全村名册齐全的村编号 · villages whose roll is whole"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看不收 · only look")
    ] = False,
) -> None:
    """收一份台账进来，先看变化 · Take a file, after looking at what it changes.

    The first one begins the town's own store: the one to practise with stays as it is.
    """
    from fupin import settings  # noqa: PLC0415
    from fupin.book import open_book  # noqa: PLC0415
    from fupin.recording import preview, record, refuse  # noqa: PLC0415

    store = opened() if settings.has_store() else None
    looked = preview(store, path, on.date(), complete or ())
    typer.echo(looked.intake.problems.summary(language()))
    for name, kinds in looked.changes.counts.items():
        typer.echo(f"  {name}: " + ", ".join(f"{k} {n}" for k, n in kinds.items() if n))
    if dry_run:
        return
    if store is None:
        refuse(looked, author, reason)
        typer.echo(f"镇里自己的台账 the town's own: {settings.OWN_STORE}")
        store = open_book(str(settings.OWN_STORE))
    typer.echo(line(record(store, looked, author, reason)))


@store_app.command()
def history() -> None:
    """列出所有批次 · List every vintage."""
    from fupin.store import history as told  # noqa: PLC0415

    for vintage in told(opened()):
        typer.echo(line(vintage))


@store_app.command()
def undo(author: Author, reason: Reason) -> None:
    """撤销最近一批，不删任何东西 · Undo the newest vintage; nothing is deleted."""
    from fupin.store import undo as undoing  # noqa: PLC0415

    typer.echo(line(undoing(opened(), author, reason)))


@audit_app.command()
def verify(
    anchor: Annotated[
        str, typer.Option(help="上次记下的锚点 · the anchor noted down last time")
    ] = "",
) -> None:
    """查日志和批次有没有被改过 · Find any tampering."""
    from fupin.store import audit  # noqa: PLC0415
    from fupin.store import verify as verifying  # noqa: PLC0415

    store = opened()
    found = verifying(store, anchor)
    for tampering in found:
        typer.echo(f"{tampering.where}: {tampering.zh} · {tampering.en}")
    log = audit.entries(store)
    typer.echo(f"{len(log)} 条 entries，{len(found)} 处不符 places")
    typer.echo(f"锚点 anchor（请抄在别处 · note it elsewhere）: {audit.anchor_of(log)}")
    if found:
        raise typer.Exit(1)


@audit_app.command()
def log(
    newest: Annotated[int, typer.Option(help="最近几条 · how many")] = 20,
) -> None:
    """列出最近的日志 · List the newest entries."""
    from fupin.store import audit  # noqa: PLC0415

    for entry in audit.entries(opened(), newest):
        typer.echo(
            f"{entry.seq} {entry.at} {entry.actor} {entry.action} {entry.subject}"
        )


def line(vintage: Vintage) -> str:
    """Return one line of the history."""
    at: date = vintage.recorded_at.astimezone().date()
    undone = (
        f" （已由第 {vintage.undone_by} 批撤销 undone）" if vintage.undone_by else ""
    )
    return (
        f"{vintage.seq} {at} {vintage.kind} {vintage.valid_on} {vintage.author} "
        f"“{vintage.reason}” {vintage.source} {vintage.total} 行 rows{undone}"
    )
