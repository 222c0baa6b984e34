"""What a visitor's session keeps of a photograph, so that controls need not run the network again."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from colourizer import Colourization
from colourizer.frame.frame import Frame
from colourizer.hints import Hint
from colourizer.photo.levels import KEPT
from demo.gradio_app import examples as samples
from demo.gradio_app import files as pictures

FOUND = "auto"  # of frames: wherever they are found


class Chosen(NamedTuple):
    """What a visitor chose for one photograph alone; the next begins anew.

    alternative: 0 for the network's own colours. frame: as `Colourizer` takes it. negative: whether dark and light
    are turned. hints: colours that were given to places.
    """

    alternative: int = 0
    frame: Frame | str = FOUND
    negative: bool = False
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, eq=False)
class ColouredPhoto:
    """A photograph that was coloured, for one visitor alone.

    path: of the upload, None for the example shown first. size: (width, height) of the photograph in pixels.
    before: path of the reduced photograph in grey. coloured: on the reduced photograph, as the controls have it.
    levels: as which the photograph was read. frame: as it was asked for, "auto" for what is found.
    """

    path: str | None
    size: tuple[int, int]
    before: str
    coloured: Colourization
    levels: str = KEPT
    frame: Frame | str = FOUND

    @property
    def chosen(self) -> "Chosen":
        """What was chosen for this photograph alone."""
        settings = self.coloured.settings
        return Chosen(settings.alternative, self.frame, self.coloured.photo.negative, settings.hints)

    @property
    def has_distribution(self) -> bool:
        """Whether the network knows a distribution, so that there are vividness, certainty and alternatives."""
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
    """Read a photograph and run the network, once. None: the example shown first. Raises gr.Error.

    levels: as `load_photo` takes them. frame: as `Colourizer` takes it. negative: whether dark and light are to be
    turned first. hints: colours that were given; a network that takes none does without.
    """
    photo = pictures.read(path or str(samples.FIRST), language, levels)
    photo = photo.inverted() if negative else photo
    coloured = pictures.colour(model, photo, frame)
    coloured = pictures.at_screen_size(coloured.adjusted(hints=hints if coloured.guide else (), **settings))
    return ColouredPhoto(path, photo.size, pictures.save_for_screen(coloured.photo), coloured, levels, frame)


@cache
def example() -> ColouredPhoto:
    """What every visitor sees first."""
    return colour_photo(None, pictures.preferred_model())


@dataclass(frozen=True)
class RefusedPhoto:
    """What a session keeps where a photograph was refused: nothing to see, not even the example."""

    path: str | None = None


SessionState = ColouredPhoto | RefusedPhoto | None


def current(stored: SessionState) -> ColouredPhoto | None:
    """The photograph on a visitor's page; None where it has none. A session that keeps nothing yet has the example."""
    return example() if stored is None else stored if isinstance(stored, ColouredPhoto) else None


def is_known(
    stored: SessionState, path: str | None, model: str, levels: str = KEPT, chosen: Chosen | None = None
) -> bool:
    """Whether a photograph is the one on the page already: after one was cleared, Gradio tells of the next twice.

    chosen: what must be chosen for it, as far as the network has to run for that; None for whatever is.
    """
    if isinstance(stored, RefusedPhoto):
        return stored.path == path is not None
    if stored is None or stored.path != path or path is None:
        return False
    same = chosen is None or (chosen.frame, chosen.negative) == (stored.frame, stored.coloured.photo.negative)
    return same and (stored.coloured.model, stored.levels) == (model, levels)
