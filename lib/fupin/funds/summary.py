"""The funds in plain data, for a command or another program: yuan, never rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin.funds.alarms import alarms
from fupin.funds.exports import names

if TYPE_CHECKING:
    from fupin.funds.accounts import Accounts
    from fupin.funds.sums import Sums


def summary(found: Accounts) -> dict[str, Any]:
    """Return every figure by name; amounts in yuan, what isn't known as None."""
    one, called = found.wait, names(found)
    return {
        "on": found.day.isoformat(),
        "village": found.village or None,
        **_sums(found.total),
        "days_median": one.median,
        "days_longest": one.longest,
        "waiting": _yuan(one.waiting_fen),
        "waiting_longest_days": one.waiting_longest,
        "year_rate_percent": found.pace.rate,
        "year_elapsed_percent": found.pace.elapsed,
        "payments_without_recorded_plan": found.open_plan,
        "flagged": found.flagged.height,
        "by_village": _by({called.get(v, v): s for v, s in found.by_village.items()}),
        "by_source": _by(found.by_source),
        "by_year": _by({str(y or "unknown"): s for y, s in found.by_year.items()}),
        "own_funds_twelve_months": {v: _yuan(f) for v, f in found.own.items()},
        "persons_counted": list(found.persons),
        "shares": [
            {"share": s.share.id, "percent": s.percent, "met": s.is_met,
             "due": [_yuan(f) for f in s.due], "there": [_yuan(f) for f in s.there]}
            for s in found.shares
        ],
    }  # fmt: skip


def alarmed(found: Accounts) -> list[dict[str, Any]]:
    """Return the alarms in plain data."""
    return [
        {"alarm": a.kind, "certain": a.is_certain, "villages": list(a.villages),
         "count": a.count, "yuan": _yuan(a.fen)}
        for a in alarms(found)
    ]  # fmt: skip


def _sums(one: Sums) -> dict[str, Any]:
    return {
        "planned": _yuan(one.planned),
        "plans_without_amount": one.open_plans,
        "allocated": _yuan(one.allocated),
        "returned": _yuan(one.returned),
        "paid": _yuan(one.paid),
        "balance": None if one.balance is None else _yuan(one.balance),
        "used_rate_percent": one.used_rate,
    }


def _by(held: dict[str, Sums]) -> dict[str, dict[str, Any]]:
    return {
        name: _sums(one)
        for name, one in held.items()
        if one.plans or one.allocated or one.paid or one.returned or one.open
    }


def _yuan(fen: int) -> float:
    return fen / 100
