"""Read the forms from their folder: one file a form, named as the form."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from fupin import settings, strict_yaml
from fupin.errors import PlanError
from fupin.forms.model import NUMBERS, Form, FormColumn, FormTable
from fupin.forms.schema import FORM

if TYPE_CHECKING:
    from pathlib import Path

# The province cuts its rates after two places.
RATE_PLACES = 2


def load_forms(folder: Path = settings.FORMS) -> dict[str, Form]:
    """Return the forms in `folder` by their id, in the order of their numbers.

    Raises PlanError (file, line, cure) for a file that isn't a form. An expression is
    read when the form is filled in, since the date decides which rules it may name.
    """
    forms = [_form(path) for path in sorted(folder.glob("*.yaml"))]
    return {form.id: form for form in sorted(forms, key=lambda form: form.number)}


def _form(path: Path) -> Form:
    row = strict_yaml.load_as(path, FORM)
    if row["id"] != path.stem:
        line = row.lines["id"]
        raise PlanError(
            f"{path.name}:{line}：id 是“{row['id']}”，应与文件名相同",
            f"{path.name}:{line}: the id is {row['id']!r}; name it as the file.",
        )
    tables = tuple(_table(table, path) for table in row.get("tables", [row]))
    is_card = row.get("card", False)
    if is_card and tables[0].grain != "household":
        raise PlanError(
            f"{path.name}:{row.lines['card']}：一户一页时第一节须是 grain: household",
            f"{path.name}:{row.lines['card']}: the first table of a card must be of "
            "households (grain: household).",
        )
    return Form(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        reading=row["reading"],
        source=row["source"],
        tables=tables,
        is_card=is_card,
        is_public=row.get("public", False),
    )


def _table(row: Any, path: Path) -> FormTable:
    columns = tuple(_column(column, path) for column in row["columns"])
    twice = [key for key, n in Counter(c.key for c in columns).items() if n > 1]
    if twice:
        line = [c for c in columns if c.key == twice[0]][-1].where
        raise PlanError(
            f"{line}：列“{twice[0]}”写了两次。请改其中一个 key",
            f"{line}: column {twice[0]!r} is there twice. Rename one key.",
        )
    return FormTable(
        id=row["id"],
        title=row["title"],
        grain=row["grain"],
        columns=columns,
        where=f"{path.name}:{row.lines.get('filter', row.line)}",
        filter=row.get("filter", ""),
        sort=tuple(row.get("sort", ())),
        has_total=row.get("total", False),
        shape=row.get("shape", "rows"),
    )


def _column(row: Any, path: Path) -> FormColumn:
    kind = row.get("format", "text")
    return FormColumn(
        key=row["key"],
        label=row["label"],
        where=f"{path.name}:{row.lines.get('value', row.line)}",
        value=row.get("value", ""),
        base=row.get("base", ""),
        given=row.get("given", ""),
        is_pending=row.get("pending", False),
        is_row_number=row.get("row_number", False),
        format=kind,
        places=row.get("places", RATE_PLACES if kind == "percent" else 0),
        unit=row.get("unit", "percent" if kind == "percent" else ""),
        group=row.get("group", {}),
        figure=row.get("figure", ""),
        reading=row.get("reading", {}),
        empty=row.get("empty", {}),
        is_zero_without_base=row.get("zero_without_base", False),
        has_total=row.get("total", kind in NUMBERS),
    )
