"""Run by the peers' own Python: a changed line, by a new reform and simulation.

python measure.py ENGINE INPUT.npz: prints JSON of milliseconds and counts by line.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

import numpy as np

PERIOD = "2018"


def _classes(engine: str) -> dict[str, Any]:
    """Return the classes of either engine by the same names."""
    places = {
        "Entity": "entities", "build_entity": "entities", "Variable": "variables",
        "TaxBenefitSystem": "taxbenefitsystems", "ParameterNode": "parameters",
        "Reform": "reforms", "SimulationBuilder": "simulations", "YEAR": "periods",
    }  # fmt: skip
    found = {}
    for name, place in places.items():
        module = importlib.import_module(f"{engine}.{place}")
        if name == "SimulationBuilder" and not hasattr(module, name):
            module = importlib.import_module(f"{engine}.simulation_builder")
        if name == "YEAR" and not hasattr(module, name):
            found[name] = module.DateUnit.YEAR
            continue
        found[name] = getattr(module, name)
    return found


def _system(core: dict[str, Any], ins: list[str], outs: list[str], line: float) -> Any:
    """Return a system with an input for each criterion, and the rule."""
    household = core["build_entity"](
        key="household", plural="households", label="Household", is_person=True
    )
    system = core["TaxBenefitSystem"]([household])
    dated = {"entry_line": line, **dict.fromkeys((*ins, *outs), 0.5)}
    data = {n: {"values": {"2016-01-01": {"value": v}}} for n, v in dated.items()}
    system.parameters = core["ParameterNode"]("", data=data)

    def variable(name: str, kind: type, formula: Any = None) -> None:
        said = {
            "value_type": kind, "entity": household, "label": name,
            "definition_period": core["YEAR"],
        }  # fmt: skip
        if formula is not None:
            said["formula"] = formula
        system.add_variable(type(name, (core["Variable"],), said))

    def criterion(name: str) -> Any:
        def formula(households: Any, period: Any, parameters: Any) -> Any:
            return households(f"fact_{name}", period) > getattr(
                parameters(period), name
            )

        return formula

    # Each criterion is decided from a fact and a parameter, as in any such model.
    for name in (*ins, *outs):
        variable(f"fact_{name}", float)
        variable(name, bool, criterion(name))
    variable("income", float)

    def six_in(households: Any, period: Any) -> Any:
        return sum(households(name, period) for name in ins) > 0

    def seven_out(households: Any, period: Any) -> Any:
        return sum(households(name, period) for name in outs) > 0

    def entry(households: Any, period: Any, parameters: Any) -> Any:
        below = households("income", period) < parameters(period).entry_line
        wanted = below + households("six_in", period)
        return wanted * (households("seven_out", period) == 0)

    for name, formula in (
        ("six_in", six_in),
        ("seven_out", seven_out),
        ("entry", entry),
    ):
        variable(name, bool, formula)
    return system


def _reformed(core: dict[str, Any], base: Any, line: float) -> Any:
    class Line(core["Reform"]):  # type: ignore[misc]
        """The same rules with another entry line."""

        def apply(self) -> None:
            def moved(parameters: Any) -> Any:
                period = importlib.import_module(
                    core["Reform"].__module__.split(".")[0] + ".periods"
                ).period("year:2016:10")
                parameters.entry_line.update(period=period, value=line)
                return parameters

            self.modify_parameters(moved)

    return Line(base)


def main(engine: str, path: str) -> None:
    """Time each line of the input and print what came out."""
    core, given = _classes(engine), dict(np.load(path))
    ins = sorted(name for name in given if name.startswith("six_in_"))
    outs = sorted(name for name in given if name.startswith("seven_out_"))
    lines = given["lines"].tolist()
    base = _system(core, ins, outs, lines[0])
    count, villages, chosen = len(given["income"]), given["village"], given["chosen"]
    facts = {name: given[name].astype(np.float32) for name in (*ins, *outs)}
    taken, told = [], []
    for line in lines:
        began = time.perf_counter()
        system = _reformed(core, base, line)
        simulation = core["SimulationBuilder"]().build_default_simulation(
            system, count=count
        )
        simulation.set_input("income", PERIOD, given["income"])
        for name in (*ins, *outs):
            simulation.set_input(f"fact_{name}", PERIOD, facts[name])
        met = simulation.calculate("entry", PERIOD)
        np.bincount(villages, np.asarray(met, dtype=float))
        taken.append((time.perf_counter() - began) * 1_000)
        seen = np.asarray(met, dtype=float)[chosen]
        told.append(np.bincount(villages[chosen], seen).astype(int).tolist())
    print(json.dumps({"ms": taken, "met": told}))


if __name__ == "__main__":
    main(*sys.argv[1:])
