"""The dossier's procedure: the six steps of exit and who has signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, icon
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.codes import EXIT_STEPS, label

if TYPE_CHECKING:
    from dashboards.models.dossier import Dossier


def steps(found: Dossier, lang: str) -> str:
    """Return the six steps of exit with their dates, and the signatures."""
    done = found.row["exit_steps_count"]
    by: dict[str, dict[str, Any]] = {}
    for step in found.steps:
        if step["procedure"] == "exit":
            by[step["step"]] = step
    items = ""
    for index, name in enumerate(EXIT_STEPS):
        taken = by.get(name)
        mark, words, tone = '<i class="ring"></i>', say(lang, "dossier.step_left"), ""
        if taken and taken["step_outcome"] == "returned":
            mark, words = icon(UNMET, 15), say(lang, "dossier.step_returned")
        elif taken and index < done:
            mark, words, tone = (
                icon(MET, 15),
                figures.short_day(taken["step_on"], lang),
                "done",
            )
        elif taken:
            mark, words = icon(UNKNOWN, 15), figures.short_day(taken["step_on"], lang)
        items += f'<li class="{tone}">{mark}<span><b>{label("step", name, lang)}</b>{words}</span></li>'
    signed = found.row["survey_signers_count"]
    caption = (
        say(lang, "dossier.steps_caption")
        + "　"
        + say(lang, "dossier.signatures", n=signed)
    )
    title = say(lang, "dossier.steps_title", done=done)
    return card(title, caption, f'<ol class="steps">{items}</ol>', "")
