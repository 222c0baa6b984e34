"""Load the networks on another core while Gradio is imported, which takes as long as everything else combined."""

import os
import threading


def start() -> None:
    """Start loading, in a thread. Not on ZeroGPU, whose package must be imported before anything that finds GPUs."""
    if not os.environ.get("SPACES_ZERO_GPU"):
        threading.Thread(target=_load, name="preload", daemon=True).start()


def _load() -> None:
    from colourizer.checkpoint import bundled_names
    from demo.gradio_app.malloc import limit_arenas
    from demo.gradio_app.networks import device, network

    limit_arenas()  # before ONNX Runtime starts its own threads
    try:
        device()
    except ValueError:
        return  # the app reports it when it starts
    for name in bundled_names():
        network(name)
