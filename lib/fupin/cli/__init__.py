"""The command: each verb is a plain function of the library with the same name."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fupin.cli.asked import day, ending, language
from fupin.cli.forms import form_app
from fupin.cli.funds import funds_app
from fupin.cli.inspection import inspect_app
from fupin.cli.objection import objection_app
from fupin.cli.plan import plan_app
from fupin.cli.scenarios import scenario_app
from fupin.cli.sheet import sheet, village_sheet
from fupin.cli.snapshots import snapshot_app
from fupin.cli.store import audit_app, store_app
from fupin.cli.task import task_app
from fupin.cli.whatif import compare, curve, seek
from fupin.cli.why import add as add_why
from fupin.errors import FupinError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="精准扶贫工作台：把方案变成可执行的判定。\n\n"
    "A town's poverty-alleviation plan, made executable.",
)
app.add_typer(store_app, name="store")
app.add_typer(audit_app, name="audit")
app.add_typer(task_app, name="task")
app.add_typer(funds_app, name="funds")
app.add_typer(objection_app, name="objection")
app.add_typer(inspect_app, name="inspect")
add_why(app)
app.add_typer(form_app, name="form")
app.add_typer(scenario_app, name="scenario")
app.add_typer(plan_app, name="plan")
app.add_typer(snapshot_app, name="snapshot")
for verb in (compare, curve, seek, sheet, village_sheet):
    app.command()(verb)


class Form(StrEnum):
    """How a register is written."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"


class Grain(StrEnum):
    """What a row is of."""

    household = "household"
    village = "village"


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="端口 · port", min=1, max=65535)] = 5006,
    register: Annotated[
        Path | None,
        typer.Option(
            help="只看这一份台账 · only look at this register (default: the store)"
        ),
    ] = None,
) -> None:
    """打开工作台（只在本机）· Serve the dashboard on 127.0.0.1."""
    from fupin import serve as serving  # noqa: PLC0415

    if register is not None:
        os.environ["FUPIN_REGISTER"] = str(register.resolve())
    serving.serve(port)


@app.command()
def lab(
    port: Annotated[int, typer.Option(help="端口 · port", min=1, max=65535)] = 8888,
) -> None:
    """在 JupyterLab 里打开 notebooks/ · Open the notebooks in JupyterLab."""
    from fupin import serve as serving  # noqa: PLC0415

    serving.lab(port)


@app.command()
def sample(
    to: Annotated[Path, typer.Option(help="写到哪里 · folder to write to")],
    villages: Annotated[int, typer.Option(help="村数 · villages")] = 4,
    households: Annotated[
        int, typer.Option(help="在册户数 · enrolled households")
    ] = 290,
    seed: Annotated[int, typer.Option(help="随机种子 · seed")] = 2016,
    form: Annotated[Form, typer.Option(help="格式 · format")] = Form.parquet,
) -> None:
    """造一份虚构的台账 · Make an invented register."""
    from fupin.sample import write_sample  # noqa: PLC0415

    write_sample(
        to, villages=villages, households=households, seed=seed, kind=form.value
    )
    typer.echo(f"{to}: {villages} 村 villages, {households} 户 households, seed {seed}")


@app.command()
def template(
    to: Annotated[Path, typer.Option(help="写到哪个 xlsx · workbook to write")],
) -> None:
    """写一份空白的填报工作簿 · Write an empty workbook to fill in."""
    from fupin.intake import write_template  # noqa: PLC0415

    write_template(to)
    typer.echo(str(to))


