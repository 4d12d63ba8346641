"""The commands of the departments' tasks: to list, write, verify, attach, print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin.cli.asked import language
from fupin.cli.office import office_on
from fupin.cli.store import Author  # noqa: TC001 typer reads it
from fupin.errors import StoreError

if TYPE_CHECKING:
    from fupin.cli.office import Office

task_app = typer.Typer(
    no_args_is_help=True, help="部门任务 · The departments' tasks"
)  # fmt: skip
Key = Annotated[str, typer.Argument(help="任务编号，见 list · the task's key")]
On = Annotated[str, typer.Option(help="基准日 · as-of date, as 2018-06-30")]
Seen = Annotated[
    int | None,
    typer.Option(help="看到的版本；写了就防止覆盖别人 · the version looked at"),
]
Unit = Annotated[
    str,
    typer.Option(
        "--department",
        help="您在哪个部门：牵头部门或纪检审计 · yours: the leading unit or audit",
    ),
]
SHOWN = ("key", "department", "title", "rule", "status", "progress", "due_on",
         "days_late", "light", "version")  # fmt: skip


@task_app.command("list")
def list_(
    on: On,
    department: Annotated[str, typer.Option(help="部门 · department")] = "",
    status: Annotated[str, typer.Option(help="状态 · status")] = "",
    late: Annotated[bool, typer.Option("--late", help="只看超期 · late only")] = False,
    most: Annotated[int, typer.Option(help="最多几项 · at most")] = 50,
) -> None:
    """列出任务，最急的在前 · List tasks, the most urgent first; JSON lines."""
    from fupin.tasks.checks import state  # noqa: PLC0415

    rows = office_on(on).of(department)
    if status:
        rows = rows.filter(rows["status"] == state(status))
    if late:
        rows = rows.filter(rows["light"] == "red")
    for row in rows.head(most).select(SHOWN).iter_rows(named=True):
        typer.echo(json.dumps(row, ensure_ascii=False, default=str))
    total = {"total": rows.height, "late": int((rows["light"] == "red").sum())}
    typer.echo(json.dumps(total))


@task_app.command()
def show(key: Key, on: On) -> None:
    """看一项任务：条款和经过 · Show a task, its clause and what happened; JSON."""
    from fupin.access import mask_name  # noqa: PLC0415
    from fupin.tasks import attached, history  # noqa: PLC0415

    office = office_on(on)
    task = office.task(key)
    clause = office.plan.clauses.get(task["clause"] or "")
    told = [
        {n: v for n, v in row.items() if n != "hash"}
        | {"author": mask_name(row["author"])}
        | {n: mask_name(row[n]) for n in ("responsible", "helpers") if row.get(n)}
        for row in history(office.store, key)
    ]  # fmt: skip
    names = {n: mask_name(task[n]) for n in ("author", "responsible", "helpers")}
    said = task | names | {
        "clause_text": clause.say(language()) if clause else None, "history": told,
        "files": [_shown(row) for row in attached(office.store, key)],
    }  # fmt: skip
    typer.echo(json.dumps(said, ensure_ascii=False, default=str))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return a file of a task without its content's hash, names masked."""
    from fupin.access import mask_name  # noqa: PLC0415

    back = row["withdrawn"]
    return {
        "file": row["seq"], "name": row["name"], "phase": row["phase"],
        "author": mask_name(row["author"]), "day": row["day"],
        "withdrawn": back and {
            "author": mask_name(back["author"]), "day": back["day"],
            "reason": back["reason"],
        },
    }  # fmt: skip


