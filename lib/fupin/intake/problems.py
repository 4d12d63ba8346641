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
    from collections.abc import Iterable

    import pandas as pd

SCHEMA: dict[str, Any] = {
    "severity": pl.String, "table": pl.String, "sheet": pl.String, "row": pl.Int64,
    "column": pl.String, "value": pl.String, "reason_zh": pl.String,
    "reason_en": pl.String, "cure_zh": pl.String, "cure_en": pl.String,
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
        frame = self._masked() if masked else self.frame
        return frame.to_pandas(use_pyarrow_extension_array=True)

    def summary(self, lang: str = "zh") -> str:
        """Return a headline with the counts and one line per reason."""
        refused, warned = len(self.refused), len(self.warnings)
        head = {
            "zh": f"退回 {refused} 处，提醒 {warned} 处",
            "en": f"{refused} refused, {warned} warnings",
        }[lang]
        reason = pl.col(f"reason_{lang}")
        alike = (
            pl.when(pl.col("kind") == "duplicate_key")
            .then(reason.str.replace_all(r"\d+", "…"))
            .otherwise(reason)
        )
        reasons = self.frame.group_by(
            "severity", "sheet", alike, maintain_order=True
        ).len()
        return "\n".join([head, *(_line(row, lang) for row in reasons.iter_rows())])

    def _masked(self) -> pl.DataFrame:
        personal = [
            f"{table.name}.{column.name}"
            for table in TABLES.values() for column in table.columns if column.personal
        ]
        place = pl.concat_str("table", pl.lit("."), "column")
        hidden = place.is_in(personal) & pl.col("value").is_not_null()
        value = pl.when(hidden).then(pl.lit(MASK)).otherwise("value").alias("value")
        return self.frame.with_columns(value)


def found(
    kind: str,
    table: Table | None,
    sheet: str,
    column: Column | str | None = None,
    *,
    severity: str = "warn",
    rows: pl.Series | None = None,
    values: pl.Series | None = None,
    other_rows: pl.Series | None = None,
    **words: str,
) -> pl.DataFrame:
    """Return one row of SCHEMA per row number in `rows`, or a single one without.

    `values` (text) and `other_rows` (row numbers) run alongside `rows`; `words` fill
    the texts of messages.PROBLEMS beyond what table and column say.
    """
    lasting: dict[str, Any] = {
        "severity": severity,
        "table": table.name if table else "",
        "sheet": sheet,
        "column": column.name if isinstance(column, Column) else column,
        "kind": kind,
    }
    told = _words(table, column) | {"sheet": sheet} | words
    rows = pl.Series([None], dtype=pl.Int64) if rows is None else rows
    frame = pl.DataFrame({
        "row": rows.cast(pl.Int64),
        "value": pl.Series([None] * len(rows), dtype=pl.String) if values is None
        else values.cast(pl.String),
        "other_row": rows if other_rows is None else other_rows,
    })
    texts = [
        _filled(getattr(PROBLEMS[kind], name), told).alias(name)
        for name in ("reason_zh", "reason_en", "cure_zh", "cure_en")
    ]
    marks = [pl.lit(v, dtype=pl.String).alias(k) for k, v in lasting.items()]
    return frame.with_columns(*marks, *texts).select(
        pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()
    )


def _filled(template: str, told: dict[str, str]) -> pl.Expr:
    """Fill a text: `{other_row}` from its column, the rest once for all rows."""
    text = template.format_map(defaultdict(str, told) | {"other_row": "\0"})
    pieces: list[pl.Expr] = []
    for piece in text.split("\0"):
        pieces += [pl.lit(piece), pl.col("other_row").cast(pl.String)]
    return pl.concat_str(pieces[:-1])


def _words(table: Table | None, column: Column | str | None) -> dict[str, str]:
    words: dict[str, str] = {}
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
