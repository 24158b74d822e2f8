"""The headings of decisions and what the sections below them are for. Facts, from SITE.md and the samples."""

from __future__ import annotations

import functools
from typing import Final

from workers.domain import Role

# Headings that divide every decision; any of them is a heading even where nothing but its words says so.
MAIN: Final[dict[str, Role]] = {
    "the ombudsman's final decision": Role.SUMMARY,
    "the ombudsman's decision": Role.SUMMARY,
    "summary": Role.SUMMARY,
    "the complaint": Role.COMPLAINT,
    "the complaints": Role.COMPLAINT,
    "complaint": Role.COMPLAINT,
    "what i have investigated": Role.CONSIDERATION,
    "what i have and have not investigated": Role.CONSIDERATION,
    "what i have not investigated": Role.CONSIDERATION,
    "what we have investigated": Role.CONSIDERATION,
    "what we have and have not investigated": Role.CONSIDERATION,
    "what we have not investigated": Role.CONSIDERATION,
    "parts of the complaint that i did not investigate": Role.CONSIDERATION,
    "parts of the complaint i did not investigate": Role.CONSIDERATION,
    "parts of the complaint not investigated": Role.CONSIDERATION,
    "the ombudsman's role and powers": Role.POWERS,
    "the ombudsman's role": Role.POWERS,
    "the ombudsman's powers": Role.POWERS,
    "our role and powers": Role.POWERS,
    "how i considered this complaint": Role.CONSIDERATION,
    "how i considered the complaint": Role.CONSIDERATION,
    "how we considered this complaint": Role.CONSIDERATION,
    "how we considered the complaint": Role.CONSIDERATION,
    "how i have considered this complaint": Role.CONSIDERATION,
    "what i found": Role.FINDINGS,
    "what we found": Role.FINDINGS,
    "what i have found": Role.FINDINGS,
    "my assessment": Role.FINDINGS,
    "our assessment": Role.FINDINGS,
    "assessment": Role.FINDINGS,
    "findings": Role.FINDINGS,
    "finding": Role.FINDING,
    "analysis": Role.ANALYSIS,
    "my analysis": Role.ANALYSIS,
    "our analysis": Role.ANALYSIS,
    "agreed action": Role.AGREED_ACTION,
    "agreed actions": Role.AGREED_ACTION,
    "agreed remedy": Role.AGREED_ACTION,
    "action": Role.AGREED_ACTION,
    "actions": Role.AGREED_ACTION,
    "agreed action and remedy": Role.AGREED_ACTION,
    "recommended action": Role.RECOMMENDATIONS,
    "recommended actions": Role.RECOMMENDATIONS,
    "recommendations": Role.RECOMMENDATIONS,
    "recommendation": Role.RECOMMENDATIONS,
    "agreed recommendations": Role.RECOMMENDATIONS,
    "further report": Role.FINDING,
    "final decision": Role.FINAL_DECISION,
    "my final decision": Role.FINAL_DECISION,
    "our final decision": Role.FINAL_DECISION,
    "my decision": Role.FINAL_DECISION,
    "final decisions": Role.FINAL_DECISION,
    "decision": Role.FINAL_DECISION,
}
# Sub-headings whose words tell more than the section they stand in.
SUB: Final[dict[str, Role]] = {
    "analysis and findings": Role.ANALYSIS,
    "analysis and conclusions": Role.ANALYSIS,
    "conclusion": Role.ANALYSIS,
    "conclusions": Role.ANALYSIS,
    "consideration": Role.ANALYSIS,
    "fault": Role.ANALYSIS,
    "fault and injustice": Role.ANALYSIS,
    "findings and analysis": Role.ANALYSIS,
    "injustice": Role.ANALYSIS,
    "my findings": Role.ANALYSIS,
    "our findings": Role.ANALYSIS,
    "was there fault": Role.ANALYSIS,
    "was there injustice": Role.ANALYSIS,
    "background": Role.FINDINGS,
    "background and legislation": Role.FINDINGS,
    "background information": Role.FINDINGS,
    "chronology": Role.FINDINGS,
    "key events": Role.FINDINGS,
    "key facts": Role.FINDINGS,
    "law and guidance": Role.FINDINGS,
    "legal background": Role.FINDINGS,
    "law and policy": Role.FINDINGS,
    "law, policy and guidance": Role.FINDINGS,
    "legal and administrative background": Role.FINDINGS,
    "relevant law and guidance": Role.FINDINGS,
    "relevant law and policy": Role.FINDINGS,
    "relevant legislation and guidance": Role.FINDINGS,
    "the law": Role.FINDINGS,
    "the law and guidance": Role.FINDINGS,
    "what happened": Role.FINDINGS,
    "what should have happened": Role.FINDINGS,
    "remedy": Role.AGREED_ACTION,
    "service improvements": Role.AGREED_ACTION,
}
# Headings of SUB that divide a decision too: they end any section but the ones that close it.
STANDING: Final = frozenset({"remedy", "service improvements", "the law"})
# The words that headings over what puts things right are made of; with any other word a line is about something else.
_REMEDY: Final = frozenset({"remedy", "remedies", "remedying"})
_AGREED: Final = frozenset({"agreed", "agreement"})
_RECOMMENDED: Final = frozenset({"recommendation", "recommendations", "recommended"})
_PROPOSED: Final = frozenset({"proposed", "provisional", "suggested", "draft"})
_DEEDS: Final = frozenset({"action", "actions", "outcome", "outcomes", "step", "steps", "improvements"})
_BY_WHOM: Final = frozenset({"council", "councils", "trust", "authority", "provider", "care", "body", "ombudsman's"})
_BETWEEN: Final = frozenset(
    {"a", "and", "by", "for", "of", "or", "the", "my", "our", "further", "final", "personal", "decision"}
)
_OBJECTS: Final = frozenset(
    {"injustice", "service", "improvement", "put", "putting", "things", "it", "matters", "right", "remedial"}
)
_SUBJECTS: Final = frozenset({"consideration", "considering", "fault"})
_VERBS: Final = frozenset(
    {"has", "have", "to", "be", "take", "taken", "will", "should", "is", "are", "required", "needed"}
)
_OF_REMEDIES: Final = (
    _REMEDY | _AGREED | _RECOMMENDED | _PROPOSED | _DEEDS | _BY_WHOM | _BETWEEN | _OBJECTS | _SUBJECTS | _VERBS
)
_BEGIN_SENTENCES: Final = frozenset({"the", "a", "to", "has", "have", "by", "for", "it", "our", "my", "put", "council"})
_DASHES: Final = (" - ", " \u2013 ", " \u2014 ")
_MAX_WHOSE: Final = 5  # Words of a name behind a dash.
_NO_HEADING_ENDS: Final = (".", ";", ",", "?", "!")
# Roles that a heading of SUB or an unknown sub-heading may take only from within the account of the case.
ACCOUNT: Final = frozenset({Role.FINDINGS, Role.ANALYSIS})
_ASKS: Final = ("was there fault", "was there injustice", "did the fault", "was the council at fault")
_SIGNATURE_END: Final = "on behalf of the ombudsman"
_MAX_SIGNATURE: Final = 120
MAX_HEADING: Final = 90  # Characters; longer lines without a stop are sentences that lost theirs.
LONGEST: Final = max(map(len, (*MAIN, *SUB))) + 10  # With the marks at its ends.


