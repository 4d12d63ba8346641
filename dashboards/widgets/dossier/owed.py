"""What each department owes the household: its open tasks, and gaps without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card
from fupin.assess import UNKNOWN, UNMET

if TYPE_CHECKING:
    from dashboards.models.dossier import Dossier
    from dashboards.models.view import View
    from fupin.plan import Plan

COLUMNS = (
    ("listing.department", ""), ("listing.task", ""), ("listing.verdict", "min-hide"),
    ("dossier.progress", "min-hide"), ("listing.due", "r min-hide"),
    ("listing.state", "r"),
)  # fmt: skip


def owed(found: Dossier, plan: Plan, view: View) -> str:
    """Return the tasks, the latest first, then what is lacking and nobody's task."""
    lang = view.lang
    gaps = _gaps(found, plan)
    if not found.tasks and not gaps:
        return card(say(lang, "dossier.tasks_none"), "", "", "")
    rows = _tasks(found, view) + "".join(_gap(*gap, lang) for gap in gaps)
    heads = "".join(
        f'<th class="{tone}">{say(lang, key)}</th>' for key, tone in COLUMNS
    )
    table = f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    title = say(lang, "dossier.tasks_title", n=len(found.tasks) + len(gaps))
    return card(title, "", table, "")


def _gaps(found: Dossier, plan: Plan) -> list[tuple[str, str]]:
    """Return (department, rule) of what isn't met or known and has no open task."""
    if not found.row["is_enrolled"]:
        return []
    busy = {(task["department"], task["rule"]) for task in found.tasks}
    by = {reason.rule.id: reason for reason in found.exit.walk()}
    return [
        (department.id, rule)
        for department in plan.departments.values()
        for rule in department.owns
        if rule in by
        and by[rule].verdict in (UNMET, UNKNOWN)
        and (department.id, rule) not in busy
    ]


def _gap(department: str, rule: str, lang: str) -> str:
    blank = f'<td class="min-hide">{figures.NOTHING}</td>'
    return (
        f"<tr><td><b>{say(lang, f'department.{department}')}</b></td>"
        f'<td class="wrap ink2">{say(lang, "dossier.no_task")}</td>'
        f'<td class="min-hide">{say(lang, f"rule.{rule}")}</td>{blank}'
        f'<td class="r min-hide">{figures.NOTHING}</td><td class="r">{figures.NOTHING}</td></tr>'
    )


def _tasks(found: Dossier, view: View) -> str:
    lang, rows = view.lang, ""
    for task in found.tasks:
        days = (task["due_on"] - view.day).days
        late = days < 0
        words = say(
            lang, "listing.days_late" if late else "dossier.days_left", n=abs(days)
        )
        rule = say(lang, f"rule.{task['rule']}") if task["rule"] else figures.NOTHING
        done = task["progress_percent"] or 0
        rows += (
            f"<tr><td><b>{say(lang, 'department.' + task['department'])}</b></td>"
            f'<td class="wrap">{figures.text(task["task_title"])}</td><td class="min-hide">{rule}</td>'
            f'<td class="min-hide"><span class="progress"><i style="width:{done}%"></i></span>{done} %</td>'
            f'<td class="r min-hide">{figures.day(task["due_on"], lang)}</td>'
            f'<td class="r">{f"<b class=unmet>{words}</b>" if late else words}</td></tr>'
        )
    return rows
