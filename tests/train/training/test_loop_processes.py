"""Training in processes of their own: killed and resumed, and two of them together."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from tests.train.training.test_loop import TINY, assert_same
from train.errors import TrainingError
from train.training.log import read_log
from train.training.run import start_run

ROOT = Path(__file__).parents[3]


KILLED = """
import sys
from pathlib import Path
from tests.train.training.test_loop import TINY, finish
finish("cgan", TINY, Path(sys.argv[1]), Path(sys.argv[2]), resume=Path(sys.argv[1], "state.pt").exists(), save_every=0)
"""


@pytest.mark.slow
def test_a_run_killed_at_a_random_moment_resumes_bit_for_bit(tmp_path, prepared):
    def start(folder):
        command = [sys.executable, "-c", KILLED, str(folder), str(prepared)]
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)

    assert start(tmp_path / "whole").wait(timeout=120) == 0
    killed = start(tmp_path / "killed")
    deadline = time.monotonic() + 60
    while not (tmp_path / "killed" / "state.pt").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.5))
    was_running = killed.poll() is None
    os.killpg(killed.pid, signal.SIGKILL)
    assert killed.wait(timeout=20) == (-signal.SIGKILL if was_running else 0)
    assert start(tmp_path / "killed").wait(timeout=120) == 0
    whole, resumed = (torch.load(tmp_path / name / "state.pt", weights_only=True) for name in ("whole", "killed"))
    assert_same(whole, resumed)


@pytest.mark.slow
def test_two_processes_reach_the_loss_of_one(tmp_path, prepared):
    losses = {}
    for processes in (1, 2):
        folder = tmp_path / str(processes)
        script = tmp_path / "run.py"
        script.write_text(SHARED)
        launch = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", str(processes)]
        command = [sys.executable, *launch, str(script), str(folder), str(prepared)]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"}
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
        ranks = sorted(path.name for path in folder.glob("process-*"))
        assert ranks == [f"process-{rank}-of-{processes}" for rank in range(processes)]
        assert len(torch.load(folder / "state.pt", weights_only=True)["random"]) == processes
        losses[processes] = [float(row["mae"]) for row in read_log(folder / "log.csv") if row["mae"]]
    assert len(losses[1]) == len(losses[2])
    assert losses[2][-1] == pytest.approx(losses[1][-1], rel=0.05)


SHARED = """
import os, sys
from dataclasses import replace
from pathlib import Path
import train.training.loop
from accelerate import PartialState
from tests.train.training.test_loop import TINY
from train.data.manifest import read_manifest
from train.training.run import start_run
train.training.loop.LOG_EVERY = 5
folder, data = Path(sys.argv[1]), Path(sys.argv[2])
run = start_run("cgan", "tiny", replace(TINY, ema_decay=0.9, learning_rate=2e-3), folder)
train.training.loop.train(run, read_manifest(data, "train"), read_manifest(data, "validation"))
(folder / f"process-{PartialState().process_index}-of-{PartialState().num_processes}").touch()
"""


def test_a_batch_that_processes_cannot_share_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("train.training.run.Accelerator.num_processes", 3)
    with pytest.raises(TrainingError, match="A batch of 8 cannot be shared evenly by 3 processes"):
        start_run("baseline", "tiny", TINY, tmp_path / "run")
