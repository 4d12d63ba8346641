"""The deck, second half: guarantees, tasks, funds, what to verify, the scenario."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.document import Blank, Chart, Column, Point, Section, Series, Table
from fupin.figures import cut, number
from fupin.progress import HOUSEHOLD_RULES
from fupin.snapshots.figures import token
from fupin.snapshots.lists import household_table, task_table
from fupin.snapshots.wording import WAN
from fupin.units import unit_label

if TYPE_CHECKING:
    from fupin.document import Verdict
    from fupin.snapshots.telling import Teller

SHOWN = 8


def guarantees(told: Teller) -> Section:
    """Return which of 两不愁三保障 is missed, and by how many households."""
    here = "deck.guarantees"
    keys = [(rule, f"rule.{rule}") for rule in HOUSEHOLD_RULES]
    by = sorted(keys, key=lambda one: -told.value(f"{one[1]}.unmet"))
    worst, key = by[0]
    open_, open_key = max(keys, key=lambda one: told.value(f"{one[1]}.unknown"))
    if told.value(f"{key}.unmet"):
        headline = told.say(f"{here}.gap", rule=told.rule(worst), key=key)
    elif told.value(f"{open_key}.unknown"):
        headline = told.say(f"{here}.open", rule=told.rule(open_), key=open_key)
    else:
        headline = told.say(f"{here}.none")
    held = [
        told.say(f"{here}.brief_item", rule=told.rule(rule), key=one)
        for rule, one in keys
        if told.value(f"{one}.unmet") or told.value(f"{one}.unknown")
    ]
    brief = told.say(f"{here}.brief_none")
    if held:
        brief = told.say(f"{here}.brief", list=told.join(held, "semicolon"))
    words: tuple[Verdict, ...] = ("unmet", "unknown")
    series = tuple(
        Series(told.say(f"verdict.{word}"), tuple(
            Point(told.rule(rule), told.value(f"{one}.{word}"),
                  told.bare(f"{one}.{word}"), word)
            for rule, one in keys
        ), "unmet" if word == "unmet" else "unknown")
        for word in words
    )  # fmt: skip
    return Section(
        "guarantees", told.say(f"{here}.kicker"), headline, told.say(f"{here}.below"),
        (brief,),
        Chart("guarantees", "bar", told.say(f"{here}.chart"),
              told.say(f"{here}.caption"), "households", series),
        notes=tuple(dict.fromkeys(filter(None, (
            told.clause_of(rule) for rule in HOUSEHOLD_RULES
            if rule in told.frozen["rules"]
        )))),
    )  # fmt: skip


def tasks(told: Teller) -> Section:
    """Return whose tasks are late, and for how long."""
    here = "deck.tasks"
    found = [
        (one, f"tasks.{token(one)}") for one in told.frozen["departments"]
        if f"tasks.{token(one)}.late" in told.frozen["figures"]
    ]  # fmt: skip
    late = [one for one in found if told.value(f"{one[1]}.late")]
    late.sort(key=lambda one: (-told.value(f"{one[1]}.late"),
                               -told.value(f"{one[1]}.longest")))  # fmt: skip
    items = [
        told.say(f"{here}.brief_item", department=told.department(one), key=key)
        for one, key in late
    ]
    headline, chart = told.say(f"{here}.none"), None
    if late:
        name, key = late[0]
        headline = told.say(f"{here}.late", department=told.department(name), key=key)
        points = tuple(
            Point(told.department(one), told.value(f"{key}.late"),
                  told.bare(f"{key}.late"), "unmet",
                  note=told.say(f"{here}.longest", days=told.text(f"{key}.longest")))
            for one, key in late
        )  # fmt: skip
        chart = Chart(
            "tasks", "bar", told.say(f"{here}.chart"), told.say(f"{here}.caption"),
            told.unit("task"),
            (Series(told.say(f"{here}.series"), points, "unmet"),),
        )  # fmt: skip
    brief = told.say(f"{here}.brief")
    if items:
        brief += told.say(f"{here}.brief_list", list=told.join(items, "semicolon"))
    rows = told.tasks.filter(pl.col("light") == "red")
    return Section(
        "tasks", told.say(f"{here}.kicker"), headline, told.say(f"{here}.below"),
        (brief,), chart,
        _first(told, task_table(told, rows, "late", told.say(f"{here}.table")), "tasks")
        if late else None,
        notes=(told.say("source.tasks_words"), told.say("how.late")),
    )  # fmt: skip


def _money(told: Teller, village: dict[str, Any], name: str) -> Point:
    """Return a bar of money in the chart's unit, 万元 in Chinese, its label bare.

    Where more was paid than allocated, what is left to pay has no length.
    """
    value = told.value(f"{village['key']}.{name}")
    if value is None:
        return Point(village["name"], None, told.text(f"{village['key']}.{name}"))
    unit, places = (WAN, 1) if told.lang == "zh" else (1, 0)
    # Cut off as its words are: what a program writes at the bar would be rounded.
    shown = cut(max(0, value) / unit, places)
    return Point(village["name"], shown, number(value / unit, places))


def funds(told: Teller) -> Section:
    """Return what was allocated and paid, by village."""
    here, used = "deck.funds", told.value("funds.used")
    if (told.value("funds.allocated"), told.value("funds.paid")) == (0, 0):
        return Section("funds", told.say(f"{here}.kicker"), told.say(f"{here}.none"))
    # Money that was paid and never allocated is on record, but is no share of it.
    way, brief = "no_rate", "brief_no_rate"
    if used is not None:
        way = "below_target" if used < told.value("funds.target") else "reached"
        brief = "brief"
    rows = told.frozen["villages"]
    paid, rest = (
        tuple(_money(told, one, name) for one in rows) for name in ("paid", "unpaid")
    )
    unit = told.say("unit.wan_yuan", n="").strip() if told.lang == "zh" else "yuan"
    chart = Chart(
        "funds", "bar", told.say(f"{here}.chart"), told.say(f"{here}.caption"), unit,
        (Series(told.say(f"{here}.paid"), paid, "s1"),
         Series(told.say(f"{here}.unpaid"), rest, "s3")),
    )  # fmt: skip
    return Section(
        "funds", told.say(f"{here}.kicker"), told.say(f"{here}.{way}"),
        told.say(f"{here}.below"), (told.say(f"{here}.{brief}"),), chart,
        notes=(told.say("how.funds"),),
    )  # fmt: skip


def verify(told: Teller) -> Section:
    """Return what has to be verified before anything rests on it."""
    here = "deck.verify"
    keys = {"unknown": "town.unknown", "unsigned": "verify.unverified",
            "unvisited": "verify.unvisited",
            "borderline": "verify.borderline"}  # fmt: skip
    points = tuple(
        Point(told.say(f"{here}.{name}"), told.value(key), told.bare(key), "unknown")
        for name, key in keys.items()
    )
    is_open = told.value("town.unknown") or told.value("verify.unverified")
    rows = told.households.filter(pl.col("verdict") == "unknown")
    table = household_table(told, rows, "open", told.say(f"{here}.table"))
    table = _first(told, _without_nothing(table), "households")
    return Section(
        "verify", told.say(f"{here}.kicker"),
        told.say(f"{here}.{'headline' if is_open else 'none'}"),
        told.say(f"{here}.below"), (told.say(f"{here}.brief"),),
        Chart("verify", "bar", told.say(f"{here}.chart"), told.say(f"{here}.caption"),
              "households",
              (Series(told.say(f"{here}.series"), points, "unknown"),)),
        table if table.rows else None,
        notes=(told.say("source.unknown_words"),),
    )  # fmt: skip


def _first(told: Teller, table: Table, whole: str) -> Table:
    """Return a table's first rows; its caption says of how many, and where all are."""
    count = len(table.rows)
    if count <= SHOWN:
        return table
    part = told.say("table.first", n=SHOWN, of=count, list=told.say(f"table.{whole}"))
    caption = told.join(filter(None, (table.caption, part)))
    return replace(table, rows=table.rows[:SHOWN], caption=caption)


