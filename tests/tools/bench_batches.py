"""Would photographs of like size be coloured faster if they shared a batch? `python -m tests.tools.bench_batches`.

Encoder and decoder of the bundled network, nearly all of its work, run on one thread, as in an archive's processes: on
each photograph as it is, and on two reduced views of it, as the network does for one. Seconds are the processor's, so
that other work beside it counts little; batches take turns, and the least time of each counts. A whole photograph is
one of 0.7 megapixels, read, coloured and written, also on one thread. The page on archives prints from the file that
this writes, at its next `python -m tests.tools.archive_report`.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from colourizer import Colourizer
from colourizer.checkpoint import DEFAULT
from colourizer.colour.lab import LIGHTNESS_MAX
from colourizer.engines.choice import limit_threads
from colourizer.engines.onnx_engine import LIGHTNESS, session_of
from colourizer.engines.torch_engine import TorchEngine
from colourizer.export import _store_as_they_are, traced
from colourizer.models.chroma import ChromaNet, reduced
from colourizer.photo.photo import load_photo
from tests.tools.archive_page import BATCHES as RESULT
from tests.tools.bench_memory import make_photograph

BATCHES = (1, 2, 4, 8)
_MEGAPIXELS = 0.7
_OUTPUTS = ("logits", "landscapes", "decoded")
Run = Callable[[np.ndarray], np.ndarray]


class OneLook(nn.Module):
    """What the network does with each view of a photograph."""

    def __init__(self, net: ChromaNet):
        super().__init__()
        self.net = net

    def forward(self, tones: Tensor) -> tuple[Tensor, ...]:
        """Normalised lightness (B, 1, h, w) → logits (B, Q, h / 4, w / 4), and the other outputs."""
        return self.net._outputs(tones)


def bundled() -> ChromaNet:
    """The network that archives use."""
    engine = Colourizer.from_pretrained(DEFAULT, engine="torch").checkpoint.engine
    assert isinstance(engine, TorchEngine) and isinstance(engine.net, ChromaNet)
    return engine.net


def by_torch(net: ChromaNet) -> Run:
    """Normalised lightness (B, 1, h, w), float32 → logits (B, Q, h / 4, w / 4), by PyTorch."""

    @torch.inference_mode()
    def run(tones: np.ndarray) -> np.ndarray:
        return net._outputs(torch.from_numpy(tones))[0].numpy()

    return run


def by_onnx(net: ChromaNet) -> Run:
    """The same, by ONNX Runtime. net: its layers are changed to those of the bundled graph."""
    _store_as_they_are(net)
    axes = {LIGHTNESS: {0: "photographs", 2: "height", 3: "width"}}
    session = session_of(traced(OneLook(net), torch.rand(2, 1, 48, 64), (LIGHTNESS, *_OUTPUTS), axes, fold=False))
    return lambda tones: np.asarray(session.run(list(_OUTPUTS), {LIGHTNESS: tones})[0])


def seconds(run: Run, one: np.ndarray, scale: float, batches: Sequence[int], rounds: int) -> list[float]:
    """Seconds of the processor for each photograph, by the size of the batch.

    one: the photograph (1, 1, h, w). scale: of its two further views.
    """
    small = reduced(torch.from_numpy(one), scale).numpy()
    stacks = [(np.repeat(one, count, axis=0), np.repeat(small, 2 * count, axis=0)) for count in batches]
    least = [float("inf")] * len(batches)
    for _ in range(rounds):
        for number, views in enumerate(stacks):
            began = time.process_time()
            for view in views:
                run(view)
            least[number] = min(least[number], (time.process_time() - began) / len(views[0]))
    return least


def whole_photograph(colourizer: Colourizer, path: Path, rounds: int) -> float:
    """Seconds of the processor, from file to file."""
    least = float("inf")
    for number in range(rounds):
        began = time.process_time()
        colourizer(path).save(path.with_name(f"{number}.jpg"))
        least = min(least, time.process_time() - began)
    return least


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.bench_batches", description="Batches of photographs.")
    parser.add_argument("--rounds", type=int, default=20, metavar="N")
    parser.add_argument("--out", type=Path, default=RESULT, metavar="FILE", help="for the result, JSON")
    arguments = parser.parse_args()
    rounds = arguments.rounds
    limit_threads(1)
    cv2.setNumThreads(1)
    colourizer, net = Colourizer.from_pretrained(DEFAULT, engine="onnx"), bundled()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "photograph.jpg"
        make_photograph(path, _MEGAPIXELS)
        one = colourizer.preprocess(load_photo(path))[None, None] / np.float32(LIGHTNESS_MAX)
        whole = whole_photograph(colourizer, path, rounds)
    told = {
        "command": f"python -m tests.tools.bench_batches --rounds {rounds}",
        "megapixels": _MEGAPIXELS,
        "photograph": round(whole, 4),  # seconds of a processor, as all others
        "input": [one.shape[3], one.shape[2]],
        "batches": BATCHES,
    }
    for name, run in (("onnx", by_onnx(bundled())), ("torch", by_torch(net))):
        told[name] = [round(each, 4) for each in seconds(run, one, net.config.mirror_scale, BATCHES, rounds)]
    print(json.dumps(told))
    arguments.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
