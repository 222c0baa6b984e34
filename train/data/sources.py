"""The sources of photographs, and how each source's labels map to the six landscape classes.

Every source is one row of `SOURCES`. Nothing is downloaded: a source is a folder that the user has downloaded, and
`--source NAME=DIR` says which row describes it.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from colourizer.classes import LandscapeClass
from train.errors import DataError

COAST, FOREST, MOUNTAIN = LandscapeClass.COAST, LandscapeClass.FOREST, LandscapeClass.MOUNTAIN
OPEN_COUNTRY, STREET, TALL_BUILDING = LandscapeClass.OPEN_COUNTRY, LandscapeClass.STREET, LandscapeClass.TALL_BUILDING

ANY = "*"
UNLABELLED = "unlabelled"
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})


@dataclass(frozen=True)
class Source:
    """One row of the table: what a source's labels mean, and where its layout stores them.

    `classes` maps a normalised label (see `normalise`) to a class; the key `ANY` matches all other labels.
    `label_in_name`: the label is the file name up to its first underscore. Otherwise it is the name of the picture's
    folder, or the last few folders joined, as in `forest/broadleaf`. A predicted class, if there is one, is used for
    labels that have no class of their own, in place of that of `ANY`.
    """

    what: str
    classes: Mapping[str, LandscapeClass]
    label_in_name: bool = False


@dataclass(frozen=True)
class Found:
    """A picture's path, its label in the source, and its class (None: not among the six)."""

    path: Path
    label: str
    landscape: LandscapeClass | None


def _labels(landscape: LandscapeClass, labels: str) -> dict[str, LandscapeClass]:
    return dict.fromkeys(labels.split(), landscape)


# MIT Places and SUN share one vocabulary, so MiniPlaces, SUN and LM+SUN share one mapping.
# - highway is a street: the report has one class for streets and urban areas, and Oliva and Torralba (2001), whose
#   eight outdoor classes it merges, count highways among the man-made scenes.
# - inland water (lake, river, pond) is open country: in the same scheme a coast is the edge of the sea.
# - deserts, fields and farmland are open country; steep rock (butte, canyon, cliff) is mountain.
# - single buildings of any height are tall buildings: the report puts the Architectural Style set there.
# - indoor scenes, close-ups and sports grounds are not listed, so they are left out and counted.
_SCENES = {
    **_labels(COAST, "coast beach ocean sea islet sandbar wave harbor lighthouse sea_cliff boardwalk"),
    **_labels(FOREST, "forest bamboo_forest rainforest forest_broadleaf forest_needleleaf forest_path forest_road"),
    **_labels(FOREST, "broadleaf needleleaf tree_farm"),
    **_labels(MOUNTAIN, "mountain mountain_snowy mountain_path volcano glacier crevasse butte canyon cliff badlands"),
    **_labels(MOUNTAIN, "rock_arch ski_slope snowfield"),
    **_labels(OPEN_COUNTRY, "landscape opencountry open_country field field_cultivated field_wild corn_field pasture"),
    **_labels(
        OPEN_COUNTRY, "wheat_field hayfield rice_paddy vineyard orchard farm hill valley marsh lake_natural lake"
    ),
    **_labels(OPEN_COUNTRY, "desert desert_sand desert_vegetation pond river creek wind_farm"),
    **_labels(STREET, "street highway insidecity inside_city alley crosswalk plaza downtown slum village medina"),
    **_labels(STREET, "residential_neighborhood viaduct"),
    **_labels(TALL_BUILDING, "skyscraper tallbuilding tall_building building_facade office_building tower"),
    **_labels(TALL_BUILDING, "apartment_building_outdoor hotel_outdoor"),
}

