"""C2PA content credentials: a signed, verifiable statement in a file of how it was made.

It names the original photograph as its parent, and the colouring as the work of a trained model, with the model and its
settings. The package c2pa-python is an extra: `pip install colourizer[c2pa]`.
"""

import io
import json
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from colourizer.files import replaced
from colourizer.photo.opening import printable
from colourizer.photo.provenance import SIMULATED, SOURCE_TYPE, Provenance
from colourizer.photo.self_made import self_made_chain

if TYPE_CHECKING:
    import c2pa
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

AVAILABLE = find_spec("c2pa") is not None
MISSING = "Content credentials need another package: pip install 'colourizer[c2pa]'."
_UNKNOWN = "application/octet-stream"
_OURS = "org.colourizelt"
_QUIET = {  # no thumbnails in files, and no network connections
    "builder": {"thumbnail": {"enabled": False}},
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
}


class CredentialsError(ValueError):
    """Content credentials cannot be signed; the message says what to do."""


@dataclass(frozen=True)
class Signer:
    """A signer. certificates: the chain, PEM, the signer's first. key: its private key, PEM (PKCS #8)."""

    certificates: bytes
    key: bytes = field(repr=False)
    algorithm: str
    self_made: bool = False


@dataclass(frozen=True)
class Credentials:
    """A file's content credentials. whole: whether they and the file are unchanged. trusted: whether one of the given
    certificates vouches for the signer. parents: titles of the files that it was made from.
    """

    signer: str
    whole: bool
    trusted: bool
    parents: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


def load_signer(certificate: Path, key: Path) -> Signer:
    """Load a signer from two PEM files. Raises CredentialsError."""
    _check_available()
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        chain = certificate.read_bytes()
        first = x509.load_pem_x509_certificates(chain)[0]
        private = load_pem_private_key(key.read_bytes(), None)
    except OSError as error:
        raise CredentialsError(f"{printable(error.filename)} cannot be read: {error.strerror or error}.") from error
    except (ValueError, TypeError) as error:
        raise CredentialsError(
            f"{printable(certificate)} and {printable(key)} are no certificate and key in PEM without a password: "
            f"{error}."
        ) from error
    if first.public_key() != private.public_key():
        raise CredentialsError(f"The key {printable(key)} is not that of the certificate {printable(certificate)}.")
    signer = Signer(chain, _pem(private), _algorithm(private))
    _check(signer)
    return signer


def self_made_signer() -> Signer:
    """A new signer with a self-made certificate, which vouches for nobody. Raises CredentialsError."""
    _check_available()
    chain, own = self_made_chain()
    return Signer(chain, _pem(own), _algorithm(own), self_made=True)


def sign(path: Path, kind: str, original: Path, provenance: Provenance, signer: Signer) -> None:
    """Add credentials to a finished file: any later change breaks them.

    kind: Pillow's name of its format. original: the photograph that was coloured. Raises OSError, or ValueError.
    """
    import c2pa

    try:
        with (
            replaced(path) as signed,  # it is renamed when the others are closed, which Windows requires
            path.open("rb") as source,
            signed.open("w+b") as target,
            original.open("rb") as parent,
        ):
            builder = c2pa.Builder(_manifest(provenance, original.name), _context())
            _add_parent(builder, original, parent)
            builder.sign(_native(signer), Image.MIME[kind], source, target)
    except c2pa.C2paError as error:
        raise ValueError(f"its content credentials could not be signed ({error})") from error


def read_credentials(path: str | Path, kind: str, anchors: str = "") -> Credentials | None:
    """A file's credentials, verified; None for a file without any, or of a format that cannot hold them.

    kind: Pillow's name of its format. anchors: certificates, PEM, that vouch for trusted signers.
    """
    import c2pa

    mime = Image.MIME.get(kind, "")
    if mime not in c2pa.Reader.get_supported_mime_types():
        return None
    try:
        with Path(path).open("rb") as stream:
            reader = c2pa.Reader.try_create(mime, stream, context=_context(anchors))
            if reader is None:
                return None
            report = json.loads(reader.json())
            state = reader.get_validation_state()
    except c2pa.C2paError:  # they are damaged
        return Credentials("", whole=False, trusted=False)
    active = report["manifests"].get(report.get("active_manifest"), {})
    parents = [each.get("title", "") for each in active.get("ingredients", []) if each["relationship"] == "parentOf"]
    whole = state in ("Valid", "Trusted")
    by = active.get("signature_info", {}).get("issuer", "")
    return Credentials(by, whole, state == "Trusted", tuple(parents), tuple(_statements(active)))


