"""A file of the plan, read strictly and held against its schema."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import jsonschema

from fupin.errors import PlanError
from fupin.plan import strict_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from fupin.plan.schemas import Schema

_Checker = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "date", lambda _, value: isinstance(value, date)
    ),
)


def read_checked(path: Path, schema: Schema) -> Any:
    """Return what the file holds; its mappings know their lines.

    Raises PlanError (file, line, cure) where it isn't what the schema asks for.
    """
    data = strict_yaml.load(path)
    error = jsonschema.exceptions.best_match(_Checker(schema).iter_errors(data))
    if error is not None:
        line = _line(data, list(error.absolute_path))
        place = "/".join(str(step) for step in error.absolute_path) or "(file)"
        raise PlanError(
            f"{path.name}:{line}：“{place}”不合格式：{error.message}。请对照同目录的其他条目改",
            f"{path.name}:{line}: {place} is malformed: {error.message}. "
            "Compare it with the other entries of this file.",
        )
    return data


def _line(data: Any, path: list[Any]) -> int:
    """Return the line of the innermost key on `path`."""
    line = getattr(data, "line", 1)
    for step in path:
        if isinstance(data, strict_yaml.Mapping) and step in data.lines:
            line = data.lines[step]
        data = data[step]
        line = getattr(data, "line", line)
    return line
