"""What the practice store shows of oversight: a few objections, and one inspection.

All of it is invented and written by the library's own functions, so that it is as
anything that people write.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin import inspection, objections, settings
from fupin.access import LOCAL
from fupin.assess import assess
from fupin.measures import value
from fupin.plan import Scenario
from fupin.store import newest
from fupin.store import register as read

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store

# The inspection lies before the newest date, so that its results are in by then.
DRAWN = date(2018, 3, 31)
CLERK, TAKER, CHIEF = "潘登记", "梁承办", "黎主任"
INSPECTORS = ("甘明远", "岑立新", "覃守正", "莫问天", "农知秋")
# By its number on the list: those not named here agree, and the rest is left open.
INSPECTED = 16
FOUND: dict[int, tuple[str, str]] = {
    4: ("wrong", "外出务工收入少算一季，按登记算不到线"),
    9: ("facts_differ", "家庭人口少登一人，结论不变"),
    12: ("absent", "全家外出，约定再访"),
}
DISCONTENT = frozenset({13})


def practise(store: Store, plan: Plan, day: date) -> None:
    """Write objections and an inspection into the practice store."""
    register = read(store)
    scenario = Scenario(plan)
    days = int(value(scenario, "objection_days", day))
    _objections(store, objections.Places.of(plan, register), _on_show(register), days)
    _inspection(store, register, assess(register, scenario, DRAWN))


def _on_show(register: Register) -> list[str]:
    """Return the households whose exit stands at its public notice, none objected."""
    walked = register["steps"].filter(pl.col("procedure") == "exit")
    last = walked.sort("household_id", "step_on").unique(
        "household_id", keep="last", maintain_order=True
    )
    shown = last.filter(pl.col("step") == "notice")
    objected = register["objections"].select("household_id")
    shown = shown.join(objected, on="household_id", how="anti", maintain_order="left")
    return shown["household_id"].to_list()


def _objections(
    store: Store, places: objections.Places, homes: list[str], days: int
) -> None:
    apart = max(1, len(homes) // len(_SAID))
    for said, home in zip(_SAID, homes[::apart], strict=False):
        told = dict(said)
        steps = told.pop("then")
        on = date.fromisoformat(str(told["received_on"]))
        told["household_id"] = home
        act = objections.Act(CLERK, on)
        key = objections.add(store, places, told, act, days)
        for seen, (name, after, author, words) in enumerate(steps, 1):
            then = objections.Act(author, on + timedelta(days=after), seen)
            _ACTS[name](store, places, key, words, then)


_ACTS: dict[str, Any] = {"take": objections.take, "decide": objections.decide}
_SAID: tuple[dict[str, Any], ...] = (
    {
        "kind": "objection", "about": "decision", "channel": "notice",
        "text": "退出公示上写的人均收入，没有扣去今年办鱼塘的本钱",
        "received_on": "2018-06-19", "complainant": "示例村民甲",
        "then": [
            ("take", 2, TAKER, {"taker_department": "discipline",
                                "finding": "已约户主核对收支单据"}),
        ],
    },
    {
        "kind": "report", "about": "department", "department": "housing",
        "channel": "letter", "text": "危房改造验收时没有人到屋里看过",
        "received_on": "2018-05-22", "then": [],
    },
    {
        "kind": "report", "about": "step", "step": "exit.review", "channel": "box",
        "text": "民主评议那天没有通知本组的人",
        "received_on": "2018-05-07",
        "then": [
            ("take", 3, TAKER, {"taker_department": "discipline",
                                "finding": "通知有记录，送达没有记录，缺两名代表"}),
            ("decide", 21, CHIEF, {"outcome": "partly", "follow": "补开小组评议",
                                   "decider_department": "party_office"}),
        ],
    },
)  # fmt: skip


def _inspection(store: Store, register: Register, done: Assessment) -> None:
    sampling = inspection.load_sampling(settings.PLAN)
    seed = inspection.default_seed(store, DRAWN)
    drawn = inspection.draw(done, sampling, seed)
    act = inspection.Act(CLERK, DRAWN, "一季度抽查", newest(store))
    number = inspection.keep(store, drawn, sampling, register, act)
    (made,) = (
        one
        for one in inspection.inspected(store, LOCAL, DRAWN)
        if one.seq == number
    )  # fmt: skip
    teams = {name: inspection.team(register, name) for name in made.villages}
    for row in made.rows[:INSPECTED]:
        own = teams[row["village_id"]]
        who = next(name for name in INSPECTORS if name not in own)
        found, reason = FOUND.get(row["number"], ("agrees", ""))
        answer = ""
        if row["stratum"] in inspection.ASKED and found != "absent":
            answer = "no" if row["number"] in DISCONTENT else "yes"
        on = DRAWN + timedelta(days=10 + row["number"])
        said = {
            "inspector": who, "inspected_on": on, "found": found, "reason": reason,
            "satisfied": answer,
        }  # fmt: skip
        then = inspection.Act(CLERK, on)
        inspection.record(store, made, row["number"], said, then, own)
