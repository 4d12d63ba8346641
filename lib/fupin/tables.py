"""The register's tables, declared once: everything derives from these lines.

Checks, the Excel template, the data dictionary, headers, tooltips and masks read
them; a new column is a new line here. Glossary of office terms (one English word
each): 户 household, 成员 member, 户主 head, 村民小组 group, 建档立卡 enrolment,
识别 identification, 脱贫 exit, 出列 village exit, 达标 meets the standard,
低保 dibao, 五保 wubao, 走访 visit, 公示 notice, 待核实 unknown, 待补录 pending.
"""

from __future__ import annotations

from fupin.schema import Column as C  # noqa: N817 so that a line holds a column
from fupin.schema import Personal, Table

# One line a column: a table to read down.
# fmt: off
YUAN = "yuan"
YUAN_YEAR = "yuan_per_person_year"
_RECORDED = C("recorded_on", "录入日期", "Recorded on", "date")
_VALID = C("valid_from", "事实自", "Valid from", "date")
_VILLAGE = C("village_id", "村编号", "Village id", "key", required=True)
_HOUSEHOLD = C("household_id", "户编号", "Household id", "key", required=True)
_LOOKS = (
    C("house_observation", "看房", "Look at the house", "code", codes="observation"),
    C("grain_observation", "看粮", "Look at the grain", "code", codes="observation"),
    C("labour_observation", "看劳力", "Look at the labour", "code", codes="observation"),
    C("schooling_observation", "看读书郎", "Look for pupils", "code", codes="observation"),
)


def _yes_no(name: str, zh: str, en: str, personal: Personal | None = "hardship", *, is_fixed: bool = False) -> C:
    return C(name, zh, en, "bool", personal=personal, is_fixed=is_fixed)


def _count(name: str, zh: str, en: str, unit: str, top: float = 100_000) -> C:
    return C(name, zh, en, "int", unit=unit, between=(0, top))


VILLAGES = Table("villages", "村", "Villages", ("village_id",), (
    _VILLAGE,
    C("village_name", "村名", "Village", "text", required=True),
    C("town_name", "镇", "Town", "text", required=True),
    C("schematic_x", "示意横坐标", "Schematic x", "number", unit="percent", between=(0, 100)),
    C("schematic_y", "示意纵坐标", "Schematic y", "number", unit="percent", between=(0, 100)),
    _RECORDED,
))

VILLAGE_YEARS = Table("village_years", "村年度", "Village years", ("village_id", "year"), (
    _VILLAGE,
    C("year", "年度", "Year", "int", required=True, between=(2013, 2030)),
    _count("population_count", "户籍人口", "Registered population", "persons"),
    _count("village_households_count", "户籍户数", "Registered households", "households"),
    C("village_income_per_person_year", "村人均可支配收入", "Village income per person", "number", unit=YUAN_YEAR, between=(0, 200_000)),
    C("village_income_source", "村收入来源文件", "Source of the village income", "text"),
    C("collective_income_year", "村集体收入", "Collective income", "number", unit="yuan_per_year", between=(0, 1e8)),
    _count("natural_villages_200_count", "200人以上自然村", "Natural villages above 200", "villages"),
    _count("natural_villages_200_paved_count", "其中已硬底化", "Of these, paved", "villages"),
    _count("safe_water_persons_count", "安全饮水人口", "Persons with safe water", "persons"),
    _count("powered_households_count", "通电户数", "Households with power", "households"),
    _count("broadcast_households_count", "通广播电视户数", "Households with broadcasting", "households"),
    _count("network_households_count", "通网络户数", "Households with network", "households"),
    _count("clinics_count", "卫生站", "Clinics", "sites", 100),
    _count("doctors_count", "执业（助理）医师", "Licensed doctors", "persons", 100),
    _RECORDED,
), refers={"village_id": "villages"})

RESIDENTS = Table("residents", "户籍户", "Residents", ("household_id",), (
    _HOUSEHOLD,
    _VILLAGE,
    C("village_group", "村民小组", "Group", "text"),
    C("head_name", "户主姓名", "Head", "text", personal="name", required=True),
    C("persons_count", "家庭人口", "Persons", "int", unit="persons", between=(1, 30), required=True),
    C("surveyed_on", "摸查日期", "Surveyed on", "date"),
    _RECORDED,
), refers={"village_id": "villages"})

