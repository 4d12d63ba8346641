"""What a snapshot froze, ready to be told in a language: figures, names, places."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.access import LOCAL, Reader, mask_name
from fupin.codes import label
from fupin.document import Blank, Figure
from fupin.measures import Count
from fupin.snapshots.figures import token
from fupin.snapshots.freeze import frame
from fupin.snapshots.hidden import held_back, without_held, without_hidden
from fupin.snapshots.wording import bare, figure_text, has, say
from fupin.tables import HOUSEHOLDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupin.document import Cell
    from fupin.snapshots.model import Snapshot

VERDICTS = ("met", "unmet", "unknown")


class Teller:
    """A snapshot in one language, for one reader; names masked unless asked for."""

    def __init__(
        self, found: Snapshot, lang: str, reader: Reader = LOCAL, *, masked: bool = True
    ) -> None:
        self.found, self.lang, self.reader = found, lang, reader
        self.masked = masked or not reader.sees(HOUSEHOLDS["head_name"])
        self.held = held_back(found.frozen, reader)
        self.frozen: Mapping[str, Any] = without_held(found.frozen, reader)

    def say(self, word: str, /, **names: object) -> str:
        """Return words; names are put in as they are, figures stay places."""
        return say(self.lang, word, **names)

    def join(self, parts: Iterable[str], mark: str = "comma") -> str:
        """Return parts with the language's mark between them."""
        return self.say(mark).join(parts)

    def value(self, key: str) -> Any:
        """Return a figure's value; a key that isn't there is a mistake: KeyError."""
        return self.frozen["figures"][key]["value"]

    def text(self, key: str) -> str:
        """Return a figure in words."""
        return self.figures[key].text

    def bare(self, key: str) -> str:
        """Return a figure without its unit: a chart's caption says that once."""
        return bare(self.frozen["figures"][key], self.lang)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Return every figure in words, by key."""
        return {
            key: Figure(
                key, _value(one), self.unit(one["unit"]), figure_text(one, self.lang),
                self.name_of(key), self._how(key), one["verdict"],
            )
            for key, one in sorted(self.frozen["figures"].items(), key=_place)
        }  # fmt: skip

    def unit(self, name: str) -> str:
        """Return a unit in words; nothing for a date."""
        return "" if name == "date" else self.say(f"unit.{name}", n="").strip()

    def name_of(self, key: str) -> str:
        """Return what a figure is called: 红中村人均可支配收入."""
        first, _, rest = key.partition(".")
        name, _, last = rest.rpartition(".")
        if first == "village":
            return self.say(f"figure.village.{last}", village=self._village_of[name])
        if first == "cause":
            return self.say(f"figure.cause.{last}", cause=self.cause(name))
        if first == "rule" and name:
            return self.say(f"figure.rule.{last}", rule=self.rule(name))
        if first == "tasks" and name:
            department = self._department_of.get(name, name)
            return self.say(f"figure.tasks_of.{last}", department=department)
        return self.say(f"figure.{key}")

    def _how(self, key: str) -> str:
        first, _, rest = key.partition(".")
        last = rest.rpartition(".")[2]
        if key in self.held:
            return self.say("how.held")
        if key in PARAMETERS:
            return self.say("how.parameter")
        if first == "rule" and rest.partition(".")[0] in self.frozen["rules"]:
            return self.clause_of(rest.partition(".")[0])
        for name in (f"how.{last}", _HOW.get(last, ""), _HOW.get(first, "")):
            if name and has(self.lang, name):
                return self.say(name)
        return ""

    def clause_of(self, rule: str) -> str:
        """Return where a rule's clause stands, in words; nothing without one."""
        clause = self.frozen["clauses"].get(self.frozen["rules"][rule]["clause"])
        if clause is None:
            return ""
        return self.say("how.clause", clause=clause["place"].get(self.lang, ""))

    @cached_property
    def _village_of(self) -> dict[str, str]:
        return {token(id_): name for id_, name in self.frozen["villages_of"].items()}

    @cached_property
    def _department_of(self) -> dict[str, str]:
        return {
            token(id_): name[self.lang]
            for id_, name in self.frozen["departments"].items()
        }

    def rule(self, name: str) -> str:
        """Return what a rule is called."""
        known = self.frozen["rules"].get(name)
        return known["label"][self.lang] if known else name

    def cause(self, code: str) -> str:
        """Return what a cause is called."""
        if code in ("", "unrecorded"):
            return self.say("deck.causes.unrecorded")
        return label("cause", code, self.lang)

    def village(self, id_: str | None) -> str:
        """Return a village's name; nothing for the whole town."""
        return str(self.frozen["villages_of"].get(id_, id_ or ""))

    def department(self, id_: str) -> str:
        """Return what a unit is called."""
        known = self.frozen["departments"].get(id_)
        return known[self.lang] if known else id_

    def household(self, id_: str, village: str) -> str:
        """Return a household's number as people say it: 红中 037."""
        name = self.village(village).removesuffix("村")
        return f"{name} {id_.rpartition('-')[2]}"

    def head(self, name: str | None) -> str:
        """Return a head's name as the reader may see it."""
        if not self.reader.sees(HOUSEHOLDS["head_name"]):
            return "—"
        return mask_name(name) if self.masked else (name or "—")

    def person(self, name: str) -> str:
        """Return who wrote something, masked as every name is unless asked for."""
        return mask_name(name) if self.masked else name

    def state(self, name: str) -> str:
        """Return a household's state in words."""
        known = has(self.lang, f"state.{name}")
        return self.say(f"state.{name}") if known else self.rule(name)

    def task(self, row: Mapping[str, Any]) -> str:
        """Return a task's name: the plan's words, the recorded ones, or the rule."""
        duty = self.frozen["duties"].get(row["title"])
        if row["kind"] == "duty" and duty:
            return str(duty[self.lang])
        return row["title"] or self.rule(row["rule"] or "")

    @cached_property
    def households(self) -> pl.DataFrame:
        """Return the enrolled households of the reader's villages."""
        rows = frame(self.frozen["households"]).filter(pl.col("is_enrolled"))
        return self.reader.rows(rows)

    @cached_property
    def tasks(self) -> pl.DataFrame:
        """Return the tasks of the town and of the reader's villages."""
        rows = frame(self.frozen["tasks"])
        rows = without_hidden(rows, self.frozen["rules"], self.reader)
        if self.reader.villages is None:
            return rows
        here = pl.col("village_id").is_in(list(self.reader.villages))
        return rows.filter(here | pl.col("village_id").is_null())

    @cached_property
    def trend(self) -> list[tuple[date, Count]]:
        """Return the households by verdict at each as-of date."""
        return [
            (date.fromisoformat(day), Count(met, unmet, unknown))
            for day, met, unmet, unknown in self.frozen["trend"]
        ]


