"""Which layers a network has, in words, read from the network itself."""

from torch import nn

from demo.gradio_app import files as pictures
from demo.gradio_app.i18n import text as texts


def described(model: str) -> str:
    """A network's layers with weights, in the order in which they are built, as HTML."""
    net = pictures.colourizer(model).checkpoint.net
    rows = [(name, _words(layer)) for name, layer in net.named_modules() if isinstance(layer, _SHOWN)]
    millions = texts.Number(f"{sum(weights.numel() for weights in net.parameters()) / 1e6:.2f}")
    count = texts.both("layers_count", count=len(rows), parameters=millions)
    items = "".join(f"<li><code>{texts.escaped(name)}</code> {texts.escaped(words)}</li>" for name, words in rows)
    return f"<details><summary>{texts.escaped(net.title)}: {count}</summary><ol>{items}</ol></details>"


_SHOWN = (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)


def _words(layer: nn.Conv2d | nn.ConvTranspose2d | nn.Linear) -> str:
    """A layer: "convolution 3 × 3, 64 → 128, stride 2"."""
    if isinstance(layer, nn.Linear):
        return f"linear, {layer.in_features} → {layer.out_features}"
    kind = "transposed convolution" if isinstance(layer, nn.ConvTranspose2d) else "convolution"
    kind = f"depthwise {kind}" if layer.groups == layer.in_channels > 1 else kind
    size = " × ".join(map(str, layer.kernel_size))
    stride = f", stride {layer.stride[0]}" if layer.stride[0] > 1 else ""
    return f"{kind} {size}, {layer.in_channels} → {layer.out_channels}{stride}"
