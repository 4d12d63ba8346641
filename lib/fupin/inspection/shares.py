"""The shares found wrong among those inspected, each with an interval that is ours."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from fupin.inspection.draw import ASKED, ENROLLED, EXIT, OUTSIDE
from fupin.measures import truncated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupin.inspection.rules import Sampling

WRONG = "wrong"
ABSENT = "absent"
# Which strata each share is of: 错退, 错评, 漏评, 满意度.
SHARES = {
    "wrongly_out": (EXIT,),
    "wrongly_in": ENROLLED,
    "missed": (OUTSIDE,),
    "content": ASKED,
}


@dataclass(frozen=True)
class Share:
    """A share of the inspected: `found` of `looked`, of `drawn`; ends in percent.

    `looked` counts those who were met (for contentment: who answered). `low` and
    `high`: Wilson's interval. All None where nobody was looked at.
    """

    name: str
    found: int
    looked: int
    drawn: int
    low: float | None
    high: float | None
    limit: float | None = None

    @property
    def rate(self) -> float | None:
        """Return the share in percent, truncated."""
        return truncated(self.found, self.looked)

    @property
    def left(self) -> int:
        """Return how many of the drawn aren't looked at yet, or weren't met."""
        return self.drawn - self.looked


def wilson(found: int, looked: int, level: float) -> tuple[float, float] | None:
    """Return Wilson's interval of found ÷ looked in percent at `level` percent.

    It takes each household for drawn on its own, as in one great lot; whole villages
    were drawn first, so the true interval is wider. None where nobody was looked at.
    """
    if not looked:
        return None
    z = NormalDist().inv_cdf((1 + level / 100) / 2)
    share, scale = found / looked, 1 + z * z / looked
    middle = (share + z * z / (2 * looked)) / scale
    half = z / scale * sqrt(share * (1 - share) / looked + (z / looked) ** 2 / 4)
    return max(0.0, middle - half) * 100, min(1.0, middle + half) * 100


def shares(
    drawn: Iterable[Mapping[str, Any]],
    results: Mapping[int, Mapping[str, Any]],
    sampling: Sampling,
) -> list[Share]:
    """Return the four shares; `results` holds the newest result by row number.

    Who wasn't met, and who isn't inspected yet, is in no share.
    """
    rows = list(drawn)
    return [_share(name, rows, results, sampling) for name in SHARES]


def _share(
    name: str,
    rows: list[Mapping[str, Any]],
    results: Mapping[int, Mapping[str, Any]],
    sampling: Sampling,
) -> Share:
    mine = [row for row in rows if row["stratum"] in SHARES[name]]
    told = [results[row["number"]] for row in mine if row["number"] in results]
    if name == "content":
        told = [one for one in told if one["satisfied"]]
        found = sum(one["satisfied"] == "yes" for one in told)
    else:
        told = [one for one in told if one["found"] != ABSENT]
        found = sum(one["found"] == WRONG for one in told)
    level = sampling["confidence_level"]
    low, high = wilson(found, len(told), level) or (None, None)
    limit = sampling["wrongly_in_limit"] if name == "wrongly_in" else None
    return Share(name, found, len(told), len(mine), low, high, limit)
