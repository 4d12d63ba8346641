from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from fupin import intake, settings
from fupin.errors import IntakeError, PlanError
from fupin.intake import mapping
from fupin.intake.headers import plain
from fupin.intake.mapping import load_format
from fupin.tables import TABLES
from tests.intake.towns import workbook

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = [
    "省",
    "市",
    "县",
    "乡",
    "村",
    "户编号",
    "人口编号",
    "姓名",
    "性别",
    "出生日期",
    "证件类型",
    "证件号码",
    "民族",
    "户联系电话",
    "成员联系电话",
    "年度",
    "与户主关系",
    "文化程度",
    "在校生状况",
    "劳动技能",
    "务工时间（月）",
    "健康状况",
    "政治面貌",
    "务工企业名称",
    "是否享受低保",
    "公益性岗位类型",
    "公益性岗位(月数)",
    "就业渠道",
    "残疾类别",
    "务工所在地",
    "户主姓名",
    "户主证件号码",
    "是否特困供养人员",
    "残疾证办证年度",
    "识别标准",
    "是否参加城乡居民基本医疗保险",
    "是否参加城镇职工基本医疗保险",
]
PLACE = {"省": "广东省", "市": "肇庆市", "县": "德庆县", "年度": "2018"}
HEAD = PLACE | {
    "乡": "官圩镇",
    "村": "红中村",
    "户编号": "4400000001",
    "人口编号": "0000000011",
    "姓名": "陈一",
    "性别": "男",
    "出生日期": "19600131",
    "证件号码": "99000019600131001X",
    "户联系电话": "10000000001",
    "与户主关系": "户主",
    "文化程度": "小学",
    "劳动技能": "弱劳动力或半劳动力",
    "务工时间（月）": "6",
    "健康状况": "长期慢性病,残疾",
    "是否享受低保": "是",
    "务工所在地": "乡镇内",
    "户主姓名": "陈一",
    "是否特困供养人员": "否",
    "是否参加城乡居民基本医疗保险": "是",
    "是否参加城镇职工基本医疗保险": "否",
}
SON = HEAD | {
    "人口编号": "0000000012",
    "姓名": "陈小",
    "出生日期": "2003-09-01",
    "证件号码": "9900****",
    "与户主关系": "之子",
    "文化程度": "",
    "在校生状况": "七年级",
    "劳动技能": "无劳动力",
    "务工时间（月）": "",
    "健康状况": "健康",
    "是否享受低保": "否",
    "务工所在地": "",
    "是否参加城乡居民基本医疗保险": "否",
}
LONE = HEAD | {
    "乡": "凤村镇",
    "村": "某村",
    "户编号": "4400000002",
    "人口编号": "0000000021",
    "姓名": "梁三",
    "户主姓名": "梁三",
    "劳动技能": "丧失劳动力",
    "是否特困供养人员": "是",
    "是否参加城乡居民基本医疗保险": "",
}
ROWS = [SON, HEAD, LONE]
NUMBERS = ("户编号", "人口编号", "证件号码", "户主证件号码")


def export(
    to: Path,
    rows: list[dict[str, str]] = ROWS,
    headers: list[str] = HEADERS,
    encoding: str = "gbk",
    wrap: str = '="{}"',
) -> Path:
    def cell(row: dict[str, str], header: str) -> str:
        text = row.get(header, "")
        return wrap.format(text) if header in NUMBERS and text else text

    with to.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file)
        out.writerow(headers)
        out.writerows([cell(row, header) for header in headers] for row in rows)
    return to


def kinds(found: intake.Intake) -> set[str]:
    return set(found.problems.frame["kind"]) - {"absent_columns", "absent_table"}


def row(found: intake.Intake, table: str, place: int) -> dict[str, Any]:
    return found.register[table].row(place, named=True)


def test_the_national_export_becomes_our_tables(tmp_path: Path) -> None:
    found = intake.read(export(tmp_path / "人员.csv"))
    assert kinds(found) == set()
    assert found.register["villages"].select(
        "village_id", "village_name", "town_name"
    ).rows() == [("001", "红中村", "官圩镇"), ("凤村镇某村", "某村", "凤村镇")]
    home = row(found, "households", 0)
    assert home["household_id"] == "4400000001"
    assert (home["village_id"], home["persons_count"]) == ("001", 2)
    assert (home["head_name"], home["has_dibao"], home["has_wubao"]) == (
        "陈一",
        True,
        False,
    )
    head = row(found, "members", 1)
    assert (head["person_id"], head["id_number"]) == (
        "0000000011",
        "99000019600131001X",
    )
    assert (head["birth_on"], head["valid_from"]) == (
        date(1960, 1, 31),
        date(2018, 1, 1),
    )
    assert (head["labour"], head["health"], head["work_place"]) == (
        "able",
        "disabled",
        "county",
    )


def test_one_insurance_is_enough_and_none_must_be_said_of_both(tmp_path: Path) -> None:
    found = intake.read(export(tmp_path / "人员.csv"))
    assert found.register["members"]["is_insured"].to_list() == [False, True, None]


