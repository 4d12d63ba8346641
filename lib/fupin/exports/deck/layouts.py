"""A template opened, and its named places: what a slide is written into."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from fupin.document import DocumentError
from fupin.exports.deck.canvas import Box
from fupin.exports.deck.template import EMU, PLACES, made

if TYPE_CHECKING:
    from pathlib import Path


class Deck:
    """A presentation made from a template, without the template's own slides.

    Raises DocumentError where the file is no presentation, or where a layout or one of
    its places is missing: it names all that are.
    """

    def __init__(self, template: Path | None) -> None:
        self.name = template.name if template else "deck.pptx"
        self.file = _opened(template)
        self.layouts = {layout.name: layout for layout in self.file.slide_layouts}
        self._numbers = {name: self._places(name) for name in PLACES}
        self._check()
        slides = self.file.slides._sldIdLst  # noqa: SLF001
        for old in list(slides):
            self.file.part.drop_rel(old.rId)
            slides.remove(old)

    def add(self, layout: str) -> Slide:
        """Add a slide of a layout."""
        return Slide(
            self.file.slides.add_slide(self.layouts[layout]), self._numbers[layout]
        )

    def box(self, layout: str, place: str) -> Box:
        """Return where a place of a layout is, in px."""
        return _box(self._holders(layout)[place])

    def _holders(self, layout: str) -> dict[str, Any]:
        if layout not in self.layouts:
            return {}
        return {shape.name: shape for shape in self.layouts[layout].placeholders}

    def _places(self, layout: str) -> dict[str, int]:
        return {
            name: shape.placeholder_format.idx
            for name, shape in self._holders(layout).items()
        }

    def _check(self) -> None:
        lacks = [
            f"{name}：{'、'.join(missing)}"
            for name, places in PLACES.items()
            if (missing := [key for key in places if key not in self._numbers[name]])
        ]
        if lacks:
            raise DocumentError(
                f"模板 {self.name} 缺少占位符。{'；'.join(lacks)}。请在 PowerPoint 的"
                "幻灯片母版里给版式和占位符起这些名字（“开始 > 选择 > 选择窗格”），"
                "或换回原来的模板",
                f"The template {self.name} lacks placeholders. {'; '.join(lacks)}. "
                "Name the layout and its placeholders so in PowerPoint's slide master "
                "(Home > Select > Selection Pane), or put the original one back.",
            )


class Slide:
    """One slide: its places by name; what is drawn freely goes to `page`."""

    def __init__(self, page: Any, numbers: dict[str, int]) -> None:
        self.page = page
        names = {number: name for name, number in numbers.items()}
        found = [(shape.placeholder_format.idx, shape) for shape in page.placeholders]
        self.places = {names[n]: shape for n, shape in found if n in names}

    def take(self, place: str) -> Box:
        """Return a place's field and clear it for something drawn."""
        shape = self.places[place]
        found = _box(shape)
        self.drop(place)
        return found

    def drop(self, place: str) -> None:
        """Take away a place that has nothing to say: an empty one asks for a click."""
        element = self.places.pop(place).element
        element.getparent().remove(element)

    def room(self, place: str) -> Box:
        """Return where a place is, in px."""
        return _box(self.places[place])


def _box(shape: Any) -> Box:
    return Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def _opened(template: Path | None) -> Any:
    from pptx import Presentation  # noqa: PLC0415
    from pptx.exc import PackageNotFoundError  # noqa: PLC0415

    try:
        data = template.read_bytes() if template else made()
        return Presentation(io.BytesIO(data))
    except (OSError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile,
            PackageNotFoundError) as error:  # fmt: skip
        name = template.name if template else ""
        raise DocumentError(
            f"模板 {name} 打不开，或不是 PowerPoint 文件（.pptx）。请换一个，"
            "或换回原来的模板",
            f"The template {name} can't be opened or is no PowerPoint file (.pptx). "
            "Take another, or put the original one back.",
        ) from error
