from __future__ import annotations

from pathlib import Path

from fupin.dictionary import data_dictionary
from fupin.tables import FACTS, TABLES
from fupin.units import UNITS

PAGE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"


def test_the_committed_dictionary_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_dictionary(), (
        "run: python -c 'from fupin.dictionary import *; from pathlib import Path; "
        'write_data_dictionary(Path("docs/data-dictionary.md"))\''
    )


def test_every_unit_of_a_column_has_its_words() -> None:
    columns = [c for table in TABLES.values() for c in table.columns]
    columns += [c for facts in FACTS.values() for c in facts]
    assert {c.unit for c in columns if c.unit} <= set(UNITS)
