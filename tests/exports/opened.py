"""Files opened again by the programs that offices open them with."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice and pdftotext",
)


def printed(data: bytes, name: str, folder: Path) -> Path:
    """Return the PDF that LibreOffice prints of a file."""
    path = folder / name
    path.write_bytes(data)
    home = f"-env:UserInstallation=file://{folder}/home"
    told = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(["soffice", home, *told], check=True, capture_output=True)
    return path.with_suffix(".pdf")


def pages(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF, without the spaces of setting."""
    made = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True
    )
    return [bare(page) for page in made.stdout.decode().split("\f")[:-1]]


def bare(text: str) -> str:
    """Return a text without any space: programs set their own between 9 and 户."""
    return "".join(text.split())
