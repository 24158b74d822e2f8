"""When crawls come due, in London's time whatever the season."""

from __future__ import annotations

import datetime as dt

from config.settings import Settings, load_settings
from workers.schedule import beat_schedule, crawl_times, next_times


def settings(**values: object) -> Settings:
    return load_settings(_env_file=None, **values)


def test_next_times_are_londons_in_summer_and_in_winter() -> None:
    found = next_times(settings(), dt.datetime(2026, 3, 28, 23, 0, tzinfo=dt.UTC))
    assert {mode: at.astimezone(dt.UTC).isoformat() for mode, at in found.items()} == {
        "incremental": "2026-03-30T05:15:00+00:00",
        "recheck": "2026-03-29T01:30:00+00:00",
        "full": "2026-04-01T19:10:00+00:00",
    }
    found = next_times(settings(), dt.datetime(2026, 11, 3, 6, 15, tzinfo=dt.UTC))
    assert found["incremental"].isoformat() == "2026-11-04T06:15:00+00:00"


def test_each_crawl_can_be_set_and_left_out() -> None:
    changed = settings(schedule_incremental="0 */6 * * *", schedule_full="off")
    assert crawl_times(changed) == {"incremental": "0 */6 * * *", "recheck": "30 2 * * *"}
    assert {name for name in beat_schedule(changed) if name.startswith("crawl-")} == {
        "crawl-incremental",
        "crawl-recheck",
    }
    assert next_times(changed, dt.datetime(2026, 1, 5, 6, 0, tzinfo=dt.UTC))["incremental"].hour == 12


def test_with_the_schedule_off_nothing_comes_due() -> None:
    assert next_times(settings(schedule="off"), dt.datetime(2026, 1, 5, tzinfo=dt.UTC)) == {}
