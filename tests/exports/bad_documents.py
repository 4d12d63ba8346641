"""Documents that are hard to write: long and odd titles, an empty village, markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fupin.document import Blank, Chart, Column, Section, Series, Table
from tests.exports.sample_document import FIGURES, SAMPLE, STAMP

LONG = "红中村离出列线还差二百一十四元，" * 32
EVIL = "<script>alert(1)</script>\"'&{{}}\x00\x0b$#*_[x]"
NOBODY = Table("t", "农户", (Column("h", "户编号"), Column("n", "人口", "integer")), ())
EMPTY = replace(
    SAMPLE,
    sections=(
        Section(
            "nobody", "新立村", "新立村没有在册户", table=NOBODY,
            chart=Chart("nobody", "bar", "没有在册户", "户", "户",
                        (Series("达标", (), "met"),)),
        ),
    ),
    tables=(),
)  # fmt: skip
PLAIN = EVIL.replace("{{}}", "")
ODD = replace(
    SAMPLE,
    title=EVIL,
    town=EVIL,
    stamp=replace(STAMP, scenario=EVIL, filters=EVIL),
    figures={
        key: replace(figure, text=figure.text + EVIL[:8], what=EVIL)
        for key, figure in FIGURES.items()
    },
    sections=(
        Section(
            "x", EVIL, PLAIN, PLAIN, notes=(PLAIN,), table=Table(
                EVIL, EVIL, (Column("a", EVIL), Column("b", "数", "money", "元")),
                ((EVIL, Blank.UNKNOWN), ("=1+1", -1), ("@x", 2.5)),
            ),
        ),
    ),
)  # fmt: skip
TITLED = replace(SAMPLE, title=LONG[:500])
ENGLISH = replace(SAMPLE, lang="en", title="Brief of the leading group")
# A test is run with each of them as its `document`.
each = pytest.mark.parametrize(
    "document", [EMPTY, ODD, TITLED, ENGLISH], ids=["empty", "odd", "titled", "english"]
)
