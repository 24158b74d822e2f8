"""What people do with failures: have the work tried again, or set the row aside."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from config import failures
from config.db import Json, unit_of_work
from config.errors import PermanentError
from config.failures import Failure, Stage
from config.queues import Task
from scraper import store
from workers import repository
from workers.models import Decision, Outcome
from workers.runtime import Runtime


class UnknownFailureError(PermanentError):
    """No failure row has this id."""

    def __init__(self, failure_id: int) -> None:
        super().__init__(f"there is no failure {failure_id}: lgo failures list shows all")
        self.failure_id = failure_id


def as_json(failure: Failure) -> Json:
    """One failure under its public names."""
    return {
        "id": failure.id,
        "stage": failure.stage,
        "subject": failure.subject,
        "error": f"{failure.error}: {failure.message}",
        "attempts": failure.attempts,
        "at": failure.at.isoformat(),
    }


def find(session: Session, failure_id: int) -> Failure:
    """The failure row with this id. Raises UnknownFailureError."""
    failure = session.get(Failure, failure_id)
    if failure is None:
        raise UnknownFailureError(failure_id)
    return failure


def retry(runtime: Runtime, failure_id: int) -> str:
    """Make the subject pending again and tell its queue; gives the sentence to show. Raises UnknownFailureError."""
    with unit_of_work(runtime.sessions) as session:
        failure = find(session, failure_id)
        stage, subject_id = Stage(failure.stage), failure.subject_id
        failures.resolve(session, stage, [subject_id])
        if stage is Stage.PARSE:
            # An outcome without a decision is what kept the page from being read again.
            unread = (Outcome.page_id == subject_id, Outcome.decision_id.is_(None))
            session.execute(delete(Outcome).where(*unread))
        if stage is Stage.FETCH:
            store.make_due(session, [subject_id])
        if stage is Stage.INDEX and session.get(Decision, subject_id) is not None:
            repository.raise_revisions(session, [subject_id])
    tell = TELL.get(stage)
    if tell is None:
        return NEXT_TIME[stage]
    runtime.notifier.notify(*tell(subject_id))
    return "pending again"


TELL: dict[Stage, Callable[[int], tuple[Task, *tuple[int, ...]]]] = {
    Stage.PARSE: lambda subject_id: (Task.PARSE, subject_id),
    Stage.STATE: lambda _: (Task.STATES,),
    Stage.DEDUPE: lambda subject_id: (Task.DEDUPE, subject_id),
    Stage.INDEX: lambda _: (Task.INDEX,),
}
NEXT_TIME = {
    Stage.CRAWL: "the schedule starts it again, lgo crawl does at once",
    Stage.LIST: "the next crawl lists it again",
    Stage.FETCH: "the next crawl fetches it again",
    Stage.INGEST: "run lgo ingest on the file again",
}
