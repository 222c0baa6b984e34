"""Hyperparameters by name. The report's hyperparameters are presets here, not constants elsewhere."""

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Stage:
    """A training stage: `epochs` passes over the training split at `size` pixels a side."""

    size: int
    epochs: float


@dataclass(frozen=True)
class ChromaSettings:
    """Settings that only `chroma` has.

    encoder, widths: as in colourizer.models.ChromaConfig.
    rebalancing: how much more rare colours count, from 0 (not at all) to 1 (all bins count alike).
    softness: the standard deviation of the targets over the five nearest bins, in Lab units. 0 distributes a colour
    over the four bins around it, so that its mean is preserved.
    mean_weight, gradient_weight: weights of the error of the distribution's mean, and of the error of its edges.
    unfrozen_from: the share of the run after which the encoder is trained, too, at `encoder_rate` times the learning
    rate.
    adversarial_weight: weight of a PatchGAN's loss on the distribution's mean, applied from `adversarial_from` on.
    consistency_weight: weight of the difference between the predictions for damaged photographs and the averaged
    weights' predictions for the same photographs, undamaged and mirrored.
    tone_strength: as in colourizer.models.ChromaConfig. tone_jitter: the maximum random change of `tone_strength` per
    photograph during training.
    smallest_scale: the smallest input size, as a share of the stage's size. Each batch has a random size between the
    two, and the averaged weights that it is compared with get another size.
    """

    encoder: str = "lite0"
    widths: tuple[int, int, int] = (128, 96, 64)
    rebalancing: float = 0.0
    softness: float = 0.0
    mean_weight: float = 0.0
    gradient_weight: float = 0.0
    unfrozen_from: float = 1.0
    encoder_rate: float = 0.1
    adversarial_weight: float = 0.0
    adversarial_from: float = 0.7
    consistency_weight: float = 0.0
    tone_strength: float = 0.0
    tone_jitter: float = 0.0
    smallest_scale: float = 1.0


@dataclass(frozen=True)
class Preset:
    """How one network is trained.

    learning_rate: the initial rate of every optimizer. schedule: "constant", or "cosine", which ends at 0.
    width: channels of the first layer, except in `chroma`. mae_weight: the report's λ, for the cGAN only.
    balanced: sample the six classes equally often, instead of in proportion to their photographs.
    ema_decay: the decay per batch of the averaged weights, which are the ones validated and shipped.
    damage: the share of photographs whose lightness is damaged like an old print.
    smallest_crop: the smallest crop, as a share of the photograph's shorter side.
    repeats: by source, how often a pass shows each photograph, if more than once.
    discriminator_from, adversarial_from: the shares of the cGAN's run after which the discriminator is trained, and
    after which the adversarial loss is added; before that, the generator learns from the mean absolute error only.
    precision: "no" for float32, or "bf16" for bfloat16 where that is safe (autocast): two to five times as fast on CPUs
    and GPUs with native bfloat16 multiplication.
    """

    stages: tuple[Stage, ...]
    batch: int
    learning_rate: float
    width: int = 32
    schedule: str = "constant"
    discriminator_width: int = 64
    mae_weight: float = 80.0
    ema_decay: float = 0.999
    balanced: bool = False
    seed: int = 0
    damage: float = 0.0
    smallest_crop: float = 0.75
    repeats: tuple[tuple[str, int], ...] = ()
    discriminator_from: float = 0.0
    adversarial_from: float = 0.0
    precision: Literal["no", "bf16"] = "no"
    chroma: ChromaSettings = ChromaSettings()


_FULL_CGAN = Preset(
    (Stage(48, 16), Stage(64, 15), Stage(96, 6), Stage(144, 4.3)),
    batch=99,
    learning_rate=2.5e-4,
    width=32,
    discriminator_width=32,
    precision="bf16",
)

# Sources with more street scenes than others: shown twice in a pass.
_CITIES = ("labelme-facade", 2), ("street-perception", 2), ("moscow-places", 2)

_PRINTS = Preset(
    (Stage(144, 0.6), Stage(192, 0.65), Stage(256, 0.06)),
    batch=32,
    learning_rate=7e-4,
    schedule="cosine",
    ema_decay=0.998,
    damage=0.6,
    smallest_crop=0.6,
    repeats=(("plates", 3), *_CITIES),
    precision="bf16",
    chroma=ChromaSettings(gradient_weight=0.03, unfrozen_from=0.0, encoder_rate=0.3, consistency_weight=0.7),
)

_SCALES = replace(
    _PRINTS,
    stages=(Stage(240, 0.62),),
    learning_rate=4e-4,
    damage=0.6,
    smallest_crop=0.7,
    precision="no",
    chroma=replace(_PRINTS.chroma, tone_strength=0.9, tone_jitter=0.1, consistency_weight=1.2, smallest_scale=0.53),
)

