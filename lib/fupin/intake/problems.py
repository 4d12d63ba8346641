"""Problems found in a register: what, where, why and the cure, a row each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.codes import CODES
from fupin.intake.messages import PROBLEMS
from fupin.schema import Column, Table
from fupin.tables import TABLES
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from fupin.intake.messages import Text

SCHEMA: dict[str, Any] = {
    "severity": pl.String,
    "table": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "reason_zh": pl.String,
    "reason_en": pl.String,
    "cure_zh": pl.String,
    "cure_en": pl.String,
    "kind": pl.String,
}
MASK = "***"
ALLOWED_SHOWN = 12
LANGS = ("zh", "en")


@dataclass(frozen=True)
class Problems:
    """The problems of a register, in the order of its tables.

    `frame` holds severity (refuse: the row wasn't taken; warn), table, sheet (as in
    the source), row (as the user counts, header included; null for a whole table or
    column), column (our name, or a header we don't know), value, reason and cure in
    both languages, and kind (a machine word).
    """

    frame: pl.DataFrame

    @classmethod
    def of(cls, frames: Iterable[pl.DataFrame]) -> Problems:
        """Join the frames that `found` made."""
        return cls(pl.concat([pl.DataFrame(schema=SCHEMA), *frames]))

    def __len__(self) -> int:
        return self.frame.height

    @property
    def refused(self) -> Problems:
        """Return the problems for which a row was not taken."""
        return Problems(self.frame.filter(pl.col("severity") == "refuse"))

    @property
    def warnings(self) -> Problems:
        """Return the problems whose row was taken all the same."""
        return Problems(self.frame.filter(pl.col("severity") == "warn"))

    def to_pandas(self, *, masked: bool = True) -> pd.DataFrame:
        """Return the frame for pandas; values of personal columns are starred."""
        frame = self.masked if masked else self.frame
        return frame.to_pandas(use_pyarrow_extension_array=True)

    def summary(self, lang: str = "zh") -> str:
        """Return a headline with the counts and one line per reason."""
        refused, warned = len(self.refused), len(self.warnings)
        head = {
            "zh": f"退回 {refused} 处，提醒 {warned} 处",
            "en": f"{refused} refused, {warned} warnings",
        }[lang]
        reasons = self.frame.group_by(
            "severity", "sheet", general(f"reason_{lang}"), maintain_order=True
        ).len()
        return "\n".join([head, *(_line(row, lang) for row in reasons.iter_rows())])

    @property
    def masked(self) -> pl.DataFrame:
        """Return the frame with the values of personal columns starred."""
        personal = [
            f"{table.name}.{column.name}"
            for table in TABLES.values()
            for column in table.columns
            if column.personal
        ]
        place = pl.concat_str("table", pl.lit("."), "column")
        # An empty cell hides nothing.
        hidden = place.is_in(personal) & (pl.col("value") != "")
        value = pl.when(hidden).then(pl.lit(MASK)).otherwise("value").alias("value")
        return self.frame.with_columns(value)


def general(reason: str) -> pl.Expr:
    """Return a reason without the number of another row, so that alike ones count."""
    return (
        pl.col(reason)
        .str.replace_all(r"(第 |row )\d+", "${1}…")
        .str.replace_all(r"(台账里的 |in the register at )[^\s:：]+", "${1}…")
    )


@dataclass(frozen=True)
class Place:
    """Where a problem is: the table, the sheet as in the source, the column.

    A header that we don't know stands as its text.
    """

    table: Table | None
    sheet: str
    column: Column | str | None = None

    @property
    def column_name(self) -> str | None:
        """Return our name of the column, or the header that we don't know."""
        return self.column.name if isinstance(self.column, Column) else self.column


@dataclass(frozen=True)
class Cells:
    """Row numbers; alongside, the text of the cells and the rows they repeat."""

    rows: pl.Series
    texts: pl.Series | None = None
    other_rows: pl.Series | None = None


def found(  # noqa: PLR0913 what, where, how grave, which cells, in which words
    kind: str,
    place: Place,
    *,
    severity: str = "warn",
    cells: Cells | None = None,
    words: Mapping[str, str] | None = None,
    text: Text | None = None,
) -> pl.DataFrame:
    """Return a row of SCHEMA for each of `cells`, or one for a whole column or table.

    `words` fill the text beyond what the place says; `text` stands in for the one
    that messages.PROBLEMS has for `kind`.
    """
    lasting: dict[str, str | None] = {
        "severity": severity,
        "table": place.table.name if place.table else "",
        "sheet": place.sheet,
        "column": place.column_name,
        "kind": kind,
    }
    told = _words(place) | dict(words or {})
    texts = [
        _filled(getattr(text or PROBLEMS[kind], name), told).alias(name)
        for name in ("reason_zh", "reason_en", "cure_zh", "cure_en")
    ]
    marks = [pl.lit(v, dtype=pl.String).alias(k) for k, v in lasting.items()]
    return (
        _cells(cells)
        .with_columns(*marks, *texts)
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )


def _cells(cells: Cells | None) -> pl.DataFrame:
    rows = cells.rows if cells else pl.Series([None])
    texts = cells.texts if cells else None
    others = cells.other_rows if cells else None
    return pl.DataFrame({"row": rows.cast(pl.Int64)}).with_columns(
        (pl.lit(None) if texts is None else texts).cast(pl.String).alias("value"),
        (pl.lit(None) if others is None else others).cast(pl.String).alias("other_row"),
    )


def _filled(template: str, told: dict[str, str]) -> pl.Expr:
    """Fill a text: `{other_row}` from its column, the rest once for all rows."""
    text = template.format_map(defaultdict(str, told) | {"other_row": "\0"})
    first, *rest = text.split("\0")
    pieces = [pl.lit(first)]
    for piece in rest:
        pieces += [pl.col("other_row"), pl.lit(piece)]
    return pl.concat_str(pieces)


def _words(place: Place) -> dict[str, str]:
    table, column = place.table, place.column
    words = {"sheet": place.sheet}
    for lang in LANGS:
        if table:
            words[f"table_{lang}"] = table.label(lang)
        if isinstance(column, Column):
            words |= {f"{k}_{lang}": v for k, v in _of_column(column, lang).items()}
    if isinstance(column, Column) and column.between:
        words["low"], words["high"] = (f"{bound:,.0f}" for bound in column.between)
    return words


def _of_column(column: Column, lang: str) -> dict[str, str]:
    unit = unit_label(column.unit, lang)
    bracket = {"zh": f"（{unit}）", "en": f" ({unit})"}[lang] if unit else ""
    codes = [c.zh if lang == "zh" else c.en for c in CODES.get(column.codes, ())]
    shown = codes[:ALLOWED_SHOWN] + (["…"] if len(codes) > ALLOWED_SHOWN else [])
    allowed = ("、" if lang == "zh" else ", ").join(shown)
    return {"column": column.label(lang), "unit": bracket, "allowed": allowed}


def _line(row: tuple[str, str, str, int], lang: str) -> str:
    severity, sheet, reason, count = row
    word = {
        "refuse": {"zh": "退回", "en": "refused"},
        "warn": {"zh": "提醒", "en": "warning"},
    }[severity][lang]
    return f"  {word} × {count} {sheet}: {reason}"
