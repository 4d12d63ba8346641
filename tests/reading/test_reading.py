"""The plan as it is read: every clause once, what rests on it, and the document."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import pytest

from fupin.forms import load_forms
from fupin.proposals import applied
from fupin.reading import cases_of, document, parts, waiting
from tests.proposals.drafts import rule, text, value

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan import Plan
    from fupin.reading import Place


def places(plan: Plan) -> dict[str, Place]:
    told = [p for part in parts(plan, load_forms().values()) for p in part.places]
    assert len({place.id for place in told}) == len(told)
    return {place.id: place for place in told}


def test_every_clause_stands_once_in_the_order_of_the_text(plan: Plan) -> None:
    told = [place.id for place in places(plan).values() if place.clause]
    assert told == list(plan.clauses)


def test_every_rule_and_parameter_stands_beside_some_place_once(plan: Plan) -> None:
    found = list(places(plan).values())
    rules = [one.id for place in found for one in place.rules]
    parameters = [one.id for place in found for one in place.parameters]
    assert sorted(rules) == sorted(plan.rules)
    assert sorted(parameters) == sorted(plan.parameters)


def test_what_is_missing_stands_where_its_words_belong(plan: Plan) -> None:
    order = list(places(plan))
    at = order.index("seven_out_5")
    assert order[at + 1 : at + 3] == ["seven_out_6", "seven_out_7"]
    assert {"implement_2", "implement_10", "price_index_2014"} <= set(waiting(plan))


def test_recorded_words_take_the_place_of_what_was_missing(plan: Plan) -> None:
    changes = [rule("has_car"), text(2), value("price_index_2014", 104.5)]
    after = applied(plan, changes)
    told = places(after)
    assert not told["seven_out_6"].is_waiting
    assert told["seven_out_7"].is_waiting
    assert not told["implement_2"].is_waiting
    assert len(waiting(plan)) - len(waiting(after)) == 3


def test_the_cases_of_a_rule_are_read_and_their_absence_is_told(tmp_path: Path) -> None:
    cases = cases_of("entry")
    assert cases
    assert {"met", "unmet", "unknown"} <= {case.expect for case in cases}
    assert cases_of("seven_out_6") == ()
    assert cases_of("entry", tmp_path / "nowhere") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_holds_the_plan_and_asks_no_other_file(
    plan: Plan, lang: str
) -> None:
    today = date(2018, 6, 30), {"entry": (1, 2, 3)}
    page = document(plan, load_forms().values(), (), today, lang)
    for clause in plan.clauses.values():
        assert escape(clause.say(lang)) in page
    for one in plan.parameters.values():
        assert all(str(value.starts) in page for value in one.values)
    assert "2018-06-30" in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)
