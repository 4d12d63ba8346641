"""The four lists as the field keeps them: tasks, who answers, progress, problems.

The same cells stand on the screen and in the workbook. Names are masked. A problem is
a gap of an indicator, or what is late or was sent back; it is struck off (销号) when
the task is done. That is our reading.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.access import mask_name
from fupin.codes import label
from fupin.exports.book.plain import plain_workbook
from fupin.tasks.notes import Note
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fupin.plan import Plan

    Cell = str | int | float | date | None

LISTS = {
    "task": ("department", "task", "place", "clause", "target", "start", "due",
             "status"),
    "duty": ("department", "task", "place", "responsible", "helpers", "due", "checker",
             "status"),
    "progress": ("department", "task", "place", "status", "progress", "checklist",
                 "files", "told_on", "told", "left"),
    "issue": ("department", "task", "place", "issue", "since", "due", "reason", "told",
              "struck", "struck_on", "struck_by"),
}  # fmt: skip
WORDS = {
    "list_task": ("任务清单", "Tasks"),
    "list_duty": ("责任清单", "Who answers"),
    "list_progress": ("进展清单", "Progress"),
    "list_issue": ("问题清单", "Problems"),
    "n": ("序号", "No."),
    "department": ("责任部门", "Department"),
    "task": ("任务", "Task"),
    "place": ("村或户", "Village or household"),
    "clause": ("依据", "Clause"),
    "target": ("目标", "Target"),
    "start": ("开始", "Start"),
    "due": ("期限", "Due"),
    "status": ("状态", "Status"),
    "responsible": ("责任人", "Responsible"),
    "helpers": ("协助人", "Helpers"),
    "checker": ("核实人", "Verified by"),
    "progress": ("进度，%", "Progress, %"),
    "checklist": ("清单", "Checklist"),
    "files": ("附件", "Files"),
    "told_on": ("最近填报", "Last report"),
    "told": ("最近意见", "Last comment"),
    "left": ("距期限，天", "Days left"),
    "issue": ("问题", "Problem"),
    "since": ("发现日期", "Found on"),
    "reason": ("退回原因", "Sent back because"),
    "struck": ("销号", "Struck off"),
    "struck_on": ("销号日期", "Struck off on"),
    "struck_by": ("销号依据", "Struck off by"),
    "town": ("全镇", "Whole town"),
    "unmet": ("指标未达到", "Indicator not met"),
    "unknown": ("指标无法判断", "Indicator can't be decided"),
    "met": ("指标曾未达到", "Indicator was not met"),
    "gone": ("户已不在册", "Household left the roll"),
    "late": ("超期", "Late"),
    "returned": ("核实退回", "Sent back"),
    "is_struck": ("已销号", "Struck off"),
    "isnt_struck": ("未销号", "Open"),
    "by_indicator": ("指标已转好", "Indicator turned"),
    "by_verdict": ("核实通过", "Verified"),
    "by_record": ("台账登记", "Register"),
}


def said(key: str, lang: str) -> str:
    """Return a word of the lists."""
    return WORDS[key][lang != "zh"]


@dataclass(frozen=True)
class Listed:
    """One of the lists: its name, its columns, and a row of cells a task."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def title(task: Mapping[str, Any], plan: Plan, lang: str) -> str:
    """Return a task's name: the plan's words, the recorded ones, or the indicator."""
    if task["kind"] == "duty":
        department = plan.departments[task["department"]]
        return next(d[lang] for d in department.duties if d["id"] == task["title"])
    rule = plan.rules.get(task["rule"] or "")
    return str(task["title"] or (rule.label[lang] if rule else ""))


def place(task: Mapping[str, Any], villages: Mapping[str, str], lang: str) -> str:
    """Return where a task is: 红中 037, 红中村, or the whole town."""
    if not task["village_id"]:
        return said("town", lang)
    name = villages.get(task["village_id"], task["village_id"])
    if not task["household_id"]:
        return name
    return f"{name.removesuffix('村')} {task['household_id'].rpartition('-')[2]}"


