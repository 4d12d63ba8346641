"""Words of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupin.document import Document


def words(made: Document) -> list[str]:
    return [
        text for one in made.sections
        for text in (one.headline, one.below, *one.paragraphs) if text
    ]  # fmt: skip
