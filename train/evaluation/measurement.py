"""Measures all versions of every photograph, in parallel on all cores."""

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tqdm import tqdm

from colourizer.colour.lab import lightness_to_rgb
from colourizer.colourization import Colourization
from colourizer.evaluation.metrics import ALL, METRICS
from colourizer.evaluation.results import FAITHFUL, GREY, ORIGINAL, OWN, Picture, save_certainty, save_picture
from colourizer.photo.photo import Photo, PhotoError, load_rgb
from colourizer.pipeline import Colourizer
from train.data.dataset import square
from train.evaluation.externals import External, as_it_is
from train.evaluation.frechet import FEWEST, Lite2Features
from train.evaluation.in_threads import in_threads
from train.evaluation.photographs import Sample
from train.evaluation.reliability import CertaintyStatistics

KNOWN_ALWAYS = tuple(name for name in METRICS if not ALL[name].needs_truth)
_BATCH = 4  # photographs that a thread measures at a time; when interrupted it finishes them

Versions = dict[str, np.ndarray]  # all versions of one photograph by name: sRGB (size, size, 3), uint8


@dataclass
class Measured:
    """The measurements so far: metrics, features by version, and statistics of certainty."""

    pictures: list[Picture] = field(default_factory=list)
    features: dict[str, list[np.ndarray]] = field(default_factory=lambda: defaultdict(list))
    statistics: dict[str, CertaintyStatistics] = field(default_factory=lambda: defaultdict(CertaintyStatistics))

    def extend(self, other: "Measured") -> None:
        """Append the measurements on other photographs."""
        self.pictures += other.pictures
        for version, batches in other.features.items():
            self.features[version] += batches
        for name, statistics in other.statistics.items():
            self.statistics[name].extend(statistics)


@dataclass(frozen=True)
class Measurement:
    """How photographs are measured.

    colourizers, externals: the systems to compare, besides grey passthrough. size: pixels a side. out: the results
    folder; every version is saved there as a picture. own: also measure the networks' own pictures, with the networks'
    lightness. known: the true colours are known. distance: extract features for the Fréchet distance, if there are
    enough photographs.
    """

    colourizers: list[Colourizer]
    externals: list[External]
    size: int
    out: Path
    own: bool = False
    known: bool = True
    distance: bool = True

    def __call__(self, samples: list[Sample]) -> Measured:
        """Measure all photographs. Those that cannot be compared are listed on standard error."""
        measured = Measured()
        extract = Lite2Features() if self.distance and self.known and len(samples) >= FEWEST else None
        numbered = list(enumerate(samples))
        batches = [numbered[start : start + _BATCH] for start in range(0, len(numbered), _BATCH)]

        def measure(batch: list[tuple[int, Sample]]) -> Measured:
            part = Measured()
            versions = [found for number, sample in batch if (found := self._measure(number, sample, part)) is not None]
            if extract and versions:
                _take_features(extract, versions, part)
            return part

        with tqdm(total=len(samples), unit="photo", desc="evaluate", mininterval=2) as bar:
            for batch, part in zip(batches, in_threads(measure, batches), strict=True):
                measured.extend(part)
                bar.update(len(batch))
        return measured

    def _measure(self, number: int, sample: Sample, measured: Measured) -> Versions | None:
        """Save all versions of one photograph and add their metrics to `measured`. None if it is left out."""
        try:
            versions, made = self._versions(sample)
        except PhotoError as error:
            tqdm.write(f"{sample.path} is left out: {error}", file=sys.stderr)
            return None
        for version, rgb in versions.items():
            save_picture(self.out, version, sample.id, rgb)
        for coloured in made:
            if coloured.certainty is not None:
                if self.known:
                    measured.statistics[coloured.model].add(coloured, versions[ORIGINAL], seed=number)
                save_certainty(self.out, coloured.model, sample.id, coloured.certainty)
        measured.pictures.append(_picture(sample, versions, known=self.known))
        return versions

    def _versions(self, sample: Sample) -> tuple[Versions, list[Colourization]]:
        """All versions of a photograph, and the networks' colourizations. Raises PhotoError."""
        whole = _in_colour(sample.path) if self.known else as_it_is(sample.path)
        truth = np.ascontiguousarray(square(whole, self.size))
        photo = Photo.from_rgb(truth)
        versions = {ORIGINAL: truth}
        versions[GREY] = (lightness_to_rgb(photo.lightness) * 255).round().astype(np.uint8)
        made = [colourizer(photo, frame="none") for colourizer in self.colourizers]
        for colourizer, coloured in zip(self.colourizers, made, strict=True):
            versions[colourizer.name] = coloured.rgb
            if coloured.distribution:
                versions[colourizer.name + FAITHFUL] = coloured.adjusted(vividness=0).rgb
            elif self.own:
                versions[colourizer.name + OWN] = colourizer.network_picture(photo, self.size)
        for external in self.externals:
            if (rgb := external.load(sample, whole.shape[:2], self.size)) is not None:
                versions[external.name] = rgb
        return versions, made


def _in_colour(path: Path) -> np.ndarray:
    """Load a colour photograph, sRGB (H, W, 3), uint8. Raises PhotoError."""
    rgb = load_rgb(path)
    if rgb.ndim != 3:
        raise PhotoError("it has no colours to compare with. With --unknown it is shown and not compared.")
    return rgb


def _take_features(extract: Lite2Features, photographs: list[Versions], measured: Measured) -> None:
    """Extract the features of each version. Pictures of other systems may be missing."""
    for version in dict.fromkeys(version for versions in photographs for version in versions):
        measured.features[version].append(
            extract(np.stack([versions[version] for versions in photographs if version in versions]))
        )


def _picture(sample: Sample, versions: Versions, *, known: bool) -> Picture:
    """The metrics of each version; without known colours, only no-reference metrics."""
    truth = versions[ORIGINAL]
    values = {
        version: {metric: measure(rgb, truth) for metric, measure in METRICS.items()}
        for version, rgb in versions.items()
    }
    if not known:
        del values[ORIGINAL]
        values = {version: {name: row[name] for name in KNOWN_ALWAYS} for version, row in values.items()}
    return Picture(sample.id, sample.landscape, sample.title, values)
