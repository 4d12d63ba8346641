"""The shape of a form's file, as JSON Schema."""

from __future__ import annotations

from fupin.plan.schemas import FLAG, ID, TEXT, WORDS, Schema
from fupin.tables import GRAINS
from fupin.units import UNITS

YES: Schema = {"const": True}
FORMATS = ["text", "code", "int", "money", "percent", "date", "verdict", "yes_no"]
COLUMN: Schema = {
    "type": "object",
    "required": ["key", "label"],
    "properties": {
        "key": ID,
        "label": WORDS,
        "group": WORDS,
        "value": TEXT,
        "given": ID,
        "pending": YES,
        "row_number": YES,
        "base": TEXT,
        "format": {"enum": FORMATS},
        "places": {"type": "integer", "minimum": 0, "maximum": 4},
        "unit": {"enum": sorted(UNITS)},
        "figure": ID,
        "reading": WORDS,
        "empty": WORDS,
        "zero_without_base": YES,
        "total": FLAG,
    },
    "oneOf": [
        {"required": [name]} for name in ("value", "given", "pending", "row_number")
    ],
    "dependentRequired": {"base": ["value"], "zero_without_base": ["base"]},
    "additionalProperties": False,
}
_TABLE: dict[str, Schema] = {
    "grain": {"enum": sorted(GRAINS)},
    "filter": TEXT,
    "sort": {"type": "array", "items": TEXT},
    "total": FLAG,
    "columns": {"type": "array", "minItems": 1, "items": COLUMN},
}
TABLE: Schema = {
    "type": "object",
    "required": ["id", "title", "grain", "columns"],
    "properties": _TABLE
    | {"id": ID, "title": WORDS, "shape": {"enum": ["rows", "fields"]}},
    "additionalProperties": False,
}
FORM: Schema = {
    "type": "object",
    "required": ["id", "number", "title", "reading", "source"],
    "properties": _TABLE
    | {
        "id": ID,
        "number": {"type": "integer"},
        "title": WORDS,
        "reading": WORDS,
        "source": WORDS,
        "card": YES,
        "public": YES,
        "tables": {"type": "array", "minItems": 1, "items": TABLE},
    },
    "oneOf": [{"required": ["grain", "columns"]}, {"required": ["tables"]}],
    "additionalProperties": False,
}
