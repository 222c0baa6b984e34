"""assets/report/prints.md: measurements on old prints (frames, negatives, steadiness, plates)."""

from pathlib import Path

from colourizer.files import replace_text

_STUDIES = {
    "frames": "Frames found",
    "negatives": "Negatives told",
    "subjects": "Photographs taken for something else",
    "panorama": "Panoramas",
    "steadiness": "Steadiness",
    "steadiness-whole": "Steadiness without a frame",
    "plates": "Old plates in true colour",
}


def write(inputs: Path, out: Path) -> None:
    """Write prints.md to `out`, if `inputs` hold any study of prints."""
    studies = [
        f"## {title}\n\n{_notes(inputs, name)}{path.read_text().strip()}"
        for name, title in _STUDIES.items()
        if (path := inputs / "studies" / f"{name}.md").exists()
    ]
    if studies:
        replace_text(out / "prints.md", _PAGE.format(studies="\n\n".join(studies)))


def _notes(inputs: Path, name: str) -> str:
    """The notes on a study, the only text of the page that no command generates."""
    notes = inputs / f"{name}-notes.md"
    return f"{notes.read_text().strip()}\n\n" if notes.exists() else ""


_PAGE = """# Old prints

An archive's scan is more than a photograph: a border, a mount, a caption, a second half; and the photograph has faded,
or is soft. This page measures how well that is handled. It is made by `python -m train report`; its numbers come from
the commands that stand beside them.

{studies}
"""
