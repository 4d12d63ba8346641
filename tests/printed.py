"""What stands on a printed page."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

from pypdf import PdfReader


def squeezed(text: str) -> str:
    """Return text without white space, which lines of a page have of their own."""
    return re.sub(r"\s", "", text)


def words(made: bytes) -> str:
    """Return a PDF's text by poppler where it is there, else by pypdf, squeezed."""
    if shutil.which("pdftotext"):
        said = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True,
            check=True,
        ).stdout.decode()  # fmt: skip
    else:
        pages = PdfReader(io.BytesIO(made)).pages
        said = "".join(page.extract_text() for page in pages)
    return squeezed(said)
