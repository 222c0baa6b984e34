"""Starts the pages as a host does, for measurements: ports, environments, waiting, memory."""

import os
import socket
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """An unused port."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def app_environment(port: int, folder: str) -> dict[str, str]:
    """The environment for the Gradio app to serve on `port` and keep all temporary files in `folder`."""
    environment = {**os.environ, "GRADIO_SERVER_PORT": str(port), "TMPDIR": folder}
    environment.pop("GRADIO_TEMP_DIR", None)
    return environment


def wait_for(url: str, within: float = 600.0) -> None:
    """Wait until something is served at `url`. Raises TimeoutError after `within` seconds."""
    start = time.monotonic()
    while time.monotonic() < start + within:
        try:
            urllib.request.urlopen(url, timeout=within).read()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"Nothing was served at {url} within {within:.0f} seconds.")


def resident(pid: int) -> float:
    """Memory of a process in MB. Linux only."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
