"""The tasks page in markup: the finding, the parts, and the matrix of departments."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboards.models.taskfilter import TEN
from dashboards.models.tasks import TABS, Cell
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import go
from fupin.proposals.applied import NUMERALS

if TYPE_CHECKING:
    from dashboards.models.tasks import Tasks
    from fupin.tasks import Pace

NOTHING = Cell(0, 0, 0, 0)


def opens(**filters: str) -> str:
    """Return the attribute that opens the list with these filters only."""
    kept = {"p": "tasks", "tab": "list"} | {k: v for k, v in filters.items() if v}
    return f'data-go="{urlencode(kept).replace("&", "&amp;")}"'


def department(name: str, page: Tasks) -> str:
    """Return a unit's name; the register may name one that the plan hasn't."""
    known = page.plan.departments.get(name)
    return figures.text(known.name[page.lang] if known else name)


def own_unit(page: Tasks, own: str) -> str:
    """Return the choice of the department of who looks or writes."""
    nothing = say(page.lang, "tasks.me_none")
    return f'<select data-field="own">{units(page, own, nothing)}</select>'


def units(page: Tasks, held: str, nothing: str) -> str:
    """Return the departments as choices, after the words for none."""
    named = ((name, department(name, page)) for name in page.plan.departments)
    return choices([("", nothing), *named], held)


def head(page: Tasks, tab: str, village: str, mine: str = "") -> str:
    """Return the finding, what follows from it, and the page's parts and acts.

    `mine` is the finding of who looks, in place of that of all.
    """
    lang, whole = page.lang, page.whole
    buttons = "".join(
        f'<button class="btn pill{" on" if one == tab else ""}" data-go="tab={one}">'
        f"{say(lang, f'tasks.tab_{one}')}</button>"
        for one in TABS
    )
    new = (
        f'<button class="btn pri" data-go="new">{say(lang, "tasks.new")}</button>'
        if page.may_write
        else ""
    )
    late = f"<em {opens(alarm='red', v=village)}>{figures.number(whole.late)}</em>"
    if whole.late:
        worst, pace = next(iter(page.departments.items()))
        finding = say(
            lang, "tasks.headline_late", open=figures.number(whole.total - whole.done),
            late=late, department=department(worst, page), n=f"<em>{pace.late}</em>",
        )  # fmt: skip
        if page.late_rule:
            rule = figures.text(page.plan.rules[page.late_rule].label[lang])
            finding += say(lang, "tasks.headline_rule", rule=rule)
    else:
        finding = say(lang, "tasks.headline_none", open=figures.number(whole.total - whole.done))  # fmt: skip
    return (
        f'<div class="headline tasks-head"><div><h2 class="serif">{mine or finding}</h2>'
        f'<p class="next">{_after(page, page.own if mine else whole)}</p></div><div class="tasks-acts">{buttons}{new}</div></div>'
    )


def news(lang: str) -> str:
    """Return what is shown when others wrote in the middle of an edit."""
    return (
        f'<p class="tasks-news" role="status" data-tell="news" hidden>{say(lang, "tasks.news")} '
        f'<button class="btn" data-go="refresh">{say(lang, "tasks.refresh")}</button></p>'
    )


def _after(page: Tasks, whole: Pace) -> str:
    lang = page.lang
    target = page.limits.target
    said = [
        say(lang, "tasks.next_rate", rate=figures.percent(whole.rate), on_time=figures.number(whole.on_time),
            total=figures.number(whole.total), target=figures.number(target))
    ]  # fmt: skip
    if whole.needed(target):
        said.append(say(lang, "tasks.next_needed", n=whole.needed(target)))
    said.append(say(lang, "tasks.next_verify", n=figures.number(whole.to_verify)))
    return say(lang, "tasks.semicolon").join(said)


def matrix(page: Tasks, village: str) -> str:
    """Return departments × what the tasks come from × villages; cells open the list."""
    lang = page.lang
    places = [v for v in page.villages if not village or v == village]
    late = [n for n, p in page.departments.items() if p.late]
    calm = sum(1 for p in page.departments.values() if not p.late)
    title = say(lang, "tasks.matrix_title", late=len(late), calm=calm)
    if not late:
        title = say(lang, "tasks.matrix_calm")
    rows = []
    is_first_calm = bool(late)
    for place, (name, pace) in enumerate(page.departments.items()):
        rule = is_first_calm and not pace.late
        is_first_calm = is_first_calm and not rule
        rows.append(_row(page, name, pace, places, starts=place == 0, rule=rule))
    return (
        f'<section class="card"><header><h3>{title}</h3>{_legend(lang)}</header>'
        f'<div class="wide-scroll"><table class="tasks-matrix">{_heads(page, places)}'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
        f'<p class="note">{figures.text(page.reading[lang])}</p></section>'
    )


def _legend(lang: str) -> str:
    items = (
        f'<span class="tk late">2 / 3</span>{say(lang, "tasks.key_late")}',
        f'<span class="tk">2</span>{say(lang, "tasks.key_open")}',
        f'<span class="tk wait"><b>1</b></span>{say(lang, "tasks.key_wait")}',
        f'<span class="dot"></span>{say(lang, "tasks.key_done")}',
        f"— {say(lang, 'tasks.key_none')}",
    )
    return (
        f'<div class="tasks-legend">{"".join(f"<span>{i}</span>" for i in items)}</div>'
    )


def _heads(page: Tasks, places: list[str]) -> str:
    lang, n = page.lang, len(places)
    first = next(i for i in page.plan.implementations if i["number"] == 1)
    names = "".join(
        f'<th class="c">{figures.text(page.villages[v].removesuffix("村"))}</th>'
        for v in places
    )
    town = f'<th class="c">{say(lang, "tasks.town")}</th>'
    ends = "".join(
        f'<th rowspan="2" class="end {css}">{say(lang, f"tasks.col_{key}", target=figures.number(page.limits.target))}</th>'
        for key, css in (("late", "r"), ("rate", ""), ("longest", "r"))
    )
    pending = titles = ""
    if page.pending:
        words = say(lang, "tasks.group_pending", numbers=_numbers(page.pending, lang))
        pending = f'<th class="gap pend">{words}</th>'
        titles = f'<th class="gap pend">{say(lang, "tasks.pending_titles")}</th>'
    return (
        f'<thead><tr><th rowspan="2"></th><th colspan="{n + 1}">{say(lang, "tasks.group_duty")}</th>'
        f"{_group(n, say(lang, 'tasks.group_implement') + figures.text(first[lang]))}"
        f"{_ten(page)}{pending}"
        f"{_group(n, say(lang, 'tasks.group_gap'))}{ends}</tr>"
        f"<tr>{town}{names}{_apart(names)}{titles}{_apart(names)}</tr></thead>"
    )


def numeral(number: int, lang: str) -> str:
    """Return which of the ten it is, as the plan numbers them: （二）."""
    return f"（{NUMERALS[number - 1]}）" if lang == "zh" else f"({number})"


def _numbers(held: list[int], lang: str) -> str:
    said = [numeral(number, lang) for number in held]
    if len(held) > 1 and held[-1] - held[0] == len(held) - 1:
        return f"{said[0]}{say(lang, 'tasks.to')}{said[-1]}"
    return "".join(said)


def _ten(page: Tasks) -> str:
    """Return the columns of those of the ten that are recorded after the first."""
    return "".join(
        f'<th rowspan="2" class="c gap" title="{figures.text(words) if words else ""}">{numeral(number, page.lang)}</th>'
        for number, words in page.ten.items()
    )


def _group(villages: int, words: str) -> str:
    # Without a village there is no column for the name to stand over.
    return f'<th colspan="{villages}" class="gap">{words}</th>' if villages else ""


def _apart(cells: str) -> str:
    return cells.replace('class="c', 'class="c gap', 1)


def _row(  # noqa: PLR0913
    page: Tasks, name: str, pace: Pace, places: list[str], *, starts: bool, rule: bool
) -> str:  # fmt: skip
    lang = page.lang
    cells = _cell(page, name, "duty", "")
    cells += "".join(_cell(page, name, "duty", v) for v in places)
    cells += _apart("".join(_cell(page, name, "implement", v) for v in places))
    only = places[0] if len(places) == 1 else ""
    cells += "".join(
        _apart(_cell(page, name, f"ten{n}", "", only=only)) for n in page.ten
    )
    if starts and page.pending:
        # What the missing pages hold is recorded on the page of the plan.
        words = f"<a {go('plan')}><span>{say(lang, 'tasks.pending')}<br><small>{say(lang, 'tasks.pending_next')}</small></span></a>"
        cells += (
            f'<td class="c gap hatch" rowspan="{len(page.departments)}">{words}</td>'
        )
    cells += _apart("".join(_cell(page, name, "gap", v) for v in places))
    tone = "unmet" if pace.late else ""
    days = say(lang, "tasks.days", n=pace.longest) if pace.longest else figures.NOTHING
    rate = figures.percent(pace.rate) if pace.total else figures.NOTHING
    return (
        f'<tr class="{"late" if pace.late else ""}{" calm" if rule else ""}"><th {opens(dept=name)}>{department(name, page)}</th>{cells}'
        f'<td class="r end"><b class="{tone or "zero"}">{pace.late}</b> / {figures.number(pace.total)}</td>'
        f'<td class="end"><div class="tasks-rate">{_bar(pace, page.limits.target)}<b class="{tone}">{rate}</b></div></td>'
        f'<td class="r end {tone}">{days}</td></tr>'
    )


def _bar(pace: Pace, target: float) -> str:
    tone = "late" if pace.late else ""
    return (
        f'<span class="tasks-bar"><i class="{tone}" style="width:{pace.rate or 0:.1f}%"></i>'
        f'<b style="left:{target:.1f}%"></b></span>'
    )


def _cell(page: Tasks, name: str, group: str, village: str, *, only: str = "") -> str:
    """Return a cell of a village ("": the town) that opens its tasks.

    `only` is the one village that is shown, for a column of all villages.
    """
    cell = page.cells.get((name, group, village), NOTHING)
    if not cell.total:
        return f'<td class="c none">{figures.NOTHING}</td>'
    kind = group if village or TEN.fullmatch(group) else f"{group}.town"
    link = opens(dept=name, kind=kind, v=village or only)
    words = say(page.lang, "tasks.cell", total=cell.total, open=cell.open, late=cell.late, wait=cell.to_verify)  # fmt: skip
    if cell.late:
        shown = f'<span class="tk late">{cell.late} / {cell.open}</span>'
    elif not cell.open:
        shown = '<span class="dot"></span>'
    elif cell.to_verify:
        shown = f'<span class="tk wait"><b>{cell.open}</b></span>'
    else:
        shown = f'<span class="tk">{cell.open}</span>'
    return f'<td class="c" {link} title="{words}" aria-label="{words}">{shown}</td>'
