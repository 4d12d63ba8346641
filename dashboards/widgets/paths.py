"""Identification and exit step by step: who waits where, and what was done wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.households import PAGE_ROWS
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.covered import behind
from dashboards.widgets.marks import card, chip, go
from dashboards.widgets.pager import pager
from dashboards.widgets.rows import list_table, wide
from fupin.access import mask_name
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.codes import PROCEDURES, label
from fupin.procedure import FAULTS, UNKNOWNS, Finding, findings

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.coverage import Coverage, Path
    from dashboards.models.desk import Desk

COLUMNS = ("id", "head", "procedure", "done", "next", "since", "waited", "notice",
           "found")  # fmt: skip
RIGHT = ("done", "waited", "notice")
HIDDEN_ON_PHONE = ("head", "procedure", "done", "since", "waited", "notice")


def paths(page: Coverage, lang: str) -> str:
    """Return the card of both procedures: a cell a step, with who waits for it."""
    strips = "".join(_path(path, lang) for path in page.paths)
    faulty, unclear = page.count("faulty"), page.count("unclear")
    title = say(lang, "coverage.paths_sound")
    if faulty or unclear:
        title = say(lang, "coverage.paths_title", faulty=faulty, unclear=unclear)
    identification, leaving = (page.minimum[name] for name in PROCEDURES)
    caption = say(lang, "coverage.paths_caption", identification=identification,
                  exit=leaving)  # fmt: skip
    return card(title, caption, strips + _kinds(page, lang), "twelve")


def _path(path: Path, lang: str) -> str:
    cells = "".join(
        f'<li class="{"" if n else "none"}" {behind(f"next:{path.name}:{step}")}>'
        f"<b>{figures.number(n)}</b>{label('step', step, lang)}</li>"
        for step, n in path.waiting.items()
    )
    over = (
        f'<li class="over" {behind(f"over:{path.name}")}><b>{figures.number(path.over)}</b>'
        f"{say(lang, 'coverage.path_over')}</li>"
    )
    total = say(lang, "coverage.path_total", n=path.over + path.running)
    return (
        f'<div class="path"><p><b>{label("procedure", path.name, lang)}</b>'
        f'<span class="caption">{total}</span></p><ol>{cells}{over}</ol></div>'
    )


def _kinds(page: Coverage, lang: str) -> str:
    """Return how often each finding was made; each count opens its list."""
    tones = {**dict.fromkeys(FAULTS, UNMET), **dict.fromkeys(UNKNOWNS, UNKNOWN)}
    chips = "".join(
        f"<span {behind(f'found:{kind}')}>"
        f"{chip(tones.get(kind, UNMET), _kind(kind, n, lang))}</span>"
        for kind, n in page.kinds.items()
    )
    return f'<div class="kinds">{chips}</div>' if chips else ""


def _kind(kind: str, count: int, lang: str) -> str:
    return f"{say(lang, f'coverage.found_{kind}')} {count}"


def work(page: Coverage, desk: Desk, start: int, lang: str) -> str:
    """Return the table of what has to be looked at: a household a row, paged."""
    rows = page.work
    if rows.is_empty():
        none = f'<p class="empty">{say(lang, "coverage.work_none")}</p>'
        return card(say(lang, "coverage.work_done"), "", none, "twelve")
    start = min(start, rows.height - 1) // PAGE_ROWS * PAGE_ROWS
    columns = _columns(rows)
    heads = ((say(lang, f"coverage.column_{name}"), _tone(name)) for name in columns)
    body = ""
    for row in rows.slice(start, PAGE_ROWS).iter_rows(named=True):
        cells = _cells(row, page, desk, lang)
        body += f"<tr {_link(row, desk)}>" + "".join(
            f'<td class="{_tone(n)}">{cells[n]}</td>' for n in columns
        )
        body += "</tr>"
    table = wide(list_table(heads, body))
    pages = pager(rows.height, start, lang, "coverage.shown")
    title = say(lang, "coverage.work_title", n=figures.number(rows.height))
    caption = say(lang, "coverage.work_caption")
    return card(title, caption, table + pages, "twelve work")


def _columns(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(n for n in COLUMNS if n != "head" or "head_name" in rows.columns)


def _tone(name: str) -> str:
    return (
        ("r " if name in RIGHT else "")
        + ("min-hide " if name in HIDDEN_ON_PHONE else "")
        + ("wrap" if name == "found" else "")
    )


def _link(row: dict[str, Any], desk: Desk) -> str:
    return go("households", h=desk.token_of(row["household_id"]))


def _cells(
    row: dict[str, Any], page: Coverage, desk: Desk, lang: str
) -> dict[str, str]:
    shown = desk.display_id(row["household_id"], row["village_id"])
    steps = PROCEDURES[row["procedure"]]
    since = row["since_on"]
    waits = row["next_step"] and since
    return {
        "id": f"<b>{figures.text(shown)}</b>",
        "head": figures.text(mask_name(row.get("head_name"))),
        "procedure": label("procedure", row["procedure"], lang),
        "done": f"{row['steps_count']} / {len(steps)}",
        "next": label("step", row["next_step"], lang)
        if row["next_step"]
        else say(lang, "coverage.path_over"),
        "since": figures.day(since, lang),
        "waited": say(lang, "coverage.days", n=figures.number((page.day - since).days))
        if waits
        else figures.NOTHING,
        "notice": _notice(row, page),
        "found": "".join(_found(one, lang) for one in findings(row)),
    }


def _notice(row: dict[str, Any], page: Coverage) -> str:
    """Return days of notice against the minimum; a notice too short stands out."""
    days = row["notice_days"]
    if days is None:
        return figures.NOTHING
    words = f"{days} / {page.minimum[row['procedure']]}"
    short = row["is_notice_met"] is False
    return f'<b class="unmet">{words}</b>' if short else words


def _found(one: Finding, lang: str) -> str:
    tone = UNKNOWN if one.kind in UNKNOWNS else UNMET
    return chip(tone, figures.text(one.say(lang)))


def listed(
    rows: pl.DataFrame, page: Coverage, desk: Desk, lang: str
) -> tuple[list[str], list[list[str]]]:
    """Return heads and cells of a list of procedures, for the dialog."""
    columns = _columns(rows)
    cells = []
    for row in rows.iter_rows(named=True):
        all_ = _cells(row, page, desk, lang)
        all_["id"] = f"<a {_link(row, desk)}>{all_['id']}</a>"
        if not all_["found"] and row["is_sound"]:
            all_["found"] = chip(MET, say(lang, "coverage.sound"))
        cells.append([all_[name] for name in columns])
    return [say(lang, f"coverage.column_{name}") for name in columns], cells
