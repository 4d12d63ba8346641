"""The facets of the households page, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.households import SORTS
from dashboards.models.sight import is_hidden
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.marks import chip, unverified
from dashboards.widgets.pager import pager
from fupin.access import mask_name
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.codes import CODES, label
from fupin.measures import SIGNED

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.households import Found
    from dashboards.models.view import View

# On a phone the others are folded.
ALWAYS = ("village", "status", "verdict")
# How rows stand when nobody has chosen.
WORST = "verdict"
RIGHT = ("persons", "income", "distance")
HIDDEN_ON_PHONE = (
    "group",
    "kind",
    "persons",
    "labour",
    "cause",
    "income",
    "visit",
    "because",
)
COLUMNS = ("id", "head", "group", "kind", "persons", "labour", "cause", "income",
           "distance", "verdict", "because", "visit")  # fmt: skip
# The fact in each column, where a reader might not be let to see it.
FACTS = SORTS | {"head": "head_name"}
Options = list[tuple[str, str]]


def facets(desk: Desk, view: View, found: Found) -> str:
    """Return the headline and a field a facet."""
    lang = view.lang
    headline, after = _finding(found, view)
    fields = {
        name: _field(name, options, view)
        for name, options in _options(desk, lang, found.hidden).items()
    }
    first = "".join(fields.pop(name, "") for name in ALWAYS)
    unfold = " checked" if any(getattr(view, name) for name in fields) else ""
    more = (
        f'<label class="unfold"><input type="checkbox"{unfold}>'
        f"<span>{say(lang, 'households.more')}</span></label>"
    )
    clear = ""
    if view.filters or view.search:
        clear = f'<button class="btn" data-go="clear">{say(lang, "households.clear")}</button>'
    search = (
        f"<label><span>{say(lang, 'households.search')}</span>"
        f'<input type="search" data-field="search" value="{figures.text(view.search) if view.search else ""}"></label>'
    )
    return (
        f'<div class="page {lang}" style="padding-bottom:0"><div class="headline" style="margin:0">'
        f'<h2 class="serif">{headline}</h2><p class="next">{after}</p></div>'
        f'<div class="facets">{search}{first}{more}'
        f'<div class="rest">{"".join(fields.values())}</div>{clear}</div></div>'
    )


def _finding(found: Found, view: View) -> tuple[str, str]:
    """Return how many there are and how they stand; none found isn't all met."""
    lang, count = view.lang, found.count
    if found.is_closed:
        return say(lang, "households.closed"), ""
    if not count.total:
        return say(lang, "households.headline_none"), ""
    key = "households.headline" if count.left else "households.headline_all"
    if view.status in ("others", "all"):
        key = "households.headline_register"
    n, left = figures.number(count.total), figures.number(count.left)
    after = say(
        lang, "households.next", met=count.met, unmet=count.unmet, unknown=count.unknown
    )
    return say(lang, key, n=n, left=left), after


def _options(
    desk: Desk, lang: str, hidden: frozenset[str] = frozenset()
) -> dict[str, Options]:
    """Return the choices of each facet, without those that ask what is hidden."""

    def codes(name: str) -> Options:
        return [(code.name, label(name, code.name, lang)) for code in CODES[name]]

    def words(prefix: str, *names: str) -> Options:
        return [(name, say(lang, f"{prefix}{name}")) for name in names]

    def seen(*names: str) -> list[str]:
        return [name for name in names if not is_hidden((name,), hidden)]

    rules = [
        (
            rule.id,
            f"{say(lang, f'group.{rule.group}')} · {say(lang, f'rule.{rule.id}')}",
        )
        for rule in sorted(desk.plan.rules.values(), key=lambda r: (r.group, r.order))
        if rule.per == "household" and not rule.is_pending
    ]
    options = {
        "village": list(desk.village_names.items()),
        "status": words("households.status_", "others", "all"),
        "verdict": words("verdict.", MET, UNMET, UNKNOWN, "left"),
        "rule": rules,
        "kind": codes("poverty_type"),
        "labour": [
            (MET, say(lang, "households.labour_yes")),
            (UNMET, say(lang, "households.labour_no")),
            (UNKNOWN, say(lang, "households.labour_unknown")),
        ],
        "cause": codes("cause"),
        "department": [
            (one.id, one.name[lang]) for one in desk.plan.departments.values()
        ],
        "alarm": words(
            "households.alarm_", *seen("unvisited", "borderline", "unverified")
        ),
    }
    return {name: options[name] for name in seen(*options)}


def _field(name: str, options: Options, view: View) -> str:
    held = getattr(view, name)
    first = say(
        view.lang,
        "households.status_enrolled" if name == "status" else "households.all",
    )
    body = choices(
        ((key, figures.text(words)) for key, words in [("", first), *options]), held
    )
    return (
        f"<label><span>{say(view.lang, f'households.facet_{name}')}</span>"
        f'<select data-field="{name}" class="{"set" if held else ""}">{body}</select></label>'
    )


