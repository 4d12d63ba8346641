"""The deck, first half: progress, trajectory, villages, causes. One idea a section."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

from fupin.document import Action, Chart, Point, Rule, Section, Series

if TYPE_CHECKING:
    from fupin.snapshots.telling import Teller

STEP = 100
MOST = 3


def glance(told: Teller) -> Section:
    """Return how far the town is, and each village's share of it."""
    here = "deck.glance"
    if not told.value("town.enrolled"):
        town = told.frozen["town"][told.lang]
        return Section(
            "glance", told.say(f"{here}.kicker"), told.say(f"{here}.empty"),
            paragraphs=(told.say(f"{here}.brief_empty", town=town),),
        )  # fmt: skip
    way = _way(told)
    chart = Chart(
        "glance", "bar", told.say(f"{here}.chart"), told.say(f"{here}.caption"),
        "households",
        tuple(
            Series(told.say(f"verdict.{word}"), tuple(
                Point(one["name"], told.value(f"{one['key']}.{word}"),
                      told.bare(f"{one['key']}.{word}"), word)
                for one in told.frozen["villages"]
            ), word)
            for word in ("met", "unmet", "unknown")
        ),
    )  # fmt: skip
    town = told.frozen["town"][told.lang]
    return Section(
        "glance", told.say(f"{here}.kicker"), told.say(f"{here}.{way}"),
        told.say(f"{here}.below"),
        (told.say(f"{here}.brief_{way}", town=town),), chart,
        notes=_notes(told, "town.rate", "town.expected"),
    )  # fmt: skip


def _way(told: Teller) -> str:
    behind = told.frozen["figures"]["town.behind"]
    if not behind["value"]:
        return "level"
    return "behind" if behind["verdict"] == "unmet" else "ahead"


def trajectory(told: Teller) -> Section:
    """Return the share at each as-of date against the plan's path."""
    here = "deck.trajectory"
    now, needed = told.value("pace.now"), told.value("pace.needed")
    if needed is None:
        way = "over"
    elif now is None:
        way = "unclear"
    else:
        way = "slow" if now < needed else "enough"
    has_pace = way in ("slow", "enough")
    brief = f"{here}.{'brief' if has_pace else 'brief_unclear'}"
    return Section(
        "trajectory", told.say(f"{here}.kicker"), told.say(f"{here}.{way}"),
        told.say(f"{here}.below") if told.value("pace.projected") is not None else "",
        (told.say(brief),), _line(told),
        notes=_notes(told, "pace.now", "town.expected"),
    )  # fmt: skip


def _line(told: Teller) -> Chart:
    here = "deck.trajectory"
    # Before anybody was enrolled there is no share, which isn't an unknown one.
    rates = [(day, count.rate) for day, count in told.trend if count.rate is not None]
    actual = tuple(Point(day, rate, f"{rate} %") for day, rate in rates)
    path = [(date.fromisoformat(day), share) for day, share in told.frozen["targets"]]
    start = [(date(path[0][0].year, 1, 1), 0.0)] if path else []
    # The path's words stand at its end only: on the way they would lie on the actual.
    planned = tuple(
        Point(day, share, f"{share:g} %" if (day, share) == path[-1] else "")
        for day, share in start + path
    )
    series = [
        Series(told.say(f"{here}.actual"), actual, "s1"),
        Series(told.say(f"{here}.planned"), planned, "target"),
    ]
    projected = told.value("pace.projected")
    if projected is not None and rates:
        end = date.fromisoformat(told.value("town.deadline"))
        series.append(Series(told.say(f"{here}.projected"), (
            Point(*rates[-1], ""), Point(end, projected, told.text("pace.projected")),
        ), "projection"))  # fmt: skip
    return Chart(
        "trajectory", "line", told.say(f"{here}.chart"), told.say(f"{here}.caption"),
        "%", tuple(series),
    )  # fmt: skip


def villages(told: Teller) -> Section:
    """Return how far each village is from its line, and what the meeting settles."""
    here = "deck.villages"
    return Section(
        "villages", told.say(f"{here}.kicker"), _villages_headline(told),
        _villages_below(told), (_villages_brief(told),), _dots(told),
        actions=tuple(_action(told, one) for one in told.frozen["asks"]),
        notes=(
            *dict.fromkeys(
                told.clause_of(rule)
                for rule in ("village_exit", "village_income_met")
                if rule in told.frozen["rules"]
            ),
            told.say("how.distance"),
        ),
    )  # fmt: skip


