"""Stage dedupe: one decision is compared with those it may belong to, and its links are made to match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from config import failures
from config.db import unit_of_work
from config.failures import Stage, Subject
from config.queues import Task
from workers import repository
from workers.attempts import attempt
from workers.dedupe.rules import Candidate, Found, compare, reference_number
from workers.models import Decision, Link, Version
from workers.runtime import Runtime


def dedupe_decision(runtime: Runtime, decision_id: int) -> bool:
    """Bring the links of one decision up to date and tell the index; True unless it ended in failures.

    A decision that is gone is nothing to do. Raises TransientError when the database is away.
    """
    with unit_of_work(runtime.sessions) as session:
        reference = session.scalar(select(Decision.reference).where(Decision.id == decision_id))
    if reference is None:
        return True

    def work() -> None:
        with unit_of_work(runtime.sessions) as session:
            link_decision(session, decision_id)
            failures.resolve(session, Stage.DEDUPE, decision_id)

    succeeded = attempt(runtime.sessions, Subject(Stage.DEDUPE, decision_id, reference), work)
    runtime.notifier.notify(Task.INDEX)
    return succeeded


def link_decision(session: Session, decision_id: int) -> None:
    """Make the links of one decision what the rules say now; whatever this links or unlinks is indexed again."""
    decision = session.get_one(Decision, decision_id)
    read_sha256 = decision.read_sha256
    me, *others = _candidates(session, decision)
    found = {_key(link): link for other in others for link in compare(me, other)}
    held = _held(session, decision_id)
    stale = [link for key, link in held.items() if key not in found]
    new = [link for key, link in found.items() if key not in held]
    changed = _ends(stale) | _ends(new)
    if changed:
        repository.raise_revisions(session, changed)
        _replace(session, stale, new)
    # Compared was the reading seen above; one that came in meanwhile differs from it and stays pending.
    decision.deduped_sha256 = read_sha256


def _ends(links: Sequence[Found | Link]) -> set[int]:
    return {end for link in links for end in (link.low_id, link.high_id)}


def _key(link: Found | Link) -> tuple[int, int, str, int]:
    return (link.low_id, link.high_id, str(link.kind), link.rule_version)


def _held(session: Session, decision_id: int) -> dict[tuple[int, int, str, int], Link]:
    mine = select(Link).where(or_(Link.low_id == decision_id, Link.high_id == decision_id))
    return {_key(link): link for link in session.scalars(mine)}


def _candidates(session: Session, decision: Decision) -> list[Candidate]:
    """Give the decision itself, then all that share its text now or its number."""
    text = _current_text(session, [decision.id]).get(decision.id)
    number = reference_number(decision.reference)
    family = [number, *(number + letter for letter in ascii_lowercase)]
    alike = select(Version.decision_id).where(Version.text_sha256 == text)
    related = or_(Decision.reference.in_(family), Decision.id.in_(alike))
    rows = session.execute(select(Decision.id, Decision.reference, Decision.body).where(related)).all()
    texts = _current_text(session, [row[0] for row in rows])
    others = [Candidate(*row, texts.get(row[0])) for row in rows if row[0] != decision.id]
    return [Candidate(decision.id, decision.reference, decision.body, text), *others]


def _current_text(session: Session, decision_ids: Iterable[int]) -> dict[int, str]:
    current = (
        select(Version.decision_id, Version.text_sha256)
        .where(Version.decision_id.in_(list(decision_ids)))
        .ext(distinct_on(Version.decision_id))
        .order_by(Version.decision_id, Version.number.desc())
    )
    return dict(session.execute(current).all())


def _replace(session: Session, stale: list[Link], new: list[Found]) -> None:
    for link in stale:
        session.delete(link)
    session.flush()
    for found in new:
        values = {"score": found.score, "rule": found.rule, "rule_version": found.rule_version}
        row = insert(Link).values(low_id=found.low_id, high_id=found.high_id, kind=found.kind, **values)
        session.execute(row.on_conflict_do_update(index_elements=[Link.low_id, Link.high_id, Link.kind], set_=values))
