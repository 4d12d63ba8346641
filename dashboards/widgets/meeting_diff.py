"""Two snapshots held against each other: what moved, why, who, which task and rule."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, chip
from dashboards.widgets.meeting import HIDE, below, problem
from dashboards.widgets.rows import list_table, wide
from fupin.codes import label
from fupin.snapshots import PARTS
from fupin.snapshots.difference import FOLLOWED
from fupin.snapshots.wording import DECIMALS
from fupin.units import unit_label

if TYPE_CHECKING:
    from dashboards.models.meeting import Meeting
    from fupin.document import Document
    from fupin.snapshots import Difference

MOST = 60
# So many figures that moved stand open; a longer list is unfolded.
MOVED = 16
MET = "town.met"
UNMOVED = "·"


def diff(page: Meeting, lang: str) -> str:
    """Return the page of a difference."""
    found = page.difference()
    back = f'<button class="btn" data-go="back">{say(lang, "meeting.back")}</button>'
    if found is None:
        return (
            f'<div class="page meeting {lang}"><div class="crumbs"><h2 class="serif">{say(lang, "meeting.diff_none")}</h2>'
            f'<div class="acts">{back}</div></div>{problem(page.error, lang)}</div>'
        )
    before, after = page.document(found.before), page.document(found.after)
    low, high = found.before, found.after
    title = say(lang, "meeting.diff_title", **{
        name: escape(one.figures[MET].text)
        for name, one in (("before", before), ("after", after))
    })  # fmt: skip
    ends = say(
        lang, "meeting.diff_from", before=low.id, after=high.id,
        one=figures.text(low.title), other=figures.text(high.title),
    )  # fmt: skip
    return (
        f'<div class="page meeting {lang}"><div class="crumbs"><h2 class="serif">{title}</h2><div class="acts">{back}</div></div>'
        f'<p class="next">{ends}{say(lang, "list_comma")}{_next(found, lang)}</p>'
        f'<div class="grid"><div class="eight stack">{_parts(found, after, lang)}{_who(page, found, lang)}{_tasks(page, found, lang)}</div>'
        f'<div class="four stack">{_moved(found, before, after, lang)}{_terms(found, lang)}</div></div></div>'
    )


def _next(found: Difference, lang: str) -> str:
    said = [
        say(lang, f"meeting.part_{part}") for part in PARTS if part in found.changed
    ]
    if not said:
        return say(lang, "meeting.diff_same")
    return say(lang, "meeting.diff_next", parts=say(lang, "list_mark").join(said))


def _parts(found: Difference, told: Document, lang: str) -> str:
    title = say(lang, "meeting.parts_title")
    if found.why_not is not None:
        words = f'<p class="bad">{figures.text(found.why_not.say(lang))}</p>'
        return card(title, "", words, "")
    rows = "".join(_part_row(found, key, told, lang) for key in _shown(found, told))
    split = [(say(lang, f"meeting.part_{part}"), "r min-hide") for part in PARTS]
    first, last = ((say(lang, f"meeting.{name}"), "r") for name in ("before", "after"))
    body = wide(list_table([("", ""), first, *split, last], rows, "meeting-parts"))
    return card(title, say(lang, "meeting.parts_caption"), body, "")


def _shown(found: Difference, told: Document) -> list[str]:
    """Return the figures that are split: those of any town, and what else moved."""
    split = found.parts[PARTS[0]]
    moved = {
        key for key in split
        # Those of a cause that meet it are the rest of those that are left.
        if not (key.startswith("cause.") and not key.endswith(".left"))
        and any(found.parts[part][key] for part in PARTS)
    }  # fmt: skip
    return [key for key in FOLLOWED if key in split] + [
        key for key in told.figures if key in moved and key not in FOLLOWED
    ]


def _part_row(found: Difference, key: str, told: Document, lang: str) -> str:
    places = DECIMALS.get(found.after.frozen["figures"][key]["unit"], 0)
    parts = [(part, _moved_by(found.parts[part][key], places)) for part in PARTS]
    moves = "".join(f'<td class="r min-hide">{words}</td>' for _, words in parts)
    said = [
        f"{say(lang, f'meeting.part_{part}')} {words}"
        for part, words in parts if words != UNMOVED
    ]  # fmt: skip
    ends = [
        figures.number(one.figures[key], places) for one in (found.before, found.after)
    ]
    return (
        f'<tr><td class="wrap">{escape(told.figures[key].what)}{below(said)}</td><td class="r">{ends[0]}</td>{moves}'
        f'<td class="r"><b>{ends[1]}</b></td></tr>'
    )


def _moved_by(value: float, places: int) -> str:
    if not value:
        return UNMOVED
    return f"{'+' if value > 0 else ''}{figures.number(value, places)}"


def _who(page: Meeting, found: Difference, lang: str) -> str:
    title = say(lang, "meeting.who_title", n=len(found.who))
    if found.hidden:
        title += say(lang, "meeting.who_hidden", n=found.hidden)
    if not found.who:
        return card(title, "", f'<p class="empty">{say(lang, "meeting.who_none")}</p>', "")  # fmt: skip
    rows = "".join(_who_row(page, row, lang) for row in found.who[:MOST])
    heads = (
        (say(lang, f"meeting.who_{name}"), hide)
        for name, hide in (("household", ""), ("head", "min-hide"), ("before", ""),
                           ("after", ""), ("lacks", "min-hide"), ("parts", "min-hide"))
    )  # fmt: skip
    body = wide(list_table(heads, rows))
    return card(title, say(lang, "meeting.who_caption", shown=min(MOST, len(found.who)), n=len(found.who)), body, "")  # fmt: skip


def _who_row(page: Meeting, row: dict[str, Any], lang: str) -> str:
    def told(verdict: str | None, state: str | None) -> str:
        if verdict is None:
            return figures.NOTHING
        words = say(lang, "meeting.left") if state == "left" else ""
        if state not in ("enrolled", "left", None):
            words = say(lang, f"rule.{state}")
        return f"{chip(verdict, say(lang, f'verdict.{verdict}'))} {words}"

    lacks = say(lang, "list_comma").join(say(lang, f"rule.{r}") for r in row["lacks"].split())  # fmt: skip
    parts = say(lang, "list_comma").join(say(lang, f"meeting.part_{p}") for p in row["parts"])  # fmt: skip
    code = figures.text(page.desk.display_id(row["household_id"], row["village_id"]))
    head = figures.text(row["head_name"])
    return (
        f"<tr><td><b>{code}</b>{below([head])}</td><td{HIDE}>{head}</td>"
        f'<td class="wrap">{told(row["before"], row["state_before"])}</td>'
        f'<td class="wrap">{told(row["after"], row["state_after"])}{below([parts, lacks])}</td>'
        f'<td class="wrap min-hide">{lacks or figures.NOTHING}</td><td{HIDE}>{parts or figures.NOTHING}</td></tr>'
    )


def _tasks(page: Meeting, found: Difference, lang: str) -> str:
    counts = {what: sum(one["what"] == what for one in found.tasks) for what in ("closed", "opened", "moved")}  # fmt: skip
    title = say(lang, "meeting.tasks_title", **counts)
    if not found.tasks:
        return card(title, "", f'<p class="empty">{say(lang, "meeting.tasks_none")}</p>', "")  # fmt: skip
    rows = "".join(_task_row(page, row, lang) for row in found.tasks[:MOST])
    body = f'<div class="wide-scroll"><table class="list"><tbody>{rows}</tbody></table></div>'
    return card(title, say(lang, "meeting.who_caption", shown=min(MOST, len(found.tasks)), n=len(found.tasks)), body, "")  # fmt: skip


def _task_row(page: Meeting, row: dict[str, Any], lang: str) -> str:
    plan = page.desk.plan
    department = plan.departments.get(row["department"])
    name = figures.text(department.name[lang] if department else row["department"])
    rule = plan.rules.get(row["rule"] or "")
    title = figures.text(row["title"] or (rule.label[lang] if rule else ""))
    if row["kind"] == "duty" and department:
        title = next((figures.text(d[lang]) for d in department.duties if d["id"] == row["title"]), title)  # fmt: skip
    place = ""
    if row["household_id"]:
        place = page.desk.display_id(row["household_id"], row["village_id"] or "")
    elif row["village_id"]:
        place = page.desk.village_names.get(row["village_id"], row["village_id"])
    where = figures.text(place)
    states = " → ".join(label("task_state", s, lang) if s else figures.NOTHING for s in (row["before"], row["after"]))  # fmt: skip
    return (
        f'<tr><td><span class="tag">{say(lang, "meeting.task_" + row["what"])}</span></td><td{HIDE}>{name}</td>'
        f'<td class="wrap">{title}{below([name, where])}</td><td{HIDE}>{where}</td><td class="wrap">{states}</td></tr>'
    )


def _moved(found: Difference, before: Document, after: Document, lang: str) -> str:
    """Return the figures that moved and aren't split: each stands on the page once."""
    is_split = found.why_not is None
    moved = {key for key, _, _ in found.moved}
    moved -= set(_shown(found, after)) if is_split else set()
    gone = [key for key in before.figures if key not in after.figures]
    rows = [_moved_row(key, before, after) for key in [*after.figures, *gone] if key in moved]  # fmt: skip
    body = _rows(rows[:MOVED])
    if rows[MOVED:]:
        words = say(lang, "meeting.moved_more", n=len(rows) - MOVED)
        body += f'<details><summary class="link">{words}</summary>{_rows(rows[MOVED:])}</details>'
    if not rows:
        body = f'<p class="empty">{say(lang, "meeting.moved_none")}</p>'
    title = "meeting.moved_others" if is_split else "meeting.moved_title"
    return card(say(lang, title, n=len(rows)), say(lang, "meeting.moved_caption"), body, "")  # fmt: skip


