"""What the accounts find."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.funds import alarms

if TYPE_CHECKING:
    from fupin.funds import Accounts


SPRING, SUMMER = date(2018, 3, 1), date(2018, 5, 30)


def kinds(found: Accounts) -> dict[str, Any]:
    return {one.kind: one for one in alarms(found)}
