"""The dossier's card: how far, what would change it, and whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.models.change import ENTRY
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.facts import value
from dashboards.widgets.marks import card
from fupin.units import unit_label

if TYPE_CHECKING:
    from dashboards.models.change import Change
    from fupin.why.turns import Flip, Turn

WAYS = 4


def change_card(found: Change, lang: str) -> str:
    """Return the card; its title counts the fewest changes."""
    parts = [_distance(found, lang)]
    parts += [_flip(flip, lang) for flip in found.flips]
    if found.state:
        words = say(
            lang, f"change.state_{found.state}", error=figures.number(found.error)
        )
        parts.append(f'<p class="caption">{words}</p>')
    body = "".join(part for part in parts if part)
    caption = _said("caption", found.root, lang)
    return card(_title(found, lang), caption, body, "")


def _said(key: str, root: str, lang: str, **values: object) -> str:
    """Return the words of `key` about an outcome; exit's are the plain ones."""
    ending = "_entry" if root == ENTRY else ""
    return say(lang, f"change.{key}{ending}", **values)


def _title(found: Change, lang: str) -> str:
    if len(found.flips) != 1:
        return _said("title_open", found.root, lang)
    (flip,) = found.flips
    if not flip.ways:
        return _said("title_none", found.root, lang)
    key = "title_met" if flip.wanted else "title_unmet"
    return _said(key, found.root, lang, n=len(_shortest_first(flip)[0]))


def _distance(found: Change, lang: str) -> str:
    if found.distance is None:
        return ""
    key = "above" if found.distance >= 0 else "below"
    words = _said(key, found.root, lang, gap=figures.number(abs(found.distance)),
                percent=figures.percent(found.percent))  # fmt: skip
    return f"<p>{words}</p>"


def _shortest_first(flip: Flip) -> list[tuple[Turn, ...]]:
    # Conditions are as many in each way; what is unknown of one counts by itself here.
    return sorted(flip.ways, key=len)


def _flip(flip: Flip, lang: str) -> str:
    """Return the ways as a list: each by itself is enough."""
    if not flip.ways:
        return ""
    head = _said("to_met" if flip.wanted else "to_unmet", flip.root, lang)
    items = "".join(
        f"<li>{say(lang, 'list_and').join(_turn(turn, lang) for turn in way)}</li>"
        for way in _shortest_first(flip)[:WAYS]
    )
    return f'<p class="label">{head}</p><ul class="ways">{items}</ul>'


def _turn(turn: Turn, lang: str) -> str:
    name = figures.text(turn.column.label(lang))
    if turn.people:
        name = say(lang, "change.of_people", n=len(turn.people), fact=name)
    if turn.is_hidden:
        return f"{name} {say(lang, 'dossier.fact_hidden')}"
    if turn.is_unknown:
        return say(lang, "change.find_out", fact=name)
    if turn.gap is not None:
        unit = unit_label(turn.column.unit, lang)
        key = "change.more" if turn.gap >= 0 else "change.less"
        return say(lang, key, fact=name, gap=figures.number(abs(turn.gap)), unit=unit)
    said = say(lang, "list_comma").join(
        value(turn.column, one, lang) for one in turn.to
    )
    key = {"!=": "change.no_longer", "within": "change.within",
           "not within": "change.not_within"}.get(turn.sign, "change.becomes")  # fmt: skip
    if turn.to == (True,) and turn.sign == "!=":
        key, said = "change.becomes", say(lang, "dossier.is_no")
    return say(lang, key, fact=name, to=said)
