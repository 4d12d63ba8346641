"""Draw the members of each household, and their versions when a fact changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.sample import people
from fupin.sample.calendar import LAST_DAY, NEVER, QUARTERS, SURVEY, in_quarter
from fupin.sample.columns import optional, table
from fupin.sample.households import FIRST_MEETING, Drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

ADULT, OLD, SCHOOL = 18, 60, (6, 15)
GRADES = ("primary",) * 6 + ("grade_7", "grade_8", "grade_9")


def frame(rng: np.random.Generator, d: Drawn) -> pl.DataFrame:
    """Return the members, a row a version: the survey's, and one a later change."""
    place = np.repeat(np.arange(len(d.ids)), d.persons)
    first = np.cumsum(d.persons) - d.persons
    order = np.arange(len(place)) - first[place]
    labour = d.has_labour[place]
    age, relation = _ages(rng, order, labour, d, place)
    able = _labour(rng, age, order, labour, d.is_enrolled[place])
    lived = (age * 365.25 + rng.integers(1, 364, len(age))).astype(int)
    births = SURVEY - lived.astype("timedelta64[D]")
    male = np.where(order == 0, rng.random(len(age)) < 0.8, rng.random(len(age)) < 0.5)
    male = np.where(relation == "spouse", ~male[first[place]], male)
    able = np.where(_is_six_in_4(d, place, order), "lost", able)
    schooling, education = _schooling(rng, age)
    insured_on, school_on, keep = _changes(rng, d, place, order)
    given = people.given(rng, people.surname(d.names)[place])
    base = {
        "person_id": _person_ids(d.ids[place], order),
        "household_id": d.ids[place],
        "member_name": np.where(order == 0, d.names[place], given),
        "sex": np.where(male, "male", "female"),
        "birth_on": births,
        "id_number": people.id_numbers(births, male, order + place * 7),
        "relation": _gendered(relation, male),
        "labour": able,
        "health": _health(rng, age, able, d, place, order),
        **_work(rng, able),
        "has_pension_insurance": rng.random(len(age)) < 0.223,
    }
    survey = np.full(len(age), SURVEY)
    rows = pl.concat(
        _version(base, on, insured_on, school_on, schooling, education)
        for on in (survey, insured_on, school_on)
    )
    dropped = set(base["person_id"][~keep])
    if dropped:
        rows = rows.filter(~pl.col("person_id").is_in(list(dropped)))
    return rows.sort("person_id", "valid_from").unique(
        ["person_id", "valid_from"], keep="last", maintain_order=True
    )


def _person_ids(
    households: NDArray[np.str_], order: NDArray[np.int64]
) -> NDArray[np.str_]:
    """Return ids such as 001-037-01: the household's, and a running number."""
    numbers = np.char.zfill((order + 1).astype(str), 2)
    return np.char.add(np.char.add(households, "-"), numbers)


def _work(rng: np.random.Generator, able: NDArray[np.str_]) -> dict[str, Any]:
    """Return where and for how many months those who are able worked."""
    places = rng.choice(["home", "county", "province", "outside"], len(able))
    months = rng.integers(2, 12, len(able)).astype(float)
    return {
        "work_place": optional(able == "able", places),
        "work_months": np.where(able == "able", months, np.nan),
    }


def _ages(
    rng: np.random.Generator,
    order: NDArray[np.int64],
    labour: NDArray[np.bool_],
    d: Drawn,
    place: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.str_]]:
    """Return ages and kinds of relation: head, spouse, child, parent, grandchild."""
    n = len(order)
    head = np.where(
        d.has_labour, rng.integers(34, 58, len(d.ids)), rng.integers(62, 86, len(d.ids))
    )[place]
    parent = rng.random(n) < 0.28
    spouse = np.where(
        labour,
        head + rng.integers(-6, 4, n),
        np.clip(head + rng.integers(-6, 4, n), 60, 88),
    )
    child = np.clip(head - rng.integers(23, 33, n), 1, 35)
    ages = np.where(parent, np.clip(head + rng.integers(21, 29, n), 60, 92), child)
    ages = np.where(labour, ages, rng.integers(7, 15, n))
    kind = np.where(labour, np.where(parent, "parent", "child"), "grandchild")
    ages = np.where(order == 0, head, np.where(order == 1, spouse, ages))
    kind = np.where(order == 0, "head", np.where(order == 1, "spouse", kind))
    # A second child of the household that is held by schooling is of school age.
    held = (d.holds == "school")[place] & (order == 2)
    return np.where(held, 10, ages), np.where(held, "child", kind)


def _gendered(relation: NDArray[np.str_], male: NDArray[np.bool_]) -> NDArray[np.str_]:
    words = {
        "child": ("son", "daughter"),
        "parent": ("father", "mother"),
        "grandchild": ("grandson", "granddaughter"),
    }
    said = relation.astype("U16")
    for kind, (his, her) in words.items():
        said = np.where(relation == kind, np.where(male, his, her), said)
    return said


