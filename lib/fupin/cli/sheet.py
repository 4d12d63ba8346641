"""The commands `fupin sheet` and `fupin village-sheet`: printed pages, as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fupin.cli.asked import day, language, marked


def sheet(
    household: Annotated[str, typer.Argument(help="户编号 · household id")],
    to: Annotated[
        Path | None, typer.Option(help="写到哪个 pdf · file (default: its own name)")
    ] = None,
    register: Annotated[
        Path | None, typer.Option(help="台账 · register (default: the store)")
    ] = None,
    on: Annotated[str, typer.Option(help="截至日期 · as-of date")] = "2018-06-30",
    known: Annotated[str, typer.Option(help="当时已录入到 · known by")] = "",
    basis: Annotated[str, typer.Option(help="脱贫线口径 · fixed | actual")] = "fixed",
    plain: Annotated[
        bool, typer.Option("--plain", help="姓名不遮盖 · don't mask names")
    ] = False,
) -> None:
    """一户的认定表，一页 A4 · A household's decision sheet: one A4 page."""
    from fupin.assess import assess  # noqa: PLC0415
    from fupin.book import read_plan  # noqa: PLC0415
    from fupin.intake.saving import replacing  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415
    from fupin.sheet import decision_sheet, file_name  # noqa: PLC0415

    until = day(known) if known else None
    scenario = Scenario(read_plan(until, for_file=register is not None))
    scenario = scenario.with_basis("household_exit_line", basis)
    rows, marks = marked(register, household, until)
    done, lang = assess(rows, scenario, day(on), until), language()
    made = decision_sheet(done, household, marks, lang, masked=not plain)
    path = to or Path(file_name(done, household, lang))
    with replacing(path) as part:
        part.write_bytes(made)
    typer.echo(str(path))


def village_sheet(
    village: Annotated[str, typer.Argument(help="村编号 · village id")],
    to: Annotated[Path, typer.Option(help="写到哪个 pdf · file")] = Path("village.pdf"),
    on: Annotated[str, typer.Option(help="截至日期 · as-of date")] = "2018-06-30",
    known: Annotated[str, typer.Option(help="当时已录入到 · known by")] = "",
    basis: Annotated[str, typer.Option(help="出列线口径 · fixed | actual")] = "fixed",
    plain: Annotated[
        bool, typer.Option("--plain", help="姓名不遮盖 · don't mask names")
    ] = False,
) -> None:
    """一个村的村情表 · A village's sheet: exit, conditions, money, open households."""
    from fupin import funds, settings  # noqa: PLC0415
    from fupin.assess import assess  # noqa: PLC0415
    from fupin.book import open_book, read_plan  # noqa: PLC0415
    from fupin.intake.saving import replacing  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415
    from fupin.sheet.village import village_sheet as made  # noqa: PLC0415
    from fupin.store import register  # noqa: PLC0415

    until = day(known) if known else None
    scenario = Scenario(read_plan(until))
    for line in ("household_exit_line", "village_exit_line"):
        scenario = scenario.with_basis(line, basis)
    store = open_book()
    try:
        done = assess(register(store, until), scenario, day(on), until)
        ledger = funds.Ledger(store)
        ledger.refresh()
        tree = funds.load_tree(settings.PLAN, scenario.plan)
        accounts = funds.accounts(tree, done, ledger.written(until))
    finally:
        store.close()
    content = made(done, village, language(), masked=not plain, accounts=accounts)
    with replacing(to) as part:
        part.write_bytes(content)
    typer.echo(str(to))
