"""The funding tree, pools, shares and bans: data/plan/funds.yaml, read with care."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fupin import strict_yaml
from fupin.codes import CODES
from fupin.errors import PlanError
from fupin.plan.schemas import FLAG, ID, TEXT, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from fupin.plan import Plan

FILE = "funds.yaml"
# Of whom the money is; sector funds and persons' own don't count for a village's floor:
# `assess.facts` names their sources, and a test holds both to each other.
KINDS = ("own", "fiscal", "society", "sector", "personal")
CONFIDENCE = {"enum": ["high", "medium", "low", "derived", "unconfirmed", "ours"]}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": 1}


_NAMED = _object("id name", id=ID, name=WORDS)
_KIND = {"enum": list(KINDS)}
_PART = _object("id kind name", id=ID, kind=_KIND, name=WORDS)
_NODE = _object(
    "id name source confidence", id=ID, name=WORDS, kind=_KIND, source=TEXT,
    confidence=CONFIDENCE, parts=_list(_PART),
) | {"oneOf": [{"required": ["kind"]}, {"required": ["parts"]}]}  # fmt: skip
_WHEN = _object(
    "", uses=_list(ID), payees=_list(ID), measure_kinds=_list(ID), words=_list(TEXT)
) | {"minProperties": 1}  # fmt: skip
SCHEMA: dict[str, Any] = _object(
    "reading sources pools shares uses payees bans pending",
    reading=WORDS,
    sources=_list(_NODE),
    pools=_list(_object("id name parameter", id=ID, name=WORDS, parameter=ID)),
    shares=_list(_object("id name parameter sources", id=ID, name=WORDS, parameter=ID,
                         sources=_list(ID))),
    uses=_list(_NAMED),
    payees=_list(_NAMED),
    bans=_list(_object("id name source confidence when", id=ID, name=WORDS, source=TEXT,
                       confidence=CONFIDENCE, look=FLAG, when=_WHEN)),
    pending={"type": "array", "items": _NAMED},
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A node of the tree; `kind` is empty for a node that only holds others."""

    id: str
    name: Mapping[str, str]
    parent: str
    kind: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Share:
    """Who bears `parameter` percent of the development funds, by which sources."""

    id: str
    name: Mapping[str, str]
    parameter: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Ban:
    """What fiscal funds may not pay for, and how a record is recognised as that.

    `look`: what is found only asks for a look, and is never called forbidden.
    """

    id: str
    name: Mapping[str, str]
    source: str
    confidence: str
    look: bool
    uses: tuple[str, ...]
    payees: tuple[str, ...]
    measure_kinds: tuple[str, ...]
    words: tuple[str, ...]


Names = dict[str, "Mapping[str, str]"]


@dataclass(frozen=True)
class Tree:
    """All that funds.yaml says. Names are {"zh": …, "en": …} by id, in its order."""

    reading: Mapping[str, str]
    sources: Mapping[str, Source]
    pools: Names
    shares: tuple[Share, ...]
    uses: Names
    payees: Names
    bans: tuple[Ban, ...]
    pending: Names

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Return the sources that an entry may name, in order."""
        return tuple(one.id for one in self.sources.values() if one.kind)

    def of_kind(self, *kinds: str) -> list[str]:
        """Return the sources of these kinds."""
        return [one.id for one in self.sources.values() if one.kind in kinds]

    def path(self, source: str, lang: str) -> str:
        """Return a source's name with its group in front: 帮扶市·社会资金."""
        one = self.sources[source]
        parent = self.sources.get(one.parent)
        return f"{parent.name[lang]}·{one.name[lang]}" if parent else one.name[lang]


def load_tree(folder: Path, plan: Plan) -> Tree:
    """Read funds.yaml of the plan's folder.

    Raises PlanError (file, line, cure) where it is malformed, says a thing twice, or
    names a source, a parameter, a use, a payee or a kind of measure that there isn't.
    """
    data = strict_yaml.load_as(folder / FILE, SCHEMA)
    sources = dict(_sources(data["sources"]))
    for name in ("pools", "shares", "uses", "payees", "bans", "pending"):
        _once(data[name])
    leaves = {one.id for one in sources.values() if one.kind}
    for row in data["pools"]:
        _known(row, "parameter", [row["parameter"]], plan.parameters)
    for row in data["shares"]:
        _known(row, "parameter", [row["parameter"]], plan.parameters)
        _known(row, "sources", row["sources"], leaves)
    uses, payees = _named(data["uses"]), _named(data["payees"])
    kinds = {code.name for code in CODES["measure_kind"]}
    for row in data["bans"]:
        when = row["when"]
        for field, names in (("uses", uses), ("payees", payees),
                             ("measure_kinds", kinds)):  # fmt: skip
            _known(when, field, when.get(field, []), names)
    return Tree(
        data["reading"], sources, _named(data["pools"]),
        tuple(Share(r["id"], r["name"], r["parameter"], tuple(r["sources"]))
              for r in data["shares"]),
        uses, payees, tuple(_ban(row) for row in data["bans"]),
        _named(data["pending"]),
    )  # fmt: skip


def _sources(rows: Any) -> Iterable[tuple[str, Source]]:
    codes = {code.name for code in CODES["fund_source"]}
    seen: set[str] = set()
    for row in rows:
        for one, parent in (
            (row, ""),
            *((part, row["id"]) for part in row.get("parts", [])),
        ):
            if one["id"] in seen:
                raise _twice(one)
            seen.add(one["id"])
            if "kind" in one:
                _known(one, "id", [one["id"]], codes)
            yield one["id"], Source(
                one["id"], one["name"], parent, one.get("kind", ""),
                row["source"], row["confidence"],
            )  # fmt: skip


def _ban(row: Any) -> Ban:
    when = row["when"]
    named = [
        tuple(when.get(n, ())) for n in ("uses", "payees", "measure_kinds", "words")
    ]
    return Ban(
        row["id"], row["name"], row["source"], row["confidence"],
        row.get("look", False), *named,
    )  # fmt: skip


def _named(rows: Any) -> Names:
    return {row["id"]: row["name"] for row in rows}


def _known(row: Any, field: str, said: Iterable[str], names: Any) -> None:
    for name in said:
        if name not in names:
            line = row.lines[field]
            raise PlanError(
                f"{FILE}:{line}：没有“{name}”。请改 {field}",
                f"{FILE}:{line}: there is no {name!r}. Correct {field}.",
            )


def _once(rows: Any) -> None:
    seen: set[str] = set()
    for row in rows:
        if row["id"] in seen:
            raise _twice(row)
        seen.add(row["id"])


def _twice(row: Any) -> PlanError:
    line = row.lines["id"]
    return PlanError(
        f"{FILE}:{line}：“{row['id']}”写了两次。请留一条",
        f"{FILE}:{line}: {row['id']!r} is there twice. Keep one.",
    )
