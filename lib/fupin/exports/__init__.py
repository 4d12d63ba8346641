"""The door of the exports: a document goes in, the bytes of a file come out.

`EXPORTS` names for each format the module whose `write(document, ...)` returns bytes;
it is imported when it is asked for, since most of them bring a large library.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from fupin.document import DocumentError

if TYPE_CHECKING:
    from fupin.document import Document

EXPORTS = {
    "pptx": "fupin.exports.pptx",
    "pdf": "fupin.exports.pdf",
    "docx": "fupin.exports.docx",
    "xlsx": "fupin.exports.xlsx",
    "html": "fupin.exports.html",
    "png": "fupin.exports.png",
    "svg": "fupin.exports.svg",
}
# One file for one chart, and a zip for all of a document's.
PICTURES = ("png", "svg")
# Signs of a title, and bytes: a file system counts 255 of them for the whole name.
LONGEST, MOST_BYTES = 60, 180
# What Windows refuses in a name, and what no name should hold: controls, odd spaces.
_REFUSED = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\ufeff]+'
)
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def write(document: Document, kind: str, **asked: Any) -> bytes:
    """Return `document` as the bytes of a file of a format of `EXPORTS`.

    What else a format takes is passed on: `chart`, the key of one chart, for png and
    svg; `template`, a path, for pptx. Raises FupinError for an unknown format, a chart
    that isn't there, or a machine without a Chinese font.
    """
    made: bytes = import_module(_module(kind)).write(document, **asked)
    return made


def file_name(document: Document, kind: str, *, chart: str = "") -> str:
    """Return a name that every file system takes: title, chart, snapshot, ending.

    Raises FupinError for an unknown format.
    """
    _module(kind)
    # Both kinds of pictures may be asked for at once: neither writes over the other.
    ending = f"{kind}.zip" if kind in PICTURES and not chart else kind
    title = _cut(_safe(document.title)[:LONGEST]).rstrip(". ")
    parts = [title, _safe(chart), _safe(document.stamp.snapshot)[:LONGEST]]
    name = "-".join(part for part in parts if part) or "fupin"
    return f"{'_' if _RESERVED.match(name) else ''}{name}.{ending}"


def _module(kind: str) -> str:
    if kind not in EXPORTS:
        raise DocumentError(
            f"没有“{kind}”这种格式。可用的有：{'、'.join(EXPORTS)}",
            f"There is no format {kind!r}; there are {', '.join(EXPORTS)}.",
        )
    return EXPORTS[kind]


def _cut(text: str) -> str:
    """Return text of at most `MOST_BYTES`; a sign that would be cut is left out."""
    return text.encode()[:MOST_BYTES].decode(errors="ignore")


def _safe(text: str) -> str:
    return " ".join(_REFUSED.sub(" ", text).split()).strip(". ")
