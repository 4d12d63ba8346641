"""What may be written into the ledger; each refusal says what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fupin.errors import StoreError
from fupin.funds.entries import KINDS, PLANNED
from fupin.typed import fitting, seen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fupin.funds.tree import Tree
    from fupin.register import Register

# What an edit may set; the kind of an entry stays.
FIELDS = (
    "fen", "entry_on", "fund_year", "source", "village_id", "measure_id", "task_key",
    "pool", "use", "payee", "note", "document_no",
)  # fmt: skip
LONGEST = {"note": 500, "document_no": 100, "author": 60, "reason": 500}
MOST = Decimal(1_000_000_000)
YEARS = range(2013, 2031)
NAMES = {
    "amount": ("金额", "amount"),
    "entry_on": ("日期", "date"),
    "fund_year": ("资金年度", "year of the funds"),
    "source": ("资金来源", "source"),
    "village_id": ("村", "village"),
    "measure_id": ("项目", "measure"),
    "task_key": ("任务", "task"),
    "pool": ("资金类别", "pool"),
    "use": ("用途", "use"),
    "payee": ("收款方", "payee"),
    "note": ("说明", "note"),
    "document_no": ("文件号", "document number"),
    "author": ("填写人", "name of who writes"),
    "reason": ("原因", "reason"),
}
_AMOUNT = re.compile(r"^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$")


class FundError(StoreError):
    """The ledger can't take what it was given."""


@dataclass(frozen=True)
class Books:
    """What an entry may name: sources, villages, measures with their village, tasks.

    `tasks` None: tasks aren't known here, and a key is taken as it is.
    """

    tree: Tree
    villages: frozenset[str]
    measures: Mapping[str, str]
    tasks: Collection[str] | None = None

    @classmethod
    def of(
        cls, tree: Tree, register: Register, tasks: Collection[str] | None = None
    ) -> Books:
        """Return the books of a register."""
        measures = register["measures"].select("measure_id", "village_id")
        villages = frozenset(register["villages"]["village_id"])
        return cls(tree, villages, dict(measures.iter_rows()), tasks)


def worded(field: str, value: Any, *, needed: bool = False) -> str:
    """Return the text of a field, or raise FundError.

    A text that looks like a formula stays as it is: whatever writes a table makes it
    harmless there.
    """
    text, most = seen(str(value or "")), LONGEST[field]
    return fitting(text, NAMES[field], most, FundError, needed=needed)


def amount(value: Any, kind: str) -> int | None:
    """Return an amount typed in yuan as fen, or raise FundError.

    Only a plan line may leave it open: None, which isn't 0.
    """
    text = seen(str("" if value is None else value)).replace("，", ",")
    text = text.removesuffix("元").strip()
    if not text and kind == PLANNED:
        return None
    if not text:
        raise FundError(
            "请填金额；只有计划可以先不定金额",
            "Fill in the amount; only a plan may leave it open.",
        )
    if not text.isascii() or not _AMOUNT.match(text):
        raise FundError(
            f"金额“{text}”不对：写正数，以元为单位，最多两位小数，如 12500.50；"
            "收回的钱请记“缴回”，不写负数",
            f"Amount {text!r} won't do: a positive number of yuan with at most two "
            "places, as 12500.50. Money that goes back is a return, not a negative "
            "amount.",
        )
    yuan = Decimal(text.replace(",", ""))
    if not yuan:
        raise FundError(
            "金额是 0。没有钱动就不用记；不知道金额的计划请留空",
            "The amount is 0. Where no money moves there is no entry; leave the amount "
            "of a plan open where it isn't known.",
        )
    if yuan > MOST:
        raise FundError(
            f"金额 {text} 元太大，一笔最多 {MOST:,} 元。请看是不是多写了位数",
            f"{text} yuan is too much for one entry (at most {MOST:,}). See whether a "
            "digit is too many.",
        )
    return int(yuan * 100)


def day_in(value: Any, until: date) -> date:
    """Return the day of an entry, at the latest the as-of date; or raise FundError."""
    try:
        day = (
            value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        )
    except ValueError:
        raise FundError(
            "日期不对：写成 2018-06-30",
            "The date isn't one: write it as 2018-06-30.",
        ) from None
    if day > until:
        raise FundError(
            f"日期 {day} 晚于基准日 {until}：还没有发生的不记。打算的请记“计划”",
            f"{day} is after the as-of date {until}: what hasn't happened isn't "
            "entered. Enter what is intended as a plan.",
        )
    if day.year not in YEARS:
        raise FundError(
            f"日期 {day} 不在 {YEARS[0]} 到 {YEARS[-1]} 年之间",
            f"{day} isn't in the years {YEARS[0]} to {YEARS[-1]}.",
        )
    return day


def year_in(value: Any, day: date) -> int:
    """Return the year of the funds: that of the day unless said; or raise FundError."""
    text = seen(str(value or ""))
    if not text:
        return day.year
    if not (text.isascii() and text.isdecimal() and int(text) in YEARS):
        raise FundError(
            f"资金年度“{text}”不对：写 {YEARS[0]} 到 {YEARS[-1]} 的年份",
            f"{text!r} isn't a year from {YEARS[0]} to {YEARS[-1]}.",
        )
    return int(text)


def kind_in(value: Any) -> str:
    """Return the kind of an entry, or raise FundError."""
    if value not in KINDS:
        raise FundError(
            "请选类别：计划、下拨、支付或缴回",
            "Choose the kind: planned, allocated, paid or returned.",
        )
    return str(value)


def chosen(
    field: str, value: Any, names: Collection[str], *, needed: bool
) -> str | None:
    """Return a choice out of `names` (None: left open), or raise FundError."""
    text, (zh, en) = seen(str(value or "")), NAMES[field]
    if not text and not needed:
        return None
    if text not in names:
        said = f"没有这个{zh}“{text}”" if text else f"请选{zh}"
        raise FundError(
            f"{said}。请从名单里选",
            f"There is no {en} {text!r}. Choose one of the list."
            if text
            else f"Choose the {en}.",
        )
    return text


def places(books: Books, row: Mapping[str, Any]) -> None:
    """Raise FundError where the entry's village or measure is gone, or don't fit."""
    village, measure = row["village_id"], row.get("measure_id")
    if village not in books.villages:
        raise FundError(
            f"村“{seen(str(village))}”不在台账里。请从名单里选；原有的村请先补回",
            f"Village {seen(str(village))!r} isn't in the register. Choose one of the "
            "list; bring back a village that was taken off.",
        )
    if measure and books.measures.get(measure) != village:
        where = books.measures.get(measure)
        raise FundError(
            f"项目“{measure}”" + (f"在村 {where}" if where else "不在台账里"),
            f"Measure {measure!r} "
            + (f"is of village {where}." if where else "isn't in the register."),
        )
