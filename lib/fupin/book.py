"""The town's book: its store, ready to be read and written; the sample to practise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fupin import settings
from fupin.errors import StoreError
from fupin.funds import load_tree
from fupin.funds.practice import practise
from fupin.plan import load_plan
from fupin.practice import practise as oversee
from fupin.proposals import standing_plan
from fupin.recording import preview, record
from fupin.store import StaleEditError, newest, open_store, register, sweep

if TYPE_CHECKING:
    from datetime import date

    from fupin.plan import Plan
    from fupin.register import Register
    from fupin.store import Store


def open_book(url: str | None = None) -> Store:
    """Open the store that the settings name; raises StoreError as `open_store` does.

    A practice store without anything in it takes the sample first; StoreError where
    there is none.
    """
    url = url or settings.store_url()
    is_practice_store = url == str(settings.PRACTICE_STORE)
    if is_practice_store and not Path(url).exists() and not settings.has_sample():
        raise no_sample()
    store = open_store(url, settings.store_files())
    if is_practice_store and not newest(store):
        if not settings.has_sample():
            store.close()
            raise no_sample()
        _fill_with_sample(store)
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


def _fill_with_sample(store: Store) -> None:
    # Its facts go on to here, as the plan's last half year begins.
    looked = preview(store, settings.SAMPLE, settings.SAMPLE_DAY)
    if looked.seen:
        # Another process filled it while this one read.
        return
    try:
        record(store, looked, "示例", "虚构台账，供练习")
    except StaleEditError:
        # Another process was faster, with the same.
        return
    plan = load_plan(settings.PLAN)
    tree = load_tree(settings.PLAN, plan)
    practise(store, register(store), tree, settings.SAMPLE_DAY)
    oversee(store, plan, settings.SAMPLE_DAY)
