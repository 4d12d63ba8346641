"""What may be written of a task, and by whom; each refusal says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fupin import typed
from fupin.codes import CODES, find
from fupin.errors import StoreError
from fupin.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.plan import Plan
    from fupin.register import Register

FIELDS = (
    "status", "progress", "responsible", "helpers", "start_on", "due_on", "checklist",
)  # fmt: skip
# What the department itself may say; 完成 and 退回 are somebody else's to say.
OWN_STATES = ("not_started", "running", "to_verify")
WHOLE = 100
LONGEST = {"title": 200, "comment": 2_000, "reason": 500, "checklist": 2_000}
LONGEST_NAME = 60
# What a task that people add may count, and the most of it.
TARGET_UNITS = (
    "households", "persons", "villages", "sites", "visits", "mu", "m2", "yuan",
    "wan_yuan", "yuan_per_person_year", "percent",
)  # fmt: skip
LARGEST = 1e9
# Whoever writes on tasks finds them here.
plain, same_person = typed.plain, typed.same_person


class TaskError(StoreError):
    """A task can't take what it was given."""


@dataclass(frozen=True)
class Places:
    """Which departments, clauses, villages and households there are."""

    departments: frozenset[str]
    clauses: frozenset[str]
    villages: frozenset[str]
    households: Mapping[str, str]

    @classmethod
    def of(cls, plan: Plan, register: Register) -> Places:
        """Return the places of a plan and a register."""
        homes = register["households"].select("household_id", "village_id")
        return cls(
            frozenset(plan.departments),
            frozenset(plan.clauses),
            frozenset(register["villages"]["village_id"]),
            dict(homes.iter_rows()),
        )

    def has(self, task: Mapping[str, Any]) -> None:
        """Raise TaskError where the task's village or household is gone."""
        village, household = task.get("village_id"), task.get("household_id")
        if village and village not in self.villages:
            raise TaskError(
                f"村 {village} 已不在台账里，不能再写它的任务。请先补回这个村",
                f"Village {village} is no longer in the register: its tasks can't be "
                "written on. Bring the village back first.",
            )
        if household and household not in self.households:
            raise TaskError(
                "这一户已不在台账里，不能再写它的任务。请先补回这一户",
                "The household is no longer in the register: its tasks can't be "
                "written on. Bring it back first.",
            )
        if household and village and self.households[household] != village:
            raise TaskError(
                "这一户不在所选的村。请改村，或改户",
                "The household isn't of that village. Change one of them.",
            )

    def department(self, name: str) -> None:
        """Raise TaskError where the plan has no such department."""
        if name not in self.departments:
            raise TaskError(
                f"方案里没有部门“{plain(name)}”。请从部门名单里选",
                f"The plan has no department {plain(name)!r}. Choose one of its list.",
            )


def worded(field: str, text: str, *, needed: bool = False) -> str:
    """Return the text of a field as it may be kept, or raise TaskError."""
    name = NAMES.get(field, (field, field))
    most = LONGEST.get(field, LONGEST_NAME)
    return typed.fitting(plain(text), name, most, TaskError, needed=needed)


NAMES = {
    "title": ("任务名称", "task"),
    "view": ("视图名称", "name of the view"),
    "author": ("姓名", "name of who writes"),
    "comment": ("意见", "comment"),
    "reason": ("原因", "reason"),
    "checklist": ("清单", "checklist"),
    "responsible": ("责任人", "responsible person"),
    "helpers": ("协助人", "helpers"),
    "start_on": ("开始日期", "start"),
    "due_on": ("期限", "due date"),
    "progress": ("进度", "progress"),
}


def day_in(field: str, value: Any) -> date:
    """Return a date that was typed, or raise TaskError."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        zh, en = NAMES[field]
        raise TaskError(
            f"{zh}不是日期：写成 2018-06-30",
            f"The {en} isn't a date: write it as 2018-06-30.",
        ) from None


def span(start: date, due: date) -> None:
    """Raise TaskError where a task would be due before it starts."""
    if due < start:
        raise TaskError(
            f"期限 {due} 早于开始日期 {start}。请改其中一个",
            f"It would be due ({due}) before it starts ({start}). Change one of them.",
        )


def percent(value: Any) -> int:
    """Return a progress in whole percent, or raise TaskError."""
    text = str(value).strip().removesuffix("%").strip()
    number = int(text) if text.isascii() and text.isdecimal() else -1
    if not 0 <= number <= WHOLE:
        raise TaskError(
            f"进度“{plain(str(value))}”不对：写 0 到 100 的整数",
            f"Progress {plain(str(value))!r} won't do: a whole number from 0 to 100.",
        )
    return number


def state(value: str) -> str:
    """Return a status by its name or label, or raise TaskError."""
    found = find("task_state", value.strip())
    if found is None:
        known = CODES["task_state"]
        raise TaskError(
            f"没有状态“{plain(value)}”。请从 {'、'.join(c.zh for c in known)} 里选",
            f"There is no status {plain(value)!r}. Choose one of "
            f"{', '.join(c.name for c in known)}.",
        )
    return found.name


def target(value: Any, unit: str) -> float | None:
    """Return the figure that a task is to reach; None where none is set."""
    text = str(value if value is not None else "").strip()
    if not text and not unit:
        return None
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= LARGEST:
        raise TaskError(
            f"目标“{plain(text)}”不对：写大于 0 的数",
            f"The target {plain(text)!r} won't do: a number above 0.",
        )
    if unit not in TARGET_UNITS:
        raise TaskError(
            f"目标要有单位。请从 {'、'.join(UNITS[u][0] for u in TARGET_UNITS)} 里选",
            f"A target has a unit. Choose one of {', '.join(TARGET_UNITS)}.",
        )
    return number


def own_state(value: str) -> str:
    """Return a status that the department may set itself, or raise TaskError."""
    if value not in OWN_STATES:
        raise TaskError(
            "完成和退回由别人核实后定；自己请报“待核实”",
            "Done and sent back are for somebody else to say; report it as "
            "'to verify'.",
        )
    return value
