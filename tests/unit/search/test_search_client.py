"""Connecting to OpenSearch, without one."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import SettingsError, TransientError
from search.client import connect
from search.errors import SearchUnavailableError
from search.index import IndexSet

ROOT = Path(__file__).parents[3]


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("url", ["", "localhost:9200", "ftp://host", "https://"])
def test_an_address_that_is_none_names_the_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="LGO_OPENSEARCH_URL"):
        connect(url)


def test_a_missing_or_unreadable_certificate_names_the_setting(tmp_path: Path) -> None:
    junk = tmp_path / "ca.pem"
    junk.write_text("no certificate")
    for ca in (junk, tmp_path / "missing.pem"):
        with pytest.raises(SettingsError, match="LGO_OPENSEARCH_CA"):
            connect("https://127.0.0.1:9", ca=ca)


def test_nobody_listening_is_a_transient_error_that_says_what_to_do() -> None:
    client = connect(f"http://127.0.0.1:{_unused_port()}")
    with pytest.raises(SearchUnavailableError, match="lgo up") as caught:
        IndexSet(client).ensure()
    assert isinstance(caught.value, TransientError)
    client.close()


def test_the_application_is_made_without_a_setting_or_a_connection() -> None:
    closed = "import socket, sys; socket.socket.connect = None; sys.path.insert(0, sys.argv[1])"
    code = f"{closed}; import search.api; assert search.api.app.title"
    done = subprocess.run([sys.executable, "-I", "-c", code, str(ROOT)], check=False, env={})
    assert done.returncode == 0
