from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from fupin import settings
from fupin.access import LOCAL, Reader
from fupin.assess import assess
from fupin.errors import AccessError, FupinError
from fupin.plan import Scenario, load_plan
from fupin.recording import preview, record
from fupin.register import LINE
from fupin.store import (
    StaleEditError,
    history,
    newest,
    open_store,
    register,
    trail,
    verify,
)  # fmt: skip
from fupin.visiting import FormError, Visit, record_visit
from tests.registers import member, of
from tests.store.towns import BEGIN, take, town

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.store import Store

DAY = date(2018, 6, 30)
PLAN = load_plan(settings.PLAN)


def written(folder: Path, phone: str) -> Path:
    """Write the town as a folder of Parquet."""
    folder.mkdir(exist_ok=True)
    for name, frame in town(phone=phone).tables.items():
        if frame.height:
            frame.write_parquet(folder / f"{name}.parquet")
    return folder


@pytest.fixture
def one(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db")


def visit(**said: Any) -> Visit:
    return Visit("001-001", DAY, "林二", "入户走访", **said)


def test_a_file_is_looked_at_before_anything_is_written(
    one: Store, tmp_path: Path
) -> None:
    told: list[tuple[str, int]] = []
    looked = preview(
        one,
        written(tmp_path / "town", "1"),
        BEGIN,
        tell=lambda stage, count: told.append((stage, count)),
    )
    assert newest(one) == 0
    assert told == [("read", 0), ("compare", 7), ("done", 7)]
    assert looked.changes.counts["members"] == {"new": 2, "changed": 0, "gone": 0}
    vintage = record(one, looked, "陈一", "第一次录入")
    assert (vintage.source, len(vintage.source_hash)) == ("town", 64)


def test_a_corrected_file_gives_only_what_was_corrected(
    one: Store, tmp_path: Path
) -> None:
    record(one, preview(one, written(tmp_path / "a", "1"), BEGIN), "陈一", "录入")
    looked = preview(one, written(tmp_path / "b", "2"), BEGIN)
    assert looked.changes.counts == {"households": {"new": 0, "changed": 1, "gone": 0}}


def test_a_correction_is_checked_beside_what_it_lands_in(
    one: Store, tmp_path: Path
) -> None:
    record(one, preview(one, written(tmp_path / "a", "1"), BEGIN), "陈一", "录入")
    moved = member("001-002-01", household_id="001-001", valid_from=None)
    (tmp_path / "改").mkdir()
    of(members=[moved])["members"].write_parquet(tmp_path / "改" / "members.parquet")
    looked = preview(one, tmp_path / "改", DAY)
    told = looked.intake.problems.frame.filter(kind="several_heads")
    assert told.select("table", "row", "value").rows() == [("members", 1, "001-001")]
    assert looked.changes.counts == {"members": {"new": 0, "changed": 1, "gone": 0}}


def test_what_was_looked_at_is_refused_where_somebody_was_faster(
    one: Store, tmp_path: Path
) -> None:
    record(one, preview(one, written(tmp_path / "a", "1"), BEGIN), "陈一", "录入")
    slow = preview(one, written(tmp_path / "b", "2"), BEGIN)
    quick = preview(one, written(tmp_path / "c", "3"), BEGIN)
    record(one, quick, "林二", "更正")
    with pytest.raises(StaleEditError, match="林二 刚改过"):
        record(one, slow, "黄三", "更正")


def test_a_visit_lands_as_row_changes_with_author_and_reason(one: Store) -> None:
    take(one, town())
    vintage = record_visit(
        one,
        visit(
            facts={"floor_area_m2": "85.5", "cause": "因病", "has_car": ""},
            members={
                "001-001-01": {"labour": "无劳动力"},
                "+1": {"member_name": "陈新", "relation": "之子", "sex": "男"},
            },
            looks={"house_observation": "无困难"},
            note="屋顶已修",
            signers=("household", "cadre"),
        ),
        LOCAL,
        1,
        PLAN,
        insists=True,
    )
    assert (vintage.kind, vintage.author, vintage.reason) == (
        "visit",
        "林二",
        "入户走访",
    )
    now = register(one).on(DAY)
    (row,) = now["households"].filter(pl.col("household_id") == "001-001").to_dicts()
    assert (row["floor_area_m2"], row["cause"], row["has_car"]) == (
        85.5,
        "illness",
        None,
    )
    people = now["members"].filter(pl.col("household_id") == "001-001")
    assert people.sort("person_id")["person_id"].to_list() == [
        "001-001-01",
        "001-001-02",
    ]
    assert now["visits"]["visit_note"].to_list() == ["屋顶已修"]
    assert sorted(now["signatures"]["signer"]) == ["cadre", "household"]
    before = register(one).on(date(2018, 6, 29))["households"]
    assert before["floor_area_m2"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"floor_area_m2": "很大"}, "住房面积"),
        ({"persons_count": "0"}, "家庭人口"),
        ({"cause": "运气不好"}, "主要致贫原因"),
        ({"head_name": ""}, "户主姓名"),
    ],
)
def test_a_form_with_a_fact_that_can_not_be_is_refused_whole(
    one: Store, facts: dict[str, str], says: str
) -> None:
    take(one, town())
    with pytest.raises(FormError) as refused:
        record_visit(one, visit(facts={"phone": "1"} | facts), LOCAL, 1, PLAN)
    assert says in refused.value.zh
    assert refused.value.en
    assert newest(one) == 1


