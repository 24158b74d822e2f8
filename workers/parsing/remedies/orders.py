"""Which sentences say what a body agreed or was told to do, and where in them each thing to be done begins.

What complainants or others want, what was done before, and what we or councils do in general is none of that.
All texts are in small letters.
"""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

TO_DO: Final = re.compile(
    r"\b(?:agree[sd]?|agreed|agreeing|will|should|recommend\w*|accepted|accepts|must|undertak\w+|undertook"
    r"|propose[sd]?"
    r"|is to|are to|committed|needs? to|ought to|has offered to|promised|shall"
    r"|consented|(?:is|are) (?:asked|required|willing|ready|expected|going) to|we (?:ask|asked|expect|want)|i"
    r" (?:ask|asked|expect)"
    r"|intends? to|plans? to|arranged to|confirmed|pledged|following (?:actions?|steps?|remed(?:y|ies)|things)"
    r"|(?:actions?|steps?"
    r"|remedy) (?:is|are))\b",
)
AGREED: Final = re.compile(r"\b(?:agree[sd]?|agreeing|recommend\w*|accept(?:ed|s))\b")
# That what others want is done, or that we want it too.
_GRANTED: Final = re.compile(r"\b(?:agree[sd]?|agreeing|(?<!to )recommend\w*|accept(?:ed|s))\b")
DONE: Final = re.compile(r"\b(?:has|had|have) (?:already|since)\b", re.ASCII)
# Before the first thing to be done: that it is none, or not what this decision wants.
_NOT_TO_DO: Final = re.compile(
    r"\b(?:(?:will|would|should|does|do|did) not\b|(?:has|had|have) (?:already|since|previously|now already)\b"
    r"|before (?:the complaint|we|i|our)\b|had (?:\w+ )?(?:agreed|accepted|offered|promised|undertaken)\b"
    r"|(?:what (?:to|i|we)(?: \w+)? recommend"
    r"|(?:i|we) (?:can|may|could|would|might|often|sometimes|usually|normally)(?: \w+)? (?:recommend|ask))\b"
    r"|guidance on remedies\b|(?:my|our) recommendations (?:are|follow|so)\b"
    r"|our guidance(?: on remedies)? (?:says|recommends|suggests|explains|sets out|provides)\b"
    r"|(?:a|any) remedy should\b|remedies should\b|(?:aim|purpose) of (?:a|any|our|the) remed(?:y|ies)\b"
    r"|^(?:where|when|if|before) (?:we|i) "
    r"(?:find|have found|recommend|make|decide|ask|uphold)\b"
    r"|(?:recommendations? (?:were|was)|we (?:will|would|recommend that (?:remedies|councils))|the ombudsman will"
    r"|i will)\b|^if (?:the|it|mr|mrs|miss|ms)\b"
    r"|(?:no|not|without|nor)(?: \w+){0,2} (?:need|recommend\w*)\b"
    r"|(?:i|we) (?:am|are) (?:satisfied|pleased)\b|(?:i|we) (?:welcome|(?:have )?publish(?:ed)?)\b"
    r"|our role\b|(?:we|i) (?:expect|ask|recommend)(?: that)? (?:councils|bodies"
    r"|organisations|authorities|providers)\b"
    r"|at (?:stage|the end of) (?:one|two|three|1|2|3|its|the)\b)",
    re.ASCII,
)
# Others who want or say that something should be done; bodies in general that should do what is usual.
_OF_OTHERS: Final = re.compile(
    r"\b(?:(?:mr|mrs|ms|miss|mx|dr|she|he|they|parents?|mother|father|family|couple|complainants?|advocate|solicitor"
    r"|son|daughter)\b(?: (?:and|mrs|ms|mr|\w))* (?:\w+ ){0,2}?"
    r"(?:suggest(?:s|ed)?|sa(?:id|ys)|asks?|asked|wants?|wanted|like|likes|liked|believe[sd]?|thinks?|thought|feels?"
    r"|felt|argue[sd]?|told|hope[sd]?|expect(?:s|ed)?|seeks?|sought|request(?:s|ed)?|proposed|complain(?:s|ed)"
    r"|demand(?:s|ed)?|considers?|maintains?|insist(?:s|ed)?|wish(?:es|ed)?)\b"
    r"|^(?:in general,? |generally,? |normally,? )?(?:councils?|authorities|officers|staff|an?|all|every|public)"
    r" (?:\w+ ){0,3}?(?:should|must|will|need)\b"
    r"|(?:policy|procedure|guidance|code|law|act|regulations?|review|report|letter|investigator|panel|officer"
    r"|response|ombudsman's guidance|plan|assessment|adviser|consultant|doctor|inspector|auditors?)"
    r" (?:\w+ )?(?:says?|said|states?|stated|required?s?|recommended|advised|suggest(?:s|ed)|concluded|proposed"
    r"|sets? out)\b)",
    re.ASCII,
)
_TIME: Final = (
    r"(?:,? (?:within|by|before|inside|no later than) (?:the next |the end of )?[\w-]+ (?:\w+ )?"
    r"(?:days?|weeks?|months?|terms?|fortnight|\d{4})"
    r"(?: (?:of|from|after) (?:the date of )?(?:my|our|this|the)(?: final)? (?:decision|statement|report))?,?)?"
)
_BODY: Final = (
    r"(?:it|they|the (?:\w+ ){0,2}?(?:council|trust|provider|home|authority|board|association|landlord|company|agency"
    r"|service|school|academy|borough|organisation|body))"
)
# A verb behind "will", "agreed to" and the like, whatever it is.
_AFTER_ORDER: Final = (
    r"\b(?:will|should|must|shall|(?:agree[sd]?|agreeing|undertaken|undertakes|undertook|offered|promised|needs"
    r"|(?<!the )(?<!a )need|ought|is|are|intends?|plans|arranged|committed|consented|pledged|proposes?|willing|ready"
    r"|asked|required|expected|going|happy|council|trust|provider|home|it) to"
    r"|agreed?(?: that)? (?:it|they) would"
    rf"|(?:recommend(?:ed|s)?|ask(?:ed)?|is)(?: that)?{_TIME} {_BODY}){_TIME}"
    r"(?: (?:also|then|to|each|both|all|will|should|now|therefore|further))* "
    r"(?!(?:be|been|have|has|had|is|are|was|were|not|never|no|our|my|the|an?|this|these|that|those|its|his|her|their"
    r"|all|any|both|each|what|us|me|mr|mrs|ms|miss|mx|only|so|needs?|which|within|by|in|at|on|of|for|from|and|or|to"
    r"|do|does|should|will|must|shall|can|could|would|may|it|council|also|then|agreed|agrees|recommend|accept"
    r"|accepts|accepted|once|again|now|therefore|further)\b)([a-z][a-z-]+)"
)
# A verb behind a comma or "and": one of those that name what bodies do.
_VERBS: Final = (
    "apologise|pay|refund|reimburse|repay|write off|waive|write|review|reconsider|train|retrain|remind|provide|arrange"
    "|meet|carry out|complete|ensure|make|consider|produce|draw up|amend|update|revise|change|share|appoint|issue|send"
    "|offer|reassess|correct|remove|publish|hold|explain|audit|backdate|comply|undertake|conduct|develop|introduce"
    "|implement|identify|monitor|refer|invite|place|include|contact|respond|discuss|circulate|assess|decide"
    "|put|take|report|repair|add|clarify|confirm|credit|rewrite|design|set up|set out|prepare|nominate"
    "|allocate|assign|cancel|deliver|improve|strengthen|adopt|commission|organise|reinstate|rehear|redo|restore|clear"
    "|visit|check|look|examine|draft|create|delete|destroy|brief|tell|give|draw|stop|start|run|teach|convene|devise"
    "|establish|search|sample|trace|retake|remake|reopen|revisit|withdraw|recalculate|rectify|erase|emphasise|stress"
    "|reiterate|highlight|email|bring|feed back|reflect|debrief|learn|cascade|raise|redraft|reword|tighten|compile"
    "|formulate|submit|agree|ask|instruct|find|secure|fund|install|inspect|recirculate|reissue|use|let|inform"
)
_ITEM_VERB: Final = re.compile(
    rf"{_AFTER_ORDER}|(?:[,;:]|\b(?:and|that it|also|then))(?: (?:also|then|to|now))* ({_VERBS})\b"
    r"(?! (?:days?|weeks?|months?)\b)",
    re.ASCII,
)
# A clause that tells what a thing to be done is about, as far as the next comma.
_DEPENDENT: Final = re.compile(
    r"\b(?:that (?:they|he|she|staff|officers|all|\w+s)|how|what|when|whether|which|who|where|why|so that|because"
    r"|if)\b[^,;]*$",
    re.ASCII,
)
_DEPENDENT_VERB: Final = re.compile(
    r"\b(?:that|how|what|when|whether|which|who|where|why|because|if)\b[^,;]*\b(?:should|must|will|can|could|may"
    r"|might|needs? to|ha(?:ve|s) to)\b[^,;]*$",
    re.ASCII,
)
# That a body did not do what follows, which it says sorry for, or did it: "for failing to assess her and provide care".
# Commas do not end that, as they part what it failed to do, unless "and" or a payment follows.
_TO_THE_NEXT: Final = r"(?:(?!, and\b|,(?: and)? pay\b)[^;])*$"
_LEFT_UNDONE: Final = re.compile(
    r"\b(?:(?:fail\w*|refus\w*|unable|inability|neglect\w*|delay\w*|omit\w*|take[ns]?|taking|time)"
    r"(?: \w+){0,3} (?:to|in)\b"
    r"|(?:decision|deciding|decided|chose|choosing|choice)(?: not)? to"
    r" (?!(?:her|him|them|us|mr|mrs|miss|ms|mx|dr|the|its)\b)"
    rf"|(?:not|never|have|did|will|would|should|could|can|may)\b){_TO_THE_NEXT}",
    re.ASCII,
)
_BY_BODY: Final = re.compile(
    rf"\b{_BODY} (?:also |then |now )?(?:will|should|must|shall|ha[sv]e?|is|are|needs?|agree[sd]?)\b"
)


