from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from fupin import intake, sample
from fupin.sample import make_tables, write_sample
from fupin.sample.write import DIRTY_TABLES, office_words

if TYPE_CHECKING:
    from pathlib import Path

Tables = dict[str, pl.DataFrame]


def test_the_same_arguments_give_the_same_town_and_another_seed_does_not(
    tables: Tables,
) -> None:
    again, other = make_tables(), make_tables(seed=1)
    for name, frame in tables.items():
        assert frame.equals(again[name]), name
    assert not tables["members"].equals(other["members"])


@pytest.mark.parametrize("kind", ["parquet", "csv", "xlsx"])
def test_every_form_reads_back_as_the_same_register_without_a_problem(
    tmp_path: Path, tables: Tables, kind: str
) -> None:
    write_sample(tmp_path, kind=kind)
    source = tmp_path / "register.xlsx" if kind == "xlsx" else tmp_path
    found = intake.read(source)
    assert len(found.problems.refused) == 0
    assert found.bad_rows == {}
    for name in ("villages", "households", "members", "incomes"):
        assert found.register[name].equals(tables[name]), name


def test_leading_zeros_are_there_and_survive_a_csv(tmp_path: Path) -> None:
    write_sample(tmp_path, villages=2, households=10, kind="csv")
    found = intake.read(tmp_path).register
    assert found["villages"]["village_id"].to_list() == ["001", "002"]
    assert found["households"]["household_id"].str.contains(r"^00[12]-\d{3}$").all()
    assert found["members"]["person_id"].str.contains(r"^00[12]-\d{3}-\d\d$").all()


def _spoiled_rows(folder: Path, tables: Tables, name: str) -> tuple[int, int]:
    """Return how many dirty rows differ from the clean ones, and of how many."""
    clean = office_words(name, tables[name]).with_columns(pl.all().cast(pl.String))
    text = (folder / f"{name}.csv").read_bytes()
    dirty = pl.read_csv(text, infer_schema=False)
    same = dirty.head(clean.height).rows()
    changed = sum(a != b for a, b in zip(same, _read_back(clean).rows(), strict=True))
    return changed + dirty.height - clean.height, dirty.height


def _read_back(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.read_csv(frame.write_csv().encode(), infer_schema=False)


def test_one_to_three_percent_of_the_dirty_rows_are_bad(
    tmp_path: Path, tables: Tables
) -> None:
    write_sample(tmp_path)
    for name in set(DIRTY_TABLES) - {"villages"}:
        bad, rows = _spoiled_rows(tmp_path / "dirty", tables, name)
        assert 0.01 <= bad / rows <= 0.03, name


def test_the_check_finds_the_bad_rows_of_each_kind(tmp_path: Path) -> None:
    write_sample(tmp_path)
    found = intake.read(tmp_path / "dirty").problems
    assert {
        "duplicate_key",
        "nan",
        "not_date",
        "not_in_list",
        "not_number",
        "unknown_reference",
    } <= set(found.frame["kind"])


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write in parts what is else written at once, a few villages a part."""
    monkeypatch.setattr(sample, "LARGE", 100)
    monkeypatch.setattr(sample, "CHUNK", 200)


@pytest.mark.usefixtures("small_parts")
def test_large_samples_are_parts_of_whole_villages(tmp_path: Path) -> None:
    write_sample(tmp_path, villages=8, households=600, seed=7)
    parts = sorted((tmp_path / "households").glob("*.parquet"))
    villages = [set(pl.read_parquet(part)["village_id"]) for part in parts]
    assert len(parts) > 2
    assert sum(map(len, villages)) == len(set.union(*villages)) == 8
    every = pl.read_parquet(tmp_path / "households" / "*.parquet")
    assert every["household_id"].n_unique() == 600
    assert every["enrolled_on"].is_not_null().all()


@pytest.mark.usefixtures("small_parts")
def test_each_part_is_complete_by_itself(tmp_path: Path) -> None:
    write_sample(tmp_path, villages=8, households=600, seed=7)
    for part in sorted((tmp_path / "households").glob("*.parquet")):
        households = set(pl.read_parquet(part)["household_id"])
        for name in ("members", "incomes"):
            below = pl.read_parquet(tmp_path / name / part.name)
            assert set(below["household_id"]) <= households


@pytest.mark.usefixtures("small_parts")
def test_parts_read_back_as_one_register(tmp_path: Path) -> None:
    write_sample(tmp_path, villages=8, households=600, seed=7)
    found = intake.read(tmp_path)
    assert len(found.problems.refused) == 0
    assert found.register["households"]["household_id"].n_unique() == 600


@pytest.mark.usefixtures("small_parts")
def test_no_task_id_is_in_two_parts(tmp_path: Path) -> None:
    write_sample(tmp_path, villages=8, households=600, seed=7)
    assert (
        pl.read_parquet(tmp_path / "tasks" / "*.parquet")["task_id"].is_unique().all()
    )
