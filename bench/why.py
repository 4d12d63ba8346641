"""Explaining a county: decisions with reasons, changes, robustness, whom to revisit."""

from __future__ import annotations

from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, Any

from bench.registers import DAY, HOUSEHOLDS, VILLAGES, made
from bench.row import Row, median_seconds
from fupin import settings
from fupin.assess import assess
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.why.explain import explain
from fupin.why.revisit import revisits
from fupin.why.robust import robustness
from fupin.why.turns import flips

if TYPE_CHECKING:
    from fupin.assess import Assessment

CHANGED = 10_000
ROOTS = ("entry", "exit_standard")


def _flipped(done: Assessment, root: str, some: list[str]) -> list[Any]:
    return list(flips(done, root, some))


def why() -> list[Row]:
    """Measure each bar on a register of 100,000 enrolled households, in memory."""
    path = made("large", "--households", str(HOUSEHOLDS), "--villages", str(VILLAGES))
    register, scenario = read(path).register, Scenario(load_plan(settings.PLAN))
    decided = median_seconds(lambda: assess(register, scenario, DAY), 5)
    done = assess(register, scenario, DAY)
    rules = len([r for r in scenario.plan.rules if r in done.households.columns])
    rate = done.households.height * rules / decided / 1_000_000
    ids = done.households["household_id"].to_list()
    turn = cycle(ids[:: len(ids) // 50])
    one = median_seconds(
        lambda: [explain(done, next(turn), root) for root in ROOTS], 50
    )
    some = ids[:CHANGED]
    changes = {
        root: median_seconds(partial(_flipped, done, root, some), 3) for root in ROOTS
    }
    firm = median_seconds(lambda: robustness(done), 5)
    ask = median_seconds(lambda: revisits(done), 3)
    size = f"{len(ids):,} households"
    return [
        Row(4, f"{size}, {rules} rules, with reasons, after load", decided, "s", 1),
        Row(
            4, "microseconds a thousand explained decisions", 1_000 / rate, "us", 1_000
        ),
        Row(4, "one household explained, entry and exit", one * 1_000, "ms", 10),
        *(
            Row(4, f"smallest changes of {CHANGED:,} households: {root}", value, "s", 2)
            for root, value in changes.items()
        ),
        Row(4, f"robustness of {size}", firm, "s", 1),
        Row(4, f"revisit list of {size}", ask, "s", 2),
    ]
