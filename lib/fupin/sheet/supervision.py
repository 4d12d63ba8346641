"""督办单: what a department still owes, to be handed over, signed and sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin.access import mask_name
from fupin.codes import label
from fupin.errors import FupinError
from fupin.exports import blocks, pdf
from fupin.figures import NOTHING, day, number
from fupin.sheet.page_words import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

    from fupin.plan import Plan

REPLY = 34


def supervision(
    department: str, rows: pl.DataFrame, plan: Plan, on: date, lang: str = "zh",
    *, town: str = "", places: Mapping[str, str] | None = None, masked: bool = True,
) -> bytes:  # fmt: skip
    """Return the 督办单 of a department as the bytes of a PDF.

    `rows` are the board's rows (see tasks.board) of any state and department: its open
    ones are printed, the latest first. `places` say how a village or household reads;
    without one its id stands. Names are masked unless `masked` is False.

    Raises FupinError for a department that the plan hasn't, or without a Chinese font.
    """
    if department not in plan.departments:
        known = ", ".join(plan.departments)
        raise FupinError(
            f"方案里没有部门“{department}”。可用的有：{known}",
            f"The plan has no department {department!r}; there are {known}.",
        )
    held = rows.filter(rows["department"] == department).filter("is_open")
    held = held.sort("days_late", "due_on", descending=[True, False])
    unit, late = (
        plan.departments[department].name[lang],
        held.filter(held["days_late"] > 0),
    )
    title = say(lang, "supervision")
    made = [
        blocks.paragraph(say(
            lang, "supervision_said", department=unit, day=day(on, lang),
            n=number(held.height), late=number(late.height),
        )),
        _table(held, plan, lang, places or {}, masked=masked),
        blocks.room(say(lang, "reply"), REPLY),
        blocks.signs([say(lang, key) for key in ("sign_by", "sign_to", "sign_on")]),
    ]  # fmt: skip
    if held.is_empty():
        made[1] = blocks.paragraph(say(lang, "nothing_open"))
    footer = [
        [unit, say(lang, "as_of", day=day(on, lang))],
        [say(lang, "masked" if masked else "named")],
    ]
    return pdf.page(title, made, lang=lang, on=on, organ=town or unit, footer=footer)


def _table(
    rows: pl.DataFrame,
    plan: Plan,
    lang: str,
    places: Mapping[str, str],
    *,
    masked: bool,
) -> blocks.Block:
    heads = (
        ("number", True, 0), ("task", False, 4), ("place", False, 2),
        ("status", False, 0), ("due", False, 0), ("late", True, 0),
        ("responsible", False, 0), ("answer", False, 3),
    )  # fmt: skip
    return blocks.listed(
        "", [(say(lang, key), right, share) for key, right, share in heads],
        [
            _row(n, task, plan, lang, places, masked=masked)
            for n, task in enumerate(rows.iter_rows(named=True), 1)
        ],
    )  # fmt: skip


def _row(
    n: int, task: Mapping[str, Any], plan: Plan, lang: str, places: Mapping[str, str],
    *, masked: bool,
) -> list[tuple[str, str]]:  # fmt: skip
    where = task["household_id"] or task["village_id"]
    place = places.get(where, where) if where else say(lang, "whole_town")
    late = task["days_late"]
    who = task["responsible"]
    return [
        (str(n), ""),
        (title(task, plan, lang), ""),
        (place, ""),
        (label("task_state", task["status"], lang), ""),
        (task["due_on"].isoformat(), ""),
        (f"▲ {say(lang, 'days', n=late)}" if late else NOTHING, ""),
        ((mask_name(who) if masked else who) if who else NOTHING, ""),
        ("", ""),
    ]


def title(task: Mapping[str, Any], plan: Plan, lang: str) -> str:
    """Return a task's name: the plan's words, the recorded ones, or the indicator."""
    if task["kind"] == "duty":
        department = plan.departments[task["department"]]
        return next(d[lang] for d in department.duties if d["id"] == task["title"])
    rule = plan.rules.get(task["rule"] or "")
    return task["title"] or (rule.label[lang] if rule else "")
