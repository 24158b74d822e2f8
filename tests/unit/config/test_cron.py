"""What counts as cron words here counts as cron words for beat too."""

from __future__ import annotations

import pytest
from celery.schedules import crontab

from config import cron

SOUND = [
    "15 6 * * mon-fri",
    "*/15 * * * *",
    "0,30 8-18/2 1 */3 sun",
    "59 23 31 12 6",
    "1-5/2,7 0 1-31 1-12 0-6",
    "* * * * fri-mon",
]
UNSOUND = [
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * 32 * *",
    "* * * 13 *",
    "* * * jan *",
    "* * * * 7",
    "* * * * monday",
    "*/0 * * * *",
    "*-3 * * * *",
    "5- * * * *",
    "a * * * *",
    "1,,2 * * * *",
    "6:15 * * * *",
    "5/2 * * * *",
    "5-3 * * * *",
    "* * * * mon/2",
]


@pytest.mark.parametrize("words", SOUND)
def test_sound_words_are_sound_for_beat(words: str) -> None:
    assert cron.checked(f"  {words.upper().replace(' ', '   ')} ") == words
    assert crontab.from_string(words) != crontab()


@pytest.mark.parametrize("words", UNSOUND)
def test_unsound_words_are_refused_with_their_reason(words: str) -> None:
    with pytest.raises(ValueError, match="is no cron schedule"):
        cron.checked(words)


def test_off_is_a_schedule() -> None:
    assert cron.checked("OFF") == cron.OFF