def _moved_row(key: str, before: Document, after: Document) -> str:
    was, now = (
        escape(told.figures[key].text) if key in told.figures else figures.NOTHING
        for told in (before, after)
    )
    what = (after if key in after.figures else before).figures[key].what
    return f'<tr><td class="wrap">{escape(what)}</td><td class="r">{was}</td><td class="r"><b>{now}</b></td></tr>'


def _rows(rows: list[str]) -> str:
    return f'<table class="list meeting-moved"><tbody>{"".join(rows)}</tbody></table>'


def _terms(found: Difference, lang: str) -> str:
    items = []
    for one in found.terms:
        unit = unit_label(one["unit"], lang) if one["unit"] else ""
        name = figures.text(one["label"].get(lang, one["name"]))
        if one["kind"] == "proposal":
            words = say(lang, "meeting.term_proposal", n=one["name"], what=name)
        else:
            before, after = (_value(one[side], lang) for side in ("before", "after"))
            words = f"<b>{name}</b><br>{before} → {after} {unit}"
        items.append(f'<li><span class="tag">{say(lang, "meeting.kind_" + one["kind"])}</span> {words}</li>')  # fmt: skip
    body = f'<ol class="vintages">{"".join(items)}</ol>'
    if not items:
        body = f'<p class="empty">{say(lang, "meeting.terms_none")}</p>'
    return card(say(lang, "meeting.terms_title", n=len(items)), say(lang, "meeting.terms_caption"), body, "")  # fmt: skip


def _value(value: Any, lang: str) -> str:
    if value is None or value == "":
        return figures.NOTHING
    if isinstance(value, bool):
        return say(lang, "meeting.yes" if value else "meeting.no")
    if isinstance(value, int | float):
        return figures.number(value, 0 if float(value).is_integer() else 2)
    return f"“{figures.text(value)}”"
