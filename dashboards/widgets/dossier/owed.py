"""What each department owes the household: its open tasks, as the tasks' page has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.tasks import title
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, go
from dashboards.widgets.rows import list_table
from fupin.codes import label

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.dossier import Dossier

COLUMNS = (
    ("listing.department", ""), ("listing.task", ""), ("tasks.fact_status", "min-hide"),
    ("dossier.progress", "min-hide"), ("listing.due", "r min-hide"),
    ("listing.state", "r"),
)  # fmt: skip


def owed(found: Dossier, desk: Desk, lang: str) -> str:
    """Return the open tasks, the latest first, each a link to its sheet."""
    if not found.tasks:
        return card(say(lang, "dossier.tasks_none"), "", "", "")
    heads = ((say(lang, key), tone) for key, tone in COLUMNS)
    table = list_table(heads, "".join(_row(task, desk, lang) for task in found.tasks))
    return card(say(lang, "dossier.tasks_title", n=len(found.tasks)), "", table, "")


def _row(task: dict[str, Any], desk: Desk, lang: str) -> str:
    days, done = task["days_left"], task["progress"]
    words = say(
        lang, "listing.days_late" if days < 0 else "dossier.days_left", n=abs(days)
    )
    link = go("tasks", t=desk.token_of(task["key"]))
    return (
        f"<tr><td><b>{say(lang, 'department.' + task['department'])}</b></td>"
        f'<td class="wrap"><a class="link" {link}>{figures.text(title(task, desk.plan, lang))}</a></td>'
        f'<td class="min-hide">{label("task_state", task["status"], lang)}</td>'
        f'<td class="min-hide"><span class="progress"><i style="width:{done}%"></i></span>{done} %</td>'
        f'<td class="r min-hide">{figures.day(task["due_on"], lang)}</td>'
        f'<td class="r">{f"<b class=unmet>{words}</b>" if days < 0 else words}</td></tr>'
    )
