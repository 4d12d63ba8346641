"""Drawing on a slide in px: texts with coloured runs, lines, hatched fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from fupin.exports.deck.template import EMU, colour
from fupin.exports.measure import clean
from fupin.palette import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupin.document import Figure, Verdict

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_OPEN = f'xmlns:a="{_A}" xmlns:p="{_P}"'
# Unknown, everywhere: 45° lines on near-white, with a border.
HATCH = (
    f'<a:pattFill prst="wdUpDiag"><a:fgClr>{colour("unk")}</a:fgClr>'
    f"<a:bgClr>{colour('unk-soft')}</a:bgClr></a:pattFill>"
)


class Box(NamedTuple):
    """A field of a slide, in px of 1600 × 900."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Run:
    """Words in one dress; `size` in px, 0 for that of the place they stand in."""

    text: str
    size: float = 0
    colour: str = ""
    is_bold: bool | None = None
    is_serif: bool = False


def ink(verdict: Verdict | str, plain: str = "ink") -> str:
    """Return the colour of a verdict's words."""
    return f"{VERDICTS[verdict]}-ink" if verdict else plain


def spoken(pieces: Sequence[tuple[str, Figure | None]], size: float = 0) -> list[Run]:
    """Return a text's pieces as runs, each figure in the colour of its verdict."""
    return [
        Run(words, size, ink(figure.verdict, "") if figure and figure.verdict else "")
        for words, figure in pieces
    ]


def solid(token: str) -> str:
    """Return a fill in one colour."""
    return f"<a:solidFill>{colour(token)}</a:solidFill>"


def stroke(token: str, px: float, dash: str = "") -> str:
    """Return a line's XML; `dash` is one of the format's presets."""
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(px * EMU)}" cap="flat">{solid(token)}{dashed}</a:ln>'


def run_properties(run: Run, tag: str = "a:rPr") -> str:
    """Return a run's dress as XML."""
    size = f' sz="{round(run.size * 60)}"' if run.size else ""
    bold = "" if run.is_bold is None else f' b="{int(run.is_bold)}"'
    fill = solid(run.colour) if run.colour else ""
    font = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
    inner = fill + (font if run.is_serif else "")
    return f'<{tag} lang="zh-CN"{size}{bold} dirty="0">{inner}</{tag}>'


def paragraph(runs: Sequence[Run], align: str = "", tab: float = 0) -> str:
    """Return a paragraph as XML; with `tab` a tab goes to that px, aligned right."""
    stop = (
        f'<a:tabLst><a:tab pos="{round(tab * EMU)}" algn="r"/></a:tabLst>'
        if tab
        else ""
    )
    made = [
        f"<a:pPr{f' algn={chr(34)}{align}{chr(34)}' if align else ''}>{stop}</a:pPr>"
    ]
    for run in runs:
        dress = run_properties(run)
        for n, part in enumerate(clean(run.text).split("\n")):
            if n:
                made.append(f"<a:br>{dress}</a:br>")
            if part:
                made.append(f"<a:r>{dress}<a:t>{_escaped(part)}</a:t></a:r>")
    return f"<a:p>{''.join(made)}</a:p>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    """Return text as the value of an attribute."""
    return _escaped(clean(text)).replace('"', "&quot;")


def fill(shape: Any, paragraphs: Sequence[Sequence[Run]]) -> None:
    """Put paragraphs into a placeholder, which keeps its own dress."""
    body = shape.text_frame._txBody  # noqa: SLF001
    for old in body.findall(f"{{{_A}}}p"):
        body.remove(old)
    for runs in paragraphs:
        body.append(parsed(paragraph(runs)))


def text(slide: Any, box: Box, paragraphs: Sequence[str], *, anchor: str = "t",
         name: str = "文字", wrap: bool = True) -> None:  # fmt: skip
    """Put a text box on a slide; paragraphs are XML of `paragraph`."""
    _put(slide, name, box, 'txBox="1"', "rect", "<a:noFill/>",
         f'<p:txBody><a:bodyPr wrap="{"square" if wrap else "none"}" lIns="0" tIns="0" '
         f'rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
         f"{''.join(paragraphs)}</p:txBody>")  # fmt: skip


def line(slide: Any, start: tuple[float, float], end: tuple[float, float],
         look: str) -> None:  # fmt: skip
    """Draw a straight line; `look` is XML of `stroke`."""
    (x, y), (right, bottom) = start, end
    _put(slide, "线", Box(x, y, right - x, bottom - y), "", "line", look)


def field(slide: Any, box: Box, paint: str, *, border: str = "", name: str = "",
          said: str = "") -> None:  # fmt: skip
    """Draw a rectangle, such as a hatched range; `said` is what a reader hears."""
    edge = border or "<a:ln><a:noFill/></a:ln>"
    _put(slide, name or "块", box, "", "rect", paint + edge, said=said)


def _put(slide: Any, name: str, box: Box, kind: str, form: str, look: str,
         body: str = "", said: str = "") -> None:  # fmt: skip
    tree = slide.shapes._spTree  # noqa: SLF001
    heard = f' descr="{_quoted(said)}"' if said else ""
    left, top, wide, tall = (round(n * EMU) for n in box)
    tree.append(parsed(
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{_quoted(name)}"{heard}/>'
        f"<p:cNvSpPr {kind}/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>"
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>{look}</p:spPr>'
        f"{body}</p:sp>"
    ))  # fmt: skip


def parsed(text_: str) -> Any:
    """Return XML as the library's own elements, with the prefixes a and p known."""
    from pptx.oxml import parse_xml  # noqa: PLC0415

    head, _, rest = text_.partition(">")
    closing = "/" if head.endswith("/") else ""
    return parse_xml(f"{head.removesuffix('/')} {_OPEN}{closing}>{rest}")


def tidy(slide: Any) -> None:
    """Give each shape its number, and declare each namespace once."""
    for n, shape in enumerate(slide.element.iter(f"{{{_P}}}cNvPr"), 1):
        shape.set("id", str(n))
    etree.cleanup_namespaces(slide.element)
