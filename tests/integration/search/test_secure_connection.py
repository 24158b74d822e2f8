"""The client against a TLS server that wants a password: trust, host names, credentials."""

from __future__ import annotations

import base64
import datetime as dt
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from search.client import connect
from search.errors import SearchAccessError
from search.index import IndexSet

USER, PASSWORD = "lgo", "p\u00e4ss:word"


@dataclass(frozen=True)
class _Server:
    url: str
    ca: Path
    other_ca: Path


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        allowed = self.headers.get("Authorization") == f"Basic {wanted}"
        content = json.dumps({"decisions-one": {}} if allowed else {"error": "who are you"}).encode()
        self.send_response(200 if allowed else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _certificate(
    folder: Path, name: str, issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None = None
) -> tuple[x509.Name, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer_name, signer_key = issuer or (subject, key)
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    )
    pem = builder.sign(signer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / f"{name}.pem").write_bytes(pem)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / f"{name}.key").write_bytes(secret)
    return subject, key


@pytest.fixture
def server(tmp_path: Path) -> Iterator[_Server]:
    """An OpenSearch-like server with a certificate of a throw-away authority, for 127.0.0.1 alone."""
    authority = _certificate(tmp_path, "ca")
    _certificate(tmp_path, "other-ca")
    _certificate(tmp_path, "server", authority)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield _Server(f"https://127.0.0.1:{http.server_port}", tmp_path / "ca.pem", tmp_path / "other-ca.pem")
        http.shutdown()
        thread.join()


def test_a_trusted_server_is_asked_with_the_password(server: _Server) -> None:
    client = connect(server.url, user=USER, password=PASSWORD, ca=server.ca)
    assert IndexSet(client).current() == "decisions-one"
    client.close()


@pytest.mark.parametrize("password", ["wrong", None])
def test_a_refused_password_names_the_settings(server: _Server, password: str | None) -> None:
    client = connect(server.url, user=USER, password=password, ca=server.ca)
    with pytest.raises(SearchAccessError, match="LGO_OPENSEARCH_PASSWORD"):
        IndexSet(client).current()
    client.close()


def test_a_server_of_another_authority_gets_no_password(server: _Server) -> None:
    for ca in (server.other_ca, None):
        client = connect(server.url, user=USER, password=PASSWORD, ca=ca)
        with pytest.raises(SearchAccessError, match="LGO_OPENSEARCH_CA"):
            IndexSet(client).current()
        client.close()


def test_a_certificate_for_another_host_is_not_trusted(server: _Server) -> None:
    client = connect(server.url.replace("127.0.0.1", "localhost"), user=USER, password=PASSWORD, ca=server.ca)
    with pytest.raises(SearchAccessError, match="LGO_OPENSEARCH_CA"):
        IndexSet(client).current()
    client.close()
