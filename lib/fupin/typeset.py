"""The one place that sets pages: a template and plain data become a PDF.

Fonts are those of this machine (nothing is ever fetched): `FUPIN_FONTS`, a folder of
font files, comes first, then what the system has. The first family of a list that is
there is embedded.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from fupin import settings
from fupin.errors import FupinError
from fupin.palette import LIGHT, PRINT_SANS, PRINT_SERIF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path


def pdf(
    template: Path, data: Mapping[str, Any], on: date, *, tagged: bool = True
) -> bytes:
    """Return `template` (a .typ file) filled with `data` as the bytes of a PDF.

    `data` is what JSON can hold; figures are words already. The template finds it in
    `sys.inputs.data`, the two font families in `sys.inputs.sans` and `.serif`, and
    the colours in `sys.inputs.tokens`: paper is light.
    `on` dates the document, so that the same data give the same bytes. Without `tagged`
    readers of the screen aren't told what is a table: a tag a cell is most of a file of
    thousands of cells.

    Raises FupinError where the machine has no Chinese font, or the page can't be set.
    """
    return _set(template, data, "pdf", on, pdf_tags=tagged)


def png(template: Path, data: Mapping[str, Any], on: date, scale: float = 1) -> bytes:
    """Return the only page of `template` as the bytes of a PNG: a pixel a point.

    The rest is as with `pdf`; `scale` makes more pixels of a point.
    """
    return _set(template, data, "png", on, ppi=_POINTS * scale)


def pages(template: Path, data: Mapping[str, Any]) -> int:
    """Return how many pages `template` comes to: what it says under `<pages>`."""
    import typst  # noqa: PLC0415

    with _telling(template):
        held = typst.query(
            template, "<pages>", field="value", one=True, root=template.parent,
            font_paths=_fonts(), sys_inputs=_inputs(data),
        )  # fmt: skip
    return int(json.loads(held))


def families() -> tuple[str, str]:
    """Return the sans and the serif family that pages of this machine are set in.

    Raises FupinError where the machine has no Chinese font.
    """
    return chosen(_families())


def _set(
    template: Path, data: Mapping[str, Any], kind: Literal["pdf", "png"], on: date,
    **asked: Any,
) -> bytes:  # fmt: skip
    # 0.1 s, and only who prints needs it.
    import typst  # noqa: PLC0415

    with _telling(template):
        made = typst.compile(
            template, root=template.parent, font_paths=_fonts(), format=kind,
            sys_inputs=_inputs(data), timestamp=_seconds(on), **asked,
        )  # fmt: skip
    return bytes(made)


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    sans, serif = families()
    return {
        "data": json.dumps(data, ensure_ascii=False), "sans": sans, "serif": serif,
        "tokens": json.dumps(LIGHT),
    }  # fmt: skip


def _seconds(on: date) -> int:
    return (on - on.fromordinal(_EPOCH)).days * _DAY


@contextmanager
def _telling(template: Path) -> Iterator[None]:
    import typst  # noqa: PLC0415

    try:
        yield
    except typst.TypstError as error:
        raise FupinError(
            f"{template.name} 排不出来：{error.message}。请把这句话告诉维护人员",
            f"{template.name} can't be set: {error.message}. Tell this to whoever "
            "maintains the program.",
        ) from error


_EPOCH, _DAY = 719_163, 86_400
_POINTS = 72
_WANTED = (PRINT_SANS, PRINT_SERIF)


def chosen(families: Sequence[str]) -> tuple[str, str]:
    """Return the sans and the serif family to set Chinese in, of those there are.

    Raises FupinError where there is none of either list.
    """
    there = frozenset(families)
    found = [next((f for f in wanted if f in there), "") for wanted in _WANTED]
    if not all(found):
        raise FupinError(
            "本机没有可用的中文字体，印不出来。请装思源黑体（Noto Sans CJK SC），"
            "或把字体文件放进一个文件夹并用 FUPIN_FONTS 指明",
            "This machine has no Chinese font, so nothing can be printed. Install Noto "
            "Sans CJK SC, or put font files into a folder and name it in FUPIN_FONTS.",
        )
    return found[0], found[1]


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415

    own = settings.fonts_folder()
    return typst.Fonts(
        include_system_fonts=True,
        include_embedded_fonts=False,
        font_paths=[own] if own else [],
    )


@cache
def _families() -> tuple[str, ...]:
    return tuple(_fonts().families())