HOUSEHOLDS = Table("households", "农户", "Households", ("household_id",), (
    _HOUSEHOLD,
    _VALID,
    _VILLAGE,
    C("village_group", "村民小组", "Group", "text"),
    C("head_name", "户主姓名", "Head", "text", personal="name", required=True),
    C("phone", "联系电话", "Phone", "text", personal="contact"),
    C("persons_count", "家庭人口", "Persons", "int", unit="persons", between=(1, 30), required=True),
    C("poverty_type", "贫困户属性", "Poverty type", "code", codes="poverty_type", personal="hardship"),
    C("enrolled_on", "建档立卡日期", "Enrolled on", "date"),
    C("left_on", "退出登记日期", "Left on", "date"),
    C("entry_reason", "识别原因", "Entry reason", "code", codes="change_reason", personal="hardship"),
    C("cause", "主要致贫原因", "Main cause", "code", codes="cause", personal="hardship"),
    C("initial_income_per_person_year", "期初年人均收入", "Initial income per person", "number", unit=YUAN_YEAR, between=(0, 200_000), personal="income"),
    C("household_kind", "家庭类型", "Kind of household", "code", codes="household_kind", personal="hardship", is_fixed=True),
    _yes_no("is_main_worker_dead", "主要劳动力已故", "Main worker has died", is_fixed=True),
    _yes_no("is_main_worker_long_ill", "主要劳动力长期生病", "Main worker long ill", "health"),
    _yes_no("is_main_worker_unable", "主要劳动力不能从事基本劳动", "Main worker can't do basic work", "health"),
    _yes_no("is_eligible_wubao", "符合五保条件", "Eligible for wubao", is_fixed=True),
    _yes_no("is_eligible_safety_net", "符合低保或五保政策", "Eligible for dibao or wubao", is_fixed=True),
    _yes_no("has_dibao", "已纳入低保", "Receives dibao"),
    _yes_no("has_wubao", "已纳入五保", "Receives wubao"),
    C("floor_area_m2", "住房面积", "Floor area", "number", unit="m2", between=(0, 2_000)),
    _yes_no("has_house", "有自有住房", "Has a house of its own"),
    C("housing_grade", "危房级别", "Housing grade", "code", codes="housing_grade"),
    C("rebuild_state", "住房改造进度", "Rebuilding", "code", codes="rebuild_state"),
    _yes_no("is_house_weatherproof", "住房避风雨", "House keeps out wind and rain"),
    _yes_no("has_disaster_hardship", "因灾或突发事件特别困难", "Hardship from disaster or accident"),
    _yes_no("has_new_house", "有新建住房", "Has built a new house"),
    C("new_house_area_m2", "新建住房建筑面积", "New house, area", "number", unit="m2", between=(0, 2_000)),
    C("new_house_built_on", "新建住房日期", "New house, built on", "date", is_fixed=True),
    _yes_no("has_town_flat", "在城镇购有商品房", "Has bought a flat in town"),
    C("town_flat_bought_on", "购买商品房日期", "Flat bought on", "date", is_fixed=True),
    _yes_no("has_unsupporting_child", "子女有能力而不赡养", "An able child withholds support"),
    _yes_no("has_car", "有小汽车", "Owns a car"),
    _yes_no("has_large_machine", "有大型农机具", "Owns a large farm machine"),
    _yes_no("has_publicly_paid_kin", "直系亲属属财政供养", "Close kin paid from public funds"),
    _yes_no("hires_long_term", "长期雇佣他人生产经营", "Hires others for the long term"),
    C("farmland_mu", "耕地", "Farmland", "number", unit="mu", between=(0, 1_000)),
    C("medical_spending_year", "年医疗支出", "Medical spending in the year", "number", unit="yuan_per_year", between=(0, 1e6), personal="income"),
    C("schooling_spending_year", "年就学支出", "School spending in the year", "number", unit="yuan_per_year", between=(0, 1e6), personal="income"),
    C("planned_exit_year", "计划脱贫年", "Planned exit year", "int", between=(2016, 2020)),
    C("helper_name", "帮扶责任人", "Responsible helper", "text", personal="name"),
    _RECORDED,
), valid="valid_from", versioned=True, refers={"village_id": "villages"})

