"""The certificates of config/docker, used for real: a TLS server with them, a client that verifies."""

import datetime as dt
import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.docker.certificates import LIFETIME, RENEW_BEFORE, ensure, main

NAMES = ("opensearch", "localhost")
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    node, clients = tmp_path_factory.mktemp("node"), tmp_path_factory.mktemp("ca")
    assert ensure(node, clients, NAMES, NOW)
    return node, clients


@contextmanager
def tls_server(node: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(node / "node.pem", node / "node.key")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answering = threading.Thread(target=_greet, args=(listening, context))
        answering.start()
        yield listening.getsockname()[1]
        answering.join(10)


def _greet(listening: socket.socket, context: ssl.SSLContext) -> None:
    plain, _ = listening.accept()
    # A client that refuses our certificate ends the handshake, which is what some tests want to see.
    try:
        with context.wrap_socket(plain, server_side=True) as connection:
            connection.sendall(b"well")
    except (ssl.SSLError, ConnectionError):
        plain.close()


def ask(port: int, authority: Path, name: str) -> bytes:
    context = ssl.create_default_context(cafile=authority)
    # Python 3.13 is as strict by default: key identifiers and usages must be there and right.
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=name) as connection,
    ):
        return connection.recv(4)


@pytest.mark.parametrize("name", NAMES)
def test_a_client_that_knows_the_authority_is_served(folders: tuple[Path, Path], name: str) -> None:
    node, clients = folders
    with tls_server(node) as port:
        assert ask(port, clients / "ca.pem", name) == b"well"


def test_another_host_name_is_refused(folders: tuple[Path, Path]) -> None:
    node, clients = folders
    with tls_server(node) as port, pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        ask(port, clients / "ca.pem", "elsewhere")


def test_another_authority_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    ensure(tmp_path, tmp_path, NAMES, NOW)
    with tls_server(folders[0]) as port, pytest.raises(ssl.SSLCertVerificationError, match="verify failed"):
        ask(port, tmp_path / "ca.pem", NAMES[0])


def test_the_key_is_for_its_owner_alone_and_in_the_form_that_opensearch_reads(folders: tuple[Path, Path]) -> None:
    key = folders[0] / "node.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().startswith("-----BEGIN PRIVATE KEY-----")


def test_clients_get_the_authority_and_nothing_else(folders: tuple[Path, Path]) -> None:
    assert [path.name for path in folders[1].iterdir()] == ["ca.pem"]
    assert "PRIVATE" not in (folders[1] / "ca.pem").read_text()


def test_good_certificates_are_left_alone(folders: tuple[Path, Path]) -> None:
    before = {path: path.read_bytes() for folder in folders for path in folder.iterdir()}
    assert not ensure(*folders, NAMES, NOW)
    assert {path: path.read_bytes() for folder in folders for path in folder.iterdir()} == before


def test_certificates_near_their_end_are_made_anew(tmp_path: Path) -> None:
    ensure(tmp_path, tmp_path, NAMES, NOW)
    assert not ensure(tmp_path, tmp_path, NAMES, NOW + LIFETIME - RENEW_BEFORE - dt.timedelta(days=1))
    assert ensure(tmp_path, tmp_path, NAMES, NOW + LIFETIME - RENEW_BEFORE + dt.timedelta(days=1))


@pytest.mark.parametrize("name", ["node.key", "node.pem", "ca.pem"])
def test_a_cut_file_is_made_anew(tmp_path: Path, name: str) -> None:
    ensure(tmp_path, tmp_path, NAMES, NOW)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:200])
    assert ensure(tmp_path, tmp_path, NAMES, NOW)
    assert not ensure(tmp_path, tmp_path, NAMES, NOW)


def test_a_key_of_another_certificate_is_made_anew(folders: tuple[Path, Path], tmp_path: Path) -> None:
    ensure(tmp_path, tmp_path, NAMES, NOW)
    (tmp_path / "node.key").write_bytes((folders[0] / "node.key").read_bytes())
    assert ensure(tmp_path, tmp_path, NAMES, NOW)


def test_other_names_make_new_certificates(tmp_path: Path) -> None:
    ensure(tmp_path, tmp_path, NAMES, NOW)
    assert ensure(tmp_path, tmp_path, ["elsewhere"], NOW)


def test_the_command_tells_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--node", str(tmp_path), "--ca", str(tmp_path), *NAMES]
    assert main(arguments) == 0
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == ["made new certificates", "the certificates are good"]
