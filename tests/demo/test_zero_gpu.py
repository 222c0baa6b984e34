"""ZeroGPU, played by a `spaces` module of our own: what is decorated, what is placed, and who is served by the CPU."""

import importlib
import pickle
import sys
from contextvars import copy_context
from types import ModuleType

import gradio as gr
import numpy as np
import pytest
from gradio.context import LocalContext

from colourizer import Colourizer
from colourizer.inference import Prediction
from demo import pictures, zero_gpu

SEEN = np.linspace(0, 100, 64 * 64, dtype=np.float32).reshape(64, 64)


class FakeSpaces(ModuleType):
    """As the real one: what is decorated is called elsewhere, so all that goes in and out is pickled."""

    def __init__(self):
        super().__init__("spaces")
        self.decorated, self.durations, self.calls, self.quota = [], [], 0, 100

    def GPU(self, duration: int):  # noqa: N802 - its name
        self.durations.append(duration)

        def decorate(task):
            def elsewhere(*arguments):
                if self.calls == self.quota:
                    raise gr.Error("You have exceeded your ZeroGPU quota.")
                self.calls += 1
                sent = pickle.dumps(arguments)
                assert len(sent) < 1_000_000
                return pickle.loads(pickle.dumps(task(*pickle.loads(sent))))

            self.decorated.append(task.__name__)
            return elsewhere

        return decorate


@pytest.fixture
def placed(monkeypatch) -> list[str]:
    """The devices that weights were moved to; none of them is there, so copies stay on the CPU."""
    devices, to = [], Colourizer.to
    monkeypatch.setattr(Colourizer, "to", lambda network, device: devices.append(device) or to(network, "cpu"))
    return devices


@pytest.fixture
def spaces(monkeypatch):
    fake = FakeSpaces()
    monkeypatch.setitem(sys.modules, "spaces", fake)
    yield fake
    monkeypatch.undo()
    importlib.reload(zero_gpu)


@pytest.fixture
def lent(spaces, placed, monkeypatch) -> FakeSpaces:
    """ZeroGPU, with the network that begins placed on it."""
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    importlib.reload(zero_gpu)
    return spaces


def asked_by_a_visitor(network: Colourizer) -> Prediction:
    def event() -> Prediction:
        LocalContext.in_event_listener.set(True)
        return zero_gpu.predict(network, SEEN)

    return copy_context().run(event)


@pytest.mark.parametrize("model", ["baseline", "cgan", "chroma"])
def test_on_zero_gpu_a_visitors_network_runs_on_the_lent_gpu(lent, placed, model):
    network = zero_gpu.place(Colourizer.from_pretrained(model))
    assert placed == ["cuda"]
    prediction = asked_by_a_visitor(network)
    assert lent.calls == 1
    assert lent.decorated == ["_predict_on_gpu"]
    assert max(lent.durations) <= 10  # the daily quota of somebody without an account is 120
    assert np.array_equal(prediction.chroma, network.predict(SEEN).chroma)
    assert (prediction.distribution is not None) == (model == "chroma")


def test_before_anybody_has_asked_the_cpu_runs_it(lent):
    network = zero_gpu.place(Colourizer.from_pretrained("cgan"))
    assert zero_gpu.predict(network, SEEN).chroma.shape[2] == 2
    assert lent.calls == 0


def test_a_visitor_whose_quota_is_used_up_is_served_by_the_cpu(lent, caplog):
    network = zero_gpu.place(Colourizer.from_pretrained("cgan"))
    lent.quota = 0
    assert np.array_equal(asked_by_a_visitor(network).chroma, network.predict(SEEN).chroma)
    assert "exceeded your ZeroGPU quota" in caplog.text


def test_elsewhere_it_has_no_effect_though_the_package_is_there(spaces, placed, monkeypatch):
    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    importlib.reload(zero_gpu)
    asked_by_a_visitor(zero_gpu.place(Colourizer.from_pretrained("cgan")))
    assert spaces.decorated  # the real one returns what it was given, then
    assert spaces.calls == 0
    assert placed == []


def test_the_pages_hand_every_network_to_it_before_they_are_launched(lent, placed):
    pictures.colourizer.cache_clear()
    pictures.models()  # what the pages ask for first
    assert placed == ["cuda"] * len(pictures.models())
    pictures.colourizer.cache_clear()


def test_without_the_package_nothing_is_decorated():
    if zero_gpu.spaces is not None:
        pytest.skip("`spaces` is installed here")
    assert not zero_gpu.ON_ZERO_GPU
    network = Colourizer.from_pretrained("cgan")
    assert np.array_equal(asked_by_a_visitor(network).chroma, network.predict(SEEN).chroma)