MEMBERS = Table("members", "家庭成员", "Members", ("person_id",), (
    C("person_id", "人编号", "Person id", "key", required=True),
    _HOUSEHOLD,
    _VALID,
    C("member_name", "姓名", "Name", "text", personal="name", required=True),
    C("sex", "性别", "Sex", "code", codes="sex"),
    C("birth_on", "出生日期", "Birth date", "date", personal="identity", is_fixed=True),
    C("id_number", "证件号码", "Id number", "text", personal="identity"),
    C("relation", "与户主关系", "Relation to head", "code", codes="relation", required=True),
    C("education", "文化程度", "Education", "code", codes="education"),
    C("schooling", "在校生状况", "At school", "code", codes="schooling"),
    C("health", "健康状况", "Health", "code", codes="health", personal="health", is_fixed=True),
    C("labour", "劳动能力", "Labour", "code", codes="labour", is_fixed=True),
    C("work_place", "务工所在地", "Work place", "code", codes="work_place"),
    C("work_months", "务工时间", "Months of work", "int", unit="months", between=(0, 12)),
    C("is_insured", "参加基本医疗保险", "Has basic medical insurance", "bool"),
    C("has_pension_insurance", "参加基本养老保险", "Has pension insurance", "bool"),
    _RECORDED,
), valid="valid_from", versioned=True, refers={"household_id": "households"})

INCOMES = Table("incomes", "收入", "Incomes", ("household_id", "period_from", "income_source"), (
    _HOUSEHOLD,
    C("period_from", "期间自", "Period from", "date", required=True),
    C("period_to", "期间至", "Period to", "date", required=True),
    C("income_source", "收支项目", "Source", "code", codes="income_source", required=True),
    C("amount", "金额", "Amount", "number", unit=YUAN, between=(-1e7, 1e7), personal="income"),
    _RECORDED,
), valid="period_to", refers={"household_id": "households"})

HOUSEHOLD_CHANGES = Table("household_changes", "户变动", "Household changes", ("change_id",), (
    C("change_id", "变动编号", "Change id", "key", required=True),
    _HOUSEHOLD,
    C("changed_on", "变动日期", "Changed on", "date", required=True),
    C("change_kind", "变动类型", "Kind", "code", codes="change_kind", required=True),
    C("change_reason", "变动原因", "Reason", "code", codes="change_reason", personal="hardship"),
    C("persons_delta", "人口增减", "Persons, change", "int", unit="persons", between=(-30, 30)),
    _RECORDED,
), valid="changed_on", refers={"household_id": "households"})

MEASURES = Table("measures", "帮扶项目", "Measures", ("measure_id",), (
    C("measure_id", "项目编号", "Measure id", "key", required=True),
    _VILLAGE,
    C("household_id", "户编号", "Household id", "key"),
    C("measure_kind", "扶贫类别", "Kind", "code", codes="measure_kind", required=True),
    C("measure_name", "项目名称", "Measure", "text", required=True),
    C("planned_amount", "预计投入", "Planned", "number", unit=YUAN, between=(0, 1e9)),
    C("spent_amount", "实际投入", "Spent", "number", unit=YUAN, between=(0, 1e9)),
    C("measure_state", "项目状态", "State", "code", codes="measure_state"),
    C("started_on", "开始时间", "Started on", "date"),
    C("finished_on", "完成时间", "Finished on", "date"),
    _RECORDED,
), refers={"village_id": "villages", "household_id": "households"})

FUNDS = Table("funds", "资金台账", "Funds", ("fund_id",), (
    C("fund_id", "资金编号", "Entry id", "key", required=True),
    _VILLAGE,
    C("measure_id", "项目编号", "Measure id", "key"),
    C("fund_source", "资金来源", "Source", "code", codes="fund_source", required=True),
    C("fund_entry", "收支", "Entry", "code", codes="fund_entry", required=True),
    C("fund_amount", "金额", "Amount", "number", unit=YUAN, between=(0, 1e9), required=True),
    C("entry_on", "日期", "Date", "date", required=True),
    C("document_no", "文件号", "Document", "text"),
    _RECORDED,
), valid="entry_on", refers={"village_id": "villages", "measure_id": "measures"})

VISITS = Table("visits", "走访", "Visits", ("visit_id",), (
    C("visit_id", "走访编号", "Visit id", "key", required=True),
    _HOUSEHOLD,
    C("visited_on", "走访日期", "Visited on", "date", required=True),
    C("visitor_name", "走访人", "Visitor", "text", personal="name"),
    *_LOOKS,
    C("visit_note", "走访记录", "Note", "text", personal="hardship"),
    _RECORDED,
), valid="visited_on", refers={"household_id": "households"})

