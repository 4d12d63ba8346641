"""The plan as it is read: each clause in its order, and what the product does with it."""

from __future__ import annotations

from fupin.reading.cases import Case, cases_of
from fupin.reading.document import document
from fupin.reading.places import Part, Place, named, parts, waiting

__all__ = ["Case", "Part", "Place", "cases_of", "document", "named", "parts", "waiting"]
