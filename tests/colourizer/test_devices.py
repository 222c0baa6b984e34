"""The choice of device, and that a GPU gives the same colours as the CPU."""

import numpy as np
import pytest
import torch

from colourizer import Colourizer
from colourizer.__main__ import main
from colourizer.cli.archive_command import main as archive_main
from colourizer.devices import _KINDS, NAMES, device_named
from tests.files import GREY, encoded

GPUS = [name for name, available in _KINDS.items() if name != "cpu" and available()]


def test_auto_is_the_fastest_there_is(monkeypatch):
    assert device_named("cpu") == "cpu"
    assert set(NAMES) == {"auto", *_KINDS}
    for there, expected in (({"cuda", "cpu"}, "cuda"), ({"mps", "cpu"}, "mps"), ({"cpu"}, "cpu")):
        for name in _KINDS:
            monkeypatch.setitem(_KINDS, name, lambda name=name, there=there: name in there)
        assert device_named("auto") == expected


@pytest.mark.parametrize("name", ["cuda", "mps", "toaster"])
def test_a_device_that_is_not_there_is_said_to_be_so(tmp_path, capsys, monkeypatch, name):
    for kind in ("cuda", "mps"):
        monkeypatch.setitem(_KINDS, kind, lambda: False)
    (tmp_path / "old.png").write_bytes(encoded(GREY, "PNG"))
    for run, arguments in (
        (main, [str(tmp_path / "old.png")]),
        (archive_main, [str(tmp_path), "--output", str(tmp_path / "out")]),
    ):
        with pytest.raises(SystemExit) as caught:
            run([*arguments, "--device", name])
        assert caught.value.code == 2
        assert f"There is no device {name} here. Choose one of: auto, cpu." in capsys.readouterr().err


def test_both_commands_run_on_the_device_that_is_named(tmp_path, tiny):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "old.png").write_bytes(encoded(GREY, "PNG"))
    options = ["--model", str(tiny["unet"]), "--device", "cpu", "--output"]
    assert main([str(tmp_path / "in" / "old.png"), *options, str(tmp_path / "new.png")]) == 0
    assert archive_main([str(tmp_path / "in"), *options, str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "old.png").is_file()


@pytest.mark.skipif(not GPUS, reason="there is no GPU here")
@pytest.mark.parametrize("model", ["chroma", "cgan", "baseline"])
def test_colours_on_a_gpu_are_those_of_the_processor(tmp_path, model):
    (tmp_path / "old.png").write_bytes(encoded(np.tile(GREY, (6, 6)), "PNG"))
    colourizer = Colourizer.from_pretrained(model)
    expected = colourizer(tmp_path / "old.png").rgb.astype(int)
    for name in GPUS:
        found = colourizer.to(device_named(name))(tmp_path / "old.png").rgb
        assert next(colourizer.checkpoint.net.parameters()).device == torch.empty(0, device=name).device
        assert np.abs(found - expected).max() <= 1
