"""The table of a network's layers, as HTML, read from the network itself."""

from colourizer.engines.base import Layer
from demo.gradio_app import pictures
from demo.gradio_app.i18n import texts


def described(model: str) -> str:
    """A network's layers with weights, in order, as HTML."""
    net = pictures.colourizer(model).checkpoint.engine
    millions = texts.Number(f"{net.parameters / 1e6:.2f}")
    count = texts.multilingual("layers_count", count=len(net.layers), parameters=millions)
    rows = [(layer.name, _words(layer)) for layer in net.layers]
    items = "".join(f"<li><code>{texts.escaped(name)}</code> {texts.escaped(words)}</li>" for name, words in rows)
    return f"<details><summary>{texts.escaped(net.title)}: {count}</summary><ol>{items}</ol></details>"


def _words(layer: Layer) -> str:
    """A layer: "convolution 3 × 3, 64 → 128, stride 2"."""
    if not layer.kernel:
        return f"{layer.kind}, {layer.inputs} → {layer.outputs}"
    kind = f"depthwise {layer.kind}" if layer.groups == layer.inputs > 1 else layer.kind
    size = " × ".join(map(str, layer.kernel))
    stride = f", stride {layer.stride}" if layer.stride > 1 else ""
    return f"{kind} {size}, {layer.inputs} → {layer.outputs}{stride}"
