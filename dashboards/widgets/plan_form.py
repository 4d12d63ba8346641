"""The form of a proposal: a value, a basis, or the words and the rule of a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices
from fupin.proposals.applied import recorded
from fupin.proposals.model import BASIS, CORRECTION, VALUE
from fupin.tables import facts_of
from fupin.units import unit_label

if TYPE_CHECKING:
    from dashboards.models.plan import Proposing
    from fupin.plan import Parameter
    from fupin.schema import Column

WIDE = ("source", "says_zh")
CONFIDENCES = ("high", "medium", "low", "unconfirmed", "derived", "ours")


def form(state: Proposing, lang: str) -> str:
    """Return the open form, with what was wrong with it at its foot."""
    plan, subject = state.desk.plan, state.subject
    if subject in plan.parameters:
        one = plan.parameters[subject]
        label, fields = one.label[lang], _value(one, state, lang)
    else:
        is_rule = subject in plan.rules
        label = recorded(plan.rules[subject].label)[lang] if is_rule else subject
        if not is_rule:
            label = say(lang, "plan.text_title", n=subject.rpartition("_")[2])
        fields = _texts(state, lang, is_rule=is_rule)
    title = say(lang, "plan.form_title", label=figures.text(label))
    who = (
        _input("source", state, lang)
        + _input("author", state, lang)
        + _input("reason", state, lang)
    )
    return (
        f'<div class="plan-form"><h4>{title}</h4>'
        f'<div class="form">{fields}{who}</div>{error(state, lang)}<div class="acts">'
        f'<button class="btn pri" data-go="send">{say(lang, "plan.send")}</button>'
        f'<button class="btn" data-go="leave">{say(lang, "intake.leave")}</button></div>'
        f'<p class="note">{say(lang, "plan.send_hint")}</p></div>'
    )


def error(state: Proposing, lang: str) -> str:
    """Return why it wasn't taken: what, where and the cure."""
    if state.error is None:
        return ""
    return f'<p class="bad" role="alert">{figures.text(state.error.say(lang))}</p>'


def typed(name: str, state: Proposing) -> str:
    """Return what was typed in a field, safe as an attribute or a text."""
    said = state.view.author if name == "author" else state.edits.get(name, "")
    return figures.text(said) if said else ""


def _value(one: Parameter, state: Proposing, lang: str) -> str:
    kind = state.edits.get("kind") or VALUE
    kinds = [
        VALUE,
        *([CORRECTION] if one.values else []),
        *([BASIS] if one.bases else []),
    ]
    fields = _select(
        "kind", [(k, say(lang, f"plan.kind_{k}")) for k in kinds], kind, lang, wide=True
    )
    fields += _input("starts", state, lang, kind="date")
    if kind == BASIS:
        bases = [
            ("", ""),
            *((b, say(lang, f"app.basis_{b}")) for b in ("fixed", *one.bases)),
        ]
        return fields + _select("basis", bases, state.edits.get("basis", ""), lang)
    unit = unit_label(one.unit, lang)
    if one.unit == "switch":
        answers = [(k, say(lang, f"dossier.is_{w}")) for k, w in
                   (("", "no"), ("true", "yes"))]  # fmt: skip
        fields += _select("value", answers, state.edits.get("value", ""), lang)
    else:
        fields += _input("value", state, lang, unit=unit)
    marks = [(name, say(lang, f"plan.confidence_{name}")) for name in CONFIDENCES]
    said = state.edits.get("confidence", "high")
    return (
        fields
        + _select("confidence", marks, said, lang)
        + _input("published", state, lang, kind="date")
    )


def _texts(state: Proposing, lang: str, *, is_rule: bool) -> str:
    fields = _area("text", state, lang) + _area("en", state, lang)
    if is_rule:
        fields += _area("when", state, lang) + _dictionary(lang)
        fields += _input("says_zh", state, lang)
    return fields + _input("starts", state, lang, kind="date")


def _dictionary(lang: str) -> str:
    """Return the words that a condition may name, to be opened."""
    rows = "".join(_entry(one) for one in _facts(lang))
    return (
        f'<details class="wide"><summary>{say(lang, "plan.dictionary")}</summary>'
        f'<p class="caption">{say(lang, "plan.language")}</p>'
        f'<div class="plan-facts">{rows}</div></details>'
    )


def _facts(lang: str) -> list[tuple[str, str]]:
    found: dict[str, Column] = {}
    for grain in ("household", "member"):
        found |= facts_of(grain)
    return [(name, column.label(lang)) for name, column in sorted(found.items())]


def _entry(one: tuple[str, str]) -> str:
    return f"<span><code>{one[0]}</code> {figures.text(one[1])}</span>"


def _input(
    name: str, state: Proposing, lang: str, *, kind: str = "text", unit: str = ""
) -> str:
    words = say(lang, f"plan.field_{name}") + (f" · {unit}" if unit else "")
    return (
        f'<label class="{"wide" if name in WIDE else ""}"><span class="label">{words}</span>'
        f'<input type="{kind}" data-field="{name}" value="{typed(name, state)}"></label>'
    )


def _area(name: str, state: Proposing, lang: str) -> str:
    return (
        f'<label class="wide"><span class="label">{say(lang, f"plan.field_{name}")}</span>'
        f'<textarea data-field="{name}">{typed(name, state)}</textarea></label>'
    )


def _select(
    name: str, options: list[tuple[str, str]], chosen: str, lang: str, *,
    wide: bool = False,
) -> str:  # fmt: skip
    told = choices(options, chosen)
    return (
        f'<label class="{"wide" if wide else ""}"><span class="label">'
        f"{say(lang, f'plan.field_{name}')}</span>"
        f'<select data-field="{name}">{told}</select></label>'
    )