STEPS = Table("steps", "程序步骤", "Steps and notices", ("step_id",), (
    C("step_id", "步骤编号", "Step id", "key", required=True),
    _HOUSEHOLD,
    C("procedure", "程序", "Procedure", "code", codes="procedure", required=True),
    C("step", "步骤", "Step", "code", codes="step", required=True),
    C("step_on", "日期", "Date", "date", required=True),
    C("step_outcome", "结果", "Outcome", "code", codes="step_outcome", required=True),
    C("notice_from", "公示自", "Notice from", "date"),
    C("notice_to", "公示至", "Notice to", "date"),
    C("step_reason", "理由", "Reason", "text", personal="hardship"),
    _RECORDED,
), valid="step_on", refers={"household_id": "households"})

SIGNATURES = Table("signatures", "签名", "Signatures", ("signature_id",), (
    C("signature_id", "签名编号", "Signature id", "key", required=True),
    _HOUSEHOLD,
    C("document", "文书", "Document", "code", codes="document", required=True),
    C("signer", "签名人", "Signer", "code", codes="signer", required=True),
    C("signed_on", "签名日期", "Signed on", "date", required=True),
    _RECORDED,
), valid="signed_on", refers={"household_id": "residents"})

OBJECTIONS = Table("objections", "异议", "Objections", ("objection_id",), (
    C("objection_id", "异议编号", "Objection id", "key", required=True),
    _HOUSEHOLD,
    C("objection_kind", "类别", "Kind", "code", codes="objection_kind", required=True),
    C("raised_on", "提出日期", "Raised on", "date", required=True),
    C("objection_text", "内容", "Text", "text", personal="hardship"),
    C("objection_state", "办理情况", "State", "code", codes="objection_state", required=True),
    C("closed_on", "办结日期", "Closed on", "date"),
    _RECORDED,
), valid="raised_on", refers={"household_id": "households"})

TASKS = Table("tasks", "部门任务", "Tasks", ("task_id",), (
    C("task_id", "任务编号", "Task id", "key", required=True),
    C("department", "责任部门", "Department", "text", required=True),
    C("task_title", "任务", "Task", "text", required=True),
    C("rule", "对应指标", "Indicator", "text"),
    C("village_id", "村编号", "Village id", "key"),
    C("household_id", "户编号", "Household id", "key"),
    C("start_on", "开始日期", "Start", "date", required=True),
    C("due_on", "期限", "Due", "date", required=True),
    C("closed_on", "办结日期", "Closed on", "date"),
    C("task_state", "状态", "State", "code", codes="task_state", required=True),
    C("progress_percent", "进度", "Progress", "int", unit="percent", between=(0, 100)),
    _RECORDED,
), valid="start_on", refers={"village_id": "villages", "household_id": "households"})

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        VILLAGES, VILLAGE_YEARS, RESIDENTS, HOUSEHOLDS, HOUSEHOLD_CHANGES, MEMBERS,
        INCOMES, MEASURES, FUNDS, VISITS, STEPS, SIGNATURES, OBJECTIONS, TASKS,
    )
}
# A register that lacks one of these can't be read at all.
NEEDED = ("villages", "households", "members")

# Facts that assess works out from the tables for the as-of date, per grain.
FACTS: dict[str, tuple[C, ...]] = {
    "household": (
        C("income_per_person_year", "人均可支配收入", "Income per person", "number", unit=YUAN_YEAR, personal="income"),
        C("income_to_on", "收入期间止于", "Income period ends", "date"),
        C("members_count", "已录成员数", "Member rows", "int", unit="persons"),
        C("exit_steps_count", "已完成退出步骤", "Exit steps done in order", "int", unit="steps"),
        C("last_visit_on", "最近走访", "Last visit", "date"),
        C("survey_signers_count", "摸查表签名方", "Survey signatures", "int", unit="signers"),
        *_LOOKS,
        C("measures_done_count", "已完成帮扶项目", "Measures done", "int", unit="measures"),
        C("is_enrolled", "在册", "Enrolled", "bool"),
        C("has_left", "已退出登记", "Has left the register", "bool"),
    ),
    "member": (
        # Of the birth date's class: an age, a relation and a village are a person, and
        # what says that somebody is under fourteen asks for the same care.
        C("age_years", "年龄", "Age", "int", unit="years", personal="identity", is_fixed=True),
        C("is_at_school", "在校", "At school", "bool"),
    ),
    "village": (
        C("income_to_on", "收入期间止于", "Income period ends", "date"),
        C("own_funds_year", "年度自筹和财政专项资金", "Own and special funds in the year", "number", unit=YUAN),
    ),
}
# Facts that only forms ask for: worked out when a form names them, never by assess.
# A flow "of the year" counts from 1 January to the as-of date.
YUAN_FLOW = "yuan_per_year"


