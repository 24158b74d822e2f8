"""Stage dedupe: decisions are compared with those they may belong to, and their links are made to match."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from string import ascii_lowercase

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from config.failures import Stage
from config.queues import Task
from workers import repository
from workers.attempts import Work, work_through
from workers.dedupe.rules import Candidate, Found, compare, reference_number
from workers.models import Decision, Link, Version
from workers.runtime import Runtime

LOCK = "lgo-links"


def dedupe_decisions(runtime: Runtime, decision_ids: Sequence[int], *, abandoned: bool = False) -> None:
    """Bring the links of decisions up to date and tell the index; those that are gone are nothing to do.

    ``abandoned``: see :func:`workers.attempts.work_through`. Raises TransientError when the database is away.
    """
    if work_through(runtime.sessions, WORK, decision_ids, abandoned=abandoned):
        runtime.notifier.notify_soon(Task.INDEX)


def link_decisions(session: Session, decision_ids: Collection[int]) -> set[int]:
    """Make the links of these decisions what the rules say now; gives all whose links changed, and themselves."""
    # One at a time: a rule looks at two decisions, and what it saw of the other must still be so when it writes.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(LOCK, 0))))
    seen = select(Decision.id, Decision.read_sha256).where(Decision.id.in_(decision_ids))
    compared: dict[int, str | None] = dict(session.execute(seen).all())
    found = {_key(link): link for link in _found(session, compared)}
    held = _held(session, compared)
    stale = [link for key, link in held.items() if key not in found]
    new = [link for key, link in found.items() if key not in held]
    changed = _ends(stale) | _ends(new)
    decisions = repository.lock(session, changed | set(compared))
    _replace(session, stale, new)
    repository.raise_revisions(session, changed)
    for decision in decisions:
        if decision.id in compared:
            # Compared was the reading seen at first; one that came in meanwhile differs from it and stays pending.
            decision.deduped_sha256 = compared[decision.id]
    return changed | set(compared)


def _ends(links: Sequence[Found | Link]) -> set[int]:
    return {end for link in links for end in (link.low_id, link.high_id)}


def _key(link: Found | Link) -> tuple[int, int, str, int]:
    return (link.low_id, link.high_id, str(link.kind), link.rule_version)


def _held(session: Session, decision_ids: Collection[int]) -> dict[tuple[int, int, str, int], Link]:
    mine = select(Link).where(or_(Link.low_id.in_(decision_ids), Link.high_id.in_(decision_ids)))
    return {_key(link): link for link in session.scalars(mine)}


def _found(session: Session, decision_ids: Collection[int]) -> Iterable[Found]:
    candidates = _candidates(session, decision_ids)
    alike: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates.values():
        alike[reference_number(candidate.reference)].append(candidate)
        if candidate.text_sha256 is not None:
            alike[candidate.text_sha256].append(candidate)
    for decision_id in decision_ids:
        one = candidates[decision_id]
        others = {*alike[reference_number(one.reference)], *(alike[one.text_sha256] if one.text_sha256 else ())}
        for other in others:
            yield from compare(one, other)


def _candidates(session: Session, decision_ids: Collection[int]) -> dict[int, Candidate]:
    """The decisions themselves, and all that share the text or the number of one of them."""
    references = select(Decision.reference).where(Decision.id.in_(decision_ids))
    numbers = {reference_number(reference) for reference in session.scalars(references)}
    family = [number + letter for number in numbers for letter in ("", *ascii_lowercase)]
    texts = set(_current_text(session, decision_ids).values())
    alike = select(Version.decision_id).where(Version.text_sha256.in_(texts))
    related = or_(Decision.reference.in_(family), Decision.id.in_(alike))
    rows = session.execute(select(Decision.id, Decision.reference, Decision.body).where(related)).all()
    current = _current_text(session, [row.id for row in rows])
    return {row.id: Candidate(row.id, row.reference, row.body, current.get(row.id)) for row in rows}


def _current_text(session: Session, decision_ids: Collection[int]) -> dict[int, str]:
    current = (
        select(Version.decision_id, Version.text_sha256)
        .where(Version.decision_id.in_(decision_ids))
        .ext(distinct_on(Version.decision_id))
        .order_by(Version.decision_id, Version.number.desc())
    )
    return dict(session.execute(current).all())


def _replace(session: Session, stale: list[Link], new: list[Found]) -> None:
    for link in stale:
        one = and_(Link.low_id == link.low_id, Link.high_id == link.high_id, Link.kind == link.kind)
        session.execute(delete(Link).where(one))
    if not new:
        return
    rows = [
        {
            "low_id": found.low_id,
            "high_id": found.high_id,
            "kind": found.kind.value,
            "score": found.score,
            "rule": found.rule,
            "rule_version": found.rule_version,
        }
        for found in sorted(new, key=_key)
    ]
    row = insert(Link).values(rows)
    again = {name: row.excluded[name] for name in ("score", "rule", "rule_version")}
    session.execute(row.on_conflict_do_update(index_elements=[Link.low_id, Link.high_id, Link.kind], set_=again))


def _words(session: Session, decision_id: int) -> str:
    decision = session.get(Decision, decision_id)
    return f"{decision.reference}, {decision.body}" if decision else f"decision {decision_id}"


WORK = Work(Stage.DEDUPE, link_decisions, _words)
