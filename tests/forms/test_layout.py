from __future__ import annotations

import pytest

from fupin.forms.layout import column_width, lines, paper


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("户主姓名", 8, 1), ("户主姓名", 7, 2), ("元\n元", 8, 2), ("", 8, 1),
        ("Exit year planned", 9, 2), ("Identification", 7, 2),
        ("2018-06-30", 10, 1), ("扶贫 A 类", 5, 2),
    ],
)  # fmt: skip
def test_a_text_wraps_between_words_and_after_any_chinese_character(
    text: str, width: int, count: int
) -> None:
    assert lines(text, width) == count


def test_a_column_is_as_wide_as_its_values_and_half_of_its_header() -> None:
    assert column_width("农民人均可支配收入", ["1"]) == 12
    assert column_width("收入", ["2018-06-30"]) == 12
    assert column_width("Households", ["1"]) == 13
    assert column_width("x", ["y" * 80]) == 36


def test_the_paper_grows_with_the_form() -> None:
    assert [paper(n) for n in (60, 150, 240)] == [(9, False), (9, True), (8, True)]
