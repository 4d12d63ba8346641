"""A rule that the planner writes: read by the compiler before it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboards.models.whatif import refused
from fupin.errors import FupinError, ScenarioError
from fupin.plan import Rule
from fupin.plan.links import LONGEST_RULE
from fupin.plan.words import words

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf
    from fupin.plan import Plan, Scenario


@dataclass
class OwnRule:
    """The fields of the form, and what the compiler says of them."""

    fields: dict[str, str] = field(
        default_factory=lambda: {"when": "", "group": "", "label": ""}
    )
    error: FupinError | None = None
    is_read: bool = False

    def check(self, page: WhatIf) -> Scenario | None:
        """Return the scenario with the rule; None and the error where it isn't one."""
        self.error, self.is_read = None, False
        try:
            added = page.scenario.with_added(self._rule(page))
            error = refused(page.engine, added)
            if error is not None:
                raise error
        except FupinError as error:
            self.error = error
            return None
        self.is_read = True
        return added

    def _rule(self, page: WhatIf) -> Rule:
        plan, text = page.scenario.plan, self.fields["when"].strip()
        group = self.fields["group"] or groups(plan)[0]
        if not text or len(text) > LONGEST_RULE or not text.isprintable():
            raise ScenarioError(
                f"请写条件，不超过 {LONGEST_RULE} 个字，写在一行里",
                f"Write a condition of at most {LONGEST_RULE} characters in one line.",
            )
        like = next(r for r in plan.rules.values() if r.group == group)
        used = {rule.id for rule in page.scenario.added}
        number = next(n for n in range(1, len(used) + 2) if f"own_{n}" not in used)
        name = self.fields["label"].strip() or text
        label = {"zh": name, "en": name}
        return Rule(
            f"own_{number}", label, group, 99, "household", when=text,
            polarity=like.polarity, where=f"scenario/own_{number}", says=label,
        )  # fmt: skip


def groups(plan: Plan) -> list[str]:
    """Return the groups of household rules of which some rule asks any or all."""
    asked = frozenset[str]().union(*(words(r.when)[1] for r in plan.rules.values()))
    found = dict.fromkeys(r.group for r in plan.rules.values() if r.per == "household")
    return [name for name in found if name in asked]
