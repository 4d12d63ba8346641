"""The ledger to take along: rows for JSON, a CSV, and a workbook with real numbers.

No text becomes a formula: in a CSV it gets a quote in front, in a workbook it is text.
"""

from __future__ import annotations

import io
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from fupin.access import mask_name
from fupin.exports.book.plain import plain_workbook
from fupin.funds import words
from fupin.intake.saving import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupin.funds.accounts import Accounts
    from fupin.funds.sums import Sums

PENDING = ("待补录", "to be recorded")
# Name, header, and how a cell of it is written: text, yuan, day or whole number.
COLUMNS = (
    ("key", ("编号", "Key"), "text"),
    ("kind", ("类别", "Kind"), "text"),
    ("entry_on", ("日期", "Day"), "day"),
    ("fund_year", ("资金年度", "Year"), "whole"),
    ("village", ("村", "Village"), "text"),
    ("source", ("资金来源", "Source"), "text"),
    ("yuan", ("金额（元）", "Amount (yuan)"), "yuan"),
    ("measure", ("项目", "Measure"), "text"),
    ("task_key", ("对应任务", "Task"), "text"),
    ("pool", ("资金类别", "Pool"), "text"),
    ("use", ("用途", "Use"), "text"),
    ("payee", ("收款方", "Payee"), "text"),
    ("document_no", ("文件号", "Document"), "text"),
    ("note", ("说明", "Note"), "text"),
    ("marks", ("标记", "Marks"), "text"),
    ("origin", ("来自", "From"), "text"),
    ("author", ("填写人", "Written by"), "text"),
    # Said with a correction, so that nobody else's is written over.
    ("version", ("版本", "Version"), "whole"),
)
SUMS = (
    ("planned", ("计划（元）", "Planned (yuan)")),
    ("allocated", ("下拨（元）", "Allocated (yuan)")),
    ("returned", ("缴回（元）", "Returned (yuan)")),
    ("paid", ("支付（元）", "Paid (yuan)")),
    ("balance", ("余额（元）", "Balance (yuan)")),
    ("used_rate", ("使用率（%）", "Used (%)")),
)
WIDTHS = {"text": 18, "yuan": 16, "day": 12, "whole": 9}


def told(
    found: Accounts, rows: pl.DataFrame, lang: str, *, masked: bool = True
) -> Iterator[dict[str, Any]]:
    """Yield the rows in words, by the names of `COLUMNS`; amounts as exact Decimals."""
    tree, villages = found.tree, names(found)
    for row in rows.iter_rows(named=True):
        yield {
            "key": row["key"],
            "kind": words.word(words.KIND_WORDS[row["kind"]], lang),
            "entry_on": row["entry_on"],
            "fund_year": row["fund_year"],
            "village": villages.get(row["village_id"], row["village_id"]),
            "source": words.source(row["source"], tree, lang),
            "yuan": None if row["fen"] is None else Decimal(row["fen"]) / 100,
            "measure": row["measure_name"] or row["measure_id"] or "",
            "task_key": row["task_key"] or "",
            "pool": words.chosen(tree.pools, row["pool"], lang),
            "use": words.chosen(tree.uses, row["use"], lang),
            "payee": words.chosen(tree.payees, row["payee"], lang),
            "document_no": row["document_no"] or "",
            "note": row["note"] or "",
            "marks": ("；" if lang == "zh" else "; ").join(
                words.marks(row, tree, lang)
            ),
            "origin": words.word(words.ORIGIN_WORDS[row["origin"]], lang),
            "author": _author(row["author"], masked=masked),
            "version": row["version"],
        }


def _author(name: str | None, *, masked: bool) -> str:
    if not name:
        return ""
    return mask_name(name) if masked else name


def names(found: Accounts) -> dict[str, str]:
    """Return the villages' names by id; two of one name have the id behind it.

    Sums stand by these names: one would take the other's place.
    """
    rows = found.done.villages.select("village_id", "village_name").rows()
    twice = Counter(name for _, name in rows)
    return {id_: f"{name}（{id_}）" if twice[name] > 1 else name for id_, name in rows}


def csv(found: Accounts, rows: pl.DataFrame, lang: str = "zh") -> bytes:
    """Return the rows as a CSV that Excel reads: amounts with two places."""
    lines = [
        row | {"yuan": _exact(row["yuan"], lang)} for row in told(found, rows, lang)
    ]
    kinds = {"day": pl.Date, "whole": pl.Int64}
    schema = {name: kinds.get(kind, pl.String) for name, _, kind in COLUMNS}
    frame = escaped(pl.DataFrame(lines, schema=schema))
    heads = {name: words.word(head, lang) for name, head, _ in COLUMNS}
    made = io.BytesIO()
    frame.rename(heads).write_csv(made, include_bom=True)
    return made.getvalue()


