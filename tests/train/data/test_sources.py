"""Sources of photographs: all layouts are read, all labels are mapped, and adding sources never changes splits."""

from pathlib import Path

import pytest

from colourizer.classes import LandscapeClass
from tests.train.pictures import labelled, picture, save
from train.data import prepare
from train.data.sources import SOURCES, find_pictures, read_predicted
from train.errors import DataError

LANDSCAPES = Path(__file__).resolve().parents[4] / "shared" / "data" / "landscapes"


def splits(*sources: tuple[str, Path]) -> dict[int, str]:
    return {entry.phash: entry.split for entry in prepare.prepare(sources).entries}


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
    ("landscapes-kaggle", "landscape/0.webp", "landscape", C.OPEN_COUNTRY),
    ("mit8full", "inside_city/0.webp", "inside_city", C.STREET),
    ("monet", "photo/0.webp", "photo", C.OPEN_COUNTRY),
    ("kagan", "imagenet_road/0.webp", "imagenet_road", C.STREET),
    ("corel", "beach/0.webp", "beach", C.COAST),
    ("countryside", "countryside/0.webp", "countryside", C.OPEN_COUNTRY),
    ("bsds", "natural/0.webp", "natural", C.OPEN_COUNTRY),
    ("selfex", "urban/0.webp", "urban", C.TALL_BUILDING),
    ("dps", "photo/0.webp", "photo", C.OPEN_COUNTRY),
    ("kodak", "photocd/0.webp", "photocd", C.OPEN_COUNTRY),
    ("my-own", "tall-building/0.jpg", "tall_building", C.TALL_BUILDING),
]


@pytest.mark.parametrize(("name", "place", "label", "landscape"), LAYOUTS)
def test_each_layout_is_read_and_mapped(tmp_path, name, place, label, landscape):
    save(picture(0), tmp_path / place)
    (found,) = find_pictures(name, tmp_path)
    assert (found.path, found.label, found.landscape) == ((tmp_path / place).resolve(), label, landscape)


def test_every_source_of_the_table_has_a_layout_tested():
    assert {name for name, *_ in LAYOUTS} >= set(SOURCES)


def test_a_predicted_class_serves_where_the_folder_names_none(tmp_path):
    save(picture(0), tmp_path / "dps" / "photo" / "0.png")
    save(picture(1), tmp_path / "dps" / "photo" / "1.png")
    save(picture(2), tmp_path / "corel" / "beach" / "2.png")
    guesses = tmp_path / "predicted.csv"
    guesses.write_text("path,predicted\ndps/photo/0.png,mountains\ncorel/beach/2.png,streets_urban\n")
    predicted = read_predicted(guesses)
    assert [found.landscape for found in find_pictures("dps", tmp_path / "dps", predicted)] == [
        C.MOUNTAIN,
        C.OPEN_COUNTRY,
    ]
    assert find_pictures("corel", tmp_path / "corel", predicted)[0].landscape == C.COAST
    for text in ("path\n0.png\n", "path,predicted\n0.png,kitchens\n"):
        guesses.write_text(text)
        with pytest.raises(DataError, match="holds no predicted classes"):
            read_predicted(guesses)


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
    before = prepare.prepare([("a", first)]).entries
    moved = tmp_path / "elsewhere" / "b"
    for number, path in enumerate(sorted(first.rglob("*.jpg"), reverse=True)):
        (moved / "forest").mkdir(parents=True, exist_ok=True)
        path.rename(moved / "forest" / f"{number:03}.jpg")
    after = prepare.prepare([("b", moved)]).entries
    assert [(e.sha1, e.split) for e in before] == [(e.sha1, e.split) for e in after]
    assert len(after) == 20


@pytest.mark.parametrize(("quality", "size"), [(80, (160, 140)), (95, (150, 131)), (70, (240, 210))])
def test_a_picture_encoded_anew_is_a_near_duplicate(tmp_path, quality, size):
    first = labelled(tmp_path / "a", range(20))
    for seed in range(20):
        save(picture(seed, size), tmp_path / "b" / "coast" / f"{seed}.jpg", quality)
    assert splits(("a", first), ("b", tmp_path / "b")) == splits(("a", first))