def test_the_second_of_two_visits_is_shown_both_values(one: Store) -> None:
    take(one, town(phone="1"))
    record_visit(one, visit(facts={"phone": "2"}), LOCAL, 1, PLAN)
    with pytest.raises(StaleEditError) as stale:
        record_visit(one, visit(facts={"phone": "3"}), LOCAL, 1, PLAN)
    (clash,) = stale.value.clashes
    assert clash.fields == [("phone", "2", "3")]
    assert newest(one) == 2


def test_a_visit_moves_no_household_and_renames_no_key(one: Store) -> None:
    take(one, town())
    facts = {"household_id": "009-009", "village_id": "009", "farmland_mu": "5"}
    record_visit(one, visit(facts=facts), LOCAL, 1, PLAN)
    rows = register(one).on(DAY)["households"].sort("household_id")
    assert rows["household_id"].to_list() == ["001-001", "001-002"]
    assert rows["village_id"].to_list() == ["001", "001"]


def test_a_reader_visits_only_in_the_own_villages_and_only_with_leave(
    one: Store,
) -> None:
    take(one, town())
    elsewhere = Reader("team", frozenset({"002"}), actions=frozenset({"import"}))
    with pytest.raises(FupinError, match="不归您负责"):
        record_visit(one, visit(note="x"), elsewhere, 1, PLAN)
    with pytest.raises(AccessError):
        record_visit(one, visit(note="x"), Reader("guest"), 1, PLAN)
    assert [v.seq for v in history(one)] == [1]


def test_what_was_decided_then_is_decided_again(one: Store) -> None:
    plan = Scenario(PLAN)
    take(one, town(housing_grade="A"))
    then = history(one)[-1].recorded_at
    facts = {"housing_grade": "D", "rebuild_state": "started"}
    record_visit(one, visit(facts=facts), LOCAL, 1, PLAN)

    def housing(known: Any = None) -> bool:
        rows = assess(register(one, known), plan, DAY).households
        return rows.row(0, named=True)["housing_met"]

    assert (housing(then), housing()) == (True, False)


def sheets(folder: Path, **columns: list[str]) -> Path:
    """Write the town's households as text, with some columns as given."""
    folder.mkdir()
    for name, frame in town(phone="1", floor_area_m2=60.0).tables.items():
        if frame.height:
            text = frame.select(pl.all().cast(pl.String))
            if name == "households":
                text = text.with_columns(
                    pl.Series(column, cells) for column, cells in columns.items()
                )
            text.write_csv(folder / f"{name}.csv")
    return folder


def test_a_cell_that_nobody_can_read_leaves_what_is_known(
    one: Store, tmp_path: Path
) -> None:
    record(one, preview(one, sheets(tmp_path / "a"), BEGIN), "陈一", "录入")
    bad = sheets(tmp_path / "b", floor_area_m2=["很大", ""], phone=["2", "1"])
    looked = preview(one, bad, BEGIN)
    assert looked.changes.tables["households"].fields.rows() == [
        ("001-001", "phone", "1", "2"),
        ("001-002", "phone", None, "1"),
    ]
    record(one, looked, "陈一", "更正")
    rows = register(one).on(DAY)["households"].sort("household_id")
    assert rows["floor_area_m2"].to_list() == [60.0, None]


def test_a_row_that_was_refused_is_not_taken_for_gone(
    one: Store, tmp_path: Path
) -> None:
    record(one, preview(one, sheets(tmp_path / "a"), BEGIN), "陈一", "录入")
    bad = sheets(tmp_path / "b", persons_count=["-3", "1"])
    looked = preview(one, bad, DAY, complete=["001"])
    assert len(looked.intake.problems.refused)
    assert looked.changes.counts == {}


def test_what_the_checks_doubt_is_said_and_may_be_insisted_on(one: Store) -> None:
    take(one, town())
    said = visit(
        facts={"persons_count": "2"},
        members={
            "+1": {"member_name": "陈新", "relation": "户主", "education": "小学"},
        },
    )
    with pytest.raises(FormError) as doubted:
        record_visit(one, said, LOCAL, 1, PLAN)
    assert doubted.value.is_doubt
    assert "several_heads" in set(doubted.value.problems.frame["kind"])
    assert newest(one) == 1
    record_visit(one, said, LOCAL, 1, PLAN, insists=True)
    # What was doubtful before is no news.
    later = visit(facts={"farmland_mu": "7"})
    assert record_visit(one, later, LOCAL, 2, PLAN).seq == 3


def test_a_person_who_lives_elsewhere_already_is_noticed(one: Store) -> None:
    take(one, town())
    elsewhere = member("001-002-01", member_name="黄三", birth_on=date(1990, 2, 2))
    take(one, of(members=[elsewhere]), DAY)
    added = {"member_name": "黄三", "relation": "之子", "birth_on": "1990-02-02"}
    with pytest.raises(FormError) as doubted:
        record_visit(one, visit(members={"+1": added}), LOCAL, 2, PLAN)
    assert any("repeat" in k for k in doubted.value.problems.frame["kind"])


@pytest.mark.parametrize("large", [0, 2_000])
def test_a_vintage_keeps_the_line_in_which_each_row_stood(
    one: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr("fupin.store.rows.LARGE", large)
    looked = preview(one, written(tmp_path / "a", "1"), BEGIN)
    record(one, looked, "陈一", "录入")
    lines = {t.key[0]: t.line for t in trail(one, "001-002") if t.table == "households"}
    # The second row of the table; the header isn't a row of a Parquet file.
    origin = looked.intake.origins["households"]
    assert lines == {"001-002": origin.rows[1]}
    # It is no fact: the register has no such column, and every check holds.
    assert LINE not in register(one)["households"].columns
    assert verify(one) == []
