"""The newest assessments of a desk: where only money moves, they are soon made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.assess import Assessment, assess, with_money

if TYPE_CHECKING:
    from datetime import date

    from fupin.access import Reader
    from fupin.plan import Plan, Scenario
    from fupin.register import Register

MONEY = "own_funds_year"
MOST = 64


class Answers:
    """What was assessed of a plan, by date and basis, to go on from."""

    def __init__(self) -> None:
        self._told: dict[tuple[date, str], Assessment] = {}

    def clear(self) -> None:
        """Forget them: more than money has moved."""
        self._told = {}

    def of(
        self, register: Register, scenario: Scenario, asked: tuple[date, str],
        reader: Reader,
    ) -> Assessment:  # fmt: skip
        """Assess the register on a date and basis, from what was there if it was."""
        earlier = self._told.get(asked)
        if earlier is not None:
            done = with_money(earlier, register)
        else:
            done = assess(register, scenario, asked[0], reader=reader)
        self._told = dict(list(self._told.items())[1 - MOST :]) | {asked: done}
        return done


def differs_in_money(one: Register, other: Register, plan: Plan) -> bool:
    """Say whether registers differ in their funds alone, and no rule asks for them.

    Only the province's score does. Two that are the same differ in nothing more.
    """
    moved = {n for n, rows in one.tables.items() if other[n] is not rows}
    asked = any(MONEY in f"{r.when} {r.applies}" for r in plan.rules.values())
    return not asked and moved <= {"funds"}
