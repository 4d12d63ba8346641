"""The commands of saved scenarios: save, list, show, carry over, withdraw."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin.cli.asked import language
from fupin.cli.store import opened
from fupin.cli.whatif import Basis, Off, Set, scenario_of

if TYPE_CHECKING:
    from fupin.scenarios import Saved
    from fupin.store import Store

scenario_app = typer.Typer(
    no_args_is_help=True, help="存下的情景 · Saved what-if scenarios"
)
Name = Annotated[str, typer.Argument(help="情景名称 · the scenario's name")]
Author = Annotated[str, typer.Option(help="谁 · who")]


@scenario_app.command()
def save(
    name: Name, author: Author, settings: Set = None, off: Off = None,
    basis: Basis = "fixed",
    description: Annotated[str, typer.Option(help="说明 · what it is for")] = "",
    replaces: Annotated[
        int,
        typer.Option(help="看过的那一版，存为它的下一版 · version it follows; 0: new"),
    ] = 0,
) -> None:  # fmt: skip
    """存一个情景，别人也能打开 · Save a scenario by name."""
    from fupin import scenarios  # noqa: PLC0415 0.5 s

    store = opened()
    on = scenarios.find(store, name) if replaces else None
    if on is not None:
        on = replace(on, version=replaces)
    wanted = scenario_of(settings, off, basis)
    wanted = replace(wanted, author=author, description=description)
    try:
        typer.echo(line(scenarios.save(store, name, wanted, on)))
    except scenarios.NameTakenError as taken:
        for what, theirs, mine in taken.fields:
            typer.echo(f"  {what}: {theirs} | {mine}", err=True)
        raise


@scenario_app.command("list")
def listed() -> None:
    """列出存下的情景 · List the saved scenarios."""
    from fupin.scenarios import saved  # noqa: PLC0415

    for one in saved(opened()):
        typer.echo(line(one))


@scenario_app.command()
def show(name: Name) -> None:
    """情景的各版、改动，和已不适用的 · Versions, terms, what no longer applies."""
    from fupin.scenarios import find, versions  # noqa: PLC0415

    store = opened()
    found = find(store, name)
    for one in versions(store, found.scenario):
        typer.echo(line(one))
    said: dict[str, Any] = {
        "overrides": dict(found.overrides), "plan": found.plan,
        "vintage": found.vintage, "notes": _notes(store, found),
    }  # fmt: skip
    typer.echo(json.dumps(said, ensure_ascii=False))


@scenario_app.command()
def carry(name: Name, author: Author) -> None:
    """把情景带到现在的方案，存为下一版 · Carry it over to the plan of now."""
    from fupin import scenarios  # noqa: PLC0415

    store = opened()
    found = scenarios.find(store, name)
    for note in _notes(store, found):
        typer.echo(note)
    now = found.opened(scenario_of([], [], "fixed").plan).scenario
    typer.echo(line(scenarios.save(store, name, replace(now, author=author), found)))


@scenario_app.command()
def withdraw(name: Name, author: Author) -> None:
    """撤下情景，各版都留着 · Take it off the list; its versions stay."""
    from fupin import scenarios  # noqa: PLC0415

    typer.echo(line(scenarios.withdraw(opened(), name, author)))


def _notes(store: Store, found: Saved) -> list[str]:
    from fupin.store import newest  # noqa: PLC0415

    plan = scenario_of([], [], "fixed").plan
    notes = found.opened(plan, newest(store)).notes
    return [note.say(language()) for note in notes]


def line(one: Saved) -> str:
    """Return one line of the list."""
    mark = "（已撤下 withdrawn）" if one.kind == "withdraw" else ""
    return (
        f"{one.name} · {one.version} · {one.at[:10]} · {one.author} · "
        f"{one.description or '—'} · 方案 plan {one.plan[:6]} · 数据 vintage "
        f"{one.vintage}{mark}"
    )
