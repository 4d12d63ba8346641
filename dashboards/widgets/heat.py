"""Two parameters at once: a cell for each pair, exact, with the contour of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dashboards.models.levers import others
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.counted import told
from dashboards.widgets.marks import card
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
    options = "".join(
        f'<option value="{p.id}"{" selected" if p.id == other else ""}>{figures.text(p.label[lang])}</option>'
        for p in others(page)
    )
    select = f'<select data-field="heat" aria-label="{say(lang, "whatif.heat_other")}"><option value="">{say(lang, "whatif.heat_choose")}</option>{options}</select>'
    body, caption = "", told(page, lang, "heat_caption")
    if other:
        try:
            body = _map(page, other, target, lang)
        except FupinError as error:
            body = f'<p class="warning">{figures.text(error.say(lang))}</p>'
    return card(say(lang, "whatif.heat"), caption, body, "heat", extra=select)


def _map(page: WhatIf, other: str, target: str, lang: str) -> str:
    one, two, counts = page.heat(other)
    met = counts[:, :, MET]
    wanted = int(target) if target.isdecimal() else int(page.before[:, MET].sum())
    low, high = int(met.min()), int(met.max())
    words = told(page, lang, "heat_note", target=wanted)
    field = f'<p class="goal"><label class="caption">{told(page, lang, "heat_target")} <input type="number" min="0" data-field="target" value="{wanted}"></label></p>'
    now = [page.value(name) for name in (page.parameter, other)]
    svg = f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{low:,}–{high:,}. {words}">{_cells(page, (one, two), met, lang)}{_contour(met >= wanted)}{_here((one, two), now)}</svg>'
    up = f'<p class="heat-up"><span>{two[-1]:,g}</span><span>{two[0]:,g}</span></p>'
    name = figures.text(page.desk.plan.parameters[page.parameter].label[lang])
    along = f'<p class="ends"><span>{one[0]:,g}</span><span>{name}</span><span>{one[-1]:,g}</span></p>'
    scale = "".join(f'<i style="background:{_shade(part)}"></i>' for part in SHADES)
    return (
        f'{field}<div class="heat-plot">{up}<div>{svg}{along}</div></div>'
        f'<p class="heat-told" data-pointed>{_now(page, now, lang)}</p>'
        f'<p class="note heat-scale"><span>{low:,}</span>{scale}<span>{high:,}</span><span>{words}</span></p>'
        f"{_data(one, two, met, lang)}"
    )


def _shade(part: int) -> str:
    """Return the colour of a cell that lies `part` percent up from the lowest."""
    return f"color-mix(in srgb,var(--s1) {part}%,var(--s4))"


def _now(page: WhatIf, now: list[float | None], lang: str) -> str:
    """Return the scenario's own figures; a cell that is pointed at takes their place."""
    if None in now:
        return ""
    a, b = (f"{value:,g}" for value in now)
    return told(page, lang, "heat_cell", a=a, b=b, n=int(page.after[:, MET].sum()))


def _here(axes: tuple[Any, Any], now: list[float | None]) -> str:
    """Return a frame around the cell nearest to where the scenario stands."""
    if None in now:
        return ""
    i, j = (int(np.abs(axis - value).argmin()) for axis, value in zip(axes, now, strict=True))  # fmt: skip
    width, height = WIDTH / len(axes[0]), HEIGHT / len(axes[1])
    box = f'x="{i * width:.1f}" y="{HEIGHT - (j + 1) * height:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="here halo" {box}/><rect class="here" {box}/>'


def _cells(page: WhatIf, axes: tuple[Any, Any], met: Any, lang: str) -> str:
    one, two = axes
    low, spread = int(met.min()), max(1, int(met.max() - met.min()))
    width, height = WIDTH / len(one), HEIGHT / len(two)
    cells = []
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            n = int(met[i, j])
            title = told(page, lang, "heat_cell", a=f"{a:,g}", b=f"{b:,g}", n=n)
            shade = round((n - low) * 100 / spread)
            cells.append(
                f'<rect class="cell" x="{i * width:.1f}" y="{HEIGHT - (j + 1) * height:.1f}" width="{width:.1f}" height="{height:.1f}" '
                f'style="fill:{_shade(shade)}" data-go="both={a:g}:{b:g}" tabindex="-1"><title>{title}</title></rect>'
            )
    return "".join(cells)


def _contour(reached: Any) -> str:
    """Return the edges between cells that reach the target and those that don't."""
    columns, rows = reached.shape
    width, height = WIDTH / columns, HEIGHT / rows
    parts = []
    for i in range(columns):
        for j in range(rows):
            x, y = i * width, HEIGHT - j * height
            if i and reached[i, j] != reached[i - 1, j]:
                parts.append(f"M{x:.1f} {y:.1f}v{-height:.1f}")
            if j and reached[i, j] != reached[i, j - 1]:
                parts.append(f"M{x:.1f} {y:.1f}h{width:.1f}")
    path = "".join(parts)
    return f'<path class="contour halo" d="{path}"/><path class="contour" d="{path}"/>'


def _data(one: Any, two: Any, met: Any, lang: str) -> str:
    heads = "".join(f'<th class="r">{b:,g}</th>' for b in two)
    lines = "".join(
        f'<tr><td class="r">{a:,g}</td>'
        + "".join(f'<td class="r">{int(n)}</td>' for n in met[i])
        + "</tr>"
        for i, a in enumerate(one)
    )
    return f'<details><summary>{say(lang, "whatif.data")}</summary><div class="scroll"><table><tr><th></th>{heads}</tr>{lines}</table></div></details>'
