"""A table's columns of figures stand at the right, all others at the left."""

from __future__ import annotations

import re

import pytest

from dashboards.widgets.rows import rows_table


def kinds(cells: list[str], less: int | None = None) -> list[str]:
    """Return the class of each cell of a column, its head's first."""
    table = rows_table(["head"], [[cell] for cell in cells], less)
    return re.findall(r'<t[hd](?: class="([^"]*)")?>', table)


@pytest.mark.parametrize(
    "cells",
    [["1", "1,234"], ["77.9 %", "—"], ["−318"], ["1.8–3.6", "≥ 62", "77.6+"],
     ["9 / 18"], ['<b class="unmet">7</b>'], ["26.4 万元", "3,000 元"], ["1.5 yuan"],
     ["超期 41 天", "余 3 天"], ["41 days late", "3 days left"]],
)  # fmt: skip
def test_figures_stand_right(cells: list[str]) -> None:
    assert kinds(cells) == ["r"] * (len(cells) + 1)


@pytest.mark.parametrize(
    "cells",
    [["建发 015"], ["7", "7 户没写理由"], ["—"], [], ["2018年6月30日"], ["超期的任务"]],
)
def test_words_stand_left(cells: list[str]) -> None:
    assert kinds(cells) == [""] * (len(cells) + 1)


def test_a_column_less_on_a_phone_is_hidden_head_and_all() -> None:
    assert kinds(["3"], less=0) == ["r min-hide", "r min-hide"]
