"""The people filter, with a fake detector, and with the real one if it is installed."""

from base64 import b64encode
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn import functional as F

from colourizer.classes import LandscapeClass
from train.__main__ import main
from train.data import detector, people_check
from train.data.detector import FOLDER, SIDE, load_detector
from train.data.manifest import Entry
from train.data.people import THRESHOLD, PeopleFilter, person_scores, read_square
from train.errors import DataError

ROOT = Path(__file__).resolve().parents[3]


def entries(folder: Path, brightness: list[int]) -> list[Entry]:
    """One plain grey picture per value, named after the value."""
    made = []
    for number, value in enumerate(brightness):
        path = folder / f"{number}.png"
        Image.new("RGB", (140, 130), (value, value, value)).save(path)
        made.append(Entry(path, "a", "sea", LandscapeClass.COAST, "train", 140, 130, f"{number:040x}", number))
    return made


def bright(pictures: np.ndarray) -> np.ndarray:
    """A fake detector whose person score is the brightness of the picture."""
    assert pictures.shape[1:] == (SIDE, SIDE, 3)
    assert pictures.dtype == np.uint8
    return pictures.mean(axis=(1, 2, 3)) / 255


def bright_boxes(picture: np.ndarray, threshold: float) -> np.ndarray:
    """The same as boxes: one around the left half of a sufficiently bright picture."""
    score = bright(picture[None])[0]
    return np.array([[0, 0, 0.5, 1, score]] if score >= threshold else np.empty((0, 5)), np.float32)


def refuses(picture: np.ndarray, threshold: float) -> np.ndarray:
    raise AssertionError("looked again")


def test_from_the_threshold_on_it_is_people_and_the_order_stays(tmp_path):
    mine = entries(tmp_path, [255, 0, 51, 102])
    without, shown = PeopleFilter(bright_boxes, threshold=0.2).split(mine)
    assert without == [mine[1]]
    assert shown == [mine[0], mine[2], mine[3]]


def test_masked_people_leave_the_rest_of_the_photograph(tmp_path):
    mine = entries(tmp_path, [255, 0])
    masked = PeopleFilter(bright_boxes, threshold=0.2).masked(mine)
    assert [entry.people for entry in masked] == [((0.0, 0.0, 0.5, 1.0),), ()]
    assert [entry.path for entry in masked] == [entry.path for entry in mine]


def test_an_interrupted_search_goes_on_where_it_stopped(tmp_path):
    mine, store = entries(tmp_path, [255, 0, 51, 102]), tmp_path / "people.csv"
    looks = []

    def stops_at_the_third(picture: np.ndarray, threshold: float) -> np.ndarray:
        if len(looks) == 2:
            raise KeyboardInterrupt
        looks.append(1)
        return bright_boxes(picture, threshold)

    with pytest.raises(KeyboardInterrupt):
        PeopleFilter(stops_at_the_third, 0.2, store).split(mine)
    assert len(store.read_text().splitlines()) == 2
    PeopleFilter(bright_boxes, 0.2, store).split(mine[2:])
    assert PeopleFilter(refuses, 0.2, store).split(mine) == ([mine[1]], [mine[0], mine[2], mine[3]])
    assert PeopleFilter(refuses, 0.9, store).split(mine) == (mine[1:], mine[:1])


def test_what_cannot_be_read_is_said(tmp_path):
    mine, store = entries(tmp_path, [0]), tmp_path / "people.csv"
    mine[0].path.write_bytes(mine[0].path.read_bytes()[:-30])
    with pytest.raises(DataError, match=r"0\.png cannot be read: put it back"):
        PeopleFilter(bright_boxes).split(mine)
    for text in ("half a line\n", "0" * 40 + ",0.1 0.2 0.3\n", "0" * 40 + ",0."):
        store.write_text(text)
        with pytest.raises(DataError, match="cannot be read: delete it"):
            PeopleFilter(bright_boxes, store=store).split(mine)
    store.write_text("")  # interrupted before the first score
    assert PeopleFilter(bright_boxes, store=store).split(entries(tmp_path, [0]))[1] == []
    store.unlink()
    store.mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        PeopleFilter(bright_boxes, store=store).split(entries(tmp_path, [0]))


