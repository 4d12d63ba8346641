"""A form with a mistake is refused with the file, the line and the cure."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fupin import settings
from fupin.errors import PlanError
from fupin.forms import fill, load_forms
from tests.forms.towns import decided

if TYPE_CHECKING:
    from fupin.plan import Plan

NAME = "exit_register"
LABEL = "label: {zh: 销号日期, en: Deregistered on}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    to = tmp_path / "forms"
    to.mkdir()
    return Path(shutil.copy(settings.FORMS / f"{NAME}.yaml", to)).parent


def _change(folder: Path, old: str, new: str) -> int:
    """Change the form; return the line of the change."""
    path = folder / f"{NAME}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: has_labour", "value: has_labor", "did you mean 'has_labour'"),
        ("value: has_labour", "value: has_labour and", "can't be read near character"),
        ("value: poverty_type", "value: persons_count", "is a number where a text"),
        ("value: poverty_type", "value: head_name", "'head_name' is no code"),
        ("value: score", "value: has_labour", "is a bool where a number is needed"),
        ("value: enrolled_on", "value: count_households(is_enrolled)",
         "there is no function 'count_households'"),
        ("filter: exited", "filter: exitted", "did you mean 'exited'"),
        ("filter: exited", "filter: persons_count", "is a number where a bool"),
        ("value: household_exit_line", "value: incidence_limits", "did you mean"),
    ],
)  # fmt: skip
def test_an_expression_that_cannot_be_read_names_file_line_and_cure(
    folder: Path, old: str, new: str, said: str, plan: Plan
) -> None:
    line = _change(folder, old, new)
    (form,) = load_forms(folder).values()
    with pytest.raises(PlanError) as refused:
        fill(form, decided(plan))
    assert refused.value.en.startswith(f"{NAME}.yaml:{line}")
    assert refused.value.zh.startswith(f"{NAME}.yaml:{line}")
    assert said in refused.value.en


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: has_labour", "vale: has_labour", "malformed"),
        ("format: yes_no", "format: yesno", "'yesno' is not one of"),
        ("format: yes_no", "unit: furlongs", "'furlongs' is not one of"),
        ("row_number: true", "row_number: true\n    value: village_id", "malformed"),
        ("grain: household", "grain: town", "'town' is not one of"),
        ("id: exit_register", "id: exits", "name it as the file"),
        ("key: deregistered_on", "key: enrolled_on", "is there twice"),
        (f"    {LABEL}", f"    {LABEL}\n    {LABEL}", "is written twice"),
    ],
)
def test_a_file_that_is_no_form_names_file_line_and_cure(
    folder: Path, old: str, new: str, said: str
) -> None:
    _change(folder, old, new)
    with pytest.raises(PlanError, match=rf"{NAME}\.yaml:\d+") as refused:
        load_forms(folder)
    assert said in refused.value.en


def test_a_header_that_names_no_parameter_is_refused(folder: Path, plan: Plan) -> None:
    line = _change(folder, "en: Exit line}", 'en: "Line {household_exit_lin}"}')
    (form,) = load_forms(folder).values()
    with pytest.raises(
        PlanError, match="did you mean 'household_exit_line'"
    ) as refused:
        fill(form, decided(plan))
    assert refused.value.en.startswith(f"{NAME}.yaml:{line + 1}")


def test_a_dated_line_is_refused_where_its_date_is_not(
    folder: Path, plan: Plan
) -> None:
    _change(folder, "grain: household", "grain: visit")
    path = folder / f"{NAME}.yaml"
    columns = "columns:\n  - key: line\n    label: {zh: 线, en: Line}\n"
    text = path.read_text(encoding="utf-8").split("filter:")[0] + columns
    path.write_text(
        text + "    value: household_exit_line\n    format: money\n", "utf-8"
    )
    (form,) = load_forms(folder).values()
    with pytest.raises(PlanError, match="depends on 'income_to_on'"):
        fill(form, decided(plan))


def test_a_card_begins_with_households(folder: Path) -> None:
    _change(folder, "grain: household", "card: true\ngrain: member")
    with pytest.raises(PlanError, match="must be of households"):
        load_forms(folder)
