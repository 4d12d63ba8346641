"""Inspection of a sample (抽查): drawn by a seed, looked at by others, counted."""

from __future__ import annotations

from fupin.inspection.draw import (
    ASKED,
    STRATA,
    Draw,
    InspectionError,
    Stratum,
    draw,
)
from fupin.inspection.reading import Inspection, inspected, results, team
from fupin.inspection.rules import Sampling, load_sampling
from fupin.inspection.shares import SHARES, Share, shares, wilson
from fupin.inspection.tickets import ticket
from fupin.inspection.workbook import Listed, file_name, sample_workbook
from fupin.inspection.writing import (
    FOUND,
    Act,
    StaleResultError,
    default_seed,
    keep,
    record,
)

__all__ = [
    "ASKED",
    "FOUND",
    "SHARES",
    "STRATA",
    "Act",
    "Draw",
    "Inspection",
    "InspectionError",
    "Listed",
    "Sampling",
    "Share",
    "StaleResultError",
    "Stratum",
    "default_seed",
    "draw",
    "file_name",
    "inspected",
    "keep",
    "load_sampling",
    "record",
    "results",
    "sample_workbook",
    "shares",
    "team",
    "ticket",
    "wilson",
]
