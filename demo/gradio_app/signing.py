"""Content credentials (C2PA) for downloads, signed with the host's certificate."""

import os
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from colourizer.photo.credentials import CredentialsError, Signer, load_signer, sign
from colourizer.photo.saving import kind_of_file

CERTIFICATE, KEY = "COLOURIZER_C2PA_CERTIFICATE", "COLOURIZER_C2PA_KEY"  # environment variables: paths of PEM files


@cache
def signer() -> Signer | None:
    """The host's signer; None if the variables are not set. Raises CredentialsError."""
    certificate, key = os.environ.get(CERTIFICATE), os.environ.get(KEY)
    if certificate and key:
        return load_signer(Path(certificate), Path(key))
    if certificate or key:
        raise CredentialsError(f"A certificate and its key belong together: set {CERTIFICATE} and {KEY}, or neither.")
    return None


def seal(target: Path, size: tuple[int, int], original: Path) -> Callable[..., None] | None:
    """A function that signs a result at `target`, for `Colourization.save`; None without a signer.

    size: (width, height) of the photograph in pixels. original: its file.
    """
    host = signer()
    return partial(sign, kind=kind_of_file(target, size), original=original, signer=host) if host else None
