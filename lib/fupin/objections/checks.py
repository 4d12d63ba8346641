"""What may be written of an objection, and by whom; each refusal says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.access import mask_name
from fupin.codes import PROCEDURES
from fupin.errors import StoreError, TwoVersions
from fupin.typed import fitting, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fupin.plan import Plan
    from fupin.register import Register

KINDS = ("objection", "report")
ABOUT = ("step", "decision", "person", "department", "other")
CHANNELS = ("visit", "letter", "phone", "box", "online", "notice")
OUTCOMES = ("upheld", "partly", "rejected")
STEPS = tuple(f"{name}.{step}" for name, steps in PROCEDURES.items() for step in steps)
# What is said of an objection itself; taking and deciding have fields of their own.
FIELDS = (
    "kind", "about", "village_id", "household_id", "step", "department", "person",
    "text", "received_on", "channel", "deadline",
)  # fmt: skip
LONGEST = {"text": 2_000, "finding": 2_000, "follow": 500}
LONGEST_NAME = 60
NAMES = {
    "author": ("填写人", "name of who writes"),
    "taker": ("承办人", "name of who takes it"),
    "person": ("被反映人", "person complained of"),
    "complainant": ("反映人姓名", "name of who complains"),
    "text": ("内容", "text"),
    "finding": ("核查情况", "finding"),
    "follow": ("处理意见", "what follows"),
    "received_on": ("收到日期", "day it was received"),
    "deadline": ("办理期限", "deadline"),
    "decided_on": ("办结日期", "day of the decision"),
    "kind": ("类别", "kind"),
    "about": ("反映什么", "subject of it"),
    "channel": ("来源渠道", "channel"),
    "step": ("步骤", "step"),
    "department": ("部门", "department"),
    "outcome": ("结论", "outcome"),
    "village_id": ("村", "village"),
}


class ObjectionError(StoreError):
    """An objection can't take what it was given."""


class StaleObjectionError(TwoVersions, ObjectionError):
    """Somebody wrote on the objection after the author looked; both are here."""

    def __init__(self, theirs: dict[str, Any], mine: dict[str, Any]) -> None:
        self.theirs, self.mine = theirs, mine
        who = mask_name(theirs["author"])
        super().__init__(
            f"{who} 刚改过这一条，先看两个版本",
            f"{who} has just changed this one: look at both versions first.",
        )


@dataclass(frozen=True)
class Act:
    """Who writes, as of which date, and the version that was looked at (0: none)."""

    author: str
    day: date
    seen: int = 0


@dataclass(frozen=True)
class Places:
    """Which villages, households (with their village) and departments there are."""

    villages: frozenset[str]
    households: Mapping[str, str]
    departments: frozenset[str]

    @classmethod
    def of(cls, plan: Plan, register: Register) -> Places:
        """Return the places of a plan and a register."""
        homes = register["residents"].select("household_id", "village_id")
        own = register["households"].select("household_id", "village_id")
        return cls(
            frozenset(register["villages"]["village_id"]),
            dict(homes.iter_rows()) | dict(own.iter_rows()),
            frozenset(plan.departments),
        )

    def place(self, household: str | None, village: str | None) -> str:
        """Return the village of the household, or the village itself; or raise."""
        if household and household not in self.households:
            raise ObjectionError(
                "台账里没有这一户。请核对户编号，或只写村",
                "The register has no such household. Check its number, or give the "
                "village only.",
            )
        found = village or self.households.get(household or "", "")
        if found not in self.villages:
            shown = plain(found)
            raise ObjectionError(
                f"村“{shown}”不在台账里。请选一个村，或先补回这个村",
                f"Village {shown!r} isn't in the register. Choose one, or bring the "
                "village back first.",
            )
        if household and self.households[household] != found:
            raise ObjectionError(
                "这一户不在所选的村。请改村，或改户",
                "The household isn't of that village. Change one of them.",
            )
        return found

    def unit(self, name: str) -> str:
        """Return the department's id, "" where none is named, or raise."""
        if name and name not in self.departments:
            raise ObjectionError(
                f"方案里没有部门“{plain(name)}”。请从部门名单里选",
                f"The plan has no department {plain(name)!r}. Choose one of its list.",
            )
        return name


def worded(field: str, text: object, *, needed: bool = False) -> str:
    """Return the text of a field as it may be kept, or raise ObjectionError."""
    cleaned, most = plain(str(text or "")), LONGEST.get(field, LONGEST_NAME)
    return fitting(cleaned, NAMES[field], most, ObjectionError, needed=needed)


def one_of(field: str, value: object, words: Collection[str]) -> str:
    """Return a value of a list, or raise ObjectionError."""
    if value not in words:
        (zh, en), shown = NAMES[field], plain(str(value or ""))
        if not shown:
            raise ObjectionError(f"请选{zh}", f"Choose the {en}: {', '.join(words)}.")
        raise ObjectionError(
            f"{zh}“{shown}”不在可选之列。请从 {'、'.join(words)} 里选",
            f"The {en} {shown!r} isn't one of {', '.join(words)}. Choose one.",
        )
    return str(value)


def day_in(field: str, value: object) -> date:
    """Return a date that was typed, or raise ObjectionError."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or "").strip())
    except ValueError:
        zh, en = NAMES[field]
        raise ObjectionError(
            f"{zh}不是日期：写成 2018-06-30",
            f"The {en} isn't a date: write it as 2018-06-30.",
        ) from None


def not_after(field: str, day: date, until: date) -> None:
    """Raise where a day lies behind the as-of date: nothing would be seen of it."""
    if day > until:
        zh, en = NAMES[field]
        raise ObjectionError(
            f"{zh} {day} 晚于基准日 {until}。请改日期，或先把基准日调到 {day}",
            f"The {en}, {day}, is after the as-of date {until}. Change it, or choose "
            f"{day} as the as-of date first.",
        )


def in_order(field: str, day: date, received: date) -> None:
    """Raise where a deadline or a decision lies before the day of receipt."""
    if day < received:
        zh, en = NAMES[field]
        raise ObjectionError(
            f"{zh} {day} 早于收到日期 {received}。请改其中一个",
            f"The {en}, {day}, is before it was received ({received}). Change one of "
            "them.",
        )
