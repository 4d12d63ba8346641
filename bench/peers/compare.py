"""A changed line at 100,000 households: ours and two other engines, in one run.

The rule is the entry rule: a line, six reasons that bring in, seven that keep out. For
the others each of the thirteen is one comparison of a fact with a parameter; ours reads
the plan's own texts, members and all. Where every criterion is known the counts by
village have to be the same.
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

from bench.registers import DAY, HOUSEHOLDS, large_path
from bench.row import Row
from fupin import settings
from fupin.intake import read
from fupin.plan import Scenario, load_plan
from fupin.whatif.engine import Engine

if TYPE_CHECKING:
    from fupin.plan import Plan

HERE = Path(__file__).parent
MADE = HERE.parent / "data" / "peers"
LINE, ENTRY = "household_entry_line", "entry"
LINES = np.arange(3_500, 3_515, dtype=float)
ENGINES = ("openfisca_core", "policyengine_core")
TIMES_FASTER = 10
INSTALLING = 900


def peers() -> list[Row]:
    """Measure each engine's safe route for a changed line against ours."""
    name = f"{HOUSEHOLDS:,}: a changed line,"
    plan = load_plan(settings.PLAN)
    engine = Engine(read(large_path()).register, DAY)
    scenario = _thirteen(plan)
    input_ = MADE / "input.npz"
    MADE.mkdir(parents=True, exist_ok=True)
    np.savez(input_, **_facts(engine, scenario))
    ours, counts = _ours(engine, scenario)
    rows = [Row(5, f"{name} ours", ours, "ms", 5)]
    for peer in ENGINES:
        theirs = _theirs(peer, input_, counts)
        # Held to "below": ours as a share of theirs, so a tenth is ten times faster.
        said = f"{name} ours as a share of {peer.replace('_', '-')}'s {theirs:.0f} ms"
        rows.append(Row(5, said, ours / theirs if theirs else float("inf"), "", 0.1))
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


def _facts(engine: Engine, scenario: Scenario) -> dict[str, Any]:
    """Return each criterion as decided; what is undecided is no for the others."""
    names = [r for r in scenario.rules if r.startswith(("six_in_", "seven_out_"))]
    facts = {
        name: engine.answers(scenario, name).fill_null(value=False).to_numpy()
        for name in names
    }
    income = engine.amounts(scenario, "initial_income_per_person_year")
    # Everybody is computed by everyone; what is compared is who is decided.
    return {
        **facts,
        "income": income.cast(float).fill_null(float("nan")).to_numpy(),
        "village": _villages(engine),
        "chosen": _decided(engine, scenario, names),
        "lines": LINES,
    }


def _decided(engine: Engine, scenario: Scenario, names: list[str]) -> Any:
    """Return the households whose every criterion is known: there both must agree."""
    known = engine.amounts(scenario, "initial_income_per_person_year").is_not_null()
    for name in names:
        known &= engine.answers(scenario, name).is_not_null()
    return np.flatnonzero(known.to_numpy())


def _villages(engine: Engine) -> Any:
    ids = engine.villages["village_id"]
    places = engine.households["village_id"].replace_strict(ids, range(len(ids)))
    return places.to_numpy().astype(np.int64)


def _ours(engine: Engine, scenario: Scenario) -> tuple[float, list[list[int]]]:
    names = [r for r in scenario.rules if r.startswith(("six_in_", "seven_out_"))]
    chosen, villages = _decided(engine, scenario, names), _villages(engine)
    taken, told = [], []
    engine.answers(scenario.with_value(LINE, 3_400), ENTRY)
    for line in LINES.tolist():
        began = time.perf_counter()
        met = engine.answers(scenario.with_value(LINE, line), ENTRY)
        met = met.fill_null(value=False).to_numpy()
        np.bincount(villages, met)
        taken.append((time.perf_counter() - began) * 1_000)
        told.append(np.bincount(villages[chosen], met[chosen]).astype(int).tolist())
    return statistics.median(taken), told


def _theirs(peer: str, input_: Path, counts: list[list[int]]) -> float:
    """Return a peer's median milliseconds; it has to count what ours counts."""
    python = _installed()
    command = [python, HERE / "measure.py", peer, input_]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        message = f"{peer} didn't run: {ran.stderr[-500:]}"
        raise RuntimeError(message)
    said = json.loads(ran.stdout.splitlines()[-1])
    if said["met"] != counts:
        message = f"{peer} counts otherwise: {said['met'][0]} and {counts[0]}"
        raise RuntimeError(message)
    return statistics.median(said["ms"])


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
