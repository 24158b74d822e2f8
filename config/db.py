"""The database session: engine, unit of work, declarative base. No table lives here.

A unit of work is one transaction: it commits when the block ends and rolls back when it raises. Losing the database in
the middle is a ServiceUnavailableError, which is transient: the task wrapper retries it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnClause,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    MetaData,
    String,
    Subquery,
    Table,
    bindparam,
    cast,
    column,
    create_engine,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from config.errors import ServiceUnavailableError, SettingsError

STATEMENT_TIMEOUT_MS = 120_000  # No query of ours needs two minutes; one that does is lost, not slow.
LOCK_TIMEOUT_MS = 30_000
CONNECT_TIMEOUT_S = 5
# A connection on which nothing is asked for long, such as one that holds a lock, is kept alive, and found out if dead.
KEEPALIVES = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}

# SQLSTATE classes of what a retry can mend: connection, rollback by deadlock, resources, lock not got, shutdown.
PASSING_STATES = ("08", "40", "53", "55P03", "57P")

Json = dict[str, Any]


class Base(DeclarativeBase):
    """Declarative base of every table, with the naming convention that migrations rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        dt.datetime: DateTime(timezone=True),
        Json: JSONB,
    }


SessionMaker = sessionmaker[Session]


def bigints(numbers: Iterable[int]) -> ColumnElement[Any]:
    """Numbers as one array parameter: the same statement for any count of them, and cheaper than a list of each.

    ``column == any_(bigints(ids))`` is what ``column.in_(ids)`` means.
    """
    return cast(literal(f"{{{','.join(map(str, numbers))}}}", String), ARRAY(BigInteger))


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements about many rows: made of columns of a table they pass by the ORM."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not kept in one table")
    return table


def rows_of(*columns: ColumnClause[Any]) -> Subquery:
    """Rows of such columns, handed in as one parameter ``rows`` of JSON: the same statement for any count of them.

    Many times cheaper than a parameter for each value: neither SQLAlchemy nor the driver looks at them one by one.
    Keep the statement that is made of it, as making it costs more than many rows.
    """
    alike = [column(one.name, one.type) for one in columns]
    given = func.json_to_recordset(bindparam("rows", type_=JSON)).table_valued(*alike).render_derived(with_types=True)
    return select(given).subquery()


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """An engine for a ``postgresql://`` address; it opens no connection until it is used.

    Raises SettingsError for an address that is none.
    """
    try:
        address = make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise SettingsError("LGO_DATABASE_URL: must look like postgresql://user:password@host/name") from error
    return create_engine(
        address,
        pool_size=pool_size,
        pool_pre_ping=True,
        json_serializer=_to_json,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            **KEEPALIVES,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS} -c timezone=UTC",
        },
    )


def _to_json(value: object) -> str:
    return json.dumps(value, default=_in_words)


def _in_words(value: object) -> str:
    """What JSON has no form for. Raises TypeError where we have none either."""
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def make_sessions(engine: Engine) -> SessionMaker:
    """The maker of units of work on an engine."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def unit_of_work(sessions: SessionMaker) -> Iterator[Session]:
    """One transaction. Raises ServiceUnavailableError where PostgreSQL is away, busy or gave up on a lock."""
    with reached(), sessions.begin() as session:
        yield session


@contextmanager
def by_index(session: Session) -> Iterator[None]:
    """A block of a transaction whose queries find rows by indexes wherever there is one.

    Of a table that has just grown or changed the server's figures are old, and it would read the whole of it each time.
    """
    session.execute(text("SET LOCAL enable_seqscan = off"))
    yield
    session.execute(text("SET LOCAL enable_seqscan = on"))


@contextmanager
def reached() -> Iterator[None]:
    """A block that talks to PostgreSQL: its loss becomes a ServiceUnavailableError, other errors pass."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or _will_pass(error):
            raise ServiceUnavailableError("PostgreSQL", _cause(error)) from error
        raise


def _will_pass(error: DBAPIError) -> bool:
    """Whether the same statement may work later; one that breaks a limit of PostgreSQL never will."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(PASSING_STATES)


def _cause(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if error.orig and str(error.orig).strip() else "connection lost"


@contextmanager
def advisory_lock(engine: Engine, name: str) -> Iterator[bool]:
    """Try for a lock that only one connection of the database can hold; yields whether it was got.

    The lock goes with the connection, so a holder killed by SIGKILL frees it by itself.
    """
    with lock_connection(engine, name) as holder:
        yield holder is not None


@contextmanager
def lock_connection(engine: Engine, name: str) -> Iterator[Connection | None]:
    """As :func:`advisory_lock`, but yields the connection that holds the lock, to be asked whether it still does."""
    connection: Connection
    with reached(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        got = bool(connection.scalar(text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"), {"name": name}))
        try:
            yield connection if got else None
        finally:
            if got:
                # A connection that was lost has taken the lock with it.
                with suppress(DBAPIError, PendingRollbackError):
                    connection.execute(text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))"), {"name": name})


def is_locked(engine: Engine, name: str) -> bool:
    """Whether somebody holds the advisory lock of this name on this database; to ask does not take it."""
    query = text(
        "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
        " WHERE datname = current_database() AND locktype = 'advisory' AND objsubid = 1 AND granted"
        " AND (classid::bigint << 32 | objid::bigint) = hashtextextended(:name, 0))"
    )
    with reached(), engine.connect() as connection:
        return bool(connection.scalar(query, {"name": name}))
