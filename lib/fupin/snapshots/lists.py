"""The tables behind a document: households, villages, tasks, money, the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin.document import Blank, Column, Table
from fupin.figures import cut
from fupin.snapshots.telling import cell, day_cell
from fupin.tables import facts_of
from fupin.units import unit_label

if TYPE_CHECKING:
    import polars as pl

    from fupin.document import Cell
    from fupin.snapshots.telling import Teller

FACTS = facts_of("household") | facts_of("member")


def tables(told: Teller) -> tuple[Table, ...]:
    """Return every list behind the sections."""
    return (
        household_table(
            told, told.households, "households", told.say("table.households")
        ),
        _villages(told),
        task_table(told, told.tasks, "tasks", told.say("table.tasks")),
        _funds(told),
        _parameters(told),
        _figures(told),
        _clauses(told),
    )


def household_table(told: Teller, rows: pl.DataFrame, key: str, title: str) -> Table:
    """Return households with their verdict, distance and what they lack."""
    sees_income = told.reader.sees(FACTS["income_per_person_year"])
    columns = [
        Column("household", told.say("column.household")),
        Column("head", told.say("column.head")),
        Column("village", told.say("column.village")),
        Column("persons", told.say("column.persons"), "integer", "persons"),
        Column("verdict", told.say("column.verdict"), "verdict"),
        Column("state", told.say("column.state")),
        Column("distance", told.say("column.distance"), "money", "yuan"),
        Column("lacks", told.say("column.lacks")),
        Column("missing", told.say("column.missing")),
    ]
    made = household_rows(told, rows)
    if not sees_income:
        # What a household lacks, and by how much, gives its income away.
        kept = [
            n for n, one in enumerate(columns) if one.key not in ("distance", "lacks")
        ]
        columns = [columns[n] for n in kept]
        made = tuple(tuple(row[n] for n in kept) for row in made)
    caption = told.say("table.masked" if told.masked else "table.named")
    return Table(key, title, tuple(columns), made, caption)


def household_rows(told: Teller, rows: pl.DataFrame) -> tuple[tuple[Cell, ...], ...]:
    """Return the cells of households, in the order of their ids."""
    return tuple(_household(told, row) for row in rows.iter_rows(named=True))


def _household(told: Teller, row: dict[str, Any]) -> tuple[Cell, ...]:
    lacks = told.join(map(told.rule, row["lacks"].split()), "and")
    missing = told.join(map(told_fact(told), _facts(row["missing"])), "and")
    # Income isn't asked of every household, so its distance isn't unknown then.
    distance: Cell = Blank.NOTHING if row["distance"] is None else row["distance"]
    if row["distance"] is None and "income" in row["missing"]:
        distance = Blank.UNKNOWN
    return (
        told.household(row["household_id"], row["village_id"]),
        told.head(row["head_name"]), told.village(row["village_id"]),
        cell(row["persons_count"]), row["verdict"], told.state(row["state"]),
        distance, lacks or Blank.NOTHING, missing or Blank.NOTHING,
    )  # fmt: skip


def _facts(missing: str) -> list[str]:
    return [one for one in missing.replace(";", " ").split() if one]


def told_fact(told: Teller) -> Any:
    """Return what gives a fact's name in the language."""

    def name(fact: str) -> str:
        column = FACTS.get(fact.rpartition(".")[2])
        if column is None:
            return told.rule(fact)
        return column.zh if told.lang == "zh" else column.en

    return name


def _villages(told: Teller) -> Table:
    counts = ("enrolled", "met", "unmet", "unknown")
    columns = (
        Column("village", told.say("column.village")),
        Column("town", told.say("column.town")),
        Column("verdict", told.say("column.verdict"), "verdict"),
        *(Column(n, told.say(f"column.{n}"), "integer", "households") for n in counts),
        Column("rate", told.say("column.rate"), "percent", "percent"),
        Column("income", told.say("column.income"), "money", "yuan"),
        Column("line", told.say("column.line"), "money", "yuan"),
        Column("incidence_low", told.say("column.incidence_low"), "percent", "percent"),
        Column(
            "incidence_high", told.say("column.incidence_high"), "percent", "percent"
        ),
        Column("lacks", told.say("column.lacks")),
    )
    rows = tuple(_village_row(told, one, counts) for one in told.frozen["villages"])
    return Table("villages", told.say("table.villages"), columns, rows)


