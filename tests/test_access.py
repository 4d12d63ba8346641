from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from fupin.access import LOCAL, Reader, mask_id, mask_name, mask_phone, masked
from fupin.errors import AccessError
from fupin.tables import TABLES
from tests import registers

CADRE = Reader("cadre", frozenset({"002"}), frozenset({"name"}))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("陈一", "陈*"),
        ("陈小明", "陈**"),
        ("欧阳一", "欧阳*"),
        ("欧阳小明", "欧阳**"),
        ("陈", "陈*"),
        ("", "—"),
        (None, "—"),
    ],
)
def test_a_name_shows_its_surname(name: str | None, shown: str) -> None:
    assert mask_name(name) == shown


def test_a_number_shows_three_places_before_and_two_after() -> None:
    assert mask_id("990000198001010011") == "990*************11"
    assert mask_id(None) == mask_id("") == "—"


def test_a_phone_hides_its_middle() -> None:
    assert mask_phone("10012345678") == "100****5678"
    assert mask_phone(None) == mask_phone("") == "—"


@pytest.mark.parametrize(
    ("mask", "number"),
    [
        (mask_phone, "7731234"),
        (mask_phone, "77312"),
        (mask_id, "12345"),
        (mask_id, "12"),
    ],
)
def test_a_short_number_is_hidden_too(mask: Any, number: str) -> None:
    shown = mask(number).replace("*", "")
    assert len(shown) <= len(number) // 2


def test_rows_are_those_of_the_readers_villages() -> None:
    frame = pl.DataFrame({"village_id": ["001", "002", None]})
    assert CADRE.rows(frame)["village_id"].to_list() == ["002"]
    assert LOCAL.rows(frame).equals(frame)
    assert Reader("nobody", frozenset()).rows(frame).is_empty()


def test_every_table_is_cut_to_the_readers_villages() -> None:
    one = {"household_id": "001-001"}
    two = {"household_id": "002-001"}
    register = registers.of(
        households=[one | {"village_id": "001"}, two | {"village_id": "002"}],
        members=[one, two], visits=[one, two],
        tasks=[{"village_id": "001"}, {"village_id": "002"}, {"village_id": None}],
    )  # fmt: skip
    reached = CADRE.reach(
        {name: frame.lazy() for name, frame in register.tables.items()}
    )
    rows = {name: frame.collect().height for name, frame in reached.items()}
    assert {name: n for name, n in rows.items() if n} == {
        "households": 1, "members": 1, "visits": 1, "tasks": 1,
    }  # fmt: skip


def test_a_household_that_moved_away_is_out_of_reach() -> None:
    moved = {"household_id": "002-001"}
    register = registers.of(
        residents=[moved | {"village_id": "002"}],
        households=[moved | {"village_id": "001"}],
        members=[moved],
    )
    reached = CADRE.reach(
        {name: frame.lazy() for name, frame in register.tables.items()}
    )
    assert reached["members"].collect().is_empty()


def test_a_column_is_seen_if_it_is_not_personal_or_of_a_class_allowed() -> None:
    households = TABLES["households"]
    seen = [
        name for name in ("persons_count", "head_name", "phone", "has_dibao")
        if CADRE.sees(households[name])
    ]  # fmt: skip
    assert seen == ["persons_count", "head_name"]
    assert all(LOCAL.sees(c) for t in TABLES.values() for c in t.columns)


def test_an_action_that_is_not_allowed_is_refused_in_both_languages() -> None:
    CADRE.may("read")
    LOCAL.may("export")
    with pytest.raises(AccessError) as refused:
        CADRE.may("export")
    assert (
        refused.value.en == "Your role (cadre) may not export. Ask the administrator."
    )
    assert "（cadre）不能做“export”" in refused.value.zh


def test_a_value_is_starred_by_its_columns_class_and_a_date_is_not():
    members = TABLES["members"]
    assert masked(members["id_number"], "990000198001010011") == "990*************11"
    assert masked(members["birth_on"], date(1980, 1, 1)) == date(1980, 1, 1)
    assert masked(members["id_number"], None) is None
    assert masked(TABLES["households"]["floor_area_m2"], 75.0) == 75.0
