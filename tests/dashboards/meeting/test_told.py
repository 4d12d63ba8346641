"""A snapshot on the page: slides, notes, brief, difference, export, check."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from dashboards.widgets.meeting_slides import slides
from fupin.charting.measure import width
from fupin.snapshots import find
from tests.dashboards.meeting.pages import made, markup
from tests.snapshots.towns import taken, town

if TYPE_CHECKING:
    from dashboards.pages.meeting import MeetingPage
    from fupin.store import Store


def test_the_slides_are_one_idea_each_with_page_and_stamp(page: MeetingPage) -> None:
    id_ = made(page)
    page._go("present")
    told = page.state.document(page.state.opened() or pytest.fail("no snapshot"))
    shown = page._show.html
    assert shown.count('<svg class="slide') == len(told.sections) + 1
    assert f"{len(told.sections) + 1} / {len(told.sections) + 1}" in shown
    assert shown.count(f"快照 {id_}") == len(told.sections) + 1
    page._leave()
    assert page._show.html == ""


def test_a_slides_headline_stands_within_its_sheet_and_a_scale_says_where_it_begins(
    page: MeetingPage,
) -> None:
    page.view.lang = "en"
    made(page)
    told = page.state.document(page.state.opened() or pytest.fail("no snapshot"))
    drawn = slides(told)
    heads = re.findall(r'<h2 class="serif" style="font-size:(\d+)px">(.*?)</h2>', drawn)
    assert len(heads) == len(told.sections)
    for size, words in heads:
        plain = unescape(re.sub("<[^>]+>", "", words))
        assert width(plain, int(size), bold=True) <= 1440
    assert "scale from 8,900" in drawn


def test_a_note_is_written_on_a_figure(page: MeetingPage, store: Store) -> None:
    id_ = made(page)
    page._field("figure", "town.met")
    page._field("words", "已入户核对")
    page._go("save-note")
    (note,) = find(store, id_).notes
    assert (note.figure, note.author) == ("town.met", "林一")
    assert "已入户核对" in markup(page)


def test_a_number_typed_by_hand_is_shown_before_it_is_kept(
    page: MeetingPage, store: Store
) -> None:
    id_ = made(page)
    page._go("brief")
    assert "{town.met}" in markup(page)
    page._field("brief:glance", "已有 9 户达标，其中{town.met}已核。")
    page._go("save-brief")
    assert "手写的" in markup(page)
    assert find(store, id_).texts == ()
    page._go("insist-brief")
    (kept,) = find(store, id_).texts
    assert kept.paragraphs["glance"] == ["已有 9 户达标，其中{town.met}已核。"]
    assert page.view.tab == ""
    assert "已有 9 户达标" in markup(page)


def test_a_figure_that_isnt_there_is_refused_and_the_text_stays(
    page: MeetingPage, store: Store
) -> None:
    id_ = made(page)
    page._go("brief")
    page._field("brief:glance", "{town.nothing}达标")
    assert "没有名为“town.nothing”的数字" in markup(page)
    page._go("save-brief")
    assert find(store, id_).texts == ()
    assert "{town.nothing}达标" in markup(page)


def test_two_are_compared_by_parts(page: MeetingPage, store: Store) -> None:
    first = made(page)
    taken(store, town(poor=2200))
    second = made(page, "八月例会")
    page._go("back")
    page._field("before", first)
    page._field("after", second)
    page._go("compare")
    shown = markup(page)
    assert f"从“七月例会”（{first}）到“八月例会”（{second}）" in shown
    assert "达标 1 户 → 2 户：变了什么" in shown
    assert "变了的是：数据" in shown
    (row,) = re.findall(r"<tr><td[^>]*>达到脱贫标准的户.*?</tr>", shown)
    assert re.findall(r"<td class=\"r[^>]*>(?:<b>)?([^<]*)", row)[:2] == ["1", "+1"]
    assert "陈*" in shown
    assert "陈一" not in shown


def test_a_withdrawn_one_can_be_looked_at_only(page: MeetingPage, store: Store) -> None:
    id_ = made(page)
    page._go("withdraw")
    page._field("reason", "用错了日期")
    page._go("save-withdraw")
    assert find(store, id_).withdrawn is not None
    shown = markup(page)
    assert "用错了日期" in shown
    for act in ("brief", "withdraw", "save-note"):
        assert f'data-go="{act}"' not in shown
    assert page.state.export("pptx") is None
    page._go("back")
    assert "已撤回" in markup(page)


def test_an_export_carries_the_snapshots_id_in_a_name_that_can_be_kept(
    page: MeetingPage,
) -> None:
    id_ = made(page, 'a/b:c*?"<>|')
    assert 'data-go="export=xlsx"' in markup(page)
    exported = page.state.export("xlsx")
    assert exported is not None
    name, content = exported
    assert name.endswith(f"{id_}.xlsx")
    assert not set('/\\:*?"<>|') & set(name)
    assert content.startswith(b"PK")
    assert page.state.export("nothing") is None


def test_it_is_computed_again_when_asked(page: MeetingPage) -> None:
    made(page)
    page._go("check")
    assert "重算，一致" in markup(page)


def test_a_chart_says_its_unit_and_has_a_drawing_for_phones(page: MeetingPage) -> None:
    made(page)
    said = markup(page)
    assert re.search(r'meeting-caption">户，按脱贫标准判定，共 3 户', said)
    assert said.count('class="meeting-narrow"') == said.count('class="meeting-wide"')
    ids = re.findall(r'\bid="([^"]+)"', said)
    assert len(ids) == len(set(ids))
