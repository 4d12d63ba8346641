"""The commands of objections and reports: add, list, take, decide, edit, name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin.cli.asked import day as asked_day
from fupin.cli.store import Author, opened

if TYPE_CHECKING:
    from datetime import date

    from fupin.objections import Act, Places
    from fupin.store import Store

objection_app = typer.Typer(
    no_args_is_help=True, help="异议和举报 · Objections and reports"
)
Key = Annotated[str, typer.Argument(help="编号，见 list · the key, as in list")]
On = Annotated[str, typer.Option(help="基准日 · as-of date, as 2018-06-30")]
Seen = Annotated[
    int | None,
    typer.Option(help="看到的版本；写了就防止覆盖别人 · the version looked at"),
]


@dataclass(frozen=True)
class _Office:
    """The store with its places, and the days in which an objection is decided."""

    store: Store
    day: date
    places: Places
    days: int

    def own(self, key: str) -> dict[str, Any] | None:
        """Return the register's row that nobody has taken, by its key as in list."""
        from fupin.store import register as read  # noqa: PLC0415

        rows = read(self.store)["objections"].iter_rows(named=True)
        return next((row for row in rows if _key_of(row) == key), None)

    def act(self, key: str, author: str, seen: int | None) -> Act:
        """Return the act on an objection at the version that was looked at."""
        from fupin.objections import Act, history  # noqa: PLC0415

        if seen is None:
            told = history(self.store, key)
            seen = told[0]["version"] if told else 0
        return Act(author, self.day, seen)


def _office(on: str) -> _Office:
    from fupin.measures import value  # noqa: PLC0415
    from fupin.objections import Places  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415
    from fupin.proposals import standing_plan  # noqa: PLC0415
    from fupin.store import register as read  # noqa: PLC0415

    store, day = opened(), asked_day(on)
    plan = standing_plan(store)
    days = int(value(Scenario(plan), "objection_days", day))
    return _Office(store, day, Places.of(plan, read(store)), days)


def _key_of(row: dict[str, Any]) -> str:
    from fupin.store.objected import own_key  # noqa: PLC0415
    from fupin.store.written import PREFIX  # noqa: PLC0415

    number = row["objection_id"]
    return "" if number.startswith(PREFIX) else own_key(number)


@objection_app.command()
def add(
    text: Annotated[str, typer.Option(help="内容 · text")],
    about: Annotated[
        str,
        typer.Option(help="反映什么 · step | decision | person | department | other"),
    ],
    channel: Annotated[
        str,
        typer.Option(help="渠道 · visit | letter | phone | box | online | notice"),
    ],
    author: Author,
    on: On,
    household: Annotated[str, typer.Option(help="户编号 · household")] = "",
    village: Annotated[str, typer.Option(help="村编号 · village")] = "",
    kind: Annotated[
        str, typer.Option(help="异议或举报 · objection | report")
    ] = "objection",
    step: Annotated[str, typer.Option(help="步骤 · step, as exit.notice")] = "",
    department: Annotated[str, typer.Option(help="部门 · department")] = "",
    person: Annotated[str, typer.Option(help="被反映人 · complained of")] = "",
    received: Annotated[str, typer.Option(help="收到日期 · received on")] = "",
    deadline: Annotated[str, typer.Option(help="办理期限 · deadline")] = "",
    complainant: Annotated[
        str, typer.Option(help="反映人；不写为匿名 · who complains; none: anonymous")
    ] = "",
) -> None:
    """记下一条异议或举报 · Write down an objection or report; says its key."""
    from fupin.objections import Act  # noqa: PLC0415
    from fupin.objections import add as adding  # noqa: PLC0415

    office = _office(on)
    said = {
        "kind": kind, "about": about, "household_id": household,
        "village_id": village, "step": step, "department": department,
        "person": person, "text": text, "received_on": received, "channel": channel,
        "deadline": deadline, "complainant": complainant,
    }  # fmt: skip
    act = Act(author, office.day)
    key = adding(office.store, office.places, said, act, office.days)
    _tell({"key": key})


@objection_app.command("list")
def list_(
    on: On,
    open_only: Annotated[
        bool, typer.Option("--open", help="只看未办结 · open ones only")
    ] = False,
) -> None:
    """列出异议和举报，最急的在前 · List them, the most urgent first; JSON lines."""
    from dataclasses import asdict  # noqa: PLC0415

    from fupin.access import LOCAL, mask_name  # noqa: PLC0415
    from fupin.objections import objections  # noqa: PLC0415

    store, day = opened(), asked_day(on)
    found, own = objections(store, LOCAL, day), _own(store, day, open_only=open_only)
    shown = [one for one in found if one.is_open or not open_only]
    for one in shown:
        masked = {
            name: mask_name(getattr(one, name))
            for name in ("person", "taker", "decided_by")
        }
        row = asdict(one) | masked | {"state": one.state, "days_left": one.days_left}
        _tell(row)
    for row in own:
        _tell(row)
    late = sum(one.is_open and one.days_left < 0 for one in found)
    _tell({
        "total": len(found), "open": sum(o.is_open for o in found), "late": late,
        "of_register": len(own),
    })  # fmt: skip


