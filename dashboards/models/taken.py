"""A chart that a page shows, as a file: what it says of where its figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from fupin import exports
from fupin.document import Stamp
from fupin.exports.single import save, single

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from fupin.charting import Picture
    from fupin.document import Chart


def file_of(
    desk: Desk,
    view: View,
    drawn: Chart | Picture,
    kind: str,
    stamp: Stamp | None = None,
) -> tuple[str, bytes]:
    """Return name and bytes of a chart in the session's language and colours.

    Raises FupinError for a format that it can't be saved as, or without a font.
    """
    told = stamp or stamp_of(desk, view)
    town = desk.plan.town[view.lang]
    page = say(view.lang, f"{view.page}.title")
    document = single(drawn, view.lang, town, told, title=f"{town} {page} {told.day}")
    made = save(drawn, document, kind, dark=view.dark)
    return exports.file_name(document, kind, chart=drawn.key), made


def stamp_of(desk: Desk, view: View, filters: str = "") -> Stamp:
    """Return where the figures of a page come from; its scenario is the plan."""
    return Stamp(
        snapshot="", day=view.day, scenario=say(view.lang, "app.as_plan"),
        filters=filters or filters_of(desk, view),
        basis=say(view.lang, f"app.basis_{view.basis}"),
        vintage=vintage(desk, view.lang),
        plan=desk.plan.fingerprint[:6], tasks="", author="", made="", program="",
    )  # fmt: skip


def filters_of(desk: Desk, view: View) -> str:
    """Return the village that is shown, or that all are."""
    return desk.village_names.get(view.village) or say(view.lang, "app.all_villages")


def vintage(desk: Desk, lang: str) -> str:
    """Return the newest vintage that counts and the register's fingerprint."""
    seq = desk.vintage.seq if desk.vintage else next(iter(desk.seen), 0)
    print_ = desk.register.fingerprint[:6]
    return say(lang, "app.vintage", n=seq, fingerprint=print_) if seq else print_