PRESETS: dict[str, dict[str, Preset]] = {
    "baseline": {
        "report": Preset((Stage(144, 25),), batch=128, learning_rate=1e-4, width=32),
        # The report's settings, with most epochs on smaller pictures: an hour on two cores instead of days.
        "full": Preset(
            (Stage(64, 15), Stage(96, 6), Stage(144, 4)), batch=128, learning_rate=1e-4, width=32, precision="bf16"
        ),
        # A first look: a few minutes on two cores.
        "quick": Preset((Stage(64, 1),), batch=32, learning_rate=1e-3, width=16, schedule="cosine", ema_decay=0.98),
        # An evening on two cores: small pictures first, since they teach most of which colours belong where.
        "evening": Preset(
            (Stage(64, 3), Stage(96, 0.5), Stage(144, 0.3)), batch=32, learning_rate=1e-3, width=32, schedule="cosine"
        ),
    },
    "cgan": {
        "report": Preset((Stage(144, 60),), batch=99, learning_rate=2.5e-4, width=48),
        # The report's settings except the size: 41 passes show 600,000 photographs, 60,000 of them at 144 pixels.
        "full": _FULL_CGAN,
        # The same, but the generator is first trained on the MAE only.
        "late": replace(_FULL_CGAN, discriminator_from=0.72, adversarial_from=0.75),
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
    "chroma": {
        "full": Preset(
            (Stage(96, 2), Stage(144, 4), Stage(192, 1.2)),
            batch=32,
            learning_rate=2e-3,
            schedule="cosine",
            damage=0.3,
            chroma=ChromaSettings(gradient_weight=0.03),
        ),
        # After `full`, with --start-from: the bundled checkpoint's last passes.
        "longer": Preset(
            (Stage(144, 2), Stage(192, 1)),
            batch=32,
            learning_rate=1e-3,
            schedule="cosine",
            damage=0.3,
            precision="bf16",
            chroma=ChromaSettings(gradient_weight=0.03),
        ),
        # After `longer`, with --start-from: the encoder is trained, too.
        "thawed": Preset(
            (Stage(144, 4), Stage(192, 1)),
            batch=32,
            learning_rate=6e-4,
            schedule="cosine",
            damage=0.3,
            precision="bf16",
            chroma=ChromaSettings(gradient_weight=0.03, unfrozen_from=0.0, encoder_rate=0.3),
        ),
        # After `thawed`, with --start-from: more photographs, including old plates, and the damage of old prints.
        "prints": _PRINTS,
        # After `prints`, with --start-from: tones are normalised first, and mirror images get the same colours.
        "steady": replace(
            _PRINTS,
            stages=(Stage(144, 0.4), Stage(192, 1.0)),
            learning_rate=5e-4,
            damage=0.5,
            chroma=replace(_PRINTS.chroma, tone_strength=0.8, tone_jitter=0.2),
        ),
        # After `steady`, with --start-from: more photographs are damaged, and the consistency loss weighs more.
        "firm": replace(
            _PRINTS,
            stages=(Stage(144, 0.3), Stage(192, 0.85)),
            learning_rate=4e-4,
            damage=0.6,
            smallest_crop=0.7,
            chroma=replace(_PRINTS.chroma, tone_strength=0.9, tone_jitter=0.1, consistency_weight=1.2),
        ),
        # After `firm`, with --start-from: a photograph gets the same colours at every size.
        "scales": _SCALES,
        # After `scales`, with --start-from: one in four photographs is an old plate. The bundled checkpoint's last run.
        "plates": replace(_SCALES, stages=(Stage(240, 0.6),), learning_rate=2.5e-4, repeats=(("plates", 16), *_CITIES)),
        "quick": Preset((Stage(64, 1),), batch=32, learning_rate=2e-3, schedule="cosine", ema_decay=0.98),
    },
}

# For 600 photographs, a few minutes on two cores. The cGAN is trained on the MAE first, adversarially at the end.
PRESETS["baseline"]["course"] = Preset(
    (Stage(64, 30), Stage(96, 6)), batch=16, learning_rate=1e-3, width=24, schedule="cosine", ema_decay=0.99
)
PRESETS["cgan"]["course"] = Preset(
    (Stage(64, 30), Stage(96, 6)),
    batch=16,
    learning_rate=1e-3,
    width=24,
    schedule="cosine",
    ema_decay=0.99,
    discriminator_width=24,
    discriminator_from=0.6,
    adversarial_from=0.7,
)
PRESETS["chroma"]["course"] = Preset(
    (Stage(96, 10), Stage(144, 6)),
    batch=16,
    learning_rate=2e-3,
    schedule="cosine",
    ema_decay=0.98,
    chroma=ChromaSettings(gradient_weight=0.03),
)
