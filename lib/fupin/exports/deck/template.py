"""The deck's template: theme, master and layouts, made from the look's tokens.

`data/plan/templates/deck.pptx` is what this makes; a town replaces that file by one in
its own dress. What a template must have are the layouts and the named places below.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from fupin.palette import LIGHT, OFFICE_SANS, OFFICE_SERIF, OFFICE_SERIF_LATIN, SLIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A slide is 1600 × 900 px, 13⅓ × 7½ inches: an EMU is 1/914,400 of an inch.
WIDE, HIGH, EMU = 1600, 900, 7620
COVER, MEETING, WHOLE = "封面", "会议页", "整幅页"


class Place(NamedTuple):
    """Where a text or a picture goes, in px, and how its words look there."""

    left: int
    top: int
    width: int
    height: int
    size: int = SLIDE["caption"]
    colour: str = "ink3"
    align: str = "l"
    anchor: str = "ctr"
    is_bold: bool = False
    is_serif: bool = False


_HEAD = {
    "会议": Place(116, 52, 1100, 32, SLIDE["caption"], "ink2"),
    "页码": Place(1320, 52, 200, 32, SLIDE["caption"], "ink3", "r"),
    "标题": Place(80, 98, 1440, 78, SLIDE["headline"], "ink", is_bold=True,
                is_serif=True),
    "提要": Place(80, 178, 1440, 56, SLIDE["body"], "ink2", anchor="t"),
}  # fmt: skip
_FOOT = {
    "脚注左": Place(80, 830, 800, 46, SLIDE["foot"], "ink3", anchor="t"),
    "脚注右": Place(890, 830, 630, 46, SLIDE["foot"], "ink3", "r", "t"),
}
PLACES: dict[str, dict[str, Place]] = {
    COVER: {
        "标题": Place(80, 250, 1440, 190, 56, "ink", anchor="b", is_bold=True,
                    is_serif=True),
        "单位": Place(124, 170, 1396, 40, SLIDE["body"], "ink2"),
        "日期": Place(80, 460, 1440, 44, SLIDE["label"], "ink2", anchor="t"),
        "来历": Place(80, 580, 1440, 220, 20, "ink3", anchor="t"),
    },
    MEETING: _HEAD | {
        "说明": Place(80, 250, 960, 32),
        "图": Place(80, 290, 960, 506, SLIDE["body"], "ink", anchor="t"),
        "事项标题": Place(1136, 250, 384, 32),
        "事项": Place(1136, 290, 384, 506, SLIDE["body"], "ink", anchor="t"),
    } | _FOOT,
    WHOLE: _HEAD | {
        "说明": Place(80, 250, 1440, 32),
        "图": Place(80, 290, 1440, 506, SLIDE["body"], "ink", anchor="t"),
    } | _FOOT,
}  # fmt: skip
# The theme's colours by their place in it: met, unmet and the neutral series first.
THEME = {
    "dk1": "ink", "lt1": "surface", "dk2": "ink2", "lt2": "bg", "accent1": "met",
    "accent2": "unmet", "accent3": "s1", "accent4": "s2", "accent5": "unk",
    "accent6": "accent", "hlink": "accent", "folHlink": "ink2",
}  # fmt: skip
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def made() -> bytes:
    """Return the template as the bytes of a .pptx without slides."""
    from pptx import Presentation  # noqa: PLC0415
    from pptx.util import Emu  # noqa: PLC0415

    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE * EMU), Emu(HIGH * EMU)
    master = deck.slide_master
    for layout in list(deck.slide_layouts)[len(PLACES) :]:
        deck.slide_layouts.remove(layout)
    _dress(master)
    _fill(master.element, _master_shapes())
    for layout, (name, places) in zip(deck.slide_layouts, PLACES.items(), strict=True):
        layout.element.cSld.set("name", name)
        _fill(layout.element, _layout_shapes(name, places))
        if name == COVER:
            layout.element.set("showMasterSp", "0")
    _lighten(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def colour(token: str) -> str:
    """Return a token of the light mode as an XML fill's colour."""
    scheme = next((k for k, v in THEME.items() if v == token and "lk" not in k), "")
    renamed = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
    if scheme:
        return f'<a:schemeClr val="{renamed.get(scheme, scheme)}"/>'
    return f'<a:srgbClr val="{LIGHT[token][1:]}"/>'


def _lighten(deck: Any) -> None:
    """Drop what the library's own template carries and no deck needs."""
    package = deck.part.package
    for rel in [r for r in package._rels.values() if "thumbnail" in r.reltype]:  # noqa: SLF001
        package._rels.pop(rel.rId)  # noqa: SLF001
    for rel in list(deck.part.rels.values()):
        if "printerSettings" in rel.reltype:
            deck.part.rels.pop(rel.rId)
    deck.core_properties.title = "扶贫会议模板"
    deck.core_properties.author = ""


