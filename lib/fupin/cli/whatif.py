"""The commands of what-if: compare, curve, seek; JSON on the screen, or a file."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fupin.cli.asked import ending, language
from fupin.errors import ScenarioError

if TYPE_CHECKING:
    import polars as pl

    from fupin.plan import Scenario
    from fupin.whatif.engine import Engine
    from fupin.whatif.planned import Planned
    from fupin.whatif.steps import Curve

Where = Annotated[
    Path | None, typer.Argument(help="台账 · register (default: the store)")
]
On = Annotated[
    datetime, typer.Option(help="截至日期 · as-of date", formats=["%Y-%m-%d"])
]
Root = Annotated[str, typer.Option(help="哪条规则 · rule that is asked")]
# Without one: the rule that the parameter decides.
Asked = Annotated[
    str, typer.Option("--root", help="哪条规则 · rule that is asked (the parameter's)")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", help="参数=值 · parameter=value")
]
Off = Annotated[list[str] | None, typer.Option(help="关掉的规则 · rules switched off")]
Basis = Annotated[str, typer.Option(help="脱贫线口径 · fixed | actual")]
Named = Annotated[
    list[str] | None, typer.Option("--scenario", help="存下的情景 · saved scenario")
]
# Of one curve there is one scenario.
One = Annotated[str, typer.Option("--scenario", help="存下的情景 · saved scenario")]
To = Annotated[Path | None, typer.Option(help="写到 json/csv/parquet · write here")]
PICTURES = ("svg", "png", "pptx", "xlsx")
DAY = datetime(2018, 6, 30)  # noqa: DTZ001 a date without an hour
LINE, STANDARD = "household_exit_line", "exit_standard"


def compare(
    path: Where = None, on: On = DAY, root: Root = STANDARD, settings: Set = None,
    off: Off = None, basis: Basis = "fixed", named: Named = None, to: To = None,
) -> None:  # fmt: skip
    """情景与方案相比，谁进谁出 · Compare scenarios with the plan: who moves.

    Several --scenario stand side by side; the moves are those of the last one.
    """
    from fupin.whatif import compare as comparing  # noqa: PLC0415 half a second
    from fupin.whatif.beside import beside  # noqa: PLC0415

    engine, plan = _engine(path, on), scenario_of([], [], "fixed", path)
    asked, notes = _named(plan, named or [])
    if settings or off or not named or basis != "fixed":
        asked.append(scenario_of(settings, off, basis, path))
    found = comparing.compare(engine, plan, asked[-1], root)
    said = {
        "root": root, "moves": found.moves.tolist(), "unnamed": found.unnamed,
        "scenarios": beside(engine, [plan, *asked], root).to_dicts(), "notes": notes,
    }  # fmt: skip
    _write(found.flips, to, _fingerprints(engine, found.after) | said)


def _named(plan: Scenario, names: list[str]) -> tuple[list[Scenario], list[str]]:
    """Return the saved scenarios of these names, and what no longer applies."""
    if not names:
        return [], []
    from fupin.book import open_book  # noqa: PLC0415
    from fupin.scenarios import find  # noqa: PLC0415
    from fupin.store import newest  # noqa: PLC0415

    store = open_book()
    found = [find(store, name).opened(plan.plan, newest(store)) for name in names]
    notes = [note.say(language()) for one in found for note in one.notes]
    return [one.scenario for one in found], notes


def _one(
    named: str, settings: list[str] | None, off: list[str] | None, basis: str,
    path: Path | None,
) -> tuple[Scenario, dict[str, Any]]:  # fmt: skip
    """Return the scenario saved under a name, or that of the options; and its notes."""
    if not named:
        return scenario_of(settings, off, basis, path), {}
    if settings or off or basis != "fixed":
        raise ScenarioError(
            "--scenario 是存下的情景，不能再加 --set、--off、--basis。请去掉其中一种",
            "--scenario is a saved one and takes no --set, --off or --basis beside it. "
            "Leave out one or the other.",
        )
    (found,), notes = _named(scenario_of([], [], "fixed", path), [named])
    return found, {"notes": notes}


def curve(
    parameter: Annotated[str, typer.Argument(help="参数 · parameter")] = LINE,
    path: Where = None, on: On = DAY, asked: Asked = "", settings: Set = None,
    off: Off = None, basis: Basis = "fixed", named: One = "", to: To = None,
) -> None:  # fmt: skip
    """门槛取每个值时的户数，逐级精确 · The exact steps over every threshold.

    --to x.svg, .png, .pptx or .xlsx draws the curve; .csv, .json, .parquet list it.
    """
    from fupin.whatif import curve as drawing  # noqa: PLC0415
    from fupin.whatif.planned import planned  # noqa: PLC0415

    ending(to, *(f".{kind}" for kind in PICTURES), ".csv", ".json", ".parquet")
    engine = _engine(path, on)
    scenario, notes = _one(named, settings, off, basis, path)
    root = asked or drawing.root_of(scenario, parameter)
    made = drawing.curve(engine, scenario, parameter, root)
    path_ = planned(engine, scenario, made)
    said = {"parameter": parameter, "root": root, "is_closed": made.is_closed,
            "plan_path": None if path_ is None else asdict(path_)} | notes  # fmt: skip
    if to is not None and to.suffix[1:] in PICTURES:
        _draw(made, engine, scenario, path_, to)
        typer.echo(json.dumps(_fingerprints(engine, scenario) | said))
        return
    _write(made.to_polars(), to, _fingerprints(engine, scenario) | said)


def _draw(
    made: Curve, engine: Engine, scenario: Scenario, path: Planned | None, to: Path
) -> None:
    """Write the curve as a picture, a slide or a sheet, by the file's ending."""
    from fupin import measures  # noqa: PLC0415
    from fupin.exports.single import save, single  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415
    from fupin.whatif.charted import charted, stamp  # noqa: PLC0415

    lang: Any = language()
    name = made.parameter.id
    chart = charted(
        made, lang, now=measures.value(scenario, name, engine.day),
        plan=measures.value(Scenario(scenario.plan), name, engine.day), path=path,
    )  # fmt: skip
    told = single(chart, lang, scenario.plan.town[lang], stamp(engine, scenario, lang))
    to.write_bytes(save(chart, told, to.suffix[1:]))


