"""Measure every bar, print a table, write results.json; leave with 1 if one breaks.

`python -m bench.run [part of a bar's name ...]` measures only those.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from bench.bars import BARS
from bench.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = Path(__file__).with_name("results.json")


def _measured(bar: Callable[[], list[Row]]) -> list[Row]:
    """Return the bar's rows; one that can't be measured is a broken one."""
    try:
        return bar()
    except Exception:  # noqa: BLE001 the other bars are still worth measuring
        traceback.print_exc()
        return [Row(0, f"{bar.__name__}: not measured", float("inf"), "", 0)]


def _line(row: Row) -> str:
    mark = "ok " if row.ok else "NOT"
    held = f"{row.value:>10.3f} < {row.bar:<6g} {row.unit:<2}"
    return f"{mark} {row.issue:>3} {held} {row.name}"


def main(wanted: list[str]) -> int:
    """Measure the bars whose name holds one of `wanted`, or all."""
    rows: list[Row] = []
    for bar in BARS:
        if wanted and not any(part in bar.__name__ for part in wanted):
            continue
        for row in _measured(bar):
            rows.append(row)
            print(_line(row), flush=True)
    said = [row.as_dict() for row in rows]
    RESULTS.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return int(not all(row.ok for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