def table(desk: Desk, view: View, found: Found) -> str:
    """Return one page of rows; a row opens the dossier."""
    lang = view.lang
    if found.is_closed:
        closed = f'<p class="empty">{say(lang, "households.closed")}</p>'
        return f'<div class="page" style="padding-top:0"><section class="card">{closed}</section></div>'
    if found.rows.is_empty():
        return f'<div class="page" style="padding-top:0"><section class="card">{_empty(desk, view)}</section></div>'
    columns = tuple(n for n in COLUMNS if FACTS.get(n, n) not in found.hidden)
    heads = "".join(_head(name, view) for name in columns)
    unsigned = desk.unsigned(view.day, view.basis)
    rows = "".join(
        _row(row, columns, desk, lang, is_marked=row["household_id"] in unsigned)
        for row in found.shown.iter_rows(named=True)
    )
    return (
        '<div class="page" style="padding-top:0"><section class="card"><div class="wide-scroll">'
        f'<table class="list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{pager(found.rows.height, found.start, lang)}</section></div>"
    )


def _empty(desk: Desk, view: View) -> str:
    lang = view.lang
    held = [("search", view.search)] if view.search else list(view.filters.items())
    if not held:
        return f'<p class="empty">{say(lang, "overview.empty")}</p>'
    name, value = held[-1]
    words = dict(_options(desk, lang).get(name, [])).get(value, value)
    said = say(lang, "households.empty", filter=figures.text(words))
    return (
        f'<p class="empty">{said}<br><br><button class="btn" data-go="drop={name}">'
        f"{say(lang, 'households.clear')}</button></p>"
    )


def _head(name: str, view: View) -> str:
    words = say(view.lang, f"households.column_{name}")
    tone = ("r " if name in RIGHT else "") + (
        "min-hide " if name in HIDDEN_ON_PHONE else ""
    )
    if name not in SORTS:
        return f'<th class="{tone}">{words}</th>'
    arrow, held = "", view.sort or WORST
    if held.lstrip("-") == name:
        tone, arrow = tone + "sorted", " ↓" if held.startswith("-") else " ↑"
    return f'<th class="{tone}" data-go="sort={name}">{words}{arrow}</th>'


def _row(
    row: dict[str, Any], columns: tuple[str, ...], desk: Desk, lang: str,
    *, is_marked: bool,
) -> str:  # fmt: skip
    cells = _cells(row, desk, lang)
    if is_marked:
        cells["id"] += unverified(desk.plan.rules[SIGNED].warns, lang)
    body = "".join(
        f'<td class="{"r " if n in RIGHT else ""}{"wrap " if n == "because" else ""}'
        f'{"min-hide" if n in HIDDEN_ON_PHONE else ""}">{cells[n]}</td>'
        for n in columns
    )
    return f'<tr data-go="open={desk.token_of(row["household_id"])}">{body}</tr>'


def _cells(row: dict[str, Any], desk: Desk, lang: str) -> dict[str, str]:
    """Return every cell by column; a row lacks what the reader may not see."""
    answer = {True: MET, False: UNMET, None: UNKNOWN}
    labour = {True: "yes", False: "no", None: "unknown"}[row["has_labour"]]
    verdict = answer[row["exit_standard"]]
    because = say(lang, "list_comma").join(
        say(lang, f"rule.{name}")
        for name in (row["exit_standard__because"] or "").split(";")
        if name
    )
    shown = desk.display_id(row["household_id"], row["village_id"])
    return {
        "id": f"<b>{figures.text(shown)}</b>",
        "head": figures.text(mask_name(row.get("head_name"))),
        "group": figures.text(row["village_group"]),
        "kind": _label("poverty_type", row, lang),
        "persons": figures.number(row["persons_count"]),
        "labour": say(lang, f"households.labour_{labour}"),
        "cause": _label("cause", row, lang),
        "income": figures.number(row.get("income_per_person_year")),
        "distance": _distance(row),
        "verdict": chip(verdict, say(lang, f"verdict.{verdict}")),
        "because": "" if verdict == MET else because,
        "visit": figures.day(row["last_visit_on"], lang),
    }


def _label(name: str, row: dict[str, Any], lang: str) -> str:
    held = row.get(name)
    return label(name, held, lang) if held else figures.NOTHING


def _distance(row: dict[str, Any]) -> str:
    """Return the yuan above or below the line; a household without labour has none."""
    distance = row.get("distance")
    if distance is None or row["has_labour"] is False:
        return figures.NOTHING
    tone = "unmet" if distance < 0 else ""
    return f'<b class="{tone}">{figures.number(distance)}</b>'
