"""Keep a draw, and what an inspector found of each household on its list.

Both are rows that stay, with their audit entries; a correction is a new version.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.access import mask_name
from fupin.errors import TwoVersions
from fupin.inspection.draw import ASKED, InspectionError
from fupin.inspection.shares import WRONG
from fupin.store.audit import append, canonical
from fupin.store.layout import inspection_results, inspections, vintages
from fupin.store.objected import logged
from fupin.store.written import highest
from fupin.typed import fitting, plain, same_person

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fupin.inspection.draw import Draw
    from fupin.inspection.reading import Inspection
    from fupin.inspection.rules import Sampling
    from fupin.register import Register
    from fupin.store import Store

Row = dict[str, Any]
AGREES = "agrees"
FOUND = (AGREES, "facts_differ", WRONG, "absent")
ANSWERS = ("", "yes", "no")
LONGEST = {"reason": 500, "author": 60, "inspector": 60}
NAMES = {
    "author": ("填写人", "name of who writes"),
    "inspector": ("检查人", "name of the inspector"),
    "reason": ("原因", "reason"),
}
SAID = ("inspector", "inspected_on", "found", "reason", "satisfied")


class StaleResultError(TwoVersions, InspectionError):
    """Somebody wrote the result after the author looked; both versions are here."""

    compared = SAID

    def __init__(self, theirs: Row, mine: Row) -> None:
        self.theirs, self.mine = theirs, mine
        who = mask_name(theirs["author"])
        super().__init__(
            f"{who} 刚记过这一户，先看两个版本",
            f"{who} has just written on this one: look at both versions first.",
        )


@dataclass(frozen=True)
class Act:
    """Who writes, as of which date, why, and the version that was looked at.

    For a draw that is the newest vintage before its register was read.
    """

    author: str
    day: date
    reason: str = ""
    seen: int = 0


def default_seed(store: Store, day: date) -> str:
    """Return a seed of date and vintage; a further draw from both has a number more.

    So nobody chooses a seed for what it draws.
    """
    with store.reading() as connection:
        base = f"{day}-v{highest(connection, vintages)}"
        c = inspections.c
        same = sa.select(sa.func.count()).select_from(inspections)
        # Of vintage 1, and not of 12.
        mine = (c.seed == base) | c.seed.startswith(f"{base}-")
        before = connection.execute(same.where(mine)).scalar()
    return f"{base}-{before + 1}" if before else base


def keep(
    store: Store, drawn: Draw, sampling: Sampling, register: Register, act: Act
) -> int:
    """Keep a draw with the numbers it was drawn by; return its number.

    Raises InspectionError where the register has a newer vintage than was looked at:
    the draw wouldn't be the one that its vintage gives again.
    """
    author = _worded("author", act.author, needed=True)
    reason = _worded("reason", act.reason, needed=True)
    with store.writing() as connection:
        vintage = highest(connection, vintages)
        if vintage != act.seen:
            raise InspectionError(
                "抽样时正好有人录入了新的台账，没有存。请再抽一次",
                "Somebody took in a new file during the draw; it wasn't kept. Draw "
                "once more.",
            )
        seq = highest(connection, inspections) + 1
        row = {
            "seq": seq, "author": author, "day": act.day.isoformat(), "reason": reason,
            "seed": drawn.seed, "vintage": vintage,
            "register": register.fingerprint, "rules": canonical(sampling.said),
            "strata": canonical([asdict(one) for one in drawn.strata]),
            "body": canonical(list(drawn.rows)),
        }  # fmt: skip
        _written(connection, inspections, row, "inspection.draw", f"draw {seq}")
    return seq


def record(  # noqa: PLR0913
    store: Store, made: Inspection, number: int, said: Mapping[str, Any], act: Act,
    own: Collection[str],
) -> int:  # fmt: skip
    """Write what was found of a row of the list; return the result's version.

    `said`: inspector, inspected_on (default: the as-of date), found (one of FOUND), a
    reason unless it agrees, satisfied ("yes", "no" or "" for not asked). `own` are the
    names of the village's own team (`reading.team`), none of whom may inspect it.
    Raises InspectionError, and StaleResultError where it has been written meanwhile.
    """
    wanted = _said(made, number, said, act)
    for name in own:
        if same_person(name, wanted["inspector"]):
            who = mask_name(wanted["inspector"])
            raise InspectionError(
                f"{who} 是本村的帮扶责任人或走访人，不能检查本村。请换人",
                f"{who} helps or visits in this village, and can't inspect it. Let "
                "somebody else do it.",
            )
    author = _worded("author", act.author, needed=True)
    with store.writing() as connection:
        newest = _newest(connection, made.seq, number)
        version = newest["version"] if newest else 0
        if newest and newest["day"] > act.day.isoformat():
            raise InspectionError(
                f"这一户在 {newest['day']} 已有记录，不能回到 {act.day} 去改。"
                "请把基准日调到那天或以后",
                f"It was written as of {newest['day']}; it can't be changed as of "
                f"{act.day}. Choose that date or a later one.",
            )
        if newest and version != act.seen:
            raise StaleResultError(newest, wanted)
        row = {
            "seq": highest(connection, inspection_results) + 1, "inspection": made.seq,
            "number": number, "version": version + 1, "author": author,
            "day": act.day.isoformat(), **wanted,
        }  # fmt: skip
        _written(
            connection, inspection_results, row, "inspection.record",
            f"draw {made.seq} row {number}",
        )  # fmt: skip
    return version + 1


def _said(made: Inspection, number: int, said: Mapping[str, Any], act: Act) -> Row:
    row = made.row(number)
    if row is None:
        raise InspectionError(
            f"名单上没有第 {number} 号。请看名单的序号",
            f"The list has no number {number}. See its numbers.",
        )
    found, answer = str(said.get("found") or ""), str(said.get("satisfied") or "")
    if found not in FOUND:
        raise InspectionError(
            f"检查结果“{plain(found)}”不在可选之列：{'、'.join(FOUND)}",
            f"The result {plain(found)!r} isn't one of {', '.join(FOUND)}.",
        )
    if answer not in ANSWERS or (answer and row["stratum"] not in ASKED):
        raise InspectionError(
            "满意度只问测评的三层，答 yes 或 no，没问就留空",
            "Whether content is asked in its three strata only: yes or no, or left "
            "empty where it wasn't asked.",
        )
    if answer and found == "absent":
        raise InspectionError(
            "没见到这一户，就没有满意度可记",
            "Who wasn't met can't have said whether they are content.",
        )
    on = _day(said.get("inspected_on") or act.day)
    if on < made.day:
        raise InspectionError(
            f"检查日期 {on} 早于抽样日 {made.day}。请改日期",
            f"The inspection ({on}) would be before the draw ({made.day}). Change it.",
        )
    if on > act.day:
        raise InspectionError(
            f"检查日期 {on} 晚于基准日 {act.day}：还没有检查的不记。请改日期",
            f"The inspection ({on}) would be after the as-of date ({act.day}): what "
            "hasn't been inspected isn't written. Change it.",
        )
    return {
        "inspector": _worded("inspector", said.get("inspector"), needed=True),
        "inspected_on": on.isoformat(), "found": found,
        "reason": _worded("reason", said.get("reason"), needed=found != AGREES),
        "satisfied": answer,
    }  # fmt: skip


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise InspectionError(
            "检查日期不是日期：写成 2018-06-30",
            "The day of the inspection isn't a date: write it as 2018-06-30.",
        ) from None


def _worded(field: str, text: object, *, needed: bool = False) -> str:
    cleaned, most = plain(str(text or "")), LONGEST[field]
    return fitting(cleaned, NAMES[field], most, InspectionError, needed=needed)


def _newest(connection: sa.Connection, seq: int, number: int) -> Row | None:
    c = inspection_results.c
    query = sa.select(inspection_results).where(c.inspection == seq, c.number == number)
    found = connection.execute(query.order_by(c.version.desc()).limit(1))
    row = found.mappings().first()
    return dict(row) if row else None


def _written(
    connection: sa.Connection, table: sa.Table, row: Row, action: str, subject: str
) -> None:
    entry = append(connection, row["author"], action, subject, logged(table.name, row))
    connection.execute(sa.insert(table).values(**row, at=entry.at))
