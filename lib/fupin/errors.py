"""Every error a user can meet: what is wrong, where, and what to do about it.

A message is said in Chinese and in English, since the command and the screen
show one or the other.
"""

from __future__ import annotations

from typing import Any, ClassVar


class FupinError(Exception):
    """An error whose message a person can act on.

    `zh` and `en` say the same thing: what, where, and the cure.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en

    def say(self, lang: str) -> str:
        """Return the message in `lang` ("zh" or "en")."""
        return self.zh if lang == "zh" else self.en


class TwoVersions:
    """Of an error about a row that somebody wrote on meanwhile: theirs, and mine.

    `compared` names the fields that are looked at; without any, all that mine has.
    """

    theirs: dict[str, Any]
    mine: dict[str, Any]
    compared: ClassVar[tuple[str, ...]] = ()

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """Return (field, theirs, mine) where the two versions differ."""
        return [
            (name, self.theirs[name], self.mine[name])
            for name in self.compared or self.mine
            if self.theirs[name] != self.mine[name]
        ]


class PlanError(FupinError):
    """The plan's files contradict each other or can't be read."""


class RuleError(PlanError):
    """A rule's text can't be compiled."""


class IntakeError(FupinError):
    """A register can't be read at all; nothing has been taken."""


class AccessError(FupinError):
    """The reader may not see or do this."""


class ScenarioError(FupinError):
    """A scenario asks for something the plan doesn't have."""


class StoreError(FupinError):
    """The store can't be opened, or can't take what it was given."""


class ProposalError(FupinError):
    """A change of the plan can't be proposed, or decided by this person."""
