from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin.codes import CODES, find, label
from fupin.plan import Scenario, compile_plan
from fupin.tables import FACTS, NEEDED, TABLES, facts_of
from fupin.units import UNITS, unit_label

if TYPE_CHECKING:
    from fupin.plan import Plan
    from fupin.schema import Column

COLUMNS = [(t.name, c) for t in TABLES.values() for c in t.columns]
COLUMNS += [(grain, c) for grain, columns in FACTS.items() for c in columns]
# Names that say more than the rule would.
NO_ON = {"valid_from", "period_from", "period_to", "notice_from", "notice_to"}
NO_COUNT = {
    "year", "planned_exit_year", "age_years", "work_months", "persons_delta",
    "progress_percent",
}  # fmt: skip
NO_IS = {"hires_long_term"}


def names(kind: str) -> set[str]:
    return {c.name for _, c in COLUMNS if c.kind == kind}


def test_dates_end_in_on_and_nothing_else_does() -> None:
    assert {n for n in names("date") if not n.endswith("_on")} == NO_ON
    others = {c.name for _, c in COLUMNS if c.kind != "date"}
    assert {n for n in others if n.endswith("_on")} == set()


def test_booleans_begin_with_is_or_has_and_nothing_else_does() -> None:
    assert {n for n in names("bool") if not n.startswith(("is_", "has_"))} == NO_IS
    others = {c.name for _, c in COLUMNS if c.kind != "bool"}
    assert {n for n in others if n.startswith(("is_", "has_"))} == set()


def test_whole_numbers_are_counts() -> None:
    assert {n for n in names("int") if not n.endswith("_count")} == NO_COUNT


def test_keys_and_only_keys_end_in_id() -> None:
    assert {c.name for _, c in COLUMNS if c.name.endswith("_id")} == names("key")


def test_every_code_column_has_a_list_and_every_list_a_column() -> None:
    assert {c.codes for _, c in COLUMNS if c.kind == "code"} == set(CODES)
    assert {c.codes for _, c in COLUMNS if c.kind != "code"} == {""}


def test_every_number_has_a_unit_that_has_words_and_bounds() -> None:
    for table, c in COLUMNS:
        if c.kind == "number":
            assert c.unit, f"{table}.{c.name}"
        if c.unit:
            assert c.kind in {"int", "number"}, f"{table}.{c.name}"
            assert unit_label(c.unit, "zh"), c.unit
        if table in TABLES and c.kind == "number":
            assert c.between is not None, f"{table}.{c.name}"


def test_every_unit_of_a_parameter_has_its_words(plan: Plan) -> None:
    assert {p.unit for p in plan.parameters.values()} <= set(UNITS)
    assert unit_label("m2", "en") == "m²"
    assert unit_label("", "zh") == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_columns_of_a_table_share_a_label(lang: str) -> None:
    for table in TABLES.values():
        assert _twice([c.label(lang) for c in table.columns]) == set(), table.name
    assert _twice([t.label(lang) for t in TABLES.values()]) == set()


def test_no_two_codes_of_a_list_share_a_form() -> None:
    for name, codes in CODES.items():
        for form in ("name", "code", "zh", "en"):
            assert _twice([getattr(c, form) for c in codes]) == set(), (name, form)


def _twice(words: list[str]) -> set[str]:
    return {word for word, count in Counter(words).items() if count > 1}


def test_all_four_forms_of_a_code_are_found() -> None:
    forms = ("lost", "2", "丧失劳动力", "Lost the ability to work")
    found = [find("labour", form) for form in forms]
    assert [code.name if code else None for code in found] == ["lost"] * 4
    assert find("labour", "lazy") is None
    assert (label("labour", "lost", "zh"), label("labour", "x", "zh")) == (
        "丧失劳动力",
        "x",
    )


def test_keys_references_and_dates_of_a_table_are_its_columns() -> None:
    for table in TABLES.values():
        assert {*table.key, *table.refers, table.valid} <= set(table.by_name), (
            table.name
        )
        for column, other in table.refers.items():
            assert TABLES[other].key == (column,)
        for name in table.key:
            assert table[name].required or table[name].kind == "date", name
    assert set(NEEDED) <= set(TABLES)


def test_a_column_means_the_same_in_every_table() -> None:
    said: dict[str, Column] = {}
    for table, column in COLUMNS:
        if column.name in {"amount", "closed_on", "house_observation"}:
            continue
        first = said.setdefault(column.name, column)
        assert (first.kind, first.unit, first.codes, first.personal) == (
            column.kind, column.unit, column.codes, column.personal,
        ), f"{table}.{column.name}"  # fmt: skip


def test_every_fact_that_a_rule_uses_is_declared(plan: Plan) -> None:
    program = compile_plan(Scenario(plan), date(2018, 6, 30))
    for level, below in ((program.household, "member"), (program.village, "household")):
        for rule, use in level.uses.items():
            assert set(use.facts) <= set(facts_of(level.grain)), rule
            own = set(program.household.uses) if below == "household" else set()
            assert set(use.below) <= set(facts_of(below)) | own, rule
