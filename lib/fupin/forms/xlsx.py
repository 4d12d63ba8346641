"""Write filled forms as workbooks that print: real formats, headers that repeat."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from fupin.exports.book.plain import plain_workbook
from fupin.forms.sheets import Sheet
from fupin.forms.styles import styles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fupin.forms.filled import FilledForm

# What Excel allows in the name of a sheet.
NAME_LENGTH = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def workbook(filled: FilledForm, lang: str = "zh") -> bytes:
    """Return the form as the bytes of a workbook (.xlsx): a sheet a page.

    Texts are written as texts, whatever they begin with: no cell is a formula.
    """
    stream = io.BytesIO()
    with plain_workbook(stream) as book:
        title = filled.form.title[lang]
        book.set_properties({"title": title, "comments": filled.form.source[lang]})
        made = styles(book)
        taken: set[str] = set()
        for name, tables in filled.pages:
            sheet = book.add_worksheet(_sheet_name(name, taken))
            Sheet(sheet, made, filled, lang).write(tables)
        if not taken:
            Sheet(book.add_worksheet(), made, filled, lang).write(())
    return stream.getvalue()


def write_form(filled: FilledForm, to: Path, lang: str = "zh") -> Path:
    """Write the form to the path `to` (.xlsx), replacing what is there; return it."""
    # Made whole first: a form that can't be written leaves no half of a file.
    made = workbook(filled, lang)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(made)
    return to


def write_all(
    forms: Iterable[FilledForm], folder: Path, lang: str = "zh"
) -> list[Path]:
    """Write each form to `folder`, named by its date and title; return the paths."""
    return [write_form(form, folder / file_name(form, lang), lang) for form in forms]


def file_name(filled: FilledForm, lang: str = "zh") -> str:
    """Return the name of the form's file: 2018-06-30 脱贫计划管理 红中村.xlsx."""
    parts = (filled.day.isoformat(), filled.form.title[lang], filled.place)
    said = " ".join(part for part in parts if part)
    return FORBIDDEN.sub("-", said) + ".xlsx"


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that Excel takes, another than those taken."""
    plain = FORBIDDEN.sub("-", name)[:NAME_LENGTH] or "1"
    found, n = plain, 1
    while found.casefold() in taken:
        n += 1
        ending = f" {n}"
        found = plain[: NAME_LENGTH - len(ending)] + ending
    taken.add(found.casefold())
    return found
