"""The command `fupin form`: list the forms, and write them as workbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupin.cli.asked import day, language
from fupin.errors import FupinError

if TYPE_CHECKING:
    from fupin.forms import FilledForm, Form

form_app = typer.Typer(
    no_args_is_help=True,
    help="表格：列出、写成 Excel · Forms: list them, write them as workbooks",
)


@form_app.command("list")
def list_forms() -> None:
    """列出全部表格 · List every form."""
    from fupin.forms import load_forms  # noqa: PLC0415

    for form in load_forms().values():
        typer.echo(f"{form.id:<18} {form.title['zh']} · {form.title['en']}")


@form_app.command("write")
def write_forms(
    names: Annotated[
        list[str] | None, typer.Argument(help="表名，默认全部 · names (default: all)")
    ] = None,
    to: Annotated[Path, typer.Option(help="写到哪个文件夹 · folder")] = Path(),
    on: Annotated[str, typer.Option(help="截至日期 · as-of date")] = "2018-06-30",
    known: Annotated[str, typer.Option(help="当时已录入到 · known by")] = "",
    basis: Annotated[str, typer.Option(help="脱贫线口径 · fixed | actual")] = "fixed",
    village: Annotated[str, typer.Option(help="村编号 · only this village")] = "",
    register: Annotated[
        Path | None, typer.Option(help="台账 · register (default: the store)")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            help="由填表人补的值 · values to add: supervision_phone=0758-000000"
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="姓名号码不遮盖 · don't mask names, numbers")
    ] = False,
    hung_out: Annotated[
        bool, typer.Option("--pdf", help="公示的表印成 PDF · a public form as a PDF")
    ] = False,
) -> None:
    """把表格写成 Excel 工作簿或公示用的 PDF · Write forms as workbooks or PDF."""
    from fupin.assess import assess  # noqa: PLC0415
    from fupin.book import read_book, read_plan  # noqa: PLC0415
    from fupin.forms import fill, write_all  # noqa: PLC0415
    from fupin.intake import read  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415

    chosen, values = _chosen(names or []), dict(_value(text) for text in given or [])
    until = day(known) if known else None
    scenario = Scenario(read_plan(until, for_file=register is not None))
    for line in ("household_exit_line", "village_exit_line"):
        scenario = scenario.with_basis(line, basis)
    rows = read(register).register if register else read_book(until)
    done = assess(rows, scenario, day(on), until)
    filled = [
        fill(form, done, village, masked=not plain, given=values) for form in chosen
    ]
    written = _hung_out(filled, to) if hung_out else write_all(filled, to, language())
    for path in written:
        typer.echo(str(path))


def _hung_out(filled: list[FilledForm], to: Path) -> list[Path]:
    """Write forms that are hung out as PDF files; FupinError for any other form."""
    from fupin.forms.xlsx import file_name  # noqa: PLC0415
    from fupin.intake.saving import replacing  # noqa: PLC0415
    from fupin.sheet.public_notice import public_notice  # noqa: PLC0415

    made = [(one, public_notice(one, language())) for one in filled]
    paths = []
    to.mkdir(parents=True, exist_ok=True)
    for one, content in made:
        paths.append(to / f"{file_name(one, language()).removesuffix('.xlsx')}.pdf")
        with replacing(paths[-1]) as part:
            part.write_bytes(content)
    return paths


def _chosen(names: list[str]) -> list[Form]:
    from fupin.forms import load_forms  # noqa: PLC0415

    known = load_forms()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise FupinError(
            f"没有表“{unknown[0]}”。可选：{'、'.join(known)}",
            f"There is no form {unknown[0]!r}. Choose from: {', '.join(known)}.",
        )
    return [known[name] for name in names or known]


def _value(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise FupinError(
            f"“{text}”少了等号。请写成 名称=值",
            f"{text!r} has no equals sign. Write it as name=value.",
        )
    return name.strip(), value.strip()