SOURCES: Mapping[str, Source] = {
    "intel": Source(
        "Intel Image Classification: LABEL/ID.jpg, under seg_train and seg_test where unpacked as published",
        # Its "glacier" pictures show snowy mountainsides far more often than ice at sea.
        {
            "sea": COAST,
            "forest": FOREST,
            "mountain": MOUNTAIN,
            "glacier": MOUNTAIN,
            "street": STREET,
            "buildings": TALL_BUILDING,
        },
    ),
    "miniplaces": Source("MiniPlaces, a subset of MIT Places: LABEL/ID.jpg", _SCENES),
    "sun": Source("SUN database: LABEL/ID.jpg, or the published a/abbey, f/forest/broadleaf", _SCENES),
    "siftflow": Source(
        # Checked in public code: Images/spatial_envelope_256x256_static_8outdoorcategories/street_urb206.jpg.
        "SIFT Flow (LabelMe Outdoor), 2,688 pictures: one folder, LABEL_ID.jpg",
        {
            "coast": COAST,
            "forest": FOREST,
            "mountain": MOUNTAIN,
            "opencountry": OPEN_COUNTRY,
            "street": STREET,
            "highway": STREET,
            "insidecity": STREET,
            "tallbuilding": TALL_BUILDING,
        },
        label_in_name=True,
    ),
    "kaggle": Source(
        # Checked in public code: one flat folder of files such as 00000000_(2).jpg, without labels. Open country is the
        # default, as the broadest class, but the set also contains mountains, lakes and coasts, so per-class figures
        # should be read without this source.
        "Kaggle Landscape Pictures (arnaud58), about 4,300 pictures without labels: one flat folder",
        {ANY: OPEN_COUNTRY},
    ),
    "ml5": Source(
        # The seven categories are in the set's README. The folder names are inferred from its licence lists
        # (city_photos_info.json, …), as the pictures themselves were not available.
        "ml5 landscapes from Flickr, about 3,200 pictures: LABEL/ID.jpg",
        {
            "ocean": COAST,
            "forest": FOREST,
            "mountain": MOUNTAIN,
            "field": OPEN_COUNTRY,
            "lake": OPEN_COUNTRY,
            "road": STREET,
            "city": STREET,
        },
    ),
    "lmsun": Source(
        # Public code confirms Images/FOLDER/…, but not that the folders use SUN's vocabulary. Folders with other names
        # are left out and counted by name, so a wrong guess shows in the tables.
        "LM+SUN (Tighe and Lazebnik, SuperParsing), 45,676 pictures: Images/LABEL/ID.jpg",
        _SCENES,
    ),
    "architecture": Source(
        # Public code confirms the 25 folder names. All are buildings, so the style does not matter here.
        "Architectural Style (Xu et al., ECCV 2014), 25 styles: STYLE/ID.jpg",
        {ANY: TALL_BUILDING},
    ),
    "landscapes-kaggle": Source("Kaggle Landscape Pictures again, as squares of 224 pixels", {ANY: OPEN_COUNTRY}),
    "mit8full": Source("SIFT Flow's eight categories again: LABEL/ID", _SCENES),
    "monet": Source(
        "the photographs of CycleGAN's monet2photo: landscapes of Flickr, without labels", {ANY: OPEN_COUNTRY}
    ),
    "kagan": Source("road scenes of ImageNet", {ANY: STREET}),
    "corel": Source(
        "Corel's photographs: LABEL/ID", {"beach": COAST, "buildings": TALL_BUILDING, "mountains": MOUNTAIN}
    ),
    "countryside": Source("a set of countryside photographs", {ANY: OPEN_COUNTRY}),
    "bsds": Source("natural scenes of the Berkeley Segmentation Dataset, without labels", {ANY: OPEN_COUNTRY}),
    "selfex": Source(
        "Urban100 and Sun-Hays 80, of the SelfExSR project: LABEL/ID", {"urban": TALL_BUILDING, "scene": STREET}
    ),
    "dps": Source("photographs of digital photography, without labels", {ANY: OPEN_COUNTRY}),
    "kodak": Source("Kodak's PhotoCD pictures, without labels", {ANY: OPEN_COUNTRY}),
}

# Names used in files of predicted classes, besides the classes' own names.
_PREDICTED = {
    "coasts": COAST,
    "forests": FOREST,
    "mountains": MOUNTAIN,
    "streets_urban": STREET,
    "tall_buildings": TALL_BUILDING,
}

# For a user's own source: folders named after the classes.
_BY_CLASS_NAME = Source(
    "folders named after the six classes: coast/ID.jpg", {c.value.replace("-", "_"): c for c in LandscapeClass}
)


def normalise(label: str) -> str:
    """A label in the table's spelling: lower case, words joined by underscores."""
    return label.strip().lower().replace("-", "_").replace(" ", "_")


def read_predicted(path: Path) -> dict[Path, LandscapeClass]:
    """Read predicted classes by absolute path from a CSV file: columns `path`, relative to its folder, and `predicted`.

    Raises:
        DataError: the file is missing or lacks a column, or a class is not among the six.
    """
    known = {**_PREDICTED, **_BY_CLASS_NAME.classes}
    try:
        with path.open(newline="", encoding="utf-8") as file:
            folder = path.parent.resolve()
            return {folder / row["path"]: known[normalise(row["predicted"])] for row in csv.DictReader(file)}
    except (OSError, KeyError, AttributeError, ValueError) as error:
        raise DataError(
            f"{path} holds no predicted classes: name a CSV file with columns path and predicted, whose classes are "
            f"{', '.join(LandscapeClass)}."
        ) from error


def find_pictures(name: str, folder: Path, predicted: Mapping[Path, LandscapeClass] | None = None) -> list[Found]:
    """Every picture under `folder` with its label and class, sorted by path.

    predicted: classes by absolute path, for labels without a class.

    Raises:
        DataError: the folder is missing or holds no pictures, or `name` is not in `SOURCES` and no folder in it is
            named after a landscape class.
    """
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder} for the source '{name}': check the path after '{name}='.")
    source = SOURCES.get(name, _BY_CLASS_NAME)
    found = [_classify(source, path, folder, predicted or {}) for path in _pictures(folder.resolve())]
    if not found:
        raise DataError(f"The folder {folder} of the source '{name}' holds no pictures: unpack the download there.")
    if name not in SOURCES and all(picture.landscape is None for picture in found):
        raise DataError(
            f"'{name}' is not a known source ({', '.join(SOURCES)}) and no folder in {folder} is named after a "
            f"landscape class: use a known name, or name the folders {', '.join(LandscapeClass)}."
        )
    return found


def _pictures(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        # Archives made on a Mac hold a "._name.jpg" beside each picture, which is not a picture.
        if path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".") and path.is_file():
            yield path


def _classify(source: Source, path: Path, folder: Path, predicted: Mapping[Path, LandscapeClass]) -> Found:
    if source.label_in_name:
        label = normalise(path.stem.split("_")[0])
        return Found(path, label, source.classes.get(label))
    folders = [normalise(part) for part in path.relative_to(folder.resolve()).parts[:-1]]
    for start in range(len(folders)):
        # Longest first, so that SUN's d/desert/sand is "desert_sand" before it is "sand".
        label = "_".join(folders[start:])
        if label in source.classes:
            return Found(path, label, source.classes[label])
    return Found(path, folders[-1] if folders else UNLABELLED, predicted.get(path, source.classes.get(ANY)))
