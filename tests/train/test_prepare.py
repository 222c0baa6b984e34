"""`python -m train prepare`, on pictures made here: what is read, what is left out, and that the split never moves."""

import csv
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from colourizer.classes import LandscapeClass
from train import look, prepare
from train.__main__ import main
from train.manifest import read_manifest, split_of
from train.sources import SOURCES, find_pictures

LANDSCAPES = Path(__file__).resolve().parents[3] / "shared" / "data" / "landscapes"


def picture(seed: int, size: tuple[int, int] = (160, 140)) -> Image.Image:
    """A colourful blotchy picture; two seeds are far apart in perceptual hash."""
    blotches = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    return Image.fromarray(blotches).resize(size, Image.Resampling.BICUBIC)


def save(image: Image.Image, path: Path, quality: int = 95) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=quality)
    return path


def labelled(folder: Path, seeds: range, label: str = "coast") -> Path:
    for seed in seeds:
        save(picture(seed), folder / label / f"{seed}.jpg")
    return folder


def run(out: Path, *sources: str, limit: int | None = None, more: tuple[str, ...] = ()) -> int:
    words = [*more, *(word for source in sources for word in ("--source", source))]
    words += ["--limit", str(limit)] if limit is not None else []
    return main(["prepare", *words, "--out", str(out)])


def splits(*sources: tuple[str, Path]) -> dict[int, str]:
    return {entry.phash: entry.split for entry in prepare.prepare(sources).kept}


C = LandscapeClass
LMO = "Images/spatial_envelope_256x256_static_8outdoorcategories"
LAYOUTS = [
    ("intel", "sea/0.jpg", "sea", C.COAST),
    ("intel", "seg_train/seg_train/buildings/0.jpg", "buildings", C.TALL_BUILDING),
    ("miniplaces", "highway/0.jpg", "highway", C.STREET),
    ("miniplaces", "corn_field/0.jpg", "corn_field", C.OPEN_COUNTRY),
    ("sun", "forest_broadleaf/0.jpg", "forest_broadleaf", C.FOREST),
    ("sun", "d/desert/sand/0.jpg", "desert_sand", C.OPEN_COUNTRY),
    ("siftflow", f"{LMO}/insidecity_urb206.jpg", "insidecity", C.STREET),
    ("siftflow", f"{LMO}/opencountry_natu1.jpg", "opencountry", C.OPEN_COUNTRY),
    ("kaggle", "00000000_(2).jpg", "unlabelled", C.OPEN_COUNTRY),
    ("ml5", "lake/265162031_521087397d.jpg", "lake", C.OPEN_COUNTRY),
    ("lmsun", "Images/volcano/0.jpg", "volcano", C.MOUNTAIN),
    ("architecture", "Art Deco architecture/0.jpg", "art_deco_architecture", C.TALL_BUILDING),
    ("my-own", "tall-building/0.jpg", "tall_building", C.TALL_BUILDING),
]


@pytest.mark.parametrize(("name", "place", "label", "landscape"), LAYOUTS)
def test_each_layout_is_read_and_mapped(tmp_path, name, place, label, landscape):
    save(picture(0), tmp_path / place)
    (found,) = find_pictures(name, tmp_path)
    assert (found.path, found.label, found.landscape) == ((tmp_path / place).resolve(), label, landscape)


def test_every_source_of_the_table_has_a_layout_tested():
    assert {name for name, *_ in LAYOUTS} >= set(SOURCES)


def test_every_label_of_the_shared_sources_has_a_class():
    if not LANDSCAPES.is_dir():
        pytest.skip(f"{LANDSCAPES} is not here")
    for name in ("intel", "miniplaces", "sun"):
        labels = {folder.name for folder in (LANDSCAPES / name).iterdir() if folder.is_dir()}
        assert labels <= set(SOURCES[name].classes)


def test_what_is_no_picture_is_not_read(tmp_path):
    labelled(tmp_path, range(1))
    (tmp_path / "coast" / "._0.jpg").write_bytes(b"a Mac's shadow file")
    (tmp_path / "coast" / "labels.mat").write_bytes(b"")
    assert len(find_pictures("mine", tmp_path)) == 1


