"""Changes hyperparameters from the command line: `--set key=value`, and options for the common ones."""

import argparse
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from train.errors import TrainingError
from train.presets import Preset, Stage

SMALLEST = 16  # pixels a side: 1 after four halvings
_POSITIVE = ("batch", "learning_rate", "width", "discriminator_width", "smallest_crop", "chroma.widths", "repeats")
_CHOICES = {"schedule": ("constant", "cosine"), "chroma.encoder": ("lite0", "lite2")}
_SHARES = ("damage", "discriminator_from", "adversarial_from", "chroma.unfrozen_from", "chroma.adversarial_from")
_SHARES += ("chroma.tone_strength", "chroma.tone_jitter", "ema_decay", "smallest_crop")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that change a preset."""
    parser.add_argument("--epochs", type=float, metavar="N", help="passes over the training split, all stages together")
    parser.add_argument("--batch", type=int, metavar="N", help="photographs per batch")
    parser.add_argument("--learning-rate", type=float, metavar="RATE", help="initial learning rate")
    parser.add_argument("--lambda", type=float, dest="mae_weight", metavar="λ", help="weight of the cGAN's MAE")
    parser.add_argument("--width", type=int, metavar="N", help="channels of the network's first layer")
    parser.add_argument(
        "--size", type=int, metavar="PIXELS", help="pixels a side of all training pictures, in a single stage"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="settings",
        metavar="KEY=VALUE",
        help="any other hyperparameter, such as stages=64:4,144:1 or chroma.widths=96,64,48; a wrong key lists them",
    )


def changes(arguments: argparse.Namespace) -> list[str]:
    """The command line's changes to the preset, as "key=value", the common ones first."""
    named = {name: getattr(arguments, name) for name in ("batch", "learning_rate", "mae_weight", "width")}
    named = {"size": arguments.size, "epochs": arguments.epochs} | named
    return [f"{key}={value:g}" for key, value in named.items() if value is not None] + arguments.settings


def changed(preset: Preset, network: str, texts: list[str]) -> Preset:
    """The preset with every "key=value" applied. Raises TrainingError, which lists the valid keys or values."""
    for text in texts:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            raise TrainingError(f"{text!r} is not key=value: write for example learning_rate=0.0003.")
        kinds = dict(_kinds(type(preset)))
        if key not in kinds or not _applies(key, network):
            known = ", ".join(name for name in kinds if _applies(name, network))
            raise TrainingError(f"There is no setting {key!r} of {network}. There are: {known}.")
        preset = _with(preset, key, _read(key, value, kinds[key]))
    return preset


def _applies(key: str, network: str) -> bool:
    """Whether a setting applies to this network."""
    if network == "chroma":
        return key not in ("width", "mae_weight", "discriminator_from", "adversarial_from")
    only_cgan = ("mae_weight", "discriminator_from", "adversarial_from", "discriminator_width")
    return not key.startswith("chroma.") and (network == "cgan" or key not in only_cgan)


def _kinds(kind: type, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All keys with their types; `epochs` and `size` change the stages."""
    hints = get_type_hints(kind)
    for each in fields(kind):
        if is_dataclass(hints[each.name]):
            yield from _kinds(hints[each.name], f"{prefix}{each.name}.")
        else:
            yield prefix + each.name, hints[each.name]
    if not prefix:
        yield from {"epochs": float, "size": int}.items()


def _with(preset: Preset, key: str, value: Any) -> Preset:
    if key == "epochs":
        factor = value / sum(stage.epochs for stage in preset.stages)
        return replace(preset, stages=tuple(replace(s, epochs=s.epochs * factor) for s in preset.stages))
    if key == "size":
        return replace(preset, stages=(Stage(value, sum(stage.epochs for stage in preset.stages)),))
    inner, dot, name = key.partition(".")
    if dot:
        return replace(preset, **{inner: replace(getattr(preset, inner), **{name: value})})
    return replace(preset, **{key: value})


def _read(key: str, text: str, kind: Any) -> Any:
    """Parse a value and check its type and range. Raises TrainingError."""
    try:
        value = _parsed(text, kind)
    except (KeyError, ValueError):
        raise TrainingError(f"{key}={text} is not valid: give {_words(kind)}.") from None
    stages = value if key == "stages" else ()
    sizes = [stage.size for stage in stages] if stages else [value] if key == "size" else []
    if any(size < SMALLEST for size in sizes):
        raise TrainingError(f"{key}={text} is not valid: a network needs at least {SMALLEST} pixels a side.")
    numbers = _numbers(value)
    positive = [stage.epochs for stage in stages] if stages else numbers if key in ("epochs", *_POSITIVE) else []
    if any(not number > 0 or number == float("inf") for number in positive):
        raise TrainingError(f"{key}={text} is not valid: give more than 0.")
    if any(not 0 <= number < float("inf") for number in numbers):
        raise TrainingError(f"{key}={text} is not valid: give a number from 0.")
    if value not in _CHOICES.get(key, (value,)):
        raise TrainingError(f"{key}={text} is not valid: give one of {', '.join(_CHOICES[key])}.")
    if key in _SHARES and not 0 <= value <= 1:
        raise TrainingError(f"{key}={text} is not valid: give a share from 0 to 1.")
    if key == "ema_decay" and value == 1:
        raise TrainingError(
            f"{key}={text} is not valid: the average would never learn. Give less than 1, such as 0.99."
        )
    return value


def _numbers(value: Any) -> list[float]:
    """All numbers in a value, including those in tuples."""
    if isinstance(value, tuple):
        return [number for part in value for number in _numbers(part)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


def _parsed(text: str, kind: Any) -> Any:
    if get_origin(kind) in (typing.Union, types.UnionType):
        return _parsed(text, next(each for each in get_args(kind) if each is not type(None)))
    if get_origin(kind) is Literal:
        if text not in get_args(kind):
            raise ValueError(text)
        return text
    if get_origin(kind) is tuple:
        parts, kinds = text.split(","), get_args(kind)
        if kinds[-1] is not Ellipsis and len(parts) != len(kinds):
            raise ValueError(text)
        return tuple(_PARSERS[kinds[0]](part) for part in parts)
    return _PARSERS[kind](text)


def _words(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(map(str, get_args(kind)))
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        many = "a list" if kinds[-1] is Ellipsis else f"{len(kinds)} values"
        return f"{many} of {_NAMES[kinds[0]]}, separated by commas"
    return _NAMES[kind]


def _boolean(text: str) -> bool:
    return {"true": True, "yes": True, "false": False, "no": False}[text.lower()]


def _stage(text: str) -> Stage:
    size, _, epochs = text.partition(":")
    return Stage(int(size), float(epochs))


def _pair(text: str) -> tuple[str, int]:
    name, _, number = text.partition(":")
    return name, int(number)


_PARSERS: dict[Any, Callable[[str], Any]] = {
    int: int,
    float: float,
    str: str,
    bool: _boolean,
    Stage: _stage,
    tuple[str, int]: _pair,
}
_NAMES = {
    int: "a whole number",
    float: "a number",
    str: "a word",
    bool: "true or false",
    Stage: "PIXELS:EPOCHS",
    tuple[str, int]: "NAME:NUMBER",
}
