from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin import settings
from fupin.access import LOCAL, Reader
from fupin.assess import assess
from fupin.errors import PlanError
from fupin.inspection import Draw, InspectionError, Sampling, draw, load_sampling
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from tests.registers import household, of, village

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.assess import Assessment
    from fupin.plan import Plan

SEED = "2018-06-30-v1"


@pytest.fixture(scope="session")
def sampling() -> Sampling:
    return load_sampling(settings.PLAN)


def by(made: Draw, village: str, stratum: str) -> list[str]:
    return [
        row["household_id"]
        for row in made.rows
        if (row["village_id"], row["stratum"]) == (village, stratum)
    ]


def test_the_same_seed_draws_the_same_and_another_draws_others(
    town: Assessment, sampling: Sampling
) -> None:
    first, again = draw(town, sampling, SEED), draw(town, sampling, f" {SEED} ")
    assert first == again
    other = draw(town, sampling, "2018-06-30-v2")
    assert [r["household_id"] for r in first.rows] != [
        r["household_id"] for r in other.rows
    ]


def test_the_order_of_the_registers_rows_moves_nothing(
    town: Assessment, plan: Plan, sampling: Sampling
) -> None:
    turned = {n: f.reverse() for n, f in make_tables().items()}
    done = assess(Register.of(turned), Scenario(plan), LAST_DAY)
    assert draw(done, sampling, SEED) == draw(town, sampling, SEED)


def test_a_ticket_can_be_made_by_hand(town: Assessment, sampling: Sampling) -> None:
    made = draw(town, sampling, SEED)
    for row in made.rows:
        said = f"{SEED}|{row['stratum']}|{row['household_id']}"
        assert row["ticket"] == hashlib.sha256(said.encode()).hexdigest()[:12]
    assert [row["number"] for row in made.rows] == list(range(1, len(made.rows) + 1))


def test_each_village_has_its_strata_in_full(
    town: Assessment, sampling: Sampling
) -> None:
    made = draw(town, sampling, SEED)
    assert len(made.villages) == 2
    rows = town.households
    for village_id in made.villages:
        assert len(by(made, village_id, "exit")) == 10
        counts = [
            len(by(made, village_id, s)) for s in ("labour", "outside", "no_labour")
        ]
        assert counts == [5, 3, 2]
        labour = rows.filter(
            pl.col("household_id").is_in(by(made, village_id, "labour"))
        )
        assert labour["has_labour"].all()
        assert labour["is_enrolled"].all()
        inside = set(rows.filter("is_enrolled")["household_id"])
        assert not inside & set(by(made, village_id, "outside"))
    assert all(stratum.short == 0 for stratum in made.strata)
    assert made.enrolled >= made.needed == 3


@pytest.mark.parametrize("seed", [f"s{n}" for n in range(25)])
def test_a_disabled_household_is_among_those_of_each_village(
    town: Assessment, sampling: Sampling, seed: str
) -> None:
    disabled = set(town.members.filter(pl.col("health") == "disabled")["household_id"])
    made = draw(town, sampling, seed)
    for village_id in made.villages:
        assert disabled & set(by(made, village_id, "exit"))


def test_what_cant_be_decided_is_in_no_stratum_and_is_counted(
    town: Assessment, sampling: Sampling
) -> None:
    made = draw(town, sampling, SEED, town.villages["village_id"].to_list())
    state = pl.any_horizontal("early_pass", "exited", "has_left")
    unknown = town.households.filter(state.is_null())
    assert unknown.height == sum(s.undecided for s in made.strata if s.name == "exit")
    assert unknown.height
    assert not set(unknown["household_id"]) & {
        r["household_id"] for r in made.rows if r["stratum"] == "exit"
    }


def test_only_the_readers_villages_are_drawn(plan: Plan, sampling: Sampling) -> None:
    reader = Reader("two", frozenset({"001", "003"}), LOCAL.classes)
    done = assess(Register.of(make_tables()), Scenario(plan), LAST_DAY, reader=reader)
    made = draw(done, sampling, SEED)
    assert set(made.villages) == {"001", "003"}
    with pytest.raises(InspectionError, match="no village 002"):
        draw(done, sampling, SEED, ["002", "001"])


@pytest.mark.parametrize(
    ("seed", "villages", "words"),
    [
        ("", (), "A seed has 1 to 60"),
        ("x\u200b", (), "printable"),
        ("x" * 61, (), "A seed has"),
        ("x", ("001",), "At least 2 villages"),
        ("x", ("001", "001"), "At least 2 villages"),
        ("x", ("001", "009"), "no village 009"),
    ],
)
def test_what_cant_be_drawn_is_refused_in_words(
    town: Assessment,
    sampling: Sampling,
    seed: str,
    villages: tuple[str, ...],
    words: str,
) -> None:
    with pytest.raises(InspectionError, match=words):
        draw(town, sampling, seed, villages)


def small(plan: Plan, **tables: list[dict[str, object]]) -> Assessment:
    return assess(of(**tables), Scenario(plan), LAST_DAY)


def test_a_register_without_enrolled_ones_cant_be_drawn(
    plan: Plan, sampling: Sampling
) -> None:
    done = small(plan, villages=[village()], households=[household(enrolled_on=None)])
    with pytest.raises(InspectionError, match="At least 2 villages with enrolled"):
        draw(done, sampling, "x")


def test_a_small_village_gives_what_it_has_and_says_what_lacks(
    plan: Plan, sampling: Sampling
) -> None:
    done = small(plan, villages=[village()], households=[household()], members=[])
    made = draw(done, sampling, "x")
    assert made.villages == ("001",)
    # Whether it has labour isn't known: nobody recorded a member.
    assert {s.name: (s.there, s.drawn, s.undecided) for s in made.strata}["labour"] == (
        0, 0, 1,
    )  # fmt: skip
    # One per cent of one household is one: it is drawn to make up the share.
    assert [(r["household_id"], r["stratum"]) for r in made.rows] == [
        ("001-001", "enrolled")
    ]
    assert (made.needed, made.enrolled) == (1, 1)


def test_more_villages_are_drawn_until_the_share_is_there(
    town: Assessment, sampling: Sampling
) -> None:
    from dataclasses import replace  # noqa: PLC0415

    share = replace(sampling.numbers["enrolled_share"], value=16)
    wanted = replace(sampling, numbers={**sampling.numbers, "enrolled_share": share})
    made = draw(town, wanted, SEED)
    assert len(made.villages) > 2
    assert made.enrolled >= made.needed == 47
    named = draw(town, wanted, SEED, ["001", "002"])
    assert (set(named.villages), named.enrolled) == ({"001", "002"}, 47)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 10\n", "value: ten\n", "value is malformed"),
        ("  exit_least:", "  exit_most:", "exit_least"),
        ("value: 95", "value: 100", "must be within 0 and 100"),
        ("confidence: ours", "confidence: sure", "is malformed"),
    ],
)
def test_bad_numbers_say_where(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (settings.PLAN / "sampling.yaml").read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    (tmp_path / "sampling.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(PlanError, match=rf"sampling.yaml:\d+: .*{said}"):
        load_sampling(tmp_path)
