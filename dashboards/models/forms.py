"""Which form is shown, what is in it, where forms differ, and the files they make."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupin.forms import contradictions, workbook
from fupin.forms.xlsx import file_name
from fupin.sheet.public_notice import public_notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.forms import Contradiction, FilledForm, FilledTable, Form

PAGE_ROWS = 20
File = tuple[str, bytes]


@dataclass(frozen=True)
class FormsView:
    """The forms to choose from, the one that is shown, and one page of it.

    `total` counts its rows (its households, where it is a card); `start` is the first
    that is shown, of `step` at a time.
    """

    forms: tuple[Form, ...]
    shown: FilledForm
    tables: tuple[FilledTable, ...]
    start: int
    step: int
    total: int
    contradictions: tuple[Contradiction, ...]


def forms_view(desk: Desk, view: View, given: Mapping[str, str]) -> FormsView:
    """Return the chosen form, else the first, on the view's date and village."""
    shown = _filled(desk, view, _chosen(desk, view), given)
    step = 1 if shown.form.is_card else PAGE_ROWS
    total = len(shown.tables[0].rows)
    start = min(view.start, max(total - 1, 0)) // step * step
    tables = shown.tables
    if shown.form.is_card:
        ids = shown.tables[0].ids
        tables = shown.page(ids[start])[1] if ids else ()
    # Cards are of one household each: no figure of theirs is in another form.
    every = [_filled(desk, view, f.id, given) for f in _tables(desk)]
    differing = tuple(contradictions(every))
    forms = tuple(desk.forms.values())
    return FormsView(forms, shown, tables, start, step, total, differing)


def one_file(desk: Desk, view: View, given: Mapping[str, str]) -> File:
    """Return name and bytes of the shown form's workbook.

    Raises AccessError where the desk's reader may not take rows out.
    """
    desk.reader.may("export")
    return _file(_filled(desk, view, _chosen(desk, view), given), view.lang)


def notice_file(desk: Desk, view: View, given: Mapping[str, str]) -> File:
    """Return name and bytes of the chosen public form as a PDF to be hung out.

    Raises AccessError where the reader may not take rows out, FupinError where the
    form isn't public or no Chinese font is there.
    """
    desk.reader.may("export")
    filled = _filled(desk, view, _chosen(desk, view), given)
    name = file_name(filled, view.lang).removesuffix(".xlsx")
    return f"{name}.pdf", public_notice(filled, view.lang)


def all_files(desk: Desk, view: View, given: Mapping[str, str]) -> File:
    """Return name and bytes of an archive of every form's workbook."""
    desk.reader.may("export")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in desk.forms:
            archive.writestr(*_file(_filled(desk, view, name, given), view.lang))
    return (
        f"{view.day} {'表格' if view.lang == 'zh' else 'Forms'}.zip",
        stream.getvalue(),
    )


def _file(filled: FilledForm, lang: str) -> File:
    return file_name(filled, lang), workbook(filled, lang)


def _chosen(desk: Desk, view: View) -> str:
    """Return the form of the view; an address may name one that isn't there."""
    return view.form if view.form in desk.forms else next(iter(desk.forms))


def _tables(desk: Desk) -> tuple[Form, ...]:
    return tuple(form for form in desk.forms.values() if not form.is_card)


def _filled(desk: Desk, view: View, name: str, given: Mapping[str, str]) -> FilledForm:
    village = view.village if view.village in desk.village_names else ""
    said = tuple(text for pair in sorted(given.items()) for text in pair)
    return desk.filled(name, view.day, view.basis, village, said)
