"""What pages have in common: one block of markup, drawn anew when something moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import panel as pn
import param

from dashboards.pages.taking import asks, hand_over
from dashboards.widgets import figures
from dashboards.widgets.html import Html
from fupin.errors import FupinError
from fupin.intake import LARGEST_FILE

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from dashboards.pages.taking import Pictures
    from fupin.document import Stamp

# What every page is drawn from; `written` counts what this session has put down.
WATCHED = ("page", "lang", "day", "village", "basis", "written")


class Block(pn.viewable.Viewer):
    """A page whose body is one `Html`; a subclass says what stands in it.

    One of several blocks lays them out in `__panel__` and draws them in `_draw`.
    """

    key: ClassVar[str]
    # Parts of the view that this page is drawn from as well.
    watched: ClassVar[tuple[str, ...]] = ()
    # Whether there is nothing to draw until a date is chosen.
    is_dated: ClassVar[bool] = True
    takes_files: ClassVar[bool] = False
    # Whether it shows what others write while it is open.
    follows: ClassVar[bool] = False

    def __init__(self, desk: Desk, view: View, **params: Any) -> None:
        super().__init__(**params)
        self.desk, self.view = desk, view
        self._html = Html(
            on_go=self._heard, on_field=self._field, dark=view.param.dark,
            on_file=self._on_file if self.takes_files else None, largest=self._largest,
        )  # fmt: skip
        self._begin()
        # One that is named twice would draw the page twice.
        view.param.watch(self._update, [*dict.fromkeys((*WATCHED, *self.watched))])
        if self.follows:
            view.param.watch(self._follow, ["followed"])
        self._update()

    def __panel__(self) -> Any:
        return self._html

    @property
    def _largest(self) -> int:
        """Return how many bytes a file may have that is put in."""
        return LARGEST_FILE

    def _begin(self) -> None:
        """Make what this page remembers for the session."""

    def _update(self, *_: Any) -> None:
        view = self.view
        if view.page != self.key or (self.is_dated and view.day is None):
            return
        self._draw()

    def _draw(self) -> None:
        """Send the page as things stand."""
        self._html.html = self._drawn()

    def _follow(self, *_: Any) -> None:
        """Draw what others wrote, unless somebody is in the middle of a form."""
        if self._leave_form():
            self._update()

    def _leave_form(self) -> bool:
        """Close a form that nothing was typed in; say whether none is left open."""
        return True

    def _drawn(self) -> str:
        """Return the page's markup as things stand."""
        raise NotImplementedError

    def _heard(self, where: str) -> None:
        """Save a chart, or go where it says."""
        if not asks(where):
            self._go(where)
            return
        try:
            hand_over(where, self._html, self.desk, self.view, self._pictures(),
                      self._stamp)  # fmt: skip
        except FupinError as error:
            self._tell(error)

    def _pictures(self) -> Pictures:
        """Return the charts of this page that can be saved, as it stands."""
        return {}

    def _stamp(self) -> Stamp | None:
        """Return where its figures come from, if it isn't what every page says."""
        return None

    def _go(self, where: str) -> None:
        self.view.go(where)

    def _tell(self, error: FupinError) -> None:
        """Say what is wrong, where, and the cure, in place of the page."""
        self._html.html = told(error, self.view.lang)

    def _field(self, name: str, value: str) -> None:
        """Take what was typed or chosen in a field."""

    def _on_file(self, path: Any) -> None:
        """Take a file that was put in."""


def told(error: FupinError, lang: str) -> str:
    """Return an error in words, as a page."""
    said = figures.text(error.say(lang))
    return f'<div class="page"><p class="empty">{said}</p></div>'


class Listed(Block):
    """A page of figures, each of which may open its list over the page."""

    behind = param.String(default="", doc="The list that is open over the page.")

    def _begin(self) -> None:
        self.param.watch(self._update, ["behind"])

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        self.behind = value if name == "list" else ""
        if name != "list":
            self.view.go(where)
