"""The colour controls, each defined once for `Settings`, the command line, the app and its endpoints.

The app's labels are in demo/gradio_app/i18n/languages/, with the control's NAME and NAME_info as keys.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Control:
    """A number that changes the colours. about: a phrase for help texts, without the range."""

    name: str
    low: float
    high: float
    default: float
    about: str

    def describe(self) -> str:
        """The phrase with range and default."""
        return f"{self.about}, from {self.low:g} to {self.high:g} (default: {self.default:g})"


VIVIDNESS = Control(
    "vividness", 0, 1, 0.5, "colour intensity, for models that predict a distribution: 0 is the least expected error"
)
STRENGTH = Control("strength", 0, 2, 1.0, "factor of the colours, where 0 is grey")
WARMTH = Control("warmth", -1, 1, 0.0, "of the whole picture, from bluer to more golden")
CONTROLS = (VIVIDNESS, STRENGTH, WARMTH)
