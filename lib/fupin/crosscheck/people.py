"""What the checks ask of members beyond their own columns."""

from __future__ import annotations

import polars as pl

from fupin.crosscheck.identity import (
    NOT_IN_NAMES,
    first_others,
    near_others,
    read_numbers,
    tidy,
    tidy_ids,
)
from fupin.schema import Column as C  # noqa: N817 so that a line holds a column

# A flag, and whether another row is to blame for it: its place is in <flag>__other.
MEMBER_FACTS = (
    C("is_id_filled", "填了证件号码", "Id number is filled in", "bool"),
    C("is_id_masked", "证件号码打了星号", "Id number is starred", "bool"),
    C("is_id_sound", "证件号码成立", "Id number can be real", "bool"),
    C("id_birth_on", "证件号码上的出生日期", "Birth date of the id number", "date"),
    C("id_sex", "证件号码上的性别", "Sex of the id number", "code", codes="sex"),
    C("is_id_repeated", "证件号码重复", "Id number occurs twice", "bool"),
    C("is_id_nearly_repeated", "证件号码与他人只差一笔", "Id is a typo of another", "bool"),
    C("is_person_repeated", "同名同生日", "Same name and birth date", "bool"),
    C("is_education_filled", "填了文化程度", "Education is filled in", "bool"),
    C("is_schooling_filled", "填了在校生状况", "Schooling is filled in", "bool"),
    C("is_work_place_filled", "填了务工所在地", "Work place is filled in", "bool"),
    C("is_work_months_filled", "填了务工时间", "Months of work are filled in", "bool"),
)  # fmt: skip
FILLED = {
    "is_id_filled": "id_number",
    "is_education_filled": "education",
    "is_schooling_filled": "schooling",
    "is_work_place_filled": "work_place",
    "is_work_months_filled": "work_months",
}
REPEATED = ("is_id_repeated", "is_id_nearly_repeated", "is_person_repeated")


def with_facts(members: pl.DataFrame, absent: frozenset[str]) -> pl.DataFrame:
    """Add MEMBER_FACTS to the members, one row a person.

    Whether a column is filled in is unknown where the source hadn't it (`absent`, as
    in Register), so that an absent column isn't a problem a row.
    """
    numbers = tidy_ids(members["id_number"])
    read = read_numbers(numbers)
    is_sound = _is_sound(numbers, read)
    others = {
        "is_id_repeated": first_others(_keys(numbers, read)),
        "is_id_nearly_repeated": near_others(read),
        "is_person_repeated": _namesakes(members, is_sound),
    }
    filled = [
        pl.lit(None, pl.Boolean).alias(flag)
        if f"members.{column}" in absent
        else pl.col(column).is_not_null().alias(flag)
        for flag, column in FILLED.items()
    ]
    return members.with_columns(
        *filled,
        numbers.str.contains("*", literal=True).alias("is_id_masked"),
        is_sound.alias("is_id_sound"),
        read["birth_on"].alias("id_birth_on"),
        pl.when(read["is_male"]).then(pl.lit("male"))
        .when(~read["is_male"]).then(pl.lit("female")).alias("id_sex"),
        *(other.is_not_null().alias(flag) for flag, other in others.items()),
        *(other.alias(f"{flag}__other") for flag, other in others.items()),
    )  # fmt: skip


def _is_sound(numbers: pl.Series, read: pl.DataFrame) -> pl.Series:
    """Say of each number whether it can be real; unknown where none is to be read."""
    is_told = numbers.is_not_null() & ~numbers.str.contains("*", literal=True)
    has_date = read["birth_on"].is_not_null() & (read["birth_on"].dt.year() >= 1900)  # noqa: PLR2004
    right = (read["residue"] == 0).fill_null(value=False) & has_date
    return right.to_frame("right").select(pl.when(is_told).then("right")).to_series()


def _keys(numbers: pl.Series, read: pl.DataFrame) -> pl.Series:
    """Return a number for each id: equal ones are one id. Starred ones are nobody's."""
    odd = ~numbers.str.contains("*", literal=True) & read["value"].is_null()
    if not odd.any():
        return read["value"]
    hashed = numbers.hash().reinterpret(signed=True)
    return (
        read.select("value", odd=odd, hashed=hashed)
        .select(pl.coalesce("value", pl.when("odd").then("hashed")))
        .to_series()
    )


def _namesakes(members: pl.DataFrame, is_sound: pl.Series) -> pl.Series:
    """Return the place of another row of the same name and birth date.

    Two persons whose id numbers both hold are two persons, however alike: one of the
    two must lack a number that can be real.
    """
    doubtful = ~is_sound.fill_null(value=False)
    if not doubtful.any():
        return pl.repeat(None, members.height, dtype=pl.UInt32, eager=True)
    names = members["member_name"]
    if names.str.contains(r"[^\p{Han}]").any():
        names = tidy(names, NOT_IN_NAMES)
    told = members["birth_on"].is_not_null() & names.is_not_null()
    key = names.hash(1) ^ members["birth_on"].hash(2)
    keys = key.to_frame("key").select(pl.when(told).then("key")).to_series()
    suspects = keys.is_in(keys.filter(doubtful).drop_nulls().unique().implode())
    return first_others(keys.to_frame("k").select(pl.when(suspects).then("k"))["k"])
