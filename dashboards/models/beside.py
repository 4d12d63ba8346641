"""Scenarios side by side, one over the years, and one against a decided list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboards.models.whatif import ROOTS, coarsened
from fupin.access import ALL_CLASSES
from fupin.whatif import against as errors
from fupin.whatif.beside import beside
from fupin.whatif.compare import compare
from fupin.whatif.village_curve import codes

if TYPE_CHECKING:
    from dashboards.models.shelf import Shelf
    from dashboards.models.whatif import WhatIf
    from fupin.plan import Scenario
    from fupin.whatif.against import Against
    from fupin.whatif.compare import Compared

Row = dict[str, Any]
DECEMBER = 12
ANSWERS = ("unmet", "met", "unknown")


def side_by_side(page: WhatIf, others: list[Scenario]) -> list[Row]:
    """Return the figures of the plan, the page's scenario and others, in this order.

    Where only coarse counts may be told there is nothing but these.
    """
    engine = page.engine
    asked = [page.plan, page.scenario, *(coarsened(engine, one) for one in others)]
    if page.is_coarse:
        return [_coarse(page, one) for one in asked]
    root = ROOTS[0] if page.is_of_villages else page.root
    return beside(engine, asked, root).to_dicts()


def columns(page: WhatIf, shelf: Shelf) -> list[tuple[str, str, Scenario]]:
    """Return (key, name, scenario) of each column; plan and scenario have no name."""
    saved = [
        (f"saved:{number}", name, coarsened(page.engine, one))
        for number, (name, one) in zip(shelf.chosen_there, shelf.compared, strict=True)
    ]
    return [("plan", "", page.plan), ("scenario", "", page.scenario), *saved]


def between(page: WhatIf, shelf: Shelf, pair: tuple[str, str]) -> Compared | None:
    """Return who moves between two columns; None for who may see no list.

    A key that stands for no column is the plan, then the page's scenario.
    """
    if page.is_coarse:
        return None
    one, other = chosen(page, shelf, pair)
    found = {key: scenario for key, _, scenario in columns(page, shelf)}
    root = ROOTS[0] if page.is_of_villages else page.root
    return compare(page.engine, found[one], found[other], root)


def chosen(page: WhatIf, shelf: Shelf, pair: tuple[str, str]) -> tuple[str, str]:
    """Return the keys of the two columns, each one that is there."""
    keys = [key for key, *_ in columns(page, shelf)]
    one, other = pair
    return (one if one in keys else keys[0], other if other in keys else keys[1])


def villages_between(
    page: WhatIf, shelf: Shelf, pair: tuple[str, str]
) -> list[tuple[str, int, int]]:
    """Return (name, answer in the one, in the other) of villages that differ."""
    one, other = chosen(page, shelf, pair)
    found = {key: scenario for key, _, scenario in columns(page, shelf)}
    ids, names = page.engine.villages["village_id"], page.desk.village_names
    was, now = (codes(page.engine, found[key], ROOTS[2]) for key in (one, other))
    return [
        (names.get(village, village), int(a), int(b))
        for village, a, b in zip(ids, was, now, strict=True)
        if a != b
    ]


def over_years(page: WhatIf) -> list[tuple[date, Row, Row]]:
    """Return (day, plan's figures, scenario's) at each year's end and on the day."""
    day = page.engine.day
    ends = [d for d in page.desk.days if d.month == DECEMBER and d < day]
    villages = page.engine.reader.villages
    village = next(iter(villages)) if villages and len(villages) == 1 else ""
    rows = []
    for one in [*ends, day]:
        there = page.engine if one == day else page.desk.engine(one, village)
        then = replace(page, engine=there)
        was, now, *_ = side_by_side(then, [])
        rows.append((one, was, now))
    return rows


def _coarse(page: WhatIf, scenario: Scenario) -> Row:
    counts = page.counted(scenario).sum(axis=0)
    return {f"{w}_households": int(counts[n]) for n, w in enumerate(ANSWERS)}


def references(page: WhatIf, shelf: Shelf) -> list[tuple[str, str, Any]]:
    """Return (key, kind, what) of each list that the scenario can be held against."""
    engine = page.engine
    days = [engine.day, *(d for d in reversed(page.desk.days) if d < engine.day)]
    found: list[tuple[str, str, Any]] = [
        (f"enrolled:{day}", "enrolled", day) for day in days
    ]
    for procedure, year in errors.decided_years(engine):
        found.append((f"decided:{procedure}:{year}", procedure, year))
    found += [(f"saved:{s.scenario}", "saved", s.name) for s in shelf.saved]
    return found


def held_against(page: WhatIf, shelf: Shelf, key: str) -> Against | None:
    """Return the errors against the list that `key` names; None where there is none.

    Counts by village of who errs would tell incomes to a reader who may not see them.
    """
    engine = page.engine
    if engine.reader.classes != ALL_CLASSES or key not in {
        one for one, *_ in references(page, shelf)
    }:
        return None
    kind, _, rest = key.partition(":")
    rule = errors.ENTRY
    if kind == "enrolled":
        listed = errors.enrolled_on(engine, date.fromisoformat(rest))
    elif kind == "decided":
        procedure, _, year = rest.partition(":")
        rule = errors.DECIDED[procedure][1]
        listed = errors.decided(engine, procedure, int(year))
    else:
        saved = shelf.find(rest)
        rule = ROOTS[0] if page.is_of_villages else page.root
        other = saved.opened(page.desk.plan).scenario if saved else page.plan
        listed = engine.answers(other, rule)
    return errors.against(engine, page.scenario, listed, rule)