class Order(NamedTuple):
    """One thing to be done in a sentence: its verb and where that stands, and the words as far as the next one."""

    verb: str
    start: int
    told: str


@functools.lru_cache(maxsize=4096)
def orders(low: str) -> bool:
    """Whether a sentence says that something is to be done to put things right."""
    if low.endswith(":") or TO_DO.search(low) is None:
        return False
    verb = _ITEM_VERB.search(low)
    before = low[: _start(verb)] if verb else low
    if _NOT_TO_DO.search(before):
        return False
    wanted = _OF_OTHERS.search(low, 0, _start(verb) if verb else len(low))
    return wanted is None or _GRANTED.search(low, wanted.end()) is not None


def wanted_by_others(low: str) -> bool:
    """Whether a sentence tells what others want or say, or what is to be done in general."""
    wanted = _OF_OTHERS.search(low)
    return wanted is not None and _GRANTED.search(low, wanted.end()) is None


def things_to_do(low: str) -> list[Order]:
    """The things to be done that a sentence names by their verbs, in order."""
    verbs: list[re.Match[str]] = []
    for verb in _ITEM_VERB.finditer(low):
        if not verbs or not _is_dependent(low, _start(verbs[0]), verb):
            verbs.append(verb)
    ends = [*[verb.start() for verb in verbs[1:]], len(low)] if verbs else []
    return [
        Order(verb[1] or verb[2], _start(verb), low[_start(verb) : end]) for verb, end in zip(verbs, ends, strict=True)
    ]


def more_to_do(low: str) -> list[Order]:
    """The things to be done that an item of a list names behind the one it begins with."""
    return [order for order in things_to_do(low) if not _LEFT_UNDONE.search(low, 0, order.start)]


def by_body(low: str) -> bool:
    """Whether a sentence says what a body is to do, rather than what a letter or a training is to be like."""
    return _BY_BODY.search(low) is not None


def _start(verb: re.Match[str]) -> int:
    return verb.start(1) if verb[1] else verb.start(2)


def _is_dependent(low: str, first: int, verb: re.Match[str]) -> bool:
    """Whether a verb belongs to a clause that says what the thing to be done before it is about."""
    before = low[first : verb.start()]
    if verb[2]:
        return verb[0][0] not in ",;:" and _DEPENDENT_VERB.search(before) is not None
    return not before.endswith((" and", ",", ";")) and _DEPENDENT.search(before) is not None
