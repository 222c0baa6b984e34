"""The command-line options for signing content credentials."""

import argparse
from pathlib import Path

from colourizer.photo.credentials import CredentialsError, Signer, load_signer, self_made_signer

UNTRUSTED = (
    "The content credentials are signed with a new certificate. They show whether a file was changed later, but nobody "
    "vouches for the signer. Give your own with --c2pa-certificate and --c2pa-key."
)


def add_signing(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for content credentials."""
    text = "sign content credentials into each result (C2PA); without a certificate, an untrusted one is made"
    parser.add_argument("--c2pa", action="store_true", help=text)
    text = "sign with this certificate and its chain, in PEM"
    parser.add_argument("--c2pa-certificate", type=Path, metavar="FILE", help=text)
    parser.add_argument("--c2pa-key", type=Path, metavar="FILE", help="the certificate's private key, in PEM")


def chosen_signer(arguments: argparse.Namespace) -> Signer | None:
    """The signer; None for results without credentials. Raises CredentialsError."""
    certificate, key = arguments.c2pa_certificate, arguments.c2pa_key
    if certificate and key:
        return load_signer(certificate, key)
    if certificate or key:
        raise CredentialsError("A certificate and its key belong together: give --c2pa-certificate and --c2pa-key.")
    return self_made_signer() if arguments.c2pa else None
