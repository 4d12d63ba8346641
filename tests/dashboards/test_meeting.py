"""The meeting page: what it makes is what it shows, and what is refused is said."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.meeting import Meeting
from dashboards.models.view import View
from dashboards.pages.meeting import MeetingPage
from dashboards.widgets.meeting_slides import slides
from fupin import scenarios, settings
from fupin.charting.measure import width
from fupin.funds import Act, Books, add, load_tree
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.snapshots import document, find, listed, make, now
from fupin.store import open_store, register
from tests.snapshots.towns import taken, town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = open_store(tmp_path / "town.db")
    taken(kept)
    yield kept
    kept.close()


@pytest.fixture
def page(store: Store, plan: Plan) -> MeetingPage:
    text.learn(plan)
    desk = Desk(register(store), plan, store=store)
    view = View(day=LAST_DAY, page="meeting", author="林一")
    return MeetingPage(desk, view)


def markup(page: MeetingPage) -> str:
    return str(page._html.html)


def made(page: MeetingPage, title: str = "七月例会") -> str:
    page._field("title", title)
    page._go("make")
    return str(page.view.snapshot)


def test_what_the_page_freezes_is_what_the_library_freezes(
    page: MeetingPage, store: Store, plan: Plan
) -> None:
    found = find(store, made(page))
    plain = page.desk.of_basis("fixed")
    other = make(
        store, lambda: now(store, plain, LAST_DAY, files=plan), "另一份", "陈二"
    )
    assert found.content_hash == other.content_hash
    assert (found.title, found.author, found.vintage) == ("七月例会", "林一", 1)
    assert "七月例会" in markup(page)
    assert found.id in markup(page)


def test_a_vintage_taken_by_another_process_is_in_the_next_snapshot(
    page: MeetingPage, store: Store
) -> None:
    first = find(store, made(page))
    taken(store, town(poor=2200))
    second = find(store, made(page, "八月例会"))
    assert (first.vintage, second.vintage) == (1, 2)
    assert second.figures["town.met"] == first.figures["town.met"] + 1


def test_a_saved_scenario_is_frozen_with_its_name(
    page: MeetingPage, store: Store, plan: Plan
) -> None:
    from dataclasses import replace  # noqa: PLC0415

    wanted = Scenario(plan).with_value("household_exit_line", 9000)
    wanted = replace(wanted, author="林一", description="从严")
    scenarios.save(store, "从严", wanted)
    page._go("back")
    assert ">从严</option>" in markup(page)
    page._field("scenario", "从严")
    found = find(store, made(page))
    assert found.figures["scenario.out"] == 1
    assert "情景" in markup(page)
    # A scenario without a basis of its own is held to that of the plan.
    assert found.overrides["basis"]["household_exit_line"] == "fixed"


@pytest.mark.parametrize(("fields", "says"), [
    ({"title": "", "author": "林一"}, "标题还没有写"),
    ({"title": "例" * 500, "author": "林一"}, "最多 80 个"),
    ({"title": "例会", "author": ""}, "姓名还没有写"),
])  # fmt: skip
def test_what_is_refused_is_said_and_what_was_typed_stays(
    page: MeetingPage, store: Store, fields: dict[str, str], says: str
) -> None:
    for name, value in fields.items():
        page._field(name, value)
    page._go("make")
    assert listed(store) == []
    assert says in markup(page)
    assert fields["title"] in markup(page)


def test_a_wrong_id_in_the_address_opens_the_list_and_says_so(
    page: MeetingPage,
) -> None:
    page.view.snapshot = "S-180630-ZZ"
    assert "没有快照" in markup(page)
    assert "存一份快照" in markup(page)


def test_a_title_is_shown_as_text_and_never_as_markup(page: MeetingPage) -> None:
    made(page, "<img src=x onerror=alert(1)>{town.met}")
    page._go("present")
    for shown in (markup(page), page._show.html):
        assert "<img" not in shown
        assert "&lt;img" in shown
    page._go("back")
    assert "<img" not in markup(page)


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


def test_a_headline_of_two_lines_is_broken_in_the_smallest_size(
    page: MeetingPage,
) -> None:
    made(page)
    told = page.state.document(page.state.opened() or pytest.fail("no snapshot"))
    long = replace(told.sections[0], headline="很长的一句话" * 12)
    drawn = slides(replace(told, sections=(long,)))
    assert '<h2 class="serif broken" style="font-size:28px">' in drawn


def test_the_list_has_three_columns_on_a_phone_and_says_the_rest_below_the_title(
    page: MeetingPage,
) -> None:
    made(page)
    page._go("back")
    (row,) = re.findall(r'<tr class="" data-go="open=.*?</tr>', markup(page))
    cells = re.findall(r"<td[^>]*>", row)
    assert [cell for cell in cells if "min-hide" not in cell] == [
        "<td>", '<td class="wrap">', "<td>",
    ]  # fmt: skip
    (below,) = re.findall(r'<span class="only-small note">(.*?)</span>', row)
    assert below.startswith("林* · ")
    assert "第 1 批" in below


def test_the_names_of_the_briefs_figures_stand_first_and_the_others_unfold(
    page: MeetingPage,
) -> None:
    made(page)
    page._go("brief")
    shown, _, folded = markup(page).partition("<details")
    told = page.state.document(page.state.opened() or pytest.fail("no snapshot"))
    assert "<code>{town.met}</code>" in shown
    assert "<code>{town.met}</code>" not in folded
    assert "<code>{town.left}</code>" in folded
    found = re.findall(r"<code>\{(.*?)\}</code>", shown + folded)
    assert sorted(found) == sorted(told.figures)


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


def test_a_difference_has_three_columns_on_a_phone_and_says_the_rest_below(
    page: MeetingPage, store: Store
) -> None:
    first = made(page)
    taken(store, town(poor=2200))
    page._go("back")
    second = made(page, "八月例会")
    page.view.param.update(snapshot=first, against=second, tab="diff")
    tables = re.findall(r"<tbody>(.*?)</tbody>", markup(page))
    shown = [
        re.findall(r"<td(?![^>]*min-hide)[^>]*>", row)
        for body in tables[:3] for row in re.findall(r"<tr[ >].*?</tr>", body)
    ]  # fmt: skip
    assert {len(cells) for cells in shown} == {3}
    assert re.search(
        r'达到脱贫标准的户<span class="only-small note">数据 \+1</span>', markup(page)
    )
    assert re.search(r'</span> \S*<span class="only-small note">数据', markup(page))


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


def test_without_a_store_there_is_nothing_to_make(plan: Plan) -> None:
    desk = Desk(Register.of(make_tables()), plan)
    shown = markup(MeetingPage(desk, View(day=LAST_DAY, page="meeting")))
    assert "还没有快照" in shown
    assert 'data-go="make"' not in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_drawn_in_both_languages(page: MeetingPage, lang: Any) -> None:
    page.view.lang = lang
    id_ = made(page)
    for tab in ("", "brief"):
        page.view.param.update(snapshot=id_, tab=tab)
        assert f'class="page meeting {lang}"' in markup(page)
    page.view.param.update(snapshot=id_, against=id_, tab="diff")
    assert id_ in markup(page)
    found = Meeting(page.desk, page.view).opened(id_)
    assert found is not None
    assert slides(document(found, lang)).count('<svg class="slide') > 5


def test_the_first_snapshot_of_a_server_has_the_funds_that_people_wrote(
    store: Store, plan: Plan
) -> None:
    """Nobody has looked at the funds yet: the desk's ledger wasn't read."""
    tree = load_tree(settings.PLAN, plan)
    said = register(store)
    entry = {
        "kind": "allocated", "amount": "50000", "source": "helper_town",
        "pool": "per_person", "village_id": "001", "entry_on": "2018-06-20",
        "document_no": "港扶〔2018〕8号",
    }  # fmt: skip
    add(store, Books.of(tree, said), said, entry, Act("陈一", LAST_DAY))
    text.learn(plan)
    desk = Desk(register(store), plan, store=store)
    fresh = MeetingPage(desk, View(day=LAST_DAY, page="meeting", author="林一"))
    found = find(store, made(fresh))
    assert found.figures["funds.allocated"] == 50_000
    other = make(
        store, lambda: now(store, None, LAST_DAY, files=plan), "另一份", "陈二"
    )
    assert found.figures == other.figures


def test_an_author_is_masked_in_the_list_as_on_the_page_and_in_the_export(
    page: MeetingPage, store: Store
) -> None:
    found = find(store, made(page))
    assert "林一" not in re.sub(r'value="[^"]*"', "", markup(page))
    page._go("back")
    assert "林*" in markup(page)
    assert "林一" not in re.sub(r'value="[^"]*"', "", markup(page))
    assert document(found).stamp.author == "林*"
    assert document(found, masked=False).stamp.author == "林一"


def test_a_chart_says_its_unit_and_has_a_drawing_for_phones(page: MeetingPage) -> None:
    made(page)
    said = markup(page)
    assert re.search(r'meeting-caption">户，按脱贫标准判定，共 3 户', said)
    assert said.count('class="meeting-narrow"') == said.count('class="meeting-wide"')
    ids = re.findall(r'\bid="([^"]+)"', said)
    assert len(ids) == len(set(ids))
