"""Department tasks: duties of the plan, and gaps of real households; some are late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.sample.calendar import LAST_DAY, QUARTERS

if TYPE_CHECKING:
    from fupin.sample.households import Drawn

# Department, title, gap it stands for, what holds such a household back.
GAPS = (
    ("housing", "危房改造完工并验收", "housing_met", ("housing",)),
    ("labour", "介绍户主或家人县内就业", "income_met", ("income",)),
    ("social_affairs", "核对并纳入低保或五保", "safety_net_met", ("net",)),
    (
        "social_affairs",
        "核对成员参保记录",
        "medical_met",
        ("insurance_gap", "insurance"),
    ),
    ("agriculture", "种养帮扶增收", "income_met", ("income",)),
    ("work_team", "补录成员和收入", "income_met", ("income_gap", "person_gap")),
)
# Late days of the first open tasks of each gap, by department.
LATE = {
    "housing": (41, 30, 22, 12, 5),
    "agriculture": (18, 9, 4),
    "social_affairs": (23, 8),
    "labour": (9,),
}
DUTIES = (
    ("agriculture", "组织贫困户参加农业实用技术培训", 2),
    ("agriculture", "完善农田水利设施", 2),
    ("organisation", "核对驻村工作人员到位", 4),
    ("organisation", "抓好贫困村党员队伍建设", 3),
    ("party_office", "采集、总结和报送资料", 2),
    ("publicity", "开展扶贫宣传活动", 3),
    ("finance", "核对扶贫资金落实", 4),
    ("commerce", "引导企业到当地投资", 2),
    ("commerce", "推进农产品供销合作", 2),
    ("labour", "联系贫困户外出就业", 2),
    ("education", "开展扶贫助学活动", 5),
    ("discipline", "监督审查扶贫资金", 3),
    ("hospital", "协助开展医疗卫生服务", 3),
    ("housing", "完成住房困难户改建任务", 2),
)


def frame(rng: np.random.Generator, d: Drawn, village_ids: list[str]) -> pl.DataFrame:
    """Return the tasks: a gap a task, then the duties by village and year."""
    rows = [*_gaps(d), *_duties(rng, village_ids)]
    schema = {"rule": pl.String, "household_id": pl.String, "closed_on": pl.Date}
    table = pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)
    return table.with_columns(
        task_id=pl.format(
            "T{}-{}", pl.lit(village_ids[0]), pl.int_range(1, pl.len() + 1)
        )
    )


def _gaps(d: Drawn) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    late = {name: list(days) for name, days in LATE.items()}
    taken: set[int] = set()
    for department, title, rule, holds in GAPS:
        open_ = np.flatnonzero(
            d.is_enrolled & (d.meets >= len(QUARTERS)) & np.isin(d.holds, holds)
        )
        wanted = [i for i in open_ if i not in taken][
            : 7 if rule == "income_met" else 9
        ]
        taken.update(int(i) for i in wanted)
        for order, i in enumerate(wanted):
            days = (
                late[department].pop(0) if late.get(department) else -(10 + order * 9)
            )
            due = LAST_DAY - timedelta(days=days)
            rows.append(
                _row(
                    department,
                    title,
                    rule,
                    str(d.villages[i]),
                    str(d.ids[i]),
                    due,
                    "running" if order % 3 else "to_verify",
                    20 + order * 7 % 60,
                )
            )
    return rows


def _duties(rng: np.random.Generator, village_ids: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for department, title, count in DUTIES:
        for order in range(count):
            village = village_ids[order % len(village_ids)]
            due = (
                date(2016 + order % 3, 12, 20)
                if order % 2
                else date(2016 + order % 3, 6, 25)
            )
            is_open = due > LAST_DAY - timedelta(days=10)
            row = _row(department, title, None, village, None, due, "running", 40)
            if is_open and due <= LAST_DAY:
                row["due_on"] = date(2018, 9, 30)
            if not is_open:
                row |= {
                    "task_state": "done",
                    "progress_percent": 100,
                    "closed_on": due - timedelta(days=int(rng.integers(1, 25))),
                }
            rows.append(row)
    return rows


def _row(
    department: str,
    title: str,
    rule: str | None,
    village: str,
    household: str | None,
    due: date,
    state: str,
    progress: int,
) -> dict[str, Any]:
    start = due - timedelta(days=120)
    return {
        "task_id": "",
        "department": department,
        "task_title": title,
        "rule": rule,
        "village_id": village,
        "household_id": household,
        "start_on": min(start, LAST_DAY),
        "due_on": due,
        "closed_on": None,
        "task_state": state,
        "progress_percent": progress,
        "recorded_on": min(start, LAST_DAY),
    }
