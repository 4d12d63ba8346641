"""A plan with a mistake is refused with the file, the line and the cure."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from fupin.errors import PlanError, ScenarioError
from fupin.plan import Scenario, compile_plan, load_plan

TOWN = Path(__file__).parents[1] / "fictional_town"
RULE = "entry.yaml"
WHEN = 'when: below_line and not any_in_group("vetoes")'


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOWN, tmp_path / "town"))


def _compile(town: Path) -> None:
    compile_plan(Scenario(load_plan(town, town)), date(2017, 1, 1))


def _change(town: Path, name: str, old: str, new: str) -> None:
    path = town / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("below_lin and has_car", "did you mean 'below_line'"),
        ("below_line and", "can't be read near character"),
        ("has_car.real", "Attribute is not allowed"),
        ("__import__('os')", "there is no function '__import__'"),
        ("(lambda: 1)()", "Call is not allowed"),
        ("[1 for x in has_car]", "ListComp is not allowed"),
        ("has_car if has_dibao else has_car", "IfExp is not allowed"),
        ("persons_count ** 2 > 4", "BinOp is not allowed"),
        ("persons_count is None", "'is' is not allowed"),
        ("persons_count == None", "None is not allowed"),
        ("persons_count > 'two'", "compares persons_count (number) with 'two' (text)"),
        ("persons_count", "is a number where a bool is needed"),
        ("has_car + 1 > 2", "is a bool where a number is needed"),
        ("housing_grade == 'Z'", "code list 'housing_grade' has no 'Z'"),
        ("housing_grade in 'CD'", "'in' is not followed by a list"),
        ("every_member(is_insure)", "did you mean 'is_insured'"),
        ("every_member()", "every_member takes one condition"),
        ("persons_count > count_members(is_insured)", "write the count on the left"),
        ("any_in_group('nothing')", "there is no such group of rules"),
        (
            "within_years(enrolled_on, persons_count)",
            "the number of years is not fixed",
        ),
        ("either(has_car, has_dibao)", "there is no function 'either' of 2 arguments"),
        ("entry", "rests on itself"),
    ],
)
def test_a_rule_that_cannot_be_read_names_file_place_and_cure(
    town: Path, text: str, said: str
) -> None:
    _change(town, f"rules/{RULE}", WHEN, f"when: {text!r}")
    with pytest.raises(PlanError) as refused:
        _compile(town)
    assert said in refused.value.en
    assert refused.value.en.startswith(f"{RULE}:9")
    assert refused.value.zh.startswith(f"{RULE}:9")


def test_a_key_written_twice_is_refused_with_both_lines(town: Path) -> None:
    with (town / "rules" / RULE).open("a", encoding="utf-8") as rule:
        rule.write("when: below_line\n")
    with pytest.raises(
        PlanError, match=r"entry.yaml:11: 'when' is written twice .*line 9"
    ):
        _compile(town)


def test_a_code_that_begins_with_zero_is_refused_and_not_read_as_octal(
    town: Path,
) -> None:
    _change(town, "clauses.yaml", "en: Everybody is insured", "en: 012")
    with pytest.raises(PlanError, match=r'clauses.yaml:9: 012 begins with 0.*"012"'):
        _compile(town)


def test_a_missing_file_is_named(town: Path) -> None:
    (town / "parameters.yaml").unlink()
    with pytest.raises(PlanError, match=r"parameters.yaml: the file is not in town"):
        _compile(town)


def test_broken_yaml_names_its_line(town: Path) -> None:
    _change(town, f"rules/{RULE}", "id: entry", "id: [entry")
    with pytest.raises(PlanError, match=r"entry.yaml:2: not valid YAML"):
        _compile(town)


def test_a_field_that_no_schema_knows_names_its_line(town: Path) -> None:
    _change(town, f"rules/{RULE}", "order: 1", "order: first")
    with pytest.raises(PlanError, match=r"entry.yaml:5: order is malformed"):
        _compile(town)


def test_dates_that_run_backwards_are_refused(town: Path) -> None:
    _change(
        town,
        "parameters.yaml",
        "from: 2017-01-01, value: 6000",
        "from: 2015-01-01, value: 6000",
    )
    with pytest.raises(
        PlanError, match=r"household_exit_line' overlap or run backwards"
    ):
        _compile(town)


def test_a_rule_of_a_clause_that_is_not_there_is_refused(town: Path) -> None:
    _change(town, f"rules/{RULE}", "clause: line", "clause: lines")
    with pytest.raises(PlanError, match=r"names clause 'lines'"):
        _compile(town)


def test_a_scenario_of_an_unknown_parameter_or_basis_is_refused(town: Path) -> None:
    scenario = Scenario(load_plan(town, town))
    with pytest.raises(ScenarioError, match=r"no parameter 'lines'"):
        scenario.with_value("lines", 1)
    with pytest.raises(ScenarioError, match=r"no basis 'guess'"):
        scenario.with_basis("household_exit_line", "guess")
    with pytest.raises(ScenarioError, match=r"no finite number"):
        scenario.with_value("entry_line", float("nan"))


def test_a_value_not_yet_published_is_unknown_and_the_old_one_does_not_live_on(
    town: Path,
) -> None:
    plan = load_plan(town, town)
    line = plan.parameters["entry_line"]
    in_2017 = date(2017, 3, 1)
    assert line.on(in_2017, known=date(2017, 5, 31)) is None
    published = line.on(in_2017, known=date(2017, 6, 1))
    assert published is not None
    assert published.value == 3300


def test_the_actual_basis_is_ratio_times_the_years_figure_in_whole_yuan(
    town: Path,
) -> None:
    scenario = Scenario(load_plan(town, town)).with_basis(
        "household_exit_line", "actual"
    )
    values = scenario.parameter("household_exit_line").values
    assert [value.value for value in values] == [6530, 7100]  # 6530.49, 7100.865
