"""The facts of villages that only forms ask for: measures by state, who helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from fupin.forms.flows import Maker

if TYPE_CHECKING:
    from fupin.assess import Assessment

KEY = "village_id"
AMOUNTS = ("planned_amount", "spent_amount")
# The end of a fact's name, and the state that it is about ("": any).
STATES = {"": "", "_done": "done", "_running": "running", "_not_started": "not_started"}
MEASURES = tuple(
    f"measures{ending}_{what}" for ending in STATES for what in ("count", *AMOUNTS)
)


def _measures(done: Assessment) -> pl.DataFrame:
    """Return number and money of the measures by their state on the as-of date.

    A measure without a state may be in any: it is in the upper ends only. An amount
    that isn't recorded leaves no upper end.
    """
    rows = measures_on(done)
    facts: dict[str, pl.Expr] = {}
    for ending, state in STATES.items():
        # Every measure names its village: a literal would be one row long.
        is_it = pl.col("measure_state") == state if state else pl.col(KEY).is_not_null()
        least, most = is_it.fill_null(value=False), is_it.fill_null(value=True)
        facts[f"measures{ending}_count"] = least.sum().cast(pl.Int64)
        facts[f"measures{ending}_count__most"] = most.sum().cast(pl.Int64)
        for what in AMOUNTS:
            amount = pl.col(what)
            is_open = (most & amount.is_null()).any()
            name = f"measures{ending}_{what}"
            facts[name] = amount.filter(least).sum()
            facts[f"{name}__most"] = pl.when(~is_open).then(amount.filter(most).sum())
    return rows.group_by(KEY).agg(**facts)


def measures_on(done: Assessment) -> pl.DataFrame:
    """Return the measures as they stood on the as-of date: later ends aren't known yet.

    What had been spent by then isn't recorded where the measure ended later.
    """
    is_ahead = (pl.col("started_on") > done.day).fill_null(value=False)
    is_under_way = (pl.col("finished_on") > done.day).fill_null(value=False)
    spent = pl.when(~is_under_way).then("spent_amount")
    state = pl.when(is_under_way).then(pl.lit("running")).otherwise("measure_state")
    return done.register["measures"].with_columns(
        measure_state=pl.when(is_ahead).then(pl.lit("not_started")).otherwise(state),
        spent_amount=pl.when(is_ahead).then(0.0).otherwise(spent),
        finished_on=pl.when(~is_under_way).then("finished_on"),
    )


def _helpers(done: Assessment) -> pl.DataFrame:
    """Return how many persons are responsible for the enrolled households.

    A household without a name may have one of those named, or another.
    """
    name = pl.col("helper_name")
    named = name.drop_nulls().n_unique().cast(pl.Int64)
    rows = done.households.filter("is_enrolled").group_by(KEY)
    return rows.agg(
        helpers_count=named,
        helpers_count__most=named + name.is_null().sum().cast(pl.Int64),
    )


VILLAGE_MAKERS = (Maker(MEASURES, _measures, 0), Maker(("helpers_count",), _helpers, 0))
