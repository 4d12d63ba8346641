from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from fupin import exports
from fupin.errors import FupinError
from tests.exports.sample_document import SAMPLE, STAMP

FOLDER = Path(exports.__file__).parent
# What the formats share.
SHARED = {"__init__", "blocks", "tags", "words"}


def named(title: str, kind: str = "pdf", **asked: str) -> str:
    return exports.file_name(replace(SAMPLE, title=title), kind, **asked)


def test_a_format_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(FupinError, match=r"odt[\s\S]*pptx, pdf"):
        exports.write(SAMPLE, "odt")
    with pytest.raises(FupinError, match="odt"):
        exports.file_name(SAMPLE, "odt")


def test_every_format_with_a_module_is_registered_under_its_own_name():
    found = {
        p.stem for p in FOLDER.glob("*.py") if "def write(" in p.read_text("utf-8")
    } - SHARED
    assert found == set(exports.EXPORTS)
    assert {name: f"fupin.exports.{name}" for name in exports.EXPORTS} == dict(
        exports.EXPORTS
    )


@pytest.mark.parametrize(
    "title",
    ['2018/06 "通报": 红中村?*<>|\\', "con", "NUL.txt", "aux ", "通报...", "   ", "",
     "a\nb\tc\x00", "../../etc/passwd", "\u202egpj.exe", "x" * 500, "村" * 500,
     "𠮷" * 80],
)  # fmt: skip
def test_a_file_name_is_taken_by_every_file_system(title, tmp_path):
    name = named(title)
    assert not set(name) & set('<>:"/\\|?*\x00\n\t\u202e')
    assert len(name.encode()) < 255
    assert not name.split("-")[0].endswith((" ", "."))
    assert name.partition(".")[0].rstrip().lower() not in {"con", "nul", "aux"}
    (tmp_path / name).write_bytes(b"x")
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_file_name_says_title_chart_and_snapshot():
    assert named("六月通报") == "六月通报-S-180630-K7.pdf"
    assert named("六月通报", "png", chart="villages") == (
        "六月通报-villages-S-180630-K7.png"
    )
    assert named("六月通报", "png").endswith(".png.zip")
    bare = replace(SAMPLE, title="con", stamp=replace(STAMP, snapshot=""))
    assert exports.file_name(bare, "pdf") == "_con.pdf"


@pytest.mark.parametrize("kind", ["pdf", "html", "png", "svg"])
def test_two_exports_at_once_are_what_one_is(kind):
    alone = exports.write(SAMPLE, kind)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: exports.write(SAMPLE, kind), range(4)))
    assert all(one == alone for one in made)
