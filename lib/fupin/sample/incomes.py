"""Quarterly incomes whose twelve-month sums cross the line when they should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from fupin.sample.calendar import ENDS, FIRST_END, LINES, QUARTERS, STARTS
from fupin.sample.households import FIRST_MEETING, Drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNT = len(QUARTERS)
# The quarter whose amount is missing: inside the last year and the last twelve months.
GAP = 11
SEASONS = np.array([0.9, 1.0, 1.15, 0.95])


def frame(rng: np.random.Generator, d: Drawn) -> pl.DataFrame:
    """Return a row a household, quarter and source; only what isn't zero."""
    yearly = _trailing(rng, d) * d.persons[:, None]
    quarters = _quarters(rng, yearly, d)
    rows = []
    for name, amounts in _split(rng, quarters, d).items():
        at = np.nonzero(np.abs(amounts) >= 1)
        rows.append(_rows(d, name, amounts, at))
    table = pl.concat(rows).sort("household_id", "period_from", "income_source")
    kept = table.filter(
        pl.col("is_enrolled")
        | (pl.col("period_from").dt.year() == 2015)
        | (pl.col("period_from") >= STARTS[10].item())
    )
    return kept.drop("is_enrolled")


def _crossing(rng: np.random.Generator, d: Drawn) -> NDArray[np.int64]:
    """Return the quarter in which each income first reaches its line."""
    is_held = np.isin(d.holds, ["income"])
    earlier = FIRST_MEETING + (
        rng.random(len(d.ids)) * (d.meets - FIRST_MEETING + 1)
    ).astype(int)
    cross = np.where(is_held, d.meets, np.minimum(earlier, COUNT - 2))
    return np.where(d.is_income_asked, cross, 9)


def _trailing(rng: np.random.Generator, d: Drawn) -> NDArray[np.float64]:
    """Return yuan a person in the year up to each quarter; it never falls."""
    n = len(d.ids)
    cross = _crossing(rng, d)
    above = 1 + rng.gamma(1.6, 0.09, n) + 0.004
    under = 1 - (0.012 + rng.gamma(1.5, 0.04, n).clip(0, 0.3))
    before = LINES[np.clip(cross - 1, 0, COUNT - 1)] * under
    sums = np.zeros((n, COUNT))
    sums[:, FIRST_END] = d.initial
    for k in range(FIRST_END + 1, COUNT):
        share = (k - FIRST_END) / np.maximum(cross - 1 - FIRST_END, 1)
        ramp = d.initial + (before - d.initial) * np.clip(share, 0, 1)
        ramp = np.minimum(ramp, LINES[k] * 0.988)
        value = np.where(k >= cross, LINES[k] * above, ramp)
        sums[:, k] = np.maximum(value, sums[:, k - 1] + 4)
    return np.where(d.is_enrolled[:, None], sums, sums * 0 + (d.initial * 1.6)[:, None])


def _quarters(
    rng: np.random.Generator, yearly: NDArray[np.float64], d: Drawn
) -> NDArray[np.float64]:
    """Return the quarters whose four-quarter sums are `yearly`; none is negative."""
    n = len(d.ids)
    season = SEASONS * (1 + rng.uniform(-0.08, 0.08, (n, 4)))
    first = yearly[:, [FIRST_END]] * season / season.sum(axis=1, keepdims=True)
    amounts = np.zeros((n, COUNT))
    amounts[:, :4] = first
    for k in range(4, COUNT):
        amounts[:, k] = amounts[:, k - 4] + yearly[:, k] - yearly[:, k - 1]
    amounts = np.round(amounts)
    # Rounding up keeps a sum that should reach its line from missing it by a yuan.
    amounts[:, 4:] += 1
    gap = (d.holds == "income_gap") & (d.meets >= COUNT)
    amounts[gap, GAP] = np.nan
    return amounts


def _split(
    rng: np.random.Generator, amounts: NDArray[np.float64], d: Drawn
) -> dict[str, NDArray[np.float64]]:
    """Return the amounts by source; income less costs is the whole."""
    n = len(d.ids)
    wage = np.where(d.has_labour, rng.uniform(0.45, 0.75, n), 0.0)
    business = np.where(d.has_labour, rng.uniform(0.1, 0.2, n), 0.05)
    known = np.nan_to_num(amounts)
    parts = {
        "wage": np.round(known * wage[:, None]),
        "business": np.round(known * business[:, None]),
        "property": np.round(
            known * np.where(rng.random(n) < 0.15, 0.015, 0.0)[:, None]
        ),
    }
    rest = known - sum(parts.values())
    help_ = np.where(d.kind == "wubao", 0.8, np.where(d.kind == "dibao", 0.6, 0.0))
    parts["dibao"] = np.where(
        (d.kind == "dibao")[:, None], np.round(rest * help_[:, None]), 0.0
    )
    parts["wubao"] = np.where(
        (d.kind == "wubao")[:, None], np.round(rest * help_[:, None]), 0.0
    )
    parts["transfer"] = rest - parts["dibao"] - parts["wubao"]
    cost = np.round(parts["business"] * 0.25)
    parts["business"] = parts["business"] + cost
    parts["business_cost"] = cost
    parts["transfer"][np.isnan(amounts)] = np.nan
    return parts


def _rows(d: Drawn, name: str, amounts: NDArray[np.float64], at: tuple) -> pl.DataFrame:
    gaps = np.nonzero(np.isnan(amounts))
    place = np.concatenate([at[0], gaps[0]])
    quarter = np.concatenate([at[1], gaps[1]])
    ends = ENDS[quarter]
    return pl.DataFrame(
        {
            "household_id": pl.Series(d.ids)[place],
            "period_from": STARTS[quarter],
            "period_to": ends,
            "income_source": pl.repeat(name, len(place), eager=True),
            "amount": pl.Series(amounts[place, quarter]).fill_nan(None),
            "recorded_on": ends + np.timedelta64(12, "D"),
            "is_enrolled": d.is_enrolled[place],
        }
    )
