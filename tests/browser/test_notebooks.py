"""Each notebook runs by itself, from top to bottom."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fupin import settings

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOKS = sorted(settings.NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the notebooks as they are after a run of every cell."""
    folder = tmp_path_factory.mktemp("executed")
    command = [
        sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute",
        "--output-dir", str(folder), *map(str, NOTEBOOKS),
    ]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return folder


def test_there_is_a_notebook_for_the_whole_and_for_each_page() -> None:
    names = {path.stem for path in NOTEBOOKS}
    assert names >= {
        "dashboard",
        "overview",
        "households",
        "coverage",
        "forms",
        "review",
    }


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_its_page(notebook: Path, executed: Path) -> None:
    done = (executed / notebook.name).read_text(encoding="utf-8")
    assert '"output_type": "error"' not in done
    assert '"output_type": "execute_result"' in done
