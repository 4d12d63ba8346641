"""Id numbers: whether one can be real, and who carries whose.

The 18 places are six of the region, eight of the birth date, three of an order whose
last is odd for men, and a check digit (GB 11643, ISO 7064 MOD 11-2). All of it is
whole-number arithmetic on columns: no step looks at pairs of persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MODULUS = 11
BODY = len(WEIGHTS)
PLACES = BODY + 1
# A disability card is the id number and two places more.
CARD = PLACES + 2
SHAPE = r"^\d{17}[\dX]$"
NOT_IN_NAMES = r"[\s·•・.*]"
NOT_IN_IDS = r"[\s\-—'’‘]"


def tidy(texts: pl.Series, unwanted: str) -> pl.Series:
    """Return texts half-width and in upper case, without the `unwanted` characters."""
    return (
        texts.to_frame()
        .select(pl.first().str.normalize("NFKC").str.replace_all(unwanted, ""))
        .select(pl.first().str.to_uppercase())
        .to_series()
    )


def tidy_ids(numbers: pl.Series) -> pl.Series:
    """Return id numbers as they should be written; a disability card's id number."""
    if numbers.drop_nulls().str.contains(SHAPE).all():
        return numbers
    even = tidy(numbers, NOT_IN_IDS)
    is_card = even.str.len_chars() == CARD
    return even.to_frame().select(
        pl.when(is_card).then(pl.first().str.slice(0, PLACES)).otherwise(pl.first())
    ).to_series()  # fmt: skip


def read_numbers(numbers: pl.Series) -> pl.DataFrame:
    """Return what tidy id numbers say, a row each.

    Columns: value (the 17 places as a number × 11 + the check digit, null where the
    shape is another), residue (0 where the check digit is right), birth_on, is_male.
    """
    number = pl.col("number")
    is_shaped = number.str.contains(SHAPE)
    body = pl.when(is_shaped).then(number.str.slice(0, BODY)).cast(pl.Int64)
    last = number.str.slice(BODY, 1)
    check = pl.when(last == "X").then(10).otherwise(last.cast(pl.Int64, strict=False))
    frame = numbers.alias("number").to_frame().lazy()
    birth = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return (
        frame.select(body=body, check=check, birth_on=pl.when(is_shaped).then(birth))
        .select(
            "birth_on",
            value=pl.col("body") * MODULUS + pl.col("check"),
            residue=(_weighted() + pl.col("check") - 1) % MODULUS,
            is_male=pl.col("body") % 2 == 1,
        )
        .collect()
    )


def _digit(place: int) -> pl.Expr:
    return pl.col("body") // 10 ** (BODY - 1 - place) % 10


def _weighted() -> pl.Expr:
    terms = [_digit(place) * weight for place, weight in enumerate(WEIGHTS)]
    return pl.sum_horizontal(terms)


def first_others(keys: pl.Series) -> pl.Series:
    """Return for each key that occurs twice the place of another row with it.

    The first of them is shown to the others, and the second to the first.
    """
    repeated = (
        keys.alias("key")
        .to_frame()
        .with_row_index("place")
        .filter(pl.col("key").is_not_null() & pl.col("key").is_duplicated())
        .with_columns(
            first=pl.col("place").min().over("key"),
            second=pl.col("place").bottom_k(2).max().over("key"),
        )
        .with_columns(
            other=pl.when(pl.col("place") == pl.col("first"))
            .then("second")
            .otherwise("first")
        )
    )
    return scattered(keys.len(), repeated["place"], repeated["other"])


def scattered(length: int, places: pl.Series, others: pl.Series) -> pl.Series:
    """Return `others` at `places` of a column that is null elsewhere."""
    nothing = pl.repeat(None, length, dtype=pl.UInt32, eager=True)
    return nothing.scatter(places, others) if places.len() else nothing


def near_others(read: pl.DataFrame) -> pl.Series:
    """Return for each number with a wrong check digit the row it was meant to be.

    A single digit mistyped, or two neighbours swapped, always breaks the check digit;
    so only those that are broken are turned into what they may have been, some 35
    numbers each, and looked for among all.
    """
    broken = (
        read.lazy()
        .select("value", "residue")
        .with_row_index("place")
        .filter(pl.col("residue") != 0)
        .with_columns(body=pl.col("value") // MODULUS, check=pl.col("value") % MODULUS)
    )
    meant = pl.concat(
        broken.select("place", meant=guess).drop_nulls()
        for guess in (*_one_digit(), *_swapped())
    )
    known = read.lazy().select(meant="value").with_row_index("other").drop_nulls()
    pairs = (
        meant.join(known, on="meant")
        .filter(pl.col("place") != pl.col("other"))
        .group_by("place")
        .agg(pl.col("other").min())
        .collect()
    )
    return scattered(read.height, pairs["place"], pairs["other"])


def _one_digit() -> Iterator[pl.Expr]:
    """Yield the number with one place set to the one digit that mends the check."""
    value, residue = pl.col("value"), pl.col("residue")
    for place, weight in enumerate(WEIGHTS):
        inverse = pow(weight, -1, MODULUS)
        right = (_digit(place) - residue * inverse) % MODULUS
        step = 10 ** (BODY - 1 - place) * MODULUS
        mended = value + (right - _digit(place)) * step
        yield pl.when(right <= 9).then(mended)  # noqa: PLR2004 a digit
    right = (pl.col("check") - residue) % MODULUS
    yield value + right - pl.col("check")


def _swapped() -> Iterator[pl.Expr]:
    """Yield the number with two unequal neighbours swapped."""
    value, check = pl.col("value"), pl.col("check")
    for place in range(BODY - 1):
        left, right = _digit(place), _digit(place + 1)
        step = (10 ** (BODY - 1 - place) - 10 ** (BODY - 2 - place)) * MODULUS
        yield pl.when(left != right).then(value + (right - left) * step)
    left = _digit(BODY - 1)
    swapped = value + (check - left) * (MODULUS - 1)
    yield pl.when((left != check) & (check <= 9)).then(swapped)  # noqa: PLR2004
