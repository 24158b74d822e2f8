"""A certificate authority and OpenSearch's certificate, made at the first start and again before they expire.

The authority signs one certificate and its key is thrown away unwritten, so nobody can ever sign another one with it.
Trust is therefore one file, ``ca.pem``; the node's key lies in a folder that only OpenSearch's container sees.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGANISATION = "lgo-decisions"
KEY_BITS = 3072
# Long, because the only holder is a container that nobody outside can reach, and an expired one stops the system.
LIFETIME = dt.timedelta(days=3650)
RENEW_BEFORE = dt.timedelta(days=365)
# A clock that is a little behind must not find the certificate to be of the future.
CLOCK_SLACK = dt.timedelta(hours=1)
PRIVATE, PUBLIC = 0o600, 0o644


@dataclass(frozen=True, slots=True)
class Bundle:
    """A fresh set in PEM: the authority's certificate, the node's certificate, the node's key."""

    authority: bytes
    certificate: bytes
    key: bytes


def main(argv: Sequence[str] | None = None) -> int:
    """Make the certificates where they are missing, broken, for other names or near their end; the exit code is 0."""
    parser = argparse.ArgumentParser(prog="python -m config.docker.certificates", description=__doc__)
    parser.add_argument("--node", type=Path, required=True, help="folder for node.pem, node.key and ca.pem")
    parser.add_argument("--ca", type=Path, required=True, help="folder for ca.pem alone, for the clients")
    parser.add_argument("names", nargs="+", help="host names of the node; the first is its name")
    options = parser.parse_args(argv)
    made = ensure(options.node, options.ca, options.names, dt.datetime.now(dt.UTC))
    sys.stdout.write("made new certificates\n" if made else "the certificates are good\n")
    return 0


def ensure(node: Path, clients: Path, names: Sequence[str], now: dt.datetime) -> bool:
    """True where new certificates were written to the two folders, False where those there are good."""
    if _good(node, clients, names, now):
        return False
    bundle = issue(names, now)
    _write(node / "node.key", bundle.key, PRIVATE)
    _write(node / "node.pem", bundle.certificate, PUBLIC)
    for folder in (node, clients):
        _write(folder / "ca.pem", bundle.authority, PUBLIC)
    return True


def issue(names: Sequence[str], now: dt.datetime) -> Bundle:
    """A new authority and a certificate by it for these host names, valid from now."""
    authority_key, node_key = (rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS) for _ in range(2))
    authority = _authority(authority_key, now)
    certificate = _certificate(names, node_key.public_key(), authority, authority_key, now)
    return Bundle(
        authority.public_bytes(Encoding.PEM),
        certificate.public_bytes(Encoding.PEM),
        # OpenSearch's security plugin reads no other form of key.
        node_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def _authority(key: rsa.RSAPrivateKey, now: dt.datetime) -> x509.Certificate:
    name = _name("one-time authority")
    return (
        _builder(name, name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    names: Sequence[str],
    key: rsa.RSAPublicKey,
    authority: x509.Certificate,
    authority_key: rsa.RSAPrivateKey,
    now: dt.datetime,
) -> x509.Certificate:
    # A node is a client of its own transport port too.
    roles = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    return (
        _builder(_name(names[0]), authority.subject, key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(roles, critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, now: dt.datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SLACK)
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_encipherment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _good(node: Path, clients: Path, names: Sequence[str], now: dt.datetime) -> bool:
    """True where the files of both folders belong together, are for these names and will hold for long."""
    # A file that is missing, cut or of another making fails in one of these ways, and is then made anew.
    with suppress(FileNotFoundError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        authority = x509.load_pem_x509_certificate((clients / "ca.pem").read_bytes())
        certificate = x509.load_pem_x509_certificate((node / "node.pem").read_bytes())
        key = load_pem_private_key((node / "node.key").read_bytes(), password=None)
        certificate.verify_directly_issued_by(authority)
        known = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return (
            key.public_key() == certificate.public_key()
            and (node / "ca.pem").read_bytes() == (clients / "ca.pem").read_bytes()
            and known.get_values_for_type(x509.DNSName) == list(names)
            and min(authority.not_valid_after_utc, certificate.not_valid_after_utc) > now + RENEW_BEFORE
        )
    return False


def _write(path: Path, content: bytes, mode: int) -> None:
    # In one step, so that a start that is killed leaves no half file behind.
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    fresh.chmod(mode)
    fresh.replace(path)


if __name__ == "__main__":
    sys.exit(main())
