"""Whatever is put in, the old vintage stays in force, and what is wrong is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.errors import IntakeError
from fupin.intake import limits
from fupin.recording import preview
from fupin.store import newest, open_store, register
from tests.intake.test_limits import bomb
from tests.intake.towns import csv_folder, drop, put, town, workbook
from tests.store.towns import LATER, take
from tests.store.towns import town as known

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def too_large(folder: Path) -> Path:
    with (folder / "大.xlsx").open("wb") as file:
        file.truncate(limits.LARGEST_FILE + 1)
    return folder / "大.xlsx"


def zip_bomb(folder: Path) -> Path:
    whole = workbook(town(), folder / "全.xlsx")
    return bomb(whole, folder / "弹.xlsx", 20 * 2**20)


def cancelled(folder: Path) -> Path:
    whole = workbook(town(), folder / "全.xlsx").read_bytes()
    (folder / "断.xlsx").write_bytes(whole[: len(whole) // 2])
    return folder / "断.xlsx"


def two_at_once(folder: Path) -> Path:
    for name in ("甲.xlsx", "乙.xlsx"):
        workbook(town(), folder / name)
    return folder


def two_encodings(folder: Path) -> Path:
    mixed = "村编号,村名,镇\n001,红中,官圩镇\n".encode() + b"002,\xb8\n"
    (csv_folder(town(), folder / "混") / "村.csv").write_bytes(mixed)
    return folder / "混"


def renamed(folder: Path) -> Path:
    sheets = drop(town(), "农户", "村编号")
    for row, value in zip(sheets["农户"], ["村编码", "001", "001", "002"], strict=True):
        row.append(value)
    return workbook(sheets, folder / "改名.xlsx")


@pytest.mark.parametrize(
    ("made", "said"),
    [(too_large, "超过上限"), (zip_bomb, "解开后有"), (cancelled, "不是工作簿"),
     (two_at_once, "乙.xlsx、甲.xlsx"), (two_encodings, "个字节"),
     (renamed, "现有“村编码”，请改名")],
)  # fmt: skip
def test_a_bad_file_is_refused_in_words_and_nothing_is_lost(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made: Callable[[Path], Path],
    said: str,
) -> None:
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 8 * 2**20)
    store = open_store(tmp_path / "store.db")
    take(store, known())
    before = register(store).fingerprint
    (tmp_path / "来").mkdir()
    with pytest.raises(IntakeError, match=said):
        preview(store, made(tmp_path / "来"), LATER)
    assert (newest(store), register(store).fingerprint) == (1, before)


def test_a_command_in_a_cell_stays_a_text_that_changes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db")
    take(store, known())
    sheets = put(town(), "农户", 2, "家庭人口", "=cmd|' /c calc'!A0")
    looked = preview(store, csv_folder(sheets, tmp_path / "令"), LATER)
    assert "not_integer" in set(looked.intake.problems.frame["kind"])
    homes = looked.changes.tables["households"].puts["household_id"]
    assert "001-001" not in homes.to_list()
    assert newest(store) == 1
