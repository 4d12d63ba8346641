"""The server: one notebook as the app, on this machine only, with a fuse against leaks.

`python -m dashboards.server PORT` serves notebooks/dashboard.ipynb and each page's
notebook; it prints the address when the first page is ready to be opened.
"""

from __future__ import annotations

import gc
import gzip
import logging
import re
import sys
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from fupin import settings

if TYPE_CHECKING:
    from datetime import date

    from dashboards.models.desk import Desk

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
# Seconds after the start in which the first visitor comes first.
AHEAD = 5
BETWEEN = 0.5
# So many seconds behind its time a clock strikes while somebody is answered.
LATE = 0.02
# Rows of households; so many take a pause to decide that a visitor notices.
LARGE = 20_000


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

    StaticFileHandler.get = get  # type: ignore[method-assign]


# Panel hands every module to es-module-shims, which reads it letter by letter and
# passes on a copy that the browser can't keep compiled. Browsers import ours as it is:
# nothing of ours names a module that an import map would have to find.
NATIVE = """<script>
window.importShim = Object.assign(
  (url) => import(new URL(url, document.baseURI).href), { addImportMap() {} },
)
</script>"""
SHIM = re.compile(r"<script[^>]*es-module-shims[^>]*></script>")
BODY = re.compile(r"<body[^>]*>")
# No chart of ours draws with WebGL.
UNUSED = re.compile(r"<script[^>]*bokeh-gl[^>]*></script>\n?")


def _shape(session: Any) -> str:
    """Return the page's shape, in the language and colours of the address."""
    from dashboards.widgets.skeleton import skeleton  # noqa: PLC0415

    said = session.document.session_context.request.arguments
    lang = "en" if said.get("lang") == [b"en"] else "zh"
    return skeleton(lang, dark=said.get("dark") == [b"1"])


def _open_quickly() -> None:
    """Let a page's scripts load side by side, and only those that it needs.

    The largest is asked for at the top, not when the websocket has brought the page;
    and which scripts there are is worked out once, not for each visitor.
    """
    from panel.io import server  # noqa: PLC0415
    from panel.io.state import set_curdoc, state  # noqa: PLC0415
    from panel_material_ui import Page  # noqa: PLC0415

    plain, find = server.server_html_page_for_session, server.bundle_resources
    known: dict[str, Any] = {}

    def bundle(roots: Any, resources: Any) -> Any:
        path = state.curdoc.session_context.request.path
        if path not in known:
            known[path] = find(roots, resources)
        return known[path]

    def quick(session: Any, *rest: Any, **more: Any) -> str:
        html = UNUSED.sub("", plain(session, *rest, **more))
        with set_curdoc(session.document):
            module = Page._render_esm(server=True)  # noqa: SLF001
        ahead = f'<link rel="modulepreload" href="{module}">'
        html = html.replace("<meta charset", f"{ahead}\n    <meta charset", 1)
        html = BODY.sub(lambda body: body[0] + _shape(session), html, count=1)
        return SHIM.sub(NATIVE, html, count=1)

    server.bundle_resources = bundle
    server.server_html_page_for_session = quick


def _forgive_addresses() -> None:
    """Open an address whose "number" Panel can't read; `²` is a digit, but no int."""
    from panel.io import location  # noqa: PLC0415

    plain = location.parse_query

    def forgiving(query: str) -> dict[str, Any]:
        try:
            return plain(query)
        except ValueError:
            return {}

    location.parse_query = forgiving


class _Gone(logging.Filter):
    """Drops the trace of an answer to a visitor who has left: that is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return type(error).__name__ != "WebSocketClosedError"


def _compress_ahead() -> None:
    """Compress the large scripts beside the rest, so that no visitor waits for it."""
    from bokeh.util.paths import bokehjs_path  # noqa: PLC0415
    from panel.config import __file__ as panel_file  # noqa: PLC0415
    from panel_material_ui import __file__ as material_file  # noqa: PLC0415

    bokeh = Path(bokehjs_path()) / "js"
    scripts = [
        bokeh / "bokeh.min.js",
        bokeh / "bokeh-widgets.min.js",
        bokeh / "bokeh-tables.min.js",
        Path(panel_file).parent / "dist" / "panel.min.js",
        Path(material_file).parent / "dist" / "panel-material-ui.bundle.js",
    ]  # fmt: skip
    for path in scripts:
        if path.exists():
            _gzipped(str(path), path.stat().st_mtime)


def _decide_ahead(loop: Any, desk: Desk) -> None:
    """Decide under the other basis one date at a time, once the first page is out.

    Whoever is being answered just now goes first: then the clock strikes late.
    """
    # Nobody is answered meanwhile: a large register is decided when asked for.
    if len(desk.register["households"]) > LARGE:
        return
    newest_first = desk.days[::-1]
    work: list[tuple[Any, date, str]] = [
        (desk.assessment, day, "fixed") for day in newest_first
    ]
    work += [(desk.standing, day, "actual") for day in newest_first]
    work += [(desk.assessment, day, "actual") for day in newest_first]

    def strike(due: float) -> None:
        if loop.time() - due < LATE:
            decide, day, basis = work.pop(0)
            decide(day, basis)
        if work:
            wait(BETWEEN)

    def wait(seconds: float) -> None:
        due = loop.time() + seconds
        loop.call_at(due, strike, due)

    wait(AHEAD)


def main(port: int) -> None:
    """Serve until interrupted."""
    # Thousands of classes are made that stay: nothing there to look for as rubbish.
    gc.disable()
    import panel as pn  # noqa: PLC0415

    from dashboards.app import PAGES, shared_desk  # noqa: PLC0415

    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    logging.getLogger("asyncio").addFilter(_Gone())
    Thread(target=_compress_ahead, daemon=True).start()
    _secure_headers()
    _compress_static()
    _forgive_addresses()
    _open_quickly()
    desk = shared_desk()
    gc.freeze()
    gc.enable()
    # The whole app, and each page by itself, by their notebooks.
    notebooks = {"/": "dashboard"} | {page: page for page in PAGES}
    server = pn.serve(
        {
            where: str(settings.NOTEBOOKS / f"{name}.ipynb")
            for where, name in notebooks.items()
        },
        address=HOST, port=port, show=False, start=False, threaded=False,
        websocket_origin=[f"{HOST}:{port}", f"localhost:{port}"],
        unused_session_lifetime_milliseconds=30_000,
        check_unused_sessions_milliseconds=10_000,
        liveness=True, liveness_endpoint="liveness",
    )  # fmt: skip
    _decide_ahead(server.io_loop, desk)
    print(f"扶贫工作台 Dashboard: http://{HOST}:{port}/", flush=True)  # noqa: T201
    server.run_until_shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]))
