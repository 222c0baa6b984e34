"""Evaluation photographs show no people, even if masked photographs of people are used for training."""

from dataclasses import replace

from train.__main__ import main
from train.data.manifest import boxes_text, read_manifest, write_manifest
from train.data.people import MASK_THRESHOLD, STORE_NAME, THRESHOLD

BOX = (0.1, 0.1, 0.5, 0.9)


def test_measured_photographs_are_those_of_the_sources_without_people(tmp_path, prepared, capsys):
    train, validation, test = (read_manifest(prepared, split) for split in ("train", "validation", "test"))
    crowded, doubtful, other = (replace(entry, split="test") for entry in train[:3])
    elsewhere = replace(other, source="elsewhere")
    masked = replace(doubtful, people=(BOX,))
    train = train[3:]
    data = tmp_path / "data"
    rows = [replace(train[0], people=(BOX,)), *train[1:], *validation, *test, crowded, masked, elsewhere]
    write_manifest(rows, data)
    scores = {entry.sha1: [] for entry in rows}
    scores[crowded.sha1] = [(*BOX, THRESHOLD + 0.01)]
    scores[doubtful.sha1] = [(*BOX, (MASK_THRESHOLD + THRESHOLD) / 2)]
    (data / STORE_NAME).write_text("".join(f"{sha1},{boxes_text(boxes)}\n" for sha1, boxes in scores.items()))
    command = ["without-people", "--data", str(data), "--out", str(tmp_path / "out"), "--sources"]
    assert main([*command, "mine"]) == 0
    out = tmp_path / "out"
    assert read_manifest(out, "train") == read_manifest(data, "train")
    assert read_manifest(out, "validation") == validation
    assert read_manifest(out, "test") == [*test, doubtful]
    assert main([*command, "nobody"]) == 2
    assert "check the names of the sources" in capsys.readouterr().err


def test_photographs_that_nobody_looked_at_are_refused(tmp_path, prepared, capsys):
    assert main(["without-people", "--data", str(prepared), "--sources", "mine", "--out", str(tmp_path)]) == 2
    assert "--people mask" in capsys.readouterr().err
