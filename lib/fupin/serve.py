"""Start the dashboard or JupyterLab on this machine; nothing leaves it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import sys
from pathlib import Path

from fupin import settings
from fupin.book import no_sample
from fupin.errors import FupinError

HOST = "127.0.0.1"


def serve(port: int) -> None:
    """Serve the dashboard at http://127.0.0.1:`port`; doesn't return.

    Raises FupinError where the port is taken or the register isn't there.
    """
    _check_port(port, "serve PORT")
    path = settings.register_path()
    if path is not None and not path.exists():
        raise FupinError(
            f"没有台账：{path}。请核对路径",
            f"There is no register at {path}. Check the path.",
        )
    if path is None and not settings.has_store() and not settings.has_sample():
        raise no_sample()
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(settings.ROOT), os.environ.get("PYTHONPATH", "")]
    ).rstrip(os.pathsep)
    _run([sys.executable, "-m", "dashboards.server", str(port)])


def lab(port: int) -> None:
    """Open JupyterLab on notebooks/ with everything it needs on this machine."""
    _check_port(port, "lab LAB_PORT")
    assets = _lab_assets()
    os.environ["PANEL_INLINE"] = "True"
    os.environ["PANEL_CDN_ROOT"] = f"http://{HOST}:{port}/static/panel/"
    _run([
        sys.executable, "-m", "jupyterlab", f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--no-browser",
        "--allow-root", f"--ServerApp.root_dir={settings.NOTEBOOKS}",
        f"--ServerApp.extra_static_paths=['{assets}']", "--LabApp.news_url=None",
        f"--LabApp.app_settings_dir={_lab_settings()}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        *os.environ.get("FUPIN_LAB_ARGS", "").split(),
    ])  # fmt: skip


def _run(command: list[str]) -> None:
    """Become the command, so that signals reach it; on Windows, wait for it."""
    if os.name == "nt":
        import subprocess  # noqa: PLC0415

        raise SystemExit(subprocess.call(command))  # noqa: S603
    os.execv(command[0], command)  # noqa: S606


def _check_port(port: int, make: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise FupinError(
                f"端口 {port} 已被占用。换一个：make {make}={port + 1}",
                f"Port {port} is taken. Choose another: make {make}={port + 1}",
            ) from None


def _lab_settings() -> Path:
    """Write the settings that keep Lab from asking whether it may fetch news."""
    folder = settings.PRIVATE / "lab-settings"
    folder.mkdir(parents=True, exist_ok=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    said = {"@jupyterlab/apputils-extension:notification": quiet}
    (folder / "overrides.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def _lab_assets() -> Path:
    """Copy the style sheets that Panel would fetch into a folder that Lab serves.

    Symbolic links are refused there, so the few files are copied once a version.
    """
    from importlib.metadata import version  # noqa: PLC0415

    spec = importlib.util.find_spec("panel")
    dist = Path(str(spec and spec.origin)).parent / "dist"
    release = version("panel")
    root = settings.PRIVATE / "lab"
    for part in ("css", "bundled/theme"):
        target = root / "panel" / release / "dist" / part
        if not target.exists():
            shutil.copytree(dist / part, target)
    return root
