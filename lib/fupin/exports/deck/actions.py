"""The column at the right: what the meeting is asked to settle, by whom, by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupin.exports.deck.canvas import Box, Run, fill, line, paragraph, stroke, text
from fupin.exports.deck.words import count, say
from fupin.exports.measure import cut, high, width
from fupin.exports.words import day

if TYPE_CHECKING:
    from datetime import date

    from fupin.document import Action, Document
    from fupin.exports.deck.layouts import Slide

WHAT, WHO, NOTE = 22, 18, 16
AIR, MOST_AIR = 28, 52
MOST_WHAT = 3


@dataclass
class Actions:
    """Those that fit into one slide's column; `of` is how many there are in all."""

    document: Document
    held: list[Action]
    of: int

    @classmethod
    def chunks(
        cls, document: Document, actions: tuple[Action, ...], box: Box
    ) -> list[Actions]:
        """Return actions slide by slide, as many on each as its column holds."""
        found: list[Actions] = []
        used = box.height + 1
        for action in actions:
            tall = _height(document, action, box.width) + AIR
            if used + tall > box.height:
                found.append(cls(document, [], len(actions)))
                used = 0.0
            found[-1].held.append(action)
            used += tall
        return found

    def draw(self, slide: Slide) -> None:
        """Write the column: a rule and a text for each."""
        lang = self.document.lang
        title = say(lang, "settle", n=count(self.of, lang))
        fill(slide.places["事项标题"], [[Run(title)]])
        box = slide.take("事项")
        heights = [_height(self.document, a, box.width) for a in self.held]
        air = min((box.height - sum(heights)) / len(heights), MOST_AIR)
        top = box.top
        for action, tall in zip(self.held, heights, strict=True):
            line(slide.page, (box.left, top), (box.left + box.width, top),
                 stroke("line", 1))  # fmt: skip
            where = Box(box.left, top + air / 2, box.width, tall)
            text(slide.page, where, self._said(action, box.width), name="事项")
            top += tall + air

    def _said(self, action: Action, room: float) -> list[str]:
        what = cut(self.document.said(action.what), WHAT, room, _most(WHAT), bold=True)
        said = [paragraph([Run(what, WHAT, "ink", True)])]
        due = (
            [Run(f"\t{self._day(action.due)}", WHO, "ink", True)] if action.due else []
        )
        who = cut(action.who, WHO, room - self._due_room(action.due), WHO)
        said.append(paragraph([Run(who, WHO, "ink2"), *due], tab=room))
        if action.note:
            note = cut(self.document.said(action.note), NOTE, room, _most(NOTE))
            said.append(paragraph([Run(note, NOTE, "ink3")]))
        return said

    def _day(self, due: date) -> str:
        """Return a date; in the document's own year, without the year."""
        said = day(due, self.document.lang)
        if due.year != self.document.stamp.day.year:
            return said
        return said.removeprefix(f"{due.year}年").removesuffix(f" {due.year}")

    def _due_room(self, due: date | None) -> float:
        return width(self._day(due), WHO, bold=True) + 16 if due else 0


def _most(size: int) -> float:
    return MOST_WHAT * size * 1.3 + 1


def _height(document: Document, action: Action, room: float) -> float:
    what = min(high(document.said(action.what), WHAT, room, bold=True), _most(WHAT))
    note = min(high(document.said(action.note), NOTE, room), _most(NOTE))
    return what + WHO * 1.3 + (note if action.note else 0) + 8
