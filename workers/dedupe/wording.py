"""The standard wording in force, and learning it anew when the archive has grown: SQL around ``standard``."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import structlog
from sqlalchemy import and_, delete, exists, func, not_, select, update
from sqlalchemy.orm import Session

from config.db import Json, advisory_lock, by_index, unit_of_work
from config.failures import Failure, Stage
from workers.dedupe import likeness, make, standard
from workers.dedupe.shingles import Shingles, unpacked
from workers.models import Decision, Likeness, StandardWording
from workers.runtime import Runtime

log = structlog.get_logger(__name__)

LOCK = "lgo-wording"
# Learning is due when the archive has grown by a twentieth, and else, where the sample is another, after an hour: so an
# archive that grows by one decision a second does not compare all others again at each.
GROWTH = 1.05
REST = dt.timedelta(hours=1)
# Versions that stay, so that a decision compared by an older one can be told what is different now.
KEPT_VERSIONS = 3
SHINGLE_BYTES = 4
# Decisions that are read at once to learn from.
SAMPLE_BATCH = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """Standard wording and its version; in version 0 it is not known, because too little was there to learn from."""

    version: int
    shingles: Shingles | None


class _Remembered:
    """The few newest wordings by their hash: a worker asks for the same one at each batch."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Shingles] = OrderedDict()

    def of(self, session: Session, version: int, digest: str) -> Shingles:
        if digest not in self._known:
            packed = session.scalars(select(StandardWording.shingles).where(StandardWording.version == version)).one()
            self._known[digest] = unpacked(packed)
            while len(self._known) > KEPT_VERSIONS:
                self._known.popitem(last=False)
        return self._known[digest]


_remembered = _Remembered()


