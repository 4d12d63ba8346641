"""The plan as it is read: its clauses in their order, and what is done by each."""

from __future__ import annotations

from fupin.reading.cases import Case, cases_of
from fupin.reading.document import document
from fupin.reading.places import Part, Place, named, parts, waiting

__all__ = ["Case", "Part", "Place", "cases_of", "document", "named", "parts", "waiting"]
