"""Read the plan from its folder: strict YAML, a schema a file, then the references."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from fupin.errors import PlanError
from fupin.plan import schemas
from fupin.plan.checked import read_checked
from fupin.plan.model import (
    Clause,
    Department,
    Indicator,
    Parameter,
    Plan,
    Rule,
    Value,
)

if TYPE_CHECKING:
    from pathlib import Path


def load_plan(folder: Path, reference: Path | None = None) -> Plan:
    """Read and check the plan in `folder`; official series from `reference`.

    `reference` defaults to the folder `reference` beside it. Raises PlanError with
    file, line and cure where a file is missing, malformed, or contradicts another.
    """
    reference = reference or folder.parent / "reference"
    files = [*sorted(folder.glob("*.yaml")), *sorted((folder / "rules").glob("*.yaml"))]
    files += [] if reference == folder else sorted(reference.glob("*.yaml"))
    clauses = _clauses(folder / "clauses.yaml")
    parameters = _parameters(folder / "parameters.yaml")
    for series in sorted(reference.glob("*.yaml")) if reference != folder else ():
        parameters |= _parameters(series)
    plan = Plan(
        clauses=clauses,
        parameters=parameters,
        rules=_rules(folder / "rules"),
        indicators=_indicators(folder / "indicators.yaml"),
        departments=_departments(folder / "departments.yaml"),
        leading_group=read_checked(
            folder / "leading_group.yaml", schemas.LEADING_GROUP
        ),
        implementations=tuple(
            read_checked(folder / "implementations.yaml", schemas.IMPLEMENTATIONS)
        ),
        fingerprint=_fingerprint(files),
    )
    _check_references(plan, folder)
    return plan


def _clauses(path: Path) -> dict[str, Clause]:
    rows = read_checked(path, schemas.CLAUSES)
    clauses: dict[str, Clause] = {}
    for row in rows:
        if row["id"] in clauses:
            raise PlanError(
                f"{path.name}:{row.line}：条款“{row['id']}”写了两次。请改其中一个编号",
                f"{path.name}:{row.line}: clause {row['id']!r} is there twice. "
                "Rename one.",
            )
        clauses[row["id"]] = Clause(**row)
    return clauses


def _parameters(path: Path) -> dict[str, Parameter]:
    rows = read_checked(path, schemas.PARAMETERS)
    return {name: _parameter(name, row, path) for name, row in rows.items()}


def _parameter(name: str, row: Any, path: Path) -> Parameter:
    values = tuple(
        Value(
            v["from"], v["value"], v.get("published_on"), v["source"], v["confidence"]
        )
        for v in row.get("values", ())
    )
    starts = [value.starts for value in values]
    if starts != sorted(set(starts)):
        raise PlanError(
            f"{path.name}:{row.line}：参数“{name}”的日期重了或倒了。请按日期从早到晚、每日一值",
            f"{path.name}:{row.line}: the dates of {name!r} overlap or run backwards. "
            "Sort them, one value a date.",
        )
    if not values and not row.get("pending"):
        raise PlanError(
            f"{path.name}:{row.line}：参数“{name}”没有值。请补值，或写 pending: true",
            f"{path.name}:{row.line}: {name!r} has no value. Add one or "
            "write pending: true.",
        )
    return Parameter(
        id=name,
        label=row["label"],
        unit=row["unit"],
        values=values,
        clause=row.get("clause", ""),
        is_inclusive=row.get("inclusive"),
        is_pending=row.get("pending", False),
        dated_by=row.get("dated_by", ""),
        basis=row.get("basis", "fixed"),
        bases=row.get("bases", {}),
        bounds=tuple(row["bounds"]) if "bounds" in row else None,
        note=row.get("note", {}),
    )


def _rules(folder: Path) -> dict[str, Rule]:
    return {path.stem: _rule(path) for path in sorted(folder.glob("*.yaml"))}


def _rule(path: Path) -> Rule:
    row = read_checked(path, schemas.RULE)
    if row["id"] != path.stem:
        raise PlanError(
            f"{path.name}:{row.lines['id']}：id 是“{row['id']}”，应与文件名相同",
            f"{path.name}:{row.lines['id']}: the id is {row['id']!r}; "
            "name it as the file.",
        )
    line = row.lines.get("when", row.line)
    return Rule(
        id=row["id"],
        label=row["label"],
        group=row["group"],
        order=row["order"],
        per=row["per"],
        clause=row.get("clause", ""),
        when=row.get("when", ""),
        applies=row.get("applies", ""),
        says=row.get("says", {}),
        warns=row.get("warns", {}),
        reading=row.get("reading", {}),
        polarity=row["polarity"],
        owner=row.get("owner", ""),
        starts=row["from"],
        is_pending=row.get("pending", False),
        where=f"{path.name}:{line}",
    )


def _indicators(path: Path) -> tuple[Indicator, ...]:
    scores = read_checked(path, schemas.INDICATORS)
    return tuple(
        Indicator(
            id=row["id"],
            score=score,
            label=row["label"],
            points=row["points"],
            value=row["value"],
            applies=row.get("applies", ""),
            where=f"{path.name}:{row.line}",
        )
        for score, rows in scores.items()
        if score != "source"
        for row in rows
    )


def _departments(path: Path) -> dict[str, Department]:
    rows = read_checked(path, schemas.DEPARTMENTS)
    return {
        row["id"]: Department(
            id=row["id"],
            name=row["name"],
            clause=row["clause"],
            duties=tuple(row.get("duties") or ()),
            owns=tuple(row.get("owns") or ()),
            kind=row.get("kind", "department"),
        )
        for row in rows
    }


def _check_references(plan: Plan, folder: Path) -> None:
    """Refuse a rule, parameter or department that names what isn't there."""
    for name, clause, where in (
        *((r.id, r.clause, r.where) for r in plan.rules.values()),
        *((p.id, p.clause, "parameters.yaml") for p in plan.parameters.values()),
        *((d.id, d.clause, "departments.yaml") for d in plan.departments.values()),
    ):
        if clause and clause not in plan.clauses:
            raise PlanError(
                f"{where}：“{name}”引用的条款“{clause}”不在 clauses.yaml 里。"
                "请改条款编号",
                f"{where}: {name!r} names clause {clause!r}, which "
                "clauses.yaml doesn't "
                "have. Correct the clause id.",
            )
    for rule in plan.rules.values():
        if rule.owner and rule.owner not in plan.departments:
            raise PlanError(
                f"{rule.where}：没有部门“{rule.owner}”。请从 departments.yaml 里选",
                f"{rule.where}: there is no department {rule.owner!r}. "
                "Choose one of departments.yaml.",
            )
    both = set(plan.rules) & set(plan.parameters)
    if both:
        raise PlanError(
            f"{folder.name}/：{'、'.join(sorted(both))} 既是规则又是参数。请改名",
            f"{folder.name}/: {', '.join(sorted(both))} is a rule and a parameter. "
            "Rename one.",
        )


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
