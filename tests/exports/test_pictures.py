from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from fupin import exports, typeset
from fupin.errors import FupinError
from tests.charting.svg_words import words
from tests.exports.bad_documents import EMPTY, ENGLISH, LONG, ODD, TITLED
from tests.exports.sample_document import SAMPLE

if TYPE_CHECKING:
    from fupin.document import Document

KEYS = [s.chart.key for s in SAMPLE.sections if s.chart is not None]


@pytest.mark.parametrize("key", KEYS)
def test_a_png_is_of_projector_size_and_has_ink_and_paper(key):
    image = Image.open(io.BytesIO(exports.write(SAMPLE, "png", chart=key)))
    assert image.size == (1920, 1080)
    grey = image.convert("L")
    shades = grey.histogram()
    assert shades[255] > 1920 * 1080 * 0.6
    assert sum(shades[:80]) > 5000
    # The drawing has marks in its middle and words at its foot.
    for box in ((0, 300, 1920, 800), (0, 960, 1920, 1060), (0, 60, 1920, 180)):
        assert sum(grey.crop(box).histogram()[:140]) > 300


def test_a_dark_png_is_dark():
    image = Image.open(
        io.BytesIO(exports.write(SAMPLE, "png", chart="path", dark=True))
    )
    assert image.convert("L").histogram()[255] < 1000


@pytest.mark.parametrize("key", KEYS)
def test_an_svg_stands_alone_and_says_its_finding_and_where_it_is_from(key):
    markup = exports.write(SAMPLE, "svg", chart=key).decode()
    root = ET.fromstring(markup)  # noqa: S314 - our own
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    assert "var(" not in markup
    assert "href" not in markup
    said = "".join(root.itertext())
    chart = next(s.chart for s in SAMPLE.sections if s.chart and s.chart.key == key)
    finding = next(s.headline for s in SAMPLE.sections if s.chart is chart)
    for part in (SAMPLE.said(finding), SAMPLE.said(chart.title), chart.caption,
                 "S-180630-K7",
                 "第12版 7f3a08", "方案原线", "四村全部户", "2018年6月30日",
                 "姓名已遮盖"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_all_charts_come_as_a_zip_that_is_the_same_each_time(kind):
    made = exports.write(SAMPLE, kind)
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert names == [f"{n:02}-{key}.{kind}" for n, key in enumerate(KEYS, 1)]
    assert exports.write(SAMPLE, kind) == made


def test_a_chart_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(FupinError, match=r"nobody[\s\S]*verdicts"):
        exports.write(SAMPLE, "svg", chart="nobody")
    with pytest.raises(FupinError, match="chart"):
        exports.write(ODD, "svg")


def titled(title: str) -> Document:
    section = next(s for s in SAMPLE.sections if s.key == "villages")
    assert section.chart is not None
    chart = replace(section.chart, title=title)
    return replace(SAMPLE, sections=(replace(section, headline=title, chart=chart),))


def test_a_long_title_is_cut_to_two_lines_and_stays_within_the_picture():
    markup = exports.write(titled(LONG[:500]), "svg", chart="villages").decode()
    lines = [w for w in words(markup) if len(w.text) > 20 and w.text[:-1] in LONG]
    assert len(lines) == 2
    assert lines[1].text.endswith("…")
    # The title's own text alternative is whole.
    assert LONG[:500] in markup
    for document in (SAMPLE, EMPTY, ENGLISH, TITLED, titled(LONG[:500])):
        key = next(s.chart.key for s in document.sections if s.chart)
        for one in words(exports.write(document, "svg", chart=key).decode()):
            assert one.right < 1920 - 80


def test_without_a_chinese_font_it_says_which_to_install(monkeypatch):
    monkeypatch.setattr(typeset, "_families", lambda: ("DejaVu Sans",))
    with pytest.raises(FupinError, match=r"思源黑体[\s\S]*Noto Sans CJK SC"):
        exports.write(SAMPLE, "png", chart="path")
    with pytest.raises(FupinError, match="FUPIN_FONTS"):
        exports.write(SAMPLE, "pdf")
    # An SVG and a page name fonts and need none.
    assert exports.write(SAMPLE, "svg", chart="path")
    assert exports.write(SAMPLE, "html")
