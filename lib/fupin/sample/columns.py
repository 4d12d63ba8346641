"""From drawn arrays to columns of a register."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from fupin.sample.calendar import days


def optional(is_there: Any, values: Any) -> Any:
    """Return the values where `is_there`, and nothing elsewhere."""
    kept = np.asarray(values).astype(object)
    kept[~np.asarray(is_there)] = None
    return kept


def series(name: str, values: Any) -> pl.Series:
    """Return a column: dates without NEVER, texts with gaps, numbers without NaN."""
    array = np.asarray(values)
    if array.dtype.kind == "M":
        return pl.Series(name, days(array.astype("datetime64[D]")))
    if array.dtype.kind == "O":
        return pl.Series(name, array.tolist(), dtype=pl.String)
    series = pl.Series(name, array)
    return series.fill_nan(None) if series.dtype == pl.Float64 else series
