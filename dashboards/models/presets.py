"""The presets of what-if; the province's score as a rule is one of them."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fupin.plan import Scenario, to_link

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf
    from fupin.plan import Plan

LINE, VILLAGE_LINE = "household_exit_line", "village_exit_line"
PRESETS = ("plan", "actual", "up", "down", "housing", "score")
STRICTER_HOUSE = 'not (housing_grade in ["B", "C", "D"]) or rebuild_state == "accepted"'
FIVE_PERCENT = 0.05
SCORE = "household_score"


def preset(scenario: Scenario, name: str, value: float | None) -> Scenario:
    """Return the plan with one of the presets; `value` is the plan's line."""
    plain = Scenario(scenario.plan, description=name)
    line = value or 0
    match name:
        case "actual":
            return plain.with_basis(LINE, "actual").with_basis(VILLAGE_LINE, "actual")
        case "up" | "down":
            share = FIVE_PERCENT if name == "up" else -FIVE_PERCENT
            return plain.with_value(LINE, float(round(line * (1 + share))))
        case "housing":
            rule = scenario.plan.rules["housing_met"]
            return plain.with_added(replace(rule, when=STRICTER_HOUSE))
        case "score":
            rule = scenario.plan.rules["exit_standard"]
            return plain.with_added(replace(rule, when=full_score(scenario.plan)))
    return Scenario(scenario.plan)


def preset_of(page: WhatIf) -> str:
    """Return the preset that a page's scenario is; empty for any other.

    Its description alone may be what somebody wrote into an address.
    """
    name = page.scenario.description
    if page.scenario.fingerprint == page.plan.fingerprint:
        return PRESETS[0]
    if name not in PRESETS:
        return ""
    made = preset(page.scenario, name, page.value(LINE, page.plan))
    return name if to_link(made) == to_link(page.scenario) else ""


def full_score(plan: Plan) -> str:
    """Return the condition of all points of the household score.

    Built from the indicators: each that applies has its whole share.
    """
    parts = []
    for one in plan.indicators:
        if one.score != SCORE:
            continue
        full = _full(one.value)
        parts.append(f"(not ({one.applies}) or {full})" if one.applies else full)
    return " and ".join(parts)


def _full(text: str) -> str:
    """Return when a share is 1: least(a / b, 1) is where a >= b."""
    tree = ast.parse(text, mode="eval").body
    if isinstance(tree, ast.Call) and ast.unparse(tree.func) == "least":
        share = tree.args[0]
        if isinstance(share, ast.BinOp) and isinstance(share.op, ast.Div):
            return f"{ast.unparse(share.left)} >= {ast.unparse(share.right)}"
        return f"{text} >= 1"
    return f"({text})" if isinstance(tree, ast.BoolOp | ast.Compare) else text