def _flow(name: str, zh: str, en: str) -> C:
    return C(name, zh, en, "number", unit=YUAN_FLOW, personal="income")


def _of_state(state: str, zh: str, en: str) -> tuple[C, ...]:
    return (
        C(f"measures{state}_count", f"{zh}项目数", f"Measures{en}", "int", unit="measures"),
        C(f"measures{state}_planned_amount", f"{zh}项目计划资金", f"Planned for measures{en}", "number", unit=YUAN),
        C(f"measures{state}_spent_amount", f"{zh}项目实际资金", f"Spent on measures{en}", "number", unit=YUAN),
    )


FLOWS: dict[str, tuple[C, ...]] = {
    "household": (
        C("village_name", "村名", "Village", "text"),
        C("as_of_year", "截至年度", "As-of year", "int"),
        C("score", "综合得分", "Score of the province", "number", unit="points"),
        C("visits_year_count", "当年走访次数", "Visits of the year", "int", unit="visits"),
        C("is_enrolled_year_start", "年初在册", "Enrolled at the year's start", "bool"),
        C("persons_year_start_count", "年初人口", "Persons at the year's start", "int", unit="persons"),
        C("is_added_year", "当年新增", "Added in the year", "bool"),
        C("persons_added_count", "当年新增人口", "Persons of households added", "int", unit="persons"),
        C("is_ended_year", "当年终止", "Ended in the year", "bool"),
        C("persons_ended_count", "当年终止人口", "Persons of households ended", "int", unit="persons"),
        C("is_closed_year", "当年销户", "Closed in the year", "bool"),
        C("persons_closed_count", "当年销户人口", "Persons of households closed", "int", unit="persons"),
        C("is_split_year", "当年拆户", "Split off in the year", "bool"),
        C("persons_split_count", "当年拆户人口", "Persons of households split off", "int", unit="persons"),
        C("is_merged_year", "当年并户", "Merged in the year", "bool"),
        C("persons_merged_count", "当年并户人口", "Persons of households merged", "int", unit="persons"),
        C("persons_in_count", "自然增加人口", "Natural increase", "int", unit="persons"),
        C("persons_out_count", "自然减少人口", "Natural decrease", "int", unit="persons"),
        C("is_income_known", "收入期间完整", "Income of the period is known", "bool"),
        _flow("income_year", "家庭可支配收入", "Disposable income"),
        _flow("wages_year", "工资性收入", "Wages"),
        _flow("business_income_year", "生产经营性收入", "Farming and business"),
        _flow("property_income_year", "财产性收入", "Property"),
        _flow("transfer_income_year", "转移性收入", "Transfers, dibao and wubao with them"),
        _flow("business_cost_year", "生产经营性支出", "Production expenses"),
        _flow("transfer_cost_year", "转移性支出", "Transfer expenses"),
        C("deregistered_on", "销号日期", "Deregistered on", "date"),
        C("exit_notice_from", "退出公示自", "Exit notice from", "date"),
        C("exit_notice_to", "退出公示至", "Exit notice to", "date"),
    ),
    "village": (
        *_of_state("", "", ""),
        *_of_state("_done", "完工", " done"),
        *_of_state("_running", "进行中", " running"),
        *_of_state("_not_started", "未进行", " not started"),
        C("helpers_count", "帮扶责任人", "Responsible helpers", "int", unit="persons"),
    ),
}
# What a row may be of: the three grains that rules decide, and events that forms list.
GRAINS = {
    "household": (HOUSEHOLDS,),
    "member": (MEMBERS,),
    "village": (VILLAGES, VILLAGE_YEARS),
    "visit": (VISITS,),
    "measure": (MEASURES,),
    "step": (STEPS,),
}


def facts_of(grain: str) -> dict[str, C]:
    """Return every fact a rule of this grain may name: columns and worked-out facts."""
    declared = {c.name: c for table in GRAINS[grain] for c in table.columns}
    return declared | {c.name: c for c in FACTS.get(grain, ())}


def flows_of(grain: str) -> dict[str, C]:
    """Return the facts that only a form of this grain may name."""
    return {c.name: c for c in FLOWS.get(grain, ())}
