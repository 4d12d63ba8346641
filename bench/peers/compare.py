"""A changed line at 100,000 households: ours and two other engines, in one run.

The rule is the entry rule: a line, six reasons that bring in, seven that keep out. What
is asked of everybody: the counts of all households by village and answer (met, unmet,
unknown), after the entry line has moved by a yuan. All of them have to be equal.

Everybody starts with the register read and the facts of the day in memory.

- Ours: another scenario, `Engine.answers` of the entry rule, counts by village. Only
  what depends on the line is decided again; the other twelve criteria are found by
  their keys. Each answer is the same as a fresh one (`tests/whatif/test_engine.py`).
- Theirs, the safe route: a new `Reform`, a new simulation of households and persons by
  `SimulationBuilder`, the inputs set, the rule calculated, counts by village. Whatever
  it rests on is calculated again. Ages, who is a minor, who is disabled and unable are
  decided member by member and summed in the household, as the plan's own texts have
  it (`model.py`); inputs are the recorded facts, handed over in the type that they are
  kept in, so that setting them converts nothing.

What is not asked of them: changing a parameter of a simulation that is there and
deleting by hand what was cached from it. That is quicker, and stale where one forgets.
Building a simulation of 300,000 persons is the larger part of theirs, so ours is held
to the bar against their calculation alone, too.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from bench.peers.measure import BELONGS, LINES, VILLAGE
from bench.peers.model import (
    AMOUNTS,
    DATES,
    HEALTH,
    KINDS,
    LABOUR,
    NONE,
    OTHER,
    UNKNOWN,
    YES_NO,
)
from bench.registers import DAY, HOUSEHOLDS, large_path
from bench.row import Row
from fupin import settings
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.whatif.engine import MET, UNMET, Engine
from fupin.whatif.engine import UNKNOWN as UNKNOWN_CODE

if TYPE_CHECKING:
    from fupin.plan import Plan

HERE = Path(__file__).parent
MADE = HERE.parent / "data" / "peers"
LINE, ENTRY = "household_entry_line", "entry"
MOVED = np.arange(3_500, 3_515, dtype=float)
ENGINES = ("openfisca_core", "policyengine_core")
INSTALLING = 900


def peers() -> list[Row]:
    """Measure each engine's safe route for a changed line against ours."""
    name = f"{HOUSEHOLDS:,}: a changed line,"
    plan = load_plan(settings.PLAN)
    engine = Engine(read(large_path()).register, DAY)
    scenario = _thirteen(plan)
    input_ = MADE / "input.npz"
    MADE.mkdir(parents=True, exist_ok=True)
    np.savez(input_, **inputs(engine))
    ours, counts = _ours(engine, scenario)
    rows = [Row(5, f"{name} ours", ours, "ms", 5)]
    for peer in ENGINES:
        theirs, parts = _theirs(peer, input_, counts)
        said = f"{name} ours as a share of {peer.replace('_', '-')}'s"
        # Held to "below": ours as a share of theirs, so a tenth is ten times faster.
        for part, taken in (("safe route", theirs), ("calculation alone", parts[-1])):
            row = f"{said} {part}, {taken:.0f} ms"
            rows.append(Row(5, row, ours / taken, "", 0.1))
    return rows


def _thirteen(plan: Plan) -> Scenario:
    """Return the plan with the two rules that nobody has recorded yet recorded."""
    scenario = Scenario(plan)
    for name, when in (("seven_out_6", "has_car"), ("seven_out_7", "hires_long_term")):
        rule = plan.rules[name]
        fields = {n: getattr(rule, n) for n in ("id", "label", "group", "order", "per")}
        scenario = scenario.with_added(
            type(rule)(**fields, when=when, polarity=rule.polarity)
        )
    return scenario


def inputs(engine: Engine) -> dict[str, Any]:
    """Return the recorded facts as the peers' variables take them.

    -1 and NaT where nothing is recorded; of yes and no a half.
    """
    households, members = engine.households, engine.members
    place = pl.Series(range(households.height), dtype=pl.Int64)
    belongs = members["household_id"].replace_strict(
        households["household_id"], place, return_dtype=pl.Int64
    )
    made: dict[str, Any] = {
        name: households[name].cast(pl.Float32).fill_null(float(UNKNOWN))
        for name in YES_NO
    }
    for name in AMOUNTS:
        made[name] = households[name].cast(pl.Float32).fill_null(NONE)
    for name in DATES:
        made[name] = households[name]
    made["birth_on"] = members["birth_on"]
    made["persons_count"] = households["persons_count"].cast(pl.Int32)
    for frame, name, codes in (
        (households, "household_kind", KINDS), (members, "health", HEALTH),
        (members, "labour", LABOUR),
    ):  # fmt: skip
        said = frame[name].replace_strict(codes, default=OTHER, return_dtype=pl.Int32)
        made[name] = pl.select(
            pl.when(frame[name].is_not_null()).then(said).otherwise(NONE)
        ).to_series()
    arrays = {name: column.to_numpy() for name, column in made.items()}
    for name in (*DATES, "birth_on"):
        arrays[name] = arrays[name].astype("datetime64[D]")
    return arrays | {
        BELONGS: belongs.to_numpy(), VILLAGE: _villages(engine), LINES: MOVED,
    }  # fmt: skip


def _villages(engine: Engine) -> Any:
    ids = engine.villages["village_id"]
    places = engine.households["village_id"].replace_strict(ids, range(len(ids)))
    return places.to_numpy().astype(np.int64)


def _ours(engine: Engine, scenario: Scenario) -> tuple[float, list[list[int]]]:
    taken, told = [], []
    engine.counts(scenario.with_value(LINE, 3_400), ENTRY)
    for line in MOVED.tolist():
        began = time.perf_counter()
        counts = engine.counts(scenario.with_value(LINE, line), ENTRY)
        taken.append((time.perf_counter() - began) * 1_000)
        # Theirs: no, unknown, yes.
        told.append(counts[:, [UNMET, UNKNOWN_CODE, MET]].ravel().tolist())
    return statistics.median(taken), told


def _theirs(
    peer: str, input_: Path, counts: list[list[int]]
) -> tuple[float, list[float]]:
    """Return a peer's median milliseconds; it has to count what ours counts.

    With them the medians of its parts: reform, simulation, inputs, calculation.
    """
    python = _installed()
    command = [python, "-m", "bench.peers.measure", peer, input_]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=HERE.parents[1]
    )
    if ran.returncode:
        message = f"{peer} didn't run: {ran.stderr[-500:]}"
        raise RuntimeError(message)
    said = json.loads(ran.stdout.splitlines()[-1])
    if said["said"] != counts:
        message = f"{peer} counts otherwise: {said['said'][0][:9]}, {counts[0][:9]}"
        raise RuntimeError(message)
    parts = [statistics.median(p) for p in zip(*said["parts"], strict=True)]
    return statistics.median(said["ms"]), parts


def _installed() -> Path:
    """Return the peers' own Python, made on first use from the pinned list."""
    wanted = (HERE / "requirements.txt").read_bytes()
    folder = MADE / f"venv-{hashlib.sha256(wanted).hexdigest()[:12]}"
    python, stamp = folder / "bin" / "python", folder / "installed"
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"],
            check=True, timeout=INSTALLING,
        )  # fmt: skip
        stamp.touch()
    return python
