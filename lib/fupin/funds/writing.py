"""Write into the ledger of the funds: add, edit, withdraw.

Each is a new row with the next version, in one transaction with its audit entry. Who
looked at an older version is refused, with both versions shown. A payment above what
lies there on its day isn't refused (a bank may have done it) but has to say why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from fupin.access import mask_name
from fupin.errors import TwoVersions
from fupin.funds import checks
from fupin.funds.checks import FIELDS, Books, FundError
from fupin.funds.entries import ALLOCATED, PAID, PLANNED, RETURNED, fen
from fupin.funds.reading import WITHDRAWN
from fupin.store.audit import append
from fupin.store.layout import fund_entries
from fupin.store.written import highest, unwritten
from fupin.typed import seen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fupin.register import Register
    from fupin.store import Store

Row = dict[str, Any]
_C = fund_entries.c


class StaleFundError(TwoVersions, FundError):
    """Somebody wrote on the entry after the author looked; both versions are here."""

    compared = FIELDS

    def __init__(self, theirs: Row, mine: Row) -> None:
        self.theirs, self.mine = theirs, mine
        who = mask_name(theirs["author"])
        super().__init__(
            f"{who} 刚改过这一条，先看两个版本",
            f"{who} has just changed this entry: look at both versions first.",
        )


@dataclass(frozen=True)
class Act:
    """Who writes, as of which date, and the version that was looked at (0: none)."""

    author: str
    day: date
    seen: int = 0


def add(
    store: Store, books: Books, register: Register, said: Mapping[str, Any], act: Act
) -> str:
    """Add an entry and return its key.

    `said` has kind, amount (yuan, as typed), village_id, source (a plan may leave it
    open), and perhaps entry_on (default: the as-of date), fund_year, measure_id,
    task_key, pool, use, payee, note, document_no. Raises FundError.
    """
    author = checks.worded("author", act.author, needed=True)
    row = _checked(books, {"kind": checks.kind_in(said.get("kind"))}, said, act)
    with store.writing() as connection:
        _explained(connection, register, row, "")
        key = f"fund:{highest(connection, fund_entries) + 1}"
        _write(connection, key, 1, author, act, "add", row)
    return key


def edit(  # noqa: PLR0913
    store: Store, books: Books, register: Register, key: str,
    said: Mapping[str, Any], act: Act,
) -> int:  # fmt: skip
    """Correct an entry; fields that `said` doesn't name stay. Return the new version.

    Raises FundError, and StaleFundError where it has moved on.
    """
    author = checks.worded("author", act.author, needed=True)
    with store.writing() as connection:
        now = _newest(connection, key)
        row = _checked(books, _held(now), said, act)
        if now["version"] != act.seen:
            raise StaleFundError(now, row)
        if row == _held(now):
            raise FundError("什么都没改", "Nothing was changed.")
        _explained(connection, register, row, key)
        _write(connection, key, now["version"] + 1, author, act, "edit", row)
        return int(now["version"]) + 1


def withdraw(
    store: Store, books: Books, key: str, reason: str, act: Act
) -> int:  # fmt: skip
    """Take an entry out of the figures with a reason; it stays in the history."""
    author = checks.worded("author", act.author, needed=True)
    why = checks.worded("reason", reason, needed=True)
    with store.writing() as connection:
        now = _newest(connection, key)
        checks.places(books, now)
        if now["version"] != act.seen:
            raise StaleFundError(now, now)
        version = int(now["version"]) + 1
        _write(connection, key, version, author, act, WITHDRAWN, _held(now), why)
        return version


def _checked(books: Books, held: Row, said: Mapping[str, Any], act: Act) -> Row:
    """Return the entry as `said` changes it; raise FundError where it can't be."""
    kind, tree = held["kind"], books.tree
    got = {n: said.get(n, held.get(n)) for n in FIELDS if n != "fen"}
    day = checks.day_in(got["entry_on"] or act.day, act.day)
    row = {
        "kind": kind,
        "fen": checks.amount(said.get("amount"), kind)
        if "amount" in said or "fen" not in held
        else held["fen"],
        "entry_on": day.isoformat(),
        "fund_year": checks.year_in(got["fund_year"], day),
        "source": checks.chosen(
            "source", got["source"], tree.leaves, needed=kind != PLANNED
        ),
        "village_id": seen(str(got["village_id"] or "")),
        "measure_id": seen(str(got["measure_id"] or "")) or None,
        "task_key": seen(str(got["task_key"] or "")) or None,
        "pool": checks.chosen("pool", got["pool"], tree.pools, needed=False),
        "use": checks.chosen("use", got["use"], tree.uses, needed=False),
        "payee": checks.chosen("payee", got["payee"], tree.payees, needed=False),
        "note": checks.worded("note", got["note"]),
        "document_no": checks.worded("document_no", got["document_no"]),
    }
    checks.places(books, row)
    if row["task_key"] and books.tasks is not None:
        checks.chosen("task_key", row["task_key"], books.tasks, needed=True)
    return row


