"""How the bundled network spreads hints over real photographs, and that this matches the definition."""

import time
from pathlib import Path

import numpy as np
import pytest

from colourizer.hints import MOST, Hint, HintGuide
from colourizer.pipeline import Colourizer

SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
CORNERS = [(0.03, 0.03), (0.97, 0.03), (0.03, 0.97), (0.97, 0.97)]


@pytest.fixture(scope="module", params=["street/rome-colosseum.jpg", "tall-building/summer-palace-pagoda.jpg"])
def made(request):
    return Colourizer.from_pretrained("chroma")(SAMPLES / request.param, frame="none")


@pytest.mark.parametrize(("x", "y"), CORNERS)
def test_a_hint_in_one_corner_leaves_the_other_as_it_was(made, x, y):
    hinted = made.adjusted(hints=[Hint(x, y, 45, 30)]).adjusted_chroma
    change = np.linalg.norm(hinted - made.adjusted_chroma, axis=-1)
    height, width = change.shape
    far = change[:: 1 if y < 0.5 else -1, :: 1 if x < 0.5 else -1]  # flipped so that the hint is at the top left
    assert far[height // 2 :, width // 2 :].mean() < 1
    assert change[min(int(y * height), height - 1), min(int(x * width), width - 1)] > 5


def test_what_a_hint_says_comes_out_at_its_place(made):
    hint = Hint(0.5, 0.6, 12, 10, 0.03)
    height, width = made.chroma.shape[:2]
    np.testing.assert_allclose(
        made.adjusted(hints=[hint]).adjusted_chroma[int(0.6 * height), width // 2], (12, 10), atol=3
    )


def test_said_twice_it_is_the_same(made):
    hints = [Hint(0.5, 0.6, 45, 30), Hint(0.2, 0.1, -5, -30)]
    once = made.adjusted(hints=hints)
    np.testing.assert_array_equal(once.adjusted(hints=hints).adjusted_chroma, once.adjusted_chroma)
    np.testing.assert_array_equal(made.adjusted(hints=hints + hints).adjusted_chroma, once.adjusted_chroma)


def test_a_thousand_are_spread_at_once(made):
    random = np.random.default_rng(0)
    many = [Hint(*map(float, random.random(2)), *map(float, random.uniform(-50, 50, 2))) for _ in range(MOST)]
    started = time.process_time()
    assert np.isfinite(made.adjusted(hints=many).adjusted_chroma).all()
    assert time.process_time() - started < 5  # CPU time of this process, independent of other load


def test_spreading_is_the_attention_that_it_is_said_to_be():
    """Compared with an explicit softmax over all hints, although they are processed in chunks."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(9, 12, 4)).astype(np.float32)
    own = random.normal(size=(9, 12, 2)).astype(np.float32) * 20
    hints = [Hint(*map(float, random.random(2)), *map(float, random.uniform(-40, 40, 2)), 0.0) for _ in range(100)]
    colours, share = HintGuide(vectors, nearness=7.0, bias=-1.0).spread(hints, own)
    for row, column in ((0, 0), (4, 7), (8, 11)):
        logits = [0.0]
        for hint in hints:
            there = int(hint.y * 9), int(hint.x * 12)
            away = ((column + 0.5) / 9 - hint.x * 12 / 9) ** 2 + ((row + 0.5) / 9 - hint.y) ** 2
            middle = ((there[1] + 0.5) / 9 - hint.x * 12 / 9) ** 2 + ((there[0] + 0.5) / 9 - hint.y) ** 2
            assert middle <= (0.71 / 9) ** 2  # at least the pixel that contains the hint
            near = np.array(
                [
                    vectors[y, x]
                    for y in range(9)
                    for x in range(12)
                    if ((x + 0.5) / 9 - hint.x * 12 / 9) ** 2 + ((y + 0.5) / 9 - hint.y) ** 2 <= (0.71 / 9) ** 2
                ]
            )
            alike = float(vectors[row, column] @ near.mean(axis=0)) / 2 - 7.0 * away - 1.0
            logits.append(30.0 if away <= (0.71 / 9) ** 2 else alike)
        weights = np.exp(np.array(logits) - max(logits))
        weights /= weights.sum()
        expected = weights[0] * own[row, column] + weights[1:] @ [(hint.a, hint.b) for hint in hints]
        np.testing.assert_allclose(colours[row, column], expected, atol=1e-2)
        assert share[row, column] == pytest.approx(1 - weights[0], abs=1e-4)