# The order in which figures are listed.
ORDER = ("town", "pace", "labour", "income", "villages", "village", "rule", "cause",
         "tasks", "funds", "verify", "plan", "scenario")  # fmt: skip


def _place(item: tuple[str, Any]) -> tuple[int, str]:
    return ORDER.index(item[0].partition(".")[0]), item[0]


# What the plan sets, and nobody counts.
PARAMETERS = ("income.line", "tasks.target", "funds.target", "funds.floor",
              "verify.visit_days", "verify.error")  # fmt: skip
_HOW = {
    "rate": "how.base", "expected": "how.target", "behind": "how.target",
    "distance": "how.distance", "incidence": "how.incidence", "mean": "how.mean",
    "now": "how.pace", "needed": "how.pace", "projected": "how.pace",
    "late": "how.late", "collective": "how.collective", "funds": "how.funds",
    "scenario": "how.scenario", "plan": "how.scenario", "allocated": "how.funds",
    "paid": "how.funds",
}  # fmt: skip


def _value(one: Mapping[str, Any]) -> Any:
    value = one["value"]
    if isinstance(value, list):
        return tuple(value)
    return date.fromisoformat(value) if one["unit"] == "date" and value else value


def cell(value: Any) -> Cell:
    """Return a value as a cell: what isn't known says so."""
    return Blank.UNKNOWN if value is None else value


def day_cell(value: str | None) -> Cell:
    """Return a frozen date as a cell."""
    return date.fromisoformat(value) if value else Blank.NOTHING
