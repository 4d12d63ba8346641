"""Every bar of every issue: a new one is a function that returns rows, and a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.crowd import writers_at_once
from bench.exports import every_format
from bench.forms import all_forms
from bench.funds import large_ledger
from bench.office import office_files
from bench.oversight import county_sample
from bench.peers.compare import peers
from bench.registers import large_check, large_register, national_export, workbook
from bench.release import release
from bench.screen import screen
from bench.snapshots import town_snapshots
from bench.store import store
from bench.tasks import county_gaps, large_board
from bench.whatif import whatif
from bench.why import why
from bench.writing import while_taking

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.row import Row

BARS: tuple[Callable[[], list[Row]], ...] = (
    large_register,
    large_check,
    workbook,
    national_export,
    all_forms,
    why,
    store,
    screen,
    while_taking,
    whatif,
    release,
    peers,
    county_gaps,
    large_board,
    writers_at_once,
    every_format,
    office_files,
    town_snapshots,
    large_ledger,
    county_sample,
)
