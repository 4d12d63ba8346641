"""The town's book: its store, ready to be read and written; the sample to practise."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from fupin import settings
from fupin.errors import StoreError
from fupin.funds import load_tree
from fupin.funds.practice import practise
from fupin.plan import load_plan
from fupin.practice import practise as oversee
from fupin.proposals import standing_plan
from fupin.recording import preview, record
from fupin.store import open_store, register, sweep

if TYPE_CHECKING:
    from datetime import date

    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store


def open_book(url: str | None = None) -> Store:
    """Open the store that the settings name; raises StoreError as `open_store` does.

    A practice store that isn't there is made of the sample; StoreError where there is
    none.
    """
    url = url or settings.store_url()
    if url == str(settings.PRACTICE_STORE) and not Path(url).exists():
        _begin_practice(Path(url))
    store = open_store(url, settings.store_files())
    sweep(store)
    return store


def no_sample() -> StoreError:
    """Return what to tell who has neither a store nor a sample: how to make one."""
    return StoreError(
        "还没有台账，也没有示例。先造一份示例：fupin sample --to "
        f"{settings.SAMPLE}；镇里的台账用 fupin store take 录入",
        "There is no register yet, and no sample. Make a sample first: fupin sample "
        f"--to {settings.SAMPLE}; the town's own register goes in by fupin store take.",
    )


def is_practice(store: Store) -> bool:
    """Say whether the store holds the invented register."""
    return store.engine.url.database == str(settings.PRACTICE_STORE)


def read_book(known: date | None = None) -> Register:
    """Return the register of the settings' store as known on a date (None: now)."""
    store = open_book()
    try:
        return register(store, known)
    finally:
        store.close()


def read_plan(known: date | None = None, *, for_file: bool = False) -> Plan:
    """Return the plan in force as accepted by a date (None: now).

    `for_file`: for a register that isn't the store's. What was accepted while
    practising then doesn't count, and no store is made.
    """
    url = settings.store_url()
    is_there = "://" in url or Path(url).exists()
    if for_file and not (settings.has_store() and is_there):
        return load_plan(settings.PLAN)
    store = open_book()
    try:
        return standing_plan(store, known)
    finally:
        store.close()


def _begin_practice(final: Path) -> None:
    """Make the practice store beside its place, and put it there when it is whole.

    Who is ended half-way leaves none, so that the next one makes it; of two who begin
    at once the faster one's counts.
    """
    if not settings.has_sample():
        raise no_sample()
    part = final.with_name(f".{final.stem}-{token_hex(4)}.db")
    # Large vintages lie where they are looked for later; each has a name of its own.
    folder = settings.store_files() or final.with_suffix(".vintages")
    store = open_store(part, folder)
    try:
        _fill_with_sample(store)
        store.close()
        _put(part, final)
    finally:
        store.close()
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()


def _put(part: Path, final: Path) -> None:
    """Put a file in its place, unless somebody else's is there already."""
    try:
        os.link(part, final)
    except FileExistsError:
        return
    except OSError:
        # A shared folder may know no second name of a file.
        if not final.exists():
            part.replace(final)


def _fill_with_sample(store: Store) -> None:
    # Its facts go on to here, as the plan's last half year begins.
    looked = preview(store, settings.SAMPLE, settings.SAMPLE_DAY)
    record(store, looked, "示例", "虚构台账，供练习")
    plan = load_plan(settings.PLAN)
    tree = load_tree(settings.PLAN, plan)
    practise(store, register(store), tree, settings.SAMPLE_DAY)
    oversee(store, plan, settings.SAMPLE_DAY)
