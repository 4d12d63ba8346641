from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from fupin import settings
from fupin.access import LOCAL, Reader
from fupin.inspection import (
    Act,
    Inspection,
    InspectionError,
    Listed,
    Sampling,
    StaleResultError,
    default_seed,
    draw,
    inspected,
    keep,
    load_sampling,
    record,
    results,
    sample_workbook,
    shares,
    team,
    wilson,
)
from fupin.sample import LAST_DAY
from fupin.store import verify
from fupin.store.audit import entries
from tests import registers
from tests.store.damage import damage
from tests.store.towns import take

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.store import Store

LATER = date(2018, 7, 6)


@pytest.fixture(scope="session")
def sampling() -> Sampling:
    return load_sampling(settings.PLAN)


@pytest.fixture
def made(store: Store, town: Assessment, sampling: Sampling) -> Inspection:
    seed = default_seed(store, LAST_DAY)
    drawn = draw(town, sampling, seed)
    act = Act("陈一", LAST_DAY, "半年抽查")
    keep(store, drawn, sampling, town.register, act)
    (found,) = inspected(store, LOCAL, LAST_DAY)
    assert found.rows == drawn.rows
    assert found.strata == drawn.strata
    return found


def put(  # noqa: PLR0913
    store: Store, made: Inspection, number: int, found: str = "agrees", seen: int = 0,
    own: frozenset[str] = frozenset(), **said: Any,
) -> int:  # fmt: skip
    told = {"inspector": "王三", "inspected_on": LATER, "found": found} | said
    if found != "agrees":
        told.setdefault("reason", "与登记不符")
    return record(store, made, number, told, Act("林二", LATER, seen=seen), own)


def numbers(made: Inspection, stratum: str) -> list[int]:
    return [row["number"] for row in made.rows if row["stratum"] == stratum]


def test_a_draw_is_kept_with_seed_and_numbers(
    store: Store, made: Inspection, sampling: Sampling, town: Assessment
) -> None:
    assert made.seed == "2018-06-30-v0"
    assert made.rules == sampling.said
    assert made.register == town.register.fingerprint
    assert [entry.action for entry in entries(store)] == ["inspection.draw"]
    assert default_seed(store, LAST_DAY) == "2018-06-30-v0-2"
    assert inspected(store, LOCAL, date(2018, 6, 29)) == []
    assert verify(store) == []
    again = draw(town, sampling, made.seed)
    assert again.rows == made.rows


def test_shares_count_the_inspected_only(
    store: Store, made: Inspection, sampling: Sampling
) -> None:
    exits, outside = numbers(made, "exit"), numbers(made, "outside")
    labour = numbers(made, "labour")
    put(store, made, exits[0], "wrong")
    for number in exits[1:8]:
        put(store, made, number)
    put(store, made, exits[8], "absent")
    put(store, made, exits[9], "facts_differ")
    put(store, made, outside[0], "wrong", satisfied="no")
    put(store, made, labour[0], satisfied="yes")
    put(store, made, labour[1], satisfied="yes")
    put(store, made, labour[2])
    told = results(store, made.seq, LATER)
    by = {one.name: one for one in shares(made.rows, told, sampling)}
    out = by["wrongly_out"]
    assert (out.found, out.looked, out.drawn, out.rate) == (1, 9, len(exits), 11.1)
    assert out.left == len(exits) - 9
    assert (out.low, out.high) == wilson(1, 9, 95)
    assert (by["missed"].found, by["missed"].looked) == (1, 1)
    assert (by["wrongly_in"].found, by["wrongly_in"].looked) == (0, 3)
    assert by["wrongly_in"].limit == 5
    content = by["content"]
    assert (content.found, content.looked, content.rate) == (2, 3, 66.6)
    # Nothing was known of them on the day of the draw.
    assert results(store, made.seq, LAST_DAY) == {}
    none = shares(made.rows, {}, sampling)[0]
    assert (none.rate, none.low, none.high) == (None, None, None)
    assert verify(store) == []


@pytest.mark.parametrize(
    ("found", "looked", "low", "high"),
    # Newcombe 1998, table I, method 3 (Wilson's without a correction).
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0.0, 16.11),
     (1, 29, 0.61, 17.18)],
)  # fmt: skip
def test_wilsons_interval_is_the_published_one(
    found: int, looked: int, low: float, high: float
) -> None:
    ends = wilson(found, looked, 95)
    assert ends == pytest.approx((low, high), abs=0.01)


def test_nobody_inspects_the_village_of_their_own_team(
    store: Store, made: Inspection, town: Assessment
) -> None:
    row = made.rows[0]
    own = team(town.register, row["village_id"])
    assert own
    name = min(own)
    for typed in (name, f" {name[0]} {name[1:]}"):
        with pytest.raises(InspectionError, match="can't inspect it"):
            put(store, made, 1, own=own, inspector=typed)
    put(store, made, 1, own=own, inspector="某某某")


