"""The look's tokens, once; CSS variables and the Material theme derive from them."""

from __future__ import annotations

from typing import Any

LIGHT = {
    "bg": "#F4F5F7", "surface": "#FFFFFF", "sunk": "#F8F9FA", "line": "#DCE1E8",
    "grid": "#EBEEF2", "ink": "#17202C", "ink2": "#465161", "ink3": "#667081",
    "accent": "#2A4BA0", "accent-soft": "#E8EDF8", "on-accent": "#FFFFFF",
    "met": "#0C6155", "met-ink": "#0C6155", "met-soft": "#DFEEEB",
    "unmet": "#D96F22", "unmet-ink": "#9A480B", "unmet-soft": "#FCEBDD",
    "unk": "#7F8A9A", "unk-ink": "#4A5566", "unk-soft": "#EDF0F3", "hatch": "#7F8A9A",
    "s1": "#34455C", "s2": "#7388A3", "s3": "#A9B8CA", "s4": "#D5DDE7",
    "shadow": "rgb(23 32 44 / .12)",
}  # fmt: skip
DARK = {
    "bg": "#0E131A", "surface": "#161D26", "sunk": "#121820", "line": "#2A3441",
    "grid": "#222B37", "ink": "#E9EDF3", "ink2": "#B3BDCA", "ink3": "#8A97A8",
    "accent": "#93ADFA", "accent-soft": "#1E2A4A", "on-accent": "#0E131A",
    "met": "#1F9E88", "met-ink": "#57C7B1", "met-soft": "#12302D",
    "unmet": "#FFB069", "unmet-ink": "#FFB069", "unmet-soft": "#3B2716",
    "unk": "#6E7B8C", "unk-ink": "#B3BDCA", "unk-soft": "#202935", "hatch": "#7C899A",
    "s1": "#C6D1DF", "s2": "#8C9DB3", "s3": "#5B6B80", "s4": "#364355",
    "shadow": "rgb(0 0 0 / .5)",
}  # fmt: skip
SANS = (
    '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif'
)
SERIF = (
    '"Source Han Serif SC","Noto Serif CJK SC","STZhongsong","Songti SC",'
    '"Microsoft YaHei",serif'
)


def variables() -> str:
    """Return both palettes as CSS variables: light on .root, dark on .root.dark."""

    def block(selector: str, tokens: dict[str, str]) -> str:
        return f"{selector}{{{''.join(f'--{k}:{v};' for k, v in tokens.items())}}}\n"

    fonts = {"sans": SANS, "serif": SERIF}
    return block(".root", LIGHT | fonts) + block(".root.dark", DARK)


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
        # Below 1280 px the menu is a drawer over the page; Page asks for "sm".
        "breakpoints": {
            "values": {"xs": 0, "sm": 1280, "md": 1440, "lg": 1600, "xl": 1920}
        },
    }


THEME = {"light": material(LIGHT), "dark": material(DARK)}
