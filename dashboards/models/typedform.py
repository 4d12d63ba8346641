"""What the forms of a session have in common: what was typed, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import param

from fupin.errors import FupinError

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View


class TypedForm(param.Parameterized):
    """The fields that were typed, by name; of one thing, or of a new one.

    A subclass has a parameter `named` for what is open (empty: a new one), says how it
    is saved, and which is its newest version.
    """

    named: ClassVar[str] = "key"

    edits = param.Dict(default={})
    seen = param.Integer(default=0, doc="The version when the form was opened.")
    error = param.ClassSelector(class_=FupinError, default=None, allow_None=True)
    is_open = param.Boolean(default=False)

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view

    def open(
        self, key: str, version: int = 0, given: dict[str, str] | None = None
    ) -> None:
        """Begin the form of one at its version; `given` stands in a new one."""
        opened = {self.named: key, "edits": given or {}, "seen": version}
        self.param.update(**opened, error=None, is_open=True)

    def close(self) -> None:
        """Leave the form; what wasn't saved is gone."""
        closed: dict[str, Any] = {self.named: "", "edits": {}, "seen": 0}
        self.param.update(**closed, error=None, is_open=False)

    def set(self, name: str, value: str) -> None:
        """Remember what was typed."""
        self.edits = self.edits | {name: value}

    def insist(self) -> None:
        """Take the newer version as seen: what was typed goes on top of it."""
        self.param.update(seen=self._newest(), error=None)

    def save(self, how: str) -> bool:
        """Do what `how` says; tell whether it was taken. An error is kept."""
        self.error = None
        try:
            self._do(how)
        except FupinError as error:
            self.error = error
            return False
        self.close()
        return True

    def _do(self, how: str) -> None:
        raise NotImplementedError

    def _newest(self) -> int:
        """Return the number of the newest version of what is open; 0: none."""
        raise NotImplementedError
