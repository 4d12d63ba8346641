"""The meeting page: what it makes is what it shows, and what is refused is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dashboards import text
from dashboards.models.desk import Desk
from dashboards.models.meeting import Meeting
from dashboards.models.view import View
from dashboards.pages.meeting import MeetingPage
from dashboards.widgets.meeting_slides import slides
from fupin import scenarios, settings
from fupin.funds import Act, Books, add, load_tree
from fupin.plan import Scenario
from fupin.register import Register
from fupin.sample import LAST_DAY, make_tables
from fupin.snapshots import document, find, listed, make, now
from fupin.store import register
from tests.dashboards.meeting.pages import made, markup
from tests.snapshots.towns import taken, town

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.store import Store


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
