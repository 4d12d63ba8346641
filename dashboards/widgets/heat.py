"""Two parameters at once: a cell for each pair, exact, with the contour of a target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboards.models.levers import others
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from dashboards.widgets.counted import told
from dashboards.widgets.marks import card
from dashboards.widgets.take import take
from fupin import charting
from fupin.charting import Heat
from fupin.errors import FupinError
from fupin.whatif.engine import MET

if TYPE_CHECKING:
    from dashboards.models.whatif import WhatIf

WIDTH, HEIGHT = 536, 156
# How much of the dark end each swatch of the scale has, in percent.
SHADES = (0, 25, 50, 75, 100)


def heat(page: WhatIf, other: str, target: str, lang: str) -> str:
    """Return the map over two parameters; a cell sets both.

    `target` is the households that the contour is drawn at; empty: the plan's.
    """
    options = choices(
        ((p.id, figures.text(p.label[lang])) for p in others(page)), other
    )
    select = f'<select data-field="heat" aria-label="{say(lang, "whatif.heat_other")}"><option value="">{say(lang, "whatif.heat_choose")}</option>{options}</select>'
    body, caption = "", told(page, lang, "heat_caption")
    if other:
        try:
            body = _map(page, other, target, lang)
        except FupinError as error:
            body = f'<p class="warning">{figures.text(error.say(lang))}</p>'
    button = take("heat", lang) if "<svg" in body else ""
    extra = f'<span class="heat-acts">{select}{button}</span>'
    return card(say(lang, "whatif.heat"), caption, body, "heat", extra=extra)


def _map(page: WhatIf, other: str, target: str, lang: str) -> str:
    drawn = picture(page, other, target, lang)
    low, high = drawn.ends
    one, two, met = drawn.across, drawn.up, drawn.counts
    words = told(page, lang, "heat_note", target=drawn.target)
    field = f'<p class="goal"><label class="caption">{told(page, lang, "heat_target")} <input type="number" min="0" data-field="target" value="{drawn.target}"></label></p>'
    links = {
        f"{a:g}:{b:g}": (drawn.said(a, b, met[i][j]),
                         f'data-go="both={a:g}:{b:g}" tabindex="-1"')
        for i, a in enumerate(one) for j, b in enumerate(two)
    }  # fmt: skip
    title = f"{low:,}–{high:,}. {words}"
    svg = charting.draw(
        replace(drawn, title=title),
        lang,
        WIDTH,
        HEIGHT,
        css=True,
        links=links,
        bare=True,
    )
    up = f'<p class="heat-up"><span>{two[-1]:,g}</span><span>{two[0]:,g}</span></p>'
    name = figures.text(drawn.names[0])
    along = f'<p class="ends"><span>{one[0]:,g}</span><span>{name}</span><span>{one[-1]:,g}</span></p>'
    scale = "".join(f'<i style="background:{_shade(part)}"></i>' for part in SHADES)
    return (
        f'{field}<div class="heat-plot">{up}<div>{svg}{along}</div></div>'
        f'<p class="heat-told" data-pointed>{_now(page, drawn, lang)}</p>'
        f'<p class="note heat-scale"><span>{low:,}</span>{scale}<span>{high:,}</span><span>{words}</span></p>'
        f"{_data(one, two, met, lang)}"
    )


def picture(page: WhatIf, other: str, target: str, lang: str) -> Heat:
    """Return the counts over two parameters: what the screen and a picture draw.

    Raises FupinError where the reader may not see the figures that decide.
    """
    one, two, counts = page.heat(other)
    met = counts[:, :, MET]
    wanted = int(target) if target.isdecimal() else int(page.before[:, MET].sum())
    parameters = page.desk.plan.parameters
    a, b = page.parameter, other
    x, y = page.value(a), page.value(b)
    return Heat(
        "heat", say(lang, "whatif.heat"), told(page, lang, "heat_picture", n=wanted),
        tuple(one.tolist()), tuple(two.tolist()), tuple(map(tuple, met.tolist())),
        wanted, (parameters[a].label[lang], parameters[b].label[lang]),
        lambda a, b, n: told(page, lang, "heat_cell", a=f"{a:,g}", b=f"{b:,g}", n=n),
        None if x is None or y is None else (x, y),
    )  # fmt: skip


def _shade(part: int) -> str:
    """Return the colour of a cell that lies `part` percent up from the lowest."""
    return f"color-mix(in srgb,var(--s1) {part}%,var(--s4))"


def _now(page: WhatIf, drawn: Heat, lang: str) -> str:
    """Return the scenario's own figures; a cell that is pointed at takes their place."""
    if drawn.here is None:
        return ""
    a, b = (f"{value:,g}" for value in drawn.here)
    return told(page, lang, "heat_cell", a=a, b=b, n=int(page.after[:, MET].sum()))


def _data(one: Any, two: Any, met: Any, lang: str) -> str:
    heads = "".join(f'<th class="r">{b:,g}</th>' for b in two)
    lines = "".join(
        f'<tr><td class="r">{a:,g}</td>'
        + "".join(f'<td class="r">{int(n)}</td>' for n in met[i])
        + "</tr>"
        for i, a in enumerate(one)
    )
    return f'<details><summary>{say(lang, "whatif.data")}</summary><div class="scroll"><table><tr><th></th>{heads}</tr>{lines}</table></div></details>'