def _village_row(
    told: Teller, one: dict[str, Any], counts: tuple[str, ...]
) -> tuple[Cell, ...]:
    key = one["key"]
    low, high = one["incidence"] or (None, None)
    rate = told.value(f"{key}.rate")
    lacks = told.join(map(told.rule, one["lacks"]), "and")
    return (
        one["name"], one["town"], one["verdict"],
        *(told.value(f"{key}.{name}") for name in counts),
        Blank.NOTHING if rate is None else rate,
        cell(one["income"]), cell(one["line"]), _percent(low), _percent(high),
        lacks or Blank.NOTHING,
    )  # fmt: skip


def _percent(value: float | None) -> Cell:
    """Return a percentage truncated to one decimal, as the figure is written."""
    return Blank.UNKNOWN if value is None else cut(value, 1)


def task_table(told: Teller, rows: pl.DataFrame, key: str, title: str) -> Table:
    """Return tasks: whose, what, where, by when, how late."""
    columns = (
        Column("department", told.say("column.department")),
        Column("task", told.say("column.task")),
        Column("place", told.say("column.place")),
        Column("due", told.say("column.due"), "date"),
        Column("late", told.say("column.late"), "integer", "days"),
        Column("status", told.say("column.status")),
        Column("progress", told.say("column.progress"), "integer", "percent"),
    )
    made = tuple(_task(told, row) for row in rows.iter_rows(named=True))
    return Table(key, title, columns, made)


def _task(told: Teller, row: dict[str, Any]) -> tuple[Cell, ...]:
    place: Cell = told.village(row["village_id"]) or Blank.NOTHING
    if row["household_id"]:
        place = told.household(row["household_id"], row["village_id"] or "")
    late = row["days_late"] if row["is_open"] and row["days_late"] else Blank.NOTHING
    return (
        told.department(row["department"]), told.task(row), place,
        day_cell(row["due_on"]), late, told.say(f"status.{row['status']}"),
        cell(row["progress"]),
    )  # fmt: skip


def _funds(told: Teller) -> Table:
    names = ("allocated", "paid", "own_funds")
    columns = (
        Column("village", told.say("column.village")),
        *(Column(n, told.say(f"column.{n}"), "money", "yuan") for n in names),
    )
    rows = tuple(
        (one["name"], *(cell(told.value(f"{one['key']}.{name}")) for name in names))
        for one in told.frozen["villages"]
    )
    return Table("funds", told.say("table.funds"), columns, rows)


def _parameters(told: Teller) -> Table:
    columns = (
        Column("parameter", told.say("column.parameter")),
        Column("value", told.say("column.value"), "decimal"),
        Column("unit", told.say("column.unit")),
        Column("since", told.say("column.since"), "date"),
        Column("basis", told.say("column.basis")),
        Column("source", told.say("column.source")),
    )
    rows = tuple(_parameter(told, one) for one in told.frozen["parameters"].values())
    return Table("parameters", told.say("table.parameters"), columns, rows)


def _parameter(told: Teller, one: dict[str, Any]) -> tuple[Cell, ...]:
    value = one["value"]
    if isinstance(value, bool):
        value = told.say("table.yes" if value else "table.no")
    elif isinstance(value, int | float) and float(value).is_integer():
        # A year isn't counted: 2018, not 2,018.
        value = str(int(value)) if one["unit"] == "year" else int(value)
    return (
        one["label"][told.lang],
        told.say("table.to_record") if value is None else value,
        unit_label(one["unit"], told.lang) or Blank.NOTHING,
        day_cell(one["from"]) if one["from"] != "1900-01-01" else Blank.NOTHING,
        told.say(f"stamp.{one['basis']}") if one["has_bases"] else Blank.NOTHING,
        one["source"] or Blank.NOTHING,
    )  # fmt: skip


def _figures(told: Teller) -> Table:
    columns = (
        Column("figure", told.say("column.figure")),
        Column("value", told.say("column.amount")),
        Column("how", told.say("column.how")),
    )
    rows = tuple(
        (one.what, one.text, one.how or Blank.NOTHING) for one in told.figures.values()
    )
    return Table("figures", told.say("table.figures"), columns, rows)


def _clauses(told: Teller) -> Table:
    columns = (
        Column("clause", told.say("column.clause")),
        Column("words", told.say("column.words")),
    )
    words = "text" if told.lang == "zh" else "en"
    rows = tuple(
        (one["place"].get(told.lang, ""), one[words] or told.say("table.to_record"))
        for one in told.frozen["clauses"].values()
    )
    return Table("clauses", told.say("table.clauses"), columns, rows)


__all__ = ["household_rows", "household_table", "tables", "task_table"]
