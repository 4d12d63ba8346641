"""How large a file may be; one place for the screen and for the readers."""

from __future__ import annotations

MEGABYTE = 2**20
LARGEST_FILE = 200 * MEGABYTE
