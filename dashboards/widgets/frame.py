"""The frame around every page: the top bar and the menu."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from dashboards.models.tasks import late_count
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import go
from fupin.measures import deadline
from fupin.plan import Scenario

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View

ICONS = {
    "overview": '<rect x="2" y="2" width="6" height="6"/><rect x="10" y="2" width="6" height="6"/>'
    '<rect x="2" y="10" width="6" height="6"/><rect x="10" y="10" width="6" height="6"/>',
    "forms": '<rect x="2.5" y="2" width="13" height="14"/><path d="M2.5 6.5h13M2.5 11h13M7 6.5V16"/>',
    "village": '<path d="M2 16V8l4-3 4 3v8M10 16v-6h6v6M5 16v-3h2v3M12.5 12.5h1"/>',
    "households": '<path d="M2 9l7-6 7 6M4 8v8h10V8M7.5 16v-5h3v5"/>',
    "tasks": '<path d="M2.5 2.5h3.6v13H2.5zM7.2 2.5h3.6v8H7.2zM11.9 2.5h3.6v10.5h-3.6z"/>',
    "funds": '<circle cx="9" cy="9" r="7"/><path d="M5.8 5l3.2 4 3.2-4M9 9v4.5M6.4 9h5.2M6.4 11.2h5.2"/>',
    "intake": '<path d="M9 2v9M5.5 7.5L9 11l3.5-3.5M3 12v4h12v-4"/>',
    "oversight": '<path d="M2 9s2.6-4.5 7-4.5S16 9 16 9s-2.6 4.5-7 4.5S2 9 2 9z"/><circle cx="9" cy="9" r="2"/>',
    "review": '<circle cx="8" cy="8" r="5.5"/><path d="M12 12l4 4M5.8 8l1.6 1.6L10.4 6.6"/>',
    "whatif": '<path d="M2 3v13h14M4 5h3v3h3v4h3v2h3"/><path d="M10 2v14" stroke-dasharray="2 2"/>',
    "meeting": '<path d="M2 3h14v9H2zM9 12v4M5.5 16h7"/><path d="M5 9l2.5-2.5 2 1.5L13 5.5"/>',
    "plan": '<path d="M4 2h8l3 3v11H4zM12 2v3h3"/><path d="M6.5 8h6M6.5 10.5h6M6.5 13h4"/>',
    "coverage": '<path d="M3 2h12v14H3zM6 6h6M6 9h3"/><path d="M8 12.5l1.8 1.8L14 9.8"/>',
}
MOON = '<circle cx="8" cy="8" r="6" fill="none"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>'


def through(desk: Desk, view: View) -> str:
    """Return the slider over the as-of dates, with a mark where each year begins."""
    days, last = desk.days, len(desk.days) - 1
    at = max(bisect_right(days, view.day) - 1, 0)
    years = "".join(
        f'<i style="left:{100 * n / last:.1f}%">{day.year}</i>'
        for n, day in enumerate(days[:-1])
        if n == 0 or day.year != days[n - 1].year
    )
    told = say(view.lang, "app.as_of")
    return (
        f'<span class="through"><input type="range" min="0" max="{last}" value="{at}" '
        f'data-field="step" data-points="day" aria-label="{told}" '
        f'aria-valuetext="{figures.day(view.day, view.lang)}">'
        f"<span>{years}</span></span>"
    )


def topbar(desk: Desk, view: View) -> str:
    """Return title, as-of date, basis, and at the right what the figures rest on."""
    lang = view.lang
    days = desk.days if view.day in desk.days else [*desk.days, view.day]
    options = choices(((day, figures.day(day, lang)) for day in days), view.day)
    bases = choices(
        ((basis, say(lang, f"app.basis_{basis}")) for basis in ("fixed", "actual")),
        view.basis,
    )
    villages = choices(
        (
            ("", say(lang, "app.all_villages")),
            *((k, figures.text(v)) for k, v in desk.village_names.items()),
        ),
        view.village,
    )
    register = say(lang, "app.data", fingerprint=desk.register.fingerprint[:6])
    plan = say(lang, "app.plan", fingerprint=desk.plan.fingerprint[:6])
    replay = ""
    if desk.vintage is not None:
        told = desk.vintage.recorded_at.astimezone().date()
        words = say(
            lang, "app.replay", seq=desk.vintage.seq, day=figures.day(told, lang)
        )
        replay = f'<a class="tag replay" href="?p=intake" title="{say(lang, "app.replay_hint")}">{words} ✕</a>'
    return (
        f'<div class="topbar {lang}"><span class="brand wide-only"><i class="seal serif">{say(lang, "app.seal")}</i>'
        f"{say(lang, 'app.title')}</span><h1>{say(lang, f'{view.page}.title')}</h1>"
        f'<span class="rule phone-hide"></span><span class="label">{say(lang, "app.as_of")}</span>'
        f'<select data-field="day" aria-label="{say(lang, "app.as_of")}">{options}</select>'
        f"{through(desk, view) if len(desk.days) > 1 and not replay else ''}"
        f'<select data-field="village" class="phone-hide{" set" if view.village else ""}" '
        f'aria-label="{say(lang, "households.facet_village")}">{villages}</select>'
        # The what-if page has a basis of its own for each line.
        f'<select data-field="basis"{" hidden" if view.page == "whatif" else ""} class="wide-only{" set" if view.basis != "fixed" else ""}" '
        f'aria-label="{say(lang, "app.basis")}">{bases}</select>'
        f'{replay}<div class="right"><span class="wide-only" title="{say(lang, "app.data_hint")}">{register}</span>'
        f'<span class="wide-only" title="{say(lang, "app.plan_hint")}">{plan}</span>'
        f'<button class="btn phone-hide" data-go="copy" data-done="{say(lang, "app.copied")}">'
        f"{say(lang, 'app.copy_link')}</button>"
        f'<button class="plain" data-go="lang" title="{say(lang, "app.language_hint")}">'
        f"{say(lang, 'app.language')}</button>"
        f'<button class="plain" data-go="dark" title="{say(lang, "app.light" if view.dark else "app.dark")}" '
        f'aria-label="{say(lang, "app.light" if view.dark else "app.dark")}">'
        f'<svg width="16" height="16" viewBox="0 0 16 16" stroke="currentColor" stroke-width="1.4">{MOON}</svg>'
        "</button></div></div>"
    )


def nav(desk: Desk, view: View, pages: tuple[str, ...]) -> str:
    """Return the menu, with the countdown to the end of the campaign at its foot."""
    lang = view.lang
    late = late_count(desk, view)
    words = say(lang, "tasks.badge_mine" if view.own or view.author else "tasks.badge", n=late)  # fmt: skip
    badge = f'<b class="count" title="{words}" aria-label="{words}">{late}</b>' if late else ""  # fmt: skip
    items = "".join(
        f'<a class="{"on" if page == view.page else ""}" {go(page)}>'
        '<svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" '
        f'stroke-width="1.4">{ICONS[page]}</svg>{say(lang, f"{page}.title")}{badge if page == "tasks" else ""}</a>'
        for page in pages
    )
    end = deadline(Scenario(desk.plan), view.day)
    left = (end - view.day).days
    until = say(lang, "app.countdown", day=figures.day(end, lang))
    count = (
        f"{until}<br><b>{left}</b> {say(lang, 'app.days')}"
        if left > 0
        else say(lang, "app.over")
    )
    return (
        f'<nav class="nav" aria-label="{say(lang, "app.menu")}"><div class="items">{items}</div>'
        f'<div class="foot">{count}<br>{say(lang, "app.sample") if desk.is_sample else ""}</div></nav>'
    )
