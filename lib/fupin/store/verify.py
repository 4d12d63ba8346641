"""Find any tampering: with the log, with a vintage's index row, or with its rows."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store import files, rows
from fupin.store.audit import Tampering, broken_links, canonical, entries
from fupin.store.layout import (
    changes,
    decisions,
    fund_entries,
    proposals,
    scenarios,
    snapshot_marks,
    snapshots,
    task_comments,
    task_edits,
    task_files,
    task_views,
    task_withdrawals,
    tasks,
    vintages,
)
from fupin.store.verify_oversight import of_oversight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.store.audit import Entry
    from fupin.store.database import Store


def verify(store: Store, anchor: str = "") -> list[Tampering]:
    """Return every place where the store isn't what the log says was written.

    `anchor` is the "seq:hash" that an earlier `verify` gave out to be noted down:
    with it a log whose end was cut off is found too.
    """
    log = entries(store)
    found = list(broken_links(log, anchor))
    told = {
        json.loads(entry.detail)["seq"]: entry
        for entry in log
        if entry.action.startswith("vintage.")
    }
    with store.reading() as connection:
        index = connection.execute(sa.select(vintages)).mappings().all()
        for row in index:
            found += _of_vintage(store, connection, dict(row), told.get(row["seq"]))
        found += _without_vintage(connection)
        found += _of_proposals(connection, log)
        found += _of_scenarios(connection, log)
        found += _tasks(connection, log)
        found += _snapshots(connection, log)
        found += _funds(connection, log)
        found += of_oversight(connection, log)
        found += _files(store, connection)
        found += _views(connection, log)
    missing = sorted(set(told) - {row["seq"] for row in index})
    found += [
        Tampering(
            f"vintage {seq}",
            f"第 {seq} 批不见了，日志里还有",
            f"Vintage {seq} is missing; the log tells of it.",
        )
        for seq in missing
    ]
    return found


def _of_vintage(
    store: Store, connection: sa.Connection, row: dict[str, Any], entry: Entry | None
) -> Iterator[Tampering]:
    where = f"vintage {row['seq']}"
    if entry is None or json.loads(entry.detail) != row:
        yield Tampering(
            where,
            f"第 {row['seq']} 批的登记与日志不符",
            f"The index row of vintage {row['seq']} isn't what the log says.",
        )
    if _content(store, connection, row) != row["content_hash"]:
        yield Tampering(
            where,
            f"第 {row['seq']} 批的内容被改过或不见了",
            f"The rows of vintage {row['seq']} were changed or are missing.",
        )


def _content(store: Store, connection: sa.Connection, row: dict[str, Any]) -> str:
    if row["folder"]:
        return rows.folder_hash(store.folder / row["folder"])
    return rows.rows_hash(rows.read_rows(connection, row["seq"]))


def _without_vintage(connection: sa.Connection) -> Iterator[Tampering]:
    stray = sa.select(sa.func.count()).select_from(changes)
    stray = stray.where(changes.c.vintage.not_in(sa.select(vintages.c.seq)))
    count = connection.execute(stray).scalar()
    if count:
        yield Tampering(
            "changes",
            f"有 {count} 行变化不属于任何一批",
            f"{count} row changes belong to no vintage.",
        )


def _of_proposals(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    """Yield each proposal or decision that isn't what the log says, either way."""
    for table, action in ((proposals, "proposal.propose"), (decisions, "proposal.")):
        key = next(iter(table.primary_key.columns)).name
        rows_ = connection.execute(sa.select(table)).mappings().all()
        stored = {row[key]: dict(row) for row in rows_}
        told = {
            json.loads(entry.detail)[key]: json.loads(entry.detail)
            for entry in log
            if entry.action.startswith(action)
            and (table is proposals or entry.action != "proposal.propose")
        }
        for seq in sorted(stored.keys() | told.keys()):
            if stored.get(seq) != told.get(seq):
                yield Tampering(
                    f"{table.name} {seq}",
                    f"第 {seq} 号提议或对它的决定与日志不符",
                    f"Proposal {seq}, or what was decided of it, isn't what the log "
                    "says.",
                )


