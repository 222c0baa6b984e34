"""Training in separate processes: killed and resumed, and two processes together."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from accelerate import PartialState

import train.training.loop
from tests.train.training.test_loop import TINY, assert_same
from train.data.manifest import read_manifest
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
def test_two_processes_reach_the_loss_of_one(tmp_path, prepared, monkeypatch):
    def losses(folder: Path) -> list[float]:
        return [float(row["mae"]) for row in read_log(folder / "log.csv") if row["mae"]]

    monkeypatch.setattr(train.training.loop, "LOG_EVERY", 5)
    learn(tmp_path / "one", prepared)
    launch = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    command = [sys.executable, *launch, "-m", __name__, str(tmp_path / "two"), str(prepared)]
    environment = os.environ | {"ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    assert sorted(path.name for path in (tmp_path / "two").glob("process-*")) == ["process-0-of-2", "process-1-of-2"]
    assert len(torch.load(tmp_path / "two" / "state.pt", weights_only=True)["random"]) == 2
    one, two = losses(tmp_path / "one"), losses(tmp_path / "two")
    assert len(one) == len(two)
    assert two[-1] == pytest.approx(one[-1], rel=0.05)


def learn(folder: Path, data: Path) -> None:
    """Runs in each process that torchrun starts, and in the single process for comparison."""
    run = start_run("cgan", "tiny", replace(TINY, ema_decay=0.9, learning_rate=2e-3), folder)
    train.training.loop.train(run, read_manifest(data, "train"), read_manifest(data, "validation"))
    state = PartialState()
    (folder / f"process-{state.process_index}-of-{state.num_processes}").touch()


def test_a_batch_that_processes_cannot_share_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("train.training.run.Accelerator.num_processes", 3)
    with pytest.raises(TrainingError, match="A batch of 8 cannot be shared evenly by 3 processes"):
        start_run("baseline", "tiny", TINY, tmp_path / "run")


if __name__ == "__main__":
    train.training.loop.LOG_EVERY = 5
    learn(*map(Path, sys.argv[1:]))
