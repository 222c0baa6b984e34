"""The predicted distribution of colours at every pixel, and how it is decoded.

Nothing here runs a network. Decoding takes milliseconds, so pages can offer it as a control.

Sources: annealed mean, Zhang et al. 2016 (arXiv 1603.08511); logit adjustment, which rebalances after training instead
of in the loss, Menon et al. 2021 (arXiv 2007.07314).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from colourizer.controls import VIVIDNESS

WITHIN = 10.0  # ΔE (CIE 1976): certainty is the probability that the true colour is at most this far away
DEFAULT_VIVIDNESS = VIVIDNESS.default
_RARE = 1e-4  # share of the pixels: rarer bins are not favoured more than this
HALF_BIN = 5.0  # Lab units
# Evenness: the mean chroma that is left unchanged, in Lab units, and the limits of the factor.
_TYPICAL, _EVENED = 20.0, (0.5, 1.8)
# Alternatives: how strongly the distribution is tilted, and how much alternatives must differ.
_TILTS = (0.6, 1.2)  # per 10 Lab units
_DIRECTIONS = 8
_DIFFERENT = 6.0  # mean ΔE from every other


@dataclass(frozen=True)
class Decoding:
    """The parameters that decode a distribution to one colour.

    rebalancing: how much rare colours are favoured, from 0 (not at all) to 1. temperature: of the annealed mean: 1 is
    the mean, near 0 the likeliest colour. gain: factor of the chroma. evenness: how far the mean chroma of every
    photograph is moved towards the same value, from 0 (not at all) to 1, since an uncertain network leaves some
    photographs nearly grey and makes others too vivid.
    """

    rebalancing: float = 0.0
    temperature: float = 1.0
    gain: float = 1.0
    evenness: float = 0.0

    def interpolated(self, other: "Decoding", share: float) -> "Decoding":
        """A linear interpolation: this one for a share of 0, the other for 1."""
        mix = lambda one, two: one + (two - one) * share  # noqa: E731
        return Decoding(
            mix(self.rebalancing, other.rebalancing),
            mix(self.temperature, other.temperature),
            mix(self.gain, other.gain),
            mix(self.evenness, other.evenness),
        )


@dataclass(frozen=True)
class Calibration:
    """How the distribution of one checkpoint is decoded; fitted on validation photographs.

    decodings: for a vividness of 0 (faithful), 0.5 and 1. certainty: pairs (predicted probability, observed share of
    pixels), both in [0, 1] and ascending. gains: factors of the gain by landscape class, for all decodings but the
    faithful one, since some classes come out duller than others.
    """

    decodings: Sequence[Decoding] = (Decoding(), Decoding(0.25, 0.6), Decoding(0.5, 0.3, 1.2))
    certainty: Sequence[tuple[float, float]] = ((0.0, 0.0), (1.0, 1.0))
    gains: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self):  # JSON has neither tuples nor dataclasses
        decodings = tuple(Decoding(**entry) if isinstance(entry, dict) else entry for entry in self.decodings)
        object.__setattr__(self, "decodings", decodings)
        object.__setattr__(self, "certainty", tuple(map(tuple, self.certainty)))

    @classmethod
    def from_config(cls, entries: Mapping[str, Any]) -> "Calibration":
        """From config.json's "calibration", where "readings" is the older name of `decodings`.

        Raises TypeError for unknown entries.
        """
        return cls(**{"decodings" if key == "readings" else key: value for key, value in entries.items()})

    def decoding(self, vividness: float, landscapes: Mapping[str, float] | None = None) -> Decoding:
        """The decoding for a vividness, clipped to [0, 1].

        landscapes: the probability of each class, with a sum of 1; None if unknown.
        """
        place = min(max(vividness, 0.0), 1.0) * (len(self.decodings) - 1)
        below = min(int(place), len(self.decodings) - 2)
        factor = sum(share * self.gains.get(name, 1.0) for name, share in landscapes.items()) if landscapes else 1.0
        first, *others = self.decodings
        decodings = [first, *(replace(decoding, gain=decoding.gain * factor) for decoding in others)]
        return decodings[below].interpolated(decodings[below + 1], place - below)


@dataclass(frozen=True, eq=False)
class ColourDistribution:
    """The probability of every colour bin at every pixel.

    logits: (h, w, Q), float32. bins: CIE ab of each (Q, 2). prior: the share of each in photographs in general (Q,).
    landscapes: the probability of each class; empty if unknown.
    """

    logits: np.ndarray
    bins: np.ndarray
    prior: np.ndarray
    calibration: Calibration = field(default_factory=Calibration)
    landscapes: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def _alternatives(self) -> dict[tuple[int, float], list[np.ndarray]]:
        return {}

    @cached_property
    def probabilities(self) -> np.ndarray:
        """(h, w, Q), float32, with a sum of 1 at every pixel."""
        return softmax(self.logits)

    @cached_property
    def _rarity(self) -> np.ndarray:
        return -np.log(self.prior + _RARE).astype(np.float32)

    def colour(self, vividness: float = DEFAULT_VIVIDNESS) -> np.ndarray:
        """Decode to CIE ab (h, w, 2), float32. vividness: 0 for the least expected error, 1 for the most vivid."""
        return self.decode(self.calibration.decoding(vividness, self.landscapes))

    def certainty(self, colour: np.ndarray | None = None) -> np.ndarray:
        """The probability, (h, w), float32 in [0, 1], that the true colour is within `WITHIN` of `colour`.

        colour: CIE ab (h, w, 2), by default the colour at the default vividness. Calibrated: 80 % of the pixels with a
        certainty of 80 % are right.
        """
        predicted, observed = zip(*self.calibration.certainty, strict=True)
        return np.interp(self.nearness(self.colour() if colour is None else colour), predicted, observed).astype(
            np.float32
        )

    def expected_error(self, colour: np.ndarray) -> np.ndarray:
        """The expected ΔE (CIE 1976) of `colour`, CIE ab (h, w, 2), under the distribution: (h, w), float32."""
        return self._mean_over_bins(colour, lambda distance: distance)

    def nearness(self, colour: np.ndarray) -> np.ndarray:
        """The uncalibrated probability, (h, w), float32, of colours within `WITHIN` of `colour`.

        colour: CIE ab (h, w, 2).
        """
        return self._mean_over_bins(
            colour, lambda distance: np.clip((WITHIN + HALF_BIN - distance) / (2 * HALF_BIN), 0, 1)
        )

    def _mean_over_bins(self, colour: np.ndarray, value: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """The mean of `value` of the distance between `colour` (h, w, 2) and the true one: (h, w), float32."""
        mean = np.empty(colour.shape[:2], np.float32)
        for row in range(len(colour)):  # row by row: (h, w, Q, 2) would not fit the cache
            offset = self.bins - colour[row, :, None]  # (w, Q, 2)
            mean[row] = (value(np.hypot(offset[..., 0], offset[..., 1])) * self.probabilities[row]).sum(axis=1)
        return mean

    def alternatives(self, count: int = 3, vividness: float = DEFAULT_VIVIDNESS) -> list[np.ndarray]:
        """Other colourings of the whole photograph, the likeliest first: at most `count`, each CIE ab (h, w, 2).

        Each is decoded from a distribution tilted towards one hue. Where two colours are likely, as for leaves in
        summer and in autumn, the whole scene changes together; where only one is, nothing changes. Only colourings
        that differ visibly from the default and from each other are returned, so there may be none. Cached: the search
        takes a second.
        """
        if (count, vividness) not in self._alternatives:
            self._alternatives[count, vividness] = self._search_alternatives(count, vividness)
        return self._alternatives[count, vividness]

    def _search_alternatives(self, count: int, vividness: float) -> list[np.ndarray]:
        decoding = self.calibration.decoding(vividness, self.landscapes)
        chosen, found = [self.decode(decoding)], []
        for strength in _TILTS:
            candidates = []
            for angle in np.arange(_DIRECTIONS) * (2 * np.pi / _DIRECTIONS):
                tilt = self.bins @ np.array([np.cos(angle), np.sin(angle)]) * (strength / 10)
                colour = self.decode(decoding, tilt.astype(np.float32))
                candidates.append((self._plausibility(colour), colour))
            for _, colour in sorted(candidates, key=lambda pair: -pair[0]):
                if len(found) < count and all(_difference(colour, other) >= _DIFFERENT for other in chosen):
                    chosen.append(colour)
                    found.append(colour)
        return found

    def decode(self, decoding: Decoding, tilt: np.ndarray | float = 0.0) -> np.ndarray:
        """Decode to CIE ab (h, w, 2), float32. tilt: added to the logits of every pixel, (Q,)."""
        logits = (self.logits + decoding.rebalancing * self._rarity + tilt) / decoding.temperature
        colour = softmax(logits) @ self.bins
        return (colour * (decoding.gain * _evenness_factor(colour, decoding.evenness))).astype(np.float32)

    def _plausibility(self, colour: np.ndarray) -> float:
        """Mean log-likelihood of the bin that each pixel's colour falls into."""
        offset = colour[..., None, :] - self.bins
        nearest = np.square(offset).sum(axis=-1).argmin(axis=-1)
        likely = np.take_along_axis(self.probabilities, nearest[..., None], axis=-1)
        return float(np.log(likely + 1e-6).mean())


def softmax(logits: np.ndarray) -> np.ndarray:
    """Logits, float32 → probabilities of the same shape, with a sum of 1 along the last axis."""
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def _evenness_factor(colour: np.ndarray, evenness: float) -> float:
    """The factor that brings the mean chroma of CIE ab (h, w, 2) towards `_TYPICAL`.

    Pixels are weighted by chroma, so that grey ones, such as a border or the area outside the frame, do not count.
    """
    if not evenness:
        return 1.0
    chroma = np.hypot(colour[..., 0], colour[..., 1])
    mean = max(float(np.square(chroma).sum()), 1e-12) / max(float(chroma.sum()), 1e-6)
    return float(np.clip((_TYPICAL / mean) ** evenness, *_EVENED))


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.hypot(*np.moveaxis(one - other, -1, 0)).mean())
