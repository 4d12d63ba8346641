import io
import zipfile

import openpyxl
import pytest
from pptx import Presentation

from fupin import settings
from fupin.document import DocumentError
from fupin.exports.deck import template
from tests.exports.decks import (
    opened,
)


def test_the_template_in_the_repository_is_what_the_look_makes():
    kept = zipfile.ZipFile(settings.TEMPLATES / "deck.pptx")
    fresh = zipfile.ZipFile(io.BytesIO(template.made()))
    assert set(kept.namelist()) == set(fresh.namelist())
    assert all(kept.read(name) == fresh.read(name) for name in kept.namelist())


def test_the_theme_has_the_looks_colours_and_fonts():
    part = zipfile.ZipFile(io.BytesIO(template.made())).read("ppt/theme/theme1.xml")
    text = part.decode()
    for key, value in (("accent1", "0C6155"), ("accent2", "D96F22"),
                       ("accent3", "34455C"), ("accent4", "7388A3")):  # fmt: skip
        assert f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' in text
    assert '<a:ea typeface="Microsoft YaHei"/>' in text
    assert '<a:latin typeface="Times New Roman"/><a:ea typeface="SimSun"/>' in text


def own_template(tmp_path, change):
    deck = Presentation(io.BytesIO(template.made()))
    change(deck)
    path = tmp_path / "本镇.pptx"
    deck.save(path)
    return path


def test_a_towns_own_template_is_used_and_its_own_slides_are_not(tmp_path):
    def change(deck):
        deck.slides.add_slide(deck.slide_layouts[0])
        deck.slide_layouts[1].placeholders[2].width = 5_000_000

    deck = opened(template=own_template(tmp_path, change))
    assert len(deck.slides) == 9
    assert {slide.slide_layout.name for slide in deck.slides} == set(template.PLACES)


def test_a_template_without_a_place_is_refused_with_its_name(tmp_path):
    def change(deck):
        layout = next(x for x in deck.slide_layouts if x.name == "会议页")
        for shape in list(layout.placeholders):
            if shape.name in ("标题", "脚注左"):
                shape.name = "Rectangle"

    path = own_template(tmp_path, change)
    with pytest.raises(DocumentError) as refused:
        opened(template=path)
    assert "本镇.pptx 缺少占位符。会议页：标题、脚注左" in refused.value.zh
    assert "会议页：标题、脚注左" in refused.value.en


def test_a_template_without_a_layout_is_refused_with_all_its_places(tmp_path):
    def change(deck):
        deck.slide_layouts[2].element.cSld.set("name", "别的")

    with pytest.raises(DocumentError, match="整幅页：会议、页码"):
        opened(template=own_template(tmp_path, change))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"words"])
def test_a_file_that_is_no_presentation_is_refused(tmp_path, data):
    path = tmp_path / "x.pptx"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"x\.pptx"):
        opened(template=path)


def test_a_workbook_is_no_template(tmp_path):
    path = tmp_path / "x.pptx"
    openpyxl.Workbook().save(path)
    with pytest.raises(DocumentError, match=r"x\.pptx"):
        opened(template=path)


def test_a_template_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DocumentError, match=r"none\.pptx"):
        opened(template=tmp_path / "none.pptx")