def test_a_correction_is_a_version_and_a_stale_one_is_refused(
    store: Store, made: Inspection
) -> None:
    assert put(store, made, 1) == 1
    with pytest.raises(StaleResultError, match=r"林\* has just written") as told:
        put(store, made, 1, "wrong")
    assert told.value.fields[0] == ("found", "agrees", "wrong")
    assert put(store, made, 1, "wrong", seen=1) == 2
    assert results(store, made.seq, LATER)[1]["found"] == "wrong"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"found": "fine"}, "isn't one of agrees"),
        ({"found": "wrong", "reason": " "}, "Fill in the reason"),
        ({"inspector": ""}, "Fill in the name of the inspector"),
        ({"inspected_on": "2018-06-01"}, "before the draw"),
        ({"inspected_on": "6.7.2018"}, "isn't a date"),
        ({"reason": "长" * 501}, "at most 500"),
        ({"satisfied": "yes"}, "asked in its three strata only"),
        ({"satisfied": "so-so"}, "asked in its three strata only"),
    ],
)
def test_bad_results_are_refused_in_words(
    store: Store, made: Inspection, said: dict[str, Any], words: str
) -> None:
    number = numbers(made, "exit")[0]
    with pytest.raises(InspectionError, match=words):
        put(store, made, number, **said)
    with pytest.raises(InspectionError, match="has no number 9999"):
        put(store, made, 9999)
    assert results(store, made.seq, LATER) == {}


def test_a_seed_counts_the_draws_of_its_own_vintage(
    store: Store, town: Assessment, sampling: Sampling
) -> None:
    first = default_seed(store, LAST_DAY)
    act = Act("陈一", LAST_DAY, "抽查")
    keep(store, draw(town, sampling, f"{first}2"), sampling, town.register, act)
    assert default_seed(store, LAST_DAY) == first
    keep(store, draw(town, sampling, first), sampling, town.register, act)
    assert default_seed(store, LAST_DAY) == f"{first}-2"


def test_a_draw_isnt_kept_as_of_a_vintage_that_it_wasnt_drawn_from(
    store: Store, town: Assessment, sampling: Sampling
) -> None:
    drawn = draw(town, sampling, "x")
    act = Act("陈一", LAST_DAY, "抽查", seen=0)
    take(store, registers.of(villages=[registers.village()]), LAST_DAY)
    with pytest.raises(InspectionError, match="Draw once more"):
        keep(store, drawn, sampling, town.register, act)
    assert inspected(store, LOCAL, LAST_DAY) == []
    keep(store, drawn, sampling, town.register, replace(act, seen=1))
    assert [one.vintage for one in inspected(store, LOCAL, LAST_DAY)] == [1]


def test_nobody_has_been_inspected_in_the_future(
    store: Store, made: Inspection
) -> None:
    with pytest.raises(InspectionError, match="2018-07-06"):
        put(store, made, 1, inspected_on=date(2018, 7, 7))
    assert results(store, made.seq, LATER) == {}
    assert put(store, made, 1, inspected_on=LATER) == 1


def test_who_wasnt_met_said_nothing(store: Store, made: Inspection) -> None:
    with pytest.raises(InspectionError, match="wasn't met"):
        put(store, made, numbers(made, "labour")[0], "absent", satisfied="yes")


def test_a_draw_needs_a_name_and_a_reason(
    store: Store, town: Assessment, sampling: Sampling
) -> None:
    drawn = draw(town, sampling, "x")
    for act in (Act("", LAST_DAY, "抽查"), Act("陈一", LAST_DAY, " ")):
        with pytest.raises(InspectionError, match="Fill in"):
            keep(store, drawn, sampling, town.register, act)


def test_a_reader_sees_the_rows_of_their_villages(
    store: Store, made: Inspection
) -> None:
    village = made.villages[0]
    reader = Reader("one", villages=frozenset({village}))
    (found,) = inspected(store, reader, LAST_DAY)
    assert found.villages == (village,)
    assert {one.village_id for one in found.strata} == {village}


def test_the_list_is_a_workbook_with_masked_names_and_no_formula(
    store: Store, made: Inspection, town: Assessment, sampling: Sampling
) -> None:
    put(store, made, 1, "wrong", reason="=1+1")
    heads = dict(
        town.register["residents"].select("household_id", "head_name").iter_rows()
    )
    villages = {made.villages[0]: "红中[村]/*?:", made.villages[1]: "红中[村]/*?:"}
    told = results(store, made.seq, LATER)
    book = sample_workbook(Listed(made, heads, villages, told), sampling)
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    assert len(sheets) == 3
    first = sheets[0]
    assert made.seed in first["A1"].value
    assert first["B3"].value == made.rows[0]["household_id"]
    assert first["C3"].value == heads[made.rows[0]["household_id"]][0] + "*" * (
        len(heads[made.rows[0]["household_id"]]) - 1
    )
    assert first["E3"].value == made.rows[0]["ticket"]
    assert first["I3"].value == "'=1+1"
    assert first["I3"].data_type == "s"
    assert sum(sheet.max_row - 2 for sheet in sheets[:2]) == len(made.rows)
    said = " ".join(str(c.value) for row in sheets[2].iter_rows() for c in row)
    assert "S59" in said
    for name in set(heads.values()):
        assert name not in str([[c.value for c in r] for r in first.iter_rows()])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE inspections SET seed = 'x'",
        "UPDATE inspections SET body = '[]'",
        "UPDATE inspection_results SET found = 'agrees'",
        "UPDATE inspection_results SET reason = ''",
        "DELETE FROM inspection_results",
    ],
)
def test_what_was_changed_behind_the_log_is_found(
    store: Store, made: Inspection, change: str
) -> None:
    put(store, made, 1, "wrong")
    damage(store, change)
    assert verify(store)
