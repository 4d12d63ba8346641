"""A visit written down: facts corrected or added, the looks, the note, signatures."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import store as kept
from fupin.changes import difference
from fupin.crosscheck import crosscheck
from fupin.errors import FupinError
from fupin.intake import Problems, read_frames
from fupin.register import Register, empty
from fupin.store import Act
from fupin.tables import TABLES

if TYPE_CHECKING:
    from datetime import date

    from fupin.access import Reader
    from fupin.plan import Plan
    from fupin.store import Store, Vintage

Texts = Mapping[str, str]
# What a form can't move: who a row is of, and what the store writes itself.
FIXED = ("household_id", "person_id", "village_id", "valid_from", "recorded_on")


@dataclass(frozen=True)
class Visit:
    """What a form says, as text: an empty text is unknown.

    `facts` are of the household; `members` by person id, a new one under a key that
    starts with "+". `looks` are the four observations by column; `signers` have
    signed the survey.
    """

    household_id: str
    visited_on: date
    author: str
    reason: str
    facts: Texts = field(default_factory=dict)
    members: Mapping[str, Texts] = field(default_factory=dict)
    looks: Texts = field(default_factory=dict)
    note: str = ""
    signers: tuple[str, ...] = ()


class FormError(FupinError):
    """The form holds something that can't be, or is doubtful: `problems` lists it.

    What is only doubtful may be insisted on.
    """

    def __init__(self, problems: Problems, *, is_doubt: bool = False) -> None:
        self.problems, self.is_doubt = problems, is_doubt
        rows = problems.frame.iter_rows(named=True)
        said = {"zh": [], "en": []}  # type: dict[str, list[str]]
        for row in rows:
            for lang, told in said.items():
                told.append(f"{row[f'reason_{lang}']}：{row[f'cure_{lang}']}")
        super().__init__("；".join(said["zh"]), "; ".join(said["en"]))


def record_visit(  # noqa: PLR0913 each is said by name
    store: Store,
    visit: Visit,
    reader: Reader,
    seen: int,
    plan: Plan,
    *,
    insists: bool = False,
) -> Vintage:
    """Check a visit as an intake is checked, and take what it changes.

    `seen` is the newest vintage when the form was opened. Raises FormError for facts
    that can't be, or, unless the author `insists`, that the plan's checks across
    records doubt; StaleEditError where somebody changed the same rows meanwhile;
    AccessError where the reader may not.
    """
    reader.may("import")
    known = kept.register(store)
    standing = known.on(visit.visited_on)
    intake = read_frames(_said(standing, visit, reader))
    wrong = _wrong(intake.problems, visit)
    if len(wrong):
        raise FormError(wrong)
    doubts = _doubts(standing, intake.register, visit, plan)
    if len(doubts) and not insists:
        raise FormError(doubts, is_doubt=True)
    changes = difference(known, intake.register, visit.visited_on)
    act = Act("visit", visit.author, visit.reason, visit.visited_on)
    return kept.accept(store, changes, act, seen)


def _wrong(problems: Problems, visit: Visit) -> Problems:
    """Return what the form itself has wrong: there a cell that can't be read counts.

    In a file such a cell is kept as unknown; here somebody is there to be asked.
    """
    told: set[str] = set().union(visit.facts, visit.looks, *visit.members.values())
    is_told = pl.col("column").is_in(sorted(told))
    return Problems(problems.frame.filter((pl.col("severity") == "refuse") | is_told))


def _doubts(standing: Register, said: Register, visit: Visit, plan: Plan) -> Problems:
    """Return what the checks across records find in the household that is new."""
    mine = pl.col("household_id") == visit.household_id

    def found(own: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        others = {n: standing[n].filter(~mine) for n in ("households", "members")}
        # The household's rows stand last, and their findings are told by that.
        rows = {n: pl.concat([others[n], own[n]]) for n in others}
        register = standing.with_tables(rows)
        frame = crosscheck(register, plan, visit.visited_on).frame
        first = pl.col("table").replace_strict(
            {n: rows.height for n, rows in others.items()}, default=None
        )
        return frame.filter(pl.col("row") > first)

    after = found(said.tables)
    if after.is_empty():
        return Problems(after)
    before = found({n: standing[n].filter(mine) for n in ("households", "members")})
    return Problems(after.join(before, on=["kind", "table", "column"], how="anti"))


def _said(standing: Register, visit: Visit, reader: Reader) -> dict[str, pl.DataFrame]:
    """Return the household's rows as text, with what the form says put in."""
    mine = pl.col("household_id") == visit.household_id
    households = reader.rows(standing["households"]).filter(mine)
    if not households.height:
        raise FupinError(
            "没有这一户，或不归您负责。请从农户列表里打开",
            "There is no such household in your villages. Open it from the list.",
        )
    village = pl.col("village_id") == households["village_id"][0]
    return {
        "villages": _text(standing["villages"].filter(village)),
        "households": _edited(households, {visit.household_id: visit.facts}),
        "members": _edited(standing["members"].filter(mine), visit.members, visit),
        "visits": _rows("visits", [_visit_row(visit)]),
        "signatures": _rows("signatures", list(_signature_rows(standing, visit))),
    }


def _edited(
    rows: pl.DataFrame, edits: Mapping[str, Texts], visit: Visit | None = None
) -> pl.DataFrame:
    """Return the rows as text with each one's edits put in; new persons are added.

    What was edited holds from the visit on; the store dates it.
    """
    key = "person_id" if visit else "household_id"
    texts = [row | _told(edits.get(row[key], {})) for row in _text(rows).to_dicts()]
    if visit:
        taken = {row[key] for row in texts}
        for name, told in edits.items():
            if name.startswith("+"):
                person = _next_person(visit.household_id, taken)
                taken.add(person)
                ids = {"person_id": person, "household_id": visit.household_id}
                texts.append(dict.fromkeys(rows.columns, "") | dict(told) | ids)
    return pl.DataFrame(texts, schema=dict.fromkeys(rows.columns, pl.String))


def _told(edits: Texts) -> dict[str, str]:
    """Return a row's edits; what was edited has a new date, to be set by the store."""
    told = {k: v for k, v in edits.items() if k not in FIXED}
    return told | {"valid_from": ""} if told else told


def _next_person(household_id: str, taken: set[str]) -> str:
    numbers = range(1, 1000)
    ids = (f"{household_id}-{number:02}" for number in numbers)
    return next(person for person in ids if person not in taken)


def _visit_row(visit: Visit) -> dict[str, str]:
    return {
        "visit_id": f"V{secrets.token_hex(6)}",
        "household_id": visit.household_id,
        "visited_on": visit.visited_on.isoformat(),
        "visitor_name": visit.author,
        "visit_note": visit.note,
    } | dict(visit.looks)


def _signature_rows(standing: Register, visit: Visit) -> Any:
    signed = standing["signatures"].filter(
        (pl.col("household_id") == visit.household_id)
        & (pl.col("document") == "survey")
    )
    for signer in visit.signers:
        if signer not in signed["signer"]:
            yield {
                "signature_id": f"S{secrets.token_hex(6)}",
                "household_id": visit.household_id,
                "document": "survey",
                "signer": signer,
                "signed_on": visit.visited_on.isoformat(),
            }


def _rows(name: str, rows: list[dict[str, str]]) -> pl.DataFrame:
    schema = dict.fromkeys(empty(TABLES[name]).columns, pl.String)
    return pl.DataFrame(rows, schema=schema)


def _text(rows: pl.DataFrame) -> pl.DataFrame:
    declared = [c for c in rows.columns if not c.startswith("_")]
    return rows.select(pl.col(declared).cast(pl.String))
