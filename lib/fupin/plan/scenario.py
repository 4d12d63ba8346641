"""A scenario: the frozen plan plus overrides. Never a mutation of the plan."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from fupin.errors import ScenarioError
from fupin.plan.model import Parameter, Plan, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

ALWAYS = date(1900, 1, 1)


@dataclass(frozen=True)
class Scenario:
    """The plan with some parameters set to other values, or on another basis."""

    plan: Plan
    values: Mapping[str, float | bool] = field(default_factory=dict)
    basis: Mapping[str, str] = field(default_factory=dict)

    def with_value(self, name: str, value: float) -> Scenario:
        """Return the scenario with parameter `name` set to `value` on every date."""
        self._known(name)
        if not isinstance(value, bool) and not math.isfinite(value):
            raise ScenarioError(
                f"参数“{name}”的值 {value} 不是数。请写一个数",
                f"Parameter {name!r} was set to {value}. Give a finite number.",
            )
        return replace(self, values={**self.values, name: value})

    def with_basis(self, name: str, basis: str) -> Scenario:
        """Return the scenario with `name` on another basis ("fixed" or "actual")."""
        parameter = self._known(name)
        if basis != "fixed" and basis not in parameter.bases:
            raise ScenarioError(
                f"参数“{name}”没有口径“{basis}”。可用：fixed、{'、'.join(parameter.bases)}",
                f"Parameter {name!r} has no basis {basis!r}. "
                f"It has: fixed, {', '.join(parameter.bases)}.",
            )
        return replace(self, basis={**self.basis, name: basis})

    def parameter(self, name: str) -> Parameter:
        """Return parameter `name` as this scenario has it."""
        parameter = self._known(name)
        if name in self.values:
            return replace(parameter, values=(Value(ALWAYS, self.values[name]),))
        basis = self.basis.get(name, parameter.basis)
        if basis == "fixed":
            return parameter
        return replace(parameter, values=self._derived(parameter.bases[basis]))

    def _derived(self, basis: Mapping[str, str]) -> tuple[Value, ...]:
        """Return ratio × series, in whole yuan, truncated."""
        ratio = self.parameter(basis["ratio"])
        values = []
        for value in self.parameter(basis["of"]).values:
            # The ratio in force at the end of the year decides it: the plan's own
            # ratio starts in 2016, the series in 2013.
            share = ratio.on(date(value.starts.year, 12, 31))
            if share is not None:
                # Tenths of a yuan × whole percent: integers, so that no binary
                # fraction can move a line by one yuan.
                tenths = round(float(value.value) * 10) * round(float(share.value) * 10)
                values.append(replace(value, value=tenths // 10_000))
        return tuple(values)

    def _known(self, name: str) -> Parameter:
        if name not in self.plan.parameters:
            raise ScenarioError(
                f"方案里没有参数“{name}”。请从 parameters.yaml 里选",
                f"The plan has no parameter {name!r}. Choose one of parameters.yaml.",
            )
        return self.plan.parameters[name]

    @property
    def fingerprint(self) -> str:
        """Return 12 hex digits that change when the plan or an override does."""
        said = json.dumps(
            [self.plan.fingerprint, dict(self.values), dict(self.basis)], sort_keys=True
        )
        return hashlib.sha256(said.encode()).hexdigest()[:12]
