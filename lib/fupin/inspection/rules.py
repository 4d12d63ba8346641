"""The numbers by which a sample is drawn, each with its source: sampling.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin import strict_yaml
from fupin.errors import PlanError
from fupin.plan.schemas import ID, TEXT, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "sampling.yaml"
# What a draw asks for by name; a file without one of them can't be used.
NEEDED = (
    "villages_least", "exit_least", "disabled_least", "asked_total", "asked_labour",
    "asked_outside", "asked_no_labour", "enrolled_share", "wrongly_in_limit",
    "confidence_level",
)  # fmt: skip
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["reading", "numbers"],
    "additionalProperties": False,
    "properties": {
        "reading": WORDS,
        "numbers": {
            "type": "object",
            "propertyNames": ID,
            "required": list(NEEDED),
            "additionalProperties": {
                "type": "object",
                "required": ["label", "unit", "value", "source", "confidence"],
                "additionalProperties": False,
                "properties": {
                    "label": WORDS,
                    "unit": TEXT,
                    "value": {"type": "number", "minimum": 0},
                    "source": TEXT,
                    "confidence": {
                        "enum": ["high", "medium", "low", "unconfirmed", "ours"]
                    },
                    "applies": {"type": "boolean"},
                },
            },
        },
    },
}
HUNDRED = 100


@dataclass(frozen=True)
class Number:
    """One number with its unit, source and confidence; `applies` False: only listed."""

    label: Mapping[str, str]
    unit: str
    value: float
    source: str
    confidence: str
    applies: bool = True


@dataclass(frozen=True)
class Sampling:
    """The numbers by name, and how they are read."""

    numbers: Mapping[str, Number]
    reading: Mapping[str, str]

    def __getitem__(self, name: str) -> float:
        return self.numbers[name].value

    def count(self, name: str) -> int:
        """Return a number of households or villages."""
        return int(self[name])

    @property
    def said(self) -> dict[str, float]:
        """Return the numbers that a draw keeps, so that it can be read later."""
        return {name: self[name] for name in self.numbers}

    @property
    def asked(self) -> dict[str, int]:
        """Return how many of each stratum are asked whether they are content.

        The total split by the parts, the largest remainders first.
        """
        names = ("labour", "outside", "no_labour")
        parts = {name: self[f"asked_{name}"] for name in names}
        whole, total = sum(parts.values()), self.count("asked_total")
        exact = {name: total * part / whole for name, part in parts.items()}
        counts = {name: int(value) for name, value in exact.items()}
        left = sorted(names, key=lambda n: counts[n] - exact[n])
        for name in left[: total - sum(counts.values())]:
            counts[name] += 1
        return counts


def load_sampling(folder: Path) -> Sampling:
    """Read sampling.yaml of the plan's folder.

    Raises PlanError (file, line, cure) where it is malformed, or the parts of the
    strata are nothing, or the level of confidence isn't below 100 %.
    """
    data = strict_yaml.load_as(folder / FILE, SCHEMA)
    numbers = {name: Number(**row) for name, row in data["numbers"].items()}
    made = Sampling(numbers, data["reading"])
    parts = [made[name] for name in NEEDED if name.startswith("asked_")]
    if sum(parts[1:]) <= 0:
        _wrong(data, "asked_labour", "三层份数之和是 0", "the three parts sum to 0")
    if not 0 < made["confidence_level"] < HUNDRED:
        _wrong(
            data, "confidence_level", "要在 0 与 100 之间", "must be within 0 and 100"
        )
    return made


def _wrong(data: Any, name: str, zh: str, en: str) -> None:
    line = data["numbers"].lines[name]
    raise PlanError(
        f"{FILE}:{line}：“{name}”不对：{zh}。请改这个数",
        f"{FILE}:{line}: {name}: {en}. Correct the number.",
    )
