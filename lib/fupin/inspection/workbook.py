"""The inspectors' list as a workbook: a sheet a village, and how it was drawn."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin.access import mask_name
from fupin.exports.book.plain import plain_workbook
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupin.inspection.reading import Inspection
    from fupin.inspection.rules import Sampling

STRATUM_WORDS = {
    "exit": ("预脱贫、已脱贫或已退出户", "Passes early, out, or has left"),
    "labour": ("有劳动能力贫困户", "Enrolled, with labour"),
    "outside": ("非建档户", "Not enrolled"),
    "no_labour": ("无劳动能力户", "Enrolled, without labour"),
    "enrolled": ("建档立卡户（补足比例）", "Enrolled, to make up the share"),
}
FOUND_WORDS = {
    "agrees": ("相符", "Agrees"),
    "facts_differ": ("情况有出入，结论不变", "Facts differ, same outcome"),
    "wrong": ("结论不对", "The outcome is wrong"),
    "absent": ("没见到", "Not met"),
}
ANSWER_WORDS = {"yes": ("是", "yes"), "no": ("否", "no"), "": ("", "")}
HEADS = (
    ("序号", "No."), ("户编号", "Household"), ("户主", "Head"), ("抽样层", "Stratum"),
    ("签", "Ticket"), ("检查人", "Inspector"), ("检查日期", "Inspected on"),
    ("检查结果", "Result"), ("原因", "Reason"), ("满意", "Content"),
)  # fmt: skip
WIDTHS = (6, 14, 10, 24, 15, 12, 12, 20, 36, 8)
RULES = ("口径", "Rules")
# What Excel allows in the name of a sheet.
NAME_LENGTH = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
A4 = 9
HOW = (
    (
        "种子 {seed}；基准日 {day}，第 {vintage} 批数据（指纹 {register}）。签是"
        "“种子|抽样层|户编号”的 SHA-256 的前 12 位，各层从小到大抽，谁都能照样再抽。"
    ),
    (
        "Seed {seed}; as of {day}, vintage {vintage} (register {register}). A ticket "
        "is the first 12 digits of SHA-256 of 'seed|stratum|household id'; each "
        "stratum takes the lowest, so anyone can draw the same."
    ),
)


def stratum_words(name: str, lang: str) -> str:
    """Return a stratum's name."""
    return STRATUM_WORDS[name][lang == "en"]


def found_words(name: str, lang: str) -> str:
    """Return a result's name."""
    return FOUND_WORDS[name][lang == "en"]


def how(made: Inspection, lang: str) -> str:
    """Return the sentence by which anyone can draw the same."""
    return HOW[lang == "en"].format(
        seed=made.seed, day=made.day, vintage=made.vintage, register=made.register
    )


@dataclass(frozen=True)
class Listed:
    """What stands on the list: the draw, heads by household, villages, results."""

    made: Inspection
    heads: Mapping[str, str]
    villages: Mapping[str, str]
    results: Mapping[int, Mapping[str, Any]]
    lang: str = "zh"


def sample_workbook(listed: Listed, sampling: Sampling) -> bytes:
    """Return the list as the bytes of a workbook (.xlsx), names masked.

    A sheet a village, and one of the numbers and their sources. No cell is a formula,
    whatever it begins with.
    """
    stream = io.BytesIO()
    with plain_workbook(stream) as book:
        made = {
            "bold": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "cell": book.add_format({"border": 4, "text_wrap": True, "valign": "top"}),
        }
        for number, village in enumerate(listed.made.villages, 1):
            name = FORBIDDEN.sub("-", listed.villages.get(village, village))
            sheet = book.add_worksheet(f"{number} {name}"[:NAME_LENGTH])
            _village(sheet, listed, village, made)
        _numbers(book.add_worksheet(RULES[listed.lang == "en"]), listed, sampling, made)
    return stream.getvalue()


def file_name(made: Inspection, lang: str = "zh") -> str:
    """Return the name of the list's file."""
    title = "抽查名单" if lang == "zh" else "inspection list"
    return f"{made.day} {title} {made.seq}.xlsx"


def _village(sheet: Any, listed: Listed, village: str, made: Mapping[str, Any]) -> None:
    lang = listed.lang
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 48)
    sheet.merge_range(0, 0, 0, len(WIDTHS) - 1, how(listed.made, lang), made["wrap"])
    for place, words in enumerate(HEADS):
        sheet.write_string(1, place, words[lang == "en"], made["bold"])
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    rows = [row for row in listed.made.rows if row["village_id"] == village]
    for line, row in enumerate(rows, 2):
        sheet.write_number(line, 0, row["number"], made["cell"])
        for place, said in enumerate(_cells(row, listed), 1):
            sheet.write_string(line, place, said, made["cell"])


def _cells(row: Mapping[str, Any], listed: Listed) -> list[str]:
    lang, found = listed.lang, listed.results.get(row["number"])
    said = [
        row["household_id"], mask_name(listed.heads.get(row["household_id"])),
        stratum_words(row["stratum"], lang), row["ticket"],
    ]  # fmt: skip
    if found is None:
        return said + [""] * (len(HEADS) - 1 - len(said))
    answer = ANSWER_WORDS[found["satisfied"]]
    return [
        *said, mask_name(found["inspector"]), found["inspected_on"],
        found_words(found["found"], lang), found["reason"], answer[lang == "en"],
    ]  # fmt: skip


def _numbers(
    sheet: Any, listed: Listed, sampling: Sampling, made: Mapping[str, Any]
) -> None:
    """Write the numbers that the draw was made by, with their sources."""
    lang = listed.lang
    for place, width in enumerate((40, 10, 8, 60, 12)):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 80)
    sheet.merge_range(0, 0, 0, 4, sampling.reading[lang].strip(), made["wrap"])
    for line, (name, value) in enumerate(listed.made.rules.items(), 1):
        number = sampling.numbers.get(name)
        sheet.write_string(
            line, 0, number.label[lang] if number else name, made["wrap"]
        )
        sheet.write_number(line, 1, value)
        if number:
            for place, told in enumerate(
                (unit_label(number.unit, lang), number.source, number.confidence), 2
            ):
                sheet.write_string(line, place, told, made["wrap"])