def _without_nothing(table: Table) -> Table:
    """Return a table without the columns in which no row has anything."""
    kept = [
        n for n in range(len(table.columns))
        if any(row[n] is not Blank.NOTHING for row in table.rows)
    ]  # fmt: skip
    return replace(
        table, columns=tuple(table.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
    )  # fmt: skip


def scenario(told: Teller) -> Section | None:
    """Return what the scenario moves against the plan; None where it is the plan."""
    if "plan.met" not in told.frozen["figures"]:
        return None
    here, said = "deck.scenario", told.join(changes(told), "semicolon")
    moved = told.value("scenario.into") or told.value("scenario.out")
    names = ("met", "unmet", "unknown")
    rows = tuple(
        (told.say(f"verdict.{name}"), told.value(f"plan.{name}"),
         told.value(f"town.{name}"))
        for name in names
    )  # fmt: skip
    table = Table(
        "scenario", told.say(f"{here}.table"),
        (Column("figure", told.say("column.verdict")),
         Column("plan", told.say("column.as_plan"), "integer"),
         Column("scenario", told.say("column.as_scenario"), "integer")),
        rows,
    )  # fmt: skip
    return Section(
        "scenario", told.say(f"{here}.kicker"),
        told.say(f"{here}.{'headline' if moved else 'same'}"),
        told.say(f"{here}.below", list=said), (told.say(f"{here}.brief", list=said),),
        table=table, notes=(told.say("how.scenario"),),
    )  # fmt: skip


def changes(told: Teller) -> list[str]:
    """Return in words what the scenario sets to another value than the plan."""
    return [_change(told, one) for one in told.frozen["changes"]]


def _change(told: Teller, one: dict[str, Any]) -> str:
    here, label = "deck.scenario", one["label"][told.lang]
    if one["kind"] != "value":
        return told.say(f"{here}.{one['kind']}", label=label)
    after = f"{setting(told, one['after'])} {unit_label(one['unit'], told.lang)}"
    return told.say(
        f"{here}.value", label=label, before=setting(told, one["before"]),
        after=after.strip(),
    )  # fmt: skip


def setting(told: Teller, value: Any) -> str:
    """Return a parameter's value in words."""
    if value is None:
        return told.say("table.to_record")
    if isinstance(value, bool):
        return told.say("table.yes" if value else "table.no")
    if isinstance(value, int | float):
        return number(value, 0 if float(value).is_integer() else 2)
    return str(value)
