"""The commands of inspections: draw a sample, list it, record what was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin import settings
from fupin.cli.asked import day as asked_day
from fupin.cli.asked import language
from fupin.cli.store import Author, Reason, opened
from fupin.errors import StoreError

if TYPE_CHECKING:
    from datetime import date

    from fupin.inspection import Inspection
    from fupin.register import Register
    from fupin.store import Store

inspect_app = typer.Typer(
    no_args_is_help=True, help="抽查 · Inspection of a sample"
)  # fmt: skip
On = Annotated[str, typer.Option(help="基准日 · as-of date, as 2018-06-30")]


@inspect_app.command()
def draw(
    author: Author,
    reason: Reason,
    on: On,
    seed: Annotated[
        str,
        typer.Option(help="种子；不写则用日期和批次 · seed (default: date, vintage)"),
    ] = "",
    village: Annotated[
        list[str] | None, typer.Option(help="指定的村 · villages to inspect")
    ] = None,
) -> None:
    """按省里的抽样办法抽一次，同一种子抽出同样的户 · Draw a sample by its seed."""
    from fupin.assess import assess  # noqa: PLC0415
    from fupin.inspection import Act, default_seed, keep, load_sampling  # noqa: PLC0415
    from fupin.inspection import draw as drawing  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415
    from fupin.proposals import standing_plan  # noqa: PLC0415
    from fupin.store import newest  # noqa: PLC0415
    from fupin.store import register as read  # noqa: PLC0415

    store, day = opened(), asked_day(on)
    seen = newest(store)
    register, sampling = read(store), load_sampling(settings.PLAN)
    done = assess(register, Scenario(standing_plan(store)), day)
    made = drawing(done, sampling, seed or default_seed(store, day), village or ())
    act = Act(author, day, reason, seen)
    number = keep(store, made, sampling, register, act)
    _tell({
        "draw": number, "seed": made.seed, "villages": made.villages,
        "rows": len(made.rows), "enrolled": made.enrolled, "needed": made.needed,
        "short": sum(one.short for one in made.strata),
    })  # fmt: skip


@inspect_app.command("list")
def list_(
    on: On,
    number: Annotated[
        int | None, typer.Option(help="第几次；不写则列出各次 · which draw")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="写成工作簿 · write the list as xlsx")
    ] = None,
) -> None:
    """列出各次抽样，或一次的名单和比率 · List draws, or one's rows and shares."""
    from fupin.access import LOCAL  # noqa: PLC0415
    from fupin.inspection import inspected, results  # noqa: PLC0415

    store, day = opened(), asked_day(on)
    if number is None:
        for one in inspected(store, LOCAL, day):
            looked = len(results(store, one.seq, day))
            _tell({
                "draw": one.seq, "day": one.day, "seed": one.seed,
                "villages": one.villages, "rows": len(one.rows), "inspected": looked,
            })  # fmt: skip
        return
    _one(store, _made(store, number, day), day, to)


def _one(store: Store, made: Inspection, day: date, to: Path | None) -> None:
    from fupin.access import mask_name  # noqa: PLC0415
    from fupin.inspection import (  # noqa: PLC0415
        Listed,
        load_sampling,
        results,
        sample_workbook,
        shares,
    )
    from fupin.intake.saving import replacing  # noqa: PLC0415
    from fupin.store import register as read  # noqa: PLC0415

    told, sampling = results(store, made.seq, day), load_sampling(settings.PLAN)
    register = read(store)
    heads, villages = _names(register)
    if to is not None:
        with replacing(to) as part:
            listed = Listed(made, heads, villages, told, language())
            part.write_bytes(sample_workbook(listed, sampling))
    for row in made.rows:
        found = told.get(row["number"], {})
        _tell(row | {
            "head": mask_name(heads.get(row["household_id"])),
            "found": found.get("found"), "satisfied": found.get("satisfied"),
        })  # fmt: skip
    for share in shares(made.rows, told, sampling):
        _tell({
            "share": share.name, "found": share.found, "looked": share.looked,
            "drawn": share.drawn, "percent": share.rate, "low": share.low,
            "high": share.high, "limit": share.limit,
        })  # fmt: skip


def _names(register: Register) -> tuple[dict[str, str], dict[str, str]]:
    """Return the heads by household, and the villages' names."""
    heads: dict[str, str] = {}
    for table in ("residents", "households"):
        rows = register[table].select("household_id", "head_name")
        heads |= dict(rows.iter_rows())
    villages = register["villages"].select("village_id", "village_name")
    return heads, dict(villages.iter_rows())


@inspect_app.command()
def record(
    draw_: Annotated[int, typer.Argument(metavar="DRAW", help="第几次抽样 · draw")],
    number: Annotated[int, typer.Argument(help="名单上的序号 · number on the list")],
    found: Annotated[
        str, typer.Option(help="结果 · agrees | facts_differ | wrong | absent")
    ],
    inspector: Annotated[str, typer.Option(help="检查人 · inspector")],
    author: Author,
    on: On,
    reason: Annotated[str, typer.Option(help="原因 · why it differs")] = "",
    satisfied: Annotated[str, typer.Option(help="满意 · yes | no")] = "",
    inspected_on: Annotated[str, typer.Option(help="检查日期 · inspected on")] = "",
    seen: Annotated[int, typer.Option(help="看到的版本 · version looked at")] = 0,
) -> None:
    """记下一户的检查结果；本村的帮扶人不能检查 · Record what was found of a row."""
    from fupin.inspection import Act, team  # noqa: PLC0415
    from fupin.inspection import record as recording  # noqa: PLC0415
    from fupin.store import register as read  # noqa: PLC0415

    store, day = opened(), asked_day(on)
    made = _made(store, draw_, day)
    row = made.row(number)
    own = team(read(store), row["village_id"]) if row else frozenset[str]()
    said = {
        "found": found, "inspector": inspector, "reason": reason,
        "satisfied": satisfied, "inspected_on": inspected_on,
    }  # fmt: skip
    act = Act(author, day, seen=seen)
    _tell({"version": recording(store, made, number, said, act, own)})


def _made(store: Store, number: int, day: date) -> Inspection:
    from fupin.access import LOCAL  # noqa: PLC0415
    from fupin.inspection import inspected  # noqa: PLC0415

    for one in inspected(store, LOCAL, day):
        if one.seq == number:
            return one
    raise StoreError(
        f"到 {day} 没有第 {number} 次抽样。用 fupin inspect list 看有哪些",
        f"There is no draw {number} by {day}. See fupin inspect list.",
    )


def _tell(said: dict[str, Any]) -> None:
    typer.echo(json.dumps(said, ensure_ascii=False, default=str))
