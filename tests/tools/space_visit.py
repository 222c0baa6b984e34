"""Starts a folder's app as a Space does, and visits it: the part of `check_space` that runs in an isolated network."""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.request
from importlib import import_module
from pathlib import Path

from tests.tools import space_rules

USER = 1000
PORT = 7860
SAMPLE = "assets/samples/tall-building/summer-palace-pagoda.jpg"
COLOURFUL = 10  # minimum, of 255, for the largest difference between a picture's channels
_LOOPBACK_UP = (0x8914, struct.pack("16sH14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP


class SpaceError(Exception):
    """The app does not behave as a Space must; the message says how."""


def visit(place: Path, python: Path, within: float) -> int:
    """Start the app as a Space does, ask it for a picture in colour, and stop it; returns 0 or 1."""
    alone = [name for _, name in socket.if_nameindex()] == ["lo"]
    port = PORT
    if alone:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            fcntl.ioctl(sock, *_LOOPBACK_UP)
    else:  # the port may be in use
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            port = sock.getsockname()[1]
    environment = variables(place) | ({} if alone else {"GRADIO_SERVER_PORT": str(port)})
    command, user = runnable(python, environment)
    begun = time.monotonic()
    app = space_rules.front_matter(place / "app")["app_file"]
    output = (place / "output.txt").open("w+")
    streams = {"stdout": output, "stderr": subprocess.STDOUT}
    with output, subprocess.Popen([*command, app], cwd=place / "app", env=environment, **streams, **user) as process:
        try:
            # Importing the client takes seconds, like the page's start.
            threading.Thread(target=import_module, args=("gradio_client",)).start()
            # A server that listens only on 127.0.0.1, which would be unreachable, does not answer here.
            answer(f"http://127.0.0.2:{port}", process, begun + within)
            print(f"Answers on port {port} after {time.monotonic() - begun:.1f} s.")
            print(f"/colourize gives a picture in colour after {colourized(port, place):.1f} s.")
        except SpaceError as error:
            print(error, "It said:", (place / "output.txt").read_text(), sep="\n")
            return 1
        finally:
            process.terminate()
    left = [path for path in (place / "tmp").rglob("*") if path.is_file()]
    print(f"Leaves {len(left)} temporary files.")
    return 1 if left else 0


def variables(place: Path) -> dict[str, str]:
    """The environment variables of a Space, without ours."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "tmp"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SYSTEM": "spaces",
        "SPACE_ID": "someone/colourizelt",
        "SPACE_HOST": "someone-colourizelt.example",
        "GRADIO_SERVER_NAME": "0.0.0.0",
        "GRADIO_NUM_PORTS": "1",
        "GRADIO_ALLOW_FLAGGING": "never",
        "GRADIO_THEME": "huggingface",
        "CPU_CORES": "2",
        "MEMORY": "16Gi",
        "ACCELERATOR": "none",
    }


def runnable(python: Path, environment: dict[str, str]) -> tuple[list[str], dict]:
    """The command for `python`, and Popen's options, as user 1000 if possible.

    Other users cannot run a Python in somebody's home folder. The system's Python of the same version is used instead,
    with the packages of `python`.
    """
    if os.getuid() != 0:
        print("Only root can start the app as somebody else, so it runs as you.")
        return [str(python)], {}
    user = {"user": USER, "group": USER, "extra_groups": []}
    if _runs(str(python), user):
        return [str(python)], user
    other = shutil.which(f"python3.{sys.version_info.minor}", path=environment["PATH"])
    if other and python == Path(sys.executable) and _runs(other, user):
        environment["PYTHONPATH"] = sysconfig.get_path("purelib")
        return [other], user
    print(f"User {USER} may not run {python}, so the app runs as root.")
    return [str(python)], {}


def _runs(python: str, user: dict) -> bool:
    try:
        return subprocess.run([python, "-c", ""], **user).returncode == 0
    except PermissionError:
        return False


def answer(url: str, process: subprocess.Popen, until: float) -> None:
    """Wait for the page. Raises SpaceError."""
    while True:
        try:
            with urllib.request.urlopen(url) as response:
                if "gradio" not in response.read().decode():
                    raise SpaceError(f"{url} is no page of Gradio.")
                return
        except OSError as error:
            if process.poll() is not None:
                raise SpaceError(f"The app ended at once, with {process.returncode}.") from error
            if time.monotonic() > until:
                raise SpaceError(f"Nothing answers at {url} in time.") from error
            time.sleep(0.2)


def colourized(port: int, place: Path) -> float:
    """Colour a grey sample by API; returns seconds. Raises SpaceError."""
    import numpy as np
    from gradio_client import Client, handle_file
    from PIL import Image

    grey = place / "grey.jpg"
    Image.open(place / "app" / SAMPLE).convert("L").save(grey)
    client = Client(f"http://127.0.0.1:{port}", verbose=False, download_files=place)
    begun = time.monotonic()
    path, _ = client.predict(photo=handle_file(grey), model="chroma", api_name="/colourize")
    seconds = time.monotonic() - begun
    client.close()
    with Image.open(path) as image:
        if image.size != Image.open(grey).size:
            raise SpaceError(f"/colourize returned {image.size}.")
        if np.ptp(np.asarray(image.convert("RGB")).astype(int), axis=2).max() < COLOURFUL:
            raise SpaceError("/colourize returned a grey picture.")
    return seconds


if __name__ == "__main__":
    sys.exit(visit(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