def issues(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the tasks that are problems, struck off or not, the open ones first."""
    is_one = (
        (pl.col("kind") == "gap")
        | (pl.col("status") == "returned")
        | (pl.col("days_late") > 0)
    )
    return rows.filter(is_one)


@dataclass(frozen=True)
class Lister:
    """Makes the lists of a board's rows, in a language."""

    plan: Plan
    villages: Mapping[str, str]
    notes: Mapping[str, Note]
    lang: str = "zh"

    def make(self, name: str, rows: pl.DataFrame) -> Listed:
        """Return one of `LISTS` with a row for each of the board's rows, in order."""
        made = [
            tuple(_CELLS[column](self, task) for column in LISTS[name])
            for task in rows.iter_rows(named=True)
        ]
        return Listed(name, LISTS[name], tuple(made))

    def note(self, task: Mapping[str, Any]) -> Note:
        """Return what was written beside a task."""
        return self.notes.get(task["key"], _NOTHING)

    def department(self, task: Mapping[str, Any]) -> str:
        """Return a unit's name; the register may name one that the plan hasn't."""
        known = self.plan.departments.get(task["department"])
        return known.name[self.lang] if known else str(task["department"])

    def clause(self, task: Mapping[str, Any]) -> str:
        """Return where the plan says it."""
        clause = self.plan.clauses.get(task["clause"] or "")
        return clause.place[self.lang] if clause else ""

    def target(self, task: Mapping[str, Any]) -> str:
        """Return the figure to be reached with its unit."""
        if task["target"] is None:
            return ""
        unit = unit_label(task["unit"] or "", self.lang)
        return f"{task['target']:g} {unit}".strip()

    def issue(self, task: Mapping[str, Any]) -> str:
        """Return in what the problem lies."""
        held = [task["verdict"]] if task["kind"] == "gap" else []
        held += ["returned"] if task["status"] == "returned" else []
        held += ["late"] if task["days_late"] else []
        comma = "、" if self.lang == "zh" else ", "
        return comma.join(said(one, self.lang) for one in held if one in WORDS)

    def struck_by(self, task: Mapping[str, Any]) -> str:
        """Return on what a task was struck off."""
        if task["status"] != "done":
            return ""
        if self.note(task).checker:
            who = mask_name(self.note(task).checker)
            return f"{said('by_verdict', self.lang)} {who}"
        is_gap = task["kind"] == "gap"
        return said("by_indicator" if is_gap else "by_record", self.lang)


_NOTHING = Note()


def _checked(task: Mapping[str, Any]) -> str:
    items = json.loads(task["checklist"] or "[]")
    done = sum(bool(is_done) for _, is_done in items)
    return f"{done}/{len(items)}" if items else ""


_CELLS: dict[str, Callable[[Lister, Mapping[str, Any]], Cell]] = {
    "department": Lister.department,
    "task": lambda of, task: title(task, of.plan, of.lang),
    "place": lambda of, task: place(task, of.villages, of.lang),
    "clause": Lister.clause,
    "target": Lister.target,
    "start": lambda _, task: task["start_on"],
    "due": lambda _, task: task["due_on"],
    "status": lambda of, task: label("task_state", task["status"], of.lang),
    "responsible": lambda _, task: mask_name(task["responsible"] or ""),
    "helpers": lambda _, task: mask_name(task["helpers"] or ""),
    "checker": lambda of, task: mask_name(of.note(task).checker),
    "progress": lambda _, task: task["progress"],
    "checklist": lambda _, task: _checked(task),
    "files": lambda of, task: of.note(task).files or None,
    "told_on": lambda of, task: of.note(task).told_on or None,
    "told": lambda of, task: of.note(task).comment,
    "left": lambda _, task: task["days_left"] if task["is_open"] else None,
    "issue": Lister.issue,
    "since": lambda _, task: task["since_on"] or task["start_on"],
    "reason": lambda of, task: of.note(task).reason,
    "struck": lambda of, task: said(
        "is_struck" if task["status"] == "done" else "isnt_struck", of.lang
    ),
    "struck_on": lambda _, task: task["closed_on"],
    "struck_by": Lister.struck_by,
}
_WIDTHS = {"n": 6, "task": 32, "told": 32, "reason": 24, "clause": 24}
_WIDTH = 14
_A4 = 9
_CELL = {"border": 1, "valign": "top"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "border": 1, "text_wrap": True},
    "cell": _CELL | {"text_wrap": True},
    "day": _CELL | {"num_format": "yyyy-mm-dd", "align": "left"},
}


def workbook(lists: Iterable[Listed], about: str, lang: str = "zh") -> bytes:
    """Return the lists as a workbook (.xlsx): a sheet each, headers that repeat.

    `about` stands above each list. Texts stay texts, whatever they begin with.
    """
    stream = io.BytesIO()
    with plain_workbook(stream) as book:
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        for one in lists:
            name = said(f"list_{one.name}", lang)
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, name, looks["title"])
            sheet.write_string(1, 0, about)
            _write_list(sheet, one, looks, lang)
    return stream.getvalue()


def _write_list(sheet: Any, one: Listed, looks: dict[str, Any], lang: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    for at, name in enumerate(("n", *one.heads)):
        sheet.set_column(at, at, _WIDTHS.get(name, _WIDTH))
        sheet.write_string(2, at, said(name, lang), looks["head"])
    for number, row in enumerate(one.rows, 1):
        for at, value in enumerate((number, *row)):
            look = looks["day" if isinstance(value, date) else "cell"]
            sheet.write(number + 2, at, "" if value is None else value, look)
