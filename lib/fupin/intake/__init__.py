"""Read a register from an office's file: everything sound in it, nothing by halves."""

from __future__ import annotations

from fupin.intake.fix_list import write_fix_list
from fupin.intake.limits import LARGEST_FILE
from fupin.intake.origin import Origin
from fupin.intake.problems import Problems
from fupin.intake.reading import (
    SOURCES,
    Intake,
    check,
    check_register,
    read,
    read_frames,
)
from fupin.intake.template import write_template
from fupin.intake.workbook import write_workbook

__all__ = [
    "LARGEST_FILE",
    "SOURCES",
    "Intake",
    "Origin",
    "Problems",
    "check",
    "check_register",
    "read",
    "read_frames",
    "write_fix_list",
    "write_template",
    "write_workbook",
]
