from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from fupin.errors import StoreError
from fupin.store import open_store
from fupin.store.database import NEWEST, migrations
from fupin.store.layout import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.store import Store


def test_the_migrations_make_the_tables_that_the_layout_declares(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_the_one_the_program_asks_for() -> None:
    assert ScriptDirectory.from_config(migrations()).get_current_head() == NEWEST


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path)
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="更新的版本") as refused:
        open_store(path)
    assert "Upgrade the program" in refused.value.en


def test_a_file_that_is_no_database_says_where_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=r"打不开数据库.*store\.db"):
        open_store(path)


def test_a_server_that_does_not_run_says_so_without_the_password(
    tmp_path: Path,
) -> None:
    url = "postgresql://clerk:secret@127.0.0.1:1/town?connect_timeout=1"
    with pytest.raises(StoreError, match="打不开数据库") as refused:
        open_store(url, tmp_path)
    assert "secret" not in str(refused.value)
    with pytest.raises(StoreError, match="FUPIN_FILES"):
        open_store(url)