def test_a_picture_is_seen_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (300, 150), "black")
    picture.paste("white", (0, 0, 150, 150))
    picture.save(tmp_path / "turned.jpg", exif=exif)
    seen = read_square(tmp_path / "turned.jpg")
    assert seen[: SIDE // 3].mean() > 250
    assert seen[-SIDE // 3 :].mean() < 5


def test_files_that_are_not_those_measured_are_refused(tmp_path):
    with pytest.raises(DataError, match="npm install"):
        load_detector(tmp_path)
    (tmp_path / "centernet.json").write_text("{}")
    with pytest.raises(DataError, match="is not the file that was measured"):
        load_detector(tmp_path)


def node(
    operation: str, *inputs: str, padding: bytes = b"SAME", stride: int = 1, fused: tuple[bytes, ...] = ()
) -> dict:
    attributes = {
        "padding": {"s": b64encode(padding).decode()},
        "strides": {"list": {"i": ["1", str(stride), str(stride), "1"]}},
        "fused_ops": {"list": {"s": [b64encode(name).decode() for name in fused]}},
    }
    return {"op": operation, "input": list(inputs), "attr": attributes}


def test_the_graph_is_evaluated_as_tensorflow_does():
    random = torch.Generator().manual_seed(0)
    full, deep = torch.randn(3, 3, 3, 5, generator=random), torch.randn(3, 3, 5, 1, generator=random)
    bias = torch.randn(5, generator=random)
    nodes = {
        "full": node("_FusedConv2D", "tower_0/images", "w", "b", stride=2, fused=(b"BiasAdd", b"Relu6")),
        "deep": node("DepthwiseConv2dNative", "full", "d", padding=b"VALID"),
        "mean": node("Mean", "deep", "axes"),
        "scaled": node("Mul", "mean", "b"),
        "summed": node("Add", "deep", "scaled"),
        "doubled": node("ResizeBilinear", "summed", "size"),
        "tower_0/keypoints": node("ConcatV2", "doubled", "doubled", "axis"),
        "tower_0/wh": node("Mul", "doubled", "b"),
    }
    weights = {"w": full, "d": deep, "b": bias, "axes": torch.tensor([1, 2]), "axis": torch.tensor(3)}
    picture = torch.randn(2, 3, 8, 8, generator=random)
    got, extent = detector._Graph(nodes, weights)(picture)

    # For an even size and stride 2, SAME padding is only at the bottom and right.
    x = F.conv2d(F.pad(picture, (0, 1, 0, 1)), full.permute(3, 2, 0, 1), bias, stride=2).clamp(0, 6)
    x = F.conv2d(x, deep.permute(2, 3, 0, 1), groups=5)
    x = x + x.mean(dim=(2, 3), keepdim=True) * bias[:, None, None]
    (a, b), (c, d) = x[0, 0].tolist()
    rows = [[a, (a + b) / 2, b, b], [(a + c) / 2, (a + b + c + d) / 4, (b + d) / 2, (b + d) / 2]]
    rows += [[c, (c + d) / 2, d, d]] * 2
    assert got.shape == (2, 10, 4, 4)
    torch.testing.assert_close(got[0, 0], torch.tensor(rows))
    torch.testing.assert_close(got[:, :5], got[:, 5:])
    torch.testing.assert_close(extent, got[:, :5] * bias[:, None, None])


def test_the_committed_labels_are_whole():
    sources = [(name, Path("/data") / name) for name in ("intel", "miniplaces", "sun")]
    labelled = people_check.read_labels(ROOT / "assets/report/inputs/people-labels.csv", sources)
    assert len({one.path for one in labelled}) == 200
    assert {one.label for one in labelled} == set(people_check.LABELS)


def test_the_measurement_counts_by_half_and_by_stratum(tmp_path, monkeypatch, capsys):
    entries(tmp_path, [255, 0, 255, 0, 255, 0])
    rows = ["street,people", "street,people", "street,tiny", "wood,none", "wood,none", "wood,none"]
    lines = [f"a,{number}.png,{row}" for number, row in enumerate(rows)]
    labels = tmp_path / "labels.csv"
    labels.write_text("\n".join(["source,path,stratum,label", *lines]))
    monkeypatch.setattr(people_check, "load_detector", lambda folder: bright)
    command = ["people", "--labels", str(labels), "--source"]
    assert main([*command, f"a={tmp_path}"]) == 0
    table = {line.split("|")[1].strip(): line for line in capsys.readouterr().out.splitlines() if "|" in line}
    for part, counts in {
        "chosen on": ("1 of 1 [", "1 of 1 [", "1 of 1 ["),
        "tested on": ("0 of 1 [", "0 of 0", "0 of 2 ["),
        "all": ("1 of 2 [9%, 91%]", "1 of 1 [", "1 of 3 ["),
        "wood": ("0 of 0", "0 of 0", "1 of 3 ["),
    }.items():
        cells = table[part].split("|")[2:5]
        assert all(cell.strip().startswith(count) for cell, count in zip(cells, counts, strict=True)), table[part]

    for source, text, message in [
        (f"b={tmp_path}", labels.read_text(), "Line 2 of .* names the source a: give --source a=DIR."),
        (f"a={tmp_path}", labels.read_text().replace("tiny", "small"), "Line 4 of .* is not source,path"),
    ]:
        labels.write_text(text)
        assert main([*command, source]) == 2
        captured = capsys.readouterr()
        with pytest.raises(DataError, match=message):
            people_check.read_labels(labels, people_check.parse_sources([source]))
        assert captured.err.count("\n") == 1


@pytest.fixture(scope="module")
def real():
    folder = ROOT / FOLDER
    if not (folder / "centernet.bin").exists():
        pytest.skip(f"the detector is not installed: {detector.INSTALL}")
    return load_detector(folder)


def test_the_real_detector_tells_an_astronaut_from_landscapes(real, tmp_path):
    astronaut = pytest.importorskip("skimage.data").astronaut()
    Image.fromarray(astronaut).resize((150, 150)).save(tmp_path / "astronaut.png")
    (person,) = person_scores([tmp_path / "astronaut.png"], real)
    assert person > 0.5
    left, top, right, bottom, score = real.boxes(read_square(tmp_path / "astronaut.png"), 0.5)[0]
    assert score == pytest.approx(person, abs=1e-4)
    assert left < 0.3 < right and top < 0.2 and bottom > 0.9  # she fills the left and middle of the picture
    samples = [ROOT / "assets/samples" / name for name in ("mountain", "forest", "open-country")]
    pictures = sorted(path for folder in samples for path in folder.glob("*.jpg"))
    scores = list(person_scores(pictures, real))
    assert len(scores) >= 10
    assert np.mean([score >= THRESHOLD for score in scores]) <= 0.1
