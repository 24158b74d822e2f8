"""Decisions on different matters that look alike: what is common comes from one stream, the facts from each one's own.

The random numbers of such a decision are ``Streams``: whatever is drawn plainly is the same for the whole family.
"""

from __future__ import annotations

from scraper.replica.case import Case, topics_of
from scraper.replica.corpus import Entry
from scraper.replica.phrases import APOSTROPHE, PhraseBook
from scraper.replica.report import Report
from scraper.replica.statement import Statement
from scraper.replica.streams import Streams

OWN_SENTENCES = 3
STANDING_PARAGRAPHS = 3
_HALF = 0.5


class ClosedAlike(Statement):
    """A short closed case that tells three sentences of its own; all else is common to the family."""

    def __init__(self, case: Case, book: PhraseBook, streams: Streams) -> None:
        super().__init__(case, book, standing=True)
        self._streams = streams

    def closed_story(self, room: int) -> None:
        """The law, what happened in three sentences, and the standing wording of the subject."""
        del room
        w, topics = self.w, self.case.topics
        w.numbered(w.words(f"{topics}.law"))
        with self._streams.own():
            own = [w.dealt(bank) for bank in (f"{topics}.events", "story.detail", "story.detail")]
        assert len(own) == OWN_SENTENCES  # noqa: S101 - What the labels promise.
        if w.rng.random() < _HALF:
            w.numbered(" ".join(own))
        else:
            for sentence in own:
                w.numbered(sentence)
        self.stand(STANDING_PARAGRAPHS)


class SameComplaint(Statement):
    """A case whose complaint, law, remedies and end are common to the family, and whose facts are its own."""

    def __init__(self, case: Case, book: PhraseBook, streams: Streams) -> None:
        super().__init__(case, book, standing=True)
        self._streams = streams

    def story(self, room: int, *, law: bool) -> None:
        """Events of its own."""
        with self._streams.own():
            super().story(room, law=law)

    def thoughts(self, room: int) -> None:
        """Thoughts of its own."""
        with self._streams.own():
            super().thoughts(room)


class ThemeReport(Report):
    """A report that shares its theme, law and recommendations with others, and tells facts of its own."""

    def __init__(self, entry: Entry, streams: Streams, book: PhraseBook) -> None:
        super().__init__(entry, streams, book)
        self._streams = streams
        self._topics = topics_of(entry.place)
        person = f"the {self.slots['who']}"
        self.slots |= {
            "C": person,
            "Cs": f"{person}{APOSTROPHE}s",
            "She": self.slots["she"].capitalize(),
            "Hers": self.slots["hers"].capitalize(),
            "TB": self.slots["B"].capitalize(),
            "TBs": self.slots["Bs"].capitalize(),
            "D": "the child",
            "Ds": f"the child{APOSTROPHE}s",
        }

    def complaint(self) -> None:
        """The common complaint, and what happened here."""
        super().complaint()
        with self._streams.own():
            for count in (3, 2, 3):
                self._facts(count)

    def finding(self) -> None:
        """The common law and finding, and what they come to here."""
        super().finding()
        for text in self.w.chosen(f"{self._topics}.law", 2) + self.w.chosen(f"standing.{self._topics}", 2):
            self.w.bare(text)
        with self._streams.own():
            self._facts(2)

    def _facts(self, count: int) -> None:
        banks = (f"{self._topics}.events", "story.detail", "story.detail")
        self.w.bare(" ".join(self.w.dealt(banks[number % len(banks)]) for number in range(count)))