def heading_key(text: str) -> str:
    """A heading as it is compared: small letters, one Ombudsman for all, no marks at its ends."""
    if len(text) > LONGEST:
        return ""
    key = text.strip(" :.?-\u2013").lower()
    return (
        key.replace("ombudsmen's", "ombudsman's")
        .replace("ombudsmen'", "ombudsman's")
        .replace("ombudsmans ", "ombudsman's ")
    )


def main_role(text: str) -> Role | None:
    """The role of a main heading, None where the text is no main heading."""
    return _main_role(text) if len(text) <= LONGEST else None


def is_usual(text: str) -> bool:
    """Whether a text is a main heading in its usual words, which no menu of the site has."""
    return len(text) <= LONGEST and heading_key(text) in MAIN


@functools.lru_cache(maxsize=4096)  # Each line is asked about several times, and headings are the same on every page.
def _main_role(text: str) -> Role | None:
    return MAIN.get(heading_key(text)) or _remedy_role(text) or _remedy_role_of_one(text)


def _remedy_role_of_one(text: str) -> Role | None:
    """The role of a heading that says behind a dash whose part of the remedy follows: "Agreed action - the Council"."""
    for dash in _DASHES:
        what, _, whose = text.partition(dash)
        words = whose.split()
        names = bool(words) and len(words) <= _MAX_WHOSE and (words[0][0].isupper() or words[0] == "the")
        if names and _VERBS.isdisjoint(words) and not text.endswith(_NO_HEADING_ENDS):
            return _remedy_role(what)
    return None


def _remedy_role(text: str) -> Role | None:
    """The role of a heading over what puts things right, in whatever words it says so."""
    if not text[:1].isupper() or text.endswith(_NO_HEADING_ENDS):
        return None
    key = heading_key(text).replace(",", "").replace("/", " ")
    words = key.split()
    if words[:2] in (["remedy", "for"], ["remedies", "for"]):  # With any name.
        return Role.AGREED_ACTION
    told = frozenset(words)
    if not told or not told <= _OF_REMEDIES or not _is_about_remedies(told) or _is_sentence(words, text):
        return None
    if told & _AGREED or not told & (_RECOMMENDED | _PROPOSED):
        return Role.AGREED_ACTION
    return Role.RECOMMENDATIONS


def _is_about_remedies(told: frozenset[str]) -> bool:
    if told & (_REMEDY | _RECOMMENDED) or {"putting", "right"} <= told or {"service", "improvements"} <= told:
        return True
    if told & _DEEDS:
        return bool(told & (_AGREED | _PROPOSED)) or ("to" in told and bool(told & {"take", "taken"}))
    return False


def _is_sentence(words: list[str], text: str) -> bool:
    """Whether words of remedies tell of one ("The Council has agreed to remedy") rather than name what follows."""
    if words[0] == "remedy" and len(words) > 1 and words[1] in {"the", "it"}:
        return True
    return not _VERBS.isdisjoint(words) and (words[0] in _BEGIN_SENTENCES or text.endswith(":"))


def sub_role(text: str) -> Role | None:
    """The role that a sub-heading's own words give it, None where they say nothing."""
    key = heading_key(text) or text[:40].lower()
    return Role.ANALYSIS if key.startswith(_ASKS) else SUB.get(key)


def is_signature(text: str) -> bool:
    """Whether a line says on whose behalf the decision was made: the last words of a statement."""
    if len(text) > _MAX_SIGNATURE or "mbuds" not in text:
        return False
    return text.lower().rstrip(" .").replace("ombudsmen", "ombudsman").endswith(_SIGNATURE_END)


def may_head(text: str) -> bool:
    """Whether a line without a mark has the shape of a sub-heading: short, a capital, no stop at its end."""
    return len(text) <= MAX_HEADING and text[-1] not in ".;:,)]!" and (text[0].isupper() or text[0] in "'\"")
