"""A procedure's steps: which were passed and when, skipped, or dated too early.

Whoever asks whether a step lacks asks here: the procedures and the checks of a file.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

Steps = tuple[str, ...]


def has(step: str) -> str:
    """Return the column that says whether the step is passed."""
    return f"has__{step}"


def on(step: str) -> str:
    """Return the column of the day on which the step was passed."""
    return f"on__{step}"


def passed(steps: Steps) -> Iterator[pl.Expr]:
    """Yield, for each step, whether it is passed and when, over a household's rows."""
    is_passed = pl.col("step_outcome") == "passed"
    for step in steps:
        is_it = (pl.col("step") == step) & is_passed
        yield is_it.any().alias(has(step))
        yield pl.when(is_it).then("step_on").max().alias(on(step))


def begun(steps: Steps) -> pl.Expr:
    """Say whether any step is passed."""
    return pl.any_horizontal(has(step) for step in steps)


def skipped(steps: Steps, ended: pl.Expr) -> dict[str, pl.Expr]:
    """Say of each step whether it lacks though a later one is passed.

    Of a procedure that was begun and has `ended` no step may lack.
    """
    is_over = begun(steps) & ended
    return {
        step: ~pl.col(has(step)) & pl.any_horizontal(is_over, *map(has, steps[place:]))
        for place, step in enumerate(steps, 1)
    }


def too_early(steps: Steps) -> dict[str, pl.Expr]:
    """Say of each step but the first whether it is dated before the one it follows."""
    return {
        step: (pl.col(on(step)) < pl.col(on(before))).fill_null(value=False)
        for before, step in pairwise(steps)
    }