def seek(
    figure: Annotated[str, typer.Argument(help="指标 · met, unmet, gap, budget, ...")],
    relation: Annotated[
        str, typer.Argument(help="关系 · exactly, at_least, at_most, below")
    ],
    amount: Annotated[float, typer.Argument(help="数 · amount")],
    path: Where = None,
    parameter: Annotated[str, typer.Option(help="参数 · parameter")] = LINE,
    on: On = DAY, asked: Asked = "", settings: Set = None, off: Off = None,
    basis: Basis = "fixed", named: One = "", to: To = None,
) -> None:  # fmt: skip
    """哪个门槛达到目标；办不到时说最近的 · Which threshold reaches a goal."""
    import polars as pl  # noqa: PLC0415

    from fupin import measures  # noqa: PLC0415
    from fupin.whatif import cost  # noqa: PLC0415
    from fupin.whatif import seek as seeking  # noqa: PLC0415
    from fupin.whatif.curve import curve as drawn  # noqa: PLC0415
    from fupin.whatif.curve import root_of  # noqa: PLC0415

    goal = seeking.Goal(figure, relation, amount)
    engine = _engine(path, on)
    scenario, notes = _one(named, settings, off, basis, path)
    populations = engine.villages["population_count"].cast(pl.Float64).to_numpy()
    root = asked or root_of(scenario, parameter)
    is_of_exit = figure == "budget" and root == STANDARD
    base = seeking.Base(
        populations, cost.per_person(engine, scenario),
        cost.able(engine, scenario, parameter) if is_of_exit else None,
    )  # fmt: skip
    near = measures.value(scenario, parameter, engine.day)
    made = drawn(engine, scenario, parameter, root)
    answer = seeking.seek(made, goal, near, base)
    row = answer.to_pandas().to_dict("records")[0]
    _write(pl.DataFrame([row]), to, _fingerprints(engine, scenario) | notes)


def _engine(path: Path | None, on: datetime) -> Engine:
    from fupin.book import read_book  # noqa: PLC0415
    from fupin.intake import read  # noqa: PLC0415
    from fupin.whatif.engine import Engine  # noqa: PLC0415

    register = read(path).register if path else read_book(None)
    return Engine(register, on.date())


def scenario_of(
    said: list[str] | None, off: list[str] | None, basis: str, path: Path | None = None
) -> Scenario:
    """Return the scenario that a command's options describe, of the plan in force."""
    from fupin.book import read_plan  # noqa: PLC0415
    from fupin.plan import Scenario  # noqa: PLC0415

    scenario = Scenario(read_plan(for_file=path is not None))
    for line in (LINE, "village_exit_line"):
        # As the plan has it, it is no override.
        if basis != scenario.plan.parameters[line].basis:
            scenario = scenario.with_basis(line, basis)
    for text in said or ():
        name, _, value = text.partition("=")
        scenario = scenario.with_value(name.strip(), _value(text, value.strip()))
    for rule in off or ():
        scenario = scenario.with_rule(rule, on=False)
    return scenario


def _value(text: str, value: str) -> float:
    if value in ("true", "false"):
        return value == "true"
    try:
        return float(value)
    except ValueError:
        raise ScenarioError(
            f"“{text}”读不懂。请写成 household_exit_line=7725",
            f"{text!r} can't be read. Write it as household_exit_line=7725.",
        ) from None


def _fingerprints(engine: Engine, scenario: Scenario) -> dict[str, Any]:
    return {
        "on": str(engine.day), "register": engine.register.fingerprint,
        "scenario": scenario.fingerprint,
    }  # fmt: skip


def _write(table: pl.DataFrame, to: Path | None, said: dict[str, Any]) -> None:
    """Write the table by the file's ending; without a file all goes to the screen."""
    from fupin.intake.saving import escaped  # noqa: PLC0415

    if to is None:
        said |= {"rows": table.to_dicts()}
    elif to.suffix == ".parquet":
        table.write_parquet(to)
    elif to.suffix == ".csv":
        # Excel needs the mark at the beginning to read Chinese.
        escaped(table).write_csv(to, include_bom=True)
    elif to.suffix == ".json":
        whole = said | {"rows": table.to_dicts()}
        to.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
    else:
        raise ScenarioError(
            f"不会写“{to.suffix}”。请用 .json、.csv 或 .parquet",
            f"Can't write {to.suffix!r}. Use .json, .csv or .parquet.",
        )
    typer.echo(json.dumps(said, ensure_ascii=False))