def _own(store: Store, day: date, *, open_only: bool) -> list[dict[str, Any]]:
    """Return the register's own that nobody has taken, on a date."""
    from fupin.store import register  # noqa: PLC0415

    rows = register(store).on(day)["objections"].iter_rows(named=True)
    told = [row | {"key": _key_of(row)} for row in rows]
    return [
        {
            "key": row["key"], "state": row["objection_state"],
            "kind": row["objection_kind"], "household_id": row["household_id"],
            "received_on": row["raised_on"], "decided_on": row["closed_on"],
        }
        for row in told
        if row["key"] and (row["objection_state"] == "open" or not open_only)
    ]  # fmt: skip


@objection_app.command()
def take(
    key: Key,
    author: Author,
    on: On,
    taker: Annotated[str, typer.Option(help="承办人 · who takes it")] = "",
    department: Annotated[
        str | None, typer.Option(help="承办部门 · of which department")
    ] = None,
    finding: Annotated[str | None, typer.Option(help="核查情况 · finding")] = None,
    deadline: Annotated[str, typer.Option(help="办理期限 · deadline")] = "",
    about: Annotated[
        str | None, typer.Option(help="台账里的：反映什么 · of the register's: about")
    ] = None,
    channel: Annotated[
        str | None, typer.Option(help="台账里的：渠道 · of the register's: channel")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="台账里的：被反映人 · complained of")
    ] = None,
    of_department: Annotated[
        str | None, typer.Option(help="台账里的：被反映部门 · department it is about")
    ] = None,
    step: Annotated[str | None, typer.Option(help="台账里的：步骤 · step")] = None,
    text: Annotated[
        str | None, typer.Option(help="台账里没写内容的 · text, if it has none")
    ] = None,
    seen: Seen = None,
) -> None:
    """承办并写核查情况；被反映的人不能承办 · Take it; not who is complained of."""
    from fupin.objections import history, take_up  # noqa: PLC0415
    from fupin.objections import take as taking  # noqa: PLC0415

    office = _office(on)
    said = {
        "taker": taker, "taker_department": department, "finding": finding,
        "deadline": deadline,
    }  # fmt: skip
    act = office.act(key, author, seen)
    own = office.own(key) if not history(office.store, key) else None
    if own is not None:
        said |= {
            "about": about, "channel": channel, "person": person, "step": step,
            "department": of_department, "text": text,
        }  # fmt: skip
        _tell({"key": take_up(office.store, office.places, own, said, act, office.days),
               "version": 1})  # fmt: skip
        return
    _tell({"version": taking(office.store, office.places, key, said, act)})


@objection_app.command()
def edit(
    key: Key,
    author: Author,
    on: On,
    text: Annotated[str | None, typer.Option(help="内容 · text")] = None,
    kind: Annotated[
        str | None, typer.Option(help="异议或举报 · objection | report")
    ] = None,
    about: Annotated[str | None, typer.Option(help="反映什么 · about")] = None,
    household: Annotated[str | None, typer.Option(help="户编号 · household")] = None,
    village: Annotated[str | None, typer.Option(help="村编号 · village")] = None,
    step: Annotated[str | None, typer.Option(help="步骤 · step")] = None,
    department: Annotated[
        str | None, typer.Option(help="被反映部门 · department it is about")
    ] = None,
    person: Annotated[str | None, typer.Option(help="被反映人 · complained of")] = None,
    received: Annotated[str | None, typer.Option(help="收到日期 · received on")] = None,
    channel: Annotated[str | None, typer.Option(help="渠道 · channel")] = None,
    deadline: Annotated[str | None, typer.Option(help="办理期限 · deadline")] = None,
    seen: Seen = None,
) -> None:
    """更正未办结的一条；没写的不变 · Correct one; what isn't said stays."""
    from fupin.objections import edit as editing  # noqa: PLC0415

    office = _office(on)
    said = {
        "kind": kind, "about": about, "household_id": household,
        "village_id": village, "step": step, "department": department,
        "person": person, "text": text, "received_on": received, "channel": channel,
        "deadline": deadline,
    }  # fmt: skip
    act = office.act(key, author, seen)
    _tell({"version": editing(office.store, office.places, key, said, act)})


@objection_app.command()
def decide(
    key: Key,
    author: Author,
    outcome: Annotated[str, typer.Option(help="结论 · upheld | partly | rejected")],
    on: On,
    finding: Annotated[str, typer.Option(help="核查情况 · finding")] = "",
    follow: Annotated[str, typer.Option(help="处理意见 · what follows")] = "",
    decided: Annotated[str, typer.Option(help="办结日期 · decided on")] = "",
    department: Annotated[str, typer.Option(help="决定人的部门 · department")] = "",
    seen: Seen = None,
) -> None:
    """下结论，要由承办人和被反映人以外的人 · Decide, not by who took it."""
    from fupin.objections import decide as deciding  # noqa: PLC0415

    office = _office(on)
    said = {
        "outcome": outcome, "finding": finding, "follow": follow,
        "decided_on": decided, "decider_department": department,
    }  # fmt: skip
    act = office.act(key, author, seen)
    _tell({"version": deciding(office.store, office.places, key, said, act)})


@objection_app.command()
def name(key: Key, author: Author) -> None:
    """查反映人姓名，日志会记下谁查的 · Look up who complained; it is logged."""
    from fupin.access import LOCAL  # noqa: PLC0415
    from fupin.objections import reveal  # noqa: PLC0415

    typer.echo(reveal(opened(), LOCAL, key, author))


def _tell(said: dict[str, Any]) -> None:
    typer.echo(json.dumps(said, ensure_ascii=False, default=str))
