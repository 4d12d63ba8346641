"""Where things stand after each step from one snapshot to another.

One thing is changed at a time, in a stated order: first the data, then the plan's
rules, then the scenario, then the date. Both ends are frozen; what lies between is
decided by the what-if engine and counted by the functions that freeze a snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.assess import MET, UNKNOWN, UNMET
from fupin.measures import STANDARD
from fupin.plan.links import from_dict
from fupin.progress import HOUSEHOLD_RULES, VILLAGE_RULES
from fupin.snapshots import figures
from fupin.snapshots import ground as grounds
from fupin.snapshots.model import SnapshotError
from fupin.whatif.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.plan import Plan, Scenario
    from fupin.snapshots.model import Snapshot
    from fupin.store import Store

PARTS = ("data", "rules", "scenario", "time")
WORD = {True: MET, False: UNMET, None: UNKNOWN}
EXIT, APPLIES = "village_exit", "__applies"
# What a household's figures are counted by.
COUNTED = (STANDARD, *HOUSEHOLD_RULES, *figures.PEOPLE)


@dataclass(frozen=True)
class Stand:
    """Where things stand after a step: figures, and enrolled households by verdict."""

    figures: dict[str, Any]
    verdicts: dict[str, str]


def stands(
    store: Store, before: Snapshot, after: Snapshot, changed: frozenset[str],
    files: Plan | None,
) -> tuple[list[Stand], SnapshotError | None]:  # fmt: skip
    """Return where things stand at first and after each part.

    A part after which nothing else changes ends at what the second snapshot froze.
    Where the plan's files are others now there are only both ends, and why.
    """
    between = Between(store, before, after, files)
    last = frozen(after)
    found = [frozen(before)]
    for n, part in enumerate(PARTS):
        if part not in changed:
            found.append(found[-1])
        elif not changed.intersection(PARTS[n + 1 :]):
            found.append(last)
        elif not between.plans:
            return [found[0], last], _no_parts()
        else:
            found.append(between.after(n))
    return found, None


def parts(found: list[Stand]) -> dict[str, dict[str, float]]:
    """Return how far each part moved each figure; together the whole way.

    Only of figures that every stand has as a number.
    """
    if len(found) != len(PARTS) + 1:
        return {}
    keys = [
        key for key in found[-1].figures
        if _is_split(key) and all(_is_number(one.figures.get(key)) for one in found)
    ]  # fmt: skip
    return {
        part: {
            # A rate has one decimal, a mean any number of them: nothing is made up.
            key: _plain(found[n + 1].figures[key] - found[n].figures[key])
            for key in keys
        }
        for n, part in enumerate(PARTS)
    }


def frozen(found: Snapshot) -> Stand:
    """Return where things stand in a snapshot."""
    columns = found.frozen["households"]
    rows = zip(
        columns["household_id"], columns["verdict"], columns["is_enrolled"],
        strict=True,
    )  # fmt: skip
    verdicts = {id_: verdict for id_, verdict, is_enrolled in rows if is_enrolled}
    return Stand(dict(found.figures), verdicts)


@dataclass
class Between:
    """What lies between two snapshots, decided only where it is asked for."""

    store: Store
    before: Snapshot
    after_: Snapshot
    files: Plan | None

    @cached_property
    def plans(self) -> tuple[Plan, Plan] | None:
        """Return both plans by replay; None where the plan's files are others now."""
        ends = (self.before, self.after_)
        one, other = (
            grounds.plan_at(self.store, end.decisions, self.files) for end in ends
        )
        same = [one.fingerprint, other.fingerprint] == [end.plan for end in ends]
        return (one, other) if same else None

    @cached_property
    def engine(self) -> Engine:
        """Return the later data on the earlier date: the data come first."""
        end = self.after_
        register = grounds.register_at(
            self.store, end.vintage, end.objections, end.fund_entries
        )
        return Engine(register, self.before.day)

    def after(self, part: int) -> Stand:
        """Return where things stand when the parts up to this one are changed."""
        if self.plans is None:
            raise _no_parts()
        plan = self.plans[part >= PARTS.index("rules")]
        whose = self.after_ if part >= PARTS.index("scenario") else self.before
        scenario = from_dict(plan, dict(whose.overrides)).scenario
        return _stand(self.engine, scenario, self.before.village)


def _stand(engine: Engine, scenario: Scenario, village: str) -> Stand:
    base = figures.of_village(_decided(engine, scenario), village)
    found = figures.Figures()
    figures.standing(found, base, scenario, engine.day)
    figures.people(found, base)
    figures.causes(found, base)
    figures.household_rules(found, base)
    told = {key: one["value"] for key, one in found.items()}
    told |= _villages(engine, scenario, village)
    said = zip(base["household_id"], base[STANDARD], strict=True)
    return Stand(told, {id_: WORD[answer] for id_, answer in said})


def _decided(engine: Engine, scenario: Scenario) -> pl.DataFrame:
    """Return the enrolled households with the rules that their figures rest on."""
    answers = {rule: engine.answers(scenario, rule) for rule in COUNTED}
    answers |= {
        f"{rule}{APPLIES}": engine.answers(scenario, rule, APPLIES)
        for rule in HOUSEHOLD_RULES
        if scenario.rules[rule].applies
    }
    rows = engine.households.with_columns(
        answer.alias(name) for name, answer in answers.items()
    )
    return rows.filter(pl.col("is_enrolled"))


def _villages(engine: Engine, scenario: Scenario, village: str) -> dict[str, int]:
    """Return how many villages meet the exit, and miss each condition."""
    rules = (EXIT, *VILLAGE_RULES)
    rows = engine.villages.select("village_id").with_columns(
        engine.answers(scenario, rule).alias(rule) for rule in rules
    )
    rows = figures.of_village(rows, village)
    said = {rule: [WORD[answer] for answer in rows[rule]] for rule in rules}
    told = {f"villages.{word}": said[EXIT].count(word) for word in WORD.values()}
    for rule in VILLAGE_RULES:
        told[f"rule.{rule}.unmet"] = said[rule].count(UNMET)
        told[f"rule.{rule}.unknown"] = said[rule].count(UNKNOWN)
    return told


def _is_split(key: str) -> bool:
    """Say whether a figure is one of those that are decided between."""
    return key.startswith(figures.DECIDED) and key not in figures.WHOLE


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(moved: float) -> float:
    return moved if isinstance(moved, int) else round(moved, 6)


def _no_parts() -> SnapshotError:
    return SnapshotError(
        "方案文件在两份快照之后或之间换过，不能分步重算：变化列出，原因不拆分",
        "The plan's files were replaced since, so the steps can't be computed: what "
        "changed is listed, and not split by cause.",
    )


def moved_by(id_: str, found: Iterable[tuple[str, tuple[Stand, Stand]]]) -> list[str]:
    """Return the parts that changed what is said of a household."""
    return [
        part for part, (old, new) in found
        if old.verdicts.get(id_) != new.verdicts.get(id_)
    ]  # fmt: skip
