"""Composes the pages of public interest reports: short, without numbers, with what became of the recommendations."""

from __future__ import annotations

import datetime as dt
from random import Random

from scraper.replica.calendar import long_date
from scraper.replica.case import STRAIGHT_SHARE, name_subjects, topics_of
from scraper.replica.corpus import LAST_DAY, Entry
from scraper.replica.document import Document
from scraper.replica.phrases import APOSTROPHE, PhraseBook
from scraper.replica.remedies import chosen_remedies, item_ending
from scraper.replica.slots import Slots, number_word
from scraper.replica.writer import Writer, total_of

INLINE_SUMMARY_SHARE = 0.2
BARE_TITLE_SHARE = 0.1  # The site has been seen to title a report with the reference alone.
FURTHER_SHARE = 0.12
SATISFIED_SHARE = 0.75
COMMON_DEADLINE_SHARE = 0.4
_WHO = {
    "woman": ("she", "her", "her"),
    "mother": ("she", "her", "her"),
    "man": ("he", "him", "his"),
    "father": ("he", "him", "his"),
    "family": ("they", "them", "their"),
    "couple": ("they", "them", "their"),
}


class Report:
    """One report page in the making."""

    def __init__(self, entry: Entry, rng: Random, book: PhraseBook) -> None:
        self.entry = entry
        self.slots = Slots(_facts(entry, rng), rng, entry.date, book)
        name_subjects(self.slots, book, rng, topics_of(entry.place), entry.place)
        self.w = Writer(rng, book, self.slots, restart=False, straight=rng.random() < STRAIGHT_SHARE)
        self.summary = self.w.words("reports.summary")

    def document(self) -> Document:
        """The whole page."""
        w, rng = self.w, self.w.rng
        w.heading("Summary", "summary", inline=rng.random() < INLINE_SUMMARY_SHARE)
        w.bare(self.summary)
        w.heading("The complaint", "complaint")
        self.complaint()
        w.heading("Finding", "finding")
        self.finding()
        self._recommendations()
        if rng.random() < FURTHER_SHARE:
            w.heading("Further report", "finding")
            w.bare(w.words("reports.further"))
            w.heading("Recommendations", "recommendations")
            w.bare(w.words("reports.again"))
        satisfied, line = self._satisfied()
        return Document(
            self.summary,
            None,
            w.sections(),
            w.legislation(),
            (),
            w.apology,
            tuple(w.payments),
            total_of(w.payments),
            tuple(w.actions),
            satisfied=satisfied,
            satisfied_line=line,
            bare_title=rng.random() < BARE_TITLE_SHARE,
        )

    def complaint(self) -> None:
        """What was complained of."""
        self.w.bare(self.w.words("reports.complaint"))

    def finding(self) -> None:
        """What was found."""
        self.w.bare(self.w.words("reports.finding"))

    def _recommendations(self) -> None:
        w, rng = self.w, self.w.rng
        w.heading("Recommendations", "recommendations")
        w.slots["within"] = w.words("remedies.within")
        w.slots["Within"] = w.slots["within"].capitalize()
        common = rng.random() < COMMON_DEADLINE_SHARE
        w.bare(w.words("reports.lead_within" if common else "reports.lead"))
        wanted = chosen_remedies(w, "reports")
        stops = rng.randrange(3)
        for number, words in enumerate(wanted):
            ending = item_ending(stops, number, len(wanted))
            w.bullet(w.remedy(words, w.slots["within"] if common else None, ending), level=0)

    def _satisfied(self) -> tuple[dt.date, str] | tuple[None, None]:
        """The closing line on compliance, which some reports lack."""
        w = self.w
        day = self.entry.date + dt.timedelta(days=w.rng.randint(60, 400))
        if w.rng.random() > SATISFIED_SHARE or day > LAST_DAY:
            return None, None
        w.slots["satisfied"] = long_date(day)
        return day, w.words("reports.satisfied")


def _facts(entry: Entry, rng: Random) -> dict[str, str]:
    who = rng.choice(tuple(_WHO))
    she, her, hers = _WHO[who]
    term = entry.body.term if entry.body.term.isupper() else entry.body.term.lower()
    return {
        "who": who,
        "she": she,
        "her": her,
        "hers": hers,
        "body": entry.body.name,
        "term": term,
        "Term": entry.body.term,
        "B": f"the {term}",
        "Bs": f"the {term}{APOSTROPHE}s",
        "rel": rng.choice(("mother", "father", "aunt")),
        "kid": rng.choice(("son", "daughter", "niece")),
        "Families": number_word(rng.randint(2, 5)).capitalize(),
        "reported": long_date(entry.date - dt.timedelta(days=rng.randint(100, 300))),
    }
