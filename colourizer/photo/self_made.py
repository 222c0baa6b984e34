"""Self-made certificates: they show that a file was not changed, but vouch for nobody."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

SELF_MADE = "Colourizelt!, self-made"
_DAYS = 3650


def self_made_chain() -> tuple[bytes, "EllipticCurvePrivateKey"]:
    """(a signer's certificate and its root's as PEM, the signer's key): C2PA accepts no self-signed certificate."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    root, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    chain = [_certificate("signer", own, root, authority=False), _certificate("root", root, root, authority=True)]
    return b"".join(each.public_bytes(Encoding.PEM) for each in chain), own


def _certificate(name: str, key: "EllipticCurvePrivateKey", issuer: "EllipticCurvePrivateKey", *, authority: bool):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def named(common: str) -> x509.Name:
        pairs = ((NameOID.ORGANIZATION_NAME, SELF_MADE), (NameOID.COMMON_NAME, common))
        return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])

    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    usage |= {"decipher_only": False, "digital_signature": not authority}
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named("root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
        .add_extension(x509.KeyUsage(**usage, key_cert_sign=authority, crl_sign=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
    )
    if not authority:
        email = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])  # required by C2PA
        builder = builder.add_extension(email, critical=False)
    return builder.sign(issuer, hashes.SHA256())
