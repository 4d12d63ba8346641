"""What stands in the window until the first figures: the page's shape, no figures.

Markup and CSS only, in the document itself, so that it is there before any script.
`html.js` takes it away when the page is drawn.
"""

from __future__ import annotations

from dashboards.text import say
from dashboards.theme import DARK, LIGHT, SANS

# Nothing for a moment, so that a quick page doesn't flicker; words only if it is slow.
# The frame's own veil and wheel give way; what it says where loading fails stays.
STYLE = """
#skeleton{position:fixed;inset:0;z-index:1;background:var(--bg);color:var(--ink3);\
font:400 14px/20px var(--sans)}
#skeleton i{display:block;background:var(--grid);border-radius:4px}
#skeleton .bar{height:56px;background:var(--surface);border-bottom:1px solid var(--line)}
#skeleton .menu{position:absolute;top:57px;bottom:0;width:184px;\
background:var(--surface);border-right:1px solid var(--line)}
#skeleton .body{margin-left:184px;padding:24px;max-width:1600px;display:grid;gap:16px;\
grid-template-columns:1fr 1fr;animation:appear 1ms 300ms both}
#skeleton .wide{grid-column:span 2}
#skeleton .box{background:var(--surface);border:1px solid var(--line);border-radius:8px}
#skeleton p{margin:0;animation:appear 1ms 2s both}
#loader:not(.error){background:none}#loader:not(.error) .spinner{display:none}
@media print{html,body{background:#fff!important;color-scheme:light!important}}
@keyframes appear{from{opacity:0}to{opacity:1}}
@media (max-width:1279px){#skeleton .menu{display:none}#skeleton .body{margin-left:0}}
@media (max-width:700px){#skeleton .body{grid-template-columns:1fr;padding:16px}
#skeleton .wide{grid-column:auto}}
"""
BODY = (
    '<div class="bar"></div><div class="menu"></div><div class="body">'
    '<div class="wide"><i style="width:45%;height:24px;margin-bottom:8px"></i>'
    '<i style="width:30%;height:16px"></i></div>'
    '<i class="box wide" style="height:100px"></i>'
    '<i class="box" style="height:280px"></i><i class="box" style="height:280px"></i>'
    '<p class="wide">{opening}</p></div>'
)


def skeleton(lang: str, *, dark: bool) -> str:
    """Return the markup for the top of the document's body."""
    tokens = (DARK if dark else LIGHT) | {"sans": SANS}
    variables = "".join(f"--{name}:{value};" for name, value in tokens.items())
    return (
        f"<style>#skeleton{{{variables}}}{STYLE}</style>"
        f'<div id="skeleton" aria-busy="true">{BODY.format(opening=say(lang, "app.opening"))}</div>'
    )
