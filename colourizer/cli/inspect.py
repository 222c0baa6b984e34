"""`colourize inspect FILE`: what a file states of its colours, and of the photograph in it."""

import sys
from collections.abc import Iterator

from colourizer.photo.metadata import lines
from colourizer.photo.opening import shown
from colourizer.photo.photo import Facts, PhotoError, read_facts
from colourizer.photo.provenance import SIMULATED


def inspect(files: list[str]) -> int:
    """Say what each file states of its colours, and of the photograph."""
    failures, known = 0, {}
    for file in files:
        try:
            known[file] = read_facts(file)
        except PhotoError as error:
            print(f"{shown(file)}: {error}", file=sys.stderr)
            failures += 1
    names = {facts.sha256: shown(file) for file, facts in known.items()}
    for file, facts in known.items():
        said = facts.provenance
        if said is None:
            print(
                f"{shown(file)}: says nothing of Colourizelt!. It was not coloured here, or the statement was removed."
            )
        else:
            model = f"the model {said.model!r} of Colourizelt! {said.version}"
            print(f"{shown(file)}: {SIMULATED.format(model=model)}")
        for name, value in _statements(facts, names):
            print(f"  {name:22} {value}")
    return 1 if failures else 0


def _statements(facts: Facts, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(name, value) of all that a file states; `names` are those of files at hand, by their SHA-256."""
    if said := facts.provenance:
        yield "coloured at", shown(said.created)
        yield "weights, SHA-256", shown(said.checkpoint) or "not known"
        if said.engine:
            yield "run by", shown(said.engine)
        at_hand = f" (that is {names[said.original]})" if said.original in names else ""
        yield "original file, SHA-256", (shown(said.original) or "not known") + at_hand
        hints = said.settings.get("hints")
        others = {name: value for name, value in said.settings.items() if name != "hints"}
        yield from ((name.replace("_", " "), shown(value)) for name, value in others.items())
        for number, hint in enumerate(hints if isinstance(hints, list) else [], start=1):
            yield (
                f"given by a person, {number}",
                shown(", ".join(f"{name} {value}" for name, value in dict(hint).items())),
            )
    yield "format", f"{facts.format}, {facts.size[0]} x {facts.size[1]} pixels"
    yield from lines(facts.metadata)
