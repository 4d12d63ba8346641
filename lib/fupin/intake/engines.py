"""Hand the same tables to any dataframe engine: for tests, and for very large runs."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl


def open_engine(name: str, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Return the tables as native frames of the engine `name`, one of ENGINES.

    pandas gets Arrow types, never NumPy floats, so that a missing value stays missing.
    Raises KeyError for an engine we don't know.
    """
    return OPENERS[name](tables)


def _pandas(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    return {
        name: frame.to_pandas(use_pyarrow_extension_array=True)
        for name, frame in tables.items()
    }


def _polars(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    return dict(tables)


def _polars_lazy(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    return {name: frame.lazy() for name, frame in tables.items()}


def _duckdb(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Open relations of one connection, which they keep alive; nothing is copied."""
    # Optional: only towns past a million rows need it.
    import duckdb  # noqa: PLC0415

    connection = duckdb.connect()
    return {
        name: connection.from_arrow(frame.to_arrow()) for name, frame in tables.items()
    }


def _pyspark(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    with warnings.catch_warnings():
        # Spark says that it hasn't been tested with pandas 3; no pandas is involved.
        warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
        return {
            name: _spark().createDataFrame(frame.to_arrow())
            for name, frame in tables.items()
        }


@cache
def _spark() -> Any:
    """Start the local session once; it needs Java."""
    # Optional, and starts a Java machine.
    from pyspark.sql import SparkSession  # noqa: PLC0415

    return (
        SparkSession.builder.master("local[2]")
        .appName("fupin")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )


OPENERS: dict[str, Callable[[Mapping[str, pl.DataFrame]], dict[str, Any]]] = {
    "pandas": _pandas,
    "polars": _polars,
    "polars-lazy": _polars_lazy,
    "duckdb": _duckdb,
    "pyspark": _pyspark,
}
ENGINES = ("pandas", "polars", "polars-lazy", "duckdb", "pyspark")
