"""Evidence of a task: photos before, during and after, and documents.

A file is what its content says, whatever its name says; pictures are drawn anew, so
that no place, time or camera stays with them. The content is on the disk before its
row is written, and the row in one transaction with its audit entry.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.store import files
from fupin.store.audit import append
from fupin.store.layout import task_files, task_withdrawals
from fupin.store.written import by_then, highest
from fupin.tasks import checks
from fupin.tasks.checks import TaskError
from fupin.tasks.pictures import FORMATS, cleaned

if TYPE_CHECKING:
    from datetime import datetime

    from fupin.store import Store
    from fupin.tasks.checks import Places
    from fupin.tasks.owners import EvidenceLimits
    from fupin.tasks.writing import Act

PHASES = ("before", "during", "after", "document")
MB = 2**20
# How a content begins, and the endings that its name may have.
_BEGINS = {
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"%PDF-": "pdf",
}
ENDINGS = {
    "jpg": ("jpg", "jpeg"),
    "png": ("png",),
    "webp": ("webp",),
    "pdf": ("pdf",),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = re.compile(rb"^....ftyp(?:heic|heix|mif1|msf1|hevc)", re.DOTALL)
# A document that starts something when it is opened.
_STARTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile)\b")
_MACROS = re.compile(r"vbaProject\.bin$|^(?:word|xl)/(?:embeddings|activeX)/")
LONGEST = 80
_PATH = re.compile(r"[\\/:]+")
_UNFIT = re.compile(r'[<>"|?*]')
# An ending that Windows would start, or any other that is none of ours.
_ENDING = re.compile(r"^[a-z0-9]{1,8}$")


@dataclass(frozen=True)
class Attached:
    """A file to be kept: its name, what it is, and its content without traces."""

    name: str
    kind: str
    content: bytes


def prepared(name: str, content: bytes, limits: EvidenceLimits) -> Attached:
    """Return a file as it may be kept, or raise TaskError in clear words."""
    if not content:
        raise TaskError("文件是空的", "The file is empty.")
    if len(content) > limits.largest_mb * MB:
        raise TaskError(
            f"文件有 {len(content) / MB:.1f} MB，最大 {limits.largest_mb} MB。"
            "照片请选“中等大小”，文档请拆开",
            f"The file has {len(content) / MB:.1f} MB; at most {limits.largest_mb}. "
            "Send a smaller picture, or part the document.",
        )
    kind = _kind(content)
    plain = _named(name, kind)
    if kind in FORMATS:
        content = cleaned(content, kind, limits.longest_side)
    return Attached(plain, kind, content)


def _kind(content: bytes) -> str:
    for begins, kind in _BEGINS.items():
        if content.startswith(begins):
            if kind == "pdf" and _STARTS.search(content):
                raise _refused(
                    "这个 PDF 里有脚本或夹带的文件",
                    "This PDF holds a script or another file",
                )
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(_PROGRAMS):
        raise _refused("这是一个程序", "This is a program")
    if content.startswith(_OLD_OFFICE):
        raise _refused(
            "这是旧格式的 Office 文件，里面可能有宏；请另存为 docx 或 xlsx",
            "This is an old Office file, which may hold macros; save it as docx or "
            "xlsx",
        )
    if _HEIC.match(content):
        raise _refused(
            "这是 HEIC 照片；请在手机里改成“兼容性最佳”，或另存为 jpg",
            "This is a HEIC picture; save it as jpg",
        )
    raise _refused("看内容不是认得的文件", "Its content is none that is known")


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError) as cause:
        raise _refused("文件不完整", "The file isn't whole") from cause
    if any(_MACROS.search(name) for name in names):
        raise _refused("文件里有宏或夹带的对象", "It holds macros or other objects")
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        if part in names:
            return kind
    raise _refused("压缩包不收", "No archives")


def _refused(zh: str, en: str) -> TaskError:
    return TaskError(
        f"{zh}，不收。可以传：jpg、png、webp 照片，pdf、docx、xlsx 文档",
        f"{en}: it isn't taken. Pictures may be jpg, png or webp, documents pdf, docx "
        "or xlsx.",
    )


def _named(name: str, kind: str) -> str:
    """Return the name without any path, fit for every system, with its ending.

    Raises TaskError where the ending says something else than the content.
    """
    last = checks.plain(_PATH.split(name.strip())[-1])
    stem, dot, ending = last.rpartition(".")
    ending = ending.lower()
    if not dot or not _ENDING.match(ending):
        stem, ending = last, ""
    if ending and ending not in ENDINGS[kind]:
        raise _refused(
            f"文件名写的是 .{ending}，内容却是 {kind}",
            f"Its name says .{ending}, but its content is {kind}",
        )
    stem = _UNFIT.sub("", stem).strip(" .")[:LONGEST]
    return f"{stem or 'file'}.{ending or kind}"


def attach(  # noqa: PLR0913
    store: Store, places: Places, task: dict[str, Any], given: Attached, phase: str,
    limits: EvidenceLimits, act: Act,
) -> int:  # fmt: skip
    """Keep a file as evidence of a task, and return its number.

    Raises TaskError without an author, for an unknown phase, where the task's place
    is gone, or where the task has this file or as many as it may have.
    """
    author = checks.worded("author", act.author, needed=True)
    if phase not in PHASES:
        raise TaskError(
            "请选整改前、整改中、整改后或文档",
            "Say whether it was before, during or after, or is a document.",
        )
    places.has(task)
    row: dict[str, Any] = {
        "task_key": task["key"], "author": author, "day": act.day.isoformat(),
        "phase": phase, "name": given.name, "kind": given.kind,
        "size": len(given.content), "hash": files.keep(store, given.content),
    }  # fmt: skip
    with store.writing() as connection:
        _room(connection, row, limits)
        row["seq"] = highest(connection, task_files) + 1
        entry = append(connection, author, "task.attach", task["key"], row)
        connection.execute(sa.insert(task_files).values(**row, at=entry.at))
    return int(row["seq"])


def _room(
    connection: sa.Connection, row: dict[str, Any], limits: EvidenceLimits
) -> None:
    query = sa.select(task_files.c.hash).where(task_files.c.task_key == row["task_key"])
    # One that was taken back may come again, and takes up no room.
    query = query.where(task_files.c.seq.not_in(sa.select(task_withdrawals.c.file)))
    there = connection.execute(query).scalars().all()
    if row["hash"] in there:
        raise TaskError(
            "这项任务已经有这个文件了", "The task has this very file already."
        )
    if len(there) >= limits.most:
        raise TaskError(
            f"这项任务已有 {len(there)} 个附件，最多 {limits.most} 个",
            f"The task has {len(there)} files already; at most {limits.most}.",
        )


def attached(
    store: Store, key: str, known: datetime | None = None
) -> list[dict[str, Any]]:
    """Return the files of a task, the oldest first; by the moment `known`, if given.

    Of one that was taken back by then, `withdrawn` says who, on which date, and why;
    of any other it is None.
    """
    files_, taken = (
        by_then(sa.select(table).where(table.c.task_key == key), table, known)
        for table in (task_files, task_withdrawals)
    )
    with store.reading() as connection:
        back = {r["file"]: dict(r) for r in connection.execute(taken).mappings()}
        found = connection.execute(files_.order_by(task_files.c.seq)).mappings()
        return [dict(row) | {"withdrawn": back.get(row["seq"])} for row in found]


def counts(store: Store, known: datetime | None = None) -> dict[str, int]:
    """Return how many files each task has that has any; what was taken back isn't."""
    taken = by_then(sa.select(task_withdrawals.c.file), task_withdrawals, known)
    query = sa.select(task_files.c.task_key, sa.func.count())
    query = query.where(task_files.c.seq.not_in(taken))
    query = by_then(query, task_files, known).group_by(task_files.c.task_key)
    with store.reading() as connection:
        return {str(key): int(count) for key, count in connection.execute(query)}