def _of_scenarios(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    """Hold each version of a saved scenario to the entry written with it."""
    told = {
        entry.subject: json.loads(entry.detail)
        for entry in log
        if entry.action.startswith("scenario.")
    }
    rows = connection.execute(sa.select(scenarios)).mappings().all()
    kept = {f"scenario {row['seq']}": dict(row) for row in rows}
    for where in sorted(told.keys() | kept.keys()):
        if told.get(where) != kept.get(where):
            yield Tampering(
                where,
                "存下的情景与日志不符，或不见了",
                "The saved scenario isn't what the log says, or is missing.",
            )


def _tasks(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    """Yield what was written on tasks that the log doesn't tell of, or that is gone."""
    told = {
        (table.name, entry.detail): entry
        for entry in log
        if (table := _TASKS.get(entry.action)) is not None
    }
    for table in set(_TASKS.values()):
        for row in connection.execute(sa.select(table)).mappings():
            body = {name: value for name, value in row.items() if name != "at"}
            if table is task_edits and not body["department"]:
                # The log tells it only where it was said.
                del body["department"]
            entry = told.pop((table.name, canonical(body)), None)
            if entry is None or entry.at != row["at"]:
                yield _off(table.name, row["task_key"])
    for name, detail in told:
        yield _off(name, json.loads(detail)["task_key"])


def _files(store: Store, connection: sa.Connection) -> Iterator[Tampering]:
    """Yield each file of a task whose content isn't what was kept."""
    query = sa.select(task_files).order_by(task_files.c.seq)
    for row in connection.execute(query).mappings():
        if not files.is_whole(store, row["hash"]):
            yield Tampering(
                f"task_files {row['seq']}",
                f"任务 {row['task_key']} 的附件“{row['name']}”被改过或不见了",
                f"The file {row['name']!r} of task {row['task_key']} was changed or "
                "is missing.",
            )


def _views(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    """Hold each saved view to the entry written with it."""
    told = {e.subject: e for e in log if e.action.startswith("task_view.")}
    rows_ = connection.execute(sa.select(task_views)).mappings().all()
    kept = {f"task_view {row['seq']}": dict(row) for row in rows_}
    for where in sorted(told.keys() | kept.keys()):
        entry, row = told.get(where), kept.get(where)
        if (
            entry is None
            or row is None
            or (json.loads(entry.detail) | {"at": entry.at} != row)
        ):
            yield Tampering(
                where,
                "存下的任务视图与日志不符，或不见了",
                "The saved view of tasks isn't what the log says, or is missing.",
            )


def _off(table: str, key: str) -> Tampering:
    return Tampering(
        f"{table} {key}",
        f"任务 {key} 的记录与日志不符：被改过、多出来或不见了",
        f"What was written on task {key} isn't what the log says.",
    )


_TASKS = {
    "task.add": tasks,
    "task.comment": task_comments,
    "task.attach": task_files,
    "task.withdraw": task_withdrawals,
    **dict.fromkeys(
        (f"task.{one}" for one in ("edit", "propose", "accept", "return")), task_edits
    ),
}


def _snapshots(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    """Hold each snapshot, and what was said of it, to the entry written with it."""
    told = {
        entry.subject: json.loads(entry.detail)
        for entry in log
        if entry.action.startswith("snapshot.")
    }
    kept: dict[str, Any] = {}
    for found in connection.execute(sa.select(snapshots)).mappings():
        row = dict(found)
        if frozen_hash(row.pop("content")) != row["content_hash"]:
            row["content_hash"] = ""
        kept[f"snapshot {row['seq']}"] = row
    for found in connection.execute(sa.select(snapshot_marks)).mappings():
        kept[f"snapshot mark {found['seq']}"] = dict(found)
    for where in sorted(told.keys() | kept.keys()):
        if told.get(where) != kept.get(where):
            yield Tampering(
                where,
                "快照或对它的记录与日志不符：被改过、多出来或不见了",
                "A snapshot, or what was said of it, isn't what the log says.",
            )


def frozen_hash(content: bytes) -> str:
    """Return the SHA-256 of what a snapshot froze; "" where it can't be unpacked."""
    try:
        return hashlib.sha256(zlib.decompress(content)).hexdigest()
    except zlib.error:
        return ""


def _funds(connection: sa.Connection, log: list[Entry]) -> Iterator[Tampering]:
    """Hold each version of an entry of the funds to the log's entry, both ways."""
    told = {e.detail: e for e in log if e.action.startswith("fund.")}
    for row in connection.execute(sa.select(fund_entries)).mappings():
        body = {name: value for name, value in row.items() if name != "at"}
        entry = told.pop(canonical(body), None)
        if entry is None or entry.at != row["at"]:
            yield _fund_off(row["entry_key"])
    for detail in told:
        yield _fund_off(json.loads(detail)["entry_key"])


def _fund_off(key: str) -> Tampering:
    return Tampering(
        f"fund_entries {key}",
        f"资金 {key} 的记录与日志不符：被改过、多出来或不见了",
        f"What was written of the funds' entry {key} isn't what the log says.",
    )