def test_each_reason_is_counted(tmp_path, capsys):
    first, second = tmp_path / "first", tmp_path / "second"
    original = save(picture(0), first / "sea" / "original.jpg")
    (first / "sea" / "copy.jpg").write_bytes(original.read_bytes())
    (first / "sea" / "cut.jpg").write_bytes(original.read_bytes()[:-900])
    (first / "sea" / "text.jpg").write_text("no picture")
    save(picture(1, (400, 127)), first / "sea" / "small.jpg")
    grey = picture(2).convert("L")
    save(grey, first / "sea" / "grey.jpg")
    save(grey.convert("RGB"), first / "sea" / "grey in three channels.png")
    toned = np.asarray(grey, dtype=np.float64)[..., None] * [1.0, 0.9, 0.75]
    save(Image.fromarray(toned.astype(np.uint8)), first / "sea" / "sepia.jpg")
    save(picture(3), first / "kitchen" / "3.jpg")
    save(picture(0, (150, 131)), second / "ocean" / "again.jpg", quality=70)
    save(picture(4), second / "ocean" / "4.jpg")

    out = tmp_path / "out"
    assert run(out, f"intel={first}", f"sun={second}") == 0
    with (out / "left-out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["reason"] for row in rows) == {
        "unreadable (corrupt or truncated)": 2,
        "tiny (short side under 128 pixels)": 1,
        "grey": 2,
        "toned (a single hue)": 1,
        "exact duplicate": 1,
        "near duplicate": 1,
        "class not among the six: kitchen": 1,
    }
    assert all(Path(row["path"]).is_file() for row in rows)
    assert {entry.path.name for entry in read_manifest(out)} <= {"original.jpg", "copy.jpg", "4.jpg"}

    printed, readme = capsys.readouterr().out, (out / "README.md").read_text()
    for line in ("| intel  |    9 |        8 |    1 |", "| sun    |    2 |        1 |    1 |"):
        assert line in printed
        assert line in readme
    assert f"python -m train prepare --source=intel={first} --source=sun={second} --out={out}" in readme
    assert not list(out.glob("*.tmp"))


def test_a_vivid_single_hue_is_kept():
    ramp = np.linspace(0.5, 1, 96, dtype=np.float32)[:, None, None].repeat(96, axis=1)
    assert look.colour_reason(ramp * np.float32([0.9, 0.45, 0.1])) == ""
    assert look.colour_reason(ramp * np.float32([0.9, 0.85, 0.75])) == "toned (a single hue)"


