"""督办单 of the department that is chosen, or of every one with an open task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.tasks.lists import Lister
from fupin.tasks.notice import Board, nothing_open
from fupin.tasks.notice import notice as typeset

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View


def notice(desk: Desk, view: View) -> tuple[str, bytes]:
    """Return the pages as a PDF with its name.

    Raises FupinError where nobody owes anything, or this machine has no Chinese font.
    """
    rows = desk.tasks.of(view.day, view.basis, view.village).filter("is_open")
    wanted = [view.department] if view.department else list(desk.plan.departments)
    names = [n for n in wanted if n in set(rows["department"])]
    if not names:
        raise nothing_open()
    of = Lister(desk.plan, desk.village_names, {}, view.lang)
    village = desk.village_names.get(view.village, "")
    board = Board(rows, view.day, desk.register.fingerprint, village)
    made = typeset(of, board, names, desk.tasks.owners.reading)
    ending = ""
    if view.department:
        ending = f"-{desk.plan.departments[view.department].name[view.lang]}"
    title = "督办单" if view.lang == "zh" else "Reminder"
    return f"{title}{ending}-{view.day}.pdf", made
