"""The report's Figures 1 to 7: diagrams and tables of its networks, generated from the networks themselves."""

from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle
from torch import Tensor, nn

from train.presets import PRESETS
from train.tables import markdown_table
from train.training.build import build_step
from train.training.discriminator import PatchGAN

SIDE = 144  # pixels, the report's
_TITLES = {
    "baseline": "The baseline: a plain autoencoder",
    "generator": "The cGAN's generator: a U-net",
    "discriminator": "The cGAN's discriminator: a PatchGAN",
}
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Layer:
    """One convolution of a forward pass: its name, its description, and the shapes (C, H, W) of input and output.

    across: the layer whose output is concatenated to the previous one's (a skip connection), "" for none.
    """

    name: str
    words: str
    input_shape: Shape
    output_shape: Shape
    weights: int
    across: str = ""


def networks() -> dict[str, nn.Module]:
    """The report's three networks, with the report's settings."""
    baseline = build_step("baseline", PRESETS["baseline"]["report"]).networks
    return {"baseline": baseline["generator"]} | build_step("cgan", PRESETS["cgan"]["report"]).networks


@torch.no_grad()
def layers(net: nn.Module) -> list[Layer]:
    """All convolutions of a network, in the order of a forward pass with a 144x144 photograph."""
    found: list[Layer] = []
    outputs: dict[str, Shape] = {"the photograph": (1, SIDE, SIDE)}

    def note(name: str, module: nn.Module):
        def hook(_: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
            input_shape, output_shape = tuple(inputs[0].shape[1:]), tuple(output.shape[1:])
            last = list(outputs.values())[-1]
            beside = (input_shape[0] - last[0], *input_shape[1:])
            across = next((n for n, shape in outputs.items() if shape == beside), "") if found else ""
            weights = sum(parameter.numel() for parameter in module.parameters())
            found.append(Layer(name, _words(module), input_shape, output_shape, weights, across))
            outputs[name] = output_shape

        return hook

    hooks = [
        module.register_forward_hook(note(name, module))
        for name, module in net.named_modules()
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d)
    ]
    lightness = torch.zeros(1, 1, SIDE, SIDE)
    net.eval()(lightness, torch.zeros(1, 3, SIDE, SIDE)) if isinstance(net, PatchGAN) else net.eval()(lightness)
    for hook in hooks:
        hook.remove()
    return found


def patch_fields(net: PatchGAN) -> Tensor:
    """The receptive field of each patch: heights and widths (2, h, w), int64, measured by gradients."""
    net.eval()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        picture = torch.rand(1, 3, SIDE, SIDE, requires_grad=True)
        logits = net(torch.rand(1, 1, SIDE, SIDE), picture)
    side = logits.shape[-1]
    middle, extents = side // 2, []
    for place in range(side):  # rows and columns are equivalent, so one row of patches is enough
        (gradient,) = torch.autograd.grad(logits[0, 0, middle, place], picture, retain_graph=True)
        extents.append(int((gradient[0].abs().sum(dim=(0, 1)) > 0).sum()))
    widths = torch.tensor(extents)
    return torch.stack([widths[:, None].expand(side, side), widths[None, :].expand(side, side)])


def write(out: Path) -> str:
    """Draw the networks into `out` as network-NAME.png; returns their section of the page."""
    parts = []
    for name, net in networks().items():
        known = layers(net)
        draw(known, out / f"network-{name}.png")
        total = sum(parameter.numel() for parameter in net.parameters())
        parts.append(
            f"### {_TITLES[name]}\n\n![{_TITLES[name]}](network-{name}.png)\n\n{_table(known)}\n\n"
            f"{total:,} weights in all, those of the batch norms among them."
        )
        if isinstance(net, PatchGAN):
            parts.append(_patches(net))
    return "\n\n".join(parts)


def draw(known: list[Layer], path: Path) -> None:
    """Draw a box per feature map: its height is the map's, its width the number of channels. Arcs are skips."""
    shapes = [("the photograph", known[0].input_shape), *((layer.name, layer.output_shape) for layer in known)]
    figure, axes = plt.subplots(figsize=(9, 3.6))
    places, x = {}, 0.0
    for name, (channels, height, _) in shapes:
        width = 0.25 + channels / 160
        axes.add_patch(Rectangle((x, -height / 2), width, height, facecolor="#3d8fd1", edgecolor="black", alpha=0.75))
        axes.text(x + width / 2, -height / 2 - 6, f"{channels}\n{height}²", ha="center", va="top", fontsize=7)
        places[name] = (x + width / 2, height / 2)
        x += width + 0.5
    for before, layer in zip(shapes, known, strict=False):
        if layer.across:
            (left, high), (right, top) = places[layer.across], places[before[0]]
            arrow = {"arrowstyle": "->", "connectionstyle": "arc3,rad=-0.2", "color": "#e4672e"}
            axes.annotate("", (right, top), (left, high), arrowprops=arrow)
    axes.set_xlim(-0.3, x)
    axes.set_ylim(-SIDE / 2 - 30, SIDE / 2 + 80)
    axes.axis("off")
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _words(module: nn.Module) -> str:
    assert isinstance(module, nn.Conv2d | nn.ConvTranspose2d)
    kind = "transposed convolution" if isinstance(module, nn.ConvTranspose2d) else "convolution"
    (height, width), (stride, *_), (padding, *_) = module.kernel_size, module.stride, module.padding
    return f"{kind} {height}x{width}, stride {stride}, padding {padding}"


def _table(known: list[Layer]) -> str:
    rows = [
        [each.name, each.words, _shape(each.input_shape), each.across, _shape(each.output_shape), each.weights]
        for each in known
    ]
    return markdown_table(["layer", "what it is", "input", "skip from", "output", "weights"], rows)


def _shape(shape: Shape) -> str:
    channels, height, width = shape
    return f"{height}x{width}x{channels}"


def _patches(net: PatchGAN) -> str:
    fields = patch_fields(net)
    largest, smallest = int(fields.max()), int(fields.min())
    whole = int((fields.amin(dim=0) == largest).sum())
    return (
        f"For a photograph of {SIDE}x{SIDE} pixels it classifies {fields[0].numel()} patches, "
        f"{fields.shape[1]}x{fields.shape[2]}. The receptive field of a patch is up to {largest}x{largest} pixels "
        f"(measured by gradients). At the border a part of it is padding, in the corners all but {smallest}x{smallest} "
        f"pixels: {whole} of the patches have all {largest}x{largest}."
    )
