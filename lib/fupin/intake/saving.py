"""Write a file whole or not at all, and no text that would run as a formula."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.intake.failures import error

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Excel takes for a formula when it opens a CSV; a plain number may begin so.
FORMULA = r"^[=+\-@\t\r]"
PLAIN_NUMBER = r"^[-+]?\d+(\.\d+)?$"


@contextmanager
def replacing(to: Path) -> Iterator[Path]:
    """Yield a path beside `to` to write to; it takes the place of `to` at the end.

    Raises IntakeError where it can't be written: what was there then is unchanged.
    """
    to = Path(to)
    # The ending stays: writers go by it. Two who write one file at once have each a
    # part of their own: the later one's is what is there at the end, whole.
    part = to.with_name(f".part-{token_hex(4)}-{to.name}")
    try:
        yield part
        part.replace(to)
    except BaseException as cause:
        with suppress(OSError):
            part.unlink()
        if isinstance(cause, OSError):
            raise error("disk_full", path=to, detail=cause.strerror) from cause
        raise


@contextmanager
def saved_workbook(to: Path) -> Iterator[Any]:
    """Yield a workbook to fill; it is then written to `to` whole, or not at all.

    It is made in memory: no piece of it, with names in it, is left on a full disk.
    """
    # Only for writing workbooks.
    import xlsxwriter  # noqa: PLC0415

    with BytesIO() as made:
        with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
            yield book
        with replacing(to) as part:
            part.write_bytes(made.getvalue())


def escaped(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame for a CSV: a text that would run as a formula gets a quote."""
    text = pl.col(pl.String)
    runs = text.str.contains(FORMULA) & ~text.str.contains(PLAIN_NUMBER)
    return frame.with_columns(
        pl.when(runs).then(text.str.replace("^", "'")).otherwise(text)
    )
