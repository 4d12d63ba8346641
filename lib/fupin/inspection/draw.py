"""Draw a sample by the province's rules; the same seed draws the same from a register.

Strata of a village: `exit` (passes early, out, or has left), and for contentment
`labour`, `outside` (not enrolled) and `no_labour`. Where the sample has too few of the
enrolled, more of them are drawn (`enrolled`). What can't be decided stands in none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.errors import StoreError
from fupin.inspection.tickets import shuffled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fupin.assess import Assessment
    from fupin.inspection.rules import Sampling

EXIT, LABOUR, OUTSIDE, NO_LABOUR, MORE = (
    "exit", "labour", "outside", "no_labour", "enrolled",
)  # fmt: skip
STRATA = (EXIT, LABOUR, OUTSIDE, NO_LABOUR, MORE)
# Those of whom it is asked whether they are content, 5:3:2.
ASKED = (LABOUR, OUTSIDE, NO_LABOUR)
# Those of whom 错评 can be found: enrolled, and not asked about an exit.
ENROLLED = (LABOUR, NO_LABOUR, MORE)
LONGEST_SEED = 60


class InspectionError(StoreError):
    """A sample can't be drawn, or a result can't be taken."""


@dataclass(frozen=True)
class Stratum:
    """A stratum of a village: households in it, asked for, drawn, and undecided."""

    village_id: str
    name: str
    there: int
    wanted: int
    drawn: int
    undecided: int

    @property
    def short(self) -> int:
        """Return how many could not be drawn since there are no more."""
        return self.wanted - self.drawn


@dataclass(frozen=True)
class Draw:
    """A sample: rows of number, village_id, household_id, stratum, ticket."""

    seed: str
    villages: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    strata: tuple[Stratum, ...]
    # How many of the enrolled the sample needs, and has.
    needed: int
    enrolled: int


def draw(
    done: Assessment, sampling: Sampling, seed: str, villages: Collection[str] = ()
) -> Draw:
    """Draw a sample of the reader's villages from what was decided on a date.

    `villages` are those to be inspected; without any they are drawn too, until the
    sample holds its share of the enrolled. Raises InspectionError where the seed is
    empty, a village isn't there, or there are too few.
    """
    seed = _seed(seed)
    frame, needed = _frame(done, sampling)
    parts = frame.partition_by("village_id", as_dict=True)
    on_roll = set(frame.filter("is_enrolled")["household_id"])
    order = _villages(done, frame, sampling, seed, villages)
    least = len(order) if villages else _least(order, sampling)
    rows: list[dict[str, Any]] = []
    strata: list[Stratum] = []
    chosen: list[str] = []
    for village in order:
        if len(chosen) >= least and _enrolled(rows, on_roll) >= needed:
            break
        chosen.append(village)
        of_village = parts.get((village,), frame.clear())
        found, counted = _of_village(of_village, village, sampling, seed)
        rows += found
        strata += counted
    more = needed - _enrolled(rows, on_roll)
    if more > 0:
        rows += _more(frame, chosen, rows, seed, more)
    return Draw(
        seed, tuple(chosen),
        tuple({"number": n} | row for n, row in enumerate(_listed(rows, chosen), 1)),
        tuple(strata), needed, _enrolled(rows, on_roll),
    )  # fmt: skip


def _seed(seed: str) -> str:
    cleaned = seed.strip()
    if not cleaned or len(cleaned) > LONGEST_SEED or not cleaned.isprintable():
        raise InspectionError(
            f"种子要有 1 到 {LONGEST_SEED} 个看得见的字，写在名单上，谁都能照样再抽",
            f"A seed has 1 to {LONGEST_SEED} printable signs; it stands on the list, "
            "so that anyone can draw the same.",
        )
    return cleaned


def _frame(done: Assessment, sampling: Sampling) -> tuple[pl.DataFrame, int]:
    """Return the households with the strata they are in, and how many are needed."""
    rows = done.households
    disabled = done.members.filter(pl.col("health") == "disabled")
    is_exit = pl.any_horizontal("early_pass", "exited", "has_left")
    own = rows.select(
        "village_id", "household_id", "is_enrolled",
        has_disabled=pl.col("household_id").is_in(disabled["household_id"].implode()),
        exit=is_exit,
        labour=pl.col("is_enrolled") & pl.col("has_labour"),
        no_labour=pl.col("is_enrolled") & ~pl.col("has_labour"),
        # Who has left was enrolled: the question of 漏评 isn't theirs.
        outside=~pl.col("is_enrolled") & ~pl.col("has_left"),
    )  # fmt: skip
    others = done.register["residents"].join(own, on="household_id", how="anti")
    told = others.select(
        "village_id", "household_id",
        *(pl.lit(value=False).alias(name) for name in
          ("is_enrolled", "has_disabled", EXIT, LABOUR, NO_LABOUR)),
        outside=pl.lit(value=True),
    )  # fmt: skip
    both = pl.concat([own, told.select(own.columns)]).filter(
        pl.col("village_id").is_in(done.villages["village_id"].implode())
    )
    enrolled = int(rows["is_enrolled"].sum())
    return both, math.ceil(enrolled * sampling["enrolled_share"] / 100)


def _villages(
    done: Assessment,
    frame: pl.DataFrame,
    sampling: Sampling,
    seed: str,
    wanted: Collection[str],
) -> list[str]:
    """Return the villages asked for, or all that have enrolled ones, drawn in order."""
    there = set(done.villages["village_id"])
    gone = sorted(set(wanted) - there)
    if gone:
        raise InspectionError(
            f"村 {'、'.join(gone)} 不在台账里。请从台账的村里选",
            f"The register has no village {', '.join(gone)}. Choose among its own.",
        )
    with_enrolled = set(frame.filter("is_enrolled")["village_id"])
    least = min(sampling.count("villages_least"), len(with_enrolled))
    if not with_enrolled or (wanted and len(set(wanted)) < least):
        raise InspectionError(
            f"每镇至少抽 {sampling.count('villages_least')} 个有建档立卡户的村",
            f"At least {sampling.count('villages_least')} villages with enrolled "
            "households are inspected. Choose more.",
        )
    names = wanted or with_enrolled
    return [name for _, name in shuffled(seed, "village", set(names))]


def _least(order: list[str], sampling: Sampling) -> int:
    return min(sampling.count("villages_least"), len(order))


def _of_village(
    homes: pl.DataFrame, village: str, sampling: Sampling, seed: str
) -> tuple[list[dict[str, Any]], list[Stratum]]:
    """Return what is drawn in a village, and the counts of its strata."""
    rows: list[dict[str, Any]] = []
    strata = []
    wanted = {EXIT: sampling.count("exit_least"), **sampling.asked}
    for name in (EXIT, LABOUR, OUTSIDE, NO_LABOUR):
        there = homes.filter(pl.col(name))
        order = shuffled(seed, name, there["household_id"])
        taken = order[: wanted[name]]
        if name == EXIT:
            disabled = set(there.filter("has_disabled")["household_id"])
            least = min(sampling.count("disabled_least"), wanted[name])
            taken = _with_some(order, taken, disabled, least)
        rows += [_row(village, home, name, found) for found, home in taken]
        undecided = int(homes[name].null_count())
        strata.append(
            Stratum(village, name, len(order), wanted[name], len(taken), undecided)
        )
    return rows, strata


def _with_some(
    order: list[tuple[str, str]],
    taken: list[tuple[str, str]],
    special: Collection[str],
    least: int,
) -> list[tuple[str, str]]:
    """Let the next special ones in for the last ordinary ones, until there are some."""
    have = [one for one in taken if one[1] in special]
    rest = [one for one in order[len(taken) :] if one[1] in special]
    more = rest[: max(0, least - len(have))]
    ordinary = [one for one in taken if one[1] not in special]
    kept = ordinary[: len(ordinary) - len(more)]
    return sorted([*have, *more, *kept])


def _more(
    frame: pl.DataFrame,
    chosen: list[str],
    rows: list[dict[str, Any]],
    seed: str,
    count: int,
) -> list[dict[str, Any]]:
    """Return further enrolled households of the chosen villages."""
    drawn = {row["household_id"] for row in rows}
    there = frame.filter(
        pl.col("village_id").is_in(chosen) & pl.col("is_enrolled")
    )  # fmt: skip
    of = dict(there.select("household_id", "village_id").iter_rows())
    order = shuffled(seed, MORE, of.keys() - drawn)
    return [_row(of[home], home, MORE, found) for found, home in order[:count]]


def _row(village: str, home: str, stratum: str, found: str) -> dict[str, Any]:
    return {
        "village_id": village, "household_id": home, "stratum": stratum,
        "ticket": found,
    }  # fmt: skip


def _enrolled(rows: list[dict[str, Any]], on_roll: set[str]) -> int:
    """Return how many enrolled households are in the rows, each counted once."""
    return len({row["household_id"] for row in rows} & on_roll)


def _listed(rows: list[dict[str, Any]], chosen: list[str]) -> list[dict[str, Any]]:
    """Return the rows by village, stratum and ticket."""
    at: Mapping[str, int] = {name: n for n, name in enumerate(chosen)}
    return sorted(
        rows,
        key=lambda r: (at[r["village_id"]], STRATA.index(r["stratum"]), r["ticket"]),
    )
