"""A household's decision on one A4 page: clauses, facts, sources, places to sign."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import fupin
from fupin.assess import NOT_APPLICABLE, UNKNOWN
from fupin.codes import CODES, EXIT_STEPS, label
from fupin.figures import NOTHING, day, number
from fupin.measures import STANDARD, truncated
from fupin.sheet.reasons import Table
from fupin.sheet.sources import Numbered
from fupin.sheet.words import cut, say, value
from fupin.tables import facts_of
from fupin.typeset import pdf
from fupin.units import unit_label
from fupin.why.evidence import evidence
from fupin.why.explain import explain
from fupin.why.status import SINCE, status

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.why.evidence import Marks
    from fupin.why.explain import Reason

TEMPLATE = Path(__file__).with_name("decision.typ")
DISTANCES = {
    "exit": ("household_exit_line", "income_per_person_year", "income_met"),
    "entry": ("household_entry_line", "initial_income_per_person_year",
              "income_below_entry_line"),
}  # fmt: skip
TEXT = 60


def decision_sheet(
    done: Assessment,
    household_id: str,
    marks: Marks | None = None,
    lang: str = "zh",
    *,
    masked: bool = True,
) -> bytes:
    """Return the household's decision sheet as the bytes of a PDF of one A4 page.

    `marks` say where each row comes from (a store's vintages, a file's lines). Names
    are masked unless `masked` is False; facts that the assessment's reader may not see
    are said to be there and not told.

    Raises FupinError where the household isn't in the register on the date or this
    machine has no Chinese font, AccessError where the reader may not take names out.
    """
    said = content(done, household_id, marks, lang, masked=masked)
    return pdf(TEMPLATE, said, done.day)


def file_name(done: Assessment, household_id: str, lang: str = "zh") -> str:
    """Return the sheet's file name, without a person's name."""
    return f"{done.day.isoformat()} {say(lang, 'title')} {household_id}.pdf"


def content(
    done: Assessment,
    household_id: str,
    marks: Marks | None = None,
    lang: str = "zh",
    *,
    masked: bool = True,
) -> dict[str, Any]:
    """Return everything on the sheet as words, for the template."""
    if not masked:
        done.reader.may("export")
    found = evidence(done, household_id, marks)
    exit_, entry = (
        explain(done, household_id, root, found) for root in (STANDARD, "entry")
    )
    is_it = pl.col("household_id") == household_id
    row = done.households.filter(is_it).row(0, named=True)
    people = done.members.filter(is_it).to_dicts()
    sources = Numbered(lang, masked=masked)
    members = {person["person_id"]: person for person in people}
    table = Table(done, members, found, sources, lang, masked)
    return {
        "lang": lang,
        "words": {key: say(lang, key) for key in (
            "title", "exit", "entry", "rule", "line", "facts", "verdict", "missing",
            "distance", "sources", "signatures", "survey", "sign", "date", "review",
            "steps", "review_blank", "review_reason",
        )},
        "page": say(lang, "page", n="{n}", of="{of}"),
        "household": _household(table, row),
        "warnings": [rule.warns[lang] for rule in exit_.warnings],
        "exit": table.exit(exit_),
        "entry": table.entry(entry),
        "missing": _missing(exit_, entry, lang),
        "distance": _distances(done, row, {"exit": exit_, "entry": entry}, lang),
        "signers": _signers(done, household_id, lang),
        "reviewed": _reviewed(done, household_id, lang),
        "steps": _steps(done, household_id, lang),
        "sources": sources.told(),
        "footer": footer(done, lang, masked=masked),
    }  # fmt: skip


def _household(table: Table, row: dict[str, Any]) -> list[list[str]]:
    done, lang = table.done, table.lang
    names = dict(done.villages.select("village_id", "village_name").iter_rows())
    home = names.get(row["village_id"]) or row["village_id"]
    if row["village_group"]:
        home += say(lang, "comma") + say(lang, "group", n=row["village_group"])
    stands = status(done, row["household_id"])
    state = stands.label[lang]
    if stands.since is not None:
        words = SINCE[stands.act][lang].format(day=day(stands.since, lang))
        state += say(lang, "comma") + words
    if stands.is_watched and done.reader.sees(
        facts_of("household")["income_per_person_year"]
    ):
        state += say(lang, "comma") + say(lang, "watched")
    kind = facts_of("household")["poverty_type"]
    said = say(lang, "hidden")
    if done.reader.sees(kind):
        said = (
            value(kind, row["poverty_type"], lang) if row["poverty_type"] else NOTHING
        )
    return [
        [say(lang, "household"), row["household_id"]],
        [say(lang, "head"), table.name(row, "head_name")],
        [say(lang, "home"), cut(home, TEXT)],
        [say(lang, "persons"), number(row["persons_count"])],
        [say(lang, "kind"), said],
        [say(lang, "status"), state],
        [say(lang, "clause"), stands.clause.place[lang] if stands.clause else NOTHING],
    ]


def _missing(exit_: Reason, entry: Reason, lang: str) -> str:
    """Return, rule by rule, the facts not known; 不缺 where none is missing.

    Those too that decide nothing any more: whoever visits asks them all.
    """
    facts = facts_of("member") | facts_of("household")
    said = {}
    for reason in (*exit_.walk(), *entry.walk()):
        names = _unknown(reason)
        if names and not reason.under:
            words = say(lang, "and").join(facts[name].label(lang) for name in names)
            colon = "：" if lang == "zh" else ": "
            said[reason.rule.id] = f"{reason.rule.label[lang]}{colon}{words}"
    return say(lang, "semicolon").join(said.values()) or say(lang, "no_missing")


def _unknown(reason: Reason) -> tuple[str, ...]:
    if reason.verdict != UNKNOWN:
        return ()
    own = [f.column.name for f in reason.facts if f.value is None and not f.is_hidden]
    below = [name for person in reason.people for name in person.missing]
    return tuple(dict.fromkeys((*reason.missing, *own, *below)))


def _distances(
    done: Assessment, row: dict[str, Any], roots: dict[str, Reason], lang: str
) -> list[str]:
    """Return how far the incomes are from both lines, in yuan and percent."""
    colon = "：" if lang == "zh" else ": "
    return [
        say(lang, name) + colon + _distance(done, row, roots[name], name, lang)
        for name in DISTANCES
    ]


def _distance(
    done: Assessment, row: dict[str, Any], root: Reason, name: str, lang: str
) -> str:
    line, income, rule = DISTANCES[name]
    reason = next((r for r in root.walk() if r.rule.id == rule), None)
    if reason is None or not done.reader.sees(facts_of("household")[income]):
        return say(lang, "hidden")
    of = next((float(p.value) for p in reason.lines if p.id == line and p.value), None)
    held = row[income]
    if held is None or of is None or reason.verdict == NOT_APPLICABLE:
        return say(lang, "no_distance")
    gap, parameter = abs(held - of), done.scenario.plan.parameters[line]
    return say(
        lang, "above" if held >= of else "below", line=parameter.label[lang],
        of=number(of), unit=unit_label(parameter.unit, lang), gap=number(gap),
        percent=number(truncated(gap, of), 1),
    )  # fmt: skip


def _signers(done: Assessment, household_id: str, lang: str) -> list[list[str]]:
    """Return who has to sign the survey, and when who signed did."""
    rows = done.register["signatures"].filter(
        (pl.col("household_id") == household_id) & (pl.col("document") == "survey")
    )
    signed = dict(rows.select("signer", "signed_on").iter_rows())
    said = {
        who: say(lang, "signed", day=day(on, lang)) for who, on in signed.items() if on
    }
    return [
        [code.zh if lang == "zh" else code.en, said.get(code.name, "")]
        for code in CODES["signer"]
    ]


def _reviewed(done: Assessment, household_id: str, lang: str) -> str:
    """Return the newest villagers' review on record; nothing where there was none."""
    rows = done.register["steps"].filter(
        (pl.col("household_id") == household_id) & (pl.col("step") == "review")
    ).sort("step_on")  # fmt: skip
    if rows.is_empty():
        return ""
    last = rows.row(-1, named=True)
    codes = ("procedure", "step_outcome")
    said = " ".join(label(name, last[name], lang) for name in codes)
    said += f" {day(last['step_on'], lang)}"
    if last["step_reason"] and done.reader.sees(facts_of("step")["step_reason"]):
        said += say(lang, "comma") + cut(last["step_reason"], TEXT)
    return said


