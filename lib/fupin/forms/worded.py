"""Headers that name a parameter ("{household_exit_line}元以上") say its value."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING

from fupin.errors import RuleError, ScenarioError
from fupin.plan.scope import closest, closest_zh

if TYPE_CHECKING:
    from datetime import date

    from fupin.forms.model import FormColumn, FormTable
    from fupin.plan import Scenario
    from fupin.plan.model import Words

NOT_YET = {"zh": "待核实", "en": "to verify"}


def worded(
    table: FormTable, scenario: Scenario, day: date, known: date | None
) -> FormTable:
    """Return the table with the parameters in its headers filled in, as of `day`.

    Raises RuleError (file, line, cure) for a header that names no parameter.
    """

    def said(column: FormColumn, words: Words) -> Words:
        return {k: _filled(text, column, k) for k, text in words.items()}

    def _filled(text: str, column: FormColumn, lang: str) -> str:
        names = [name for _, name, _, _ in Formatter().parse(text) if name]
        values = {}
        for name in names:
            try:
                value = scenario.parameter(name).on(day, known)
            except ScenarioError:
                raise _no_parameter(name, column, scenario) from None
            values[name] = NOT_YET[lang] if value is None else f"{value.value:g}"
        return text.format(**values) if names else text

    columns = tuple(
        replace(c, label=said(c, c.label), group=said(c, c.group))
        for c in table.columns
    )
    return replace(table, columns=columns)


def _no_parameter(name: str, column: FormColumn, scenario: Scenario) -> RuleError:
    known = scenario.plan.parameters
    return RuleError(
        f"{column.where}：表头里没有参数“{name}”。{closest_zh(name, known)}",
        f"{column.where}: a header names {name!r}, which is no parameter; "
        f"{closest(name, known)}.",
    )
