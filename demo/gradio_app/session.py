"""The session's state of a photograph, so that controls do not run the network again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from colourizer import Colourization
from colourizer.frame.frame import Frame
from colourizer.hints import Hint
from colourizer.photo.levels import KEPT
from demo.gradio_app import pictures, samples

FOUND = "auto"  # frames are detected


class Chosen(NamedTuple):
    """A visitor's choices for one photograph; the next one starts with the defaults.

    alternative: 0 for the default colours. frame: as in `Colourizer`. negative: whether the photograph is inverted.
    hints: known colours of places. opened: the path of the one of several photographs that is in the full view; None
    for the gallery of all.
    """

    alternative: int = 0
    frame: Frame | str = FOUND
    negative: bool = False
    hints: tuple[Hint, ...] = ()
    opened: str | None = None


@dataclass(frozen=True, eq=False)
class ColouredPhoto:
    """A coloured photograph in one visitor's session.

    path: of the upload, None for the first example. size: (width, height) of the photograph in pixels.
    before: path of the reduced photograph in grey. coloured: of the reduced photograph, with the current settings.
    levels: as in `load_photo`. frame: as requested, "auto" for a detected one.
    """

    path: str | None
    size: tuple[int, int]
    before: str
    coloured: Colourization
    levels: str = KEPT
    frame: Frame | str = FOUND

    @property
    def chosen(self) -> "Chosen":
        """The choices for this photograph."""
        settings = self.coloured.settings
        return Chosen(settings.alternative, self.frame, self.coloured.photo.negative, settings.hints)

    @property
    def has_distribution(self) -> bool:
        """Whether the network has a distribution, and therefore vividness, certainty and alternatives."""
        return self.coloured.distribution is not None


def colour_photo(
    path: str | None,
    model: str,
    language: str = "en",
    levels: str = KEPT,
    *,
    frame: Frame | str = FOUND,
    negative: bool = False,
    hints: tuple[Hint, ...] = (),
    **settings: float,
) -> ColouredPhoto:
    """Load a photograph and run the network, once. path: None for the first example. Raises gr.Error.

    levels: as in `load_photo`. frame: as in `Colourizer`. negative: whether to invert the photograph first. hints:
    known colours; ignored by a network without hints.
    """
    photo = pictures.read(path or str(samples.FIRST), language, levels)
    photo = photo.inverted() if negative else photo
    coloured = pictures.colour(model, photo, frame, language)
    coloured = pictures.at_screen_size(coloured.adjusted(hints=hints if coloured.guide else (), **settings))
    return ColouredPhoto(path, photo.size, pictures.save_for_screen(coloured.photo), coloured, levels, frame)


@cache
def example() -> ColouredPhoto:
    """The first example, which every visitor sees at first."""
    return colour_photo(None, pictures.preferred_model())


@dataclass(frozen=True)
class RefusedPhoto:
    """The state after a photograph was refused: nothing is shown, not even the example."""

    path: str | None = None


SessionState = ColouredPhoto | RefusedPhoto | None


def current(stored: SessionState) -> ColouredPhoto | None:
    """The photograph on a visitor's page, or None. A new session has the example."""
    return example() if stored is None else stored if isinstance(stored, ColouredPhoto) else None


def opened_of(stored: SessionState, files: Sequence[str] | None) -> str | None:
    """The path of the one of several photographs that is in the full view, or None."""
    path = stored.path if stored is not None else None
    return path if files and len(files) > 1 and path in files else None


def is_known(
    stored: SessionState, path: str | None, model: str, levels: str = KEPT, chosen: Chosen | None = None
) -> bool:
    """Whether a photograph (None: the example) is already on the page: after clearing, Gradio sends the next event
    twice, and after an undo the same files again. Colouring it again would lose changes made in the meantime.

    chosen: the choices that it must have, if they affect the network's input; None for any.
    """
    if isinstance(stored, RefusedPhoto):
        return stored.path == path is not None
    if stored is None or stored.path != path:
        return False
    same = chosen is None or (chosen.frame, chosen.negative) == (stored.frame, stored.coloured.photo.negative)
    return same and (stored.coloured.model, stored.levels) == (model, levels)
