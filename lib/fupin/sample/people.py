"""Invented people: common surnames, plain given names, numbers that can't be real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SURNAMES = np.array(list("陈李梁黄谢林何张吴刘罗黎莫苏麦徐邓冯欧叶"))
GIVEN = np.array(list("永德文明志国家建华英秀兰桂金水木春秋安康平顺有福来喜娟梅玉珍"))
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = np.array(list("10X98765432"))
# No place has a prefix that begins so, so that no number can be anybody's.
NOWHERE = "99"


def names(rng: np.random.Generator, count: int) -> NDArray[np.str_]:
    """Return `count` full names of two or three characters."""
    return given(rng, rng.choice(SURNAMES, count))


def surname(full: NDArray[np.str_]) -> NDArray[np.str_]:
    """Return the surnames, all of one character here."""
    return full.astype("U1")


def given(rng: np.random.Generator, surnames: NDArray[np.str_]) -> NDArray[np.str_]:
    """Return a full name for each surname."""
    count = len(surnames)
    second = np.where(rng.random(count) < 0.7, rng.choice(GIVEN, count), "")
    return np.char.add(np.char.add(surnames, rng.choice(GIVEN, count)), second)


def id_numbers(
    births: NDArray[np.datetime64],
    is_male: NDArray[np.bool_],
    serial: NDArray[np.int64],
) -> NDArray[np.str_]:
    """Return numbers with a right check digit and a prefix of no place."""
    dates = np.char.replace(births.astype("datetime64[D]").astype(str), "-", "")
    order = (serial % 499) * 2 + is_male.astype(int)
    place = np.char.add(NOWHERE, np.char.zfill((serial % 10_000).astype(str), 4))
    body = np.char.add(np.char.add(place, dates), np.char.zfill(order.astype(str), 3))
    digits = body.astype("U17").view("U1").reshape(-1, 17).astype(int)
    return np.char.add(body, CHECKS[(digits @ np.array(WEIGHTS)) % 11])


def phones(rng: np.random.Generator, count: int) -> NDArray[np.str_]:
    """Return eleven digits that begin with 100, as no mobile number does."""
    return np.char.add(
        "1000", np.char.zfill(rng.integers(0, 10**7, count).astype(str), 7)
    )