@task_app.command()
def add(
    department: Annotated[str, typer.Option(help="部门 · department")],
    title: Annotated[str, typer.Option(help="任务名称 · task")],
    due: Annotated[str, typer.Option(help="期限 · due")],
    author: Author,
    on: On,
    start: Annotated[str, typer.Option(help="开始 · start")] = "",
    village: Annotated[str, typer.Option(help="村编号 · village")] = "",
    household: Annotated[str, typer.Option(help="户编号 · household")] = "",
    responsible: Annotated[str, typer.Option(help="责任人 · responsible")] = "",
    helpers: Annotated[str, typer.Option(help="协助人 · helpers")] = "",
    clause: Annotated[str, typer.Option(help="条款编号 · clause, see plan")] = "",
    target: Annotated[str, typer.Option(help="目标 · figure to reach")] = "",
    unit: Annotated[str, typer.Option(help="目标的单位 · its unit, as mu")] = "",
) -> None:
    """加一项任务 · Add a task; says its key."""
    from fupin.tasks import Act  # noqa: PLC0415
    from fupin.tasks import add as adding  # noqa: PLC0415

    office = office_on(on)
    said = {
        "department": department, "title": title, "due_on": due, "start_on": start,
        "village_id": village, "household_id": household, "responsible": responsible,
        "helpers": helpers, "clause": clause, "target": target, "unit": unit,
    }  # fmt: skip
    key = adding(office.store, office.places, said, Act(author, office.day, 0))
    typer.echo(json.dumps({"key": key}))


@task_app.command()
def edit(
    key: Key,
    author: Author,
    on: On,
    status: Annotated[str | None, typer.Option(help="状态 · status")] = None,
    progress: Annotated[str | None, typer.Option(help="进度 · percent")] = None,
    responsible: Annotated[str | None, typer.Option(help="责任人")] = None,
    helpers: Annotated[str | None, typer.Option(help="协助人 · helpers")] = None,
    start: Annotated[str | None, typer.Option(help="开始 · start")] = None,
    due: Annotated[str | None, typer.Option(help="期限 · due")] = None,
    checklist: Annotated[
        str | None, typer.Option(help="清单，一行一项，办完的写 [x] · checklist")
    ] = None,
    comment: Annotated[str | None, typer.Option(help="意见 · comment")] = None,
    seen: Seen = None,
) -> None:
    """填报进展；办完报 to_verify · Report progress; to_verify when done."""
    from fupin.tasks import edit as editing  # noqa: PLC0415

    office = office_on(on)
    task = office.task(key)
    said = {
        "status": status, "progress": progress, "responsible": responsible,
        "helpers": helpers, "start_on": start, "due_on": due, "comment": comment,
        "checklist": checklist,
    }  # fmt: skip
    act = _act(author, office, task, seen)
    _tell(editing(office.store, office.places, task, said, act))


@task_app.command()
def accept(key: Key, author: Author, unit: Unit, on: On, seen: Seen = None) -> None:
    """核实通过，由牵头部门或纪检审计做 · Accept what others reported as done."""
    from fupin.tasks import accept as accepting  # noqa: PLC0415

    office = office_on(on)
    task = office.task(key)
    act = _act(author, office, task, seen, unit)
    offices = office.owners.offices
    _tell(accepting(office.store, office.places, offices, task, act))


@task_app.command("return")
def return_(
    key: Key,
    author: Author,
    reason: Annotated[str, typer.Option(help="为什么退回 · why")],
    unit: Unit,
    on: On,
    seen: Seen = None,
) -> None:
    """退回并写明原因，由牵头部门或纪检审计做 · Send back with a reason."""
    from fupin.tasks import send_back  # noqa: PLC0415

    office = office_on(on)
    task = office.task(key)
    act = _act(author, office, task, seen, unit)
    offices = office.owners.offices
    _tell(send_back(office.store, office.places, offices, task, reason, act))


