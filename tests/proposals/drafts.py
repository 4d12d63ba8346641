"""Drafts of invented changes; a test says the one thing it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from fupin.proposals import BASIS, CORRECTION, RULE, TEXT, VALUE, Draft

FIRST = date(2016, 1, 1)
LINE = "household_exit_line"


def draft(kind: str, subject: str, starts: date = FIRST, **body: Any) -> Draft:
    """Return a signed draft; author, reason and source may be said among `body`."""
    who = {"author": "陈一", "reason": "练习", "source": "练习用，虚构"}
    who |= {name: body.pop(name) for name in tuple(body) if name in who}
    return Draft(kind, subject, starts, body, **who)


def rule(
    when: str, starts: date = FIRST, subject: str = "seven_out_6", **body: Any
) -> Draft:
    """Return the words and the condition of a rule that was still to be recorded."""
    said = {"text": "六是（虚构）某类农户不能进", "when": when} | body
    return draft(RULE, subject, starts, **said)


def value(subject: str, amount: Any, starts: date = FIRST, **body: Any) -> Draft:
    """Return a parameter's new value."""
    return draft(VALUE, subject, starts, value=amount, **body)


def correction(subject: str, amount: Any, starts: date = FIRST, **body: Any) -> Draft:
    """Return a value in the place of another."""
    return draft(CORRECTION, subject, starts, value=amount, **body)


def basis(subject: str, name: str, starts: date = FIRST) -> Draft:
    """Return another basis of a line."""
    return draft(BASIS, subject, starts, basis=name)


def text(number: int, words: str = "（虚构）落实某事") -> Draft:
    """Return the words of one of the ten."""
    return draft(TEXT, f"implement_{number}", text=words)
