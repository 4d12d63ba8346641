"""How a cell's text becomes a value of each kind, as Polars expressions.

Every parser answers null for text it can't read, so that a bad cell is one whose
text is there and whose value isn't.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from fupin.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupin.schema import Column

YES = ("是", "有", "已", "true", "yes", "y", "1")
NO = ("否", "无", "未", "false", "no", "n", "0")
YES_NO: Mapping[str, bool] = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
THOUSANDS = r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$"
NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$"
WRAPPED = r'^="(.*)"$'
LOST_DIGITS = r"^[-+]?\d(\.\d+)?[eE]\+?\d+$"
ROUGH_TEXT = rf"^$|^\s|\s$|{LOST_DIGITS}"
ROUGH_KEY = rf"{ROUGH_TEXT}|[^\x00-\x7F]"
CHINESE_NUMERAL = (
    r"^[〇○零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟年月日个口元整点]+$"
)
WRITTEN_DATE = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?([ tT].*)?$"
PACKED_DATE = r"^(\d{4})(\d{2})(\d{2})$"
SERIAL_DATE = r"^\d{4,5}(\.\d+)?$"
# Excel counts days from here; a serial of four digits below FIRST_SERIAL would be
# read as a year, and such a date alone says neither month nor day.
SERIAL_EPOCH = pl.date(1899, 12, 30)
FIRST_SERIAL = 2101
WHOLE_MAX = 2**53


def trimmed(name: str) -> pl.Expr:
    """Return the text of a cell without space around it; empty text is null."""
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text).alias(name)


def unwrapped(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the text columns without the ="…" that keeps an id's zeros in Excel."""
    wrapped = (
        frame.select(pl.col(pl.String).str.starts_with('="').any()).row(0, named=True)
        if frame.width
        else {}
    )
    return frame.with_columns(
        pl.col(name).str.replace(WRAPPED, "$1")
        for name, is_wrapped in wrapped.items()
        if is_wrapped
    )


def is_rough(column: Column) -> pl.Expr:
    """Say of a text or key column whether any cell isn't as it should be stored."""
    rough = ROUGH_KEY if column.kind == "key" else ROUGH_TEXT
    return pl.col(column.name).str.contains(rough).any()


def runs(name: str) -> pl.Expr:
    """Return the first cell of each run of equal ones: ids repeat for many rows."""
    text = pl.col(name)
    return text.filter((text != text.shift()).fill_null(value=True))


def value(column: Column) -> pl.Expr:
    """Return the values of the trimmed text column in its declared type."""
    return PARSERS[column.kind](column).alias(column.name)


def is_nan(name: str) -> pl.Expr:
    """Say of a text column where it reads NaN."""
    return pl.col(name).str.to_lowercase() == "nan"


def is_chinese_numeral(name: str) -> pl.Expr:
    """Say of a text column where it is a number, or a date, in Chinese numerals.

    Such a number isn't read: 一千二 is 1,200 to one clerk and 1,002 to another, and a
    wrong amount is worse than a missing one.
    """
    return pl.col(name).str.contains(CHINESE_NUMERAL)


def _even(column: Column) -> pl.Expr:
    """Return the text in half-width characters and lower case."""
    return pl.col(column.name).str.normalize("NFKC").str.to_lowercase()


def _text(column: Column) -> pl.Expr:
    text = pl.col(column.name)
    return pl.when(~text.str.contains(LOST_DIGITS)).then(text)


def _key(column: Column) -> pl.Expr:
    text = _text(column).str.normalize("NFKC").str.strip_chars()
    return pl.when(text != "").then(text)


def _code(column: Column) -> pl.Expr:
    words = _words(column.codes)
    return _even(column).replace_strict(
        list(words), list(words.values()), default=None, return_dtype=pl.String
    )


def _yes_no(column: Column) -> pl.Expr:
    return _even(column).replace_strict(
        list(YES_NO), list(YES_NO.values()), default=None, return_dtype=pl.Boolean
    )


def _number(column: Column) -> pl.Expr:
    text = _even(column).str.replace(r"^[¥$]\s*", "").str.replace_all("−", "-")
    bare = (
        pl.when(text.str.contains(THOUSANDS))
        .then(text.str.replace_all(",", "", literal=True))
        .otherwise(text)
    )
    number = pl.when(bare.str.contains(NUMBER)).then(bare)
    parsed = number.cast(pl.Float64, strict=False)
    return pl.when(parsed.is_finite()).then(parsed)


def _int(column: Column) -> pl.Expr:
    number = _number(column)
    whole = (number == number.round()) & (number.abs() < WHOLE_MAX)
    return pl.when(whole).then(number).cast(pl.Int64)


def _date(column: Column) -> pl.Expr:
    text = _even(column)
    written = text.str.extract_groups(WRITTEN_DATE)
    packed = text.str.extract_groups(PACKED_DATE)
    serial = (
        pl.when(text.str.contains(SERIAL_DATE))
        .then(text)
        .cast(pl.Float64, strict=False)
    )
    days = pl.when(serial >= FIRST_SERIAL).then(serial).cast(pl.Int64)
    return pl.coalesce(
        _from_parts(written),
        _from_parts(packed),
        SERIAL_EPOCH + pl.duration(days=days),
    )


def _from_parts(groups: pl.Expr) -> pl.Expr:
    parts = [groups.struct.field(number) for number in ("1", "2", "3")]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


@cache
def _words(list_name: str) -> Mapping[str, str]:
    """Return our word for each of the four forms, without width and case."""
    return {
        unicodedata.normalize("NFKC", form).lower(): code.name
        for code in reversed(CODES[list_name])
        for form in (code.en, code.zh, code.code, code.name)
    }


PARSERS: dict[str, Callable[[Column], pl.Expr]] = {
    "key": _key,
    "text": _text,
    "code": _code,
    "int": _int,
    "number": _number,
    "date": _date,
    "bool": _yes_no,
}
