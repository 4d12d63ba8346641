"""A workbook in which a text stays a text, whatever it begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from io import BytesIO

_OPTIONS = {
    # No piece of it, with names in it, lies in a folder of the system.
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def plain_workbook(stream: BytesIO) -> Any:
    """Return an xlsxwriter.Workbook to fill; closed, its bytes are in `stream`."""
    # Only for writing workbooks.
    import xlsxwriter  # noqa: PLC0415

    return xlsxwriter.Workbook(stream, _OPTIONS)
