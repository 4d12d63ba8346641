"""The hand-edit step: words may be changed, figures stay bound to the snapshot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fupin.document import PLACE, strangers
from fupin.snapshots.documents import document
from fupin.snapshots.kept import keep_text
from fupin.snapshots.model import SnapshotError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.document import Figure
    from fupin.snapshots.model import Snapshot
    from fupin.store import Store

LONGEST = 1_000
MOST = 12
# Figures in any script, and numbers written out: 二百三十四, 三成.
NUMERALS = "一二三四五六七八九十百千万亿零两〇"
LOOSE = re.compile(rf"\d[\d,.，．]*|[{NUMERALS}]{{2,}}|[{NUMERALS}](?=[户人成])")


@dataclass(frozen=True)
class Finding:
    """A number typed by hand that isn't bound: in which section, and what it says."""

    section: str
    number: str
    within: str


def template(found: Snapshot, lang: Literal["zh", "en"]) -> dict[str, list[str]]:
    """Return the brief's paragraphs by section, as they stand: with their places."""
    return {
        section.key: list(section.paragraphs)
        for section in document(found, lang).sections if section.paragraphs
    }  # fmt: skip


def split(text: str) -> list[str]:
    """Return what was typed into a field as paragraphs: one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def loose(paragraphs: Mapping[str, list[str]]) -> list[Finding]:
    """Return the numbers that were typed by hand: they don't move with the data."""
    return [
        Finding(section, one.group(), words)
        for section, texts in paragraphs.items()
        for words in texts
        for one in LOOSE.finditer(PLACE.sub(" ", words))
    ]


def edit(  # noqa: PLR0913 each is said by name
    store: Store, found: Snapshot, author: str, lang: Literal["zh", "en"],
    paragraphs: Mapping[str, list[str]], seen: int | None = None,
) -> tuple[Snapshot, list[Finding]]:  # fmt: skip
    """Keep an edited brief; return the snapshot, and the numbers that aren't bound.

    `paragraphs` by section; what isn't named stays as it is. Raises SnapshotError
    where a text speaks of a figure or a section that the snapshot hasn't, where it is
    too long, or where somebody kept another one since (`seen` texts).
    """
    made = document(found, lang)
    whole = template(found, lang)
    for section, texts in paragraphs.items():
        _checked(section, texts, whole, made.figures)
    wanted = whole | {key: list(texts) for key, texts in paragraphs.items()}
    if wanted == whole:
        raise SnapshotError("什么都没改", "Nothing was changed.")
    count = len(found.texts) if seen is None else seen
    kept = keep_text(store, found.id, author, lang, wanted, count)
    return kept, loose(paragraphs)


def _checked(
    section: str, texts: list[str], whole: Mapping[str, list[str]],
    figures: Mapping[str, Figure],
) -> None:  # fmt: skip
    if section not in whole:
        raise SnapshotError(
            f"通报里没有“{section}”这一节。可用：{'、'.join(whole)}",
            f"The brief has no section {section!r}. It has: {', '.join(whole)}.",
        )
    if len(texts) > MOST or any(len(words) > LONGEST for words in texts):
        raise SnapshotError(
            f"每节最多 {MOST} 段，每段最多 {LONGEST} 个字。请写短一些",
            f"A section has at most {MOST} paragraphs of {LONGEST} characters. Write "
            "it shorter.",
        )
    unknown = [key for words in texts for key in strangers(words, figures)]
    unknown += [
        part for words in texts for part in _broken(words)
    ]  # fmt: skip
    if unknown:
        raise SnapshotError(
            f"没有名为“{'、'.join(unknown)}”的数字。请从数字清单里复制它的名称",
            f"There is no figure named {', '.join(unknown)}. Copy a name from the list "
            "of figures.",
        )


def _broken(words: str) -> list[str]:
    """Return what stands in braces and is no name of a figure, or a lone brace."""
    rest = PLACE.sub("", words)
    return re.findall(r"\{[^{}]*\}?|\}", rest)