@pytest.mark.parametrize(
    ("encoding", "wrap"),
    [("gbk", "{}"), ("utf-8-sig", '="{}"'), ("utf-8", "\t{}"), ("gb18030", "{}")],
)
def test_every_way_of_saving_it_gives_the_same_register(
    tmp_path: Path, encoding: str, wrap: str
) -> None:
    plain = intake.read(export(tmp_path / "甲.csv")).register
    other = export(tmp_path / "乙.csv", encoding=encoding, wrap=wrap)
    assert intake.read(other).register.fingerprint == plain.fingerprint


def test_a_workbook_of_the_export_is_the_same(tmp_path: Path) -> None:
    plain = intake.read(export(tmp_path / "甲.csv")).register
    cells: list[list[Any]] = [[r.get(h, "") for h in HEADERS] for r in ROWS]
    path = workbook({"导出": [HEADERS, *cells]}, tmp_path / "乙.xlsx")
    assert intake.read(path).register.fingerprint == plain.fingerprint


def test_rows_are_those_of_the_export_and_a_household_has_its_heads(
    tmp_path: Path,
) -> None:
    bad = [SON, HEAD | {"是否享受低保": "约有"}, LONE | {"出生日期": "1960-13-01"}]
    frame = intake.read(export(tmp_path / "人员.csv", bad)).problems.frame
    placed = frame.drop_nulls("row").select("table", "row", "column", "value").rows()
    assert placed == [
        ("households", 3, "has_dibao", "约有"),
        ("members", 4, "birth_on", "1960-13-01"),
    ]


def test_a_household_without_a_head_is_made_of_its_first_row(tmp_path: Path) -> None:
    rows = [SON, SON | {"人口编号": "0000000013"}, LONE]
    found = intake.read(export(tmp_path / "人员.csv", rows))
    assert found.origins["households"].rows.to_list() == [2, 4]
    assert found.register["households"]["persons_count"].to_list() == [2, 1]


def test_what_the_export_lacks_is_said_once_a_table(tmp_path: Path) -> None:
    frame = intake.read(export(tmp_path / "人员.csv")).problems.frame
    absent = frame.filter(kind="absent_table")["table"].to_list()
    assert set(absent) == set(TABLES) - {"villages", "households", "members"}
    assert len(absent) == len(set(absent))
    columns = frame.filter(kind="absent_columns").select("table", "reason_zh").rows()
    assert [table for table, _ in columns] == ["villages", "households", "members"]
    assert "贫困户属性、建档立卡日期" in columns[1][1]


def test_headers_that_nobody_mapped_are_said_once(tmp_path: Path) -> None:
    headers = [*HEADERS, "备注一", "备注二", "姓名"]
    found = intake.read(export(tmp_path / "人员.csv", headers=headers))
    assert kinds(found) == {"unread_headers", "repeated_headers"}
    [unread] = found.problems.frame.filter(kind="unread_headers")["reason_zh"]
    assert unread.endswith("备注一、备注二")


def test_an_export_that_lacks_a_telltale_column_names_it(tmp_path: Path) -> None:
    headers = [h for h in HEADERS if h != "证件号码"]
    with pytest.raises(IntakeError) as caught:
        intake.read(export(tmp_path / "人员.csv", headers=headers))
    assert "缺少列：证件号码" in caught.value.zh
    assert "人员.csv" in caught.value.en


def test_a_csv_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "账.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="不是已知的导出格式"):
        intake.read(tmp_path / "账.csv")


def test_a_single_table_is_read_as_a_correction(tmp_path: Path) -> None:
    (tmp_path / "村.csv").write_text(
        "村编号,村名,镇\n001,红中村,官圩镇\n", encoding="utf-8"
    )
    found = intake.read(tmp_path / "村.csv", partial=True)
    assert found.register["villages"].height == 1
    with pytest.raises(IntakeError, match="缺少必需的表"):
        intake.read(tmp_path / "村.csv")


def test_a_new_format_is_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "ours.yaml").write_text(
        "id: ours\nlabel: {zh: 甲, en: A}\nsource: 口径\nrecognised_by: [编码]\n"
        "tables:\n  villages:\n    columns:\n"
        "      village_id: {from: 编码}\n      village_name: {from: 名}\n"
        "      town_name: {constant: 官圩镇}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(settings, "PLAN", tmp_path)
    (tmp_path / "表.csv").write_text("编码,名\n007,某村\n", encoding="utf-8")
    found = intake.read(tmp_path / "表.csv", partial=True)
    assert found.register["villages"].row(0)[:3] == ("007", "某村", "官圩镇")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  members:\n", "  persons:\n", "there is no table 'persons'"),
        ("person_id:", "person:", "there is no column 'members.person'"),
        (": able", ": strong", "there is no code 'members.labour: strong'"),
        ("one_per: village_id", "one_per: x", "villages.one_per: x"),
        ('pattern: "{}-01-01"', 'pattern: "01-01"', "is malformed"),
        ("source:", "sauce:", "is malformed"),
    ],
)
def test_a_bad_format_is_refused_by_its_file(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (settings.PLAN / "sources" / "national_export.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "bad.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_format(tmp_path / "bad.yaml")
    assert said in caught.value.en
    assert "bad.yaml" in caught.value.zh


def test_every_header_of_the_export_is_mapped_or_declared_unused() -> None:
    [national] = [f for f in mapping.formats() if f.id == "national_export"]
    known = national.used | national.unused
    assert {plain(h) for h in HEADERS} <= known
    assert national.used & national.unused == set()
