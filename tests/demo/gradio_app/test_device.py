"""The host's choice of device for the app's networks."""

import pytest

from demo import app
from demo.gradio_app import networks, preload


@pytest.fixture
def host(monkeypatch):
    """Set COLOURIZER_DEVICE, which is read once per process."""
    networks.device.cache_clear()
    yield lambda name: monkeypatch.setenv(networks.VARIABLE, name)
    networks.device.cache_clear()


def test_it_is_the_processor_unless_the_host_says_otherwise(host, monkeypatch):
    monkeypatch.delenv(networks.VARIABLE, raising=False)
    assert networks.device() == "cpu"


def test_the_hosts_device_is_read_once(host, monkeypatch):
    asked = []
    monkeypatch.setattr(networks, "device_named", lambda name: asked.append(name) or "cuda")
    host("Auto")
    assert networks.device() == networks.device() == "cuda"
    assert asked == ["auto"]


def test_on_a_gpu_pytorch_runs_the_networks(monkeypatch):
    monkeypatch.setattr(networks, "device", lambda: "cuda")
    networks.forget()
    assert networks.network("cgan").checkpoint.engine.label.startswith("torch")
    networks.forget()


def test_an_unknown_device_ends_the_start_with_a_sentence(host, monkeypatch):
    monkeypatch.setattr(app, "build", lambda: pytest.fail("it starts all the same"))
    host("tpu")
    with pytest.raises(SystemExit, match=r"COLOURIZER_DEVICE: There is no device tpu here\. Choose one of: auto"):
        app.main()
    preload._load()  # silent in its thread, as it was reported at start-up
