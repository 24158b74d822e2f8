from pathlib import Path

import pytest

from config.errors import SettingsError
from config.settings import load_settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LGO_HOME", "LGO_SITE_URL", "LGO_CRAWL_DELAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    assert load_settings().home == tmp_path / "var"


def test_a_mistyped_name_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LGO_CRAWL_DELY", "2")
    with pytest.raises(SettingsError, match="LGO_CRAWL_DELY"):
        load_settings()


def test_a_mistyped_name_in_the_env_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LGO_HOMME=/data\n")
    with pytest.raises(SettingsError, match="LGO_HOMME"):
        load_settings()


def test_the_env_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LGO_WEB_PORT=9001\nLGO_FLOWER_PORT=9002\n")
    monkeypatch.setenv("LGO_WEB_PORT", "9003")
    settings = load_settings()
    assert (settings.web_port, settings.flower_port) == (9003, 9002)


def test_a_bad_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LGO_WEB_PORT", "eighty")
    with pytest.raises(SettingsError, match="LGO_WEB_PORT"):
        load_settings()


def test_haste_is_for_this_machine_only() -> None:
    with pytest.raises(SettingsError, match="loopback"):
        load_settings(site_url="https://www.lgo.org.uk", crawl_delay=0.5)
    assert load_settings(site_url="http://127.0.0.1:8000", crawl_delay=0).crawl_delay == 0


def test_settings_survive_the_way_through_an_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(database_url="postgresql://lgo:secret@127.0.0.1/lgo", crawl_delay=2.5)
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


def test_secrets_are_not_shown() -> None:
    assert "hunter2" not in repr(load_settings(broker_url="redis://:hunter2@127.0.0.1/0"))


def test_a_host_whose_owner_allows_it_may_be_asked_in_haste_and_no_other() -> None:
    eager = load_settings(site_url="https://mirror.example", crawl_delay=0.2, eager_host="Mirror.example")
    assert eager.crawl_delay == 0.2
    for other in ("https://www.mirror.example", "https://lgo.example"):
        with pytest.raises(SettingsError, match="LGO_EAGER_HOST"):
            load_settings(site_url=other, crawl_delay=0.2, eager_host="mirror.example")


def test_two_answers_within_a_day_make_a_page_gone_on_this_machine_only() -> None:
    with pytest.raises(SettingsError, match="LGO_GONE_HOURS"):
        load_settings(site_url="https://www.lgo.org.uk", gone_hours=23)
    assert load_settings(site_url="http://localhost:8000", gone_hours=0).gone_hours == 0


def test_cron_words_that_are_none_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LGO_SCHEDULE_FULL", "25 o'clock")
    with pytest.raises(SettingsError, match="LGO_SCHEDULE_FULL"):
        load_settings()
    monkeypatch.setenv("LGO_SCHEDULE_FULL", " OFF ")
    assert load_settings().schedule_full == "off"
