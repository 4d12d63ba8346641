from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from fupin.errors import StoreError
from fupin.store import files, sweep, verify
from fupin.store.audit import entries
from fupin.tasks import Places, TaskError
from fupin.tasks.evidence import attach, attached, prepared
from fupin.tasks.pictures import preview
from tests.store.damage import damage
from tests.tasks.photos import GPS, LIMITS, TASK, given, photo
from tests.tasks.towns import HOUSE, act

if TYPE_CHECKING:
    from fupin.store import Store


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return made.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_kept_picture_says_nothing_but_the_picture(kind: str):
    before = Image.open(io.BytesIO(photo(kind)))
    assert before.getexif().get_ifd(GPS)[2][0] == 23.0
    kept = prepared("a", photo(kind), LIMITS)
    after = Image.open(io.BytesIO(kept.content))
    assert after.format == kind
    assert not dict(after.getexif())
    assert not after.getexif().get_ifd(GPS)
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(after.info)
    # It lay on its side, and is no larger than it may be.
    assert after.size == (600, 800)
    assert "相机甲".encode() not in kept.content


def test_a_see_through_picture_can_be_looked_at():
    made = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(made, "PNG")
    kept = prepared("a.png", made.getvalue(), LIMITS)
    shown = Image.open(io.BytesIO(preview(kept.content, 320)))
    assert (shown.format, shown.getpixel((5, 5))) == ("JPEG", (255, 255, 255))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jpg", b"MZ\x90\x00" + bytes(90), "This is a program"),
        ("a.pdf", b"\x7fELF" + bytes(90), "This is a program"),
        ("a.sh", b"#!/bin/sh\n", "This is a program"),
        ("照片.exe", photo(), "name says .exe, but its content is jpg"),
        ("a.png", photo(), "name says .png, but its content is jpg"),
        ("a.jpg.exe", photo(), "name says .exe"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "old Office file"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(90), "HEIC"),
        ("a.zip", packed("a.txt"), "No archives"),
        ("a.docx", packed("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.docx", b"PK\x03\x04" + bytes(40), "isn't whole"),
        ("a.pdf", b"%PDF-1.7 /OpenAction << /JS (app.alert(1)) >>", "holds a script"),
        ("a.html", b"<script>alert(1)</script>", "none that is known"),
        ("a.svg", b"<svg onload='x'/>", "none that is known"),
        ("a.jpg", photo()[:2_000], "can't be opened"),
        ("a.jpg", b"", "is empty"),
        ("a.jpg", b"\xff\xd8\xff" + bytes(1_100_000), "at most 1"),
    ],
)
def test_what_isnt_evidence_is_refused_in_clear_words(
    name: str, content: bytes, said: str
):
    with pytest.raises(TaskError, match=said):
        prepared(name, content, LIMITS)


def test_a_picture_that_unpacks_to_too_much_is_refused():
    made = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(made, "PNG")
    assert len(made.getvalue()) < 100_000
    with pytest.raises(TaskError, match="more than 60,000,000 points"):
        prepared("a.png", made.getvalue(), LIMITS)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x", "x.jpg"),
        ("..\\..\\x.JPG", "x.jpg"),
        ("C:\\照片\\红中 037 后.jpg", "红中 037 后.jpg"),
        ("/etc/passwd", "passwd.jpg"),
        ("..", "file.jpg"),
        ("", "file.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("=cmd|' /C calc'!A1", "'=cmd' "),
        ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
    ],
)
def test_a_name_can_say_nothing_about_where_to_write(name: str, kept: str):
    if kept == "gpj.exe":
        with pytest.raises(TaskError, match=r"name says \.exe"):
            prepared(name, photo(), LIMITS)
        return
    found = prepared(name, photo(), LIMITS).name
    assert "/" not in found
    assert "\\" not in found
    assert not found.startswith(("=", "."))
    if not name.startswith("="):
        assert found == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("验收单.docx", packed("[Content_Types].xml", "word/document.xml")),
        ("名单.xlsx", packed("[Content_Types].xml", "xl/workbook.xml")),
        ("批复.pdf", b"%PDF-1.7\n%%EOF"),
    ],
)
def test_a_document_is_kept_as_it_is(name: str, content: bytes):
    kept = prepared(name, content, LIMITS)
    assert (kept.name, kept.content) == (name, content)


def test_a_file_is_there_after_a_restart_with_its_audit(store: Store, places: Places):
    one = given()
    number = attach(store, places, TASK, one, "after", LIMITS, act("陈一"))
    (row,) = attached(store, HOUSE)
    assert (row["seq"], row["phase"], row["name"]) == (number, "after", "后.jpg")
    assert files.read(store, row["hash"]) == one.content
    assert [e.action for e in entries(store)] == ["task.attach"]
    assert verify(store) == []


def test_what_goes_wrong_leaves_no_row(store: Store, places: Places):
    one = given()
    for task, phase, author, said in (
        (TASK, "after", " ", "Fill in the name"),
        (TASK, "sometime", "陈一", "before, during or after"),
        (TASK | {"village_id": "009"}, "after", "陈一", "no longer in the register"),
    ):
        with pytest.raises(TaskError, match=said):
            attach(store, places, task, one, phase, LIMITS, act(author))
    assert attached(store, HOUSE) == []
    assert entries(store) == []


def test_a_file_is_kept_once_and_a_task_has_so_many(store: Store, places: Places):
    attach(store, places, TASK, given(), "before", LIMITS, act())
    with pytest.raises(TaskError, match="this very file"):
        attach(store, places, TASK, given(), "after", LIMITS, act())
    attach(store, places, TASK, given("b", photo("PNG")), "after", LIMITS, act())
    with pytest.raises(TaskError, match="at most 2"):
        attach(store, places, TASK, given("c", b"%PDF-1"), "after", LIMITS, act())
    # Another task may rest on the same picture.
    other = TASK | {"key": "own:1"}
    attach(store, places, other, given(), "before", LIMITS, act())
    names = {path.name for path in (store.folder / "files").iterdir()}
    assert {row["hash"] for row in attached(store, "own:1")} < names


@pytest.mark.parametrize("harm", ["change", "remove"])
def test_a_file_changed_behind_the_log_is_found(
    store: Store, places: Places, harm: str
):
    attach(store, places, TASK, given(), "after", LIMITS, act())
    (row,) = attached(store, HOUSE)
    path = store.folder / "files" / row["hash"]
    if harm == "change":
        path.write_bytes(b"other")
    else:
        path.unlink()
    (found,) = verify(store)
    assert "changed or is missing" in found.en
    with pytest.raises(StoreError, match="restore it from a backup"):
        files.read(store, row["hash"])


def test_a_row_changed_behind_the_log_is_found(store: Store, places: Places):
    attach(store, places, TASK, given(), "after", LIMITS, act())
    damage(store, "UPDATE task_files SET phase = 'before'")
    assert {t.where for t in verify(store)} == {f"task_files {HOUSE}"}


def test_what_a_crash_left_is_swept_and_nothing_else(store: Store, places: Places):
    attach(store, places, TASK, given(), "after", LIMITS, act())
    left = files.keep(store, b"left")
    young = files.keep(store, b"young")
    os.utime(store.folder / "files" / left, (1, 1))
    (row,) = attached(store, HOUSE)
    os.utime(store.folder / "files" / row["hash"], (1, 1))
    sweep(store)
    kept = {path.name for path in (store.folder / "files").iterdir()}
    assert kept == {row["hash"], young}
