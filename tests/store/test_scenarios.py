"""Scenarios saved by name: versions, two authors, older plans, and the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fupin.errors import ScenarioError
from fupin.plan import Scenario
from fupin.scenarios import NameTakenError, find, save, saved, versions, withdraw
from fupin.store import audit, newest, verify
from tests.store.damage import damage, refused
from tests.store.towns import take, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from fupin.plan import Plan
    from fupin.store import Store

LINE = "household_exit_line"


def of(plan: Plan, author: str = "林一", line: float = 7500) -> Scenario:
    return replace(Scenario(plan).with_value(LINE, line), author=author)


def test_a_scenario_is_found_again_by_name_after_a_restart(
    opened: Callable[[], Store], plan: Plan
) -> None:
    wanted = replace(of(plan).with_rule("housing_met", on=False), description="从宽")
    save(opened(), "线 7500", wanted)
    again = find(opened(), " 线 7500 ").opened(plan)
    assert again.scenario == wanted
    assert again.notes == ()


def test_a_rename_and_a_redefinition_are_versions_of_the_same(
    store: Store, plan: Plan
) -> None:
    first = save(store, "一号", of(plan))
    second = save(store, "二号", of(plan, line=7600), first)
    assert [s.name for s in saved(store)] == ["二号"]
    told = versions(store, first.scenario)
    assert [(s.version, s.name) for s in told] == [(1, "一号"), (2, "二号")]
    assert told[0].overrides["values"] == {LINE: 7500}
    assert second.scenario == first.scenario
    # The old name is free.
    save(store, "一号", of(plan, line=7700))


def test_the_second_who_saves_a_name_is_told_with_both_side_by_side(
    store: Store, plan: Plan
) -> None:
    theirs = save(store, "从严", of(plan, "林一", 7500))
    with pytest.raises(NameTakenError, match="林一") as refused:
        save(store, "从严", of(plan, "陈二", 7600))
    assert refused.value.theirs == theirs
    assert refused.value.fields == [
        ("author", "林一", "陈二"), (f"values.{LINE}", 7500.0, 7600),
    ]  # fmt: skip
    # Having looked, the second saves it as the next version; the first is now behind.
    save(store, "从严", of(plan, "陈二", 7600), theirs)
    with pytest.raises(NameTakenError, match="陈二"):
        save(store, "从严", of(plan, "林一", 7550), theirs)


def test_a_withdrawn_one_leaves_the_list_and_its_name_is_free(
    store: Store, plan: Plan
) -> None:
    first = save(store, "从严", of(plan))
    withdraw(store, "从严", "林一")
    assert saved(store) == []
    assert [s.kind for s in versions(store, first.scenario)] == ["save", "withdraw"]
    for act in (lambda: find(store, "从严"), lambda: withdraw(store, "从严", "林一")):
        with pytest.raises(ScenarioError, match="no saved scenario"):
            act()
    assert save(store, "从严", of(plan)).scenario != first.scenario


def test_made_for_an_older_plan_and_vintage_says_what_no_longer_applies(
    store: Store, plan: Plan
) -> None:
    wanted = of(plan).with_value("new_house_area", 100)
    older = save(store, "从严", wanted)
    take(store, town())
    fewer = {k: v for k, v in plan.parameters.items() if k != "new_house_area"}
    now = replace(plan, parameters=fewer, fingerprint="f" * 12)
    found = older.opened(now, newest(store))
    assert found.scenario.values == {LINE: 7500}
    said = [note.en for note in found.notes]
    assert len(said) == 3
    assert "made for plan" in said[0]
    assert "new_house_area" in said[1]
    assert "saved with vintage 0; this is 1" in said[2]
    # Carried over it is the next version, for the plan and the data of now.
    carried = save(store, "从严", found.scenario, older)
    assert (carried.version, carried.vintage) == (2, 1)
    assert carried.opened(now, newest(store)).notes == ()


@pytest.mark.parametrize(("name", "author"), [
    ("", "林一"), ("  ", "林一"), ("x" * 61, "林一"), ("从\u0000严", "林一"),
    ("从严", " "),
])  # fmt: skip
def test_without_a_name_or_an_author_nothing_is_saved(
    store: Store, plan: Plan, name: str, author: str
) -> None:
    with pytest.raises(ScenarioError):
        save(store, name, of(plan, author))
    assert saved(store) == []
    assert audit.entries(store) == []


def test_the_database_refuses_to_change_a_version(store: Store, plan: Plan) -> None:
    save(store, "从严", of(plan))
    for statement in ("DELETE FROM scenarios", "UPDATE scenarios SET seq = seq"):
        refused(store, statement)
    assert verify(store) == []


def test_a_version_that_was_tampered_with_is_found(store: Store, plan: Plan) -> None:
    save(store, "从严", of(plan))
    assert [e.action for e in audit.entries(store)] == ["scenario.save"]
    damage(store, "UPDATE scenarios SET author = '别人'")
    assert [found.where for found in verify(store)] == ["scenario 1"]


def test_what_fails_half_way_leaves_nothing(
    store: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("fupin.scenarios.audit.append", failing)
    with pytest.raises(ZeroDivisionError):
        save(store, "从严", of(plan))
    assert saved(store) == []
