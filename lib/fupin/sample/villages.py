"""The four villages of the plan, and invented ones beyond; their years and funds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = np.array(list("东西南北上下新石大长"))
SECOND = np.array(list("塘坑岗田埔围寨岭涌陂"))


@dataclass(frozen=True)
class Village:
    """A village of the sample: share of enrolled, share still poor, what it records."""

    id: str
    name: str
    town: str
    weight: float
    left: float
    incidence: float
    incomes: tuple[float | None, ...]
    x: float
    y: float
    funds: float


PLAN_VILLAGES = (
    ("红中村", "官圩镇", 86, 0.28, 3.4, (7420.0, 8310.0, 8964.0), 62, 26, 1.0),
    ("历麻村", "新圩镇", 71, 0.155, 1.45, (7610.0, 8620.0, 9292.0), 52, 52, 1.0),
    ("回龙村", "回龙镇", 74, 0.176, 1.6, (7555.0, 8590.0, 9229.0), 12, 42, 1.0),
    ("建发村", "回龙镇", 59, 0.29, 1.85, (7300.0, 8240.0, None), 32, 84, 0.55),
)


def choose(rng: np.random.Generator, count: int) -> list[Village]:
    """Return the plan's villages, then invented ones."""
    width = max(3, len(str(count)))
    found = [
        Village(f"{i:0{width}d}", *row)
        for i, row in enumerate(PLAN_VILLAGES[:count], 1)
    ]
    for i in range(len(found) + 1, count + 1):
        name = str(rng.choice(FIRST)) + str(rng.choice(SECOND)) + "村"
        income = float(round(9178 * rng.uniform(0.93, 1.08)))
        incomes = (
            round(income * 0.82),
            round(income * 0.91),
            income if rng.random() > 0.08 else None,
        )
        found.append(
            Village(
                f"{i:0{width}d}",
                name,
                f"第{1 + i % 40}镇",
                72,
                rng.uniform(0.14, 0.3),
                rng.uniform(1.2, 3.2),
                incomes,
                rng.uniform(8, 92),
                rng.uniform(8, 92),
                1.0,
            )
        )
    return found


def table(villages: Sequence[Village]) -> pl.DataFrame:
    """Return the villages."""
    return pl.DataFrame(
        {
            "village_id": [v.id for v in villages],
            "village_name": [v.name for v in villages],
            "town_name": [v.town for v in villages],
            "schematic_x": [float(v.x) for v in villages],
            "schematic_y": [float(v.y) for v in villages],
            "recorded_on": [date(2016, 4, 1)] * len(villages),
        }
    )


def years(
    villages: Sequence[Village],
    unmet_persons: dict[str, int],
    households: dict[str, int],
) -> pl.DataFrame:
    """Return three recorded years a village; the population fits its incidence."""
    rows: list[dict[str, Any]] = []
    for v in villages:
        population = max(round(unmet_persons.get(v.id, 20) / v.incidence * 100), 300)
        count = households[v.id]
        for index, year in enumerate((2015, 2016, 2017)):
            is_done = year >= 2017
            income = v.incomes[index]
            rows.append(
                {
                    "village_id": v.id,
                    "year": year,
                    "population_count": population,
                    "village_households_count": count,
                    "village_income_per_person_year": income,
                    "village_income_source": f"{year}年农村经济收益分配统计表"
                    if income
                    else None,
                    "collective_income_year": float(28_000 + 17_000 * index),
                    "natural_villages_200_count": 4,
                    "natural_villages_200_paved_count": 4 if is_done else 3,
                    "safe_water_persons_count": population
                    if is_done
                    else population - 60,
                    "powered_households_count": count,
                    "broadcast_households_count": count,
                    "network_households_count": count if is_done else count - 40,
                    "clinics_count": 1,
                    "doctors_count": 1,
                    "recorded_on": date(year + 1, 2, 15),
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


# Share of the allocation, date, and how much of it has been paid.
ALLOCATIONS = (
    (0.10, date(2016, 7, 20), 1.0, "helper_town"),
    (0.12, date(2016, 11, 10), 0.97, "province"),
    (0.16, date(2017, 2, 18), 0.9, "province"),
    (0.17, date(2017, 5, 12), 0.76, "unit_own"),
    (0.15, date(2017, 9, 8), 0.5, "helper_town"),
    (0.16, date(2017, 12, 5), 0.22, "province"),
    (0.14, date(2018, 4, 16), 0.08, "helper_city"),
)


def funds(villages: Sequence[Village]) -> pl.DataFrame:
    """Return the ledger: what was allocated, and payments some weeks later."""
    rows: list[dict[str, Any]] = []
    weights = [v.weight * v.funds for v in villages]
    total = 24_550 * sum(v.weight for v in villages)
    for v, weight in zip(villages, weights, strict=True):
        share = total * weight / sum(weights)
        for n, (part, on, paid, source) in enumerate(ALLOCATIONS, 1):
            amount = float(round(share * part, -2))
            if v.funds < 1 and n > 4:  # The village whose last year fell short.
                amount = 88_000.0
            pay_on = date(
                on.year + on.month // 11, on.month % 12 + 2 if on.month < 11 else 1, 15
            )
            for entry, value, day in (
                ("allocated", amount, on),
                ("paid", round(amount * paid, -2), pay_on),
            ):
                rows.append(
                    {
                        "fund_id": f"{v.id}-F{n}-{entry[0]}",
                        "village_id": v.id,
                        "measure_id": None,
                        "fund_source": source,
                        "fund_entry": entry,
                        "fund_amount": float(value),
                        "entry_on": day,
                        "document_no": f"港扶〔{on.year}〕{n}号",
                        "recorded_on": day,
                    }
                )
    return pl.DataFrame(
        rows, schema_overrides={"measure_id": pl.String}, infer_schema_length=None
    )
