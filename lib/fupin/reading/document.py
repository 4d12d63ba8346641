"""The plan with its executable reading as one page of HTML: offline, to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from fupin.access import mask_name
from fupin.reading.cases import cases_of
from fupin.reading.places import named, parts
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from fupin.forms import Form
    from fupin.plan import Parameter, Plan, Rule
    from fupin.proposals import Proposal
    from fupin.reading.places import Part, Place

    Counts = tuple[int, int, int]

CONFIDENCE = {
    "high": ("", ""),
    "medium": ("待确认", "to be confirmed"),
    "low": ("待确认", "to be confirmed"),
    "unconfirmed": ("待确认", "to be confirmed"),
    "derived": ("推算", "derived"),
    "ours": ("口径", "our reading"),
}
COMMA = {"zh": "、", "en": ", "}
SAID = {
    "zh": {
        "title": "方案及其可执行口径", "plan": "方案指纹",
        "when": "条件", "applies": "只问", "uses": "用到", "from": "自",
        "source": "出处", "duties": "任务 {n} 项", "forms": "用于表",
        "score": "计入评分", "checks": "校核", "cases": "检验语句 {n} 条", "pending": "待补录",
        "changes": "采纳的修改", "by": "提议人 {a}，采纳人 {b}",
        "counts": "符合 {met}　不符合 {unmet}　待核实 {unknown}", "no_value": "待补录",
        "day": "户数截至 {day}", "no_changes": "没有：方案文件原样。",
    },
    "en": {
        "title": "The plan and its executable reading", "plan": "Plan",
        "when": "Condition", "applies": "Asked only if", "uses": "Uses", "from": "From",
        "source": "Source", "duties": "{n} duties",
        "forms": "In forms", "score": "Counts in scores", "checks": "Checks",
        "cases": "{n} test sentences", "pending": "to be recorded",
        "changes": "Accepted changes",
        "by": "proposed by {a}, accepted by {b}",
        "counts": "met {met}, unmet {unmet}, unknown {unknown}",
        "no_value": "to be recorded", "day": "Households as of {day}",
        "no_changes": "None: the plan's files as they are.",
    },
}  # fmt: skip
STYLE = """
@page{size:A4;margin:18mm 16mm}
body{font:14px/22px "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;color:#17202C;max-width:1040px;margin:0 auto;padding:24px;font-variant-numeric:tabular-nums}
h1,h2{font-family:"Source Han Serif SC","Noto Serif CJK SC","Songti SC",serif}
h1{font-size:24px;line-height:32px;margin:0}h2{font-size:20px;line-height:28px;margin:28px 0 4px;border-bottom:1px solid #DCE1E8;padding-bottom:4px}
h3{font-size:14px;line-height:20px;margin:0}p{margin:0}.small{font-size:12px;line-height:18px;color:#465161}
.row{display:grid;grid-template-columns:5fr 7fr;gap:24px;padding:10px 0;border-bottom:1px solid #EBEEF2;break-inside:avoid-page}
.rule{margin-bottom:8px}code{font:12px/18px Consolas,"Noto Sans Mono",monospace;background:#F4F5F7;padding:1px 4px;border-radius:3px;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:2px 0 8px}td,th{font-size:12px;line-height:18px;text-align:left;padding:2px 8px 2px 0;border-top:1px solid #EBEEF2;vertical-align:top}th{font-weight:400;color:#667081;border:0}
td:first-child{width:104px}td.r{width:128px}.r{text-align:right;white-space:nowrap}.tag{font-size:12px;border:1px solid #7F8A9A;border-radius:3px;padding:0 4px;color:#4A5566}
.wait{background:repeating-linear-gradient(135deg,#DCE1E8 0 1.2px,#EDF0F3 1.2px 5px);padding:4px 8px;border:1px solid #7F8A9A;border-radius:4px;print-color-adjust:exact}
@media(max-width:700px){.row{grid-template-columns:1fr;gap:6px}}
"""


def document(
    plan: Plan,
    forms: Iterable[Form] = (),
    proposals: Iterable[Proposal] = (),
    today: tuple[date, Mapping[str, Counts]] | None = None,
    lang: str = "zh",
) -> str:
    """Return the whole plan as HTML that asks no other file.

    `today` is an as-of date and, by rule, how many households are met, unmet and
    unknown on it. No person is in it; who proposed or accepted is masked.
    """
    said, told = SAID[lang], parts(plan, forms)
    title = plan.clauses["title"].say(lang) if "title" in plan.clauses else ""
    stamp = f"{said['plan']} {plan.fingerprint}"
    if today:
        stamp += f" · {said['day'].format(day=today[0])}"
    writer = _Writer(plan, today[1] if today else {}, lang)
    body = "".join(writer.part(part) for part in told)
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<h1>{escape(title)}</h1><p class="small">{said["title"]} · {stamp}</p>'
        f"{body}{_changes(proposals, lang)}</body></html>"
    )


def confidence(value: str, lang: str) -> str:
    """Return the mark of a value that isn't settled: to be confirmed, derived, ours."""
    zh, en = CONFIDENCE.get(value, ("", ""))
    return zh if lang == "zh" else en


@dataclass(frozen=True)
class _Writer:
    """Writes the parts of one plan, with its households, in one language."""

    plan: Plan
    counts: Mapping[str, Counts]
    lang: str

    def part(self, part: Part) -> str:
        rows = "".join(
            self._place(place)
            for place in part.places
            # A heading of the plan stands as the heading of its part.
            if place.count or place.title["zh"] != part.title["zh"]
        )
        return f"<h2>{escape(part.title[self.lang])}</h2>{rows}"

    def _place(self, place: Place) -> str:
        lang, clause = self.lang, place.clause
        said, title = SAID[lang], escape(place.title[lang])
        left = f"<p>{title}</p>"
        if place.is_waiting:
            left = f'<p class="wait">{title} · {said["pending"]}</p>'
        elif clause is not None and clause.source:
            source = escape(clause.source)
            left += f'<p class="small">{said["source"]}：{source}</p>'
        right = "".join(map(self._rule, place.rules))
        right += "".join(_parameter(one, lang) for one in place.parameters)
        for one in place.departments:
            duties = said["duties"].format(n=len(one.duties))
            right += f"<p>{escape(one.name[lang])} · {duties}</p>"
        for post in place.posts:
            name = escape(post["name"][lang])
            right += f'<p class="small">{name}：{escape(post[lang])}</p>'
        right += _uses(place, lang)
        if clause is not None and clause.use == "context":
            right += f'<p class="small">{escape(clause.why.get(lang, ""))}</p>'
        return f'<div class="row"><div>{left}</div><div>{right}</div></div>'

    def _rule(self, rule: Rule) -> str:
        lang = self.lang
        said = SAID[lang]
        if rule.is_pending:
            return f'<p class="small">{escape(rule.reading.get(lang, ""))}</p>'
        lines = [f"<h3>{escape(rule.label[lang])}</h3>"]
        for word, text in (("when", rule.when), ("applies", rule.applies)):
            if text:
                lines.append(f"<p>{said[word]} <code>{escape(text.strip())}</code></p>")
        names = escape(COMMA[lang].join(named(self.plan, rule, lang)))
        if names:
            lines.append(f'<p class="small">{said["uses"]}：{names}</p>')
        if rule.reading:
            lines.append(f'<p class="small">{escape(rule.reading[lang])}</p>')
        lines.append(f'<p class="small">{" · ".join(self._figures(rule))}</p>')
        return f'<div class="rule">{"".join(lines)}</div>'

    def _figures(self, rule: Rule) -> list[str]:
        said, told = SAID[self.lang], [f"{SAID[self.lang]['from']} {rule.starts}"]
        if rule.id in self.counts:
            met, unmet, unknown = self.counts[rule.id]
            told.append(said["counts"].format(met=met, unmet=unmet, unknown=unknown))
        cases = cases_of(rule.id)
        return [*told, said["cases"].format(n=len(cases))] if cases else told


def _parameter(one: Parameter, lang: str) -> str:
    said, unit = SAID[lang], unit_label(one.unit, lang)
    rows = "".join(
        f'<tr><td>{said["from"]} {v.starts}</td><td class="r">{value_words(v.value, one.unit, lang)} {unit}</td>'
        f"<td>{_tag(confidence(v.confidence, lang))}{escape(v.source)}</td></tr>"
        for v in one.values
    )
    note = f'<p class="small">{escape(one.note[lang])}</p>' if one.note else ""
    none = f'<p class="wait">{said["no_value"]}</p>' if not one.values else ""
    return f"<h3>{escape(one.label[lang])}</h3><table>{rows}</table>{none}{note}"


def value_words(value: float | bool, unit: str, lang: str) -> str:
    """Return a parameter's value as people read it; a year has no thousands."""
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][value]
    if unit == "year":
        return f"{value:.0f}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _tag(words: str) -> str:
    return f'<span class="tag">{words}</span> ' if words else ""


def _uses(place: Place, lang: str) -> str:
    said = SAID[lang]
    told = (
        ("forms", [form.title[lang] for form in place.forms]),
        ("score", [one.label[lang] for one in place.indicators]),
        ("checks", [one.reason[lang] for one in place.checks]),
    )
    return "".join(
        f'<p class="small">{said[key]}：{escape(COMMA[lang].join(names))}</p>'
        for key, names in told
        if names
    )


def _changes(proposals: Iterable[Proposal], lang: str) -> str:
    said = SAID[lang]
    rows = []
    for one in proposals:
        decision = one.decision
        if decision is None or not one.is_in_force():
            continue
        draft = one.draft
        by = said["by"].format(a=mask_name(draft.author), b=mask_name(decision.author))
        new = draft.body.get("value", draft.body.get("text", draft.body.get("basis")))
        rows.append(
            f"<tr><td>{one.seq}</td><td>{escape(draft.subject)}</td>"
            f"<td>{said['from']} {draft.starts}</td><td>{escape(str(new))}</td>"
            f"<td>{escape(draft.source)}</td><td>{escape(draft.reason)}<br>{escape(by)}"
            f" {decision.decided_at.date()}</td></tr>"
        )
    listed = (
        f"<table>{''.join(rows)}</table>" if rows else f"<p>{said['no_changes']}</p>"
    )
    return f"<h2>{said['changes']}</h2>{listed}"
