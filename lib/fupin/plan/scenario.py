"""A scenario: the frozen plan plus overrides. Never a mutation of the plan."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from fupin.errors import ScenarioError
from fupin.plan.model import Parameter, Plan, Rule, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

ALWAYS = date(1900, 1, 1)


@dataclass(frozen=True)
class Scenario:
    """The plan with some parameters set to other values, or on another basis.

    `off` are rules that decide nothing: a good one counts as met and keeps nobody
    out, any other as unmet and brings nobody in or out. `added` are rules of the
    scenario's own; one with the id of a rule of the plan stands in its place.
    `description` and `author` are words about it and move no answer.
    """

    plan: Plan
    values: Mapping[str, float | bool] = field(default_factory=dict)
    basis: Mapping[str, str] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    added: tuple[Rule, ...] = ()
    description: str = ""
    author: str = ""

    def with_value(self, name: str, value: float) -> Scenario:
        """Return the scenario with parameter `name` set to `value` on every date."""
        self._known(name)
        parameter = self.plan.parameters[name]
        zh, en = (
            f"“{parameter.label['zh']}”（{name}）",
            f"{parameter.label['en']} ({name})",
        )
        if not isinstance(value, bool) and not math.isfinite(value):
            raise ScenarioError(
                f"参数{zh}要一个数，得到的不是。请写一个数",
                f"{en} was set to what is no finite number. Give a number.",
            )
        if isinstance(value, bool) != (parameter.unit == "switch"):
            raise ScenarioError(
                f"参数{zh}不能是 {value}（{parameter.unit}）。开关写是否，其余写数",
                f"{en}, in {parameter.unit}, can't be {value}. A switch is yes or no, "
                "any other a number.",
            )
        bounds = parameter.bounds
        if bounds is not None and not bounds[0] <= value <= bounds[1]:
            low, high = bounds
            raise ScenarioError(
                f"参数{zh}的值 {value:g} 超出 {low:g} 到 {high:g}。请写这之间的数",
                f"{en} was set to {value:g}, outside {low:g} to {high:g}. Give a "
                "number between them.",
            )
        return replace(self, values={**self.values, name: value})

    def without_value(self, name: str) -> Scenario:
        """Return the scenario with parameter `name` as the plan has it."""
        self._known(name)
        kept = {key: value for key, value in self.values.items() if key != name}
        return replace(self, values=kept)

    def with_rule(self, rule: str, *, on: bool) -> Scenario:
        """Return the scenario with a rule switched on or off.

        Raises ScenarioError for one that isn't there or waits to be recorded.
        """
        found = self.rules.get(rule)
        if found is None or (found.is_pending and not on):
            raise ScenarioError(
                f"没有可开关的规则“{rule}”。请从 data/plan/rules 里选，待补录的除外",
                f"There is no rule {rule!r} to switch. Choose one of data/plan/rules "
                "that isn't still to be recorded.",
            )
        return replace(self, off=self.off - {rule} if on else self.off | {rule})

    def with_added(self, rule: Rule) -> Scenario:
        """Return the scenario with a rule of its own; its group makes it count.

        The rule's text is checked where the scenario is compiled.
        """
        groups = {known.group for known in self.plan.rules.values()}
        if not rule.when or rule.group not in groups:
            raise ScenarioError(
                f"补充的规则“{rule.id}”没有条件，或没有“{rule.group}”这一组。"
                f"请写条件，组可用：{'、'.join(sorted(groups))}",
                f"The added rule {rule.id!r} has no condition, or there is no group "
                f"{rule.group!r}. Write one; groups: {', '.join(sorted(groups))}.",
            )
        others = tuple(one for one in self.added if one.id != rule.id)
        return replace(self, added=(*others, rule))

    def without_added(self, rule: str) -> Scenario:
        """Return the scenario without a rule of its own."""
        kept = tuple(one for one in self.added if one.id != rule)
        return replace(self, added=kept, off=self.off - {rule})

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Return the rules as this scenario has them, by id."""
        rules = {**self.plan.rules, **{rule.id: rule for rule in self.added}}
        return rules | {name: _switched_off(rules[name]) for name in self.off}

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

    @cached_property
    def fingerprint(self) -> str:
        """Return 12 hex digits that change when the plan or an override does."""
        parts: list[object] = [
            self.plan.fingerprint, dict(self.values), dict(self.basis),
        ]  # fmt: skip
        if self.off or self.added:
            parts += [sorted(self.off), [repr(rule) for rule in self.added]]
        said = json.dumps(parts, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def _switched_off(rule: Rule) -> Rule:
    return replace(rule, when=str(rule.polarity == "good"), applies="")
