"""Two forms that carry a figure of one name and differ: where, by how much, and why."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from fupin.forms import cells
from fupin.forms.cells import words
from fupin.plan.parsing import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fupin.forms.cells import Cell
    from fupin.forms.filled import FilledForm, FilledTable
    from fupin.forms.model import FormColumn, FormTable

TOWN = ""


@dataclass(frozen=True)
class Figure:
    """A figure of a form: of a village (`place` is its id) or of the total ("").

    `row` is the row's first cell and column: the village's name.
    """

    form: FilledForm
    table: FilledTable
    column: FormColumn
    place: str
    cell: Cell
    row: Cell

    def where(self, lang: str) -> str:
        """Return the village's name, or the word for the total."""
        return words(self.row, self.table.table.columns[0], lang, self.table.codes)

    def say(self, lang: str) -> str:
        """Return the figure as the form writes it."""
        return words(self.cell, self.column, lang, self.table.codes)


@dataclass(frozen=True)
class Contradiction:
    """Two figures of one name that differ, with the reasons in both languages."""

    name: str
    one: Figure
    other: Figure
    zh: str
    en: str

    def say(self, lang: str) -> str:
        """Return one sentence: the figure, both values, and which 口径 differs."""
        return self.zh if lang == "zh" else self.en


def contradictions(forms: Iterable[FilledForm]) -> list[Contradiction]:
    """Return every pair of forms whose figures of one name differ.

    Figures are compared by their declared name, for the same village or for the total.
    A pair is told once, at its first place; ranges differ where their ends do.
    """
    by_name: dict[tuple[str, str], list[Figure]] = {}
    for found in (one for form in forms for one in _figures(form)):
        by_name.setdefault((found.column.figure, found.place), []).append(found)
    told: dict[tuple[str, str, str], Contradiction] = {}
    for (name, _), figures in by_name.items():
        for one, other in combinations(figures, 2):
            key = (name, one.form.form.id, other.form.form.id)
            if one.cell != other.cell and key not in told:
                told[key] = _contradiction(name, one, other)
    return list(told.values())


def _figures(form: FilledForm) -> Iterator[Figure]:
    for table in form.tables:
        named = [(n, c) for n, c in enumerate(table.table.columns) if c.figure]
        for n, column in named:
            if table.total is not None:
                total = table.total
                yield Figure(form, table, column, TOWN, total[n], cells.TOTAL)
            if table.table.grain == "village":
                for row_id, row in zip(table.ids, table.rows, strict=True):
                    yield Figure(form, table, column, row_id, row[n], row[0])


def _contradiction(name: str, one: Figure, other: Figure) -> Contradiction:
    return Contradiction(
        name, one, other, _sentence(one, other, "zh"), _sentence(one, other, "en")
    )


def _sentence(one: Figure, other: Figure, lang: str) -> str:
    label, why = one.column.name(lang), reasons(one, other, lang)
    (title, value), (title_2, value_2) = (
        (figure.form.form.title[lang], figure.say(lang)) for figure in (one, other)
    )
    place = one.where(lang)
    if lang == "zh":
        said = f"“{label}”（{place}）：{title}为 {value}，{title_2}为 {value_2}。"
        return said + "；".join(why)
    said = f"{label} ({place}) is {value} in {title} and {value_2} in {title_2}. "
    return said + "; ".join(why)


def reasons(one: Figure, other: Figure, lang: str) -> list[str]:
    """Return why two figures differ: dates, registers, plans, rows, or what is counted.

    What is counted is compared by condition: which forms ask what, and which don't.
    """
    is_zh = lang == "zh"
    pairs = {
        ("截至日期", "as-of date"): (one.form.day, other.form.day),
        ("范围", "area"): (one.form.place, other.form.place),
        ("台账", "register"): (one.form.register, other.form.register),
        ("方案口径", "scenario"): (one.form.scenario, other.form.scenario),
    }
    said = [
        f"{zh}不同：{a} 与 {b}" if is_zh else f"Another {en}: {a} and {b}"
        for (zh, en), (a, b) in pairs.items()
        if a != b
    ]
    said += _asked(one, other, lang)
    for figure in (one, other):
        if figure.table.undecided:
            title, n = figure.form.form.title[lang], figure.table.undecided
            said.append(
                f"{title}另有 {n} 户待核实，未列入"
                if is_zh
                else f"{title} leaves out {n} that can't be decided"
            )
    for figure in (one, other):
        if figure.column.reading:
            reading = figure.column.reading[lang]
            said.append(f"{figure.form.form.title[lang]}：{reading}")
    if not said:
        said.append(
            "两表口径相同，差在算法，请报告此问题"
            if is_zh
            else "Both are read alike, so the difference is ours: please report it"
        )
    return said


def _asked(one: Figure, other: Figure, lang: str) -> list[str]:
    """Return what either form asks of a row and the other doesn't."""
    asked = [_conditions(f.table.table, f.column) for f in (one, other)]
    said = []
    for figure, own, others in zip((one, other), asked, asked[::-1], strict=True):
        only = [part for part in own if part not in others]
        if only:
            title, parts = figure.form.form.title[lang], "、".join(only)
            said.append(
                f"只有{title}要求 {parts}"
                if lang == "zh"
                else f"Only {title} asks for {', '.join(only)}"
            )
    return said


def _conditions(table: FormTable, column: FormColumn) -> Sequence[str]:
    """Return the conditions that a figure rests on, each as text in one spelling.

    Of a count those of the rows counted; of a form of households its filter's.
    """
    text = column.value
    found: list[str] = []
    for tree in (parsed(part) for part in (text, table.filter) if part):
        if isinstance(tree, ast.Call) and tree.args:
            *amounts, condition = tree.args
            found += [f"{ast.unparse(amount)}" for amount in amounts]
            found += _parts(condition)
        else:
            found += _parts(tree)
    return found


def _parts(tree: ast.expr) -> list[str]:
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        return [part for value in tree.values for part in _parts(value)]
    return [ast.unparse(tree)]