def _labour(
    rng: np.random.Generator,
    age: NDArray[np.int64],
    order: NDArray[np.int64],
    labour: NDArray[np.bool_],
    is_enrolled: NDArray[np.bool_],
) -> NDArray[np.str_]:
    """Return the labour codes: a household with labour has one who is able."""
    adult = (age >= ADULT) & (age < OLD)
    able = np.where(
        adult,
        np.where(
            rng.random(len(age)) < np.where(is_enrolled, 0.83, 0.985), "able", "lost"
        ),
        "none",
    )
    able = np.where(labour & (order == 0), "able", able)
    return np.where(labour, able, np.where(adult, "lost", "none"))


def _health(
    rng: np.random.Generator,
    age: NDArray[np.int64],
    able: NDArray[np.str_],
    d: Drawn,
    place: NDArray[np.int64],
    order: NDArray[np.int64],
) -> NDArray[np.object_]:
    draw = rng.random(len(age))
    old = np.select(
        [draw < 0.44, draw < 0.82, draw < 0.93],
        ["healthy", "chronic", "disabled"],
        "serious",
    )
    lost = np.select([draw < 0.5, draw < 0.75], ["disabled", "chronic"], "serious")
    fit = np.select(
        [draw < 0.7, draw < 0.93, draw < 0.97],
        ["healthy", "chronic", "disabled"],
        "serious",
    )
    young = np.where(draw < 0.96, "healthy", "chronic")
    said = np.where(
        age >= OLD,
        old,
        np.where(able == "lost", lost, np.where(age < ADULT, young, fit)),
    )
    said = np.where(_is_six_in_4(d, place, order), "disabled", said).astype(object)
    said[rng.random(len(age)) < 0.005] = None
    return said


def _is_six_in_4(
    d: Drawn, place: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say who is the disabled member that lost the ability to work: the second one."""
    is_second = (order == 1) | ((d.persons[place] == 1) & (order == 0))
    return (d.fields["entry_reason"] == "six_in_4")[place] & is_second


def _schooling(rng: np.random.Generator, age: NDArray[np.int64]) -> tuple[Any, Any]:
    """Return schooling and education: one of the two for everybody."""
    draw = rng.random(len(age))
    grade = np.array(GRADES)[np.clip(age - SCHOOL[0], 0, len(GRADES) - 1)]
    teen = np.select([draw < 0.5, draw < 0.75], ["senior_2", "vocational_2"], "")
    young = np.select([draw < 0.12, draw < 0.2], ["college_2", "university_2"], "")
    small = np.where(age < 3, "before", "kindergarten")
    schooling = np.select(
        [age < SCHOOL[0], age <= SCHOOL[1], age <= 18, age <= 22],
        [small, grade, teen, young],
        "",
    ).astype(object)
    old = np.select(
        [draw < 0.28, draw < 0.8, draw < 0.97],
        ["illiterate", "primary", "junior"],
        "senior",
    )
    adult = np.select(
        [draw < 0.02, draw < 0.42, draw < 0.9, draw < 0.97],
        ["illiterate", "primary", "junior", "senior"],
        "college",
    )
    education = np.where(age >= 55, old, adult).astype(object)
    in_school = schooling != ""
    schooling[~in_school] = None
    education[in_school] = None
    return schooling, education


def _changes(
    rng: np.random.Generator,
    d: Drawn,
    place: NDArray[np.int64],
    order: NDArray[np.int64],
) -> tuple[Any, Any, NDArray[np.bool_]]:
    """Return when each was insured, when back at school, and who is on record."""
    n = len(place)
    holds, meets = d.holds[place], d.meets[place]
    last = order == d.persons[place] - 1
    quarter = in_quarter(rng, np.maximum(meets, FIRST_MEETING))
    insured = np.full(n, SURVEY)
    insured = np.where(
        (holds == "insurance") & last & (meets > FIRST_MEETING), quarter, insured
    )
    # Not enrolled: the share without insurance stays as it was.
    plain = ~d.is_enrolled[place] & (rng.random(n) < 0.045)
    insured = np.where(plain, NEVER, insured)
    insured = np.where((holds == "insurance_gap") & last, np.datetime64("NaT"), insured)
    school = np.where(
        (holds == "school") & (order == 2) & (meets > FIRST_MEETING), quarter, SURVEY
    )
    missing = (holds == "person_gap") & last & (order > 0) & (meets >= len(QUARTERS))
    return insured, school, ~missing


def _version(
    base: dict[str, Any],
    on: Any,
    insured_on: Any,
    school_on: Any,
    schooling: Any,
    education: Any,
) -> pl.DataFrame:
    """Return the rows as they stood on `on`, for members who changed then."""
    now = np.where(np.isnat(on), SURVEY, np.maximum(on, SURVEY))
    insured = (insured_on <= now).astype(object)
    insured[np.isnat(insured_on)] = None
    away = school_on > now
    columns = dict(base)
    columns |= {
        "valid_from": now,
        "recorded_on": now + np.timedelta64(6, "D"),
        "is_insured": pl.Series("is_insured", insured.tolist(), dtype=pl.Boolean),
        "schooling": np.where(away, None, schooling),
        "education": np.where(away, "primary", education),
    }
    return table(columns).filter(pl.Series(now <= np.datetime64(LAST_DAY)))
