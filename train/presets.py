"""Hyperparameters by name. The report's own are presets here and constants nowhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """So many passes over the training split, at so many pixels a side."""

    size: int
    epochs: float


@dataclass(frozen=True)
class Preset:
    """How one network is trained.

    learning_rate: of every optimizer, at the start. schedule: "constant", or "cosine" down to nothing at the end.
    width: of the network that is shipped. mae_weight: the report's λ, for the cGAN alone.
    balanced: whether the six classes are drawn equally often, instead of as often as there are photographs of them.
    ema_decay: of the averaged weights, which are those validated and shipped; a step is one batch.
    """

    stages: tuple[Stage, ...]
    batch: int
    learning_rate: float
    width: int
    schedule: str = "constant"
    discriminator_width: int = 64
    mae_weight: float = 80.0
    ema_decay: float = 0.999
    balanced: bool = False
    seed: int = 0


PRESETS: dict[str, dict[str, Preset]] = {
    "baseline": {
        "report": Preset((Stage(144, 25),), batch=128, learning_rate=1e-4, width=32),
        # The report's settings, most of its epochs on smaller pictures: hours on two cores instead of days.
        "full": Preset((Stage(64, 15), Stage(96, 6), Stage(144, 4)), batch=128, learning_rate=1e-4, width=32),
        # A first look: a few minutes on two cores.
        "quick": Preset((Stage(64, 1),), batch=32, learning_rate=1e-3, width=16, schedule="cosine", ema_decay=0.98),
        # What an evening on two cores buys: small pictures first, since they teach most of what colour goes where.
        "evening": Preset(
            (Stage(64, 3), Stage(96, 0.5), Stage(144, 0.3)), batch=32, learning_rate=1e-3, width=32, schedule="cosine"
        ),
    },
    "cgan": {
        "report": Preset((Stage(144, 60),), batch=99, learning_rate=2.5e-4, width=48),
        # The report's settings but for the size: 603,000 photographs seen, 64,600 of them at the report's 144 px.
        "full": Preset(
            (Stage(64, 24), Stage(96, 6), Stage(144, 3.6)),
            batch=99,
            learning_rate=2.5e-4,
            width=32,
            discriminator_width=32,
        ),
        "quick": Preset(
            (Stage(64, 1),),
            batch=32,
            learning_rate=1e-3,
            width=16,
            schedule="cosine",
            ema_decay=0.98,
            discriminator_width=16,
        ),
        "evening": Preset(
            (Stage(64, 4), Stage(96, 1.5), Stage(144, 2.6)),
            batch=32,
            learning_rate=5e-4,
            width=32,
            schedule="cosine",
            discriminator_width=32,
        ),
    },
}
