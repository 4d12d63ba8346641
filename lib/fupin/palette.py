"""The look's tokens, once: colours of both modes, fonts, sizes.

Screen, printed page, slide and sheet take them from here, so that a verdict has one
colour everywhere. Lightness and hatch tell verdicts apart without colour.
"""

from __future__ import annotations

LIGHT = {
    "bg": "#F4F5F7", "surface": "#FFFFFF", "sunk": "#F8F9FA", "line": "#DCE1E8",
    "grid": "#EBEEF2", "ink": "#17202C", "ink2": "#465161", "ink3": "#667081",
    "accent": "#2A4BA0", "accent-soft": "#E8EDF8", "on-accent": "#FFFFFF",
    "met": "#0C6155", "met-ink": "#0C6155", "met-soft": "#DFEEEB",
    "unmet": "#D96F22", "unmet-ink": "#9A480B", "unmet-soft": "#FCEBDD",
    "unk": "#7F8A9A", "unk-ink": "#4A5566", "unk-soft": "#EDF0F3", "hatch": "#7F8A9A",
    "s1": "#34455C", "s2": "#7388A3", "s3": "#A9B8CA", "s4": "#D5DDE7",
    "on-met": "#FFFFFF", "on-unmet": "#17202C", "shadow": "rgb(23 32 44 / .12)",
}  # fmt: skip
DARK = {
    "bg": "#0E131A", "surface": "#161D26", "sunk": "#121820", "line": "#2A3441",
    "grid": "#222B37", "ink": "#E9EDF3", "ink2": "#B3BDCA", "ink3": "#8A97A8",
    "accent": "#93ADFA", "accent-soft": "#1E2A4A", "on-accent": "#0E131A",
    "met": "#1F9E88", "met-ink": "#57C7B1", "met-soft": "#12302D",
    "unmet": "#FFB069", "unmet-ink": "#FFB069", "unmet-soft": "#3B2716",
    "unk": "#6E7B8C", "unk-ink": "#B3BDCA", "unk-soft": "#202935", "hatch": "#7C899A",
    "s1": "#C6D1DF", "s2": "#8C9DB3", "s3": "#5B6B80", "s4": "#364355",
    "on-met": "#0E131A", "on-unmet": "#17202C", "shadow": "rgb(0 0 0 / .5)",
}  # fmt: skip
# What a browser is asked for, in this order.
SANS = (
    '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif'
)
SERIF = (
    '"Source Han Serif SC","Noto Serif CJK SC","STZhongsong","Songti SC",'
    '"Microsoft YaHei",serif'
)
# What a printed page is set in: free fonts first, then those of desktops.
PRINT_SANS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC",
    "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "SimHei", "SimSun",
)  # fmt: skip
PRINT_SERIF = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC",
    "STZhongsong", "Songti SC", "SimSun", *PRINT_SANS,
)  # fmt: skip
# What an office file names: fonts that every desktop with Chinese has.
OFFICE_SANS, OFFICE_SERIF = "Microsoft YaHei", "SimSun"
# Beside Song characters, as on official papers; SimSun's own are a typewriter's.
OFFICE_SERIF_LATIN = "Times New Roman"
# px on a slide of 1600 × 900.
SLIDE = {"foot": 16, "caption": 18, "body": 22, "label": 24, "headline": 48}
# What a verdict's words, marks and soft field are called among the tokens.
VERDICTS = {"met": "met", "unmet": "unmet", "unknown": "unk"}


def tokens(dark: bool = False) -> dict[str, str]:
    """Return the colours of one mode by name."""
    return DARK if dark else LIGHT


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of "#RRGGBB", as WCAG defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast (1 to 21) of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
