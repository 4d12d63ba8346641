"""A store on both databases."""

from __future__ import annotations

from tests.store.conftest import opened, postgres, store, url

__all__ = ["opened", "postgres", "store", "url"]
