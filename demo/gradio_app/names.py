"""Names of downloads: the visitor's file name with the model and the chosen alternative."""

import re
from pathlib import Path

from colourizer.colourization import Settings
from demo.gradio_app import samples

LONGEST = 100  # characters of a visitor's own name


def plain_name(path: str) -> str:
    """A visitor's file name without its ending, safe for archives, folders and sentences.

    Letters and digits of any script, single spaces, and - _ . , + ( ) inside it; "photograph" if nothing is left.
    """
    cleaned = re.sub(r"[^\w\-.,+() ]+", "-", Path(path).stem)
    cleaned = re.sub(r"\s+", " ", re.sub(r"\.{2,}", ".", cleaned))
    return cleaned[:LONGEST].strip("-_., ") or "photograph"


def name_of(path: str | None, model: str, settings: Settings, ending: str, kind: str = "") -> str:
    """The name of a photograph's result: "NYPL-701498f-chroma-alt2.tif". path: None for the example.

    kind: of any other result, such as "before-after".
    """
    alternative = f"-alt{settings.alternative}" if settings.alternative else ""
    return f"{plain_name(path or str(samples.FIRST))}-{model}{alternative}{kind and f'-{kind}'}.{ending}"


def unique_name(name: str, others: set[str]) -> str:
    """The name, with a number if another file has it already, ignoring case."""
    taken, path, number = {other.casefold() for other in others}, Path(name), 2
    while name.casefold() in taken:
        name, number = f"{path.stem}-{number}{path.suffix}", number + 1
    return name
