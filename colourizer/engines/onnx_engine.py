"""Run networks with ONNX Runtime, from the graph written by `export`: on the CPU, without PyTorch.

Since 1.32, ONNX Runtime sends usage data unless telemetry is disabled before it is imported. It is disabled here, and
no other module imports ONNX Runtime. Source: Privacy.md in its package.
"""

import json
import os
from typing import Any

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnxruntime

from colourizer.classes import LandscapeClass
from colourizer.colour.lab import LIGHTNESS_MAX, rgb_to_lab
from colourizer.configs import STRIDE
from colourizer.distribution import Calibration, ColourDistribution, softmax
from colourizer.engines.base import Engine, Layer, Prediction, picture_of
from colourizer.engines.choice import threads
from colourizer.hints import HintGuide

# A graph's input and outputs. Without a distribution: RGB (1, 3, h, w). With one: logits (1, h/4, w/4, Q), logits of
# the landscapes (1, 6), the bins (Q, 2) and their prior (Q,). With hints also: vectors (1, h/4, w/4, C) and the two
# scalars of a `HintGuide`.
LIGHTNESS, RGB = "lightness", "rgb"
CERTAIN = ("logits", "landscapes", "bins", "prior")
HINTS = ("vectors", "nearness", "bias")

onnxruntime.disable_telemetry_events()  # on Windows only this may have an effect


class OnnxEngine(Engine):
    """A network as a graph with metadata. Threads can share the session.

    graph: the bytes of model.onnx. calibration: how its distribution is decoded. Raises ValueError for a bad graph.
    """

    def __init__(self, graph: bytes, calibration: Calibration):
        self._session = session_of(graph)
        self._calibration = calibration
        self._outputs = [output.name for output in self._session.get_outputs()]
        about = self._session.get_modelmeta().custom_metadata_map
        self.label = f"onnxruntime {onnxruntime.__version__}"
        self.title, self.side, self.has_distribution = about["title"], int(about["side"]), CERTAIN[0] in self._outputs
        self.parameters = int(about["parameters"])
        self.layers = [Layer(**{**layer, "kernel": tuple(layer["kernel"])}) for layer in json.loads(about["layers"])]

    def predict(self, lightness: np.ndarray) -> Prediction:
        outputs = self._run(lightness)
        if not self.has_distribution:
            return Prediction(outputs[RGB])
        logits, landscapes, bins, prior = (outputs[name] for name in CERTAIN)
        likely = dict(zip(LandscapeClass, softmax(landscapes[0]).tolist(), strict=True))
        distribution = ColourDistribution(logits[0], bins, prior, self._calibration, {**likely})
        guide = None
        if HINTS[0] in outputs:
            vectors, nearness, bias = (outputs[name] for name in HINTS)
            guide = HintGuide(vectors[0], float(nearness), float(bias))
        return Prediction(distribution=distribution, landscapes=likely, guide=guide)

    def chroma(self, raw: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(rgb_to_lab(_upright(raw))[..., 1:])

    def picture(self, lightness: np.ndarray) -> np.ndarray:
        prediction = self.predict(lightness)
        if prediction.distribution is None:
            assert prediction.raw is not None, "a network without a distribution has a raw output"
            return _upright(prediction.raw)
        return picture_of(prediction.distribution, lightness)

    def runs_on(self, device: str) -> bool:
        return device == "cpu"

    def to(self, device: str) -> None:
        assert self.runs_on(device), device

    def _run(self, lightness: np.ndarray) -> dict[str, Any]:
        """Run the session; returns arrays by output name."""
        if any(side % STRIDE or not side for side in lightness.shape):
            raise ValueError(f"The sides of an input must be multiples of {STRIDE} pixels, not {lightness.shape}.")
        scaled = (lightness / np.float32(LIGHTNESS_MAX))[None, None]
        return dict(zip(self._outputs, self._session.run(self._outputs, {LIGHTNESS: scaled}), strict=True))


def session_of(graph: bytes) -> onnxruntime.InferenceSession:
    """A session that runs a graph on the CPU. Raises ValueError if ONNX Runtime cannot read it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.log_severity_level = 3  # errors only: warnings, such as about an unknown CPU, are harmless
    options.enable_mem_pattern = False  # it would keep a plan for each shape, and photographs have many
    options.add_session_config_entry(
        "session.intra_op.allow_spinning", "0"
    )  # spinning threads would slow the steps that follow
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its exceptions have no common base
        raise ValueError(f"ONNX Runtime {onnxruntime.__version__} cannot read its graph: {error}") from error


def _upright(raw: np.ndarray) -> np.ndarray:
    """(1, C, h, w) → (h, w, C)."""
    return np.ascontiguousarray(raw[0].transpose(1, 2, 0))
