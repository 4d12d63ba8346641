"""The oversight page in markup: the finding, the parts, and the list of objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.oversight import NEW, STATES, TABS, address, place
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import card, go
from dashboards.widgets.rows import list_table, wide
from fupin.access import mask_name
from fupin.codes import label

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.oversight import Oversight
    from dashboards.models.view import View
    from fupin.objections import Objection

HEADS = ("state", "place", "kind", "about", "received", "channel", "taker", "left")
SMALL = ("state", "place", "left")
# How each state is marked; what is decided is done, whatever the outcome.
MARKS = {"new": "", "open": "", "taken": "running"}


def head(page: Oversight, tab: str, finding: str, after: str) -> str:
    """Return the finding, what follows from it, and the page's parts and acts."""
    lang = page.lang
    buttons = "".join(
        f'<button class="btn pill{" on" if one == tab else ""}" data-go="tab={one}">'
        f"{say(lang, f'oversight.tab_{one}')}</button>"
        for one in TABS
    )
    new = ""
    if page.may_write:
        new = (
            f'<button class="btn pri" data-go="new={NEW[tab]}">'
            f"{say(lang, f'oversight.new_{tab}')}</button>"
        )
    return (
        f'<div class="headline oversight-head"><div><h2 class="serif">{finding}</h2>'
        f'<p class="next">{after}</p></div><div class="oversight-acts">{buttons}{new}</div></div>'
    )


def objections_head(page: Oversight) -> str:
    """Return how many are open, late, and whose step they hold."""
    lang = page.lang
    count = len(page.open) + len(page.own_open)
    if not count:
        finding = say(lang, "oversight.headline_none")
    else:
        finding = say(
            lang, "oversight.headline", open=f"<em>{count}</em>", held=len(page.held)
        )
        if page.late:
            finding += say(
                lang, "oversight.headline_late", n=f"<em>{len(page.late)}</em>"
            )
    said = [say(lang, "oversight.next_days", days=page.days)]
    if page.untaken:
        said.insert(0, say(lang, "oversight.next_untaken", n=page.untaken))
    said.append(say(lang, "oversight.next_protected"))
    after = say(lang, "tasks.semicolon").join(said)
    return head(page, TABS[0], finding, after[:1].upper() + after[1:])


def listed(page: Oversight, desk: Desk, view: View) -> str:
    """Return the filter and the rows: what is open, and by people, comes first."""
    lang = page.lang
    state = view.status if view.status in STATES else ""
    shown = [(one.is_open, _row(one, page, desk)) for one in page.listed(state)]
    shown += [
        (row["is_open"], _own_row(row, page, desk)) for row in page.own_listed(state)
    ]
    # Open ones first; each kind stays in its order.
    rows = [markup for _, markup in sorted(shown, key=lambda pair: not pair[0])]
    heads = ((say(lang, f"oversight.head_{key}"), _css(key)) for key in HEADS)
    none = "none_open" if state == "open" else "none"
    body = f'<p class="empty">{say(lang, f"oversight.{none}")}</p>'
    if rows:
        body = wide(list_table(heads, "".join(rows)))
    title = _title(page)
    caption = say(lang, "oversight.list_caption")
    return card(title, caption, body, "", extra=_filter(state, lang))


def _title(page: Oversight) -> str:
    lang = page.lang
    if not page.open:
        return say(lang, "oversight.list_title", n=len(page.written) + len(page.own))
    first = page.open[0]
    key = "late" if first.days_left < 0 else "soon"
    return say(lang, f"oversight.list_{key}", n=abs(first.days_left))


def _filter(state: str, lang: str) -> str:
    options = choices(((one, state_words(one, lang)) for one in STATES), state)
    return (
        f'<label class="oversight-filter"><span class="caption">{say(lang, "oversight.head_state")}</span>'
        f'<select data-field="status" class="{"set" if state else ""}">'
        f'<option value="">{say(lang, "tasks.all")}</option>{options}</select></label>'
    )


def _css(key: str) -> str:
    right = "r" if key == "left" else ""
    return f"{right}{'' if key in SMALL else ' min-hide'}"


def _row(one: Objection, page: Oversight, desk: Desk) -> str:
    lang = page.lang
    cells = {
        "state": state_mark(one.state, lang),
        "place": f"<b>{figures.text(place(one.village_id, one.household_id, desk))}</b>",
        "kind": label("objection_kind", one.kind, lang),
        "about": about(one, page),
        "received": figures.day(one.received_on, lang),
        "channel": say(lang, f"oversight.channel_{one.channel}"),
        "taker": figures.text(mask_name(one.taker)),
        "left": left(one, lang),
    }
    said = "".join(f'<td class="{_css(key)}">{cells[key]}</td>' for key in HEADS)
    return f'<tr data-go="open={address(one.key, desk)}">{said}</tr>'


def _own_row(row: dict[str, Any], page: Oversight, desk: Desk) -> str:
    """Return a row of the register's own: an open one is taken, others are looked at."""
    lang = page.lang
    where = place(row["village_id"] or "", row["household_id"], desk)
    cells = {
        "state": state_mark(row["state"], lang),
        "place": f"<b>{figures.text(where)}</b>",
        "kind": label("objection_kind", row["objection_kind"], lang),
        "about": say(lang, "oversight.of_register"),
        "received": figures.day(row["raised_on"], lang),
        "channel": figures.NOTHING,
        "taker": figures.NOTHING,
        "left": say(lang, "oversight.no_deadline")
        if row["is_open"]
        else figures.day(row["closed_on"], lang),
    }
    said = "".join(f'<td class="{_css(key)}">{cells[key]}</td>' for key in HEADS)
    link = go("households", h=desk.token_of(row["household_id"]))
    if row["can_be_taken"]:
        link = f'data-go="open={address(row["key"], desk)}"'
    return f"<tr {link}>{said}</tr>"


def state_words(state: str, lang: str) -> str:
    """Return what a state is called: a step of the way, or the outcome."""
    if state in ("open", "upheld", "partly", "rejected"):
        return label("objection_state", state, lang)
    return say(lang, f"oversight.state_{state}")


def state_mark(state: str, lang: str) -> str:
    """Return a state with its mark."""
    mark = MARKS.get(state, "done")
    return f'<span class="tstate {mark}">{state_words(state, lang)}</span>'


def about(one: Objection, page: Oversight) -> str:
    """Return what an objection is about: the step, the person masked, the unit."""
    lang = page.lang
    said = say(lang, f"oversight.about_{one.about}")
    if one.about == "step":
        return step_words(one.step, lang)
    if one.about == "person":
        return f"{said} {figures.text(mask_name(one.person))}"
    if one.about == "department":
        known = page.plan.departments.get(one.department)
        return figures.text(known.name[lang] if known else one.department)
    return said


def step_words(step: str, lang: str) -> str:
    """Return a step with its procedure: 退出 · 公示."""
    procedure, _, name = step.partition(".")
    return f"{label('procedure', procedure, lang)} · {label('step', name, lang)}"


def left(one: Objection, lang: str) -> str:
    """Return the days left, the days late, or the day of the decision."""
    if not one.is_open:
        return figures.day(one.decided_on, lang)
    if one.days_left < 0:
        return f'<b class="unmet">{say(lang, "tasks.late", n=-one.days_left)}</b>'
    return say(lang, "tasks.left", n=one.days_left)
