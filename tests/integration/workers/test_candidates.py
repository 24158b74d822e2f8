"""Who meets whom, looked up in the index of points, beside the same told by sets."""

from __future__ import annotations

import datetime as dt
from random import Random

from sqlalchemy.orm import Session

from config.db import SessionMaker, unit_of_work
from tests.unit.workers.dedupe.made import claim, make_profile
from workers.dedupe import candidates, points
from workers.dedupe.profile import Profile
from workers.models import Decision, Likeness

DECISIONS = 3 * candidates.AT_ONCE + 5


def keep(session: Session, profile: Profile, kept: list[int]) -> Profile:
    """Keep a decision with these points; gives its profile with the id it got."""
    decision = Decision(reference=profile.reference, body=profile.body)
    session.add(decision)
    session.flush()
    session.add(
        Likeness(
            decision_id=decision.id,
            made_of="0" * 64,
            made_by=1,
            decided=profile.decided,
            live=True,
            hidden=profile.hidden,
            text_sha256=profile.text_sha256,
            claims=[],
            sample_key=decision.id,
            shingles=b"",
            points=kept,
        )
    )
    session.flush()
    return make_profile(
        id=decision.id,
        reference=profile.reference,
        decided=profile.decided,
        claims=profile.claims,
        hidden=profile.hidden,
        text_sha256=profile.text_sha256,
    )


def told_by_sets(seekers: list[Profile], kept: dict[int, list[int]]) -> dict[int, set[int]]:
    found = {
        other: {one.id for one in seekers if one.id != other and points.sought(one, kept[one.id]) & set(mine)}
        for other, mine in kept.items()
    }
    return {other: ones for other, ones in found.items() if ones}


def drawn(rng: Random, number: int) -> tuple[Profile, list[int]]:
    """A decision, some of whose points are those of others: the least and the greatest there are among them."""
    profile = make_profile(
        reference=f"24 {rng.randint(1, 9):03d} {number:03d}",
        decided=dt.date(2025, 1, rng.randint(1, 9)),
        claims=rng.choice([(), claim("2025-01-03"), claim("24 001 001"), (*claim("2025-01-05"), *claim("24 002 007"))]),
        hidden=number % 9 == 0,
        text_sha256=f"{rng.randint(1, 12):064d}",
    )
    if profile.hidden:
        return profile, []
    bands = [rng.choice((0, 2**63 - 1, -(2**63), rng.randint(1, 40) << 32)) for _ in range(rng.randint(0, 3))]
    return profile, sorted({*points.kept(profile)[: rng.randint(0, 9)], *bands})


def test_all_who_meet_are_found_and_nobody_else(sessions: SessionMaker) -> None:
    rng = Random(6)
    with unit_of_work(sessions) as session:
        found = [drawn(rng, number) for number in range(DECISIONS)]
        profiles = [keep(session, profile, mine) for profile, mine in found]
        kept = {one.id: mine for one, (_, mine) in zip(profiles, found, strict=True)}
        expected = told_by_sets(profiles, kept)
        assert len(expected) > candidates.AT_ONCE
        assert any(len(ones) > 1 for ones in expected.values())
        assert dict(candidates.meeting(session, profiles, kept)) == expected
        for one in profiles[:5]:
            assert dict(candidates.meeting(session, [one], kept)) == told_by_sets([one], kept)


def test_where_nothing_is_sought_or_kept_nobody_meets(sessions: SessionMaker) -> None:
    with unit_of_work(sessions) as session:
        alone = keep(session, make_profile(), [])
        hidden = keep(session, make_profile(reference="24 009 009", hidden=True), [])
        for seekers in ([], [hidden], [alone], [alone, hidden]):
            assert dict(candidates.meeting(session, seekers, {alone.id: [], hidden.id: []})) == {}
