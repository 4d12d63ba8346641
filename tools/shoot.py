"""Take pictures of the running dashboard: python tools/shoot.py FOLDER [URL].

Three widths, light and dark, Chinese and English; open them and look.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZES = {"1440": (1440, 900), "1920": (1920, 1080), "390": (390, 844)}
PAGES = {
    "overview": "p=overview",
    "village": "p=village",
    "households": "p=households",
    "tasks": "p=tasks",
    "tasks_list": "p=tasks&tab=list",
    "tasks_stuck": "p=tasks&tab=stuck",
    "funds": "p=funds",
    "funds_ledger": "p=funds&tab=ledger",
    "funds_new": "p=funds&tab=new",
    "coverage": "p=coverage",
    "intake": "p=intake",
    "forms": "p=forms",
    "card": "p=forms&f=household_card",
    "review": "p=review",
    "oversight": "p=oversight",
    "oversight_new": "p=oversight&tab=new",
    "oversight_inspect": "p=oversight&tab=inspect",
    "whatif": "p=whatif",
    "plan": "p=plan",
    "meeting": "p=meeting",
}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(folder: Path, url: str, only: str = "") -> None:
    """Write a PNG for each page, width, mode and language to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGS
        )
        for size, (width, height) in SIZES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, locale="zh-CN"
            )
            page.on(
                "console",
                lambda m: print(m.type, m.text[:300]) if m.type == "error" else None,
            )
            page.on("pageerror", lambda e: print("pageerror", str(e)[:300]))
            for name, query in PAGES.items():
                for mode, extra in (
                    ("light-zh", ""),
                    ("dark-zh", "&dark=1"),
                    ("light-en", "&lang=en"),
                ):
                    shot = f"{name}-{size}-{mode}"
                    if only and only not in shot:
                        continue
                    page.goto(f"{url}?{query}{extra}")
                    page.wait_for_selector(".page", timeout=20_000)
                    page.wait_for_timeout(400)
                    page.screenshot(path=str(folder / f"{shot}.png"))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
