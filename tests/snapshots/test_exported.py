"""Bad input on its way to a real file: snapshots exported in every format."""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from fupin.exports import EXPORTS, write
from fupin.intake.saving import replacing
from fupin.snapshots import document
from fupin.store import open_store
from tests.exports.opened import bare
from tests.snapshots.towns import snap, taken, town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fupin.document import Document
    from fupin.plan import Plan
    from fupin.store import Store

BRIEFS = ("pptx", "pdf", "docx", "xlsx", "html")
# What no file system takes, what a program would run, and the longest that is taken.
TITLES = ('2018/06 "通报": 红中村?*<>|\\', "=SUM(A1)+@x", "-红中村", "例" * 80)
# Room for what SQLite keeps beside its file, and not for a page.
FULL = 50_000


def text_of(made: Document, kind: str) -> str:
    """Return the words of a document as they stand in a file of a format."""
    data = write(made, kind)
    if kind == "pdf":
        pages = PdfReader(io.BytesIO(data)).pages
        return bare("".join(page.extract_text() for page in pages))
    if kind == "html":
        return bare(html.unescape(re.sub(r"<[^>]+>", "", data.decode())))
    file = zipfile.ZipFile(io.BytesIO(data))
    parts = [file.read(n).decode() for n in file.namelist() if n.endswith(".xml")]
    return bare(html.unescape(re.sub(r"<[^>]+>", "", "\n".join(parts))))


def test_a_village_without_a_household_says_so_in_every_format(
    book: Store, plan: Plan
) -> None:
    taken(book)
    made = document(snap(book, plan, village_id="002"))
    for kind in BRIEFS:
        said = text_of(made, kind)
        assert "没有在册贫困户" in said, kind
        assert "NaN" not in said, kind
        assert "None" not in said, kind


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_figure_that_isnt_known_is_to_verify_in_every_format_and_never_nought(
    book: Store, plan: Plan, lang: str
) -> None:
    taken(book, town(village_income_per_person_year=None))
    made = document(snap(book, plan), lang)  # type: ignore[arg-type]
    word = {"zh": "待核实", "en": "toverify"}[lang]
    assert bare(made.figures["village.001.income"].text) == word
    for kind in BRIEFS:
        said = text_of(made, kind)
        assert word in said.replace("Toverify", "toverify"), kind
    sheet = openpyxl.load_workbook(io.BytesIO(write(made, "xlsx"))).worksheets[0]
    what = made.figures["village.001.income"].what
    (row,) = [r for r in sheet.iter_rows(values_only=True) if r[0] == what]
    assert bare(str(row[1])).lower() == word
    slide = "".join(
        shape.text_frame.text
        for page in Presentation(io.BytesIO(write(made, "pptx"))).slides
        for shape in page.shapes if shape.has_text_frame
    )  # fmt: skip
    assert "0 元" not in slide.replace("0 元）", "")


@pytest.mark.parametrize("title", TITLES)
def test_an_odd_title_is_whole_in_every_format_and_runs_nowhere(
    book: Store, plan: Plan, title: str
) -> None:
    taken(book)
    made = document(snap(book, plan, title=title))
    for kind in BRIEFS:
        said = text_of(made, kind)
        # A slide and a page's edge may cut it, but somewhere it stands in full.
        assert bare(title) in said, kind
    file = openpyxl.load_workbook(io.BytesIO(write(made, "xlsx")))
    for row in file.worksheets[0].iter_rows():
        for cell in row:
            assert cell.data_type != "f", cell.value


@pytest.fixture
def kept(tmp_path: Path, plan: Plan) -> tuple[Path, str]:
    """Return a store's path and the id of a snapshot in it."""
    store = open_store(tmp_path / "town.db")
    taken(store)
    id_ = snap(store, plan, title=TITLES[0]).id
    store.close()
    return tmp_path / "town.db", id_


def started(
    kept: tuple[Path, str], to: Path, kinds: Sequence[str], most: int = 0
) -> subprocess.Popen[bytes]:
    """Start the command that exports; with `most` no file may get larger, in bytes."""
    path, id_ = kept
    command = ["snapshot", "export", id_, "--to", str(to)]
    command += [word for kind in kinds for word in ("--format", kind)]
    limit = f"import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({most}, {most}));"
    code = f"{limit if most else ''}import sys; from fupin.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *command],
        env=os.environ | {"FUPIN_STORE": str(path), "FUPIN_LANG": "zh"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_where_there_is_no_more_room_it_says_so_and_the_old_file_stays(
    kept: tuple[Path, str], tmp_path: Path
) -> None:
    to = tmp_path / "out"
    first = started(kept, to, ["html"])
    assert first.communicate() and first.returncode == 0  # noqa: PT018 one run
    (made,) = to.iterdir()
    made.write_text("先前的")
    second = started(kept, to, ["html"], FULL)
    told = second.communicate()[1].decode()
    assert second.returncode == 2
    assert "磁盘是否已满" in told
    assert [path.name for path in to.iterdir()] == [made.name]
    assert made.read_text() == "先前的"


def test_two_who_write_one_file_at_once_have_a_part_each(tmp_path: Path) -> None:
    to = tmp_path / "通报.pdf"
    with replacing(to) as one:
        one.write_text("一")
        with replacing(to) as other:
            other.write_text("二")
        assert (to.read_text(), one.read_text()) == ("二", "一")
    assert [path.name for path in tmp_path.iterdir()] == [to.name]
    assert to.read_text() == "一"


def test_two_exports_at_once_to_one_folder_leave_every_file_whole(
    kept: tuple[Path, str], tmp_path: Path
) -> None:
    to = tmp_path / "out"
    both = [started(kept, to, list(EXPORTS)) for _ in range(2)]
    told = [one.communicate()[1].decode() for one in both]
    assert [one.returncode for one in both] == [0, 0], told
    names = sorted(path.name for path in to.iterdir())
    assert len(names) == len(EXPORTS)
    assert not [name for name in names if set(name) & set('<>:"/\\|?*')]
    for path in to.iterdir():
        if path.suffix in (".pptx", ".docx", ".xlsx", ".zip"):
            assert zipfile.ZipFile(path).testzip() is None
    (page,) = to.glob("*.pdf")
    assert len(PdfReader(page).pages) >= 1
    (whole,) = to.glob("*.html")
    assert whole.read_text("utf-8").rstrip().endswith("</html>")
