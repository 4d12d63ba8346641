"""A village on one or two pages: its exit, what it rests on, and who is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from fupin import measures, settings, typeset
from fupin.access import mask_name
from fupin.assess import UNKNOWN
from fupin.document import Chart, Document, Point, Series, Stamp
from fupin.exports import blocks, pdf
from fupin.figures import NOTHING, number
from fupin.funds import accounts as worked_out
from fupin.funds import load_tree
from fupin.sheet import footer
from fupin.sheet.page_words import say
from fupin.sheet.words import named, value
from fupin.tables import facts_of
from fupin.units import unit_label
from fupin.why.explain import explain_village

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupin.assess import Assessment
    from fupin.funds import Accounts, Sums
    from fupin.why.explain import Reason

ROOT = "village_exit"
SCORE = "village_score"
VERDICTS: tuple[Literal["met", "unmet", "unknown"], ...] = ("met", "unmet", "unknown")


def village_sheet(
    done: Assessment,
    village_id: str,
    lang: str = "zh",
    *,
    masked: bool = True,
    accounts: Accounts | None = None,
) -> bytes:
    """Return a village's sheet as the bytes of a PDF.

    `accounts` are the funds with what people wrote; None: those of the register alone.
    Names are masked unless `masked` is False; what the reader may not see isn't told.

    Raises FupinError where there is no such village or no Chinese font, AccessError
    where the reader may not take names out.
    """
    if not masked:
        done.reader.may("export")
    root = explain_village(done, village_id, ROOT)
    row = done.villages.filter(pl.col("village_id") == village_id).row(0, named=True)
    homes = measures.enrolled(done).filter(pl.col("village_id") == village_id)
    counted = measures.count(homes)
    made = [
        blocks.pairs(
            _head(done, row, root, counted, _money(done, accounts, village_id), lang)
        ),
        *_chart(counted, row["village_name"], done, lang),
        _reasons(done, root, lang),
        *_years(done, village_id, lang),
        *_open(done, homes, lang, masked=masked),
    ]
    title = say(lang, "village", village=row["village_name"])
    return pdf.page(
        title, made, lang=lang, on=done.day, organ=row["town_name"] or title,
        number=village_id, footer=[footer(done, lang, masked=masked)], most=1,
    )  # fmt: skip


def _money(done: Assessment, told: Accounts | None, village_id: str) -> Sums:
    if told is None:
        tree = load_tree(settings.PLAN, done.scenario.plan)
        told = worked_out(tree, done)
    return told.by_village[village_id]


def _yuan(money: Sums, fen: int, lang: str) -> str:
    """Return an amount in yuan; not known where an entry has none."""
    return say(lang, "unknown") if money.open else number(fen / 100)


def _head(  # noqa: PLR0913 what the head is made of
    done: Assessment,
    row: dict[str, Any],
    root: Reason,
    counted: measures.Count,
    money: Sums,
    lang: str,
) -> list[tuple[str, str, str]]:
    unknown = say(lang, "unknown")
    found = measures.incidence(done, row["village_id"])
    incidence = unknown if found is None else _range(found, 1) + " %"
    held = row["village_income_per_person_year"]
    income = unknown
    if held is not None:
        income = say(lang, "income_said", income=number(held), year=row["year"])
    people = row["population_count"]
    said = say(lang, "nobody")
    if counted.total:
        said = say(lang, "households_said", n=counted.total, persons=counted.persons)
    funds = say(lang, "funds_said", allocated=_yuan(money, money.allocated, lang),
                paid=_yuan(money, money.paid, lang))  # fmt: skip
    score = (row[f"{SCORE}__low"], row[f"{SCORE}__high"])

    def kind(text: str) -> str:
        return "open" if text == unknown else ""

    return [
        (say(lang, "verdict"), say(lang, root.verdict), root.verdict),
        (say(lang, "population"), number(people) if people else unknown,
         kind(unknown) if not people else ""),
        (say(lang, "households"), said, ""),
        (say(lang, "incidence"), incidence, kind(incidence)),
        (say(lang, "income"), income, kind(income)),
        (say(lang, "score"), _range(score, 0), ""),
        (say(lang, "funds"), funds, ""),
    ]  # fmt: skip


def _range(ends: tuple[float, float], places: int) -> str:
    said = [number(end, places) for end in ends]
    return "–".join(dict.fromkeys(said))


def _chart(
    counted: measures.Count, name: str, done: Assessment, lang: str
) -> Iterator[blocks.Block]:
    """Yield the households by verdict; nothing of a village without any."""
    if not counted.total:
        return
    held = (counted.met, counted.unmet, counted.unknown)
    series = tuple(
        Series(say(lang, v), (Point(name, n, number(n), v),), v)
        for v, n in zip(VERDICTS, held, strict=True)
    )  # fmt: skip
    title = say(lang, "chart", n=number(counted.total), met=number(counted.met))
    chart = Chart("village", "bar", title, say(lang, "chart_caption"), "", series)
    stamp = Stamp("", done.day, "", "", "", "", "", "", "", "", "")
    page = Document(title, "", "zh" if lang == "zh" else "en", stamp, {}, ())
    yield blocks.chart(chart, page, typeset.families()[0])


def _reasons(done: Assessment, root: Reason, lang: str) -> blocks.Block:
    heads = (("rule", 3.0), ("clause", 2.0), ("verdict", 0.0), ("facts", 5.0))
    rows = [
        [
            (one.rule.label[lang], ""),
            (one.clause.place[lang] if one.clause else NOTHING, ""),
            (say(lang, one.verdict), one.verdict)
            if one.verdict in VERDICTS
            else (NOTHING, ""),
            (_facts(done, one, lang), ""),
        ]
        for one in root.walk()
    ]
    return blocks.listed(
        say(lang, "why"), [(say(lang, key), False, share) for key, share in heads], rows
    )


def _facts(done: Assessment, one: Reason, lang: str) -> str:
    comma = "，" if lang == "zh" else ", "
    said = []
    for fact in one.facts:
        name = fact.column.label(lang)
        told = value(fact.column, fact.value, lang)
        hidden = f"{name} {say(lang, 'hidden')}"
        said.append(hidden if fact.is_hidden else named(name, told, fact.value, lang))
    for line in one.lines:
        parameter = done.scenario.plan.parameters[line.id]
        if parameter.unit == "switch":
            continue
        held = say(lang, "unknown") if line.value is None else number(float(line.value))
        unit = unit_label(parameter.unit, lang)
        said.append(f"{parameter.label[lang]} {held} {unit}".strip())
    return comma.join(said) or NOTHING


def _years(done: Assessment, village_id: str, lang: str) -> Iterator[blocks.Block]:
    rows = done.register["village_years"].filter(pl.col("village_id") == village_id)
    if rows.is_empty():
        return
    unknown = (say(lang, "unknown"), "open")
    found = rows.sort("year").select("year", "village_income_per_person_year").rows()
    held = [(number(one), "") if one is not None else unknown for _, one in found]
    # The years stand across, as on a timeline.
    heads = [(say(lang, "year"), False, 2.0)]
    heads += [(str(year), True, 1.0) for year, _ in found]
    income = (f"{say(lang, 'income')} ({say(lang, 'yuan')})", "")
    yield blocks.listed(say(lang, "years"), heads, [[income, *held]])


def _open(
    done: Assessment, homes: pl.DataFrame, lang: str, *, masked: bool
) -> Iterator[blocks.Block]:
    """Yield the households that don't meet the standard or aren't decided, by id."""
    standard = measures.STANDARD
    held = homes.filter(~pl.col(standard).fill_null(value=False)).sort("household_id")
    if held.is_empty():
        return
    names = done.reader.sees(facts_of("household")["head_name"])
    heads = [("household", 2.0), ("head", 2.0), ("persons", 0.0), ("judged", 0.0),
             ("lacks", 5.0), ("missing", 4.0)]  # fmt: skip
    labels = _labels(done, lang)
    rows = [
        _household(row, lang, labels, masked=masked, names=names)
        for row in held.iter_rows(named=True)
    ]
    yield blocks.listed(
        say(lang, "open_households", n=held.height),
        [(say(lang, key), key == "persons", share) for key, share in heads], rows,
    )  # fmt: skip


def _labels(done: Assessment, lang: str) -> dict[str, str]:
    """Return what facts and rules are called; not those that tell what is hidden."""
    facts = facts_of("member") | facts_of("household")
    labels = {name: column.label(lang) for name, column in facts.items()}
    unseen = {name for name, column in facts.items() if not done.reader.sees(column)}
    for name, use in done.program.household.uses.items():
        rule = done.scenario.plan.rules.get(name)
        if rule is not None:
            hides = unseen.intersection(use.facts)
            labels[name] = say(lang, "hidden") if hides else rule.label[lang]
    return labels | dict.fromkeys(unseen, say(lang, "hidden"))


def _household(
    row: dict[str, Any], lang: str, labels: dict[str, str], *, masked: bool, names: bool
) -> list[tuple[str, str]]:
    verdict = UNKNOWN if row[measures.STANDARD] is None else "unmet"
    held = row["head_name"]
    head = (mask_name(held) if masked else str(held or NOTHING)) if names else NOTHING

    def told(column: str) -> str:
        keys = (row[f"{measures.STANDARD}__{column}"] or "").split(";")
        words = dict.fromkeys(labels.get(key, key) for key in keys if key)
        return ("、" if lang == "zh" else ", ").join(words) or NOTHING

    return [
        (row["household_id"], ""),
        (head, ""),
        (number(row["persons_count"]), ""),
        (say(lang, verdict), verdict),
        (told("because") if verdict == "unmet" else NOTHING, ""),
        (told("missing"), ""),
    ]
