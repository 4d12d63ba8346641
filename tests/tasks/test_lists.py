from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from fupin.store import verify
from fupin.store.audit import entries
from fupin.tasks import (
    Ledger,
    Places,
    TaskError,
    accept,
    add,
    attached,
    edit,
    edit_many,
    history,
    notes,
)
from fupin.tasks.lists import LISTS, Lister, issues, said, workbook
from fupin.tasks.schedule import STEPS, after, due_by_period, due_within, periods
from fupin.tasks.views import drop_view, save_view, views_of
from tests.tasks.towns import DAY, HOUSE, OFFICES, act, audit, shown, task, town

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store
    from fupin.tasks import Owners


def lister(plan: Plan, store: Store | None, rows: pl.DataFrame) -> Lister:
    found = notes(store, rows["key"].to_list())
    return Lister(plan, {"001": "红中村"}, found)


def row_of(plan: Plan, store: Store, rows: pl.DataFrame, name: str) -> dict[str, Any]:
    one = rows.filter(pl.col("key") == HOUSE)
    made = lister(plan, store, one).make(name, one)
    return dict(zip(made.heads, made.rows[0], strict=True))


def test_the_four_lists_say_what_the_board_and_the_reports_say(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    first = task(shown(owners, plan, town(), store=store))
    said_ = {
        "status": "running", "progress": 40, "responsible": "林二木", "helpers": "陈一",
        "checklist": "[x] 量房\n买砖", "comment": "已动工",
    }  # fmt: skip
    edit(store, places, first, said_, act("陈一木"))
    rows = shown(owners, plan, town(), store=store)
    found = row_of(plan, store, rows, "task")
    assert (found["place"], found["status"]) == ("红中 001", "进行中")
    assert found["department"] == plan.departments["housing"].name["zh"]
    assert row_of(plan, store, rows, "duty")["responsible"] == "林**"
    found = row_of(plan, store, rows, "progress")
    assert (found["progress"], found["checklist"], found["told"]) == (
        40, "1/2", "已动工",
    )  # fmt: skip
    assert (found["told_on"], found["files"]) == (DAY.isoformat(), None)
    found = row_of(plan, store, rows, "issue")
    assert (found["issue"], found["struck"]) == ("指标未达到", "未销号")
    assert found["since"] == DAY


def test_a_problem_is_struck_off_by_a_verdict_or_by_its_indicator(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    first = task(shown(owners, plan, town(), store=store))
    edit(store, places, first, {"status": "to_verify"}, act("陈一木"))
    accept(store, places, OFFICES, task(shown(owners, plan, town(), store=store)),
           audit("林二木", 1))  # fmt: skip
    found = row_of(plan, store, shown(owners, plan, town(), store=store), "issue")
    assert (found["struck"], found["struck_on"]) == ("已销号", DAY)
    assert found["struck_by"] == "核实通过 林**"
    turned = shown(
        owners, plan, town("A"), days=(date(2018, 3, 31), DAY), before=town()
    )
    one = turned.filter(pl.col("key") == HOUSE)
    made = lister(plan, None, one).make("issue", one)
    assert dict(zip(made.heads, made.rows[0], strict=True))["struck_by"] == "指标已转好"


def test_problems_are_gaps_and_what_is_late_or_came_back(plan: Plan, owners: Owners):
    rows = shown(owners, plan, town())
    assert set(issues(rows)["kind"]) == {"gap"}
    late = rows.with_columns(days_late=pl.lit(1))
    assert issues(late).height == rows.height


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_holds_the_lists_and_no_formula(
    store: Store, places: Places, plan: Plan, owners: Owners, lang: str
):
    first = task(shown(owners, plan, town(), store=store))
    bad = '=HYPERLINK("http://x")'
    edit(store, places, first, {"comment": bad, "responsible": "@A"}, act())
    add(store, places, {"department": "finance", "title": "+1+1|cmd",
                        "due_on": "2018-07-31"}, act())  # fmt: skip
    rows = shown(owners, plan, town(), store=store)
    of = Lister(plan, {"001": "红中村"}, notes(store, rows["key"].to_list()), lang)
    made = workbook((of.make(name, rows) for name in LISTS), "about", lang)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == [said(f"list_{name}", lang) for name in LISTS]
    texts = []
    for sheet, heads in zip(book, LISTS.values(), strict=True):
        assert sheet.max_row == rows.height + 3
        assert [c.value for c in sheet[3]] == [said(n, lang) for n in ("n", *heads)]
        for cells in sheet.iter_rows():
            assert not [c for c in cells if c.data_type == "f"]
            texts += [c.value for c in cells if isinstance(c.value, str)]
    assert f"'{bad}" in texts
    assert "'+1+1|cmd" in texts


def test_many_tasks_are_edited_each_by_itself(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    rows = shown(owners, plan, town(), store=store).head(3).to_dicts()
    # Somebody is faster with one of them.
    edit(store, places, rows[1], {"progress": 10}, act("林二"))
    outcome = edit_many(
        store, places, rows, {"due_on": "2018-11-30", "responsible": "陈一"}, act()
    )
    assert outcome.done == (rows[0]["key"], rows[2]["key"])
    ((key, error),) = outcome.refused
    assert (key, "林* has just changed" in str(error)) == (rows[1]["key"], True)
    after_ = shown(owners, plan, town(), store=store)
    held = after_.filter(pl.col("key").is_in(list(outcome.done)))
    assert set(held["due_on"]) == {date(2018, 11, 30)}
    assert held["version"].to_list() == [1, 1]
    assert [e.action for e in entries(store)] == ["task.edit"] * 3
    assert verify(store) == []


@pytest.mark.parametrize(
    ("count", "given", "told"),
    [
        (0, {"status": "running"}, "Select some tasks"),
        (1, {"progress": 4}, "Say what to change"),
        (201, {"status": "running"}, "At most 200"),
    ],
)
def test_many_need_a_selection_and_something_to_say(  # noqa: PLR0913
    store: Store, places: Places, plan: Plan, owners: Owners, count: int,
    given: dict[str, Any], told: str,
):  # fmt: skip
    row = task(shown(owners, plan, town()))
    with pytest.raises(TaskError, match=told):
        edit_many(store, places, [row] * count, given, act())
    with pytest.raises(TaskError, match="Fill in the name"):
        edit(store, places, row, {"status": "running"}, act(" "))


def test_many_cant_be_set_to_done_or_before_their_start(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    rows = shown(owners, plan, town()).head(2).to_dicts()
    for given in ({"status": "done"}, {"due_on": "2015-01-01"}):
        assert edit_many(store, places, rows, given, act()).done == ()
    assert entries(store) == []


def test_a_view_is_a_persons_own_in_versions(store: Store):
    save_view(store, "陈一", "住房超期", {"department": "housing", "alarm": "red"})
    save_view(store, " 陈 一", "住房超期", {"department": "housing", "status": ""})
    save_view(store, "林二", "都看", {"status": "open"})
    assert views_of(store, "陈一") == {"住房超期": {"department": "housing"}}
    drop_view(store, "陈一", "住房超期")
    assert views_of(store, "陈一") == {}
    assert views_of(store, "林二") == {"都看": {"status": "open"}}
    with pytest.raises(TaskError, match="There is no view"):
        drop_view(store, "陈一", "住房超期")
    for author, name, filters in (("", "a", {"x": "1"}), ("陈一", " ", {"x": "1"}),
                                  ("陈一", "a", {"x": ""})):  # fmt: skip
        with pytest.raises(TaskError):
            save_view(store, author, name, filters)
    assert len(entries(store)) == 4
    assert verify(store) == []


def test_by_week_and_by_month_each_task_stands_once(plan: Plan, owners: Owners):
    rows = shown(owners, plan, town())
    firsts = periods("month", DAY)
    found = due_by_period(rows, "month", firsts)
    year = rows.filter(pl.col("due_on").dt.year() == DAY.year)
    assert sum(n for n, _, _ in found.values()) == year.height > 0
    for step in STEPS:
        firsts = periods(step, DAY)
        found = due_by_period(rows, step, firsts)
        for first in firsts:
            inside = due_within(rows, step, first)
            counted = [n for (_, at), (n, _, _) in found.items() if at == first]
            assert sum(counted) == inside.height
        assert [after(step, first) for first in firsts[:-1]] == firsts[1:]
    assert periods("week", DAY)[1] <= DAY < periods("week", DAY)[2]


def test_a_moment_ago_nothing_of_what_came_later_was_written(
    store: Store, places: Places, plan: Plan, owners: Owners
):
    row = task(shown(owners, plan, town()))
    edit(store, places, row, {"progress": 40, "comment": "早"}, act())
    moment = datetime.fromisoformat(entries(store)[-1].at)
    add(store, places, {"department": "finance", "title": "后", "due_on": "2018-07-31"},
        act())  # fmt: skip
    edit(store, places, row, {"progress": 60, "comment": "晚"}, act(seen=1))
    then = Ledger(store, moment)
    then.refresh()
    assert then.written(DAY)["progress"].to_list() == [40]
    assert then.added(DAY).is_empty()
    assert [h.get("body") for h in history(store, HOUSE, moment)] == ["早", None]
    assert len(history(store, HOUSE)) == 4
    long_ago = Ledger(store, moment - timedelta(days=1))
    long_ago.refresh()
    assert long_ago.written(DAY).is_empty()
    assert attached(store, HOUSE, datetime.now(UTC)) == []
    assert notes(store, [HOUSE], moment)[HOUSE].comment == "早"