def _dress(master: Any) -> None:
    """Give the theme our colours and fonts."""
    from pptx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode()
    for key, token in THEME.items():
        text = re.sub(
            f"<a:{key}>.*?</a:{key}>",
            f'<a:{key}><a:srgbClr val="{LIGHT[token][1:]}"/></a:{key}>',
            text, flags=re.DOTALL,
        )  # fmt: skip
    for kind, latin, font in (
        ("major", OFFICE_SERIF_LATIN, OFFICE_SERIF),
        ("minor", OFFICE_SANS, OFFICE_SANS),
    ):
        text = re.sub(
            f"<a:{kind}Font>.*?</a:{kind}Font>",
            f'<a:{kind}Font><a:latin typeface="{latin}"/><a:ea typeface="{font}"/>'
            f'<a:cs typeface=""/><a:font script="Hans" typeface="{font}"/>'
            f"</a:{kind}Font>",
            text, flags=re.DOTALL,
        )  # fmt: skip
    part._blob = text.replace('name="Office Theme"', 'name="扶贫"').encode()  # noqa: SLF001


def _fill(element: Any, shapes: Iterable[str]) -> None:
    """Put our shapes in the place of those of a master or a layout."""
    from lxml import etree  # noqa: PLC0415
    from pptx.oxml import parse_xml  # noqa: PLC0415

    tree = element.cSld.spTree
    for child in list(tree)[2:]:
        tree.remove(child)
    for n, shape in enumerate(shapes, 2):
        tree.append(parse_xml(shape.replace("@id", str(n))))
    etree.cleanup_namespaces(element)


def _master_shapes() -> list[str]:
    places = PLACES[MEETING]
    return [
        *_mark(80, 56, 24, 16),
        _rule(80, 820, 1440),
        # The one title and the one body that every layout inherits from.
        _placeholder("标题", places["标题"], 'type="title"'),
        _placeholder("正文", places["图"], 'type="body" idx="1"'),
    ]


def _layout_shapes(name: str, places: Mapping[str, Place]) -> list[str]:
    own = [*_mark(80, 174, 32, 20), _rule(80, 550, 1440)] if name == COVER else []
    numbers = {"标题": 'type="title"'}
    return own + [
        _placeholder(
            key, place, numbers.get(key, f'type="body" sz="quarter" idx="{n}"')
        )
        for n, (key, place) in enumerate(places.items(), 20)
    ]


def _mark(left: int, top: int, side: int, size: int) -> list[str]:
    """Return the mark: 扶 in white on the accent."""
    word = (
        f'<a:rPr lang="zh-CN" sz="{size * 60}" b="1"><a:solidFill>{colour("surface")}'
        '</a:solidFill><a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/></a:rPr>'
    )
    return [
        _shape(
            "扶", "", _box(left, top, side, side, "roundRect", "accent"),
            '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr" wrap="none"/>'
            f'<a:p><a:pPr algn="ctr"/><a:r>{word}<a:t>扶</a:t></a:r></a:p>',
        )
    ]  # fmt: skip


def _rule(left: int, top: int, width: int) -> str:
    empty = '<a:bodyPr/><a:p><a:endParaRPr lang="zh-CN" sz="100"/></a:p>'
    return _shape("底线", "", _box(left, top, width, 2, "rect", "ink"), empty)


def _placeholder(name: str, place: Place, kind: str) -> str:
    font = "mj" if place.is_serif else "mn"
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:lnSpc>'
        '<a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{place.size * 60}" b="{int(place.is_bold)}">'
        f"<a:solidFill>{colour(place.colour)}</a:solidFill>"
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/></a:defRPr>'
        "</a:lvl1pPr>"
    )
    body = (
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle><a:p><a:r>"
        f'<a:rPr lang="zh-CN"/><a:t>{name}</a:t></a:r></a:p>'
    )
    return _shape(name, f"<p:ph {kind}/>", _box(*place[:4]), body)


def _box(left: int, top: int, width: int, height: int, form: str = "rect",
         fill: str = "") -> str:  # fmt: skip
    paint = (
        f"<a:solidFill>{colour(fill)}</a:solidFill><a:ln><a:noFill/></a:ln>"
        if fill
        else ""
    )  # fmt: skip
    return (
        f'<a:xfrm><a:off x="{left * EMU}" y="{top * EMU}"/>'
        f'<a:ext cx="{width * EMU}" cy="{height * EMU}"/></a:xfrm>'
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>{paint}'
    )


def _shape(name: str, holder: str, box: str, body: str) -> str:
    locks = '<a:spLocks noGrp="1"/>' if holder else ""
    if "<a:lstStyle>" not in body:
        at = body.index("<a:p>")
        body = f"{body[:at]}<a:lstStyle/>{body[at:]}"
    return (
        f'<p:sp {_NAMESPACES}><p:nvSpPr><p:cNvPr id="@id" name="{name}"/>'
        f"<p:cNvSpPr>{locks}</p:cNvSpPr><p:nvPr>{holder}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{box}</p:spPr><p:txBody>{body}</p:txBody></p:sp>"
    )
