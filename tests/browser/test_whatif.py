"""The what-if page by hand: drag, arrows, presets, the list, masked bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from dashboards.models.whatif import flips, whatif

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.view import View
    from tests.browser.screen import Screen

# Milliseconds from each move of the finger to the frame that shows it.
MOVES = """async (svg) => {
  const box = svg.getBoundingClientRect(), taken = []
  const tell = (kind, x) => svg.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, composed: true, clientX: x, clientY: box.top + 90, pointerId: 1 }))
  const pill = svg.getRootNode().querySelector(".pill")
  for (let n = 0; n < 100; n++) {
    const began = performance.now()
    tell("pointermove", box.left + 80 + n * 3)
    await new Promise((r) => requestAnimationFrame(() => setTimeout(r)))
    taken.push(performance.now() - began)
  }
  return taken.sort((a, b) => a - b)[94]
}"""


def opened(screen: Screen, query: str = "") -> Screen:
    screen.open("p=whatif" + query)
    screen.page.locator(".curve .mark").wait_for()
    return screen


def test_the_mark_is_dragged_and_the_rest_follows_on_release(
    screen: Screen, desk: Desk, view: View
) -> None:
    opened(screen)
    box = screen.page.locator(".curve svg.main").bounding_box()
    assert box is not None
    mouse = screen.page.mouse
    mouse.move(box["x"] + 120, box["y"] + 90)
    mouse.down()
    p95 = screen.page.locator(".curve svg.main").evaluate(MOVES)
    mouse.move(box["x"] + 300, box["y"] + 90)
    value = screen.page.locator(".curve .mark").get_attribute("aria-valuenow")
    mouse.up()
    field = screen.page.locator(
        "input[type=number][data-field='value.household_exit_line']"
    )
    expect(field).to_have_value(str(value))
    view.scenario = f'{{"v":{{"household_exit_line":{value}}}}}'
    page = whatif(desk, view)
    said = screen.page.locator(".curve .said")
    expect(said).to_contain_text(f"{page.after[:, 1].sum()} 户")
    expect(screen.page.locator(".flips h3")).to_contain_text(f"{flips(page).height} 户")
    assert p95 < 50


def test_an_arrow_moves_the_mark_by_one_household(screen: Screen) -> None:
    opened(screen)
    mark, said = (
        screen.page.locator(".curve .mark"),
        screen.page.locator(".curve .diff"),
    )
    mark.focus()
    expect(said).to_have_text("与方案相同")
    screen.page.keyboard.press("ArrowRight")
    expect(said).to_have_text("比方案少 1 户")
    screen.page.keyboard.press("ArrowLeft")
    screen.page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("比方案多 1 户")


def test_a_preset_is_undone_and_its_link_opens_the_same(screen: Screen) -> None:
    opened(screen).touch("preset=actual")
    pill = screen.page.locator(".curve .pill")
    expect(pill).to_have_text("7,725")
    title = screen.page.locator(".flips h3").inner_text()
    screen.page.reload()
    expect(pill).to_have_text("7,725")
    expect(screen.page.locator(".flips h3")).to_have_text(title)
    screen.touch("preset=up")
    expect(pill).to_have_text("7,733")
    screen.touch("undo")
    expect(pill).to_have_text("7,725")


def test_the_list_is_taken_away_with_masked_names(screen: Screen, desk: Desk) -> None:
    opened(screen).touch("preset=actual")
    screen.page.locator(".flips tbody tr").first.wait_for()
    with screen.page.expect_download() as waiting:
        screen.touch("download")
    table = Path(waiting.value.path()).read_text("utf-8-sig")
    assert table.splitlines()[0].startswith("household_id,village_id,head_name")
    names = [n for n in set(desk.register["households"]["head_name"]) if len(n) > 1]
    assert not [name for name in names if name in table + screen.everything()]


def test_the_curve_follows_a_slider_before_it_is_let_go(screen: Screen) -> None:
    opened(screen)
    slider = screen.page.locator(
        "input[type=range][data-field='value.household_exit_line']"
    )
    box = slider.bounding_box()
    assert box is not None
    mouse, y = screen.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * 0.42, y)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
    value = slider.input_value()
    field = screen.page.locator(
        "input[type=number][data-field='value.household_exit_line']"
    )
    expect(field).to_have_value(value)
    mark = screen.page.locator(".curve .mark")
    expect(mark).to_have_attribute("aria-valuenow", value)
    # Nothing was asked of the server yet.
    assert "s" not in screen.asked
    mouse.up()
    expect(screen.page.locator(".flips tbody tr").first).to_be_visible()
    assert value in screen.asked["s"]
    slider.dblclick()
    expect(field).to_have_value("7365")
    assert "s" not in screen.asked


def test_a_slider_follows_the_mark_of_its_curve(screen: Screen) -> None:
    opened(screen)
    mark = screen.page.locator(".curve .mark")
    mark.focus()
    screen.page.keyboard.press("PageUp")
    value = mark.get_attribute("aria-valuenow")
    slider = screen.page.locator(
        "input[type=range][data-field='value.household_exit_line']"
    )
    assert (value, slider.input_value()) == ("7465", "7465")


def test_the_number_of_the_plans_path_is_marked_on_the_curve(screen: Screen) -> None:
    opened(screen)
    path = screen.page.locator(".curve .path")
    said = "".join(path.locator("text").all_text_contents())
    assert "234 户" in said
    assert "对应线" in said
    line, mark = path.locator("line").bounding_box(), screen.page.locator(
        ".curve .mark circle").bounding_box()  # fmt: skip
    assert line is not None
    assert mark is not None
    # Behind the plan: more would meet a lower line.
    assert line["x"] + line["width"] < mark["x"]
    assert line["y"] < mark["y"]


def test_comparing_opens_the_table_and_brings_it_into_sight(screen: Screen) -> None:
    opened(screen).touch("preset=actual")
    expect(screen.page.locator(".curve .pill")).to_have_text("7,725")
    screen.touch("compare")
    table = screen.page.locator(".beside table").first
    expect(table).to_be_in_viewport()
    expect(table).to_contain_text("本情景")
