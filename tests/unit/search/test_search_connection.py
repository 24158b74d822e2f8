"""The searcher that the settings lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ServiceUnavailableError
from config.settings import Settings, load_settings
from search.connection import SettingsSearcher


def _settings(home: Path, **values: str) -> Settings:
    return load_settings(home=home, _env_file=None, **values)


def test_the_configured_address_and_alias_are_used_and_one_client_is_kept(tmp_path: Path) -> None:
    find = SettingsSearcher(_settings(tmp_path, opensearch_url="http://127.0.0.1:9", index_alias="trial"))
    searcher = find()
    assert searcher is find()
    assert searcher.alias == "trial"
    searcher.client.close()


def test_where_none_is_configured_and_none_runs_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LGO_OPENSEARCH_URL", raising=False)
    with pytest.raises(ServiceUnavailableError, match="lgo up"):
        SettingsSearcher(_settings(tmp_path))()