def _exact(yuan: Decimal | None, lang: str) -> str:
    return words.word(PENDING, lang) if yuan is None else f"{yuan:.2f}"


def workbook(found: Accounts, rows: pl.DataFrame, lang: str = "zh") -> bytes:
    """Return the ledger as the bytes of a workbook (.xlsx).

    The rows, and the sums by village, source and year: numbers and dates.
    """
    made = io.BytesIO()
    with plain_workbook(made) as book:
        looks = _looks(book)
        _rows(book.add_worksheet(words.word(("资金台账", "Ledger"), lang)), found, rows,
              looks, lang)  # fmt: skip
        _totals(
            book.add_worksheet(words.word(("汇总", "Sums"), lang)), found, looks, lang
        )
    return made.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Microsoft YaHei", "font_size": 10}
    base: dict[str, Any] = font | {"border": 1, "border_color": "#A9B8CA"}
    own: dict[str, dict[str, Any]] = {
        "head": {"bold": True, "bg_color": "#EBEEF2", "text_wrap": True},
        "text": {"num_format": "@"},
        "yuan": {"num_format": "#,##0.00"},
        "rate": {"num_format": "0.0"},
        "day": {"num_format": "yyyy-mm-dd"},
        "whole": {"num_format": "0"},
        "open": {"pattern": 14, "fg_color": "#DCE1E8", "align": "right"},
    }
    return {name: book.add_format(base | look) for name, look in own.items()}


def _rows(
    sheet: Any, found: Accounts, rows: pl.DataFrame, looks: Mapping[str, Any], lang: str
) -> None:
    for place, (_, head, kind) in enumerate(COLUMNS):
        sheet.write_string(0, place, words.word(head, lang), looks["head"])
        sheet.set_column(place, place, WIDTHS[kind])
    for line, row in enumerate(told(found, rows, lang), 1):
        for place, (name, _, kind) in enumerate(COLUMNS):
            _cell(sheet, (line, place), row[name], kind, looks, lang)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(rows.height, 1), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _cell(  # noqa: PLR0913
    sheet: Any, at: tuple[int, int], value: Any, kind: str, looks: Mapping[str, Any],
    lang: str,
) -> None:  # fmt: skip
    if value is None and kind in ("yuan", "rate"):
        sheet.write_string(*at, words.word(PENDING, lang), looks["open"])
    elif value is None:
        sheet.write_blank(*at, None, looks[kind])
    elif kind == "day":
        sheet.write_datetime(*at, value, looks["day"])
    elif kind == "text":
        sheet.write_string(*at, value, looks["text"])
    else:
        sheet.write_number(*at, float(value), looks[kind])


def _measure(found: Accounts, measure: str) -> str:
    rows = found.rows.filter(found.rows["measure_id"] == measure)["measure_name"]
    return f"{measure} {rows[0] or ''}".strip()


def _totals(sheet: Any, found: Accounts, looks: Mapping[str, Any], lang: str) -> None:
    villages, tree, here = names(found), found.tree, found.by_village.items()
    parts: tuple[tuple[tuple[str, str], dict[str, Sums]], ...] = (
        (("全部", "All"), {words.word(("合计", "Total"), lang): found.total}),
        (("村", "Village"), {villages.get(v, v): s for v, s in here}),
        (
            ("资金来源", "Source"),
            {tree.path(n, lang): s for n, s in found.by_source.items()
             if n in tree.leaves and (s.allocated or s.paid or s.planned)},
        ),
        (
            ("项目", "Measure"),
            {_measure(found, m): s for m, s in found.by_measure.items()
             if s.allocated or s.paid},
        ),
        (("资金年度", "Year"), {str(y or "—"): s for y, s in found.by_year.items()}),
    )  # fmt: skip
    line = 0
    for head, held in parts:
        for place, (_, words_) in enumerate((("", head), *SUMS)):
            sheet.write_string(line, place, words.word(words_, lang), looks["head"])
        for name, one in held.items():
            line += 1
            sheet.write_string(line, 0, name, looks["text"])
            _sums(sheet, line, one, looks, lang)
        line += 2
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(SUMS), 18)


def _sums(
    sheet: Any, line: int, one: Sums, looks: Mapping[str, Any], lang: str
) -> None:
    for place, (column, _) in enumerate(SUMS, 1):
        kind = "rate" if column == "used_rate" else "yuan"
        amount = getattr(one, column)
        if kind == "yuan" and amount is not None:
            amount = Decimal(amount) / 100
        _cell(sheet, (line, place), amount, kind, looks, lang)
