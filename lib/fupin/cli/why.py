"""The commands that explain: the three lists, robustness, one household's why."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin.cli.asked import day, ending, language, marked

if TYPE_CHECKING:
    import polars as pl

    from fupin.assess import Assessment
    from fupin.register import Register
    from fupin.why.evidence import Source as Row
    from fupin.why.explain import Reason
    from fupin.why.turns import Turn

Source = Annotated[
    Path | None, typer.Argument(help="台账 · register (default: the store)")
]
On = Annotated[str, typer.Option(help="截至日期 · as-of date")]
To = Annotated[Path | None, typer.Option(help="写到 csv/json · write here")]
ROOTS = ("entry", "exit_standard")
NAMES = ("head_name", "helper_name")


def add(app: typer.Typer) -> None:
    """Give the command its three verbs."""
    for verb in (lists, robust, why):
        app.command()(verb)


def lists(path: Source = None, on: On = "2018-06-30", to: To = None) -> None:
    """三张清单，以及评议与规则不同的户 · The lists, and reviews that differ."""
    from fupin.why import lists as listing  # noqa: PLC0415

    done = _decided(path, on)
    found, differ = listing.verdict_lists(done), listing.disagreements(done)
    held = {
        name: {"certain": certain, "undecided": open_}
        for name, (certain, open_) in listing.counts(found).items()
    }
    without = differ.filter(~differ["has_reason"]).height
    unsigned = _unsigned(found, done).filter("is_unsigned")
    counts = {"reviews_differ": differ.height, "no_reason": without}
    counts["unsigned"] = unsigned["household_id"].n_unique()
    typer.echo(_json(held | counts))
    _write(_unsigned(found, done), to)
    _write(_unsigned(differ, done), to and to.with_stem(f"{to.stem}-reviews"))


def robust(
    path: Source = None,
    on: On = "2018-06-30",
    error: Annotated[
        float | None,
        typer.Option(min=0, max=100, help="收入误差 % · error of incomes"),
    ] = None,
    to: To = None,
) -> None:
    """收入有误差时哪些结论站得住，先复核谁 · What holds, whom to visit."""
    from fupin.why import revisit  # noqa: PLC0415
    from fupin.why import robust as robustness  # noqa: PLC0415

    done = _decided(path, on)
    found = robustness.robustness(done, error)
    rows = found.households.filter("is_enrolled")
    asked = revisit.revisits(done, found)
    said = {root: robustness.counts(rows, root) for root in ROOTS}
    said["village_exit"] = robustness.counts(found.villages, "village_exit")
    asked = _unsigned(asked, done)
    held = {"revisits": asked.height, "unsigned": int(asked["is_unsigned"].sum())}
    typer.echo(_json({"error_percent": found.error, **said, **held}))
    _write(asked, to)


def why(
    household: Annotated[str, typer.Argument(help="户编号 · household id")],
    path: Source = None,
    on: On = "2018-06-30",
) -> None:
    """一户的理由、差距，最少要改什么 · Why, and what would change it."""
    from fupin.why.evidence import evidence  # noqa: PLC0415
    from fupin.why.explain import explain  # noqa: PLC0415
    from fupin.why.turns import flips  # noqa: PLC0415

    rows, marks = marked(path, household, None)
    done, lang = _assessed(rows, path, on), language()
    sources = evidence(done, household, marks)
    said: dict[str, Any] = {"household": household, "on": done.day}
    for root in ROOTS:
        reason = explain(done, household, root, sources)
        found = [
            {
                "wanted": flip.wanted,
                "ways": [[_turn(t, lang) for t in w] for w in flip.ways],
            }
            for flip in flips(done, root, [household])
        ]
        said[root] = _reason(reason, lang) | {"changes": found}
    typer.echo(_json(said, 2))


def _decided(path: Path | None, on: str) -> Assessment:
    from fupin.book import read_book  # noqa: PLC0415
    from fupin.intake import read  # noqa: PLC0415

    register = read(path).register if path else read_book(None)
    return _assessed(register, path, on)


def _assessed(register: Register, path: Path | None, on: str) -> Assessment:
    from fupin.assess import assess  # noqa: PLC0415
    from fupin.book import read_plan  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415

    plan = read_plan(for_file=path is not None)
    return assess(register, Scenario(plan), day(on))


def _unsigned(rows: pl.DataFrame, done: Assessment) -> pl.DataFrame:
    """Say of each row's household whether its survey lacks signatures: not verified."""
    from fupin.measures import unsigned  # noqa: PLC0415

    held = rows["household_id"].is_in(list(unsigned(done)))
    return rows.with_columns(held.alias("is_unsigned"))


def _reason(reason: Reason, lang: str) -> dict[str, Any]:
    """Return a reason and all under it as plain values; members by id only."""
    facts = {f.column.name: f.value for f in reason.facts if not f.is_hidden}
    said = {
        "rule": reason.rule.id,
        "label": reason.rule.label[lang],
        "verdict": reason.verdict,
        "clause": reason.clause.place[lang] if reason.clause else None,
        "facts": facts,
        "sources": {
            f.column.name: [_source(one) for one in f.sources]
            for f in reason.facts
            if f.sources and not f.is_hidden
        },
        "lines": {line.id: line.value for line in reason.lines},
        "people": [person.person_id for person in reason.people],
        "missing": list(reason.missing),
        "warnings": [rule.warns[lang] for rule in reason.warnings],
        "under": [_reason(one, lang) for one in reason.under],
    }
    return {key: value for key, value in said.items() if value not in ({}, [], None)}


def _source(source: Row) -> dict[str, Any]:
    """Return a row that a fact rests on, and how it came in."""
    said = {
        "table": source.table, "key": list(source.key), "valid_on": source.valid_on,
        "recorded_on": source.recorded_on,
    }  # fmt: skip
    said |= asdict(source.mark) if source.mark else {}
    return {key: value for key, value in said.items() if value not in (None, "")}


def _turn(turn: Turn, lang: str) -> dict[str, Any]:
    said = {
        "rule": turn.clause, "fact": turn.column.name, "label": turn.column.label(lang),
        "find_out": turn.is_unknown, "now": turn.now, "sign": turn.sign,
        "to": list(turn.to), "gap": turn.gap, "parameter": turn.parameter or None,
        "parameter_to": turn.parameter_to, "people": list(turn.people) or None,
    }  # fmt: skip
    return {key: value for key, value in said.items() if value is not None}


def _json(said: Any, indent: int | None = None) -> str:
    def plain(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    return json.dumps(said, ensure_ascii=False, indent=indent, default=plain)


def _write(frame: pl.DataFrame, to: Path | None) -> None:
    """Write the rows with names masked; in a CSV a list is one cell."""
    import polars as pl  # noqa: PLC0415 0.1 s

    from fupin.access import mask_name  # noqa: PLC0415
    from fupin.intake.saving import escaped  # noqa: PLC0415

    form = ending(to, ".csv", ".json")
    if to is None:
        return
    masked = frame.with_columns(
        pl.col(name).map_elements(mask_name, pl.String, skip_nulls=False)
        for name in NAMES
        if name in frame.columns
    )
    if form == ".json":
        masked.write_json(to)
        return
    listed = [n for n, kind in masked.schema.items() if kind == pl.List(pl.String)]
    cells = masked.with_columns(pl.col(name).list.join(";") for name in listed)
    # Excel needs the mark at the beginning to read Chinese.
    escaped(cells).write_csv(to, include_bom=True)