def _statements(manifest: dict) -> list[str]:
    actions = [
        action
        for each in manifest.get("assertions", [])
        if each["label"].startswith("c2pa.actions")
        for action in each["data"]["actions"]
    ]
    found = []
    for action in actions:
        source = action.get("digitalSourceType", "").rpartition("/")[2]
        by = action.get("softwareAgent", "")
        by = f"{by.get('name', '')} {by.get('version', '')}".strip() if isinstance(by, dict) else by
        found.append(", ".join(filter(None, [action["action"], source, by])))
        own = [(name.rpartition(".")[2], value) for name, value in (action.get("parameters") or {}).items()]
        found += [f"{name} {value}" for name, value in own if isinstance(value, str) and value]
    return found


def _manifest(provenance: Provenance, name: str) -> str:
    agent = {"name": "Colourizelt!", "version": provenance.version}
    parameters = {
        f"{_OURS}.model": provenance.model,
        f"{_OURS}.weights": provenance.checkpoint,
        f"{_OURS}.original": provenance.original,
        f"{_OURS}.settings": json.dumps(provenance.settings),
    }
    coloured = {
        "action": "c2pa.color_adjustments",
        "when": provenance.created,
        "digitalSourceType": SOURCE_TYPE,
        "softwareAgent": agent,
        "description": SIMULATED.format(model=f"the model {provenance.model!r} of Colourizelt!"),
        "parameters": parameters,
    }
    opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": ["original"]}}
    actions = {"label": "c2pa.actions.v2", "data": {"actions": [opened, coloured]}}
    return json.dumps({"claim_generator_info": [agent], "title": printable(name), "assertions": [actions]})


def _add_parent(builder: "c2pa.Builder", original: Path, stream: BinaryIO) -> None:
    """Name the original, with its own credentials if it has any that can be read."""
    import c2pa

    kind = Image.registered_extensions().get(original.suffix.lower(), "")
    ingredient = {"title": printable(original.name), "relationship": "parentOf", "label": "original"}
    mime = Image.MIME.get(kind, _UNKNOWN)
    try:
        builder.add_ingredient(json.dumps(ingredient | {"format": mime}), mime, stream)
    except c2pa.C2paError:
        stream.seek(0)
        builder.add_ingredient(json.dumps(ingredient | {"format": _UNKNOWN}), _UNKNOWN, stream)


def _context(anchors: str = "") -> "c2pa.Context":
    import c2pa

    return c2pa.Context.from_dict(_QUIET | ({"trust": {"trust_anchors": anchors}} if anchors else {}))


def _native(signer: Signer) -> "c2pa.Signer":
    import c2pa

    info = c2pa.C2paSignerInfo(signer.algorithm.encode(), signer.certificates, signer.key, None)
    return c2pa.Signer.from_info(info)


def _check(signer: Signer) -> None:
    """Sign a test picture, so that an unusable certificate is reported before any photograph is read."""
    import c2pa

    try:
        picture = io.BytesIO()
        Image.new("L", (8, 8)).save(picture, "PNG")
        picture.seek(0)
        action = {"action": "c2pa.created", "digitalSourceType": SOURCE_TYPE}
        created = [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}]
        builder = c2pa.Builder(json.dumps({"assertions": created}), _context())
        builder.sign(_native(signer), "image/png", picture, io.BytesIO())
    except c2pa.C2paError as error:
        raise CredentialsError(f"Nothing can be signed with this certificate: {error}.") from error


def _check_available() -> None:
    if not AVAILABLE:
        raise CredentialsError(MISSING)


def _algorithm(key: "PrivateKeyTypes") -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size in (256, 384, 521):
        return {256: "es256", 384: "es384", 521: "es512"}[key.curve.key_size]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    raise CredentialsError("C2PA does not support this kind of key. Use ECDSA, Ed25519 or RSA.")


def _pem(key: "PrivateKeyTypes") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
