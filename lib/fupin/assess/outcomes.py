"""From columns of three answers to words, reasons, what is missing, and distances."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import narwhals as nw

from fupin.plan import formula
from fupin.plan.aggregates import CHILD
from fupin.plan.compiler import APPLIES
from fupin.tables import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupin.plan import Program, Rule
    from fupin.plan.compiler import Level

MET, UNMET, UNKNOWN, NOT_APPLICABLE = "met", "unmet", "unknown", "not_applicable"
VERDICTS = (MET, UNMET, UNKNOWN, NOT_APPLICABLE)
# The points of the province's scores.
FULL = 100.0
PATTERN, AT = "pattern", "row__at"
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


def because(program: Program, level: Level, root: str) -> nw.Expr:
    """Return a text column: the leaves that decide `root`.

    Leaves are separated by ";". A met veto decides alone.
    """
    rules = program.scenario.rules
    choosers = _choosers(program, root)
    named = [rules[n] for n in leaves(level, root) if n not in choosers]
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
    said = nw.concat_str(parts, separator=";", ignore_nulls=True)
    return said.alias(f"{root}__because")


def _choosers(program: Program, root: str) -> set[str]:
    """Return the leaves that only choose between tests, such as having labour.

    They are asked for either answer on the way to the same outcome.
    """
    asked = {one for way in formula.over_rules(program, root).ways(True) for one in way}
    return {leaf for leaf, said in asked if (leaf, not said) in asked}


def _said(condition: nw.Expr, rule: Rule) -> nw.Expr:
    said = nw.when(condition).then(nw.lit(rule.id))
    if not rule.applies:
        return said
    return nw.when(nw.col(rule.id + APPLIES).fill_null(value=True)).then(said)


def with_missing(program: Program, level: Level, root: str, frame: Any) -> Any:
    """Add a text column to an eager frame: the facts that could decide `root`.

    Empty where it is decided. Rows whose rules answer alike are looked at once.
    """
    name = f"{root}__missing"
    numbered = frame.with_row_index(AT)
    undecided = numbered.filter(nw.col(root).is_null())
    if undecided.is_empty():
        return frame.with_columns(nw.lit("").alias(name))
    lacking = _deciding(program, root, undecided)
    gaps = _gaps(program, level, lacking)
    parts = [nw.when(gap).then(nw.lit(fact)) for fact, gap in gaps.items()]
    said = nw.lit("")
    if parts:
        said = nw.concat_str(parts, separator=";", ignore_nulls=True)
    told = lacking.select(AT, said.alias(name))
    # Narrow, by number, and put beside: joining the frame takes ten times as long.
    beside = numbered.select(AT).join(told, on=AT, how="left").sort(AT)
    return frame.with_columns(beside[name].fill_null(""))


def _deciding(program: Program, root: str, undecided: Any) -> Any:
    """Add a column a leaf: whether an answer to it could decide the row's `root`."""
    tree = formula.over_rules(program, root)
    known = [leaf for leaf in tree.leaves() if leaf in undecided.columns]
    # What is no column, a condition on a number in a rule above, counts as open.
    held = dict.fromkeys(tree.leaves())
    rows = undecided.with_columns(formula.code(known).alias(PATTERN))
    patterns = rows.select(PATTERN, *known).unique(PATTERN)
    found: dict[str, list[Any]] = {PATTERN: [], **{_decides(n): [] for n in known}}
    for pattern in patterns.iter_rows(named=True):
        open_ = formula.deciding(tree, held | pattern)
        found[PATTERN].append(pattern[PATTERN])
        for leaf in known:
            found[_decides(leaf)].append(leaf in open_)
    schema = {PATTERN: patterns.schema[PATTERN]}
    schema |= {_decides(leaf): nw.Boolean() for leaf in known}
    decided = nw.DataFrame.from_dict(
        found, schema, backend=nw.get_native_namespace(rows)
    )
    return rows.join(decided, on=PATTERN, how="left")


def _decides(leaf: str) -> str:
    return f"decides__{leaf}"


def _gaps(program: Program, level: Level, rows: Any) -> dict[str, nw.Expr]:
    """Return, by fact, in which rows it is unknown and could decide."""
    asked: dict[str, nw.Expr] = {}

    def ask(fact: str, gap: nw.Expr) -> None:
        asked[fact] = asked[fact] | gap if fact in asked else gap

    for name in (n for n in rows.columns if n.startswith(_decides(""))):
        leaf, open_ = name.removeprefix(_decides("")), nw.col(name)
        if leaf not in level.uses:
            ask(leaf, open_)
            continue
        use = level.uses[leaf]
        if program.scenario.plan.rules[leaf].applies:
            open_ = open_ & nw.col(leaf + APPLIES).fill_null(value=True)
        for fact in use.facts:
            ask(fact, open_ & nw.col(fact).is_null())
        if not use.aggregates or level.grain != "household":
            continue
        for aggregate, fact in gaps_of(level, use.aggregates):
            ask(fact, open_ & (nw.col(gap_column(aggregate, fact)) > 0))
        roll = nw.col("members_count") != nw.col("persons_count")
        ask("members_count", open_ & roll)
    return asked


def gap_column(aggregate: str, fact: str) -> str:
    """Return the name of the column that counts undecided rows below without `fact`."""
    return f"gaps__{aggregate}__{fact}"


def gaps_of(level: Level, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each of these counts with each fact of the rows below that it asks."""
    below = facts_of(CHILD[level.grain])
    return [
        (one.name, fact)
        for one in level.aggregates
        if one.name in names
        for fact in re.findall(r"\w+", one.text)
        if fact in below
    ]


def gaps_below(level: Level) -> dict[str, nw.Expr]:
    """Return, for each undecided row below, whether it lacks a fact: 1 or 0, a column.

    A fact counts only where the row below can't answer without it.
    """
    conditions = {one.name: one.condition for one in level.aggregates}
    marks = {}
    for name, fact in gaps_of(level, conditions):
        said = conditions[name]
        gap = nw.when(nw.col(fact).is_null()).then(nw.lit(1)).otherwise(nw.lit(0))
        known = nw.when(said).then(nw.lit(0)).when(~said).then(nw.lit(0))
        marks[gap_column(name, fact)] = known.otherwise(gap)
    return marks


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
