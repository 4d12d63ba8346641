"""Who owes what is missing, and how often a duty falls due: data/plan/owners.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin import strict_yaml
from fupin.errors import PlanError
from fupin.plan.schemas import ID, TEXT, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fupin.plan import Plan

FILE = "owners.yaml"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["reading", "ageing", "evidence", "offices", "gaps", "duties"],
    "additionalProperties": False,
    "properties": {
        "reading": WORDS,
        "ageing": {
            "type": "array",
            "items": {"type": "integer", "minimum": 1},
            "minItems": 1,
            "uniqueItems": True,
        },
        "evidence": {
            "type": "object",
            "required": ["largest_mb", "longest_side", "most"],
            "additionalProperties": False,
            "properties": {
                "largest_mb": {"type": "integer", "minimum": 1, "maximum": 100},
                "longest_side": {"type": "integer", "minimum": 320, "maximum": 8000},
                "most": {"type": "integer", "minimum": 1, "maximum": 1000},
            },
        },
        "offices": {"type": "array", "items": ID, "minItems": 1, "uniqueItems": True},
        "gaps": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["rule", "department"],
                "additionalProperties": False,
                "properties": {
                    "rule": ID,
                    "department": ID,
                    "unless": ID,
                    "only": {"const": "unknown"},
                    "target": ID,
                    "unit": TEXT,
                    "implementation": {"type": "integer", "minimum": 1, "maximum": 10},
                },
            },
        },
        "duties": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["duty"],
                "additionalProperties": False,
                "properties": {
                    "duty": ID,
                    "per": {"enum": ["town", "village"]},
                    "every": {"enum": ["year", "once"]},
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Owner:
    """Whose gap it is where `rule` isn't met.

    There is none where the rule `unless` is met, and with `only` "unknown" only what
    can't be decided is one. `target` names the decided column with the figure to
    reach, in `unit`; `implementation` is which of the ten 落实 it belongs to.
    """

    rule: str
    department: str
    unless: str = ""
    only: str = ""
    target: str = ""
    unit: str = ""
    implementation: int | None = None


@dataclass(frozen=True)
class EvidenceLimits:
    """What a task takes as evidence.

    `largest_mb`: megabytes a file; `longest_side`: points to which a picture is made
    smaller; `most`: files a task.
    """

    largest_mb: int
    longest_side: int
    most: int


@dataclass(frozen=True)
class Owners:
    """The map of owners, the rhythm of the duties, and the bands of days late.

    `offices` are the departments that verify what others report as done, and may take
    back any task's evidence.
    """

    gaps: Mapping[str, Owner]
    rhythms: Mapping[str, tuple[str, str]]
    ageing: tuple[int, ...]
    reading: Mapping[str, str]
    evidence: EvidenceLimits
    offices: tuple[str, ...]

    def rhythm(self, duty: str) -> tuple[str, str]:
        """Return (per, every) of a duty: the town and each year unless said."""
        return self.rhythms.get(duty, ("town", "year"))


def load_owners(folder: Path, plan: Plan) -> Owners:
    """Read owners.yaml of the plan's folder.

    Raises PlanError (file, line, cure) where it is malformed, says a thing twice, or
    names a rule, a department or a duty that the plan hasn't.
    """
    data = strict_yaml.load_as(folder / FILE, SCHEMA)
    duties = {d["id"] for one in plan.departments.values() for d in one.duties}
    for row in data["gaps"]:
        _known(row, "rule", plan.rules)
        _known(row, "unless", plan.rules)
        _known(row, "department", plan.departments)
    for row in data["duties"]:
        _known(row, "duty", duties)
    _offices(data, plan)
    _once(data["gaps"], "rule")
    _once(data["duties"], "duty")
    return Owners(
        {row["rule"]: Owner(**row) for row in data["gaps"]},
        {
            row["duty"]: (row.get("per", "town"), row.get("every", "year"))
            for row in data["duties"]
        },
        tuple(sorted(data["ageing"])),
        data["reading"],
        EvidenceLimits(**data["evidence"]),
        tuple(data["offices"]),
    )


def _offices(data: Any, plan: Plan) -> None:
    for name in data["offices"]:
        if name not in plan.departments:
            line = data.lines["offices"]
            raise PlanError(
                f"{FILE}:{line}：方案里没有部门“{name}”。请改 offices",
                f"{FILE}:{line}: the plan has no department {name!r}. Correct offices.",
            )


def _known(row: Any, field: str, names: Any) -> None:
    if field in row and row[field] not in names:
        line = row.lines[field]
        raise PlanError(
            f"{FILE}:{line}：方案里没有“{row[field]}”。请改 {field}",
            f"{FILE}:{line}: the plan has no {row[field]!r}. Correct {field}.",
        )


def _once(rows: Any, field: str) -> None:
    seen: set[str] = set()
    for row in rows:
        if row[field] in seen:
            line = row.lines[field]
            raise PlanError(
                f"{FILE}:{line}：“{row[field]}”写了两次。请留一条",
                f"{FILE}:{line}: {row[field]!r} is there twice. Keep one.",
            )
        seen.add(row[field])
