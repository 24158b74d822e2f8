"""The embedded OpenSearch keeps its documents, and says in one line why it cannot start."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from config.errors import TransientError
from config.services import Endpoints, SilentProgress, find, running, status, stop
from config.services.state import free_port
from tests.integration.services.conftest import settings_for, starter
from tests.processes import gone, wait_until
from tests.services import temporary_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.settings import Settings


@pytest.fixture
def settings(services: Endpoints) -> Iterator[Settings]:
    """Settings under which OpenSearch alone is started."""
    with temporary_home() as home:
        settings = settings_for(
            home, database_url=services.database_url, broker_url=services.broker_url, opensearch_url=None
        )
        yield settings
        stop(settings)


def client(endpoints: Endpoints) -> httpx.Client:
    return httpx.Client(base_url=endpoints.opensearch_url, trust_env=False, timeout=30)


def test_documents_survive_a_killed_starter(settings: Settings) -> None:
    with starter(settings) as killed:
        with client(killed.endpoints()) as before:
            before.put("/decisions-1", json={"settings": {"number_of_replicas": 0}}).raise_for_status()
            before.put("/decisions-1/_doc/a", json={"body": "council"}).raise_for_status()
        [pid] = [service.pid for service in status(settings) if service.name == "opensearch"]
        assert pid is not None
        if os.geteuid() == 0:
            assert pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid).pw_name in {"lgo-services", "nobody"}
        killed.process.kill()
        wait_until(lambda: gone(pid), 10)
    with running(settings, SilentProgress()) as endpoints, client(endpoints) as after:
        assert after.get("/decisions-1/_doc/a").json()["_source"] == {"body": "council"}
        assert find(settings) == endpoints


def test_every_kind_of_analysis_is_there(services: Endpoints, index_prefix: str) -> None:
    analysis = {"analyzer": {"ours": {"tokenizer": "standard", "filter": ["lowercase", "porter_stem"]}}}
    with client(services) as opensearch:
        made = opensearch.put(f"/{index_prefix}a", json={"settings": {"analysis": analysis}})
        thai = opensearch.post("/_analyze", json={"analyzer": "thai", "text": "ทดสอบระบบ"})
    assert made.status_code == httpx.codes.OK, made.text
    assert len(thai.json()["tokens"]) > 1


def test_a_write_to_a_name_that_is_no_index_makes_none(services: Endpoints, index_prefix: str) -> None:
    with client(services) as opensearch:
        answer = opensearch.put(f"/{index_prefix}missing/_doc/1", json={"a": 1})
    assert answer.status_code == httpx.codes.NOT_FOUND


def test_without_a_network_one_line_says_what_to_do(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(TransientError) as caught, running(settings, SilentProgress()):
        pytest.fail("must not get here")
    assert str(caught.value) == (
        "opensearch-3.8.0.zip is missing and could not be fetched (ProxyError): connect this machine to the internet "
        "for the first start, or set LGO_OPENSEARCH_URL to an OpenSearch >= 2.19"
    )
