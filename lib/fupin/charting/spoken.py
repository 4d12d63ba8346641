"""What a chart says in words: verdicts, ranges, what a mark is when pointed at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fupin.charting.scale import read
from fupin.figures import day
from fupin.units import unit_words

if TYPE_CHECKING:
    from fupin.document import Chart, Point, Series

WORDS: dict[str, tuple[str, str]] = {
    "met": ("达标", "Met"),
    "unmet": ("未达标", "Not met"),
    "unknown": ("待核实", "To verify"),
    "most": ("最多 {n}", "at most {n}"),
    "more": ("其余 {n} 行见数据表", "{n} more rows in the data"),
    "empty": ("没有数据", "Nothing to show"),
    "from": ("刻度自 {n} 起", "scale from {n}"),
    "colon": ("{one}：{other}", "{one}: {other}"),
    "verdict": ("判定", "Verdict"),
    "says": ("说明", "Says"),
    "at": ("时间", "Time"),
    "over": ("横轴", "Along"),
    "row": ("名称", "Name"),
    "line": ("线", "Line"),
}
INKS = {"met": "met-ink", "unmet": "unmet-ink", "unknown": "unk-ink"}
FILLS = {"unknown": "hatch", "target": "s2", "projection": "s1"}


def say(lang: str, key: str, **values: object) -> str:
    """Return the words of `key` in `lang` with `values` filled in."""
    zh, en = WORDS[key]
    return (zh if lang == "zh" else en).format(**values)


def verdict_of(point: Point, series: Series) -> str:
    """Return a point's verdict: its own, that of its series, unknown for no value."""
    if point.verdict:
        return point.verdict
    if point.value is None:
        return "unknown"
    return series.role if series.role in INKS else ""


def fill_of(point: Point, series: Series) -> str:
    """Return the token that fills a point's mark; "hatch" for what isn't known."""
    verdict = verdict_of(point, series)
    return FILLS.get(verdict or series.role, verdict or series.role)


def ink_of(point: Point, series: Series, plain: str = "ink2") -> str:
    """Return the token of a point's words."""
    return INKS.get(verdict_of(point, series), plain)


def value_of(point: Point, lang: str) -> str:
    """Return a point's value in words: a figure, a range, or 待核实."""
    if point.value is None:
        return say(lang, "unknown")
    if point.high is None or point.high == point.value:
        return read(point.value)
    return f"{read(point.value)}–{read(point.high)}"


def place_of(point: Point, lang: str) -> str:
    """Return where a point stands in words: its category, its day, its number."""
    if isinstance(point.at, date):
        return day(point.at, lang)
    return read(point.at) if not isinstance(point.at, str) else point.at


def told(chart: Chart, series: Series, point: Point, lang: str) -> str:
    """Return what a mark is when it is pointed at: 红中村：9,606 元，差 214 元."""
    value = value_of(point, lang)
    unit = unit_words(chart.unit, lang)
    if point.value is not None and unit:
        value += f" {unit}"
    where = place_of(point, lang)
    if len(chart.series) > 1:
        where += f" · {series.name}"
    comma = "，" if lang == "zh" else ", "
    if point.text and point.text not in value:
        value += comma + point.text
    return say(lang, "colon", one=where, other=value)
