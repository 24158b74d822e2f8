"""Stage dedupe: decisions are compared with those they may belong to, and their links and groups are made to match.

Fingerprints are made before the lock and without it. Under the lock, which one process holds at a time, they are kept,
others that meet them are looked up and compared, and what follows is written: what one process saw of a decision must
still be so when it writes a link to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import any_, delete, func, select, text
from sqlalchemy.orm import Session

from config.db import bigints, by_index, unit_of_work
from config.failures import Stage
from config.queues import Task
from workers import pending, repository
from workers.attempts import Work, work_through
from workers.dedupe import candidates, equals, groups, likeness, links, points, wording
from workers.dedupe.equals import Equals
from workers.dedupe.likeness import Look
from workers.dedupe.profile import Profile
from workers.dedupe.rules import Found, LinkKind, compare
from workers.dedupe.shingles import Shingles, among
from workers.models import Decision, Likeness
from workers.runtime import Runtime

Points = Mapping[int, list[int]]

LOCK = "lgo-links"
# As many others are compared at once: each is some hundred kilobytes while it is at hand.
AT_HAND = 100
NOTE = text(
    """
    UPDATE decisions SET deduped_sha256 = seen.sha, standard_version = :version
    FROM unnest(CAST(CAST(:ids AS text) AS bigint[]), CAST(CAST(:shas AS text) AS text[])) AS seen (id, sha)
    WHERE decisions.id = seen.id
    """
)


def dedupe_decisions(runtime: Runtime, decision_ids: Sequence[int], *, abandoned: bool = False) -> None:
    """Bring the links of decisions up to date and tell the index; those that are gone are nothing to do.

    Where that was the last of a backlog and the archive has grown, standard wording is learned anew, and all
    decisions are pending again. ``abandoned``: see :func:`workers.attempts.work_through`. Raises TransientError when
    the database is away.
    """
    wording.learn_first(runtime)
    if work_through(runtime.sessions, WORK, decision_ids, abandoned=abandoned):
        runtime.notifier.notify_soon(Task.INDEX)
    learn_where_due(runtime)


def learn_where_due(runtime: Runtime) -> bool:
    """Learn standard wording where nothing is left to compare and the archive has grown; whether that was so.

    Nothing else is done where another process is at it. Raises TransientError.
    """
    wording.learn_first(runtime)
    due = wording.is_due(runtime)
    if due and wording.learn(runtime):
        tell_all(runtime)
    return due


def learn_wording(runtime: Runtime) -> bool:
    """Learn standard wording from the archive as it is; whether that makes decisions pending. Raises TransientError."""
    changed = wording.learn(runtime)
    if changed:
        tell_all(runtime)
    return changed


def tell_all(runtime: Runtime) -> None:
    """Tell the queue of every decision that is pending."""
    with unit_of_work(runtime.sessions) as session:
        ids = session.scalars(pending.dedupe()).all()
    runtime.notifier.notify_each(Task.DEDUPE, ids)


def link_decisions(session: Session, decision_ids: Collection[int]) -> set[int]:
    """Make links and groups of these decisions what the rules say now; gives them and all whose links or group changed.

    A decision that only other standard wording made pending, and that says nothing of what is different in it, is
    not compared again.
    """
    now = wording.in_force(session)
    found = likeness.look(session, decision_ids, now.shingles)
    compared = _to_compare(session, found, now)
    kept = {one: points.kept(found.profiles[one]) for one in compared if one in found.profiles}
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(LOCK, 0))))
    likeness.keep(session, found, kept, compared)
    with by_index(session):
        changed, ends = _link(session, compared, [found.profiles[one] for one in kept], kept, now.shingles)
        regrouped = groups.regroup(session, changed | _to_regroup(ends, found) | _lost(compared, found))
    concerned = changed | regrouped.concerned
    _lock(session, concerned | found.seen.keys())
    groups.write(session, regrouped)
    repository.raise_revisions(session, concerned)
    _note(session, found, now.version)
    return concerned | found.seen.keys()


def _to_compare(session: Session, found: Look, now: wording.Wording) -> set[int]:
    differences: dict[int, Shingles | None] = {}
    compared = set()
    for one in found.seen.values():
        if one.id not in found.fresh and one.deduped_sha256 == one.read_sha256 and one.standard_version != now.version:
            if one.standard_version not in differences:
                differences[one.standard_version] = wording.difference(session, one.standard_version, now)
            difference = differences[one.standard_version]
            profile = found.profiles.get(one.id)
            if profile is None or (difference is not None and not among(profile.own, difference).any()):
                continue
        compared.add(one.id)
    return compared


def _to_regroup(ends: Collection[int], found: Look) -> set[int]:
    """Those read anew or marked to be compared again that are in a group or have links, changed or not.

    So a group that is wrong, for whatever reason, is right again after ``lgo dedupe run``.
    """
    return {
        one.id
        for one in found.seen.values()
        if (one.id in found.fresh or one.deduped_sha256 != one.read_sha256)
        and (one.id in ends or one.group_id is not None)
    }


def _lost(compared: Iterable[int], found: Look) -> set[int]:
    """Those without a text: whatever group they were in, they are in it no more."""
    return {one for one in compared if one not in found.profiles}


def _link(
    session: Session, compared: Collection[int], profiles: Sequence[Profile], kept: Points, standard: Shingles | None
) -> tuple[set[int], set[int]]:
    """Make the links of those compared what the rules say; the ends of links that changed, and those of all."""
    held = links.at(session, compared)
    equal = equals.around(session, compared, held)
    found = list(_found(session, profiles, kept, standard, equal))
    whole = equal.whole()
    if whole:
        held += links.at(session, whole, LinkKind.SAME_TEXT)
    return links.match(session, held, [*found, *equal.links(compared)])


def _found(
    session: Session, profiles: Sequence[Profile], kept: Points, standard: Shingles | None, equal: Equals
) -> Iterator[Found]:
    """The links to all they meet, but those of equal text, which are taken into ``equal``."""
    mine = {profile.id: profile for profile in profiles}
    meeting = candidates.meeting(session, profiles, kept)
    others = iter(sorted(meeting))
    while chunk := list(islice(others, AT_HAND)):
        loaded = likeness.load(session, [one for one in chunk if one not in mine], standard) | mine
        for other in map(loaded.__getitem__, chunk):
            for one in map(mine.__getitem__, meeting[other.id]):
                for link in compare(one, other):
                    if link.kind is LinkKind.SAME_TEXT:
                        equal.add(one, other)
                    else:
                        yield link


def _lock(session: Session, decision_ids: Collection[int]) -> None:
    """Lock rows in the order of ids, as everybody does, so that no two wait for each other."""
    rows = select(Decision.id).where(Decision.id == any_(bigints(decision_ids))).order_by(Decision.id)
    session.execute(rows.with_for_update(key_share=True))


def _note(session: Session, found: Look, standard_version: int) -> None:
    """Note what was compared: the reading seen at first; one that came in meanwhile differs and stays pending."""
    seen = sorted(found.seen.values(), key=lambda one: one.id)
    if seen:
        shas = "{" + ",".join(one.read_sha256 or "NULL" for one in seen) + "}"
        values = {"ids": likeness.as_array(one.id for one in seen), "shas": shas, "version": standard_version}
        session.execute(NOTE, values)


def forget(session: Session, decision_ids: Collection[int]) -> set[int]:
    """Take decisions out of all links and groups, for good; gives those whose links or group changed by that.

    Their own rows are left to the caller, who erases them in the same transaction.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(LOCK, 0))))
    session.execute(delete(Likeness).where(Likeness.decision_id == any_(bigints(decision_ids))))
    with by_index(session):
        changed, _ = _link(session, decision_ids, [], {}, None)
        regrouped = groups.regroup(session, changed | set(decision_ids))
    concerned = changed | regrouped.concerned
    _lock(session, concerned)
    groups.write(session, regrouped)
    repository.raise_revisions(session, concerned)
    return concerned - set(decision_ids)


def _words(session: Session, decision_id: int) -> str:
    decision = session.get(Decision, decision_id)
    return f"{decision.reference}, {decision.body}" if decision else f"decision {decision_id}"


WORK = Work(Stage.DEDUPE, link_decisions, _words)
