"""The levers of a scenario: presets, undo and redo, sliders and number boxes, rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.models.levers import has_curve, is_set, sliders, switches
from dashboards.models.moves import elsewhere, moved
from dashboards.models.presets import preset_of
from dashboards.models.whatif import LINE, PRESETS, RULES
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets import shelf as shelves
from dashboards.widgets.counted import told as words_of
from dashboards.widgets.marks import opener
from dashboards.widgets.own_rule import own_rule
from fupin.figures import within
from fupin.measures import truncated
from fupin.whatif.engine import MET

if TYPE_CHECKING:
    from dashboards.models.own_rule import OwnRule
    from dashboards.models.shelf import Shelf
    from dashboards.models.whatif import WhatIf
    from fupin.plan import Parameter

CLAUSE_LENGTH = 56
PAUSE = re.compile("[，。；：,;:.](?!\\d)")


@dataclass(frozen=True)
class Refused:
    """What the plan refused of a lever: its parameter, why, and which try it was."""

    name: str
    words: str
    count: int

    def said(self) -> str:
        """Return it in markup: another one each time, so that the box is drawn anew."""
        return (
            f'<p class="warning" data-try="{self.count}">{figures.text(self.words)}</p>'
        )


def head(  # noqa: PLR0913
    page: WhatIf, shelf: Shelf, lang: str, *, undo: bool, redo: bool, error: str = ""
) -> str:
    """Return presets, saved scenarios, the finding, and what no longer applies."""
    # What was changed by hand is no preset.
    chosen = preset_of(page)
    chips = "".join(
        f'<button class="btn pill{" on" if name == chosen else ""}" '
        f'data-go="preset={name}">{say(lang, f"whatif.preset_{name}")}</button>'
        for name in PRESETS
    )
    acts = "".join(
        f'<button class="btn" data-go="{name}"{"" if on else " disabled"}>'
        f"{say(lang, f'whatif.{name}')}</button>"
        for name, on in (("undo", undo), ("redo", redo))
    )
    acts += f'<button class="btn pri" data-go="compare">{say(lang, "whatif.compare")}</button>'
    said = [note.say(lang) for note in page.notes] + ([error] if error else [])
    notes = "".join(f'<p class="warning">{figures.text(words)}</p>' for words in said)
    prints = say(
        lang, "whatif.fingerprints", scenario=page.scenario.fingerprint[:6],
        register=page.engine.register.fingerprint[:6],
        plan=page.desk.plan.fingerprint[:6],
    )  # fmt: skip
    told = shelves.told(shelf, lang)
    prints = f"{told}<br>{prints}" if told else prints
    return (
        f'<div class="page whatif {lang}"><div class="acts"><span>{chips}{shelves.shelf(shelf, lang)}</span>'
        f'<span class="right">{acts}</span></div>{shelves.form(shelf, lang)}{notes}<div class="lead"><div>'
        f'<h2 class="serif">{_finding(page, lang)}</h2><p class="next">{_next(page, lang)}'
        f'</p></div><p class="caption prints">{prints}</p></div></div>'
    )


def _finding(page: WhatIf, lang: str) -> str:
    before, after = int(page.before[:, MET].sum()), int(page.after[:, MET].sum())
    name = page.desk.plan.parameters[page.parameter].label[lang]
    value = page.value(page.parameter)
    unit = say(lang, f"whatif.unit_{page.curve.parameter.unit}")
    said = figures.NOTHING if value is None else f"{value:,g} {unit}"
    words = words_of(page, lang, "finding", name=figures.text(within(name)), before=before,
                     after=after, value=said)  # fmt: skip
    if not is_set(page.scenario, page.parameter):
        # It isn't the curve's own parameter that moved them.
        words = words_of(page, lang, "finding_changed", what=_changes(page, lang),
                         before=before, after=after)  # fmt: skip
    if before == after:
        words = words_of(page, lang, "finding_same", n=after)
    elif after > before:
        words = words.replace("<em>", '<em class="met">')
    change = page.after[:, MET] - page.before[:, MET]
    # One village is no choice.
    is_one = len(change) < 2  # noqa: PLR2004
    if page.is_of_villages or is_one or not change.any():
        return words
    worst = int(change.argmin() if after <= before else change.argmax())
    village = page.desk.village_names.get(page.engine.villages["village_id"][worst], "")
    key = (
        "whatif.finding_village_less"
        if change[worst] < 0
        else "whatif.finding_village_more"
    )
    return words + say(
        lang, key, village=figures.text(village), n=abs(int(change[worst]))
    )


def _changes(page: WhatIf, lang: str) -> str:
    """Return what the scenario changes: a preset by its name, else the first of all."""
    scenario, plan = page.scenario, page.desk.plan
    name = preset_of(page)
    if name:
        return say(lang, f"whatif.preset_{name}")
    names = [
        plan.parameters[n].label[lang]
        for n in dict.fromkeys((*scenario.values, *scenario.basis))
    ]
    names += [
        say(lang, "whatif.is_off", name=within(scenario.rules[n].label[lang]))
        for n in sorted(scenario.off)
    ]
    names += [
        say(lang, "whatif.is_added", name=rule.label[lang]) for rule in scenario.added
    ]
    first = figures.text(names[0]) if names else say(lang, "whatif.scenario")
    more = len(names) if lang == "zh" else len(names) - 1
    if len(names) < 2:  # noqa: PLR2004 nothing more
        return first
    return say(lang, "whatif.and_more", first=first, n=more)


def _next(page: WhatIf, lang: str) -> str:
    total = int(page.after.sum())
    rates = [figures.percent(truncated(int(c[:, MET].sum()), total))
             for c in (page.before, page.after)]  # fmt: skip
    into, out = moved(page)
    words = words_of(page, lang, "next", before=rates[0], after=rates[1], into=into,
                     out=out, unknown=int(page.after[:, 2].sum()), total=total)  # fmt: skip
    # What the curve doesn't count may move as well: a rule of one's own, a village line.
    also = [
        say(lang, f"whatif.also_{root}", before=was, after=now)
        for root, was, now in elsewhere(page)
    ]
    return say(lang, "list_semicolon").join([words, *also])


def levers(
    page: WhatIf, lang: str, own: OwnRule | None = None, *, is_open: bool = False,
    refused: Refused | None = None,
) -> str:  # fmt: skip
    """Return the card of parameters and rules; on a narrow screen it opens.

    What was refused is said beside its own lever, which stands as it was.
    """
    changed = len(page.scenario.values) + len(page.scenario.basis)
    changed += len(page.scenario.off) + len(page.scenario.added)
    reset = (
        f'<a data-go="preset=plan">{say(lang, "whatif.reset", n=changed)}</a>'
        if changed
        else ""
    )
    rows = "".join(
        _slider(page, one, lang)
        + (refused.said() if refused and refused.name == one.id else "")
        for one in sliders(page)
    )
    plan = page.desk.plan
    # What somebody has recorded since stands beside the rules of the plan's own text.
    recorded = [name for name in plan.rules if name in plan.clauses
                and plan.clauses[name].source]  # fmt: skip
    rules = "".join(_rule(page, name, lang) for name in (*RULES, *recorded))
    pending = "".join(
        f'<p class="rule off"><span>{say(lang, f"rule.{name}")}</span></p>'
        for name, rule in plan.rules.items()
        if rule.is_pending
    )
    hint = f'<p class="caption hint">{say(lang, "whatif.levers_hint")}</p>'
    return (
        f'<section class="card levers{" open" if is_open else ""}"><header><h3>{say(lang, "whatif.parameters")}</h3>'
        f"{reset}{opener('levers', lang, is_open=is_open, tone='narrow')}</header>{rows}{hint}<h3>{say(lang, 'whatif.switches')}</h3>{_switches(page, lang)}"
        f"<h3>{say(lang, 'whatif.rules')}</h3>{rules}{pending}"
        f"{own_rule(page, own, lang) if own else ''}</section>"
    )


def _slider(page: WhatIf, parameter: Parameter, lang: str) -> str:
    name, (low, high) = parameter.id, parameter.bounds or (0, 0)
    now, plan = page.value(name), page.value(name, page.plan)
    said = "" if now is None else f"{now:.6f}".rstrip("0").rstrip(".")
    step = "0.1" if parameter.unit == "percent" else "1"
    label = figures.text(parameter.label[lang])
    title = f"<b>{label}</b>"
    if has_curve(page, name):
        on = " on" if name == page.parameter else ""
        title = f'<a class="pick{on}" data-go="curve={name}">{label}</a>'
    is_changed = is_set(page.scenario, name)
    unit = say(lang, f"whatif.unit_{parameter.unit}")
    field = f'data-field="value.{name}" data-live min="{low:g}" max="{high:g}" step="{step}" value="{said}" aria-label="{label}"'
    at, tick = (_share(value, low, high) for value in (now, plan))
    mark = "" if plan is None else "<i></i>"
    words = say(lang, "whatif.plan_value", value=_written(plan)) if mark else ""
    return (
        f'<div class="lever{" changed" if is_changed else ""}"><p class="top">{title}<span><input type="number" {field}> '
        f"<small>{unit}</small></span></p>{_basis(page, parameter, lang)}"
        f'<div class="track" style="--plan:{tick:.4f};--now:{at:.4f}"><input type="range" {field}>{mark}</div>'
        f'<p class="ends" style="--plan:{tick:.4f}"><span>{_written(low)}</span><b>{words}</b><span>{_written(high)}</span></p>'
        f'<p class="clause">{_clause(page, parameter, plan, lang)}</p></div>'
    )


def _share(value: float | None, low: float, high: float) -> float:
    """Return how far along its slider a value stands."""
    return 0.0 if value is None else (value - low) / ((high - low) or 1)


def _written(value: float | None) -> str:
    return figures.number(value, 0 if value is None or float(value).is_integer() else 1)


def _basis(page: WhatIf, parameter: Parameter, lang: str) -> str:
    if not parameter.bases:
        return ""
    now = page.scenario.basis.get(parameter.id, parameter.basis)
    if parameter.id in page.scenario.values:
        now = ""
    buttons = [("fixed", say(lang, "app.basis_fixed"))]
    for basis, terms in parameter.bases.items():
        ratio = page.value(terms["ratio"])
        buttons.append((basis, say(lang, f"whatif.basis_{basis}", n=_written(ratio))))
    return (
        '<p class="bases">'
        + "".join(
            f'<button class="{"on" if basis == now else ""}" '
            f'data-go="basis={parameter.id}:{basis}">{words}</button>'
            for basis, words in buttons
        )
        + "</p>"
    )


def _clause(page: WhatIf, parameter: Parameter, value: float | None, lang: str) -> str:
    clause = page.desk.plan.clauses.get(parameter.clause)
    if clause is None:
        return figures.text(parameter.note.get(lang, ""))
    words = clause.say(lang)
    short = excerpt(words, "" if value is None else f"{value:g}")
    return f'<span title="{figures.text(words)}">{figures.text(clause.place[lang])} · {figures.text(short)}</span>'


def excerpt(words: str, number: str) -> str:
    """Return the part of a clause that names the number, else how it begins."""
    if len(words) <= CLAUSE_LENGTH:
        return words
    found = re.search(rf"(?<![\d,.]){re.escape(number)}(?![\d.])", words)
    end = found.end() if found and number else 0
    if end <= CLAUSE_LENGTH:
        return words[:CLAUSE_LENGTH] + "…"
    rest = PAUSE.search(words, end)
    end = min(rest.start() if rest else len(words), end + CLAUSE_LENGTH // 2)
    # From the first pause on from which it isn't too long.
    starts = [m.end() for m in PAUSE.finditer(words, end - CLAUSE_LENGTH, end)]
    start = starts[0] if starts else end - CLAUSE_LENGTH
    return f"…{words[start:end].strip()}{'…' if end < len(words) - 1 else ''}"


def _switches(page: WhatIf, lang: str) -> str:
    """Return the parameters that are yes or no, each with why it is one."""
    return "".join(
        f'<label class="rule"><input type="checkbox" data-field="switch.{one.id}"'
        f"{' checked' if page.value(one.id) else ''}> {figures.text(one.label[lang])}</label>"
        f'<p class="clause">{figures.text(one.note.get(lang, ""))}</p>'
        for one in switches(page)
    )


def _rule(page: WhatIf, name: str, lang: str) -> str:
    on = "" if name in page.scenario.off else " checked"
    return (
        f'<label class="rule"><input type="checkbox" data-field="rule.{name}"{on}> '
        f"{say(lang, f'rule.{name}')}</label>"
    )


__all__ = ["LINE", "head", "levers"]
