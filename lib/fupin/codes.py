"""Code lists of the registers (domain reference §3.2): our word, code, both labels.

A register may hold any of the four forms; intake turns each into our word, so that
a rule reads `labour == "able"` and not `A10 == "1"`.
"""

from __future__ import annotations

from fupin.schema import Code


def _codes(*rows: tuple[str, str, str]) -> tuple[Code, ...]:
    """Return the rows numbered from 1, in the order of the office's form."""
    return tuple(Code(n, str(i), zh, en) for i, (n, zh, en) in enumerate(rows, 1))


CODES: dict[str, tuple[Code, ...]] = {
    "poverty_type": _codes(
        ("general", "一般贫困户", "General poor household"),
        ("dibao", "低保户", "Dibao household"),
        ("wubao", "五保户", "Wubao household"),
    ),
    "cause": _codes(
        ("illness", "因病", "Illness"),
        ("disability", "因残", "Disability"),
        ("schooling", "因学", "Schooling"),
        ("disaster", "因灾", "Disaster"),
        ("no_land", "缺土地", "Lack of land"),
        ("no_water", "缺水", "Lack of water"),
        ("no_skill", "缺技术", "Lack of skill"),
        ("no_labour", "缺劳力", "Lack of labour"),
        ("no_capital", "缺资金", "Lack of capital"),
        ("transport", "交通条件落后", "Poor transport"),
        ("motivation", "自身发展动力不足", "Lack of drive"),
        ("other", "其它", "Other"),
    ),
    "household_kind": _codes(
        ("ordinary", "普通", "Ordinary"),
        ("lone", "孤寡", "Widowed or childless, alone"),
        ("single_parent", "单亲", "Single parent"),
    ),
    "labour": _codes(
        ("able", "劳动力", "Able to work"),
        ("lost", "丧失劳动力", "Lost the ability to work"),
        ("none", "无劳动力", "Not of working ability"),
    ),
    "health": _codes(
        ("healthy", "健康", "Healthy"),
        ("chronic", "长期慢性病", "Long chronic illness"),
        ("serious", "患有大病", "Serious illness"),
        ("disabled", "残疾", "Disabled"),
        ("frail", "体弱多病", "Frail"),
    ),
    "education": _codes(
        ("illiterate", "文盲或半文盲", "Illiterate or semi-literate"),
        ("primary", "小学", "Primary"),
        ("junior", "初中", "Junior secondary"),
        ("senior", "高中", "Senior secondary"),
        ("college", "大专", "College"),
        ("university", "本科及以上", "University and above"),
    ),
    "schooling": _codes(
        ("before", "学龄前儿童", "Below school age"),
        ("kindergarten", "学前教育", "Kindergarten"),
        ("primary", "小学", "Primary school"),
        ("grade_7", "七年级", "Grade 7"),
        ("grade_8", "八年级", "Grade 8"),
        ("grade_9", "九年级", "Grade 9"),
        ("senior_1", "普通高中一年级", "Senior 1"),
        ("senior_2", "普通高中二年级", "Senior 2"),
        ("senior_3", "普通高中三年级", "Senior 3"),
        ("vocational_1", "中职一年级", "Vocational 1"),
        ("vocational_2", "中职二年级", "Vocational 2"),
        ("vocational_3", "中职三年级", "Vocational 3"),
        ("college_1", "高职高专一年级", "College 1"),
        ("college_2", "高职高专二年级", "College 2"),
        ("college_3", "高职高专三年级", "College 3"),
        ("technician_1", "技师学院一年级", "Technician 1"),
        ("technician_2", "技师学院二年级", "Technician 2"),
        ("technician_3", "技师学院三年级", "Technician 3"),
        ("technician_4", "技师学院四年级", "Technician 4"),
        ("university_1", "本科一年级", "University 1"),
        ("university_2", "本科二年级", "University 2"),
        ("university_3", "本科三年级", "University 3"),
        ("university_4", "本科四年级", "University 4"),
        ("university_5", "本科五年级", "University 5"),
        ("postgraduate", "硕士研究生及以上", "Postgraduate"),
    ),
    "sex": _codes(("male", "男", "Male"), ("female", "女", "Female")),
    "relation": _codes(
        ("head", "户主", "Head"),
        ("spouse", "配偶", "Spouse"),
        ("son", "之子", "Son"),
        ("daughter", "之女", "Daughter"),
        ("daughter_in_law", "之儿媳", "Daughter-in-law"),
        ("son_in_law", "之女婿", "Son-in-law"),
        ("grandson", "之孙子", "Grandson"),
        ("granddaughter", "之孙女", "Granddaughter"),
        ("daughters_son", "之外孙子", "Daughter's son"),
        ("daughters_daughter", "之外孙女", "Daughter's daughter"),
        ("father", "之父", "Father"),
        ("mother", "之母", "Mother"),
        ("wifes_father", "之岳父", "Wife's father"),
        ("wifes_mother", "之岳母", "Wife's mother"),
        ("husbands_father", "之公公", "Husband's father"),
        ("husbands_mother", "之婆婆", "Husband's mother"),
        ("grandfather", "之祖父", "Grandfather"),
        ("grandmother", "之祖母", "Grandmother"),
        ("mothers_father", "之外祖父", "Mother's father"),
        ("mothers_mother", "之外祖母", "Mother's mother"),
        ("sibling", "之兄弟姐妹", "Brother or sister"),
        ("great_grandson", "之曾孙子", "Great-grandson"),
        ("great_granddaughter", "之曾孙女", "Great-granddaughter"),
        ("nephew", "之侄儿", "Nephew"),
        ("niece", "之侄女", "Niece"),
        ("brothers_wife", "之兄弟媳妇", "Brother's wife"),
        ("uncle", "之叔伯", "Uncle"),
        ("other", "其他", "Other"),
    ),
    "work_place": _codes(
        ("home", "在家务工", "At home"),
        ("county", "县内", "In the county"),
        ("province", "县外省内", "In the province"),
        ("outside", "省外", "Outside the province"),
        ("other", "其他", "Other"),
    ),
    "housing_grade": _codes(
        ("A", "A级", "Grade A"),
        ("B", "B级", "Grade B"),
        ("C", "C级", "Grade C"),
        ("D", "D级", "Grade D"),
    ),
    "rebuild_state": _codes(
        ("accepted", "已完成", "Finished and accepted"),
        ("started", "已动工", "Started"),
        ("not_started", "未动工", "Not started"),
    ),
    "observation": _codes(
        ("sound", "无困难", "No hardship"), ("hardship", "有困难", "Hardship")
    ),
    "income_source": _codes(
        ("wage", "工资性收入", "Wages"),
        ("business", "生产经营性收入", "Farming and business"),
        ("property", "财产性收入", "Property"),
        ("transfer", "转移性收入", "Transfers"),
        ("dibao", "低保金", "Dibao allowance"),
        ("wubao", "五保金", "Wubao allowance"),
        ("business_cost", "生产经营性支出", "Production expenses"),
        ("transfer_cost", "转移性支出", "Transfer expenses"),
    ),
    "change_kind": _codes(
        ("added", "新增", "Added"),
        ("ended", "终止", "Ended"),
        ("closed", "销户", "Closed"),
        ("split", "拆户", "Split"),
        ("merged", "并户", "Merged"),
        ("persons_in", "自然增加", "Natural increase"),
        ("persons_out", "自然减少", "Natural decrease"),
    ),
    "change_reason": _codes(
        *(
            (f"six_in_{n}", f"六进之{z}", f"Six-in {n}")
            for n, z in enumerate("一二三四五六", 1)
        ),
        *(
            (f"seven_out_{n}", f"七不进之{z}", f"Seven-out {n}")
            for n, z in enumerate("一二三四五六七", 1)
        ),
        ("birth", "新生儿", "Birth"),
        ("marriage_in", "嫁入", "Married in"),
        ("death", "死亡", "Death"),
        ("marriage_out", "嫁出", "Married out"),
        ("other", "其他原因", "Other reason"),
    ),
    "measure_kind": _codes(
        ("industry", "产业扶贫", "Industry"),
        ("finance", "金融扶贫", "Finance"),
        ("housing", "住房改造", "Housing"),
        ("assets", "资产扶贫", "Assets"),
        ("relief", "慰问扶贫", "Relief"),
        ("jobs", "就业扶贫", "Jobs"),
        ("training", "技能培训", "Training"),
        ("education", "教育扶贫", "Education"),
        ("benefits", "政策补贴和社会保障", "Benefits and social security"),
        ("road", "村道硬底化", "Village road"),
        ("water", "饮水工程", "Drinking water"),
        ("culture", "文体设施", "Culture and sport"),
        ("clinic", "卫生设施", "Clinic"),
        ("lamps", "路灯安装", "Street lamps"),
        ("irrigation", "农田水利", "Irrigation"),
        ("public", "公共设施", "Public facilities"),
        ("collective", "集体经济", "Collective economy"),
        ("teaching", "教育教学", "Teaching"),
        ("other", "其他", "Other"),
    ),
    "measure_state": _codes(
        ("done", "完成", "Done"),
        ("running", "进行中", "Running"),
        ("not_started", "未启动", "Not started"),
    ),
    "fund_source": _codes(
        ("unit_own", "单位自筹", "The helping unit's own"),
        ("helper_city", "帮扶市地级市财政资金", "Helping city"),
        ("helper_town", "帮扶市区级和镇级财政资金", "Helping district and town"),
        ("helper_society", "帮扶市社会资金", "Helping city's society"),
        ("central", "中央财政资金", "Central"),
        ("province", "省级财政资金", "Province"),
        ("central_sector", "中央行业资金", "Central, sector funds"),
        ("province_sector", "省级行业资金", "Province, sector funds"),
        ("upper_society", "中央和省社会资金", "Society of centre and province"),
        ("helped_city", "被帮扶市地级市财政资金", "Helped city"),
        ("helped_county", "被帮扶市县级和镇级财政资金", "Helped county and town"),
        ("helped_city_sector", "被帮扶市地级市行业资金", "Helped city, sector funds"),
        (
            "helped_county_sector",
            "被帮扶市县级和镇级行业资金",
            "Helped county and town, sector funds",
        ),
        ("helped_society", "被帮扶市社会资金", "Helped city's society"),
        ("personal_own", "个人自筹", "Persons' own"),
        ("medical_refund", "医疗报销", "Medical reimbursement"),
    ),
    "fund_entry": _codes(("allocated", "下拨", "Allocated"), ("paid", "支付", "Paid")),
    "procedure": _codes(
        ("identification", "识别", "Identification"), ("exit", "退出", "Exit")
    ),
    "step": _codes(
        ("application", "农户申请", "Application"),
        ("review", "民主评议", "Villagers' review"),
        ("notice", "公示", "Public notice"),
        ("town_check", "审核", "Town's check"),
        ("county_approval", "审定", "County's approval"),
        ("verification", "两委与驻村核实", "Verification"),
        ("consent", "农户认可签名", "Household's consent"),
        ("announcement", "公告", "Announcement"),
        ("deregistration", "销号", "Deregistration"),
    ),
    "step_outcome": _codes(
        ("passed", "通过", "Passed"), ("returned", "退回", "Sent back")
    ),
    "document": _codes(
        ("survey", "入户调查表", "Survey"), ("exit", "退出确认书", "Exit")
    ),
    "signer": _codes(
        ("household", "农户", "Household"),
        ("cadre", "村委干部", "Village cadre"),
        ("surveyor", "调查人员", "Surveyor"),
    ),
    "objection_kind": _codes(
        ("objection", "异议", "Objection"), ("report", "举报", "Report")
    ),
    "objection_state": _codes(
        ("open", "未办结", "Open"),
        ("upheld", "属实", "Upheld"),
        ("rejected", "不属实", "Rejected"),
        ("partly", "部分属实", "Partly upheld"),
    ),
    "task_state": _codes(
        ("not_started", "未启动", "Not started"),
        ("running", "进行中", "Running"),
        ("to_verify", "待核实", "To verify"),
        ("done", "完成", "Done"),
        ("returned", "退回", "Sent back"),
    ),
}

COSTS = ("business_cost", "transfer_cost")
IDENTIFICATION_STEPS = (
    "application",
    "review",
    "notice",
    "town_check",
    "county_approval",
)
EXIT_STEPS = (
    "review",
    "verification",
    "consent",
    "notice",
    "announcement",
    "deregistration",
)
# The steps of each procedure in their order: none may be skipped or merged.
PROCEDURES = {"identification": IDENTIFICATION_STEPS, "exit": EXIT_STEPS}


def find(list_name: str, word: str) -> Code | None:
    """Return the code that `word` (our word, office code or label) stands for."""
    for code in CODES[list_name]:
        if word in (code.name, code.code, code.zh, code.en):
            return code
    return None


def label(list_name: str, name: str, lang: str) -> str:
    """Return the label of `name` in `lang`, or the name where the list has none."""
    for code in CODES[list_name]:
        if code.name == name:
            return code.zh if lang == "zh" else code.en
    return name
