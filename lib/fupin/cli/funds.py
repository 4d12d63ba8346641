"""The commands of the funds: show, list, check, add, edit, withdraw."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin import settings
from fupin.cli.asked import day as asked_day
from fupin.cli.asked import language
from fupin.cli.store import Author, Reason, opened
from fupin.errors import FupinError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import polars as pl

    from fupin.funds import Accounts, Books
    from fupin.register import Register
    from fupin.store import Store

funds_app = typer.Typer(
    no_args_is_help=True,
    help="扶贫资金：计划、下拨、支付、余额 · Funds: planned, allocated, paid, left",
)
On = Annotated[str, typer.Option(help="基准日 · as-of date, as 2018-06-30")]
Known = Annotated[str, typer.Option(help="当时已录入到 · known by")]
Village = Annotated[str, typer.Option(help="村编号 · only this village")]
Key = Annotated[str, typer.Argument(help="编号，见 list · the entry's key")]
ENDINGS = (".json", ".csv", ".xlsx")


@dataclass(frozen=True)
class _Office:
    """The store with its register and its funds on a date."""

    store: Store
    register: Register
    funds: Accounts
    day: date

    @property
    def books(self) -> Books:
        from fupin.funds import Books  # noqa: PLC0415

        return Books.of(self.funds.tree, self.register)


def _office(on: str, known: str = "", village: str = "") -> _Office:
    from fupin.assess import assess  # noqa: PLC0415
    from fupin.funds import Ledger, accounts, load_tree  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415
    from fupin.proposals import standing_plan  # noqa: PLC0415
    from fupin.store import register as read  # noqa: PLC0415

    store, day = opened(), asked_day(on)
    until = asked_day(known) if known else None
    plan, register = standing_plan(store, until), read(store, until)
    if village and village not in register["villages"]["village_id"]:
        raise FupinError(
            f"台账里没有村“{village}”", f"The register has no village {village!r}."
        )
    ledger = Ledger(store)
    ledger.refresh()
    done = assess(register, Scenario(plan), day, until)
    tree = load_tree(settings.PLAN, plan)
    told = accounts(tree, done, ledger.written(until), village)
    return _Office(store, register, told, day)


@funds_app.command()
def show(on: On, village: Village = "", known: Known = "") -> None:
    """看数：计划、下拨、支付、余额、天数、分担 · Show every figure; JSON."""
    from fupin.funds.summary import summary  # noqa: PLC0415

    told = _office(on, known, village).funds
    typer.echo(json.dumps(summary(told), ensure_ascii=False, indent=1))


@funds_app.command("list")
def list_(
    on: On,
    village: Village = "",
    known: Known = "",
    kind: Annotated[
        str, typer.Option(help="planned | allocated | paid | returned")
    ] = "",
    flagged: Annotated[
        bool, typer.Option("--flagged", help="只看有标记的 · flagged only")
    ] = False,
    to: Annotated[
        Path | None, typer.Option(help="写到 json/csv/xlsx · write here")
    ] = None,
) -> None:
    """列出台账，最近的在前 · List the ledger, the newest first; JSON lines."""
    from fupin.funds.exports import told  # noqa: PLC0415

    found = _office(on, known, village).funds
    rows = found.flagged if flagged else found.rows
    if kind:
        rows = rows.filter(rows["kind"] == kind)
    rows = rows.sort("entry_on", "key", descending=[True, False], nulls_last=True)
    if to is not None:
        _write(found, rows, to)
        return
    for row in told(found, rows, language()):
        typer.echo(_json(row))
    typer.echo(json.dumps({"total": rows.height}))


def _write(found: Accounts, rows: pl.DataFrame, to: Path) -> None:
    from fupin.funds import exports  # noqa: PLC0415
    from fupin.intake.saving import replacing  # noqa: PLC0415

    lang = language()
    if to.suffix == ".xlsx":
        made = exports.workbook(found, rows, lang)
    elif to.suffix == ".csv":
        made = exports.csv(found, rows, lang)
    elif to.suffix == ".json":
        lines = [_json(row) for row in exports.told(found, rows, lang)]
        made = ("[" + ",\n".join(lines) + "]\n").encode()
    else:
        raise FupinError(
            f"不会写“{to.suffix}”。请用 {'、'.join(ENDINGS)}",
            f"Can't write {to.suffix!r}. Use one of {', '.join(ENDINGS)}.",
        )
    with replacing(to) as part:
        part.write_bytes(made)
    typer.echo(f"{to}: {rows.height}")


def _json(row: dict[str, Any]) -> str:
    yuan = row["yuan"]
    plain = row | {"yuan": None if yuan is None else float(yuan)}
    return json.dumps(plain, ensure_ascii=False, default=str)


@funds_app.command()
def check(on: On, village: Village = "", known: Known = "") -> None:
    """查预警和标记；有确定的问题时退出码为 1 · Alarms and flagged entries."""
    from fupin.funds.exports import told  # noqa: PLC0415
    from fupin.funds.summary import alarmed  # noqa: PLC0415

    found = _office(on, known, village).funds
    said = alarmed(found)
    for alarm in said:
        typer.echo(json.dumps(alarm, ensure_ascii=False))
    for row in told(found, found.flagged, language()):
        typer.echo(_json(row))
    if any(alarm["certain"] for alarm in said):
        raise typer.Exit(1)


@funds_app.command()
def add(
    kind: Annotated[str, typer.Option(help="planned | allocated | paid | returned")],
    village: Annotated[str, typer.Option(help="村编号 · village")],
    author: Author,
    on: On,
    amount: Annotated[str, typer.Option(help="金额，元 · yuan")] = "",
    source: Annotated[str, typer.Option(help="资金来源 · source, see funds.yaml")] = "",
    entry_on: Annotated[str, typer.Option("--day", help="日期 · day of it")] = "",
    year: Annotated[str, typer.Option(help="资金年度 · year of the funds")] = "",
    measure: Annotated[str, typer.Option(help="项目编号 · measure")] = "",
    task: Annotated[str, typer.Option(help="任务编号 · task it pays for")] = "",
    pool: Annotated[str, typer.Option(help="per_person | village")] = "",
    use: Annotated[str, typer.Option(help="用途 · use, see funds.yaml")] = "",
    payee: Annotated[str, typer.Option(help="收款方 · payee, see funds.yaml")] = "",
    note: Annotated[str, typer.Option(help="说明 · note")] = "",
    document: Annotated[str, typer.Option(help="文件号 · document number")] = "",
) -> None:
    """记一笔：计划、下拨、支付或缴回 · Add an entry; says its key."""
    from fupin.funds import Act  # noqa: PLC0415
    from fupin.funds import add as adding  # noqa: PLC0415

    office = _office(on)
    said = {
        "kind": kind, "village_id": village, "amount": amount, "source": source,
        "entry_on": entry_on, "fund_year": year, "measure_id": measure,
        "task_key": task, "pool": pool, "use": use, "payee": payee, "note": note,
        "document_no": document,
    }  # fmt: skip
    act = Act(author, office.day)
    key = adding(office.store, office.books, office.register, said, act)
    typer.echo(json.dumps({"key": key}))


@funds_app.command()
def edit(
    key: Key,
    author: Author,
    on: On,
    seen: Annotated[int, typer.Option(help="看到的版本 · the version looked at")],
    amount: Annotated[str | None, typer.Option(help="金额，元 · yuan")] = None,
    village: Annotated[str | None, typer.Option(help="村编号 · village")] = None,
    source: Annotated[str | None, typer.Option(help="资金来源 · source")] = None,
    entry_on: Annotated[
        str | None, typer.Option("--day", help="日期 · day of it")
    ] = None,
    year: Annotated[str | None, typer.Option(help="资金年度 · year")] = None,
    measure: Annotated[str | None, typer.Option(help="项目编号 · measure")] = None,
    task: Annotated[str | None, typer.Option(help="任务编号 · task")] = None,
    pool: Annotated[str | None, typer.Option(help="per_person | village")] = None,
    use: Annotated[str | None, typer.Option(help="用途 · use")] = None,
    payee: Annotated[str | None, typer.Option(help="收款方 · payee")] = None,
    note: Annotated[str | None, typer.Option(help="说明 · note")] = None,
    document: Annotated[str | None, typer.Option(help="文件号 · document")] = None,
) -> None:
    """改一笔；没写的不变，写成空的清空 · Correct one; what isn't said stays."""
    from fupin.funds import Act  # noqa: PLC0415
    from fupin.funds import edit as editing  # noqa: PLC0415

    office = _office(on)
    told = {
        "amount": amount, "village_id": village, "source": source,
        "entry_on": entry_on, "fund_year": year, "measure_id": measure,
        "task_key": task, "pool": pool, "use": use, "payee": payee, "note": note,
        "document_no": document,
    }  # fmt: skip
    said = {name: value for name, value in told.items() if value is not None}
    act = Act(author, office.day, seen)
    with _both_told():
        version = editing(office.store, office.books, office.register, key, said, act)
    typer.echo(json.dumps({"version": version}))


@contextmanager
def _both_told() -> Iterator[None]:
    """Print both versions where somebody else was faster, before it is refused."""
    from fupin.funds import StaleFundError  # noqa: PLC0415

    try:
        yield
    except StaleFundError as error:
        for name, theirs, mine in error.fields:
            said = {"field": name, "theirs": theirs, "mine": mine}
            typer.echo(json.dumps(said, ensure_ascii=False))
        typer.echo(json.dumps({"version": error.theirs["version"]}))
        raise


@funds_app.command()
def withdraw(
    key: Key,
    author: Author,
    reason: Reason,
    on: On,
    seen: Annotated[int, typer.Option(help="看到的版本 · the version looked at")],
) -> None:
    """撤回一笔，写明原因；历史还在 · Take an entry out; its history stays."""
    from fupin.funds import Act  # noqa: PLC0415
    from fupin.funds import withdraw as withdrawing  # noqa: PLC0415

    office = _office(on)
    act = Act(author, office.day, seen)
    with _both_told():
        version = withdrawing(office.store, office.books, key, reason, act)
    typer.echo(json.dumps({"version": version}))
