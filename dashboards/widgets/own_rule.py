"""The form for a rule of one's own, with what the compiler says beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.own_rule import groups
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.choices import choices

if TYPE_CHECKING:
    from dashboards.models.own_rule import OwnRule
    from dashboards.models.whatif import WhatIf


def own_rule(page: WhatIf, form: OwnRule, lang: str) -> str:
    """Return the scenario's own rules, and the form that adds one."""
    added = "".join(
        f'<p class="rule own"><span>{figures.text(rule.label[lang])}'
        f"<small>{say(lang, f'group.{rule.group}')} · {figures.text(rule.when)}</small></span>"
        f'<button class="btn" data-go="drop={figures.text(rule.id)}">{say(lang, "whatif.drop")}</button></p>'
        for rule in page.scenario.added
    )
    options = choices(
        ((name, say(lang, f"group.{name}")) for name in groups(page.desk.plan)),
        form.fields["group"],
    )
    label, when = (
        figures.text(form.fields[n]) if form.fields[n] else ""
        for n in ("label", "when")
    )
    return (
        f"<h3>{say(lang, 'whatif.own')}</h3>{added}"
        f'<p class="own"><select data-field="own.group" aria-label="{say(lang, "whatif.own_group")}">{options}</select>'
        f'<input type="text" data-field="own.label" value="{label}" placeholder="{say(lang, "whatif.own_label")}" aria-label="{say(lang, "whatif.own_label")}">'
        f'<input type="text" data-field="own.when" value="{when}" placeholder="floor_area_m2 &gt; 90" aria-label="{say(lang, "whatif.own_when")}" spellcheck="false"></p>'
        f'{_said(form, lang)}<p><button class="btn" data-go="own">{say(lang, "whatif.own_add")}</button></p>'
    )


def _said(form: OwnRule, lang: str) -> str:
    if form.error is not None:
        return f'<p class="warning">{figures.text(form.error.say(lang))}</p>'
    if form.is_read:
        return f'<p class="caption">{say(lang, "whatif.own_read")}</p>'
    return ""
