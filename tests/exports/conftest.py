"""The sample document, written once and opened again."""

import pytest

from tests.exports import books, decks


@pytest.fixture(scope="session")
def deck():
    return decks.opened()


@pytest.fixture(scope="session")
def book():
    return books.opened()