def in_force(session: Session) -> Wording:
    """The newest standard wording."""
    newest = select(StandardWording.version, StandardWording.sha256).order_by(StandardWording.version.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return Wording(row.version, _remembered.of(session, row.version, row.sha256)) if row else Wording(0, None)


def difference(session: Session, version: int, now: Wording) -> Shingles | None:
    """What is standard in one of two versions alone; None where that cannot be told any more."""
    digest = session.scalar(select(StandardWording.sha256).where(StandardWording.version == version))
    if digest is None or now.shingles is None:
        return None
    return np.setxor1d(now.shingles, _remembered.of(session, version, digest), assume_unique=True)


def learn_first(runtime: Runtime) -> None:
    """Learn from all decisions that were read where nothing was learned yet, before the first is compared.

    Else a whole archive would be compared twice. What was learned from fingerprints of an older make is forgotten with
    these, and all decisions are pending; so are such fingerprints from which nothing was learned. Nothing where another
    process is at it. Raises TransientError.
    """
    with unit_of_work(runtime.sessions) as session:
        if _made_by(session) >= make.COMPARED_BY:
            return
    with advisory_lock(runtime.engine, LOCK) as got:
        if not got:
            return
        with unit_of_work(runtime.sessions) as session:
            made_by = _made_by(session)
            if made_by >= make.COMPARED_BY:
                return
            if made_by or _has_older(session):
                _forget(session)
            rows = session.execute(
                select(Decision.id, Decision.reference, Decision.body).where(Decision.read_sha256.is_not(None))
            )
            keys = sorted((standard.sample_key(row.reference, row.body), row.id) for row in rows)
        if len(keys) < standard.LEAST_TEXTS:
            return
        sample = [decision_id for _, decision_id in keys[: standard.SAMPLE]]
        for start in range(0, len(sample), SAMPLE_BATCH):
            with unit_of_work(runtime.sessions) as session:
                likeness.keep_new(session, likeness.look(session, sample[start : start + SAMPLE_BATCH], None))
        with unit_of_work(runtime.sessions) as session:
            _learn(session, len(keys))


def _made_by(session: Session) -> int:
    """How the standard wording in force was made, 0 where there is none."""
    newest = select(StandardWording.made_by).order_by(StandardWording.version.desc()).limit(1)
    return session.scalar(newest) or 0


def _has_older(session: Session) -> bool:
    """Whether fingerprints of an older make are held; asked only where no standard wording is in force."""
    older = select(Likeness.decision_id).where(Likeness.made_by < make.COMPARED_BY).limit(1)
    return session.scalar(older) is not None


def _forget(session: Session) -> None:
    for table in (StandardWording, Likeness):
        session.execute(delete(table))
    session.execute(update(Decision).values(deduped_sha256=None, standard_version=0))


def is_due(runtime: Runtime) -> bool:
    """Whether nothing is left to compare and the archive has grown enough to learn anew. Raises TransientError.

    Only then, because what is learned from the whole archive depends on nothing but what is in it; while it grows by
    little, not before REST has passed.
    """
    with unit_of_work(runtime.sessions) as session, by_index(session):
        return _is_due(session)


def _is_due(session: Session) -> bool:
    failed = exists().where(Failure.stage == Stage.DEDUPE, Failure.subject_id == Decision.id)
    uncompared = Decision.deduped_sha256.is_distinct_from(Decision.read_sha256)
    if session.scalar(select(Decision.id).where(and_(uncompared, not_(failed))).limit(1)) is not None:
        return False
    row = session.execute(
        select(StandardWording.corpus, StandardWording.sample_sha256, StandardWording.learned_at > func.now() - REST)
        .order_by(StandardWording.version.desc())
        .limit(1)
    ).one_or_none()
    if row is not None:
        corpus, sample_sha256, rests = row
        if rests and corpus / GROWTH < _held(session) < corpus * GROWTH:
            return False
    texts = set(session.scalars(select(Likeness.text_sha256).order_by(Likeness.sample_key).limit(standard.SAMPLE)))
    return len(texts) >= standard.LEAST_TEXTS and (row is None or _sample_sha256(texts) != sample_sha256)


def _sample_sha256(texts: Iterable[str]) -> str:
    return sha256("".join(sorted(texts)).encode()).hexdigest()


def _held(session: Session) -> int:
    return session.execute(select(func.count()).select_from(Likeness)).scalar_one()


def learn(runtime: Runtime) -> bool:
    """Learn standard wording from the archive as it is; whether it is different, so that all is compared again.

    Nothing where another process is at it, or where there are too few texts. Raises TransientError.
    """
    with advisory_lock(runtime.engine, LOCK) as got:
        if not got:
            return False
        with unit_of_work(runtime.sessions) as session:
            return _learn(session, _held(session))


def _learn(session: Session, held: int) -> bool:
    sample = select(Likeness.text_sha256, Likeness.shingles).order_by(Likeness.sample_key).limit(standard.SAMPLE)
    texts = {row.text_sha256: row.shingles for row in session.execute(sample)}
    if len(texts) < standard.LEAST_TEXTS:
        return False
    packed = standard.to_bytes(standard.learn(texts))
    found = {"sample_sha256": _sample_sha256(texts), "corpus": held, "sampled": len(texts)}
    digest = sha256(packed).hexdigest()
    newest = select(StandardWording.version, StandardWording.sha256).order_by(StandardWording.version.desc()).limit(1)
    before = session.execute(newest).one_or_none()
    if before is not None and before.sha256 == digest:
        mine = update(StandardWording).where(StandardWording.version == before.version)
        session.execute(mine.values(learned_at=func.now(), **found))
        return False
    version = before.version + 1 if before else 1
    session.add(StandardWording(version=version, made_by=make.COMPARED_BY, sha256=digest, shingles=packed, **found))
    session.execute(delete(StandardWording).where(StandardWording.version <= version - KEPT_VERSIONS))
    log.info("wording_learned", version=version, shingles=len(packed) // SHINGLE_BYTES, sampled=len(texts), corpus=held)
    return True


def told(runtime: Runtime) -> Json:
    """The standard wording in force as JSON: version, how many shingles, from how many texts of how many decisions."""
    with unit_of_work(runtime.sessions) as session:
        row = session.scalars(select(StandardWording).order_by(StandardWording.version.desc()).limit(1)).one_or_none()
    if row is None:
        return {"version": 0, "shingles": 0, "texts": 0, "decisions": 0}
    return {
        "version": row.version,
        "shingles": len(row.shingles) // SHINGLE_BYTES,
        "texts": row.sampled,
        "decisions": row.corpus,
    }
