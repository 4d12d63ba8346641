"""A file is there whole or not at all, also where two write the same one at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fupin.errors import IntakeError
from fupin.intake.saving import replacing

if TYPE_CHECKING:
    from pathlib import Path


def test_two_who_write_the_same_file_at_once_both_write_it_whole(
    tmp_path: Path,
) -> None:
    to = tmp_path / "通报.pdf"
    with replacing(to) as slow:
        slow.write_bytes(b"slow, whole")
        with replacing(to) as fast:
            fast.write_bytes(b"fast, whole")
        assert to.read_bytes() == b"fast, whole"
    assert to.read_bytes() == b"slow, whole"
    assert list(tmp_path.iterdir()) == [to]


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    to = tmp_path / "out.csv"
    to.write_bytes(b"before")

    def broken() -> None:
        with replacing(to) as part:
            part.write_bytes(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(IntakeError):
        broken()
    assert to.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [to]
