"""What files are called: as the visitor's own were, with the model, and the alternative where one was chosen."""

import re
from pathlib import Path

from colourizer.colourization import Settings
from demo.gradio_app import examples as samples

LONGEST = 100  # characters of a visitor's own name


def plain_name(path: str) -> str:
    """The name of a visitor's file as it may stand in an archive, a folder and a sentence, without its ending.

    Letters and digits of any script, single spaces, and - _ . , + ( ) inside it; "photograph" where nothing is left.
    """
    kept = re.sub(r"[^\w\-.,+() ]+", "-", Path(path).stem)
    kept = re.sub(r"\s+", " ", re.sub(r"\.{2,}", ".", kept))
    return kept[:LONGEST].strip("-_., ") or "photograph"


def name_of(path: str | None, model: str, settings: Settings, ending: str, kind: str = "") -> str:
    """What the result of a photograph is called: "NYPL-701498f-chroma-alt2.tif". path: None for the example.

    kind: of a result that is not the photograph alone, such as "before-after".
    """
    alternative = f"-alt{settings.alternative}" if settings.alternative else ""
    return f"{plain_name(path or str(samples.FIRST))}-{model}{alternative}{kind and f'-{kind}'}.{ending}"


def unlike(name: str, others: set[str]) -> str:
    """The name, numbered where another file has it already, in whichever case."""
    taken, path, number = {other.casefold() for other in others}, Path(name), 2
    while name.casefold() in taken:
        name, number = f"{path.stem}-{number}{path.suffix}", number + 1
    return name
