"""A pool of processes: one that dies loses only its own task."""

import os
import subprocess
import sys
import time
from pathlib import Path

from colourizer.cli.process_pool import in_processes

ROOT = Path(__file__).parents[3]


def begin(_number: int) -> None:
    pass


def work(task: int) -> int:
    if task == 3:
        os._exit(9)  # like the kernel's OOM killer
    return task * 10


def test_every_task_ends_whichever_process_dies():
    results = dict(in_processes(work, range(7), 2, begin, (0,)))
    assert results == {task: None if task == 3 else task * 10 for task in range(7)}


def test_no_process_outlives_its_parent(tmp_path):
    code = (
        "import os, time\nfrom colourizer.cli.process_pool import in_processes\n"
        "if __name__ == '__main__':\n"
        "    for task, result in in_processes(os.path.abspath, ['.'], 1, print, ('begun',)):\n"
        "        print(task, flush=True)\n        time.sleep(60)\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    parent = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert parent.stdout is not None
    assert [parent.stdout.readline() for _ in range(2)]  # both are alive
    parent.kill()
    parent.wait()
    began = time.monotonic()
    parent.stdout.read()  # returns when no process holds the pipe any more
    assert time.monotonic() - began < 20
