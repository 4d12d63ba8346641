"""What the page does with saved scenarios: save, carry over, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.whatif import whatif
from fupin.errors import FupinError

if TYPE_CHECKING:
    from dashboards.pages.whatif import WhatIfPage

SHELF_ACTS = ("saving", "save", "save-new", "save-on", "carry", "withdraw")


def shelved(page: WhatIfPage, act: str) -> str:
    """Do what was asked; return what stood in the way, in words, or nothing."""
    shelf = page.shelf
    if act == "saving":
        shelf.is_saving = not shelf.is_saving
        return ""
    if act == "carry" and not page.view.author:
        # Who carries it over signs for it.
        shelf.is_saving = True
        return ""
    if act == "save-new":
        shelf.opened = None
    try:
        if act == "withdraw":
            shelf.withdraw()
        else:
            now = whatif(page.desk, page.view, page.parameter).scenario
            shelf.save(now, on_theirs=act == "save-on")
    except FupinError as error:
        return error.say(page.view.lang)
    return ""
