"""What is asked of whole columns before any row is looked at, in one pass for all.

An answer is one value a column; rows are looked for only where it isn't as it should
be. The answers of a table are named "<question> <column>".
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.codes import CODES
from fupin.intake.cells import is_rough, runs
from fupin.register import TYPES
from fupin.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fupin.schema import Column, Table

    Answers = Mapping[str, Any]

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def ask_all(frames: Mapping[str, pl.DataFrame]) -> Mapping[str, Answers]:
    """Return the answers of each table, all of them worked out side by side.

    Where a table's columns are of their declared types already, its checks are asked
    with its reading: nothing is left to ask if there is nothing to convert.
    """
    # The longest first, so that no processor waits for it at the end.
    by_length = sorted(frames, key=lambda name: -frames[name].height)
    ids = _hashed_ids(frames)
    queries = [(n, query) for n in by_length for query in _queries(n, frames, ids)]
    # Polars works on several queries only if they are asked from several threads.
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        given = list(pool.map(lambda asked: asked[1].collect(), queries))
    answers: dict[str, dict[str, Any]] = {name: {} for name in frames}
    for (name, _), answer in zip(queries, given, strict=True):
        answers[name] |= answer.row(0, named=True)
    return answers


def ask_checks(table: Table, frame: pl.DataFrame) -> Answers:
    """Return the answers of the checks of one table, its columns in declared types."""
    questions = list(_of_checks(table, frame))
    return frame.select(questions).row(0, named=True) if questions else {}


def bounds(column: Column) -> tuple[Any, Any] | None:
    """Return the least and the largest value the column may hold, if it has such."""
    return (FIRST_DAY, LAST_DAY) if column.kind == "date" else column.between


def key_columns(table: Table, frame: pl.DataFrame) -> list[str]:
    """Return the columns that together may occur only once."""
    key = [*table.key, *(["valid_from"] if table.versioned else [])]
    return [name for name in key if name in frame.columns]


def key_hash(key: Sequence[str]) -> pl.Expr:
    """Return a hash of the key: other hashes are other keys, not the reverse."""
    hashes = [pl.col(name).hash(seed) for seed, name in enumerate(key)]
    return hashes[0] if len(hashes) == 1 else pl.sum_horizontal(hashes)


def has_repeats(key: Sequence[str]) -> pl.Expr:
    """Say whether two rows may share the key: in some order, or by its hash."""
    return pl.struct(key).map_batches(
        _repeats, return_dtype=pl.Boolean, returns_scalar=True
    )


def _repeats(keys: pl.Series) -> bool:
    frame = keys.struct.unnest()
    # Registers mostly stand in the order of their keys, which takes a third as long.
    if _ascends(frame):
        return False
    # One thread sorts faster than it counts distinct ones, and others have work.
    hashes = frame.select(key_hash(frame.columns)).to_series()
    ordered = hashes.sort(multithreaded=False)
    return bool((ordered == ordered.shift()).any())


def _ascends(keys: pl.DataFrame) -> bool:
    """Say whether each row's key is known and larger than the one above."""
    first = keys.to_series()
    if first.null_count() or not first.is_sorted():
        return False
    if keys.height < 2:  # noqa: PLR2004 no row has one above
        return True
    below, above = keys.slice(1), keys.slice(0, keys.height - 1)
    *leading, last = keys.columns
    ascends = below[last] > above[last]
    for name in reversed(leading):
        one, other = below[name], above[name]
        is_same = one == other
        # Sorted as the first column is, other means larger.
        is_larger = ~is_same if name == first.name else one > other
        ascends = is_larger | (is_same & ascends)
    return ascends.all(ignore_nulls=False) is True


def all_in(name: str, known: pl.Series) -> pl.Expr:
    """Say whether every text of a column is null or among those hashed in `known`.

    Of a hundred thousand known ones, a stranger passes for one of them less than once
    in 10^14: the hash has 64 bits.
    """
    text = pl.col(name)
    return (text.hash().is_in(known.implode()) | text.is_null()).all()


def hashed(ids: pl.Series) -> pl.Series:
    """Return the hashes of ids, as `all_in` knows them."""
    return ids.hash().unique()


def _queries(
    name: str, frames: Mapping[str, pl.DataFrame], ids: Mapping[str, pl.Series]
) -> Iterator[pl.LazyFrame]:
    """Return queries of one row each: of the table, and of each column of free text."""
    table, frame = TABLES[name], frames[name]
    questions = list(_of_reading(table, frame))
    declared = all(TYPES[table[n].kind] == t for n, t in frame.schema.items())
    if declared:
        questions += _of_checks(table, frame)
    if questions:
        yield frame.lazy().select(questions)
    for column in _free_texts(table, frame):
        asked = [is_rough(column).alias(f"rough {column.name}")]
        target = table.refers.get(column.name, "")
        if declared and target in ids:
            known = all_in(column.name, ids[target]).alias(f"known {column.name}")
            asked.append(known)
        yield frame.lazy().select(runs(column.name)).select(asked)


def _of_reading(table: Table, frame: pl.DataFrame) -> Iterator[pl.Expr]:
    """Ask which columns hold words that aren't ours, and which hold NaN."""
    for name, dtype in frame.schema.items():
        column = table[name]
        if dtype == pl.Float64:
            yield pl.col(name).is_nan().any().alias(f"nan {name}")
        elif dtype == pl.String and column.kind == "code":
            ours = pl.Series([code.name for code in CODES[column.codes]]).hash()
            yield all_in(name, ours).not_().alias(f"rough {name}")


def _free_texts(table: Table, frame: pl.DataFrame) -> list[Column]:
    strings = [table[n] for n, dtype in frame.schema.items() if dtype == pl.String]
    return [column for column in strings if column.kind in ("key", "text")]


def _of_checks(table: Table, frame: pl.DataFrame) -> Iterator[pl.Expr]:
    """Ask for the ends of each column that has bounds, and whether a key repeats."""
    for name in frame.columns:
        if bounds(table[name]):
            yield pl.col(name).min().alias(f"low {name}")
            yield pl.col(name).max().alias(f"high {name}")
    if key := key_columns(table, frame):
        yield has_repeats(key).alias("repeats")


def _hashed_ids(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.Series]:
    """Return the ids, refused or not, of each table that others refer to."""
    targets = {target for name in frames for target in TABLES[name].refers.values()}
    keys = {target: TABLES[target].key[0] for target in targets & set(frames)}
    return {
        target: hashed(frames[target][key].cast(pl.String))
        for target, key in keys.items()
        if key in frames[target].columns
    }