@task_app.command()
def attach(
    key: Key,
    file: Annotated[Path, typer.Argument(help="照片或文档 · picture or document")],
    author: Author,
    on: On,
    phase: Annotated[
        str, typer.Option(help="before, during, after, document")
    ] = "document",
) -> None:
    """附上照片或文档；照片去掉地点 · Keep a file; pictures lose where they were."""
    from fupin.tasks import Act, prepared  # noqa: PLC0415
    from fupin.tasks import attach as attaching  # noqa: PLC0415

    office = office_on(on)
    task, limits = office.task(key), office.owners.evidence
    try:
        given = prepared(file.name, file.read_bytes(), limits)
    except OSError as cause:
        raise StoreError(
            f"读不了 {file.name}：{cause.strerror}",
            f"Can't read {file.name}: {cause.strerror}.",
        ) from cause
    act = Act(author, office.day, task["version"])
    number = attaching(
        office.store, office.places, task, given, phase, limits, act
    )  # fmt: skip
    typer.echo(json.dumps({"file": number, "name": given.name}, ensure_ascii=False))


@task_app.command()
def withdraw(
    key: Key,
    file: Annotated[int, typer.Argument(help="附件号，见 show · the file's number")],
    author: Author,
    reason: Annotated[str, typer.Option(help="为什么撤回 · why")],
    on: On,
    department: Annotated[
        str, typer.Option(help="您在哪个部门；自己传的不用写 · your department")
    ] = "",
) -> None:
    """撤回传错的附件；原件和记录都留着 · Take a file back; it stays in the log."""
    from fupin.tasks import Act  # noqa: PLC0415
    from fupin.tasks import withdraw as withdrawing  # noqa: PLC0415

    office = office_on(on)
    task = office.task(key)
    if department:
        office.places.department(department)
    act = Act(author, office.day, task["version"], department)
    offices = office.owners.offices
    number = withdrawing(office.store, offices, task, file, reason, act)
    typer.echo(json.dumps({"withdrawal": number}))


@task_app.command()
def lists(
    to: Annotated[Path, typer.Option(help="写到哪个 xlsx · the workbook to write")],
    on: On,
    department: Annotated[str, typer.Option(help="部门 · department")] = "",
) -> None:
    """导出任务、责任、进展、问题四张清单 · Export the four lists; names masked."""
    from fupin.tasks.lists import LISTS, Lister, issues, workbook  # noqa: PLC0415
    from fupin.tasks.notes import notes  # noqa: PLC0415

    office, lang = office_on(on), language()
    rows = office.of(department)
    told = notes(office.store, rows["key"].to_list())
    of = Lister(office.plan, office.villages, told, lang)
    made = [of.make(n, issues(rows) if n == "issue" else rows) for n in LISTS]
    to.write_bytes(workbook(made, str(office.day), lang))
    typer.echo(json.dumps({one.name: len(one.rows) for one in made}))


@task_app.command()
def notice(
    to: Annotated[Path, typer.Option(help="写到哪个 pdf · the PDF to write")],
    on: On,
    department: Annotated[
        str, typer.Option(help="部门；不写就每个部门一份 · department; else each")
    ] = "",
) -> None:
    """印督办单 · Print the reminders of what is open; names masked."""
    from fupin.tasks.lists import Lister  # noqa: PLC0415
    from fupin.tasks.notice import Board, nothing_open  # noqa: PLC0415
    from fupin.tasks.notice import notice as typeset  # noqa: PLC0415

    office = office_on(on)
    rows = office.of(department).filter("is_open")
    owing = set(rows["department"])
    names = [name for name in office.plan.departments if name in owing]
    if not names:
        raise nothing_open()
    of = Lister(office.plan, office.villages, {}, language())
    board = Board(rows, office.day, office.register)
    to.write_bytes(typeset(of, board, names, office.owners.reading))
    typer.echo(json.dumps({"departments": names}))


def _act(
    author: str, office: Office, task: dict[str, Any], seen: int | None, unit: str = ""
) -> Any:
    from fupin.tasks import Act  # noqa: PLC0415

    return Act(author, office.day, task["version"] if seen is None else seen, unit)


def _tell(version: int) -> None:
    typer.echo(json.dumps({"version": version}))