def _sides(told: Teller) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the villages below their line, without an income, and above it."""
    rows = told.frozen["villages"]
    known = [
        one for one in rows if one["income"] is not None and one["line"] is not None
    ]
    below = sorted(
        (one for one in known if one["income"] < one["line"]),
        key=lambda one: one["income"] - one["line"],
    )
    above = [one for one in known if one["income"] >= one["line"]]
    return below, [one for one in rows if one not in known], above


def _villages_headline(told: Teller) -> str:
    here, (below, open_, above) = "deck.villages", _sides(told)
    parts = [told.say(f"{here}.short", village=one["name"], key=one["key"])
             for one in below[:1]]  # fmt: skip
    parts += [told.say(f"{here}.open", village=one["name"]) for one in open_[:1]]
    if parts:
        return told.join(parts)
    held = [one for one in above if one["verdict"] != "met"]
    if held:
        rules = told.join(map(told.rule, held[0]["lacks"] + held[0]["unknown"]), "and")
        return told.say(f"{here}.other", village=held[0]["name"], rules=rules)
    return told.say(f"{here}.none")


def _villages_below(told: Teller) -> str:
    here, (_, open_, above) = "deck.villages", _sides(told)
    parts = []
    if above:
        names = told.join((one["name"] for one in above), "and")
        parts.append(told.say(f"{here}.passed", villages=names))
    parts += [told.say(f"{here}.lacks_income", village=one["name"]) for one in open_]
    return told.join(parts, "semicolon")


def _villages_brief(told: Teller) -> str:
    here, (below, open_, above) = "deck.villages", _sides(told)
    parts = [told.say(f"{here}.brief_head")]
    rows = [("short", one) for one in below] + [("above", one) for one in above]
    rows += [("open", one) for one in open_]
    said = "".join(
        told.say(f"{here}.brief_{way}", village=one["name"], key=one["key"])
        for way, one in rows
    )
    if said:
        parts.append(said.strip().rstrip("；;") + told.say("stop"))
    return "".join(parts) + told.say(f"{here}.brief_collective")


def _dots(told: Teller) -> Chart | None:
    here, rows = "deck.villages", told.frozen["villages"]
    lines = sorted({one["line"] for one in rows if one["line"] is not None})
    seen = [one["income"] for one in rows if one["income"] is not None] + lines
    if not lines:
        return None
    starts = max(0, math.floor((min(seen) - STEP) / STEP) * STEP)
    points = tuple(_dot(told, one) for one in rows)
    rules = tuple(
        Rule(line, told.say(f"{here}.line", line=f"{line:,.0f}")) for line in lines
    )
    years = sorted({str(one["year"]) for one in rows if one["year"]})
    return Chart(
        "villages", "dot", told.say(f"{here}.chart"),
        told.say(f"{here}.caption", year=told.join(years, "and")),
        "yuan", (Series(told.say("column.income"), points),), rules, starts,
    )  # fmt: skip


def _dot(told: Teller, one: dict[str, Any]) -> Point:
    here, key = "deck.villages", one["key"]
    note = told.say(f"{here}.place", town=one["town"],
                    households=told.text(f"{key}.enrolled"))  # fmt: skip
    if one["income"] is None or one["line"] is None:
        words = told.say(f"{here}.no_income")
        return Point(one["name"], None, words, "unknown", note=note)
    way = "above" if one["income"] >= one["line"] else "gap"
    words = told.say(f"{here}.{way}", gap=told.text(f"{key}.distance"))
    verdict = told.frozen["figures"][f"{key}.income"]["verdict"]
    return Point(one["name"], one["income"], words, verdict, note=note)


def _action(told: Teller, one: dict[str, Any]) -> Action:
    verdict = "unknown" if one["verdict"] == "unknown" else "unmet"
    what = told.say(f"asks.{verdict}", what=told.task(one))
    kind = (
        "town" if not one["village_id"] else "one" if one["is_village"] else "household"
    )
    count = told.say("unit.household", n=one["n"])
    what = told.say(f"asks.{kind}", village=told.village(one["village_id"]), n=count,
                    what=what)  # fmt: skip
    note = "asks.soon"
    if one["first"]:
        note = "asks.decides" if verdict == "unknown" else "asks.keeps"
    if one["late"]:
        note = "asks.late"
    words = told.say(
        note, late=told.say("unit.task", n=one["late"]),
        days=told.say("unit.day", n=one["days_late"]),
    )  # fmt: skip
    due = date.fromisoformat(one["due_on"]) if one["due_on"] else None
    return Action(what, told.department(one["department"]), due, words)


def causes(told: Teller) -> Section:
    """Return why households are poor, and how many of each are left."""
    here, found = "deck.causes", told.frozen["causes"]
    if not found:
        return Section("causes", told.say(f"{here}.kicker"), told.say(f"{here}.none"))
    keys = [(cause, f"cause.{cause or 'unrecorded'}") for cause in found]
    first, key = keys[0]

    def listed(words: str, mark: str) -> str:
        return told.join((
            told.say(f"{here}.{words}", cause=told.cause(name), key=one)
            for name, one in keys[:MOST]
        ), mark)  # fmt: skip

    left = tuple(
        Point(told.cause(name), told.value(f"{one}.left"), told.bare(f"{one}.left"))
        for name, one in keys
    )
    rest = tuple(
        Point(told.cause(name), told.value(f"{one}.met"), told.bare(f"{one}.met"))
        for name, one in keys
    )
    chart = Chart(
        "causes", "bar", told.say(f"{here}.chart"), told.say(f"{here}.caption"),
        "households",
        (Series(told.say(f"{here}.left"), left, "s1"),
         Series(told.say(f"{here}.rest"), rest, "s3")),
    )  # fmt: skip
    return Section(
        "causes", told.say(f"{here}.kicker"),
        told.say(f"{here}.most", cause=told.cause(first), key=key),
        told.say(f"{here}.below", list=listed("item", "comma")),
        (told.say(f"{here}.brief", list=listed("brief_item", "semicolon")),), chart,
        notes=_notes(told, "town.rate"),
    )  # fmt: skip


def _notes(told: Teller, *keys: str) -> tuple[str, ...]:
    """Return the 口径 of figures, for the speaker."""
    return tuple(
        dict.fromkeys(
            f"{told.figures[key].what}：{told.figures[key].how}"
            if told.lang == "zh"
            else f"{told.figures[key].what}: {told.figures[key].how}"
            for key in keys if told.figures[key].how
        )
    )  # fmt: skip
