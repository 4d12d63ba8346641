"""Open a store: SQLite beside the data, or PostgreSQL by URL; one writer at a time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fupin.errors import StoreError
from fupin.store.refusing import refusing
from fupin.store.turns import Line, Tickets, turns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWEST = "0010"
WAIT_MS = 30_000
# Any number will do, as long as nothing else in the database takes it.
LOCK = 20_160_401


@dataclass(frozen=True)
class Store:
    """A database, and the folder where large vintages lie as Parquet."""

    engine: sa.Engine
    folder: Path
    turns: Line | Tickets = field(repr=False, compare=False)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection that sees the store as it is now."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give the only connection that writes: all of what it does is kept, or none.

        Writers wait for one another here, in the order in which they came, and not in
        the database, where a waiting one may be passed over again and again. Never to
        be asked for by who has it. Raises StoreError where the machine refuses: the
        disk is full, the database is gone.
        """
        with (
            refusing(),
            self.turns.turn(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            if self.engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def open_store(url: str | Path, folder: Path | None = None) -> Store:
    """Open the store at a database URL or a file, and bring it up to date.

    `folder` is where large vintages are kept (default: beside the file). Raises
    StoreError where the database can't be opened or is newer than this program.
    """
    address = _address(url)
    if folder is None:
        if address.database is None or address.get_backend_name() != "sqlite":
            raise StoreError(
                "这个数据库要另给一个放大批数据的文件夹：设 FUPIN_FILES",
                "This database needs a folder for large vintages: set FUPIN_FILES.",
            )
        folder = Path(address.database).with_suffix(".vintages")
    try:
        store = Store(_engine(address), folder, turns_of(_file(address)))
        _upgrade(store)
    except (sa.exc.SQLAlchemyError, OSError) as cause:
        where = address.render_as_string(hide_password=True)
        raise StoreError(
            f"打不开数据库 {where}：{_first_line(cause)}。"
            "请看路径、权限和服务是否在运行",
            f"Can't open the database {where}: {_first_line(cause)}. See that the path "
            "is right, that it may be used, and that the service runs.",
        ) from cause
    return store


def _first_line(cause: Exception) -> str:
    return str(getattr(cause, "orig", None) or cause).splitlines()[0]


def _address(url: str | Path) -> sa.URL:
    if isinstance(url, Path) or "://" not in url:
        return sa.URL.create("sqlite", database=str(url))
    address = sa.make_url(url)
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    return address


def _file(address: sa.URL) -> Path | None:
    """Return the file of a SQLite database; None of any other."""
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return Path(address.database)


def _engine(address: sa.URL) -> sa.Engine:
    file = _file(address)
    # What was to be written (a name, a complaint) is in no message and in no log.
    if file is None:
        return sa.create_engine(address, pool_pre_ping=True, hide_parameters=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Leave transactions to `_begin_sqlite`; what is committed is on the disk."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {WAIT_MS}", "journal_mode = WAL", "synchronous = FULL",
        "foreign_keys = ON",
    ):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at the start, so that nobody is refused half-way."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(store: Store) -> None:
    with store.reading() as connection:
        if _revision(connection) == NEWEST:
            return
    with store.writing() as connection:
        revision = _revision(connection)
        if revision == NEWEST:
            return
        if revision is not None and revision > NEWEST:
            raise StoreError(
                f"这个数据库是更新的版本写的（{revision}）。请先升级本程序",
                f"A newer version of this program wrote this database ({revision}). "
                "Upgrade the program first.",
            )
        # 0.2 s, and needed once a store.
        from alembic import command  # noqa: PLC0415

        configuration = migrations()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


@cache
def migrations() -> Any:
    """Return Alembic's configuration: where the migrations lie."""
    from alembic.config import Config  # noqa: PLC0415

    configuration = Config()
    configuration.set_main_option("script_location", "fupin.store:migrations")
    configuration.set_main_option("path_separator", "os")
    return configuration


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    return found.scalar()
