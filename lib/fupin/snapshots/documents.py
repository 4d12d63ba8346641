"""A snapshot as a document: the deck and the brief, in one language, for a reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from fupin.access import LOCAL, Reader
from fupin.document import Document, Section, Stamp
from fupin.snapshots import deck, deck_work
from fupin.snapshots.deck_work import changes
from fupin.snapshots.freeze import FORMAT
from fupin.snapshots.lists import tables
from fupin.snapshots.model import SnapshotError
from fupin.snapshots.telling import Teller

if TYPE_CHECKING:
    from fupin.snapshots.model import Snapshot

SECTIONS = (
    deck.glance, deck.trajectory, deck.villages, deck.causes, deck_work.guarantees,
    deck_work.tasks, deck_work.funds, deck_work.verify, deck_work.scenario,
)  # fmt: skip
LINES = ("household_exit_line", "village_exit_line")


def document(
    found: Snapshot,
    lang: Literal["zh", "en"] = "zh",
    reader: Reader = LOCAL,
    *,
    masked: bool = True,
    is_edited: bool = True,
) -> Document:
    """Return a snapshot as a document: nothing is computed, all of it was frozen.

    Its paragraphs are the last edited text, where there is one and `is_edited`. Raises
    DocumentError where a text speaks of a figure that isn't there, and SnapshotError
    where another version of the program froze it in another shape.
    """
    if found.frozen.get("format") != FORMAT:
        raise SnapshotError(
            f"快照 {found.id} 是程序的另一版（{found.program}）存的，这一版读不懂。"
            "请用那一版打开，数字没有变",
            f"Snapshot {found.id} was made by another version of this program "
            f"({found.program}) and can't be read by this one. Open it with that one; "
            "its figures haven't changed.",
        )
    told = Teller(found, lang, reader, masked=masked)
    sections = [section for make in SECTIONS if (section := make(told)) is not None]
    text = found.text(lang) if is_edited else None
    if text is not None:
        sections = [_edited(section, text.paragraphs) for section in sections]
    made = Document(
        title=found.title, town=found.frozen["town"][lang], lang=lang,
        stamp=_stamp(told), figures=told.figures, sections=tuple(sections),
        tables=tables(told), masked=told.masked, sources=_sources(told),
    )  # fmt: skip
    for section in made.sections:
        for words in (section.headline, section.below, *section.paragraphs):
            made.said(words)
    return made


def _edited(section: Section, written: dict[str, list[str]]) -> Section:
    if section.key not in written:
        return section
    return replace(section, paragraphs=tuple(written[section.key]))


def _stamp(told: Teller) -> Stamp:
    found, frozen = told.found, told.frozen
    bases = dict.fromkeys(frozen["parameters"][name]["basis"] for name in LINES)
    words = told.join((told.say(f"stamp.{one}") for one in bases), "and")
    village = told.village(found.village) if found.village else ""
    filters = (
        told.say("stamp.only", village=village) if village
        else told.say("stamp.all_villages", n=len(frozen["villages_of"]))
    )  # fmt: skip
    return Stamp(
        snapshot=found.id, day=found.day, scenario=scenario_words(told),
        filters=filters,
        basis=told.say("stamp.basis", basis=words, household=told.text("income.line"),
                       village=_village_line(told)),
        vintage=told.say("stamp.vintage", n=found.vintage,
                         fingerprint=found.register[:6]),
        plan=told.say("stamp.plan", fingerprint=found.plan[:6]),
        tasks=told.say("stamp.tasks", n=found.task_edits + found.tasks),
        author=told.person(found.author), made=f"{found.made:%Y-%m-%d %H:%M}",
        program=told.say("stamp.program", version=found.program),
    )  # fmt: skip


def _village_line(told: Teller) -> str:
    keys = [f"{one['key']}.line" for one in told.frozen["villages"]]
    said = dict.fromkeys(told.text(key) for key in keys)
    return told.join(said, "and") or "—"


def scenario_words(told: Teller) -> str:
    """Return what the scenario is called: its description, or how much it changes."""
    if "plan.met" not in told.frozen["figures"]:
        return told.say("stamp.as_plan")
    name = str(told.found.overrides.get("description") or "")
    if name:
        return told.say("stamp.scenario", name=name)
    return told.say("stamp.unnamed", n=len(changes(told)))


def _sources(told: Teller) -> tuple[tuple[str, str], ...]:
    found = told.found
    names = ("register", "plan", "scenario", "tasks", "rates", "unknown")
    values: dict[str, dict[str, object]] = {
        "register": {"n": found.vintage, "fingerprint": found.register},
        "plan": {"fingerprint": found.plan},
        "scenario": {"words": scenario_words(told), "fingerprint": found.scenario},
    }
    return tuple(
        (told.say(f"source.{name}"),
         told.say(f"source.{name}_words", **values.get(name, {})))
        for name in names
    )  # fmt: skip
