"""The manifest: stable splits, near duplicates, and a round trip."""

from collections import Counter

import numpy as np
import pytest

from colourizer.classes import LandscapeClass
from train.data import manifest
from train.data.manifest import Entry, near_duplicates, read_manifest, split_of, write_manifest
from train.errors import DataError

C = LandscapeClass


def test_the_split_is_80_10_10_and_fixed():
    hashes = np.random.default_rng(0).integers(0, 2**64, 20_000, dtype=np.uint64)
    shares = Counter(split_of(int(h)) for h in hashes)
    assert shares["train"] / 20_000 == pytest.approx(0.8, abs=0.01)
    assert shares["validation"] / 20_000 == pytest.approx(0.1, abs=0.01)
    assert shares["test"] / 20_000 == pytest.approx(0.1, abs=0.01)
    # Fixed values: a change would mix the test pictures of old and new checkpoints.
    assert [split_of(h) for h in (0, 1, 15, 2**64 - 1)] == ["train", "validation", "test", "train"]


def test_near_duplicates_keeps_the_first_across_blocks():
    rng = np.random.default_rng(1)
    far = [int(h) for h in rng.integers(0, 2**64, 1000, dtype=np.uint64)]
    hashes = [*far, far[3] ^ 0b1111, far[999], far[5] ^ 0b11111, far[5] ^ 0b111110]
    twins = near_duplicates(hashes, distance=4, block=64)
    assert (twins[:1000] == -1).all()
    # The last but one is five bits from its source, so it stays; the last is then a copy of it, two bits away.
    assert twins[1000:].tolist() == [3, 999, -1, 1002]
    assert near_duplicates([], distance=4).tolist() == []


def test_the_manifest_survives_writing_and_reading(tmp_path):
    entries = [
        Entry(tmp_path / 'comma, "quote".jpg', "a", "sea", C.COAST, "train", 150, 140, "ab" * 20, 2**63 + 5),
        Entry(
            tmp_path / "two.jpg", "a", "sea", C.COAST, "train", 9, 8, "ef" * 20, 1, ((0.1, 0.2, 0.3, 1.0), (0, 0, 1, 1))
        ),
        Entry(tmp_path / "Küste.jpg", "b", "sea", C.COAST, "test", 1, 2, "cd" * 20, 0),
    ]
    path = write_manifest(entries, tmp_path)
    assert read_manifest(tmp_path) == read_manifest(path) == entries
    assert read_manifest(str(tmp_path), "test") == entries[2:]
    with pytest.raises(DataError, match="no pictures for validation"):
        read_manifest(tmp_path, "validation")
    with pytest.raises(DataError, match="no split 'val'"):
        read_manifest(tmp_path, "val")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "There is no manifest at"),
        ("path,source\n", "not a manifest of this version"),
        (",".join(manifest._COLUMNS) + "\n/a.jpg,a,sea,sea,train,1,1,ab,0,\n", "Line 2 of .* cannot be read"),
        (",".join(manifest._COLUMNS) + "\n/a.jpg,a\n", "Line 2 of .* cannot be read"),
        (",".join(manifest._COLUMNS) + "\n/a.jpg,a,sea,coast,train,1,1,ab,0,,extra\n", "Line 2 of .* cannot be read"),
        (",".join(manifest._COLUMNS) + "\n/a.jpg,a,sea,coast,train,1,1,ab,0,0 1\n", "Line 2 of .* cannot be read"),
    ],
)
def test_a_bad_manifest_is_explained(tmp_path, text, message):
    if text is not None:
        (tmp_path / "manifest.csv").write_text(text)
    with pytest.raises(DataError, match=message):
        read_manifest(tmp_path)
