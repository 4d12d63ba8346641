"""Goal seek: the goal's fields and its answer, of households or of villages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dashboards.models.whatif import figures_of
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.counted import told
from dashboards.widgets.marks import card
from fupin.errors import FupinError
from fupin.whatif.engine import UNKNOWN, UNMET
from fupin.whatif.seek import COUNTED, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.models.whatif import WhatIf
    from fupin.whatif.seek import Goal


def seeking(
    page: WhatIf, fields: Mapping[str, str], goal: Goal | FupinError, lang: str
) -> str:
    """Return the goal's fields and its answer, or what is wrong with it."""
    selects = "".join(
        f'<select data-field="goal.{name}" aria-label="{say(lang, f"whatif.goal_{name}")}">'
        + choices(
            ((one, told(page, lang, f"{name}_{one}")) for one in options), fields[name]
        )
        + "</select>"
        for name, options in (
            ("figure", figures_of(page)),
            ("relation", tuple(RELATIONS)),
        )
    )
    amount = figures.text(fields["amount"])
    box = f'<input type="number" data-field="goal.amount" value="{amount}" aria-label="{say(lang, "whatif.goal_amount")}">'
    note = told(page, lang, "seek_note")
    body = f'<p class="goal">{selects}{box}</p>{_answer(page, goal, lang)}'
    body += f'<p class="note">{note}</p>' if note else ""
    return card(
        say(lang, "whatif.seek"), say(lang, "whatif.seek_caption"), body, "seek"
    )


def _answer(page: WhatIf, goal: Goal | FupinError, lang: str) -> str:
    try:
        if isinstance(goal, FupinError):
            raise goal
        found = page.answer(goal)
    except FupinError as error:
        return f'<p class="warning">{figures.text(error.say(lang))}</p>'
    unit = say(lang, f"whatif.unit_{page.curve.parameter.unit}")
    village = escape(page.desk.village_names.get(found.village, ""))
    reached = _reached(page, found.goal.figure, found.figure, lang)
    if village:
        reached = say(lang, "whatif.reached_in", village=village, figure=reached)
    value = f"{found.value:,g} {unit}"
    use = f'<button class="btn" data-go="value={found.value:g}">{say(lang, "whatif.use")}</button>'
    if not found.is_possible:
        counts = page.curve.counts([found.value])[0]
        words = say(lang, "whatif.nearest", value=value, reached=reached)
        rest = told(page, lang, "answers", unmet=counts[UNMET], unknown=counts[UNKNOWN])
        return (
            f'<h2 class="serif unmet">{say(lang, "whatif.impossible")}</h2>'
            f'<p class="clause">{words}<br>{say(lang, "whatif.then", rest=rest)}</p>{use}'
        )
    words = say(lang, "whatif.found", least=f"{found.least:,g}",
                most=f"{found.most:,g}", figure=reached)  # fmt: skip
    beside = _from_plan(page, found.value, unit, lang)
    return f'<h2 class="serif">{value} <small>{beside}</small></h2><p class="clause">{words}</p>{use}'


def _reached(page: WhatIf, figure: str, amount: float, lang: str) -> str:
    """Return a goal's figure with its unit."""
    if figure in ("budget", "gap"):
        return figures.money(amount, lang)
    if figure in COUNTED:
        kind = "villages" if page.is_of_villages else "households"
        return say(lang, f"whatif.count_{kind}", n=figures.number(amount))
    return f"{figures.number(amount, 1)}\u00a0%"


def _from_plan(page: WhatIf, value: float, unit: str, lang: str) -> str:
    """Return how far a value lies from the plan's own."""
    plan = page.value(page.parameter, page.plan)
    if plan is None or value == plan:
        return "" if plan is None else say(lang, "whatif.at_plan")
    key = "whatif.above_plan" if value > plan else "whatif.below_plan"
    return say(lang, key, gap=f"{abs(value - plan):,g} {unit}")
