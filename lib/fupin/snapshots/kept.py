"""Snapshots in the store: whole or not at all, never edited, withdrawn by a row."""

from __future__ import annotations

import difflib
import json
import secrets
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

import fupin
from fupin.plan.links import to_dict
from fupin.snapshots import ground as grounds
from fupin.snapshots.freeze import freeze, packed, unpacked
from fupin.snapshots.model import (
    MADE,
    NOTE,
    TEXT,
    WITHDRAWN,
    Mark,
    Snapshot,
    SnapshotError,
)
from fupin.store import audit
from fupin.store.layout import snapshot_marks, snapshots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fupin.snapshots.ground import Ground
    from fupin.store import Store

LONGEST_TITLE, LONGEST_NAME, LONGEST_NOTE = 80, 40, 2_000
# Nothing that is mistaken for another letter or figure when it is read out.
LETTERS, DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "—": "-", "_": "-", " ": "-"})


def make(
    store: Store, look: Callable[[], Ground], title: str, author: str, note: str = ""
) -> Snapshot:
    """Freeze what `look` gives, under a new id; all of it is kept, or nothing.

    Where somebody has written since `look` looked, it is taken anew as the store stood
    when that was seen: whoever goes on writing doesn't hold it up. Raises SnapshotError
    without a title or an author, and StoreError where nothing can be written.
    """
    said = {
        "title": worded(title, "title", LONGEST_TITLE),
        "author": worded(author, "author", LONGEST_NAME),
        "note": worded(note, "note", LONGEST_NOTE, is_needed=False),
    }
    looked, is_fixed = look(), False
    while True:
        content, hash_ = packed(freeze(looked))
        with store.writing() as connection:
            at = grounds.seen(connection)
            if is_fixed or at == looked.seen:
                row = _row(connection, looked) | said | {"content_hash": hash_}
                _write(connection, row, content)
                return _snapshot(row | {"content": content}, [])
        # What was looked at may be mixed of before and after.
        looked, is_fixed = grounds.as_of(store, looked, at), True


def _write(connection: sa.Connection, row: dict[str, Any], content: bytes) -> None:
    connection.execute(sa.insert(snapshots).values(**row, content=content))
    subject = f"snapshot {row['seq']}"
    audit.append(connection, row["author"], "snapshot.make", subject, row)


def listed(store: Store) -> list[Snapshot]:
    """Return every snapshot, the newest first, withdrawn ones too, without content."""
    columns = [c for c in snapshots.c if c.name != "content"]
    with store.reading() as connection:
        rows = connection.execute(
            sa.select(*columns).order_by(snapshots.c.seq.desc())
        ).mappings()
        found = [dict(row) for row in rows]
        marks = _marks(connection)
    return [_snapshot(row, marks.get(row["seq"], [])) for row in found]


def find(store: Store, id_: str) -> Snapshot:
    """Return the snapshot of an id, however it was typed, with all that it froze.

    Raises SnapshotError where there is none, with the ids that look alike.
    """
    wanted = normal(id_)
    with store.reading() as connection:
        query = sa.select(snapshots).where(snapshots.c.id == wanted)
        row = connection.execute(query).mappings().first()
        if row is not None:
            marks = _marks(connection, row["seq"])
            return _snapshot(dict(row), marks.get(row["seq"], []))
        ids = list(connection.execute(sa.select(snapshots.c.id)).scalars())
    close = difflib.get_close_matches(wanted, ids, 3, 0.6)
    raise SnapshotError(
        f"没有快照“{_short(id_)}”。"
        + (f"是不是 {'、'.join(close)}？" if close
           else "用 fupin snapshot list 看编号"),
        f"There is no snapshot {_short(id_)!r}. "
        + (f"Did you mean {', '.join(close)}?" if close
           else "See the ids with fupin snapshot list."),
    )  # fmt: skip


def normal(id_: str) -> str:
    """Return an id as it is kept: capitals, ASCII; what is misread is put right."""
    plain = unicodedata.normalize("NFKC", id_).strip().upper().translate(MISREAD)
    return plain[:24]


def withdraw(store: Store, id_: str, author: str, reason: str) -> Snapshot:
    """Withdraw a snapshot, with a reason, for good; what it froze stays readable.

    Raises SnapshotError where it is withdrawn already.
    """
    body = worded(reason, "reason", LONGEST_NOTE)
    return _marked(store, id_, WITHDRAWN, author, "", body)


def annotate(store: Store, id_: str, figure: str, author: str, words: str) -> Snapshot:
    """Write a note on a figure of a snapshot; the figure stays as it was.

    Raises SnapshotError for a figure that it hasn't, or a withdrawn snapshot.
    """
    found = find(store, id_)
    if figure not in found.figures:
        close = difflib.get_close_matches(figure, found.figures, 3, 0.5)
        raise SnapshotError(
            f"快照 {found.id} 里没有数字“{_short(figure)}”。"
            f"{'相近的有：' + '、'.join(close) if close else '请从它的数字里选'}",
            f"Snapshot {found.id} has no figure {_short(figure)!r}. "
            f"{'Near: ' + ', '.join(close) if close else 'Choose one of its own.'}",
        )
    body = worded(words, "note", LONGEST_NOTE)
    return _marked(store, found.id, NOTE, author, figure, body)


def keep_text(  # noqa: PLR0913 each is said by name
    store: Store, id_: str, author: str, lang: str, paragraphs: dict[str, list[str]],
    seen: int,
) -> Snapshot:  # fmt: skip
    """Keep an edited text as the next version; `seen` is how many there were.

    Raises SnapshotError where somebody kept another one in between.
    """
    body = audit.canonical({"lang": lang, "paragraphs": paragraphs})
    return _marked(store, id_, TEXT, author, "", body, seen)


