"""A person's own views of the list: filters under a name, opened, saved and dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import param

from fupin.errors import FupinError
from fupin.tasks import drop_view, save_view, views_of

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

# What a view keeps: the filters of the list, and which list it is.
KEPT = ("village", "department", "status", "alarm", "kind", "due", "form")


class TaskViews(param.Parameterized):
    """The views of who looks, and the name of a new one."""

    typed = param.String(default="", doc="What the new view is to be called.")

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view

    @property
    def held(self) -> dict[str, dict[str, str]]:
        """Return the person's views by name."""
        store, author = self.desk.store, self.view.author.strip()
        return views_of(store, author) if store and author else {}

    def do(self, act: str, name: str) -> FupinError | None:
        """Save, drop or open a view; return what was wrong."""
        store, view = self.desk.store, self.view
        if store is None:
            return None
        try:
            if act == "save-view":
                filters = {one: getattr(view, one) for one in KEPT}
                save_view(store, view.author, self.typed, filters)
                self.typed = ""
            elif act == "drop-view":
                drop_view(store, view.author, name)
            elif name in self.held:
                self._open(self.held[name])
        except FupinError as error:
            return error
        return None

    def _open(self, filters: dict[str, str]) -> None:
        # A village may have gone since; all else is left out where it means nothing.
        known = {k: filters.get(k, "") for k in KEPT}
        if known["village"] not in self.desk.village_names:
            known["village"] = ""
        self.view.set(**known)
