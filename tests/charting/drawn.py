"""Charts of several series, drawn and looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin.document import Chart, Point, Rule, Series
from tests.charting.svg_words import SVG, parsed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def villages(*lines: float) -> Chart:
    points = (
        Point("红中村", 8964, "差 214", "unmet"),
        Point("历麻村", 9292, "多 114", "met"),
        Point("建发村", None, "待核实", "unknown"),
    )  # fmt: skip
    rules = tuple(
        Rule(line, f"线 {line:,.0f}", at=str(p.at) if len(lines) > 1 else "")
        for line, p in zip(lines, points, strict=False)
    )
    return Chart("villages", "dot", "题", "", "yuan", (Series("收入", points),), rules)


def groups(name: str, *rows: tuple[int, int]) -> Chart:
    signed = tuple(
        Point(f"第{n}组", a, str(a + b), is_of_row=True)
        for n, (a, b) in enumerate(rows)
    )
    missing = tuple(Point(f"第{n}组", b, f"缺 {b}") for n, (_, b) in enumerate(rows))
    series = Series("签齐", signed, "s2"), Series("未查", missing, "unmet")
    return Chart(name, "bar", name, "", "households", series, most=80)


def bars(markup: str, colour: str) -> list[Element]:
    return [n for n in parsed(markup).iter(f"{SVG}rect") if n.get("fill") == colour]
