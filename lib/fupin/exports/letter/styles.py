"""The styles of a brief in Word, named: an office changes one, and not each line."""

from __future__ import annotations

from typing import Any, NamedTuple

from fupin.palette import LIGHT, OFFICE_SANS, OFFICE_SERIF, OFFICE_SERIF_LATIN


class Look(NamedTuple):
    """How a style looks: type in points, air before and after, indent in types."""

    size: float
    colour: str = "ink"
    is_bold: bool = False
    is_serif: bool = False
    before: float = 0
    after: float = 0
    align: str = ""
    indent: float = 0
    is_kept: bool = False


# Built in ones under their own names, so that Word's navigation finds the headings.
STYLES: dict[str, Look] = {
    "Normal": Look(10.5, after=4),
    "Title": Look(22, is_bold=True, is_serif=True, before=14, after=14,
                  align="center"),
    "Heading 1": Look(14, is_bold=True, is_serif=True, before=14, after=4,
                      is_kept=True),
    "Caption": Look(9, "ink3", after=4, is_kept=True),
    "Header": Look(8, "ink3"),
    "Footer": Look(8, "ink3"),
    "发文单位": Look(24, is_bold=True, is_serif=True, after=8, align="center"),
    "发文字号": Look(9, "ink2", after=6),
    "提要": Look(10.5, "ink2", after=4, is_kept=True),
    "正文": Look(10.5, after=4, indent=2),
    "图题": Look(10.5, is_bold=True, before=8, after=0, is_kept=True),
    "图": Look(10.5, after=4),
    "表题": Look(10.5, is_bold=True, before=8, after=2, is_kept=True),
    "表头": Look(8.5, "ink3"),
    "表格": Look(9),
    "注": Look(8.5, "ink3", after=0),
    "落款": Look(10.5, after=0, align="right", is_kept=True),
}  # fmt: skip


def dress(file: Any) -> None:
    """Give a document of python-docx our styles, and no other document's fonts."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

    held = file.styles
    _defaults(held.element)
    names = {style.name for style in held}
    for name, look in STYLES.items():
        made = (
            held[name]
            if name in names
            else held.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        if name not in names:
            made.base_style = held["Normal"]
            made.quick_style = True
        _wear(made, look)


def _defaults(styles: Any) -> None:
    """Let what no style says be in our fonts and, in the East, Chinese."""
    for fonts in styles.xpath("w:docDefaults//w:rFonts"):
        _fonts(fonts, OFFICE_SANS, OFFICE_SANS)
    for lang in styles.xpath("w:docDefaults//w:lang"):
        lang.set(_w("eastAsia"), "zh-CN")
    # The words have their own spaces: 214 元, 2018年; they come before all else here.
    for form in styles.xpath("w:docDefaults/w:pPrDefault/w:pPr"):
        for n, key in enumerate(("autoSpaceDE", "autoSpaceDN")):
            form.insert(n, form.makeelement(_w(key), {_w("val"): "0"}))


def _wear(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(look.size), look.is_bold, False
    font.color.rgb = RGBColor.from_string(LIGHT[look.colour][1:])
    _fonts(
        style.element.get_or_add_rPr().get_or_add_rFonts(),
        OFFICE_SERIF if look.is_serif else OFFICE_SANS,
        OFFICE_SERIF_LATIN if look.is_serif else OFFICE_SANS,
    )
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = 1.15
    form.keep_with_next = look.is_kept
    if look.align:
        form.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align.upper())
    if look.indent:
        form.first_line_indent = Pt(look.size * look.indent)
    # The program's own lines and tabs aren't ours.
    for rule in style.element.xpath("w:pPr/w:pBdr | w:pPr/w:tabs"):
        rule.getparent().remove(rule)


def _fonts(element: Any, name: str, latin: str) -> None:
    """Name the font of every script; a theme's fonts would come first."""
    for key in list(element.attrib):
        del element.attrib[key]
    for script in ("ascii", "hAnsi"):
        element.set(_w(script), latin)
    for script in ("eastAsia", "cs"):
        element.set(_w(script), name)


def _w(key: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{key}"
