"""A scenario as plain words, for a link: written from it, and read back with care.

A link may be made for an older plan or edited by hand. What no longer applies is left
out and named, never guessed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fupin.errors import ScenarioError
from fupin.plan.model import Rule
from fupin.plan.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.plan.model import Plan

SHORT = {
    "plan": "p", "values": "v", "basis": "b", "off": "off", "added": "add",
    "description": "d", "author": "by",
}  # fmt: skip
TEXTS = ("id", "group", "per", "when", "applies", "polarity", "clause")
POLARITIES = ("good", "bad", "neutral")
LONGEST = 4_000
LONGEST_WORDS = 200
# No rule of the plan is half as long; the parser goes deeper with every bracket.
LONGEST_RULE = 500


@dataclass(frozen=True)
class Opened:
    """A scenario read from a link, and what of the link doesn't apply, in words."""

    scenario: Scenario
    notes: tuple[ScenarioError, ...] = ()


def to_dict(scenario: Scenario) -> dict[str, Any]:
    """Return what the scenario overrides, as plain values for JSON."""
    return {
        "plan": scenario.plan.fingerprint,
        "values": dict(scenario.values),
        "basis": dict(scenario.basis),
        "off": sorted(scenario.off),
        "added": [
            {name: getattr(rule, name) for name in TEXTS} | {"label": dict(rule.label)}
            for rule in scenario.added
        ],
        "description": scenario.description,
        "author": scenario.author,
    }


def from_dict(plan: Plan, said: Any) -> Opened:
    """Read a scenario for `plan`; each part that can't be used becomes a note.

    `said` is what `to_dict` returned, perhaps for another version of the plan.
    """
    if not isinstance(said, dict):
        return Opened(Scenario(plan), (_unreadable(),))
    reader = _Reader(Scenario(plan))
    # Each change is made at once, so a loop's variable may stand in it.
    for name, value in _pairs(said.get("values")):
        reader.take(lambda s: s.with_value(name, _number(name, value)))  # noqa: B023
    for name, value in _pairs(said.get("basis")):
        reader.take(lambda s: s.with_basis(name, str(value)))  # noqa: B023
    for rule in _list(said.get("added")):
        reader.take(lambda s: s.with_added(_rule(rule)))  # noqa: B023
    for name in _list(said.get("off")):
        reader.take(lambda s: s.with_rule(str(name), on=False))  # noqa: B023
    description, author = (
        str(said.get(name) or "")[:LONGEST_WORDS] for name in ("description", "author")
    )
    notes = reader.notes
    made_for = said.get("plan")
    if made_for and made_for != plan.fingerprint:
        notes = [_older(str(made_for), plan.fingerprint), *notes]
    described = replace(reader.scenario, description=description, author=author)
    return Opened(described, tuple(notes))


def to_link(scenario: Scenario) -> str:
    """Return the scenario as one line for an address; the plan itself is empty.

    The author's name isn't in it: an address is passed on.
    """
    said = {k: v for k, v in to_dict(scenario).items() if v and k != "author"}
    if set(said) == {"plan"}:
        return ""
    short = {SHORT[name]: value for name, value in said.items()}
    return json.dumps(short, ensure_ascii=False, separators=(",", ":"))


def from_link(plan: Plan, link: str) -> Opened:
    """Read a link; one that isn't readable at all opens the plan and says so."""
    if not link:
        return Opened(Scenario(plan))
    try:
        said = json.loads(link[: LONGEST + 1])
    except (ValueError, RecursionError):
        return Opened(Scenario(plan), (_unreadable(),))
    if not isinstance(said, dict):
        return Opened(Scenario(plan), (_unreadable(),))
    long = {short: name for name, short in SHORT.items()}
    return from_dict(plan, {long.get(k, k): v for k, v in said.items()})


class _Reader:
    """Takes one override after another; what the plan refuses is noted."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.notes = scenario, list[ScenarioError]()

    def take(self, change: Callable[[Scenario], Scenario]) -> None:
        try:
            self.scenario = change(self.scenario)
        except ScenarioError as error:
            self.notes.append(error)


def _pairs(said: Any) -> list[tuple[str, Any]]:
    return [(str(k), v) for k, v in said.items()] if isinstance(said, dict) else []


def _list(said: Any) -> list[Any]:
    return list(said) if isinstance(said, list) else []


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool | int | float):
        return value
    raise ScenarioError(
        f"参数“{name}”的值“{value}”不是数。请写一个数",
        f"Parameter {name!r} was set to {value!r}, which is no number. Give one.",
    )


def _rule(said: Any) -> Rule:
    texts = (
        {name: said.get(name, "") for name in TEXTS} if isinstance(said, dict) else {}
    )
    if not texts.get("id") or not all(isinstance(text, str) for text in texts.values()):
        raise ScenarioError(
            "补充的规则缺编号或条件。请写 id、group、when",
            "An added rule lacks its id or condition. Write id, group, when.",
        )
    if any(
        len(text) > LONGEST_RULE or not text.isprintable() for text in texts.values()
    ):
        raise ScenarioError(
            f"补充的规则“{texts['id'][:20]}”太长或有不可见的字符。请写短一些",
            f"The added rule {texts['id'][:20]!r} is too long or holds characters that "
            "can't be printed. Write it shorter.",
        )
    label = said.get("label")
    if not isinstance(label, dict) or not {"zh", "en"} <= set(label):
        label = dict.fromkeys(("zh", "en"), texts["id"])
    texts["per"] = texts["per"] or "household"
    if texts["polarity"] not in POLARITIES:
        texts["polarity"] = "good"
    return Rule(
        label=label, order=99, where=f"scenario/{texts['id']}", says=label, **texts
    )


def _unreadable() -> ScenarioError:
    return ScenarioError(
        "链接里的情景读不懂，已按方案原样打开。请重新复制链接",
        "The link's scenario can't be read; the plan is shown. Copy the link again.",
    )


def _older(made_for: str, now: str) -> ScenarioError:
    return ScenarioError(
        f"情景按方案 {made_for[:6]} 做，现在是 {now[:6]}。不再适用的列在下面，请核对",
        f"The scenario was made for plan {made_for[:6]}; this is {now[:6]}. What no "
        "longer applies is named below; check it.",
    )
