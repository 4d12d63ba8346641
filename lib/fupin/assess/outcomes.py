"""From columns of three answers to words, reasons, what is missing, and distances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from fupin.plan.compiler import APPLIES, NOT_GROUPS

if TYPE_CHECKING:
    from fupin.plan import Program, Rule
    from fupin.plan.compiler import Level

MET, UNMET, UNKNOWN, NOT_APPLICABLE = "met", "unmet", "unknown", "not_applicable"
VERDICTS = (MET, UNMET, UNKNOWN, NOT_APPLICABLE)
# The points of the province's scores.
FULL = 100.0
# The rules whose reasons are given a row: entry and exit, of households and villages.
ROOTS = {"household": ("entry", "exit_standard"), "village": ("village_exit",)}


def word(rule: Rule) -> nw.Expr:
    """Return the rule's verdict as a word: met, unmet, unknown or not_applicable."""
    otherwise = nw.when(~nw.col(rule.id)).then(nw.lit(UNMET)).otherwise(nw.lit(UNKNOWN))
    said = nw.when(nw.col(rule.id)).then(nw.lit(MET)).otherwise(otherwise)
    if not rule.applies:
        return said
    not_asked = ~nw.col(rule.id + APPLIES)
    return nw.when(not_asked).then(nw.lit(NOT_APPLICABLE)).otherwise(said)


def under(level: Level, root: str) -> tuple[str, ...]:
    """Return `root` and every rule it rests on, in the order they are named."""
    found = [root]
    for name in level.uses[root].rules:
        found += [rule for rule in under(level, name) if rule not in found]
    return tuple(found)


def leaves(level: Level, root: str) -> tuple[str, ...]:
    """Return the rules under `root` that rest on facts alone."""
    return tuple(r for r in under(level, root) if not level.uses[r].rules and r != root)


def reasons(program: Program, level: Level, root: str) -> list[nw.Expr]:
    """Return two text columns: the leaves that decide `root`, and the facts it lacks.

    Leaves are separated by ";". A met veto decides alone.
    """
    rules = program.scenario.rules
    named = [rules[name] for name in leaves(level, root) if _is_reason(rules[name])]
    vetoes = [rule for rule in named if rule.polarity == "bad"]
    goods = [rule for rule in named if rule.polarity != "bad"]
    is_vetoed = nw.lit(value=False)
    for rule in vetoes:
        is_vetoed = is_vetoed | nw.col(rule.id).fill_null(value=False)
    top = nw.col(root)
    parts = [_said(top & nw.col(r.id), r) for r in goods]
    parts += [_said(~top & ~is_vetoed & ~nw.col(r.id), r) for r in goods]
    parts += [_said(~top & nw.col(r.id), r) for r in vetoes]
    parts += [_said(top.is_null() & nw.col(r.id).is_null(), r) for r in named]
    because = nw.concat_str(parts, separator=";", ignore_nulls=True)
    asking = [rules[name] for name in under(level, root)]
    return [because.alias(f"{root}__because"), _missing(level, asking, root)]


def _is_reason(rule: Rule) -> bool:
    """Leave out what only chooses between tests, such as whether there is labour."""
    return rule.polarity != "neutral" or rule.group not in NOT_GROUPS


def _said(condition: nw.Expr, rule: Rule) -> nw.Expr:
    said = nw.when(condition).then(nw.lit(rule.id))
    if not rule.applies:
        return said
    return nw.when(nw.col(rule.id + APPLIES).fill_null(value=True)).then(said)


def _missing(level: Level, asking: list[Rule], root: str) -> nw.Expr:
    """Return the unknown facts of the rules that leave `root` undecided."""
    asked: dict[str, nw.Expr] = {}
    for rule in asking:
        open_ = nw.col(root).is_null() & nw.col(rule.id).is_null()
        if rule.applies:
            open_ = open_ & nw.col(rule.id + APPLIES).fill_null(value=True)
        use = level.uses[rule.id]
        for name in use.rules:
            # Where a rule below is open, it says what is missing.
            open_ = open_ & ~nw.col(name).is_null()
        for fact in use.facts:
            gap = open_ & nw.col(fact).is_null()
            asked[fact] = asked[fact] | gap if fact in asked else gap
        for fact in use.below if level.grain == "household" else ():
            gap = open_ & (nw.col(gap_column(fact)) > 0)
            asked[fact] = asked[fact] | gap if fact in asked else gap
        if use.aggregates and level.grain == "household":
            gap = open_ & (nw.col("members_count") != nw.col("persons_count"))
            asked["members_count"] = (
                asked.get("members_count", nw.lit(value=False)) | gap
            )
    parts = [nw.when(gap).then(nw.lit(fact)) for fact, gap in asked.items()]
    if not parts:
        return nw.lit("").alias(f"{root}__missing")
    joined = nw.concat_str(parts, separator=";", ignore_nulls=True)
    return joined.alias(f"{root}__missing")


def gap_column(fact: str) -> str:
    """Return the name of the column that counts rows below without `fact`."""
    return f"gaps__{fact}"


def gaps_below(level: Level, below: Any, key: str) -> Any:
    """Return, for each row above, how many rows below lack each fact that rules ask."""
    facts = sorted({fact for use in level.uses.values() for fact in use.below})
    marks = {
        gap_column(f): nw.when(nw.col(f).is_null()).then(nw.lit(1)).otherwise(nw.lit(0))
        for f in facts
    }
    rows = below.select(key, **marks)
    return rows.group_by(key).agg(nw.col(*marks).sum()), tuple(marks)


def scores(program: Program, grain: str) -> list[nw.Expr]:
    """Return the least and the most of the province's 100 points, as two columns."""
    name = f"{grain}_score"
    ends = []
    for end in ("low", "high"):
        total = nw.lit(0.0)
        for indicator in program.scenario.plan.indicators:
            if indicator.score == name:
                total = total + nw.col(f"{name}__{indicator.id}__{end}")
        capped = nw.when(total > FULL).then(nw.lit(FULL)).otherwise(total)
        ends.append(capped.alias(f"{name}__{end}"))
    return ends