def refuse_withdrawn(found: Snapshot) -> None:
    """Raise SnapshotError for a withdrawn snapshot: it may be read, and no more."""
    gone = found.withdrawn
    if gone is not None:
        raise SnapshotError(
            f"快照 {found.id} 已由{gone.author}撤回：{gone.body}。"
            "请用新的快照，旧的只供查看",
            f"Snapshot {found.id} was withdrawn by {gone.author}: {gone.body}. Use a "
            "newer one; this may only be looked at.",
        )


def worded(text: str, what: str, most: int, *, is_needed: bool = True) -> str:
    """Return what a person typed, in one line of at most `most` characters."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    names = {"title": ("标题", "title"), "author": ("姓名", "name"),
             "note": ("说明", "note"), "reason": ("原因", "reason")}  # fmt: skip
    zh, en = names[what]
    if is_needed and not plain:
        raise SnapshotError(f"{zh}还没有写", f"The {en} is missing: write it.")
    if len(plain) > most:
        raise SnapshotError(
            f"{zh}有 {len(plain)} 个字，最多 {most} 个。请写短一些",
            f"The {en} has {len(plain)} characters; at most {most}. Write it shorter.",
        )
    if not plain.isprintable():
        raise SnapshotError(
            f"{zh}里有不可见的字符。请删去再存",
            f"The {en} has characters that can't be seen. Take them out.",
        )
    return plain


def _marked(  # noqa: PLR0913 each is said by name
    store: Store, id_: str, kind: str, author: str, figure: str, body: str,
    seen: int | None = None,
) -> Snapshot:  # fmt: skip
    author = worded(author, "author", LONGEST_NAME)
    seq = find(store, id_).seq
    with store.writing() as connection:
        said = _marks(connection, seq).get(seq, [])
        row = connection.execute(
            sa.select(snapshots).where(snapshots.c.seq == seq)
        ).mappings().one()  # fmt: skip
        refuse_withdrawn(_snapshot({**row, "content": b""}, said))
        texts = [one for one in said if one.kind == TEXT]
        if seen is not None and len(texts) != seen:
            raise SnapshotError(
                f"{texts[-1].author} 刚存了另一份文字（第 {len(texts)} 版）。请先看它",
                f"{texts[-1].author} has just kept another text (version "
                f"{len(texts)}). Look at it first.",
            )
        newest = connection.execute(
            sa.select(
                sa.func.max(snapshot_marks.c.seq), sa.func.max(snapshot_marks.c.at)
            )
        ).one()
        told: dict[str, Any] = {
            "seq": (newest[0] or 0) + 1, "snapshot": seq, "kind": kind,
            "at": max(audit.now(), newest[1] or ""), "author": author,
            "figure": figure, "body": body,
        }  # fmt: skip
        connection.execute(sa.insert(snapshot_marks).values(**told))
        subject = f"snapshot mark {told['seq']}"
        audit.append(connection, author, f"snapshot.{kind}", subject, told)
    return find(store, id_)


def _row(connection: sa.Connection, looked: Ground) -> dict[str, Any]:
    asked = sa.select(sa.func.max(snapshots.c.seq), sa.func.max(snapshots.c.at))
    seq, last = connection.execute(asked).one()
    scenario = looked.scenario
    return {
        "seq": (seq or 0) + 1,
        "id": _new_id(connection, looked.day),
        "at": max(audit.now(), last or ""),
        "day": looked.day.isoformat(),
        "village": looked.village,
        "overrides": audit.canonical(to_dict(scenario)),
        "scenario": scenario.fingerprint,
        "plan": looked.plan.fingerprint,
        "decisions": looked.seen.decisions,
        "vintage": looked.seen.vintage,
        "register": looked.register.fingerprint,
        "task_edits": looked.seen.task_edits,
        "tasks": looked.seen.tasks,
        "fund_entries": looked.seen.fund_entries,
        "objections": looked.seen.objections,
        "program": fupin.__version__,
    }


def _new_id(connection: sa.Connection, day: date) -> str:
    """Return S-180630-K7: the as-of date, and a short code that nobody has yet."""
    start = f"S-{day:%y%m%d}-"
    query = sa.select(snapshots.c.id).where(snapshots.c.id.startswith(start))
    taken = set(connection.execute(query).scalars())
    free = [start + a + b for a in LETTERS for b in DIGITS]
    free = [one for one in free if one not in taken]
    while not free:
        code = "".join(secrets.choice(s) for s in (LETTERS, DIGITS) * 2)
        free = [one for one in (start + code,) if one not in taken]
    return secrets.choice(free)


def _marks(connection: sa.Connection, seq: int = 0) -> dict[int, list[Mark]]:
    query = sa.select(snapshot_marks).order_by(snapshot_marks.c.seq)
    if seq:
        query = query.where(snapshot_marks.c.snapshot == seq)
    found: dict[int, list[Mark]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["snapshot"], []).append(Mark(**row))
    return found


def _snapshot(row: dict[str, Any], marks: Iterable[Mark]) -> Snapshot:
    said = {name: value for name, value in row.items() if name != "content"}
    content = row.get("content")
    return Snapshot(**said | {
        "day": date.fromisoformat(row["day"]),
        "overrides": json.loads(row["overrides"]),
        "frozen": unpacked(content) if content else {},
        "marks": tuple(marks),
    })  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"  # noqa: PLR2004


__all__ = ["MADE", "annotate", "find", "keep_text", "listed", "make", "withdraw"]