@app.command()
def check(
    path: Annotated[
        Path, typer.Argument(help="台账 · workbook, export, folder of CSV or Parquet")
    ],
    to: Annotated[
        Path | None, typer.Option(help="问题清单 CSV · write the list here")
    ] = None,
    fix_list: Annotated[
        Path | None,
        typer.Option(help="改错工作簿 · workbook of rows to correct"),
    ] = None,
) -> None:
    """检查一份台账，列出问题 · List what is wrong with a register."""
    from fupin.book import read_plan  # noqa: PLC0415
    from fupin.crosscheck import read_checked  # noqa: PLC0415
    from fupin.intake import write_fix_list  # noqa: PLC0415
    from fupin.intake.saving import escaped, replacing  # noqa: PLC0415

    taken = read_checked(path, read_plan(for_file=True))
    typer.echo(taken.problems.summary(language()))
    if to is not None:
        with replacing(to) as part:
            # Excel needs the mark at the beginning to read Chinese.
            escaped(taken.problems.masked).write_csv(part, include_bom=True)
    if fix_list is not None:
        write_fix_list(taken, fix_list, language())
    if len(taken.problems.refused):
        raise typer.Exit(1)


@app.command()
def assess(
    path: Annotated[
        Path | None, typer.Argument(help="台账 · register (default: the store)")
    ] = None,
    on: Annotated[str, typer.Option(help="截至日期 · as-of date")] = "2018-06-30",
    known: Annotated[str, typer.Option(help="当时已录入到 · known by")] = "",
    basis: Annotated[str, typer.Option(help="脱贫线口径 · fixed | actual")] = "fixed",
    grain: Annotated[Grain, typer.Option(help="户或村 · rows")] = Grain.household,
    to: Annotated[
        Path | None, typer.Option(help="写到 csv/parquet · write here")
    ] = None,
) -> None:
    """判定每户每村，附理由 · Decide every household and village, with reasons."""
    from fupin import assess as assessing  # noqa: PLC0415
    from fupin.book import read_book, read_plan  # noqa: PLC0415
    from fupin.intake import read  # noqa: PLC0415
    from fupin.intake.saving import escaped  # noqa: PLC0415
    from fupin.measures import count, enrolled, unverified  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415

    form = ending(to, ".csv", ".parquet")
    until = day(known) if known else None
    scenario = Scenario(read_plan(until, for_file=path is not None))
    for line in ("household_exit_line", "village_exit_line"):
        scenario = scenario.with_basis(line, basis)
    register = read(path).register if path else read_book(until)
    done = assessing.assess(register, scenario, day(on), until)
    verdicts = done.verdicts(grain.value)
    if to is not None and form == ".parquet":
        verdicts.write_parquet(to)
    elif to is not None:
        # Excel needs the mark at the beginning to read Chinese.
        escaped(verdicts).write_csv(to, include_bom=True)
    total = count(enrolled(done))
    # Of households without their three signatures the figures aren't verified.
    unsigned = unverified(done, enrolled(done)).height
    summary = {
        "on": on, "known": known or datetime.now().astimezone().date().isoformat(),
        "scenario": done.scenario.fingerprint, "register": register.fingerprint,
        "enrolled": total.total, "met": total.met, "unmet": total.unmet,
        "unknown": total.unknown, "rate_percent": total.rate, "unsigned": unsigned,
    }  # fmt: skip
    typer.echo(json.dumps(summary, ensure_ascii=False))


_CANNOT = {
    "zh": "读写不了 {where}。请看文件夹是否存在、有没有权限",
    "en": "Can't read or write {where}. See that the folder exists and may be used.",
}


_UNREAD = {
    "zh": "命令没有写对：{said}\n在命令后加 --help 看写法",
    "en": "{said}\nAdd --help to the command to see how it is written.",
}


def main() -> None:
    """Run the command; say an error in the user's language and leave with 2."""
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except FupinError as error:
        typer.echo(error.say(language()), err=True)
        sys.exit(2)
    except OSError as error:
        where = error.filename or error
        typer.echo(_CANNOT[language()].format(where=where), err=True)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except Exception as error:
        if type(error).__module__.startswith(("click", "typer")):
            # With the name as it is typed: `--title`, and not the parameter's.
            said = getattr(error, "format_message", error.__str__)()
            typer.echo(_UNREAD[language()].format(said=said), err=True)
            sys.exit(2)
        raise
