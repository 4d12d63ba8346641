"""Scenarios that people save: by name, in versions, and never changed once written.

A rename or another definition is a new version of the same scenario, a withdrawal too.
Each is written with its audit entry in one transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.errors import ScenarioError
from fupin.plan.links import LONGEST_WORDS, Opened, from_dict, to_dict
from fupin.store import audit
from fupin.store.layout import scenarios, vintages
from fupin.store.written import highest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.plan import Plan, Scenario
    from fupin.store import Store

LONGEST_NAME = 60
SAVED, WITHDRAWN = "save", "withdraw"
# What a version says besides its overrides; these move no answer.
ABOUT = ("plan", "description", "author")


@dataclass(frozen=True)
class Saved:
    """One version of a saved scenario; `scenario` is the number of the whole.

    `overrides` are those of `plan.links.to_dict`; `plan` is the fingerprint of the
    plan they were made for, `vintage` the newest vintage at that moment (0: none).
    """

    seq: int
    scenario: int
    version: int
    kind: str
    at: str
    name: str
    description: str
    author: str
    overrides: Mapping[str, Any]
    plan: str
    vintage: int

    def opened(self, plan: Plan, vintage: int | None = None) -> Opened:
        """Return the scenario for `plan`, and in words what no longer applies.

        With `vintage`, the newest one now, a scenario made on other data says so.
        """
        about = {name: getattr(self, name) for name in ABOUT}
        found = from_dict(plan, {**self.overrides, **about})
        if vintage is None or vintage == self.vintage:
            return found
        return Opened(found.scenario, (*found.notes, _other_vintage(self, vintage)))


class NameTakenError(ScenarioError):
    """Somebody saved it in between: `theirs` and `mine` are the two versions."""

    def __init__(self, theirs: Saved, mine: Mapping[str, Any]) -> None:
        self.theirs, self.mine = theirs, mine
        super().__init__(
            f"{theirs.author} 已经存了情景“{theirs.name}”（第 {theirs.version} 版）。"
            "请看两个版本，再换个名字，或存为它的下一版",
            f"{theirs.author} has saved the scenario {theirs.name!r} already (version "
            f"{theirs.version}). Look at both, then take another name or save it as "
            "the next version of that one.",
        )

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """Return (what, theirs, mine) wherever the two differ."""
        theirs = {
            **self.theirs.overrides,
            **{n: getattr(self.theirs, n) for n in ABOUT},
        }
        flat, own = _flat(theirs), _flat(self.mine)
        return [
            (name, flat.get(name), own.get(name))
            for name in sorted(flat.keys() | own.keys())
            if flat.get(name) != own.get(name)
        ]


def save(store: Store, name: str, scenario: Scenario, on: Saved | None = None) -> Saved:
    """Save a scenario under a name; the author is the scenario's own.

    `on` is the version that the author looked at: the new one follows it, under the
    same name or another. Raises NameTakenError where somebody saved in between, or
    where another scenario has the name; ScenarioError without a name or an author.
    """
    name = _checked(name, scenario.author)
    said = to_dict(scenario)
    with store.writing() as connection:
        standing = _newest_of_each(connection)
        if on is not None and standing[on.scenario].version != on.version:
            raise NameTakenError(standing[on.scenario], said)
        for other in standing.values():
            is_it = on is not None and other.scenario == on.scenario
            if other.name == name and other.kind == SAVED and not is_it:
                raise NameTakenError(other, said)
        kept = {key: value for key, value in said.items() if key not in ABOUT}
        row = _row(connection, on, SAVED, name) | {
            "description": scenario.description,
            "author": scenario.author.strip(),
            "overrides": audit.canonical(kept),
            "plan": scenario.plan.fingerprint,
        }
        return _written(connection, row)


def withdraw(store: Store, name: str, author: str) -> Saved:
    """Take a scenario off the list; its versions stay, and its name is free again."""
    name = _checked(name, author)
    with store.writing() as connection:
        last = _named(list(_newest_of_each(connection).values()), name)
        row = _row(connection, last, WITHDRAWN, name) | {
            "description": last.description,
            "author": author.strip(),
            "overrides": audit.canonical(last.overrides),
            "plan": last.plan,
        }
        return _written(connection, row)


def saved(store: Store) -> list[Saved]:
    """Return the newest version of each scenario that stands, by name."""
    with store.reading() as connection:
        found = _newest_of_each(connection).values()
    return sorted((s for s in found if s.kind == SAVED), key=lambda s: s.name)


def versions(store: Store, scenario: int) -> list[Saved]:
    """Return every version of a scenario, oldest first."""
    with store.reading() as connection:
        return [s for s in _all(connection) if s.scenario == scenario]


def find(store: Store, name: str) -> Saved:
    """Return the standing scenario of that name; ScenarioError where there is none."""
    return _named(saved(store), name.strip())


def _named(found: list[Saved], name: str) -> Saved:
    standing = [one for one in found if one.kind == SAVED]
    for one in standing:
        if one.name == name:
            return one
    names = [one.name for one in standing]
    raise ScenarioError(
        f"没有存过情景“{name}”。已有：{'、'.join(names) or '无'}",
        f"There is no saved scenario {name!r}. Saved: {', '.join(names) or 'none'}.",
    )


def _checked(name: str, author: str) -> str:
    name = name.strip()
    if not author.strip() or len(author) > LONGEST_WORDS:
        raise ScenarioError(
            "要写明是谁存的：填上姓名", "Say who saves it: give a name of a person."
        )
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ScenarioError(
            f"情景的名称要有 1 到 {LONGEST_NAME} 个字，不含不可见的字符",
            f"A scenario's name has 1 to {LONGEST_NAME} printable characters.",
        )
    return name


def _all(connection: sa.Connection) -> list[Saved]:
    rows = connection.execute(sa.select(scenarios).order_by(scenarios.c.seq))
    return [
        Saved(**dict(row) | {"overrides": json.loads(row["overrides"])})
        for row in rows.mappings()
    ]


def _newest_of_each(connection: sa.Connection) -> dict[int, Saved]:
    # In the order of writing, so the last of each is its newest.
    return {one.scenario: one for one in _all(connection)}


def _row(
    connection: sa.Connection, on: Saved | None, kind: str, name: str
) -> dict[str, Any]:
    asked = sa.select(sa.func.max(scenarios.c.seq), sa.func.max(scenarios.c.at))
    seq, last = connection.execute(asked).one()
    return {
        "seq": (seq or 0) + 1,
        "scenario": on.scenario if on else (seq or 0) + 1,
        "version": on.version + 1 if on else 1,
        "kind": kind,
        # A clock that jumps back doesn't turn the order around.
        "at": max(audit.now(), last or ""),
        "name": name,
        "vintage": highest(connection, vintages),
    }


def _written(connection: sa.Connection, row: dict[str, Any]) -> Saved:
    connection.execute(sa.insert(scenarios).values(**row))
    action = f"scenario.{row['kind']}"
    audit.append(connection, row["author"], action, f"scenario {row['seq']}", row)
    return Saved(**row | {"overrides": json.loads(row["overrides"])})


def _flat(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return each override by one name: values.household_exit_line and so on."""
    flat: dict[str, Any] = {}
    for name, value in said.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": one for key, one in value.items()}
        elif isinstance(value, list):
            flat |= {f"{name}.{_id(one)}": _text(one) for one in value}
        else:
            flat[name] = value
    return flat


def _id(one: Any) -> str:
    return str(one["id"]) if isinstance(one, dict) else str(one)


def _text(one: Any) -> str:
    return str(one["when"]) if isinstance(one, dict) else "off"


def _other_vintage(found: Saved, vintage: int) -> ScenarioError:
    return ScenarioError(
        f"情景存于第 {found.vintage} 批数据，现在是第 {vintage} 批："
        "条件不变，户数按现在的数据算",
        f"The scenario was saved with vintage {found.vintage}; this is {vintage}: its "
        "terms are the same, the households are those of now.",
    )
