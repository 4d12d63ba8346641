"""Write on objections: add, correct, take (one of the register too), decide.

Each is a new row with the next version, in one transaction with its audit entry, which
holds no words of it. Who looked at an older version is refused, with both shown.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.access import mask_name
from fupin.objections import checks
from fupin.objections.checks import Act, ObjectionError, StaleObjectionError
from fupin.objections.names import COMPLAINANT, keep_name
from fupin.objections.rows import found, newest, next_number
from fupin.store.audit import append
from fupin.store.layout import objections as table
from fupin.store.objected import logged, own_key
from fupin.typed import plain, same_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.objections.checks import Places
    from fupin.store import Store

Row = dict[str, Any]
_DAYS = ("received_on", "deadline")
NOT_YET: Row = {
    "taker": "", "taker_department": "", "finding": "", "outcome": "", "follow": "",
    "decided_by": "", "decider_department": "", "decided_on": "",
}  # fmt: skip


def add(
    store: Store, places: Places, said: Mapping[str, Any], act: Act, days: int
) -> str:
    """Write down an objection and return its key.

    `said` has kind, about, text, received_on, channel, a household_id or a village_id,
    and perhaps step, department, person, a deadline (default: `days` after it was
    received), and the complainant's name (none: anonymous). Raises ObjectionError.
    """
    author = checks.worded("author", act.author, needed=True)
    name = checks.worded(COMPLAINANT, said.get(COMPLAINANT))
    row = _said(places, said, act, days) | {"is_named": bool(name)} | NOT_YET
    if name and same_person(name, author):
        # The log says who wrote it down: it would say who complained.
        raise ObjectionError(
            "反映人不能自己登记：日志会留下登记人的姓名。请由别人登记",
            "Who complains can't write it down: the log keeps who did. Let somebody "
            "else do it.",
        )
    with store.writing() as connection:
        keys = table.c.objection_key.distinct()
        key = f"obj:{next_number(connection, keys, count=True)}"
        _write(connection, key, 0, row, act, "add")
        if name:
            keep_name(connection, key, name, author)
    return key


def _said(places: Places, said: Mapping[str, Any], act: Act, days: int) -> Row:
    received = checks.day_in("received_on", said.get("received_on") or act.day)
    checks.not_after("received_on", received, act.day)
    wanted = said.get("deadline") or received + timedelta(days=days)
    deadline = checks.day_in("deadline", wanted)
    checks.in_order("deadline", deadline, received)
    household = said.get("household_id") or None
    about = checks.one_of("about", said.get("about"), checks.ABOUT)
    step = said.get("step") or ""
    return {
        "kind": checks.one_of("kind", said.get("kind"), checks.KINDS),
        "about": about,
        "village_id": places.place(household, said.get("village_id") or None),
        "household_id": household,
        "step": checks.one_of("step", step, checks.STEPS)
        if step or about == "step"
        else "",
        "department": places.unit(_needed("department", said, about)),
        "person": checks.worded("person", said.get("person"), needed=about == "person"),
        "text": checks.worded("text", said.get("text"), needed=True),
        "received_on": received.isoformat(),
        "channel": checks.one_of("channel", said.get("channel"), checks.CHANNELS),
        "deadline": deadline.isoformat(),
    }


def _needed(field: str, said: Mapping[str, Any], about: str) -> str:
    return checks.worded(field, said.get(field), needed=about == field)


def edit(
    store: Store, places: Places, key: str, said: Mapping[str, Any], act: Act
) -> int:
    """Correct what was written of an open objection; return the new version."""

    def correct(now: Row) -> Row:
        held = {name: now[name] for name in checks.FIELDS}
        told = {k: v for k, v in said.items() if k in checks.FIELDS and v is not None}
        # Emptied, a day would be the as-of date or none at all.
        told |= {n: checks.day_in(n, told[n]) for n in _DAYS if n in told}
        if told.get("household_id") and "village_id" not in told:
            held = held | {"village_id": ""}
        wanted = _said(places, held | told, act, 0)
        if wanted == {name: now[name] for name in checks.FIELDS}:
            raise ObjectionError("什么都没改", "Nothing was changed.")
        if now["taker"]:
            # A correction may not turn who took it into who is complained of.
            _not_of_it({**now, **wanted}, now["taker"], now["taker_department"])
        return wanted

    return _next_version(store, places, key, act, "edit", correct)


def take(
    store: Store, places: Places, key: str, said: Mapping[str, Any], act: Act
) -> int:
    """Say who takes the objection and perhaps what was found; return the new version.

    `said`: taker (default: who has it, else who writes), taker_department, deadline,
    finding; what isn't said stays. Neither the person complained of nor their
    department may take it.
    """

    def taken(now: Row) -> Row:
        return _taken(places, now, said, act)

    return _next_version(store, places, key, act, "take", taken)


def take_up(  # noqa: PLR0913
    store: Store, places: Places, own: Mapping[str, Any], said: Mapping[str, Any],
    act: Act, days: int,
) -> str:  # fmt: skip
    """Take an objection of the register: its first written version; return its key.

    `own` is its row of the register. `said` as for `take`, and what the register
    doesn't say: about, channel, and perhaps step, department, person, a text where it
    has none. From then on it is taken, corrected and decided like any other. Raises
    ObjectionError, and StaleObjectionError where somebody else was faster.
    """
    checks.worded("author", act.author, needed=True)
    if own["objection_state"] != "open":
        raise ObjectionError(
            "台账里这一条已经办结，不能再办。有新情况请另记一条",
            "In the register it is closed already. Write down a new one if there is "
            "news.",
        )
    key, household = own_key(own["objection_id"]), own["household_id"]
    told = {k: v for k, v in said.items() if k in checks.FIELDS and v is not None}
    told |= {
        "kind": own["objection_kind"], "received_on": own["raised_on"],
        "household_id": household, "village_id": places.households.get(household),
        "text": own["objection_text"] or told.get("text"),
    }  # fmt: skip
    row = _said(places, told, act, days) | {"is_named": False} | NOT_YET
    row |= _taken(places, row, said, act)
    with store.writing() as connection:
        now = found(connection, key)
        if now is not None:
            raise StaleObjectionError(now, row)
        _write(connection, key, 0, row, act, "take")
    return key


def _taken(places: Places, now: Row, said: Mapping[str, Any], act: Act) -> Row:
    """Return who has it and what was found, of `said` or as it stands in `now`."""
    who = said.get("taker") or now["taker"] or act.author
    taker = checks.worded("taker", who, needed=True)
    told = said.get("taker_department")
    unit = places.unit(now["taker_department"] if told is None else str(told))
    _not_of_it(now, taker, unit)
    deadline = checks.day_in("deadline", said.get("deadline") or now["deadline"])
    checks.in_order("deadline", deadline, date.fromisoformat(now["received_on"]))
    finding = said.get("finding")
    return {
        "taker": taker, "taker_department": unit, "deadline": deadline.isoformat(),
        "finding": checks.worded(
            "finding", now["finding"] if finding is None else finding
        ),
    }  # fmt: skip


def decide(
    store: Store, places: Places, key: str, said: Mapping[str, Any], act: Act
) -> int:
    """Decide a taken objection; the author is who decides. Return the new version.

    `said`: outcome (one of OUTCOMES), finding (default: what the taker found), follow
    (what follows; needed where it is upheld, in part too), decided_on (default: the
    as-of date), decider_department. Whoever is complained of or took it can't decide.
    """

    def decided(now: Row) -> Row:
        author = checks.worded("author", act.author, needed=True)
        unit = places.unit(str(said.get("decider_department") or ""))
        _may_decide(now, author, unit)
        outcome = checks.one_of("outcome", said.get("outcome"), checks.OUTCOMES)
        on = checks.day_in("decided_on", said.get("decided_on") or act.day)
        checks.in_order("decided_on", on, date.fromisoformat(now["received_on"]))
        checks.not_after("decided_on", on, act.day)
        finding = said.get("finding") or now["finding"]
        return {
            "outcome": outcome, "decided_by": author, "decider_department": unit,
            "decided_on": on.isoformat(),
            "finding": checks.worded("finding", finding, needed=True),
            "follow": checks.worded(
                "follow", said.get("follow"), needed=outcome != "rejected"
            ),
        }  # fmt: skip

    return _next_version(store, places, key, act, "decide", decided)


def _may_decide(now: Row, author: str, unit: str) -> None:
    if not now["taker"]:
        raise ObjectionError(
            "还没有人承办，不能直接下结论。请先登记承办人",
            "Nobody has taken it yet: it can't be decided. Say first who takes it.",
        )
    _not_of_it(now, author, unit)
    if same_person(now["taker"], author):
        raise ObjectionError(
            f"{mask_name(author)} 是承办人，结论要由别人定",
            f"{mask_name(author)} took it: somebody else has to decide.",
        )


def _not_of_it(now: Row, name: str, unit: str) -> None:
    """Raise where a name or a department is what the objection is about."""
    if now["person"] and same_person(now["person"], name):
        who = mask_name(name)
        raise ObjectionError(
            f"{who} 是被反映的人，不能承办，也不能下结论。请换人",
            f"{who} is who it is about, and can neither take nor decide it. Let "
            "somebody else do it.",
        )
    if now["about"] == "department" and unit == now["department"]:
        raise ObjectionError(
            "反映的就是这个部门，不能由它承办或下结论。请换部门",
            "It is about this department, which can neither take nor decide it. "
            "Choose another one.",
        )
    if now["about"] == "department" and not unit:
        raise ObjectionError(
            "反映的是部门：请写明承办人或决定人的部门",
            "It is about a department: say of which department this person is.",
        )


def _next_version(  # noqa: PLR0913
    store: Store, places: Places, key: str, act: Act, action: str, change: Any
) -> int:
    """Write what `change` makes of the newest version; return the new one's number."""
    checks.worded("author", act.author, needed=True)
    with store.writing() as connection:
        now = newest(connection, key)
        held = {k: now[k] for k in now if k not in _ABOUT_A_VERSION}
        if now["decided_on"]:
            raise ObjectionError(
                f"这一条 {now['decided_on']} 已办结，不能再改。有新情况请另记一条",
                f"It was decided on {now['decided_on']} and can't be changed. Write "
                "down a new one if there is news.",
            )
        if now["day"] > act.day.isoformat():
            raise ObjectionError(
                f"这一条在 {now['day']} 已有改动，不能回到 {act.day} 去改。"
                "请把基准日调到那天或以后",
                f"It was changed as of {now['day']}; it can't be changed as of "
                f"{act.day}. Choose that date or a later one.",
            )
        wanted = held | change(now)
        if now["version"] != act.seen:
            raise StaleObjectionError(now, wanted)
        places.place(wanted["household_id"], wanted["village_id"])
        _write(connection, key, now["version"], wanted, act, action)
        return int(now["version"]) + 1


_ABOUT_A_VERSION = (
    "seq", "objection_key", "version", "at", "author", "day", "action",
)  # fmt: skip


def _write(  # noqa: PLR0913
    connection: sa.Connection, key: str, version: int, wanted: Row, act: Act,
    action: str,
) -> None:  # fmt: skip
    row = {
        "seq": next_number(connection, table.c.seq), "objection_key": key,
        "version": version + 1, "author": plain(act.author),
        "day": act.day.isoformat(), "action": action, **wanted,
    }  # fmt: skip
    detail = logged(table.name, row)
    entry = append(connection, row["author"], f"objection.{action}", key, detail)
    connection.execute(sa.insert(table).values(**row, at=entry.at))
