"""A form says of how many of its households the survey isn't signed, and marks them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from fupin import measures
from fupin.forms import fill, load_forms, workbook
from tests.forms.towns import DAY, decided

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.plan import Plan

FORMS = load_forms()
WARNING = "摸查表未经三方签名，未核实"
SIGNED = ("001-001", "002-001")
SIGNATURES = [
    {
        "signature_id": f"{home}-{signer}", "household_id": home, "document": "survey",
        "signer": signer, "signed_on": DAY,
    }
    for home in (*SIGNED, "001-002")
    for signer in ("household", "cadre", "surveyor")
    if (home, signer) != ("001-002", "cadre")
]  # fmt: skip


@pytest.fixture(scope="module")
def done(plan: Plan) -> Assessment:
    return decided(plan, {"signatures": SIGNATURES})


def _sheet(done: Assessment, name: str, lang: str = "zh", **options: Any) -> Any:
    made = workbook(fill(FORMS[name], done, **options), lang)
    return openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]


def _said(sheet: Any) -> str:
    return " ".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value)


def test_one_answer_says_whose_survey_is_not_signed(done: Assessment) -> None:
    assert measures.unsigned(done) == {"001-002", "001-003", "001-004"}


@pytest.mark.parametrize(
    ("name", "homes"),
    [
        # Who left is on no list of the enrolled, and among the changes of the year.
        ("household_list", {"001-002", "001-003"}),
        ("exit_plan", {"001-002", "001-003"}),
        ("changes", {"001-002", "001-003", "001-004"}),
        ("housing", {"001-002"}),
        ("household_card", {"001-002", "001-003"}),
        ("projects", set()),
    ],
)
def test_a_form_knows_the_unsigned_among_those_it_counts(
    done: Assessment, name: str, homes: set[str]
) -> None:
    tables = fill(FORMS[name], done).tables
    assert frozenset().union(*(table.unsigned for table in tables)) == homes


def test_of_one_village_only_its_own_are_counted(done: Assessment) -> None:
    assert not fill(FORMS["exit_plan"], done, "002").tables[0].unsigned


def test_a_list_marks_the_rows_and_leaves_the_cells_as_they_are(
    done: Assessment,
) -> None:
    sheet = _sheet(done, "household_list")
    first = {row[2].value: row[0] for row in sheet.iter_rows(min_row=5, max_row=8)}
    marked = {home for home, cell in first.items() if "※" in cell.number_format}
    assert marked == {"001-002", "001-003"}
    assert {cell.value for cell in first.values()} == {"001村", "002村"}
    assert f"{WARNING}（2 户，行首标“※”）" in _said(sheet)


def test_a_summary_says_how_many_are_within_its_figures(done: Assessment) -> None:
    assert f"{WARNING}（数字里有 2 户）" in _said(_sheet(done, "exit_plan"))
    said = _said(_sheet(done, "exit_plan", "en"))
    assert "not verified (households within the figures: 2)" in said


def test_a_card_says_it_of_its_own_household_only(done: Assessment) -> None:
    made = workbook(fill(FORMS["household_card"], done))
    book = openpyxl.load_workbook(io.BytesIO(made))
    said = {sheet.title for sheet in book.worksheets if WARNING in _said(sheet)}
    assert said == {"001-002", "001-003"}


def test_a_signed_form_says_nothing(done: Assessment) -> None:
    assert WARNING not in _said(_sheet(done, "exit_plan", village="002"))


def test_a_public_notice_counts_them_and_marks_nobody(plan: Plan) -> None:
    steps = [
        {
            "step_id": f"s{n}", "household_id": "001-001", "procedure": "exit",
            "step": step, "step_on": DAY, "step_outcome": "passed",
        }
        for n, step in enumerate(("review", "verification", "consent"))
    ]  # fmt: skip
    sheet = _sheet(decided(plan, {"steps": steps}), "public_notice")
    formats = [c.number_format for row in sheet.iter_rows() for c in row]
    assert not any("※" in one for one in formats)
    assert f"{WARNING}（1 户）" in _said(sheet)
