"""Where the blocks of the what-if page stand, by the width of the screen."""

from __future__ import annotations

# 288 · fluid · 320, and what is opened on demand over all three; below 1280 px one
# under the other, the list right below the curve. A card keeps its own distance.
COLUMNS = """
:host(.whatif-columns){display:grid!important;
grid-template:"left curve right" auto "left middle right" 1fr "wide wide wide" auto
/ 288px minmax(0,1fr) 320px;
gap:0 16px;padding:0 24px 8px;align-items:start;
box-sizing:border-box;width:100%!important;max-width:1648px;margin:0 auto!important;
height:auto!important;max-height:none!important}
.whatif-left{grid-area:left}.whatif-curve{grid-area:curve}
.whatif-middle{grid-area:middle}.whatif-right{grid-area:right}
.whatif-more{grid-area:wide}
@media (max-width:1279px){:host(.whatif-columns){
grid-template:"left" auto "curve" auto "right" auto "middle" auto "wide" auto
/ minmax(0,1fr)}}
@media (max-width:700px){:host(.whatif-columns){padding:0 16px}}
"""


def block(cards: str, lang: str) -> str:
    """Return cards as one block of the page."""
    return f'<div class="whatif {lang}">{cards}</div>'