def _held(now: Row) -> Row:
    return {name: now[name] for name in ("kind", *FIELDS)}


def _explained(
    connection: sa.Connection, register: Register, row: Row, key: str
) -> None:
    """Raise FundError where more goes out than lies there, and no note says why."""
    if row["kind"] not in (PAID, RETURNED) or row["note"]:
        return
    lies = balance(connection, register, row, key)
    if row["fen"] > lies:
        left = f"只剩 {lies / 100:,.2f} 元"
        if lies < 0:
            left = f"已多付 {-lies / 100:,.2f} 元"
        raise FundError(
            f"这个村这一来源到 {row['entry_on']} {left}，"
            f"要支出 {row['fen'] / 100:,.2f} 元。确实已付的，请在说明里写明原因，"
            "会照记并标出",
            f"Of this source {lies / 100:,.2f} yuan lie in the village on "
            f"{row['entry_on']}, and {row['fen'] / 100:,.2f} would go out. If it has "
            "been paid, say why in the note: it is entered and marked.",
        )


def balance(
    connection: sa.Connection, register: Register, row: Row, but: str = ""
) -> int:
    """Return the fen that lie in a row's village of its source on its day.

    `but` is the key of an entry that is left out: the one being corrected.
    """
    day = row["entry_on"]
    # What people wrote is asked of the store itself, in this transaction.
    rows = unwritten(register["funds"], "fund_id").filter(
        (pl.col("village_id") == row["village_id"])
        & (pl.col("fund_source") == row["source"])
        & (pl.col("entry_on") <= pl.lit(day).str.to_date())
    )
    is_in = pl.col("fund_entry") == ALLOCATED
    signed = pl.when(is_in).then(1).otherwise(-1) * fen(pl.col("fund_amount"))
    lies = int(rows.select(signed.sum()).item() or 0)
    newest = sa.select(sa.func.max(_C.seq)).group_by(_C.entry_key)
    query = sa.select(_C.kind, _C.fen).where(
        _C.village_id == row["village_id"], _C.source == row["source"],
        _C.entry_on <= day, _C.entry_key != but, _C.action != WITHDRAWN,
        _C.kind != PLANNED, _C.seq.in_(newest),
    )  # fmt: skip
    for kind, amount in connection.execute(query):
        lies += amount if kind == ALLOCATED else -amount
    return lies


def _newest(connection: sa.Connection, key: str) -> Row:
    query = sa.select(fund_entries).where(_C.entry_key == key)
    query = query.order_by(_C.version.desc()).limit(1)
    found = connection.execute(query).mappings().first()
    if found is None:
        raise FundError(
            f"没有可改的资金记录“{seen(key)}”。台账文件里的请在文件里改",
            f"There is no entry {seen(key)!r} to be changed. Those of the "
            "register are changed in its file.",
        )
    if found["action"] == WITHDRAWN:
        raise FundError(
            "这一条已经撤回，不能再改。请另记一条",
            "The entry was withdrawn and can't be changed. Add another one.",
        )
    return dict(found)


def _write(  # noqa: PLR0913
    connection: sa.Connection, key: str, version: int, author: str, act: Act,
    action: str, said: Row, reason: str = "",
) -> None:  # fmt: skip
    row = {
        "seq": highest(connection, fund_entries) + 1, "entry_key": key,
        "version": version, "author": author, "day": act.day.isoformat(),
        "action": action, "reason": reason, **said,
    }  # fmt: skip
    entry = append(connection, author, f"fund.{action}", key, row)
    connection.execute(sa.insert(fund_entries).values(**row, at=entry.at))
