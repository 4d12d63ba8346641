"""YAML that refuses what YAML forgives: a key twice, codes read as octal.

And, with a JSON Schema, whatever isn't of the shape that a file must have.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from fupin.errors import PlanError

if TYPE_CHECKING:
    from pathlib import Path

# Checkers of addresses that jsonschema takes if they are there: no schema of ours asks
# for one, and they build their grammars for a second. Others may still import them.
_UNASKED = [n for n in ("rfc3987_syntax", "rfc3986_validator") if n not in sys.modules]
sys.modules.update(dict.fromkeys(_UNASKED))  # type: ignore[arg-type]
import jsonschema  # noqa: E402

for _name in _UNASKED:
    del sys.modules[_name]


class Mapping(dict[str, Any]):
    """A mapping that remembers the line of each key, for error messages."""

    lines: dict[str, int]
    line: int


class _Loader(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys and reads 012 as 10."""

    def construct_yaml_map(self, node: yaml.MappingNode) -> Any:
        mapping = Mapping()
        mapping.line = node.start_mark.line + 1
        mapping.lines = {}
        yield mapping
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if key in mapping:
                raise PlanError(
                    f"{self.name}:{line}：“{key}”写了两次（先在第 {mapping.lines[key]} "
                    "行）。请删去一处",
                    f"{self.name}:{line}: {key!r} is written twice (first in line "
                    f"{mapping.lines[key]}). Delete one of them.",
                )
            mapping.lines[key] = line
            mapping[key] = self.construct_object(value_node, deep=True)

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        text = str(node.value)
        if len(text) > 1 and text.startswith("0"):
            line = node.start_mark.line + 1
            raise PlanError(
                f"{self.name}:{line}：{text} 以 0 开头，YAML 会读成别的数。"
                f'若是编号请写成 "{text}"',
                f"{self.name}:{line}: {text} begins with 0 and YAML reads another "
                f'number. If it is a code, write "{text}".',
            )
        return int(super().construct_yaml_int(node))


# `on`, `yes` and `no` are words here, not truth values.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_yaml_map)
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)


def load(path: Path) -> Any:
    """Read one file of the plan.

    Raises PlanError (file, line, cure) where the file is missing or not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PlanError(
            f"{path.name}：方案文件不在 {path.parent.name}/ 下。请放回这个文件",
            f"{path.name}: the file is not in {path.parent.name}/. Put it back.",
        ) from None
    except UnicodeDecodeError as error:
        raise PlanError(
            f"{path.name}：第 {error.start} 字节不是 UTF-8。请另存为 UTF-8",
            f"{path.name}: byte {error.start} is not UTF-8. Save the file as UTF-8.",
        ) from None
    loader = _Loader(text)
    loader.name = path.name
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PlanError(
            f"{path.name}:{line}：不是合规的 YAML（{error.problem}）。"
            "请看这一行的缩进和引号",
            f"{path.name}:{line}: not valid YAML ({error.problem}). "
            "Look at this line's indentation and quotes.",
        ) from None
    finally:
        loader.dispose()


_Checker = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "date", lambda _, value: isinstance(value, date)
    ),
)


def flat(tree: dict[str, Any], before: str = "") -> dict[str, str]:
    """Return a tree of words by dotted key: {"a": {"b": 1}} is {"a.b": "1"}."""
    rows: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{before}{key}"
        rows |= (
            flat(value, f"{name}.") if isinstance(value, dict) else {name: str(value)}
        )
    return rows


def load_as(path: Path, schema: dict[str, Any]) -> Any:
    """Read one file of the plan that must be of the shape `schema`.

    Raises PlanError (file, line, place in the file, cure) as `load` does, and where
    the shape is another.
    """
    data = load(path)
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
        if isinstance(data, Mapping) and step in data.lines:
            line = data.lines[step]
        data = data[step]
        line = getattr(data, "line", line)
    return line
