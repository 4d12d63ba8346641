"""Files as people put them in: pictures with all that a camera writes, archives."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from fupin.tasks.evidence import prepared
from fupin.tasks.owners import EvidenceLimits
from tests.tasks.towns import HOUSE

LIMITS = EvidenceLimits(largest_mb=1, longest_side=800, most=2)
TASK: dict[str, Any] = {
    "key": HOUSE, "village_id": "001", "household_id": "001-001",
    "status": "running",
}  # fmt: skip
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def photo(kind: str = "JPEG", size: tuple[int, int] = (1200, 900)) -> bytes:
    """Return a picture with a place, a camera, a comment and a turn written in it."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    told = Image.Exif()
    told[ORIENTATION], told[MAKER] = 6, "相机甲"
    told.get_ifd(GPS).update({1: "N", 2: (23.0, 7.0, 12.5), 3: "E"})
    made = io.BytesIO()
    image.save(made, kind, exif=told, **({"comment": b"N23"} if kind == "JPEG" else {}))
    return made.getvalue()


def given(name: str = "后.jpg", content: bytes | None = None) -> Any:
    return prepared(name, photo() if content is None else content, LIMITS)
