"""A document of a snapshot: figures, words and tables say one thing."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from dashboards.models.desk import Desk
from dashboards.models.overview import overview
from fupin.access import LOCAL
from fupin.document import PLACE
from fupin.plan import Scenario
from fupin.register import Register
from fupin.snapshots import SnapshotError, document, loose, template
from fupin.snapshots.wording import HERE, catalogue
from fupin.store import register
from tests.proposals.drafts import LINE
from tests.registers import household, incomes, of, village
from tests.snapshots.told import words
from tests.snapshots.towns import DAY, OPEN, snap, taken, town

if TYPE_CHECKING:
    from fupin.document import Document
    from fupin.plan import Plan
    from fupin.snapshots import Snapshot
    from fupin.store import Store


KEYS = ("glance", "trajectory", "villages", "causes", "guarantees", "tasks", "funds",
        "verify")  # fmt: skip


def test_both_languages_have_the_same_words_with_the_same_figures_and_names() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    only_en = {key for key in en.keys() - zh.keys() if not key.endswith("_one")}
    only_zh = zh.keys() - en.keys() - {"unit.wan_yuan"}
    assert (only_en, only_zh) == (set(), set())
    names = re.compile(r"<\w+>")
    for key in zh.keys() & en.keys():
        assert set(PLACE.findall(zh[key])) == set(PLACE.findall(en[key])), key
        assert set(names.findall(zh[key])) == set(names.findall(en[key])), key


def test_no_word_is_left_over() -> None:
    code = "".join(p.read_text("utf-8") for p in HERE.parent.glob("*.py"))
    named = re.compile(r"""["'./}_](\w+)["'}_]""")
    parts = set(named.findall(code))
    built = ("figure.", "unit.", "status.", "state.", "verdict.", "how.")
    unused = {
        key for key in catalogue("zh")
        if not key.startswith(built) and key not in code
        and not any(
            key.endswith((part, f"{part}_words")) or f"brief_{part}" in key
            for part in parts | {"fixed", "actual"}
        )
    }  # fmt: skip
    assert unused == set()


def test_what_another_program_froze_in_another_shape_is_refused_in_words(
    made: Snapshot,
) -> None:
    older = replace(made, frozen=dict(made.frozen) | {"format": 0})
    with pytest.raises(SnapshotError, match="程序的另一版"):
        document(older)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_deck_has_one_idea_a_section_and_the_brief_a_paragraph_of_each(
    made: Snapshot, lang: Any
) -> None:
    said = document(made, lang)
    assert tuple(one.key for one in said.sections) == KEYS
    for one in said.sections:
        assert one.headline
        assert one.paragraphs
        assert one.chart or one.table
    text = "".join(said.said(one) for one in words(said))
    assert "<" not in text
    assert "None" not in text
    # Two to four pages of an office's letter.
    brief = "".join(said.said(p) for one in said.sections for p in one.paragraphs)
    assert len(brief) > 400


def test_every_number_of_the_brief_is_a_bound_figure(made: Snapshot) -> None:
    for lang in ("zh", "en"):
        said = document(made, lang)
        assert loose(template(made, lang)) == []
        for text in words(said):
            assert re.findall(r"\d", PLACE.sub("", text)) == [], text


def test_the_figures_are_those_of_the_overview(
    sample: Store, made: Snapshot, plan: Plan
) -> None:
    desk = Desk(register(sample), plan)
    page, figures = overview(desk, DAY), made.figures
    assert figures["town.met"] == page.count.met
    assert figures["town.rate"] == page.count.rate
    assert figures["town.expected"] == page.expected
    assert figures["town.behind"] == abs(page.behind or 0)
    assert figures["town.exited"] == page.exited
    assert figures["income.mean"] == page.mean_income
    assert figures["pace.now"] == page.pace.now
    assert figures["funds.paid"] == page.money.paid / 100
    assert figures["verify.borderline"] == page.borderline
    for rule, n in page.failing.items():
        assert figures[f"rule.{rule}.unmet"] == n
    for one in page.villages:
        assert figures[f"village.{one.id}.income"] == one.income
        assert figures[f"village.{one.id}.met"] == one.count.met
    for cause, count in page.causes:
        assert figures[f"cause.{cause or 'unrecorded'}.left"] == count.left


def test_charts_and_tables_hold_the_same_values_as_the_figures(made: Snapshot) -> None:
    said = document(made)
    by = {one.key: one for one in said.sections}
    chart = by["glance"].chart
    assert chart is not None
    total = sum(int(p.value or 0) for one in chart.series for p in one.points)
    assert total == said.figures["town.enrolled"].value
    households = next(one for one in said.tables if one.key == "households")
    assert len(households.rows) == said.figures["town.enrolled"].value
    at = [one.key for one in households.columns].index("verdict")
    verdicts = [row[at] for row in households.rows]
    for verdict in ("met", "unmet", "unknown"):
        assert verdicts.count(verdict) == said.figures[f"town.{verdict}"].value
    tasks = next(one for one in said.tables if one.key == "tasks")
    assert len(tasks.rows) == said.figures["tasks.total"].value


def test_names_are_masked_unless_asked_for_and_never_shown_to_who_may_not(
    made: Snapshot,
) -> None:
    def heads(said: Document) -> set[Any]:
        table = next(one for one in said.tables if one.key == "households")
        at = [one.key for one in table.columns].index("head")
        return {row[at] for row in table.rows}

    assert all("*" in one for one in heads(document(made)))
    assert not any("*" in one for one in heads(document(made, masked=False)))
    nameless = replace(LOCAL, classes=LOCAL.classes - {"name"})
    said = document(made, "zh", nameless, masked=False)
    assert (heads(said), said.masked) == ({"—"}, True)
    poor = replace(LOCAL, classes=LOCAL.classes - {"income"})
    table = next(t for t in document(made, "zh", poor).tables if t.key == "households")
    assert not {"distance", "lacks"} & {one.key for one in table.columns}


def test_a_reader_of_one_village_gets_the_names_of_that_village_only(
    made: Snapshot,
) -> None:
    reader = replace(LOCAL, villages=frozenset({"001"}))
    table = next(
        t for t in document(made, "zh", reader).tables if t.key == "households"
    )
    assert {row[2] for row in table.rows} == {"红中村"}


def test_a_scenario_has_a_section_of_its_own_and_a_stamp_that_says_so(
    book: Store, plan: Plan
) -> None:
    taken(book)
    wanted = replace(Scenario(plan).with_value(LINE, 9000), description="从严")
    made = snap(book, plan, scenario=wanted)
    said = document(made)
    assert said.stamp.scenario == "从严"
    last = said.sections[-1]
    assert (last.key, made.figures["scenario.out"]) == ("scenario", 1)
    assert "农户脱贫线 7,365 → 9,000 元" in said.said(last.below)
    plain = document(snap(book, plan))
    assert (plain.stamp.scenario, plain.sections[-1].key) == ("方案原线", "verify")


def test_a_name_with_braces_is_a_name_and_no_figure(book: Store, plan: Plan) -> None:
    said = town()
    villages = said["villages"].with_columns(
        village_name=said["villages"]["village_id"] + "{town.met}村"
    )
    taken(book, replace(said, tables=dict(said.tables) | {"villages": villages}))
    made = document(snap(book, plan))
    text = made.said(made.sections[2].headline)
    assert "｛town.met｝" in text


def test_the_meeting_is_asked_for_three_things_that_are_really_open(
    made: Snapshot,
) -> None:
    said = document(made)
    asked = next(one for one in said.sections if one.key == "villages").actions
    assert len(asked) == 3
    names = {one["zh"] for one in made.frozen["departments"].values()}
    for one in asked:
        assert one.who in names
        assert one.due is not None
    rows = made.frozen["tasks"]
    open_ = {
        (d, r) for d, r, is_open in zip(
            rows["department"], rows["rule"], rows["is_open"], strict=True
        ) if is_open
    }  # fmt: skip
    assert {(one["department"], one["rule"]) for one in made.frozen["asks"]} <= open_


def test_every_page_is_stamped_with_where_its_figures_come_from(
    made: Snapshot,
) -> None:
    stamp = document(made).stamp
    assert all(getattr(stamp, one.name) for one in fields(stamp))
    assert stamp.snapshot == made.id
    assert stamp.vintage == f"第 1 批 {made.register[:6]}"
    assert stamp.filters == "全部 2 村"
    assert stamp.basis == "省定目标线，农户线 7,365 元，村线 9,178 元"


def test_a_part_of_a_list_says_of_how_many_rows_and_where_all_of_them_are(
    book: Store, plan: Plan
) -> None:
    # Twelve of whom only is known that they are enrolled.
    ids = [f"001-{n:03}" for n in range(1, 13)]
    taken(book, of(villages=[village()], households=[household(one) for one in ids]))
    made = document(snap(book, plan))
    (table,) = [one.table for one in made.sections if one.key == "verify"]
    assert table is not None
    assert len(table.rows) == 8
    assert table.caption == "姓名已遮盖，前 8 行，共 12 行，全部见“户名单”"


def test_a_mean_of_fewer_than_three_incomes_isnt_told_without_their_class(
    book: Store, plan: Plan
) -> None:
    taken(book)
    made = snap(book, plan)
    clerk = replace(LOCAL, classes=LOCAL.classes - {"income"})
    whole, without = document(made), document(made, reader=clerk)
    mean = whole.figures["income.mean"]
    assert mean.value == made.figures["income.mean"] == 5_700
    assert without.figures["income.mean"].text == "—"
    assert "不足 3 户" in without.figures["income.mean"].how
    assert mean.text not in str(without)
    assert mean.text in str(whole)


def test_a_mean_of_three_incomes_is_told_to_all(book: Store, plan: Plan) -> None:
    said, third = town(), of(incomes=incomes(2000, OPEN))["incomes"]
    all_three = {"incomes": pl.concat([said["incomes"], third])}
    taken(book, Register.of({**said.tables, **all_three}))
    clerk = replace(LOCAL, classes=LOCAL.classes - {"income"})
    said_ = document(snap(book, plan), reader=clerk)
    assert said_.figures["income.mean"].value is not None
