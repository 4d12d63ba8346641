"""督办单: what a department still owes, as one page to print; names are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.models.tasks import place, title
from dashboards.text import say
from dashboards.theme import LIGHT, SANS
from dashboards.widgets import figures
from fupin.access import mask_name
from fupin.codes import label

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.desk import Desk
    from dashboards.models.tasks import Tasks

STYLE = (
    "@page{size:A4;margin:18mm}body{font:10.5pt/1.5 " + SANS + ";color:" + LIGHT["ink"] + ";margin:0 auto;"
    "max-width:180mm;padding:8mm 0}h1{font-size:18pt;text-align:center;margin:0 0 4mm}"
    "table{border-collapse:collapse;width:100%}thead{display:table-header-group}"
    "th,td{border:.3pt solid " + LIGHT["ink2"] + ";padding:1.5mm 2mm;text-align:left;vertical-align:top}"
    "td:not(:nth-child(2)){white-space:nowrap}th:last-child{width:34mm}th{white-space:nowrap}"
    "tr{break-inside:avoid}.late{font-weight:700}.r{text-align:right}"
    ".sign{display:flex;gap:12mm;margin-top:14mm}.sign span{flex:1;border-bottom:.3pt solid " + LIGHT["ink2"] + "}"
    "small{color:" + LIGHT["ink2"] + "}"
)  # fmt: skip
HEADS = ("n", "task", "place", "status", "due", "late", "responsible", "note")


def notice(name: str, rows: pl.DataFrame, page: Tasks, desk: Desk) -> bytes:
    """Return the 督办单 of a department as one HTML file that needs nothing else.

    `rows` are its open tasks, the latest first.
    """
    lang = page.lang
    unit = figures.text(page.plan.departments[name].name[lang])
    late = rows.filter(rows["light"] == "red").height
    heads = "".join(f"<th>{say(lang, f'tasks.notice_{key}')}</th>" for key in HEADS)
    body = "".join(
        _row(number, task, page, desk)
        for number, task in enumerate(rows.iter_rows(named=True), 1)
    )
    said = say(lang, "tasks.notice_said", department=unit, day=figures.day(page.day, lang),
               n=rows.height, late=late)  # fmt: skip
    heading = say(lang, "tasks.notice_title")
    signs = "".join(f"<span>{say(lang, f'tasks.notice_sign_{k}')}</span>" for k in ("by", "to", "on"))  # fmt: skip
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{heading} {unit}</title><style>{STYLE}</style></head><body><h1>{heading}</h1><p>{said}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        f'<p><small>{figures.text(page.reading[lang])}</small></p><div class="sign">{signs}</div></body></html>'
    ).encode()


def _row(number: int, task: dict[str, Any], page: Tasks, desk: Desk) -> str:
    lang = page.lang
    late = say(lang, "tasks.days", n=task["days_late"]) if task["days_late"] else figures.NOTHING  # fmt: skip
    where = place(task, desk) if task["village_id"] else say(lang, "tasks.town")
    cells = (
        str(number), figures.text(title(task, page.plan, lang)), figures.text(where),
        label("task_state", task["status"], lang), task["due_on"].isoformat(),
        late, figures.text(mask_name(task["responsible"])), "",
    )  # fmt: skip
    css = ' class="late"' if task["light"] == "red" else ""
    return f"<tr{css}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
