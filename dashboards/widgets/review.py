"""The review page in words: what contradicts, what holds, whom to visit first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.change import ENTRY
from dashboards.models.review import (
    DIFFER,
    REVISITS,
    SILENT,
    TURNING,
    TURNS,
    TURNS_ENTRY,
)  # fmt: skip
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.covered import opens
from dashboards.widgets.marks import card, chip, go, unverified
from dashboards.widgets.rows import rows_table
from fupin.access import mask_name
from fupin.assess import MET, NOT_APPLICABLE, UNKNOWN, UNMET
from fupin.codes import label
from fupin.measures import SIGNED
from fupin.tables import facts_of
from fupin.why.lists import LISTS
from fupin.why.revisit import summed
from fupin.why.robust import OPEN, STATES
from fupin.why.robust import TURNS as TURNS_STATE

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.desk import Desk
    from dashboards.models.review import Review

SHOWN = 12


def headline(page: Review, lang: str) -> str:
    """Return what contradicts the rules, then how much of the verdicts holds."""
    said = [
        say(lang, f"review.said_{name}", n=opens(name, page.count(name), "unmet"))
        for name in LISTS
        if page.count(name)
    ]
    finding = say(lang, "list_comma").join(said) or say(lang, "review.none")
    after = ""
    if page.states:
        after = say(lang, "review.next", error=figures.number(page.error),
                    rate=figures.percent(page.firm_rate),
                    n=opens(TURNS, page.count(TURNS), "unmet"))  # fmt: skip
    return (
        f'<div class="headline"><h2 class="serif">{finding}</h2>'
        f'<p class="next">{after}</p></div>'
    )


def contradictions(page: Review, lang: str) -> str:
    """Return the three lists and the reviews that differ, each with its counts."""
    rows = [
        (say(lang, f"review.list_{name}"), say(lang, f"review.{name}_is"),
         opens(name, page.count(name), "unmet"),
         opens(f"{name}_open", page.count(f"{name}_open"), "unk"))
        for name in LISTS
    ]  # fmt: skip
    rows.append((
        say(lang, "review.list_differ"), say(lang, "review.differ_is"),
        opens(DIFFER, page.count(DIFFER), "unmet"),
        say(lang, "review.silent", n=opens(SILENT, page.count(SILENT), "unmet")),
    ))  # fmt: skip
    heads = [say(lang, f"review.column_{k}") for k in ("list", "is", "certain", "open")]
    title = say(lang, "review.lists_title", n=sum(map(page.count, LISTS)))
    body = _table(heads, rows, less=1)
    return card(title, say(lang, "review.lists_caption"), body, "eight")


def firmness(page: Review, lang: str) -> str:
    """Return how many exits and entries are firm, turn, and are open."""
    if not page.states:
        title = say(lang, "review.robust_hidden")
        return card(title, "", "", "four")
    chips = {TURNS_STATE: UNMET, OPEN: UNKNOWN}
    rows = [
        (chip(chips.get(state, MET), say(lang, f"review.state_{state}")),
         *_state(page, state))
        for state in STATES
    ]  # fmt: skip
    title = say(lang, "review.robust_title", rate=figures.percent(page.firm_rate))
    caption = say(lang, "review.robust_caption", error=figures.number(page.error))
    heads = ["", say(lang, "review.of_exit"), say(lang, "review.of_entry")]
    return card(title, caption, _table(heads, rows), "four")


def _state(page: Review, state: str) -> tuple[str, str]:
    """Return how many exits and entries are so; those that turn open their list."""
    counts = page.states[state], page.entry_states[state]
    if state != TURNS_STATE:
        return figures.number(counts[0]), figures.number(counts[1])
    return opens(TURNS, counts[0], "unmet"), opens(TURNS_ENTRY, counts[1], "unmet")


def revisits(page: Review, desk: Desk, lang: str) -> str:
    """Return whom to visit first, with what to ask; sums by village beside it."""
    rows = page.rows(REVISITS)
    heads, cells = listed(REVISITS, rows.head(SHOWN), page.unsigned, desk, lang)
    by = say(lang, "list_comma").join(
        f"{figures.text(desk.village_names.get(village, village))} {figures.number(n)}"
        for village, n, _ in summed(rows, "village_id").iter_rows()
    )
    more = say(lang, "review.all", n=opens(REVISITS, rows.height, ""))
    title = say(lang, "review.revisits_title", n=figures.number(rows.height))
    caption = say(lang, "review.revisits_caption", by=by)
    # On a phone the head's name goes: the household's code says who it is.
    body = _table(heads, cells, less=1) + f'<p class="caption">{more}</p>'
    return card(title, caption, body, "twelve")


def _table(heads: Any, rows: Any, less: int | None = None) -> str:
    return f'<div class="wide-scroll">{rows_table(heads, rows, less)}</div>'


def listed(
    spec: str, rows: pl.DataFrame, unsigned: frozenset[str], desk: Desk, lang: str
) -> tuple[list[str], list[list[str]]]:
    """Return heads and cells of the rows of a list; names are masked.

    The `unsigned`, whose survey lacks its signatures, are marked.
    """
    keys = ["id", "head", "why"]
    if spec in (DIFFER, SILENT):
        keys += ["reviewed", "reason"]
    elif spec in TURNING:
        keys = ["id", "now", "distance"]
    elif spec == REVISITS:
        keys = ["id", "head", "helper", "ask", "value"]
    columns = {"head": "head_name", "helper": "helper_name", "reason": "reason"}
    keys = [k for k in keys if columns.get(k, "household_id") in rows.columns]
    heads = [say(lang, f"review.column_{key}") for key in keys]
    mark = unverified(desk.plan.rules[SIGNED].warns, lang)
    return heads, [
        [
            _cell(key, row, desk, lang, TURNING.get(spec, ""))
            + (mark if key == "id" and row["household_id"] in unsigned else "")
            for key in keys
        ]
        for row in rows.iter_rows(named=True)
    ]


def _cell(key: str, row: dict[str, Any], desk: Desk, lang: str, outcome: str) -> str:
    if key == "id":
        shown = figures.text(desk.display_id(row["household_id"], row["village_id"]))
        token = desk.token_of(row["household_id"])
        return f"<a {go('households', h=token)}><b>{shown}</b></a>"
    if key in ("head", "helper"):
        return figures.text(mask_name(row[f"{key}_name"]))
    if key == "why":
        return _joined((f"rule.{rule}" for rule in _parts(row["because"])), lang)
    if key == "reviewed":
        outcome = label(
            "step_outcome", "passed" if row["reviewed"] else "returned", lang
        )
        return f"{outcome} {figures.day(row['reviewed_on'], lang)}"
    if key == "reason":
        missing = say(lang, "review.no_reason")
        return figures.text(row["reason"] or "") or f'<b class="unmet">{missing}</b>'
    if key in ("now", "distance"):
        return _turning(key, row, outcome, lang)
    if key == "ask":
        facts = facts_of("member") | facts_of("household")
        return say(lang, "list_and").join(facts[f].label(lang) for f in row["facts"])
    return figures.number(row["value"], 1)


def _turning(key: str, row: dict[str, Any], outcome: str, lang: str) -> str:
    """Return what an outcome is now, or how far its income is from the line."""
    if key == "distance":
        return _distance(row[f"{outcome}__distance"], row[f"{outcome}__percent"], lang)
    is_met = bool(row[outcome])
    if outcome == ENTRY:
        # Not to be enrolled is no bad news.
        said = "dossier.should_enter" if is_met else "dossier.not_met_plain"
        return chip(MET if is_met else NOT_APPLICABLE, say(lang, said))
    verdict = MET if is_met else UNMET
    return chip(verdict, say(lang, f"verdict.{verdict}"))


def _distance(yuan: float | None, percent: float | None, lang: str) -> str:
    if yuan is None:
        return figures.NOTHING
    key = "review.above" if yuan >= 0 else "review.below"
    return say(lang, key, gap=figures.number(abs(yuan)),
               percent=figures.percent(abs(percent or 0)))  # fmt: skip


def _parts(text: str) -> list[str]:
    return [part for part in text.split(";") if part]


def _joined(keys: Any, lang: str) -> str:
    return (
        say(lang, "list_comma").join(say(lang, key) for key in keys) or figures.NOTHING
    )
