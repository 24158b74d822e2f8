"""Tables of what was read: outcomes, decisions, versions, links and index receipts; only ``workers`` writes them.

Nothing here is kept twice: the versions of a decision follow from its pages' outcomes (``workers.versions``), its state
from its addresses (``workers.states``), what is pending from a comparison of two columns.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from config.db import Base, Json


class Decision(Base):
    """The identity of a decision, and the revision of its document in the index.

    ``revision`` grows by one whenever what the index shows of it changes. ``read_sha256`` fingerprints what the
    last fold saw, ``deduped_sha256`` the reading that was last compared with the others, and ``standard_version`` the
    standard wording by which it was. ``group_id`` is the id of the decision that represents the group this one belongs
    to (its own id for the representative itself), None where it stands alone; the revision of every member rises when
    the members or the representative of its group change.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("reference", "body", postgresql_nulls_not_distinct=True),
        Index("ix_decisions_uncompared", "id", postgresql_where=text("deduped_sha256 IS DISTINCT FROM read_sha256")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    reference: Mapped[str]
    body: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=0)
    read_sha256: Mapped[str | None] = mapped_column(String(64))
    deduped_sha256: Mapped[str | None] = mapped_column(String(64))
    standard_version: Mapped[int] = mapped_column(default=0)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    first_seen_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Outcome(Base):
    """What one parser version made of one page: the reading of a decision, or None and a row in failures."""

    __tablename__ = "outcomes"

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    parser_version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    reading: Mapped[Json | None]
    reading_sha256: Mapped[str | None] = mapped_column(String(64))
    content_sha256: Mapped[str | None] = mapped_column(String(64))
    text_sha256: Mapped[str | None] = mapped_column(String(64))
    parsed_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Version(Base):
    """What a decision said from ``seen_at`` on; the highest number is the current version."""

    __tablename__ = "versions"
    __table_args__ = (Index(None, "text_sha256"),)

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    content_sha256: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[dt.datetime]


class Link(Base):
    """Two decisions that belong together: why, how surely, and by which rule in which version."""

    __tablename__ = "links"
    __table_args__ = (CheckConstraint("low_id < high_id", name="ordered"),)

    low_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[float]
    rule: Mapped[str]
    rule_version: Mapped[int]


class Likeness(Base):
    """What a decision is compared by: made of the reading ``made_of`` (its ``read_sha256``) in the way ``made_by``.

    ``shingles`` are the hashes of all its own wording, before standard wording is taken away, so that other standard
    wording needs no reading again; ``points`` are where decisions that may belong together meet (none for a hidden,
    that is withdrawn one); ``claims`` are what it says it replaces; by ``sample_key`` the sample is chosen from which
    standard wording is learned.
    """

    __tablename__ = "likenesses"
    __table_args__ = (
        # A list of pending entries would be read at each look for others, which comes after each write.
        Index(None, "points", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    made_of: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[int]
    decided: Mapped[dt.date | None]
    live: Mapped[bool]
    hidden: Mapped[bool]
    text_sha256: Mapped[str] = mapped_column(String(64))
    claims: Mapped[list[str]] = mapped_column(ARRAY(String))
    sample_key: Mapped[int] = mapped_column(index=True)
    shingles: Mapped[bytes] = mapped_column(LargeBinary)
    points: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))


class StandardWording(Base):
    """The shingles that very many decisions share, as learned from a sample of the archive; the highest is in force.

    ``corpus`` is how many decisions there were when they were last found to be these, ``sample_sha256`` tells whether
    the sample of their texts is still the same, ``made_by`` in what way their shingles were made.
    """

    __tablename__ = "standard_wordings"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    made_by: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    shingles: Mapped[bytes] = mapped_column(LargeBinary)
    sample_sha256: Mapped[str] = mapped_column(String(64))
    corpus: Mapped[int]
    sampled: Mapped[int]
    learned_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Receipt(Base):
    """OpenSearch's answer, kept: this index holds this decision at this revision."""

    __tablename__ = "index_receipts"

    index_name: Mapped[str] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    revision: Mapped[int]
    written_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