def test_size_is_that_of_the_upright_picture_even_when_decoded_reduced(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(0, (1200, 800)).save(tmp_path / "turned.jpg", exif=exif)
    seen = look.look(tmp_path / "turned.jpg")
    assert (seen.reason, seen.width, seen.height) == ("", 800, 1200)


def test_adding_a_source_moves_and_removes_nobody(tmp_path):
    first = labelled(tmp_path / "a", range(20))
    second = labelled(tmp_path / "b", range(15, 30))
    before = splits(("a", first))
    after = splits(("a", first), ("b", second))
    assert len(before) == 20
    assert len(after) == 30
    assert before.items() <= after.items()


def test_renaming_and_moving_change_nothing(tmp_path):
    first = labelled(tmp_path / "a", range(20))
    for seed in range(0, 20, 2):
        save(picture(seed, (170, 150)), first / "coast" / f"larger {seed}.jpg")
    before = prepare.prepare([("a", first)]).kept
    moved = tmp_path / "elsewhere" / "b"
    for number, path in enumerate(sorted(first.rglob("*.jpg"), reverse=True)):
        (moved / "forest").mkdir(parents=True, exist_ok=True)
        path.rename(moved / "forest" / f"{number:03}.jpg")
    after = prepare.prepare([("b", moved)]).kept
    assert [(e.sha1, e.split) for e in before] == [(e.sha1, e.split) for e in after]
    assert len(after) == 20


@pytest.mark.parametrize(("quality", "size"), [(80, (160, 140)), (95, (150, 131)), (70, (240, 210))])
def test_a_picture_encoded_anew_is_a_near_duplicate(tmp_path, quality, size):
    first = labelled(tmp_path / "a", range(20))
    for seed in range(20):
        save(picture(seed, size), tmp_path / "b" / "coast" / f"{seed}.jpg", quality)
    assert splits(("a", first), ("b", tmp_path / "b")) == splits(("a", first))


def reddish(pictures: np.ndarray) -> np.ndarray:
    """A detector that takes a red picture for a person."""
    red, green, blue = np.moveaxis(pictures.reshape(len(pictures), -1, 3).mean(axis=1), -1, 0)
    return np.where((red > 1.5 * green) & (red > 1.5 * blue), 0.9, 0.1)


def test_people_are_left_out_on_request_and_nobody_else_moves(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(prepare, "load_detector", lambda folder: reddish)
    mine = labelled(tmp_path / "a", range(12))
    for seed in (20, 21):
        red = np.asarray(picture(seed)) * np.array([1.0, 0.2, 0.2])
        save(Image.fromarray(red.astype(np.uint8)), mine / "coast" / f"person {seed}.jpg")
    kept, without = tmp_path / "kept", tmp_path / "without"
    assert run(kept, f"a={mine}") == 0
    assert "people are kept" in capsys.readouterr().out
    assert not (kept / "people.csv").exists()
    assert run(without, f"a={mine}", more=("--people", "leave-out", "--people-threshold", "0.5")) == 0
    printed, readme = capsys.readouterr().out, (without / "README.md").read_text()
    assert "people are kept" not in printed
    assert "| shows people |   2 |   2 |" in printed
    assert re.search(r"## People\n\n.*\n.*\n\| Coasts +\| +14 \| +2 \|\n", printed)
    assert f"--out={without} --people=leave-out --people-threshold=0.5" in readme
    before, after = read_manifest(kept), read_manifest(without)
    assert after == [entry for entry in before if not entry.path.name.startswith("person")]
    assert len(before) == len(after) + 2

    # With another threshold nothing is looked at again: the scores are there.
    monkeypatch.setattr(prepare, "load_detector", lambda folder: None)
    assert run(without, f"a={mine}", more=("--people", "leave-out", "--people-threshold", "0.95")) == 0
    assert read_manifest(without) == before


def test_a_missing_detector_is_said_before_anything_is_read(tmp_path, capsys):
    mine = labelled(tmp_path / "a", range(2))
    assert run(tmp_path / "out", f"a={mine}", more=("--people", "leave-out", "--detector", str(tmp_path))) == 2
    said = capsys.readouterr().err
    assert "npm install" in said
    assert "--people keep" in said
    assert run(tmp_path / "out", f"a={mine}", more=("--people-threshold", "2")) == 2
    assert "--people-threshold is 2.0: give a number from 0 to 1." in capsys.readouterr().err
    assert not (tmp_path / "out" / "manifest.csv").exists()


def test_limit_takes_pictures_from_the_whole_source(tmp_path):
    labelled(tmp_path / "a", range(6), "coast")
    labelled(tmp_path / "a", range(6, 12), "street")
    kept = prepare.prepare([("a", tmp_path / "a")], limit=4).kept
    assert Counter(e.landscape for e in kept) == {C.COAST: 2, C.STREET: 2}


def test_the_pool_sees_what_one_process_sees(tmp_path, monkeypatch):
    paths = sorted(labelled(tmp_path / "a", range(4)).rglob("*.jpg"))
    alone = list(look.look_at_all(paths))
    monkeypatch.setattr(look, "_POOL_FROM", 1)
    assert list(look.look_at_all(paths)) == alone


def test_mistakes_are_one_sentence_and_exit_code_2(tmp_path, capsys):
    good = labelled(tmp_path / "good", range(2))
    odd = labelled(tmp_path / "odd", range(1), "kitchen")
    (tmp_path / "empty").mkdir()
    file = save(picture(0), tmp_path / "file.jpg")
    tiny = tmp_path / "tiny"
    save(picture(0, (20, 20)), tiny / "coast" / "0.jpg")
    out = tmp_path / "out"
    for sources, out_folder, limit, message in [
        ([f"a={tmp_path / 'none'}"], out, None, "There is no folder"),
        ([f"a={tmp_path / 'empty'}"], out, None, "holds no pictures"),
        ([str(good)], out, None, "is not NAME=DIR"),
        (["a="], out, None, "is not NAME=DIR"),
        ([f"a={good}", f"a={good}"], out, None, "given twice"),
        ([f"a={odd}"], out, None, "not a known source (intel,"),
        ([f"a={good}"], out, 0, "--limit is 0"),
        ([f"a={tiny}"], out, None, "No picture could be used"),
        ([f"a={good}"], file / "out", None, "cannot be made"),
    ]:
        assert run(out_folder, *sources, limit=limit) == 2
        captured = capsys.readouterr()
        assert message in captured.err
        assert captured.out == ""
        assert captured.err.count("\n") == 1
    assert not (out / "manifest.csv").exists()


@pytest.mark.skipif(not LANDSCAPES.is_dir(), reason=f"{LANDSCAPES} is not here")
def test_the_shared_photographs(tmp_path, capsys):
    assert run(tmp_path, *(f"{name}={LANDSCAPES / name}" for name in ("intel", "miniplaces", "sun")), limit=90) == 0
    entries = read_manifest(tmp_path)
    assert len(entries) >= 0.97 * 270
    assert {entry.landscape for entry in entries} == set(LandscapeClass)
    assert all(entry.split == split_of(entry.phash) for entry in entries)
    assert "Tall buildings" in capsys.readouterr().out
