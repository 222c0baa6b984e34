"""assets/report/prints.md: what old prints ask for besides colours, and how well that goes."""

from pathlib import Path

_STUDIES = {
    "frames": "Frames found",
    "negatives": "Negatives told",
    "subjects": "Photographs taken for something else",
    "steadiness": "Steadiness",
    "steadiness-whole": "Steadiness without a frame",
    "plates": "Old plates in true colour",
}


def write(inputs: Path, out: Path) -> None:
    """Write prints.md into `out`, if any study of prints lies in `inputs`."""
    studies = [
        f"## {title}\n\n{_notes(inputs, name)}{path.read_text().strip()}"
        for name, title in _STUDIES.items()
        if (path := inputs / "studies" / f"{name}.md").exists()
    ]
    if studies:
        (out / "prints.md").write_text(_PAGE.format(studies="\n\n".join(studies)))


def _notes(inputs: Path, name: str) -> str:
    """What somebody has to say of a study: the only words on the page that no command wrote."""
    notes = inputs / f"{name}-notes.md"
    return f"{notes.read_text().strip()}\n\n" if notes.exists() else ""


_PAGE = """# Old prints

An archive's scan is more than a photograph: a border, a mount, a caption, a second half; and the photograph has faded,
or is soft. This page says what becomes of that. It is made by `python -m train report`; its numbers come from the
commands that stand beside them.

{studies}
"""
