"""The funds: planned, allocated, paid; how long money lay; what it may not pay for."""

from __future__ import annotations

from fupin.funds.accounts import Accounts, Limits, accounts
from fupin.funds.alarms import ALARMS, Alarm, alarms, low
from fupin.funds.checks import FIELDS, Books, FundError
from fupin.funds.entries import KINDS
from fupin.funds.flags import FLAGS
from fupin.funds.matching import Wait
from fupin.funds.reading import Ledger, history
from fupin.funds.share import Standing
from fupin.funds.sums import Pace, Sums
from fupin.funds.tree import Ban, Source, Tree, load_tree
from fupin.funds.writing import Act, StaleFundError, add, edit, withdraw

__all__ = [
    "ALARMS",
    "FIELDS",
    "FLAGS",
    "KINDS",
    "Accounts",
    "Act",
    "Alarm",
    "Ban",
    "Books",
    "FundError",
    "Ledger",
    "Limits",
    "Pace",
    "Source",
    "StaleFundError",
    "Standing",
    "Sums",
    "Tree",
    "Wait",
    "accounts",
    "add",
    "alarms",
    "edit",
    "history",
    "load_tree",
    "low",
    "withdraw",
]
