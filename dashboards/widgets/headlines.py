"""The three sentences above the overview: progress, what blocks it, who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import verdicts

if TYPE_CHECKING:
    from dashboards.models.overview import Overview


def headlines(page: Overview, lang: str) -> str:
    """Return the three findings, each with what follows from it."""
    # For phones: there it stands for two figures.
    bar = f'<div class="only-small">{verdicts(page.count, lang, v=page.village)}</div>'
    parts = (
        ("progress", _progress(page, lang), _progress_next(page, lang), bar),
        ("block", _block(page, lang), _block_next(page, lang), ""),
        ("duty", _duty(page, lang), _duty_next(page, lang), ""),
    )
    return (
        '<div class="headlines">'
        + "".join(
            f'<div><p class="kicker">{say(lang, f"overview.{key}")}</p>'
            f'<h2 class="serif">{finding}</h2><p class="next">{after}</p>{mark}</div>'
            for key, finding, after, mark in parts
        )
        + "</div>"
    )


def _progress(page: Overview, lang: str) -> str:
    behind = page.behind or 0
    key = "behind" if behind > 0 else "ahead" if behind < 0 else "level"
    return say(lang, f"overview.progress_{key}", met=page.count.met, gap=abs(behind))


def _progress_next(page: Overview, lang: str) -> str:
    words = say(lang, "overview.progress_next", month=figures.month(page.day, lang),
                expected=page.expected, left=page.count.left)  # fmt: skip
    if page.pace.needed is not None and page.count.left:
        words += say(
            lang, "overview.progress_pace", pace=figures.percent(page.pace.needed)
        )
    words += say(lang, "overview.progress_exited", n=page.exited)
    return words


def _block(page: Overview, lang: str) -> str:
    below = [v for v in page.chosen if v.distance is not None and v.distance < 0]
    open_ = [v for v in page.chosen if v.distance is None]
    parts = []
    if below:
        worst = min(below, key=lambda v: v.distance or 0)
        gap = figures.number(-(worst.distance or 0))
        parts.append(
            say(lang, "overview.block_short", village=figures.text(worst.name), gap=gap)
        )
    if open_:
        parts.append(
            say(lang, "overview.block_open", village=figures.text(open_[0].name))
        )
    if not parts:
        return say(lang, "overview.block_none")
    return say(lang, "list_comma").join(parts)


def _block_next(page: Overview, lang: str) -> str:
    worst = sorted(page.failing.items(), key=lambda item: -item[1])
    said = [say(lang, f"overview.failing_{rule}", n=n) for rule, n in worst if n][:3]
    if page.failing_twice:
        said.append(say(lang, "overview.failing_twice", n=page.failing_twice))
    words = say(lang, "list_comma").join(said)
    return words[:1].upper() + words[1:] or say(lang, "overview.failing_none")


def _duty(page: Overview, lang: str) -> str:
    by = page.late_by_department
    if not by:
        return say(lang, "overview.duty_none")
    name, days = next(iter(by.items()))
    return say(lang, "overview.duty_late", department=say(lang, f"department.{name}"),
               n=len(days), days=max(days))  # fmt: skip


def _duty_next(page: Overview, lang: str) -> str:
    others = list(page.late_by_department.items())[1:]
    if not others:
        return say(lang, "overview.duty_total", n=page.owed.total)
    said = [
        say(
            lang,
            "overview.duty_other",
            department=say(lang, f"department.{name}"),
            n=len(days),
        )
        for name, days in others
    ]
    return say(lang, "overview.duty_also") + say(lang, "list_comma").join(said)
