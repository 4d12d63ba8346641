"""Run by the peers' own Python: a changed line, by a new reform and simulation.

python -m bench.peers.measure ENGINE INPUT.npz: prints JSON of milliseconds, in total
and by part, and of the counts by village and answer, line by line.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from typing import Any

import numpy as np

from bench.peers.model import PERIOD, classes, reformed, system

ANSWERS = 3
BELONGS, VILLAGE, LINES = "household_of", "village_of", "lines"


def simulation_of(core: dict[str, Any], rules: Any, given: dict[str, Any]) -> Any:
    """Return a simulation of all persons in their households, without inputs yet."""
    belongs = given[BELONGS]
    builder = core["SimulationBuilder"]()
    builder.create_entities(rules)
    builder.declare_person_entity("person", range(len(belongs)))
    households = builder.declare_entity("household", range(len(given[VILLAGE])))
    builder.join_with_persons(households, belongs, np.zeros(len(belongs), dtype=int))
    return builder.build(rules)


def changed(
    core: dict[str, Any], base: Any, given: dict[str, Any], line: float
) -> tuple[list[float], Any]:
    """Return the milliseconds of each part, and counts by village: no, unknown, yes."""
    clock = [time.perf_counter()]
    rules = reformed(core, base, line)
    clock.append(time.perf_counter())
    simulation = simulation_of(core, rules, given)
    clock.append(time.perf_counter())
    for name, values in given.items():
        if name not in (BELONGS, VILLAGE, LINES):
            simulation.set_input(name, PERIOD, values)
    clock.append(time.perf_counter())
    said = simulation.calculate("entry", PERIOD)
    # Twice 0, a half, 1.
    cells = given[VILLAGE] * ANSWERS + (np.asarray(said) * 2).astype(np.int64)
    counts = np.bincount(cells, minlength=(given[VILLAGE].max() + 1) * ANSWERS)
    clock.append(time.perf_counter())
    return [(b - a) * 1_000 for a, b in pairwise(clock)], counts


def main(engine: str, path: str) -> None:
    """Time each line of the input and print what came out."""
    core, given = classes(engine), dict(np.load(path))
    base = system(core)
    parts, told = [], []
    # The first isn't counted: it imports what is used for the first time.
    lines = given[LINES].tolist()
    changed(core, base, given, lines[0])
    for line in lines:
        taken, counts = changed(core, base, given, line)
        parts.append(taken)
        told.append(counts.tolist())
    print(json.dumps({"ms": [sum(p) for p in parts], "parts": parts, "said": told}))


if __name__ == "__main__":
    main(*sys.argv[1:])
