"""`colourize inspect FILE`: what a file states about its colours and about the photograph in it."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from colourizer.cli.options import program
from colourizer.photo.credentials import AVAILABLE, MISSING, Credentials, read_credentials
from colourizer.photo.metadata import metadata_lines
from colourizer.photo.opening import printable
from colourizer.photo.photo import Facts, PhotoError, read_facts
from colourizer.photo.provenance import SIMULATED
from colourizer.photo.self_made import SELF_MADE


def main(argv: list[str]) -> int:
    """Print what each file states about its colours and the photograph; returns 1 if one cannot be read or was changed
    after it was signed, 2 if the command cannot start.
    """
    parser = argparse.ArgumentParser(
        prog=f"{program('colourizer')} inspect", description="Print what files state about their colours."
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    text = "certificates, in PEM, of the signers of content credentials that you trust"
    parser.add_argument("--c2pa-trust", type=Path, metavar="FILE", help=text)
    arguments = parser.parse_args(argv)
    files: list[str] = arguments.files
    try:
        anchors = arguments.c2pa_trust.read_text() if arguments.c2pa_trust else ""
    except (OSError, ValueError) as error:
        print(f"{printable(arguments.c2pa_trust)} cannot be read: {error}.", file=sys.stderr)
        return 2
    failures, known = 0, {}
    for file in files:
        try:
            known[file] = read_facts(file)
        except PhotoError as error:
            print(f"{printable(file)}: {error}", file=sys.stderr)
            failures += 1
    names = {facts.sha256: printable(file) for file, facts in known.items()}
    for file, facts in known.items():
        provenance = facts.provenance
        if provenance is None:
            print(
                f"{printable(file)}: says nothing of Colourizelt!. It was not coloured here, or the statement was "
                "removed."
            )
        else:
            model = f"the model {provenance.model!r} of Colourizelt! {provenance.version}"
            print(f"{printable(file)}: {SIMULATED.format(model=model)}")
        for name, value in _statements(facts, names):
            print(f"  {name:22} {value}")
        signed = read_credentials(file, facts.format, anchors) if AVAILABLE else None
        for value in _credentials(signed):
            print(f"  {'content credentials':22} {value}")
        failures += signed is not None and not signed.whole
    return 1 if failures else 0


def _credentials(signed: Credentials | None) -> Iterator[str]:
    if not AVAILABLE:
        yield f"not looked for. {MISSING}"
    elif signed is None:
        yield "none"
    elif not signed.whole:
        yield "BROKEN: the file or its credentials were changed after it was signed"
    else:
        trust = "trusted" if signed.trusted else "untrusted: no certificate that you named vouches for the signer"
        if signed.signer == SELF_MADE and not signed.trusted:
            trust = "untrusted: the signer made the certificate for this file"
        yield f"whole; signed by {printable(signed.signer)} ({trust})"
        yield from (f"made from {printable(title)}" for title in signed.parents)
        yield from (printable(each) for each in signed.statements)


def _statements(facts: Facts, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(name, value) of everything that a file states. names: of the files on the command line, by SHA-256."""
    if provenance := facts.provenance:
        yield "coloured at", printable(provenance.created)
        yield "weights, SHA-256", printable(provenance.checkpoint) or "not known"
        if provenance.engine:
            yield "run by", printable(provenance.engine)
        at_hand = f" (that is {names[provenance.original]})" if provenance.original in names else ""
        yield "original file, SHA-256", (printable(provenance.original) or "not known") + at_hand
        if provenance.name:
            yield "original file, name", printable(provenance.name)
        hints = provenance.settings.get("hints")
        others = {name: value for name, value in provenance.settings.items() if name != "hints"}
        yield from ((name.replace("_", " "), printable(value)) for name, value in others.items())
        for number, hint in enumerate(hints if isinstance(hints, list) else [], start=1):
            yield (
                f"given by a person, {number}",
                printable(", ".join(f"{name} {value}" for name, value in dict(hint).items())),
            )
    yield "format", f"{facts.format}, {facts.size[0]} x {facts.size[1]} pixels"
    yield from metadata_lines(facts.metadata)
