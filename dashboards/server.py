"""The server: one notebook as the app, on this machine only, with a fuse against leaks.

`python -m dashboards.server PORT` serves notebooks/dashboard.ipynb and each page's
notebook; it prints the address when the first page is ready to be opened.
"""

from __future__ import annotations

import gzip
import logging
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from fupin import settings

HOST = "127.0.0.1"
# Nothing but this server: what a page would fetch elsewhere, the browser blocks.
CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:* blob: data:; "
    "frame-ancestors 'self'"
)
COMPRESSED = (".js", ".css", ".map", ".svg", ".json")
SMALLEST = 2_048
WEEK = 7 * 24 * 3600
# The whole app, and each page by itself, by their notebooks.
APPS = {"dashboard": "/", "overview": "overview", "households": "households"}


@lru_cache(maxsize=256)
def _gzipped(path: str, _modified: float) -> bytes:
    """Return the file compressed; kept, since each visitor asks for the same few."""
    return gzip.compress(Path(path).read_bytes(), 6)


def _is_small(path: str | None) -> bool:
    """Say whether there is nothing to win by compressing."""
    return path is None or Path(path).stat().st_size < SMALLEST


def _compressed(path: str) -> bytes:
    return _gzipped(path, Path(path).stat().st_mtime)


def _secure_headers() -> None:
    """Add the policy to every page that Panel renders."""
    from panel.io import server  # noqa: PLC0415

    plain = server.DocHandler.set_default_headers

    def with_policy(self: Any) -> None:
        plain(self)
        self.set_header("Content-Security-Policy", CSP)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")

    server.DocHandler.set_default_headers = with_policy


def _compress_static() -> None:
    """Send static files compressed, and let the browser keep them.

    Tornado compresses nothing and Bokeh's and Panel's scripts are 6 MB.
    """
    from tornado.web import StaticFileHandler  # noqa: PLC0415

    plain = StaticFileHandler.get

    async def get(self: Any, path: str, include_body: bool = True) -> None:
        accepts = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if not accepts or not path.endswith(COMPRESSED) or not include_body:
            return await plain(self, path, include_body)
        self.path = self.parse_url_path(path)
        absolute = self.get_absolute_path(self.root, self.path)
        absolute = self.validate_absolute_path(self.root, absolute)
        if _is_small(absolute):
            return await plain(self, path, include_body)
        self.absolute_path = absolute
        self.modified = self.get_modified_time()
        self.set_headers()
        self.set_header("Content-Encoding", "gzip")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Cache-Control", f"max-age={WEEK}")
        if self.should_return_304():
            self.set_status(304)
            return None
        body = _compressed(absolute)
        self.set_header("Content-Length", len(body))
        self.write(body)
        return None

    StaticFileHandler.get = get


def main(port: int) -> None:
    """Serve until interrupted."""
    import panel as pn  # noqa: PLC0415

    from dashboards.app import shared_desk  # noqa: PLC0415

    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    _secure_headers()
    _compress_static()
    notebooks = {
        path.stem: str(path)
        for path in sorted(settings.NOTEBOOKS.glob("*.ipynb"))
        if path.stem in APPS
    }
    shared_desk()
    server = pn.serve(
        {APPS[name]: path for name, path in notebooks.items()},
        address=HOST, port=port, show=False, start=False, threaded=False,
        websocket_origin=[f"{HOST}:{port}", f"localhost:{port}"],
        unused_session_lifetime_milliseconds=30_000,
        check_unused_sessions_milliseconds=10_000,
        liveness=True, liveness_endpoint="liveness",
    )  # fmt: skip
    print(f"扶贫工作台 Dashboard: http://{HOST}:{port}/", flush=True)  # noqa: T201
    server.run_until_shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]))