def _steps(done: Assessment, household_id: str, lang: str) -> list[list[str]]:
    """Return the six steps of exit in their order, with outcome and date."""
    rows = done.register["steps"].filter(
        (pl.col("household_id") == household_id) & (pl.col("procedure") == "exit")
    )
    last = {r["step"]: r for r in rows.sort("step_on").iter_rows(named=True)}
    found = []
    for name in EXIT_STEPS:
        said = say(lang, "step_open")
        if name in last:
            outcome = label("step_outcome", last[name]["step_outcome"], lang)
            said = f"{outcome} {day(last[name]['step_on'], lang)}"
        found.append([label("step", name, lang), said])
    return found


def footer(done: Assessment, lang: str, *, masked: bool) -> list[str]:
    """Return what each page says of its date, rules, data and program."""
    known = done.program.known or datetime.now().astimezone().date()
    said = {
        "day": day(done.day, lang), "known": day(known, lang),
        "rules_print": done.scenario.fingerprint,
        "data_print": done.source.fingerprint,
        "version": f"fupin {fupin.__version__}",
    }  # fmt: skip
    return [f"{say(lang, key)} {words}" for key, words in said.items()] + [
        say(lang, "masked" if masked else "named")
    ]


__all__ = ["Numbered", "content", "decision_sheet", "file_name", "footer"]
