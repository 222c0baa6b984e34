"""ZeroGPU, simulated by a fake `spaces` module: what is decorated, and who is served by the CPU."""

import importlib
import pickle
import sys
from contextvars import copy_context
from types import ModuleType

import gradio as gr
import numpy as np
import pytest
from gradio.context import LocalContext

from colourizer import Colourizer, load_photo
from colourizer.checkpoint import bundled_names
from demo.gradio_app import pictures, samples, zero_gpu

PAGODA = load_photo(samples.FOLDER / "tall-building" / "summer-palace-pagoda.jpg")


class FakeSpaces(ModuleType):
    """Like the real package, it calls decorated functions elsewhere, so arguments and results are pickled."""

    def __init__(self):
        super().__init__("spaces")
        self.durations, self.calls, self.quota = [], 0, 100

    def GPU(self, duration: int):  # noqa: N802 - its name
        self.durations.append(duration)

        def decorate(task):
            def elsewhere(*arguments):
                if self.calls == self.quota:
                    raise gr.Error("You have exceeded your ZeroGPU quota.")
                self.calls += 1
                sent = pickle.dumps(arguments)
                assert len(sent) < 1_000_000  # never the photograph itself
                return pickle.loads(pickle.dumps(task(*pickle.loads(sent))))

            return elsewhere

        return decorate


@pytest.fixture
def devices(monkeypatch) -> list[str]:
    """The devices that networks were sent to; they actually stay on the CPU, as there is no other."""
    asked = []
    monkeypatch.setattr(Colourizer, "to", lambda network, device: asked.append(device) or network)
    return asked


@pytest.fixture(params=["true", None])
def spaces(request, devices, monkeypatch):
    """The fake package, on ZeroGPU and elsewhere."""
    fake = FakeSpaces()
    monkeypatch.setitem(sys.modules, "spaces", fake)
    if request.param is None:
        monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    else:
        monkeypatch.setenv("SPACES_ZERO_GPU", request.param)
    importlib.reload(zero_gpu)
    monkeypatch.setattr(pictures, "_predict", zero_gpu.run_on_gpu(pictures._predict.__wrapped__))
    yield fake
    monkeypatch.undo()
    importlib.reload(zero_gpu)


on_zero_gpu = pytest.mark.parametrize("spaces", ["true"], indirect=True)
elsewhere = pytest.mark.parametrize("spaces", [None], indirect=True)


def asked_by_a_visitor(model: str) -> np.ndarray:
    """A photograph's chroma, computed as within an event."""

    def event() -> np.ndarray:
        LocalContext.in_event_listener.set(True)
        return pictures.colour(model, PAGODA).chroma

    return copy_context().run(event)


@on_zero_gpu
@pytest.mark.parametrize("model", bundled_names())
def test_a_visitors_network_runs_on_the_lent_gpu(spaces, devices, model):
    chroma = asked_by_a_visitor(model)
    assert (spaces.calls, devices) == (1, ["cuda"])
    assert max(spaces.durations) <= 10  # seconds; visitors without an account have 120 a day
    assert np.allclose(chroma, Colourizer.from_pretrained(model, engine="torch")(PAGODA).chroma, atol=0.1)


@on_zero_gpu
def test_only_there_pytorch_runs_the_networks_although_the_processor_would_not_need_it(spaces):
    assert pictures.colourizer("cgan").checkpoint.engine.label.startswith("torch")


@on_zero_gpu
def test_before_anybody_has_asked_the_cpu_computes(spaces, devices):
    pictures.colour("cgan", PAGODA)
    assert (spaces.calls, devices) == (0, ["cpu"])


@on_zero_gpu
def test_a_visitor_whose_quota_is_used_up_is_served_by_the_cpu(spaces, devices, caplog):
    spaces.quota = 0
    assert np.ptp(asked_by_a_visitor("cgan")) > 1
    assert devices == ["cpu"]
    assert "exceeded your ZeroGPU quota" in caplog.text


@elsewhere
def test_elsewhere_it_has_no_effect_though_the_package_is_there(spaces, devices):
    asked_by_a_visitor("cgan")
    assert (spaces.calls, devices) == (0, ["cpu"])


@elsewhere
def test_elsewhere_the_host_chooses_the_device(spaces, devices, monkeypatch):
    monkeypatch.setattr(zero_gpu, "device", lambda: "cuda")
    asked_by_a_visitor("cgan")
    assert (spaces.calls, devices) == (0, ["cuda"])


def test_without_the_package_nothing_is_needed(devices, monkeypatch):
    monkeypatch.setitem(sys.modules, "spaces", None)  # as if it were not installed
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    importlib.reload(zero_gpu)
    try:
        assert zero_gpu.run_on_gpu(lambda *arguments: arguments)("cgan") == ("cgan", "cpu")
    finally:
        monkeypatch.undo()
        importlib.reload(zero_gpu)
