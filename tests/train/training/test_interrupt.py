"""Ctrl-C and SIGTERM, sent to separate processes at any time, as by people and machines."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from train.training import interrupt

ROOT = Path(__file__).parents[3]
DISTINCT = 30  # photographs
PATIENCE = 240  # seconds, for busy machines


def start(*words: str, module: Sequence[str] = ("train",)) -> subprocess.Popen:
    """Start a process as a terminal does, even if the tests run in a script's background, which ignores Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, "-m", *module, *words],
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(condition, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline, "it never came so far"
        time.sleep(0.05)


def stopped(process: subprocess.Popen, number: int) -> str:
    """The output of a process stopped with its whole group, as by a terminal, `timeout`, systemd or Slurm."""
    os.killpg(process.pid, number)
    _, told = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in told, told
    return told


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_saves_itself_and_says_how_to_go_on(number, prepared, tmp_path):
    """Stopped long before the first regular save after three minutes."""
    words = ["baseline", "--data", str(prepared), "--preset", "quick", "--size", "16", "--width", "2"]
    words += ["--epochs", "100000", "--out", str(tmp_path / "a run")]
    process = start(*words)
    wait_for(lambda: list(tmp_path.glob("a run/grids/*.webp")), process)
    assert not (tmp_path / "a run" / "state.pt").exists()
    told = stopped(process, number)
    assert process.returncode == 128 + number
    state = torch.load(tmp_path / "a run" / "state.pt", weights_only=True)
    assert f"Saved after {state['seen']:,} photographs. Go on with:" in told
    assert f"python -m train {' '.join(words[:-1])} '{words[-1]}' --resume" in told
    if number == signal.SIGTERM:
        return  # both save the same, so it is enough to resume one of them
    process = start(*words, "--resume")
    wait_for(lambda: len(list(tmp_path.glob("a run/grids/*.webp"))) > state["seen"] // 48 + 1, process)
    stopped(process, number)
    assert torch.load(tmp_path / "a run" / "state.pt", weights_only=True)["seen"] > state["seen"]


@pytest.mark.slow
def test_processes_that_torchrun_started_save_themselves(prepared, tmp_path, monkeypatch):
    """They get the signal twice: from the terminal and from torchrun."""
    monkeypatch.setenv("ACCELERATE_USE_CPU", "true")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    words = ["baseline", "--data", str(prepared), "--preset", "quick", "--size", "16", "--width", "2", "--batch", "8"]
    words += ["--epochs", "100000", "--out", str(tmp_path / "run")]
    torchrun = ["torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m", "train"]
    process = start(*words, module=torchrun)
    wait_for(lambda: list(tmp_path.glob("run/grids/*.webp")), process)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE)
    assert (tmp_path / "run" / "state.pt").exists()
    assert f"torchrun --nproc_per_node 2 -m train {' '.join(words)} --resume" in told


@pytest.fixture
def interruptible():
    """Ctrl-C interrupts, also where the tests were started by a script in its background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_a_signal_that_the_process_was_started_to_ignore_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with interrupt.Interruption() as interruption:
        signal.raise_signal(signal.SIGINT)
        assert not interruption
        signal.raise_signal(signal.SIGTERM)
        assert interruption.signal == signal.SIGTERM
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@pytest.mark.usefixtures("interruptible")
def test_a_second_signal_stops_at_once_but_not_one_that_was_passed_on(monkeypatch, capsys):
    with interrupt.Interruption() as interruption:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        assert interruption.signal == signal.SIGINT
        monkeypatch.setattr(interrupt, "_AGAIN", 0)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert capsys.readouterr().err.count("Stopping after this batch") == 1


@pytest.mark.slow
def test_evaluate_stops_with_a_sentence(tmp_path):
    photographs(tmp_path / "photos", 400)
    out = tmp_path / "out"
    process = start("evaluate", "--models", "chroma", "--images", str(tmp_path / "photos"), "--out", str(out))
    wait_for(lambda: list(out.rglob("*.webp")), process)
    assert "no results were written. Run the same command again" in stopped(process, signal.SIGINT)
    assert process.returncode == 130


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_prepare_stops_with_a_sentence(number, tmp_path):
    photographs(tmp_path / "photos", 3000)
    process = start("prepare", "--source", f"mine={tmp_path / 'photos'}", "--out", str(tmp_path / "out"))
    wait_for(lambda: any("numpy" in loaded(child) for child in children(process)), process)  # the worker is reading
    assert "no manifest was written" in stopped(process, number)
    assert process.returncode == 130 and not (tmp_path / "out" / "manifest.csv").exists()


@pytest.mark.slow
def test_calibrate_stops_with_a_sentence(prepared, tmp_path):
    process = start("calibrate", "--checkpoint", "assets/checkpoints/chroma", "--data", str(prepared))
    said = ""
    while "colour" not in said and process.poll() is None:  # until the first progress bar
        said += process.stderr.read(1)
    assert "the checkpoint is unchanged" in stopped(process, signal.SIGINT)
    assert process.returncode == 130


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_still_importing_stops_with_a_sentence(number):
    """There a library would convert a KeyboardInterrupt to an ImportError."""
    process = start("--help")
    libraries = Path(f"/proc/{process.pid}/maps")  # NumPy is among the first slow imports
    wait_for(lambda: "numpy" in libraries.read_text(), process)
    assert stopped(process, number) == "Stopped before anything began.\n"
    assert process.returncode == 128 + number


def children(process: subprocess.Popen) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def loaded(process: str) -> str:
    """The libraries loaded by a process, which may end meanwhile."""
    try:
        return Path(f"/proc/{process}/maps").read_text()
    except OSError:
        return ""


def photographs(folder: Path, count: int) -> None:
    random = np.random.default_rng(0)
    (folder / "coast").mkdir(parents=True)
    for number in range(count):
        path = folder / "coast" / f"{number}.png"
        if number < DISTINCT:
            picture = Image.fromarray(random.integers(0, 256, (8, 8, 3), dtype=np.uint8)).resize((150, 150))
            picture.save(path)
        else:  # many to read, although few are generated
            path.hardlink_to(folder / "coast" / f"{number % DISTINCT}.png")
