from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from fupin import settings
from fupin.assess.facts import PER_PERSON, SECTOR_FUNDS
from fupin.codes import CODES
from fupin.errors import PlanError
from fupin.funds import load_tree

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.funds import Tree
    from fupin.plan import Plan


def test_the_tree_has_the_sources_of_the_register_and_no_other(tree: Tree) -> None:
    assert set(tree.leaves) == {code.name for code in CODES["fund_source"]}
    assert tree.path("helper_town", "zh") == "帮扶市·区级和镇级财政资金"
    assert tree.path("unit_own", "zh") == "单位自筹"


def test_what_counts_for_the_floor_is_what_the_score_counts(tree: Tree) -> None:
    counted = tree.of_kind("own", "fiscal", "society")
    assert set(tree.leaves) - set(counted) == set(SECTOR_FUNDS)
    assert PER_PERSON in tree.pools


def test_every_source_and_ban_says_where_it_is_from_and_how_sure(tree: Tree) -> None:
    for said in (tree.sources.values(), tree.bans):
        assert all(one.source and one.confidence for one in said)
    assert len(tree.bans) == 9


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("id: central,", "id: centre,", r"funds.yaml:\d+: there is no 'centre'"),
        ("id: central,", "id: province,", r"funds.yaml:\d+: 'province' is there twice"),
        ("town_share", "no_share", r"no 'no_share'. Correct parameter"),
        ("uses: [losses]", "uses: [lost]", r"no 'lost'. Correct uses"),
        ("confidence: high", "confidence: sure", r"\.yaml:\d+: sources/0/confidence"),
        ("kind: own", "sort: own", r"funds.yaml:\d+: .*malformed"),
    ],
)  # fmt: skip
def test_a_tree_that_is_wrong_is_refused_with_file_line_and_cure(
    tmp_path: Path, plan: Plan, wrong: str, right: str, said: str
) -> None:
    text = (settings.PLAN / "funds.yaml").read_text(encoding="utf-8")
    assert wrong in text
    shutil.copytree(settings.PLAN, tmp_path / "plan")
    (tmp_path / "plan" / "funds.yaml").write_text(
        text.replace(wrong, right, 1), encoding="utf-8"
    )
    with pytest.raises(PlanError, match=said):
        load_tree(tmp_path / "plan", plan)
