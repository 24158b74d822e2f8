"""Whether an item tells the body to apologise, or asks for no more than proof, and by when it is to be done."""

from __future__ import annotations

import functools
import re
from typing import Final

from workers.parsing.typography import lowered

_NUMBER: Final = (
    r"(?:\d{1,3}|(?:twenty|thirty|forty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|fifty|sixty|ninety|a"
    r"|the next|another)"
)
_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?\b"
)
_DEADLINE: Final = re.compile(
    rf"\b(?:within|inside|in) (?:the next |a further |another )?{_NUMBER}(?:(?: (?:to|or) | ?[-\u2013] ?){_NUMBER})?"
    r"(?:-| )?(?:calendar |working |school )?(?:day|week|fortnight|month|year|term)s?\b(?: time\b)?"
    r"|\b(?:by|before|(?:no|not) later than)(?: the end of)?(?: (?:mon|tues|wednes|thurs|fri)day,?)?(?: the)?"
    rf" (?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:of )?{_MONTH}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b)"
    r"|\b(?:by|before) the (?:end|start|beginning) of (?:(?:the|this|that|its) )?"
    r"(?:(?:current|next|autumn|spring|summer|school|academic|financial|calendar) ){0,2}(?:week|month|term|year)\b"
    r"|\b(?:no|not) later than (?:\w+ ){1,4}(?:days?|weeks?|months?)\b|\bwithout (?:further )?delay\b"
    r"|\bimmediately\b|\bforthwith\b",
)
_SORRY: Final = re.compile(
    r"\b(?<!token of )(?:apolog(?:y|ies|ise|ises|ize|ising)|(?:say|says|saying) (?:that it is )?sorry|sorry)\b",
    re.ASCII,
)
_TO_US: Final = re.compile(r"\b(?:us|me|the ombudsm[ae]n|we)\b", re.ASCII)
_PROOF: Final = re.compile(
    r"\b(?:evidence|proof|confirm\w*|satisf\w+|demonstrate|compl(?:y|ied|iance)|done (?:this|so|these)|has done"
    r"|have done|carried (?:this|these|them|it)? ?out"
    r"|(?<!to be )complet(?:ed|ion)"
    r"|implemented|findings|progress|taken these|these (?:steps|actions|things|points)|monitor"
    r"|check|report back|reports? (?:\w+ ){0,3}to (?:us|me|the)|let (?:us|me)|tell (?:us|me)|show (?:us|me)"
    r"|know when|send (?:us|me)|provide (?:us|me)"
    r"|supply (?:us|me)|give (?:us|me))\b",
)


# What is to come, rather than what was done: a plan.
_TO_COME: Final = re.compile(
    r"\b(?:send|give|provide|submit)\w* (?:us|me) (?:with )?(?:an?|its|the) (?:\w+ ){0,2}(?:plan|timetable|programme)\b"
    r"|\b(?:how|when|what|which)\b.*\b(?:it|they) (?:will|intends?|plans?|proposes?)\b",
    re.ASCII,
)
_GIVES: Final = re.compile(
    r"(?:provide|send|give|supply|submit|show|tell|let|report|confirm|demonstrate|update|write|notify|inform|satisfy"
    r"|evidence|share|return|prove|assure|keep|ask|have|forward|email|copy|produce|complete|do|be|we|i|the|once|it"
    r"|they|within|by|when|after|this|these)\w*\b"
)
_BARE_PROOF: Final = re.compile(r"(?:provide|send|give|supply|submit|show) (?:\w+ )?(?:with )?(?:evidence|proof)\b")

_ASKED_PROOF: Final = re.compile(
    r"(?:we|i)(?: have| will)? ask(?:ed)? .{1,60}\b(?:evidence|proof|documents"
    r"|confirmation)\b",
    re.ASCII,
)


def is_apology(low: str) -> bool:
    """Whether an item (small letters) tells the body to say sorry."""
    return ("polog" in low or "orry" in low) and _SORRY.search(low) is not None


def is_evidence(low: str) -> bool:
    """Whether an item (small letters) asks for no more than proof, for the Ombudsman, that the rest was done."""
    if _BARE_PROOF.match(low) or _ASKED_PROOF.match(low):
        return True
    if not _GIVES.match(low) or not speaks_of_us(low) or _TO_COME.search(low):
        return False
    return _PROOF.search(low) is not None


def speaks_of_us(low: str) -> bool:
    """Whether the Ombudsman is named in an item (small letters), who wants no more then than what was agreed before."""
    return _TO_US.search(low) is not None


# One of these is in every deadline; plain searches are ten times as fast as the pattern.
_OF_DEADLINES: Final = ("ithin ", "nside ", "in ", "by ", "efore ", "ater than", "delay", "mmediately", "orthwith")


@functools.lru_cache(maxsize=4096)  # Half of what is to be done is told in standard words.
def deadline_of(text: str) -> str | None:
    """By when something is to be done, in the page's words ("within one month"); None where it is not said."""
    low = lowered(text)
    if not any(word in low for word in _OF_DEADLINES):
        return None
    found = _DEADLINE.search(low)
    return low[found.start()] + text[found.start() + 1 : found.end()] if found else None
