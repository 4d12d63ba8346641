"""The plan as data says all that the plan's text says, and nothing rests on air."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
import yaml

from fupin import settings

# What may stand between two clauses without being said by either.
JOINS = re.compile(r"[\s,.;:。、，；：并]*")
# The notes about the missing pages are the copyist's, not the plan's.
NOTES = re.compile(r"（(?:原文 12 页|以下缺页)[^）]*）")


@cache
def read(name: str) -> Any:
    """Return one file of the plan as it stands, without the loader's checks."""
    return yaml.safe_load((settings.PLAN / name).read_text(encoding="utf-8"))


def plan_text() -> str:
    """Return the plan's text without the notes about its missing pages."""
    return NOTES.sub("", (settings.PLAN / "source.txt").read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    """Return every rule of the plan, pending ones too."""
    paths = sorted((settings.PLAN / "rules").glob("*.yaml"))
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths]


def unsaid(text: str, said: list[str]) -> list[str]:
    """Return the pieces of `text` that `said`, taken in order, leaves out.

    Fails where a piece of `said` isn't in what is left of the text.
    """
    left, gaps = text, []
    for words in said:
        assert words in left, f"not in the text, or not in this order: {words}"
        gap, _, left = left.partition(words)
        gaps.append(gap)
    return [gap for gap in (*gaps, left) if not JOINS.fullmatch(gap)]


def references() -> Counter[str]:
    """Count what rests on each clause: rules, parameters, units, the leading group."""
    group = read("leading_group.yaml")
    return Counter(
        row["clause"]
        for row in (
            *rules(),
            *read("parameters.yaml").values(),
            *read("departments.yaml"),
            *read("implementations.yaml"),
            group,
            group["office"],
        )
        if "clause" in row
    )


def test_the_clauses_say_every_word_of_the_plan_in_its_order() -> None:
    texts = [clause["text"] for clause in read("clauses.yaml")]
    assert unsaid(plan_text(), texts) == []


@pytest.mark.parametrize("left_out", range(0, 64, 7))
def test_a_clause_left_out_is_noticed(left_out: int) -> None:
    texts = [clause["text"] for clause in read("clauses.yaml")]
    missing = texts.pop(left_out)
    assert [gap.strip() for gap in unsaid(plan_text(), texts)] != []
    assert missing in "".join(unsaid(plan_text(), texts))


def test_no_two_clauses_have_the_same_id() -> None:
    ids = [clause["id"] for clause in read("clauses.yaml")]
    assert [name for name, count in Counter(ids).items() if count > 1] == []


def test_nothing_is_bound_to_a_clause_that_is_not_there() -> None:
    ids = {clause["id"] for clause in read("clauses.yaml")}
    assert set(references()) - ids == set()


def test_something_rests_on_every_bound_clause_and_nothing_on_context() -> None:
    bound = {c["id"] for c in read("clauses.yaml") if c["use"] == "bound"}
    assert set(references()) == bound


def test_a_clause_of_context_says_why_it_decides_nothing() -> None:
    silent = [
        clause["id"]
        for clause in read("clauses.yaml")
        if clause["use"] == "context" and not {"zh", "en"} <= set(clause.get("why", ()))
    ]
    assert silent == []


def test_the_duties_of_a_unit_are_all_the_words_of_its_clause() -> None:
    texts = {clause["id"]: clause["text"] for clause in read("clauses.yaml")}
    for unit in read("departments.yaml"):
        words = [duty["zh"] for duty in unit["duties"]]
        if unit["clause"] == f"duty_{unit['id']}":
            assert unsaid(texts[unit["clause"]], [unit["name"]["zh"], *words]) == []
        else:
            unsaid(texts[unit["clause"]], words)


def test_a_unit_without_duties_in_the_text_is_pending_and_says_so() -> None:
    without = [unit for unit in read("departments.yaml") if not unit["duties"]]
    assert [(u["id"], u["duty"]) for u in without] == [("social_affairs", "pending")]
    assert {"zh", "en"} <= set(without[0]["note"])


def test_the_departments_are_the_twelve_members_of_the_leading_group() -> None:
    members = read("leading_group.yaml")["members"]
    units = [u for u in read("departments.yaml") if u.get("kind") != "team"]
    assert len(units) == 12
    assert [m["department"] for m in members] == [unit["id"] for unit in units]
    # 纪检 in the list of members is 纪检审计 in the duties: one unit.
    for member, unit in zip(members, units, strict=True):
        assert unit["name"]["zh"].startswith(member["zh"])


def test_the_leading_group_is_told_in_the_words_of_the_plan() -> None:
    texts = {clause["id"]: clause["text"] for clause in read("clauses.yaml")}
    group = read("leading_group.yaml")
    office = group["office"]
    said = [group["zh"], *(post["zh"] for post in group["posts"])]
    unsaid(texts[group["clause"]], [*said, *(m["zh"] for m in group["members"])])
    numbers = [office["zh"], office["phone"], office["fax"]]
    unsaid(texts[office["clause"]], [*numbers, *(p["zh"] for p in office["posts"])])


def test_of_the_ten_implementations_one_is_known_and_nine_are_pending() -> None:
    ten = read("implementations.yaml")
    assert [one["number"] for one in ten] == list(range(1, 11))
    assert [one["number"] for one in ten if not one.get("pending")] == [1]
    assert ten[0]["zh"] in plan_text()


def test_the_owner_of_a_rule_has_it_on_its_list() -> None:
    owns = {unit["id"]: set(unit["owns"]) for unit in read("departments.yaml")}
    owned = {(rule["owner"], rule["id"]) for rule in rules() if "owner" in rule}
    listed = {(unit, rule) for unit, names in owns.items() for rule in names}
    assert owned - listed == set()
    # Incomes of those with labour are the labour branch's and agriculture's.
    assert listed - owned == {("agriculture", "income_met")}
