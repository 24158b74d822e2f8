"""A decision that is written after another: told again with changes, made again in its place, or only mentioning it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from scraper.replica.account import Account
from scraper.replica.calendar import long_date
from scraper.replica.case import topics_of
from scraper.replica.corpus import Entry, Tie
from scraper.replica.document import Document
from scraper.replica.report import Report
from scraper.replica.slots import Slots
from scraper.replica.statement import Statement
from scraper.replica.variation import Plan, Variation, near_plan, other_facts_plan, reissue_plan
from scraper.replica.writer import Writer

_MENTIONS = {"reissue.names": 0.4, "reissue.dates": 0.35, "reissue.bare": 0.25}
_MENTION_WORDS = {
    "reissue.names": "names the decision it replaces",
    "reissue.dates": "gives the day of the decision it replaces",
    "reissue.bare": "says only that it replaces another",
    "followup.theirs": "tells of an act of the body on the day of the other",
}
_SAYS_MORE_SHARE = 0.5
# Of decisions that only look like an earlier one and are no reports.
_TELLS_OF_IT_SHARE = 0.3
# Of the same: what the body itself sent, decided or said on the day of the earlier decision, by mere chance.
_TELLS_OF_THEIRS_SHARE = 0.3
# Role of the section that mentions the earlier decision, and whether it begins with that.
_PASSING_SPOTS = (
    ("complaint", True),
    ("complaint", False),
    ("consideration", False),
    ("summary", True),
    ("summary", False),
)
_SPOTS = (*_PASSING_SPOTS, ("final_decision", True))


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an earlier decision is mentioned, and from which banks."""

    banks: tuple[str, ...]
    role: str
    first: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """What a decision changes of the one before it, and how it mentions it; settled before a word is written."""

    plan: Plan
    mention: Mention | None = None

    def words(self) -> str:
        """The telling in words, for the labels."""
        how = _MENTION_WORDS.get(self.mention.banks[0], "mentions the other") if self.mention else ""
        return ", ".join(filter(None, (how, self.plan.words())))


def draw_telling(tie: Tie, rng: Random) -> Telling:
    """What the tie asks for. Raises KeyError for a tie whose members are not told after one another."""
    if tie is Tie.REISSUED:
        plan = reissue_plan(rng)
        (bank,) = rng.choices(tuple(_MENTIONS), tuple(_MENTIONS.values()))
        banks = (bank, "reissue.also") if rng.random() < _SAYS_MORE_SHARE else (bank,)
        return Telling(plan, Mention(banks, *rng.choice(_SPOTS)))
    if tie is Tie.FOLLOWED_UP:
        return Telling(Plan(), _passing_mention(rng, "followup.earlier"))
    plan = _PLANS[tie](rng)
    if tie not in _LOOK_ALIKES:
        return Telling(plan)
    roll = rng.random()
    if roll < _TELLS_OF_IT_SHARE:
        return Telling(plan, _passing_mention(rng, "followup.earlier"))
    tells = roll < _TELLS_OF_IT_SHARE + _TELLS_OF_THEIRS_SHARE
    return Telling(plan, _passing_mention(rng, "followup.theirs") if tells else None)


def _passing_mention(rng: Random, bank: str) -> Mention:
    return Mention((bank,), *rng.choice(_PASSING_SPOTS))


_LOOK_ALIKES = frozenset({Tie.CLOSED_ALIKE, Tie.SAME_COMPLAINT})
_PLANS = {
    Tie.NEAR_TEXT: near_plan,
    Tie.CLOSED_ALIKE: lambda rng: Plan(renamed=rng.random() < 0.5),  # noqa: PLR2004 - Half of them.
    Tie.SAME_COMPLAINT: other_facts_plan,
    Tie.COMMON_THEME: other_facts_plan,
}


class Retelling:
    """A decision told after another; ``earlier`` is the decision that it mentions."""

    def __init__(self, told: Statement | Report, telling: Telling, rng: Random, entry: Entry, earlier: Entry) -> None:
        self._told, self._telling, self._rng = told, telling, rng
        self._entry, self._earlier = entry, earlier
        slots = told.w.slots
        complainant = None if entry.report else slots["C"]
        self._variation = Variation(telling.plan, rng, complainant, thousands=slots.thousands)
        self._said = self._written(telling.mention) if telling.mention else ""
        self._summary = self._with_mention(told.summary)
        self.summary = self._variation.text(self._summary)

    def _written(self, mention: Mention) -> str:
        w = self._writer(Random(self._rng.random()))
        return " ".join(w.words(bank) for bank in mention.banks)

    def _writer(self, rng: Random) -> Writer:
        before = self._told.w
        facts: Mapping[str, str] = before.slots
        day = long_date(self._earlier.date)
        named = {**facts, "earlier": self._earlier.reference, "earlier_day": day}
        slots = Slots(named, rng, self._entry.date, before.book)
        slots.thousands = before.slots.thousands
        return Writer(rng, before.book, slots, restart=before.restart, straight=before.straight)

    def _with_mention(self, summary: str) -> str:
        """The summary, into which a mention runs where that is its place."""
        mention = self._telling.mention
        if mention is None or mention.role != "summary":
            return summary
        return f"{self._said} {summary}" if mention.first else f"{summary} {self._said}"

    def document(self) -> Document:
        """The whole decision."""
        document = self._told.document()
        before, mention = self._told.w, self._telling.mention
        w = self._writer(self._rng)
        topics = topics_of(self._entry.place)
        banks = (f"{topics}.events", "story.events", "story.detail", "story.detail")
        account = Account(document, w, banks, restart=before.restart)
        if mention is not None and mention.role == "summary":
            account.retell(document.summary, self._summary, mention.role)
            document = dataclasses.replace(document, summary=self._summary)
        elif mention is not None:
            account.say(self._said, mention.role, first=mention.first)
        return self._variation.document(document, account)
