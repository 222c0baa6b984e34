"""The rounds of "Spot the fake", and statistics of the answers. Independent of the web pages."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from colourizer.evaluation.results import ORIGINAL, Picture, Results
from demo.gallery.data.columns import ALL, Columns

GAME = 20  # rounds, an even number; fewer if there are fewer pictures


@dataclass(frozen=True)
class Answer:
    """One answer: the version, weights and class shown, and whether it was judged real."""

    version: str  # "original", or a network's name
    checkpoint: str  # SHA-256 of the network's weights; empty for originals
    group: str  # the picture's landscape class
    real: bool  # the visitor's answer

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.real == (self.version == ORIGINAL)


@dataclass(frozen=True)
class Round:
    """One picture to judge."""

    number: int
    picture: str
    version: str


@dataclass(frozen=True)
class Rate:
    """The number of `asked` pictures that were judged real, and the 95 % interval of this share."""

    real: int
    asked: int

    @property
    def share(self) -> float:
        return self.real / self.asked

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval. Source: Wilson 1927."""
        from scipy.stats import binomtest  # takes half a second to import, and only this page needs it

        found = binomtest(self.real, self.asked).proportion_ci(0.95, method="wilson")
        return float(found.low), float(found.high)


def deal(columns: Columns, chance: random.Random, fresh: Iterable[str] = ()) -> tuple[Round, ...]:
    """Draw the rounds of a game: no picture twice, exactly half of them real, the rest divided among the networks.

    fresh: ids of pictures to prefer, as they were not seen in earlier games. Returns () if no game is possible.
    """
    networks = [network.name for network in columns.results.networks]
    # A photograph may lack the pictures of some or all systems.
    painted = {key: _painted(columns, key, networks) for key in columns.place}
    ids = sorted(key for key, names in painted.items() if names)
    chance.shuffle(ids)
    wanted = set(fresh)
    ids.sort(key=lambda key: key not in wanted)  # stable, so each part stays shuffled
    pairs = min(GAME, len(ids)) // 2
    if not networks or not pairs:
        return ()
    chance.shuffle(networks)
    versions = [ORIGINAL] * pairs + [networks[at % len(networks)] for at in range(pairs)]
    chance.shuffle(versions)
    dealt = [
        (key, version if version == ORIGINAL or version in painted[key] else chance.choice(painted[key]))
        for key, version in zip(ids, versions, strict=False)
    ]
    return tuple(Round(at + 1, key, version) for at, (key, version) in enumerate(dealt))


def _painted(columns: Columns, key: str, networks: list[str]) -> list[str]:
    """The networks with a version of this picture."""
    values = columns.results.pictures[columns.place[key]].values
    return [name for name in networks if name in values]


def picture_of(columns: Columns, round_: Round) -> Picture:
    """The picture of a round drawn from these columns."""
    return columns.results.pictures[columns.place[round_.picture]]


def answer_to(columns: Columns, round_: Round, *, real: bool) -> Answer:
    """The anonymous answer to a round, as stored."""
    checkpoints = {model.name: model.checkpoint for model in columns.results.models}
    group = picture_of(columns, round_).landscape.value
    return Answer(round_.version, checkpoints.get(round_.version, ""), group, real)


def rates(results: Results, answers: Iterable[Answer]) -> dict[tuple[str, str], Rate]:
    """How often each version was judged real, by (version, group), including the group "all".

    Answers about other weights with the same name are ignored.
    """
    checkpoints = {ORIGINAL: ""} | {network.name: network.checkpoint for network in results.networks}
    counts: dict[tuple[str, str], list[int]] = {}
    for answer in answers:
        if checkpoints.get(answer.version) == answer.checkpoint:
            for group in (ALL, answer.group):
                count = counts.setdefault((answer.version, group), [0, 0])
                count[0] += answer.real
                count[1] += 1
    return {key: Rate(*count) for key, count in counts.items()}
