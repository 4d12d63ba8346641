"""A document by hand, with everything that a document may hold; all of it invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fupin.document import (
    Action,
    Blank,
    Chart,
    Column,
    Document,
    Figure,
    Point,
    Rule,
    Section,
    Series,
    Stamp,
    Table,
)

if TYPE_CHECKING:
    from fupin.document import Verdict

DAY = date(2018, 6, 30)
STAMP = Stamp(
    snapshot="S-180630-K7", day=DAY, scenario="方案原线", filters="四村全部户",
    basis="方案一、目标任务，60 % 即 9,820 元", vintage="第12版 7f3a08",
    plan="第3版 9c41e2", tasks="12 项未完", author="林*", made="2018-07-02 09:30",
    program="fupin 0.1.0",
)  # fmt: skip
FIGURES = {
    f.key: f
    for f in (
        Figure("households", 290, "户", "290 户", "在册户数", "台账农户表"),
        Figure("met", 226, "户", "226 户", "达标户数", "方案二，各条均达标", "met"),
        Figure("rate", 77.9, "%", "77.9 %", "达标率", "226/290，截去尾数"),
        Figure("behind", 2.9, "个百分点", "2.9 个百分点", "比计划慢", "", "unmet"),
        Figure("short", 214, "元", "214 元", "红中村离出列线", "方案三（一）", "unmet"),
        Figure("line", 9820, "元", "9,820 元", "出列线", "60 % × 全省，截至元"),
        Figure("open_income", (9702, 9914), "元", "9,702–9,914 元", "建发村人均收入",
               "5 户收入未录，按最低和最高估计", "unknown"),
        Figure("funds", None, "万元", "待核实", "已拨资金", "台账没有拨付日期",
               "unknown"),
        Figure("deadline", date(2018, 12, 31), "", "2018年12月31日", "完成期限"),
    )
}  # fmt: skip
VILLAGES = ("红中村", "历麻村", "回龙村", "建发村")


def _bar() -> Chart:
    counts: dict[Verdict, tuple[int, ...]] = {
        "met": (60, 60, 62, 44), "unmet": (20, 8, 9, 6), "unknown": (6, 3, 3, 9),
    }  # fmt: skip
    names = {"met": "达标", "unmet": "未达标", "unknown": "待核实"}
    return Chart(
        "verdicts", "bar", "226 户达标，红中村欠得最多", "户，按村，共 290 户", "户",
        tuple(
            Series(names[role], tuple(
                Point(v, n, str(n), role) for v, n in zip(VILLAGES, held, strict=True)
            ), role)
            for role, held in counts.items() if role
        ),
    )  # fmt: skip


def _dot() -> Chart:
    rows = (
        Point("红中村", 9606, "差 214 元", "unmet", note="官圩镇，86 户"),
        Point("历麻村", 9934, "多 114 元", "met", note="新圩镇，71 户"),
        Point("回龙村", 9871, "多 51 元", "met", note="回龙镇，74 户"),
        Point("建发村", 9702, "缺 5 户收入", "unknown", 9914, "回龙镇，59 户"),
        Point("新立村", None, "村收入未录", "unknown", note="没有在册户"),
    )
    return Chart(
        "villages", "dot", "红中村离出列线还差 {short}",
        "村人均可支配收入，元，近 12 个月", "元", (Series("人均可支配收入", rows),),
        (Rule(9820, "出列线 9,820 元"), Rule(9600, "原定 9,600 元", dashed=True)),
        9500,
    )  # fmt: skip


def _line() -> Chart:
    actual = (
        Point(date(2016, 6, 30), 12.4, ""), Point(date(2016, 12, 31), 31.0, ""),
        Point(date(2017, 6, 30), 48.2, ""), Point(date(2017, 12, 31), 60.3, ""),
        Point(DAY, 77.9, "77.9 %", "", 84.1),
    )  # fmt: skip
    target = (
        Point(date(2016, 1, 1), 0, ""), Point(date(2016, 12, 31), 30, ""),
        Point(date(2017, 12, 31), 70, ""), Point(date(2018, 12, 31), 90, "计划 90 %"),
    )  # fmt: skip
    ahead = (Point(DAY, 77.9, ""), Point(date(2018, 12, 31), 88.1, "照现速 88.1 %"))
    return Chart(
        "path", "line", "达标率 {rate}，比计划慢 {behind}", "达标户占在册户，%", "%",
        (Series("达标率", actual, "met"), Series("计划", target, "target"),
         Series("照现速", ahead, "projection")),
    )  # fmt: skip


def _step() -> Chart:
    steps = (
        Point(3000, 288, ""), Point(5000, 271, ""), Point(7365, 226, "现行 226 户"),
        Point(8500, None, "", "unknown"), Point(9000, 140, ""),
        Point(9820, 96, "96 户"),
    )  # fmt: skip
    return Chart(
        "curve", "step", "线每提高一步，达标的户变少", "达标户数，户，随收入线", "户",
        (Series("达标户", steps, "s1"),), (Rule(200, "年度任务 200 户"),),
    )  # fmt: skip


def _every_column() -> Table:
    return Table(
        "standing", "各村情况",
        (
            Column("village", "村"), Column("households", "在册", "integer", "户"),
            Column("income", "人均收入", "money", "元"),
            Column("score", "得分", "decimal", "分"),
            Column("rate", "达标率", "percent", "%"),
            Column("signed", "签名日期", "date"), Column("verdict", "判定", "verdict"),
        ),
        (
            ("红中村", 86, 9606, 81.5, 69.7, date(2018, 5, 3), "unmet"),
            ("历麻村", 71, 9934, 92.0, 84.5, date(2018, 5, 9), "met"),
            ("回龙村", 74, 9871, 90.5, 83.7, date(2018, 5, 11), "met"),
            ("建发村", 59, Blank.UNKNOWN, 77.0, 74.5, Blank.UNKNOWN, "unknown"),
            ("新立村", 0, Blank.UNKNOWN, Blank.NOTHING, Blank.NOTHING, Blank.NOTHING,
             "unknown"),
        ),
        "截至 2018年6月30日",
        ("合计", 290, Blank.NOTHING, Blank.NOTHING, 77.9, Blank.NOTHING, "unknown"),
    )  # fmt: skip


def _people() -> Table:
    """Return a list of households; some cells look like a formula and are words."""
    return Table(
        "open", "待核实的户",
        (
            Column("household", "户编号"), Column("head", "户主"),
            Column("lacks", "缺什么"), Column("income", "人均收入", "money", "元"),
        ),
        (
            ("001-037", "陈*", "=收入", Blank.UNKNOWN),
            ("001-041", "黄*", "+签名", 4100), ("004-002", "梁*", "-日期", -318),
            ("004-009", "李*", "@SUM(A1)", 0), ("004-011", "<b>韦*</b>", "收入", 7365),
        ),
    )  # fmt: skip


SECTIONS = (
    Section(
        "progress", "进度", "{households}中 {met}达标，达标率 {rate}",
        "比计划慢 {behind}，期限 {deadline}",
        ("全镇现有贫困户 {households}，{met}达标，达标率 {rate}。",
         "已拨资金 {funds}：台账没有拨付日期，补齐才能说。"),
        _line(), notes=("达标率截去尾数，口径见方案二。",),
    ),
    Section("verdicts", "分村", "红中村欠得最多", "四村都有待核实的户", (), _bar()),
    Section(
        "villages", "村出列", "红中村离出列线还差 {short}，建发村暂不能判定",
        "历麻村、回龙村已过线；建发村收入在 {open_income}之间",
        ("出列线 {line}。",), _dot(), _every_column(),
        (Action("红中村砂糖橘合作社 7 月分红", "农业和农村工作局", date(2018, 7, 31),
                "预计每人增收 230 元"),
         Action("建发村补 5 户收入，三方签名", "驻村工作组，组织办",
                date(2018, 7, 10), "补齐才能判定"),
         Action("红中村 4 户危房完工验收", "住建局")),
        ("村收入按台账，近 12 个月。", "出列线：60 % × 全省农村居民人均可支配收入。"),
    ),
    Section("curve", "假如", "收入线每提高一步，达标的户变少", "", (), _step()),
    Section("open", "名单", "5 户缺事实，不能判定", table=_people()),
)  # fmt: skip
SAMPLE = Document(
    "港口镇扶贫工作领导小组会议 通报", "港口镇", "zh", STAMP, FIGURES, SECTIONS,
    (_people(), replace(_every_column(), key="standing_all", title="各村全表")),
    sources=(("贫困户台账", "第12版，2018年6月30日"), ("扶贫方案", "2016 年，第3版")),
)  # fmt: skip
