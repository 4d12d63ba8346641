"""From drawn arrays to columns of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from fupin.sample.calendar import days

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    column = pl.Series(name, array)
    return column.fill_nan(None) if column.dtype == pl.Float64 else column


def table(columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return a table of drawn arrays; what is a column already stays as it is."""
    return pl.DataFrame(
        {k: v if isinstance(v, pl.Series) else series(k, v) for k, v in columns.items()}
    )
