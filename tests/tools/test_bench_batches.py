"""A batch gives what each photograph gives alone, and its time is shared among them."""

import time

import numpy as np
import pytest
import torch

from tests.tools.bench_batches import bundled, by_onnx, by_torch, seconds


@pytest.mark.parametrize("engine", [by_onnx, by_torch])
def test_photographs_of_a_batch_come_out_as_alone_and_as_by_the_network(engine):
    net, batch = bundled(), np.random.default_rng(0).random((3, 1, 48, 64), dtype=np.float32)
    with torch.inference_mode():
        known = net.forward(torch.from_numpy(batch), strength=0.0).numpy()
    run = engine(net)
    together = run(batch)
    np.testing.assert_allclose(together, known, atol=0.02)
    for number in range(3):
        np.testing.assert_allclose(together[number], run(batch[number : number + 1])[0], atol=1e-3)


def test_seconds_are_of_one_photograph_of_the_batch():
    def run(batch: np.ndarray) -> np.ndarray:
        until = time.process_time() + 0.01 + 0.01 * batch.size / 1024  # the further views have a quarter of the pixels
        while time.process_time() < until:
            pass
        return batch

    found = seconds(run, np.zeros((1, 1, 32, 32), np.float32), 0.5, (1, 4), 2)
    assert found == pytest.approx([0.035, 0.02], abs=0.004)
