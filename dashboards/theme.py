"""The Material theme and the CSS variables, made of the look's tokens."""

from __future__ import annotations

from typing import Any

from fupin.palette import DARK, LIGHT, SANS, SERIF

__all__ = ["DARK", "LIGHT", "SANS", "SERIF", "THEME", "material", "variables"]


def variables() -> str:
    """Return both palettes as CSS variables: light on .root, dark on .root.dark."""

    def block(selector: str, tokens: dict[str, str]) -> str:
        return f"{selector}{{{''.join(f'--{k}:{v};' for k, v in tokens.items())}}}\n"

    fonts = {"sans": SANS, "serif": SERIF}
    # Paper is white whatever the screen is.
    paper = f"@media print{{{block('.root.dark', LIGHT)}}}\n"
    return block(".root", LIGHT | fonts) + block(".root.dark", DARK) + paper


def material(tokens: dict[str, str]) -> dict[str, Any]:
    """Return the Material theme of one mode, for the page's frame."""
    return {
        "palette": {
            "primary": {"main": tokens["accent"]},
            "success": {"main": tokens["met"]},
            "warning": {"main": tokens["unmet"]},
            "background": {"default": tokens["bg"], "paper": tokens["surface"]},
            "text": {"primary": tokens["ink"], "secondary": tokens["ink2"]},
            "divider": tokens["line"],
        },
        "typography": {"fontFamily": SANS, "fontSize": 14, "fontWeightMedium": 700},
        "shape": {"borderRadius": 6},
        # The menu over the page stands outside of what the page's own styles reach.
        "components": {
            "MuiDrawer": {
                "styleOverrides": {"root": {"@media print": {"display": "none"}}}
            }
        },
        # Below 1280 px the menu is a drawer over the page; Page asks for "sm".
        "breakpoints": {
            "values": {"xs": 0, "sm": 1280, "md": 1440, "lg": 1600, "xl": 1920}
        },
    }


THEME = {"light": material(LIGHT), "dark": material(DARK)}
