"""What can be taken away from the what-if page, as far as the reader may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.beside import between, held_against
from dashboards.models.whatif import flips
from fupin.intake.saving import escaped

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.whatif import WhatIf
    from dashboards.pages.whatif import WhatIfPage

NAMES = {"against": "errors", "pair": "moves", "curve": "curve"}


def file_of(page: WhatIfPage, made: WhatIf, what: str) -> tuple[str, bytes] | None:
    """Return the name and bytes of a table; None where the reader may see none.

    `what` is the list against a decided one, that between two columns, the steps of
    the curve, or (anything else) who moved against the plan.
    """
    rows = _rows(page, made, what)
    if rows is None:
        return None
    name = NAMES.get(what, "flips")
    file = f"whatif-{name}-{made.scenario.fingerprint}-{page.view.day}.csv"
    return file, escaped(rows).write_csv(include_bom=True).encode()


def _rows(page: WhatIfPage, made: WhatIf, what: str) -> pl.DataFrame | None:
    match what:
        case "against":
            key = page.reference or f"enrolled:{made.engine.day}"
            errors = held_against(made, page.shelf, key)
            return None if errors is None else errors.named
        case "pair":
            moved = between(made, page.shelf, page.pair)
            return None if moved is None else moved.flips
        case "curve":
            # Of who may see only coarse steps these are the coarse ones.
            return made.curve.to_polars()
    return None if made.is_coarse else flips(made, page.sort)
