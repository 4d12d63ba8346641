"""List what the tests need of this machine and don't find, with the cure.

With CI=true anything missing is a failure; elsewhere the tests that need it say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import NamedTuple


class Need(NamedTuple):
    """Something outside Python: any one of its commands will do."""

    what: str
    commands: tuple[str, ...]
    package: str


NEEDS = (
    Need("chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
    Need("a Chinese font", (), "fontconfig fonts-noto-cjk"),
    Need("Java", ("java",), "openjdk-17-jre-headless"),
    Need(
        "LibreOffice",
        ("soffice", "libreoffice"),
        "libreoffice-calc libreoffice-impress libreoffice-writer",
    ),
    Need("pdftoppm", ("pdftoppm",), "poppler-utils"),
    Need("nginx", ("nginx",), "nginx-light"),
)
# Debian keeps servers where an ordinary user's PATH does not look.
SEARCHED = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])


def _has_chinese_font() -> bool:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return False
    listed = subprocess.run(
        [fc_list, ":lang=zh"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def is_there(need: Need) -> bool:
    """Return whether this machine has it."""
    if not need.commands:
        return _has_chinese_font()
    return any(shutil.which(name, path=SEARCHED) for name in need.commands)


def main() -> int:
    """Print what is missing; return 1 if that is a failure here."""
    missing = [need for need in NEEDS if not is_there(need)]
    for need in missing:
        print(f"缺 · missing: {need.what}. Debian: apt-get install {need.package}")
    if not missing:
        print("本机齐备 · This machine has all that the tests need.")
    return int(bool(missing) and os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
