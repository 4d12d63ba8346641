"""督办单: what a department still owes, on A4 pages to print and sign; names masked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin.access import mask_name
from fupin.codes import label
from fupin.tasks.checks import TaskError
from fupin.tasks.lists import place, title
from fupin.typeset import pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import polars as pl

    from fupin.tasks.lists import Lister

TEMPLATE = Path(__file__).with_name("notice.typ")
NOTHING = "—"
WORDS = {
    "title": ("督办单", "Reminder"),
    "said": (
        (
            "{department}：截至 {day}，你单位有 {n} 项任务未办完，其中 {late} 项超期"
            "（加粗）。请在期限内办结，并填报进展。"
        ),
        (
            "{department}: as of {day}, {n} of your tasks are open, {late} of them "
            "late (bold). Please finish them in time, and report your progress."
        ),
    ),
    "n": ("序号", "No."),
    "task": ("任务", "Task"),
    "place": ("村或户", "Place"),
    "status": ("状态", "Status"),
    "due": ("期限", "Due"),
    "responsible": ("责任人", "Responsible"),
    "note": ("办理情况", "What was done"),
    "days": ("超期 {n} 天", "{n} days late"),
    "by": ("督办人：", "Reminded by:"),
    "to": ("签收人：", "Received by:"),
    "on": ("日期：", "Date:"),
    "as_of": ("截至 {day}", "As of {day}"),
    "filter": ("筛选 {where}", "Filter {where}"),
    "everywhere": ("全部村", "all villages"),
    "data": ("数据 {fingerprint}", "Data {fingerprint}"),
    "plan": ("方案 {fingerprint}", "Plan {fingerprint}"),
    "masked": ("姓名已遮盖", "names are masked"),
}
HEADS = ("n", "task", "place", "status", "due", "responsible", "note")
# Who owes more than these gets the list as well; a notice is to be read.
MOST = 400


@dataclass(frozen=True)
class Board:
    """The tasks that a notice is of: as of when, of which data, which village only."""

    rows: pl.DataFrame
    day: date
    register: str
    village: str = ""


def nothing_open() -> TaskError:
    """Return what to tell who asks for a reminder where nothing is open."""
    return TaskError("没有没办完的任务，不用印", "Nothing is open: no reminder.")


def notice(
    of: Lister, board: Board, departments: Iterable[str], reading: Mapping[str, str]
) -> bytes:
    """Return the 督办单 of some departments as the bytes of one PDF.

    Each department with an open task has pages of its own. Raises FupinError where
    this machine has no Chinese font.
    """
    return pdf(TEMPLATE, content(of, board, departments, reading), board.day)


def content(
    of: Lister, board: Board, departments: Iterable[str], reading: Mapping[str, str]
) -> dict[str, Any]:
    """Return everything on the pages as words, for the template."""
    lang, day = of.lang, board.day
    open_ = board.rows.filter("is_open")
    notices = []
    for name in departments:
        own = open_.filter(open_["department"] == name)
        if own.is_empty():
            continue
        known = of.plan.departments.get(name)
        late = own.filter(own["light"] == "red").height
        tasks = own.head(MOST).iter_rows(named=True)
        notices.append({
            "said": _say(lang, "said", department=known.name[lang] if known else name,
                         day=_day(day, lang), n=own.height, late=late),
            "rows": [
                {"cells": _cells(number, task, of),
                 "late": task["light"] == "red"}
                for number, task in enumerate(tasks, 1)
            ],
        })  # fmt: skip
    return {
        "lang": lang,
        "title": _say(lang, "title"),
        "notices": notices,
        "heads": [_say(lang, key) for key in HEADS],
        "signs": [_say(lang, key) for key in ("by", "to", "on")],
        "reading": reading[lang],
        "footer": _foot(of, board),
    }


def _foot(of: Lister, board: Board) -> str:
    """Return what every page carries: of when, of what, and where it comes from."""
    lang = of.lang
    where = board.village or _say(lang, "everywhere")
    return "　".join((
        _say(lang, "title"), _say(lang, "as_of", day=_day(board.day, lang)),
        _say(lang, "filter", where=where),
        _say(lang, "data", fingerprint=board.register[:6]),
        _say(lang, "plan", fingerprint=of.plan.fingerprint[:6]), _say(lang, "masked"),
    ))  # fmt: skip


def _cells(number: int, task: Mapping[str, Any], of: Lister) -> list[str]:
    lang = of.lang
    due = task["due_on"].isoformat()
    if task["days_late"]:
        due += "\n" + _say(lang, "days", n=task["days_late"])
    return [
        str(number), title(task, of.plan, lang), place(task, of.villages, lang),
        label("task_state", task["status"], lang), due,
        mask_name(task["responsible"] or "") or NOTHING, "",
    ]  # fmt: skip


def _say(lang: str, key: str, **values: object) -> str:
    return WORDS[key][lang != "zh"].format(**values)


def _day(day: date, lang: str) -> str:
    if lang != "zh":
        return day.isoformat()
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
