"""Threads of many photographs share a few heaps. Each test uses a separate process, as the setting is permanent."""

import platform
import re
import subprocess
import sys

import pytest

from demo import app
from demo.gradio_app import malloc

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has heaps to be bounded")

# As many threads as concurrent visitors; then glibc reports its number of heaps.
_THREADS = """
import ctypes, sys, threading
from demo.gradio_app import malloc
if sys.argv[1] == "limit_arenas":
    assert malloc.limit_arenas()
held = threading.Barrier(12)
def allocate():
    mine = [bytearray(1000) for _ in range(100)]
    held.wait()
threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def heaps(how: str) -> int:
    told = subprocess.run([sys.executable, "-c", _THREADS, how], capture_output=True, text=True, check=True)
    return len(re.findall(r"<heap nr", told.stdout))


def test_threads_share_a_few_heaps():
    assert heaps("limit_arenas") <= malloc.ARENAS < heaps("as glibc would")


def test_the_app_bounds_them_before_it_has_threads(monkeypatch):
    done = []
    monkeypatch.setattr(malloc, "limit_arenas", lambda: done.append("limit_arenas"))
    monkeypatch.setattr(app, "build", lambda: done.append("build"))
    monkeypatch.setattr(app, "launch", lambda demo: done.append("launch"))
    monkeypatch.setattr(app.signal, "signal", lambda *_: None)
    monkeypatch.setenv("GRADIO_TEMP_DIR", "unused")
    app.main()
    assert done == ["limit_arenas", "build", "launch"]
