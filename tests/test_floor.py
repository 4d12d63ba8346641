from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [
    p for top in ("lib", "dashboards") for p in sorted((ROOT / top).rglob("*.py"))
]
PYTHON = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Declarations, a line or a block each: long, and nothing to understand.
REGISTRIES = {"tables.py", "codes.py"}
BANNED = {"utils", "helpers", "common", "misc", "core", "manager", "base"}
LONGEST = 300


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 40
    assert len(NOTEBOOKS) >= 3


def test_no_source_is_longer_than_300_lines() -> None:
    long = {
        relative(p): len(lines(p))
        for p in SOURCES
        if p.name not in REGISTRIES and len(lines(p)) > LONGEST
    }
    assert long == {}


def test_no_file_and_no_folder_has_a_name_that_says_nothing() -> None:
    named = {
        relative(p) for p in PYTHON if BANNED & {*p.relative_to(ROOT).parts, p.stem}
    }
    assert named == set()


def test_the_library_is_imported_by_its_own_name() -> None:
    wrong = re.compile(r"^\s*(?:from|import)\s+lib\b", re.MULTILINE)
    assert [relative(p) for p in PYTHON if wrong.search(p.read_text("utf-8"))] == []


def test_a_published_module_says_what_it_is_for() -> None:
    silent = [
        relative(p) for p in SOURCES if not p.read_text("utf-8").startswith('"""')
    ]
    assert silent == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_holds_no_output_no_count_and_no_code_of_its_own(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    for cell in (c for c in cells if c["cell_type"] == "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        code = "".join(cell["source"])
        assert not re.search(r"^\s*(?:async\s+)?(?:def|class)\s", code, re.MULTILINE)
        assert "import lib" not in code
        assert "from lib" not in code
