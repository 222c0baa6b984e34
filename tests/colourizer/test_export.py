"""The bundled ONNX graphs are equivalent to the networks: ONNX Runtime and PyTorch agree at any size."""

import copy
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from colourizer import CheckpointError, load_photo
from colourizer.__main__ import main
from colourizer.checkpoint import BUNDLED, bundled_names, load_checkpoint, save_checkpoint
from colourizer.engines.onnx_engine import OnnxEngine
from colourizer.engines.torch_engine import TorchEngine
from colourizer.export import OPSET, ExportError, graph_of
from colourizer.models import ChromaConfig, ChromaNet, ColourNet, UNet, UNetConfig
from colourizer.pipeline import network_size

SAMPLES = sorted((Path(__file__).parents[2] / "assets" / "samples").glob("*/*.jpg"))
SIDES = (112, 144, 192, 272)  # each sample is seen at one of them; some are odd multiples of 16


@pytest.fixture(scope="module", params=bundled_names())
def pair(request):
    """A bundled network in both engines."""
    return tuple(load_checkpoint(request.param, engine=name).engine for name in ("torch", "onnx"))


def seen(number: int, path) -> np.ndarray:
    photo = load_photo(path)
    return photo.lightness_at(network_size(*photo.size, SIDES[number % len(SIDES)]))


def test_both_engines_say_the_same_of_the_samples(pair):
    """ab within 0.1 everywhere, from faithful to vivid, and everything else derived from the network."""
    module, graph = pair
    for number, path in enumerate(SAMPLES):
        lightness = seen(number, path)
        expected, found = module.predict(lightness), graph.predict(lightness)
        if expected.distribution is None:
            np.testing.assert_allclose(graph.chroma(found.raw), module.chroma(expected.raw), atol=0.1)
            continue
        known, again = expected.distribution, found.distribution
        for vividness in (0.0, 0.5, 1.0):
            np.testing.assert_allclose(again.colour(vividness), known.colour(vividness), atol=0.1)
        np.testing.assert_allclose(again.certainty(), known.certainty(), atol=0.001)
        np.testing.assert_allclose(list(found.landscapes.values()), list(expected.landscapes.values()), atol=1e-4)
        assert list(found.landscapes) == list(expected.landscapes)
        np.testing.assert_allclose(found.guide.vectors, expected.guide.vectors, atol=1e-3)
        assert (found.guide.nearness, found.guide.bias) == pytest.approx((expected.guide.nearness, expected.guide.bias))


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize("size", [(240, 240), (16, 16), (80, 400), (208, 272)])
def test_both_engines_reduce_the_further_views_alike(size, paired):
    torch.manual_seed(0)
    net = ChromaNet(ChromaConfig(widths=(8, 8, 8), mirrored=True, mirror_scale=0.6, paired=paired, side=240)).eval()
    engine = TorchEngine(net)
    lightness = (100 * torch.rand(size)).numpy()
    expected = engine.predict(lightness).distribution
    graph = OnnxEngine(graph_of(copy.deepcopy(net), engine), net.config.calibration)
    found = graph.predict(lightness).distribution
    assert graph.side == engine.side == 240
    assert expected is not None and found is not None
    np.testing.assert_allclose(found.logits, expected.logits, atol=1e-3)


def test_both_engines_paint_the_same_picture_of_their_own(pair):
    for number, path in enumerate(SAMPLES[:4]):
        lightness = seen(number, path)
        expected, found = (engine.picture(lightness) for engine in pair)
        assert found.shape == (*lightness.shape, 3)
        np.testing.assert_allclose(found, expected, atol=1 / 255)


def test_both_engines_say_the_same_of_the_network(pair):
    torch, graph = pair
    for fact in ("title", "has_distribution", "side", "parameters", "layers"):
        assert getattr(graph, fact) == getattr(torch, fact)


@pytest.mark.parametrize("name", bundled_names())
def test_the_bundled_graph_is_small_and_of_these_weights(name):
    """Fails if weights were replaced without `python -m colourizer export`."""
    assert load_checkpoint(name, engine="onnx").engine.label.startswith("onnxruntime")
    graph = BUNDLED / name / "model.onnx"
    assert graph.stat().st_size < 10_000_000
    model = onnx.load(graph)
    assert [each.version for each in model.opset_import] == [OPSET]
    assert not [node for node in model.graph.node if node.op_type == "BatchNormalization"]


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(BUNDLED / "cgan", tmp_path / "cgan")
    return tmp_path / "cgan"


def test_the_command_writes_the_graph_and_its_hash(tiny, tmp_path, capsys):
    for name, folder in tiny.items():
        shutil.copytree(folder, tmp_path / name)
    before = load_checkpoint(tmp_path / "chroma")
    assert before.engine.label.startswith("torch")  # there is no graph yet
    assert main(["export", *(str(tmp_path / name) for name in tiny), "--format", "onnx"]) == 0
    assert capsys.readouterr().out.count("model.onnx: ") == 3
    after = load_checkpoint(tmp_path / "chroma")
    assert after.engine.label.startswith("onnxruntime")
    assert (after.sha256, after.training) == (before.sha256, before.training)
    lightness = np.random.default_rng(0).uniform(0, 100, (48, 80)).astype(np.float32)
    known, again = before.engine.predict(lightness).distribution, after.engine.predict(lightness).distribution
    np.testing.assert_allclose(again.colour(), known.colour(), atol=0.1)


def test_a_network_saved_again_has_no_graph_until_it_is_exported(copied):
    checkpoint = load_checkpoint(copied, trainable=True)
    save_checkpoint(checkpoint.net, copied, training=checkpoint.training)
    assert "onnx" not in json.loads((copied / "config.json").read_text())
    with pytest.raises(CheckpointError, match=r"it has no model\.onnx \(`python -m colourizer export` writes it"):
        load_checkpoint(copied, engine="onnx")


def test_a_graph_that_is_not_the_one_in_the_config_is_refused(copied):
    (copied / "model.onnx").write_bytes((BUNDLED / "baseline" / "model.onnx").read_bytes())
    for engine in ("onnx", "auto"):
        with pytest.raises(CheckpointError, match=r"model\.onnx is not the file whose SHA-256 is in config\.json"):
            load_checkpoint(copied, engine=engine)
    assert load_checkpoint(copied, engine="torch").engine.title  # PyTorch does not open the graph


def test_a_graph_of_other_weights_is_refused(copied):
    save_checkpoint(UNet(UNetConfig(width=4)), copied.parent / "other")
    shutil.copyfile(copied.parent / "other" / "model.safetensors", copied / "model.safetensors")
    with pytest.raises(CheckpointError, match=r"model\.onnx was made from other weights than model\.safetensors"):
        load_checkpoint(copied)


def test_a_network_of_another_kind_cannot_be_exported():
    class Odd(ColourNet):
        title = "Odd"

    with pytest.raises(ExportError, match="Odd is neither an RGBNet nor a ChromaNet"):
        graph_of(Odd(), TorchEngine(Odd()))
