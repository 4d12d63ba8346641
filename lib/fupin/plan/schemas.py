"""The shape of each file of the plan, as JSON Schema (checked by `jsonschema`)."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": ["number", "boolean"]}
DAY: Schema = {"type": "date"}


def _object(required: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


WORDS = _object("zh en", zh=TEXT, en=TEXT)
ID: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
FLAG: Schema = {"type": "boolean"}

VALUE = {
    "type": "object",
    "required": ["from", "value", "source", "confidence"],
    "properties": {
        "from": DAY,
        "value": NUMBER,
        "published_on": DAY,
        "source": TEXT,
        "confidence": {
            "enum": ["high", "medium", "low", "derived", "unconfirmed", "ours"]
        },
        "note": WORDS,
    },
    "additionalProperties": False,
}
PARAMETER = _object(
    "label unit",
    label=WORDS,
    unit=TEXT,
    clause=ID,
    inclusive=FLAG,
    pending=FLAG,
    dated_by=ID,
    basis=ID,
    bases={"type": "object"},
    bounds={"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    note=WORDS,
    values={"type": "array", "items": VALUE},
)
PARAMETERS: Schema = {
    "type": "object",
    "propertyNames": ID,
    "additionalProperties": PARAMETER,
}
CLAUSES: Schema = {
    "type": "array",
    "items": _object(
        "id place text en use",
        id=ID,
        place=WORDS,
        text=TEXT,
        en=TEXT,
        use={"enum": ["bound", "context"]},
        why=WORDS,
    ),
}
RULE: Schema = {
    "type": "object",
    "required": ["id", "label", "group", "order", "per", "polarity", "from"],
    "properties": {
        "id": ID,
        "label": WORDS,
        "clause": ID,
        "group": ID,
        "order": {"type": "integer"},
        "per": {"enum": ["household", "village"]},
        "polarity": {"enum": ["good", "bad", "neutral"]},
        "from": DAY,
        "owner": ID,
        "applies": TEXT,
        "when": TEXT,
        "says": WORDS,
        "warns": WORDS,
        "reading": WORDS,
        "pending": {"const": True},
    },
    "oneOf": [{"required": ["when", "says"]}, {"required": ["pending"]}],
    "additionalProperties": False,
}
CHECKS: Schema = {
    "type": "array",
    "items": _object(
        "id per column severity when reason cure source",
        id=ID,
        per={"enum": ["member", "household"]},
        column=ID,
        severity={"enum": ["refuse", "warn"]},
        when=TEXT,
        reason=WORDS,
        cure=WORDS,
        source=TEXT,
    ),
}
INDICATORS: Schema = {
    "type": "object",
    "required": ["household_score", "village_score"],
    "properties": {"source": TEXT},
    "additionalProperties": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["id", "label", "points", "value"],
            "properties": {
                "id": ID,
                "label": WORDS,
                "points": {"type": "number"},
                "value": TEXT,
                "applies": TEXT,
                "source": TEXT,
                "reading": WORDS,
                "describes": WORDS,
                "note": WORDS,
            },
            "additionalProperties": False,
        },
    },
}
DEPARTMENTS: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "name", "clause"],
        "properties": {"id": ID, "name": WORDS, "clause": ID},
    },
}
LEADING_GROUP: Schema = {
    "type": "object",
    "required": ["clause", "zh", "en", "posts"],
    "properties": {
        "clause": ID,
        "posts": {
            "type": "array",
            "items": {"type": "object", "required": ["id", "name", "zh", "en"]},
        },
    },
}
IMPLEMENTATIONS: Schema = {
    "type": "array",
    "minItems": 10,
    "maxItems": 10,
    "items": {
        "type": "object",
        "required": ["number", "clause"],
        "properties": {
            "number": {"type": "integer"},
            "clause": ID,
            "pending": {"const": True},
        },
        "oneOf": [{"required": ["zh", "en"]}, {"required": ["pending"]}],
    },
}
