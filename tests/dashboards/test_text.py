"""The words on the screen: the same keys and places to fill in, and none unused."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from dashboards import text
from dashboards.text import HERE, catalogue
from fupin.errors import PlanError

SOURCES = [
    path.read_text(encoding="utf-8")
    for path in Path(HERE).parent.rglob("*.py")
    if "text" not in path.parts
]
# Keys that end in a name from the plan or the tables: a rule, a verdict, a column.
BUILT = ("verdict.", "group.", "look.", "panel.", "overview.failing_", "overview.title",
         "households.title", "forms.title", "intake.title",
         "intake.severity_", "change.state_", "change.title_", "change.above",
         "change.below", "change.to_", "change.caption", "review.title", "review.said_",
         "review.state_", "review.list_", "review.column_", "village.title",
         "dossier.is_", "visiting.", "coverage.title", "coverage.found_",
         "coverage.kpi_", "whatif.", "plan.title", "tasks.title", "tasks.about_",
         "funds.title", "funds.alarm_", "funds.did_", "funds.share_chip_",
         "oversight.title", "oversight.tab_", "oversight.new_", "oversight.state_",
         "oversight.about_", "oversight.channel_", "oversight.fact_", "oversight.head_",
         "oversight.hint_", "oversight.effect_", "oversight.did_", "oversight.share_",
         "oversight.row_", "oversight.strata_", "oversight.number_",
         "oversight.content_", "oversight.list_",
         "tasks.did_", "tasks.notice_sign_", "tasks.light_",
         "tasks.did_", "tasks.calendar_", "tasks.light_",
         "plan.kind_", "plan.field_", "plan.confidence_", "plan.by_", "plan.done_",
         "plan.count_", "plan.column_", "plan.in_", "plan.base_",
         "meeting.part_", "meeting.kind_")  # fmt: skip


def _own(lang: str) -> dict[str, str]:
    learned = ("rule.", "says.", "department.")
    return {k: v for k, v in catalogue(lang).items() if not k.startswith(learned)}


def _places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(_own("zh")) == set(_own("en"))


def test_words_written_twice_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of two the last one would be said in both places.
    (tmp_path / "xx.yml").write_text("page:\n  more: a\n  more: b\n", "utf-8")
    monkeypatch.setattr(text, "HERE", tmp_path)
    with pytest.raises(PlanError, match="more"):
        catalogue("xx")


def test_both_languages_fill_in_the_same_places() -> None:
    zh, en = _own("zh"), _own("en")
    differing = {k: (zh[k], en[k]) for k in zh if _places(zh[k]) != _places(en[k])}
    assert differing == {}


def test_no_english_words_are_chinese() -> None:
    mixed = {k: v for k, v in _own("en").items() if re.search("[一-鿿]", v)}
    assert set(mixed) == {"app.seal", "app.language", "app.language_hint"}


def test_every_key_is_used() -> None:
    code = "\n".join(SOURCES)
    unused = [
        key
        for key in _own("zh")
        if not key.startswith(BUILT) and not _is_named(key, code)
    ]
    assert unused == []


def _is_named(key: str, code: str) -> bool:
    """Say whether the code names the key whole, or its last part in a built key."""
    last = key.rpartition(".")[2]
    return key in code or any(
        f'"{part}"' in code for part in (last, last.partition("_")[2]) if part
    )
