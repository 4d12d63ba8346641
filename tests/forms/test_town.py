"""The forms on the sample town, on every date, against the library's other figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fupin import measures, settings
from fupin.assess import assess
from fupin.forms import fill, load_forms
from fupin.forms.flows import HOUSEHOLD_MAKERS
from fupin.forms.works import VILLAGE_MAKERS
from fupin.register import Register
from fupin.sample import make_tables
from fupin.tables import FACTS, FLOWS, GRAINS

if TYPE_CHECKING:
    from fupin.assess import Assessment
    from fupin.plan import Scenario

FORMS = load_forms()
# The report tables of the province (domain reference §4.3), header by header.
HEADERS = {
    "exit_plan": """行政区域 当前贫困户 当年脱贫计划数 监测达标数
        达标数与计划比例(%) 累计脱贫完成数 累计脱贫完成率(%)""",
    "not_yet_out": """行政区域 未脱贫数 综合得分(户数) 人均可支配收入(有劳动能力户数)
        低保/五保 义务教育未达标人数 医疗保障未达标人数 住房安全未达标户数""",
    "changes": """行政区域 年初 新增 终止 销户 拆户 并户 自然增加人数 自然减少人数
        当前 准确率(%)""",
    "income_analysis": """行政区域 收入完整的户 收入待核实 总收入 工资性收入
        生产经营性收入 财产性收入 转移性收入 总支出 生产经营性支出 转移性支出
        未偿还借(贷)款 可支配收入 人均""",
    "housing": "行政区域 C/D级计划户 行业重合 已完成 完成率 重合率",
    "projects": "行政区域 项目总数 完工 进行中 未进行",
    "responsibility": """行政区域 帮扶单位(个) 驻村干部(人) 帮扶责任人(人)
        帮扶走访量(次)""",
    "household_list": "村名 户主姓名 户码 经纬度 脱贫年份 年综合得分 当年走访次数",
}


def test_every_file_is_a_form_and_numbers_are_in_order() -> None:
    files = {path.stem for path in settings.FORMS.glob("*.yaml")}
    assert set(FORMS) == files
    assert [form.number for form in FORMS.values()] == list(range(1, len(FORMS) + 1))


@pytest.mark.parametrize("name", HEADERS)
def test_the_headers_are_those_of_the_province(name: str) -> None:
    columns = FORMS[name].tables[0].columns
    heads = [c.group.get("zh") or c.label["zh"] for c in columns]
    assert list(dict.fromkeys(heads)) == HEADERS[name].split()


def test_every_flow_is_declared_made_and_of_a_name_of_its_own() -> None:
    made = {
        "household": {n for maker in HOUSEHOLD_MAKERS for n in maker.gives},
        "village": {n for maker in VILLAGE_MAKERS for n in maker.gives},
    }
    for grain, columns in FLOWS.items():
        names = [c.name for c in columns]
        # The assessment has the income of the period itself.
        assert {*names} - {"income_year"} == made[grain]
        own = {c.name for t in GRAINS[grain] for c in t.columns}
        assert not set(names) & (own | {c.name for c in FACTS[grain]})


def test_every_flow_is_named_by_a_form() -> None:
    said = "\n".join(p.read_text("utf-8") for p in settings.FORMS.glob("*.yaml"))
    flows = [c.name for columns in FLOWS.values() for c in columns]
    assert [name for name in flows if name not in said] == []


def test_the_totals_are_the_figures_of_the_overview(town: Assessment) -> None:
    enrolled = measures.enrolled(town)
    count = measures.count(enrolled)
    (ledger,) = fill(FORMS["village_ledger"], town).tables
    assert ledger.frame["enrolled_households"].sum() == count.total
    assert ledger.frame["met_households"].sum() == count.met
    assert ledger.frame["met_households__most"].sum() == count.met + count.unknown
    (plan,) = fill(FORMS["exit_plan"], town).tables
    assert plan.frame["enrolled_persons"].sum() == count.persons
    (incomes,) = fill(FORMS["income_analysis"], town).tables
    assert incomes.frame["disposable"].sum() == pytest.approx(
        enrolled["income_year"].sum()
    )
    parts = ("wages", "business", "property", "transfers")
    total = sum(incomes.frame[part].sum() for part in parts)
    assert total == pytest.approx(incomes.frame["gross"].sum())


@pytest.mark.parametrize("year", [2016, 2017])
def test_every_form_is_filled_at_the_end_of_every_year(
    year: int, town: Assessment
) -> None:
    scenario: Scenario = town.scenario
    register = Register.of(make_tables())
    first = date(year, 1, 1)
    days = [d for d in measures.income_days(register, first) if d.year == year]
    day = max(days)
    done = assess(register, scenario, day)
    for form in FORMS.values():
        for table in fill(form, done).tables:
            assert len(table.rows) == len(table.ids) == table.frame.height


def test_no_plain_name_is_in_a_masked_form(town: Assessment) -> None:
    names = set(town.members["member_name"]) | set(town.households["head_name"])
    names |= set(town.register["visits"]["visitor_name"].drop_nulls())
    for form in FORMS.values():
        for table in fill(form, town).tables:
            cells = {
                c.value for row in table.rows for c in row if isinstance(c.value, str)
            }
            assert not cells & names, form.id
