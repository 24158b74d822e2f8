"""What stands beside reasons and shares their words: what the complaint is about, findings of fault, what is told.

Who speaks and of what tells such a sentence from a reason: we, who only took the complaint up; a body that admits its
fault, which is a finding; others who decided, erred or would have done something; the law, which is told as it stands.
"""

from __future__ import annotations

import re
from typing import Final

# Where a complaint is said to be about something, and what it is about up to where something else is said.
_ABOUT: Final = (
    r"\b(?:complaint|(?:'s|his|her|their|these) complaints) (?:(?:by|from|against|to) (?:\S+ ){1,3}?)?"
    r"(?:about|of|regarding|concerning|over|that (?!we\b|i\b|has\b|have\b|is\b|was\b|could\b|should\b))"
)
TOPIC: Final = re.compile(_ABOUT, re.ASCII)
_TOPIC: Final = re.compile(
    rf"{_ABOUT}.*?"
    r"(?=, (?:and|but|as|because|since|so|which)\b|; | because | since |[.]?$)",
    re.ASCII,
)
# We took it up: so far nothing is said of why it goes no further.
_TAKEN_UP: Final = re.compile(
    r"^(?:we|i|the ombudsm[ae]n)(?:'ve)?(?: (?:have|has|had|now|also|carefully|fully|first))* (?:looked|considered"
    r"|assessed|received|read|examined|reviewed|started|began|begun|beg[au]n|investigated|made|upheld|uphold)\b"
    r"(?: (?!not\b|no\b)[\w']+){0,8}? complaints?\b[^;,]{0,30}$"
    r"|\b(?:came|comes|turned|went|wrote) to (?:us|me|the ombudsm[ae]n) (?:with|about|because|when"
    r"|over)\b(?!.*\blate\b)"
    r"|^(?:(?:mr|mrs|miss|ms|mx|dr) \S+|he|she|they|the complainant) (?:(?:has|have|had|also) )*"
    r"(?:asked (?:us|me|the ombudsm[ae]n) to (?:investigate|look|consider|examine)"
    r"|told (?:us|me|the ombudsm[ae]n) (?:that )?(?:the|its) )"
)
_NEGATED: Final = re.compile(
    r"\b(?:not|no|nothing|never|nor|neither|cannot|without|unlikely|if|whether|any|even|insufficient|little|lacks?"
    r"|lacking|hardly|doubt\w*|alleged|whatever)\b|n't\b"
)
_AT_FAULT: Final = re.compile(
    r"\b(?:was|were|is|are|been) (?:\w+ )?(?:at fault|wrong|mistaken)\b|\bthere (?:was|is|has been) (?:\w+ )?fault\b"
    r"|\b(?:found|find) (?:\S+ ){0,4}?(?:at )?fault\b"
    r"|\b(?:made|makes?|accept\w*|admit\w*|acknowledg\w*|concede\w*|recogni[sz]\w*|own\w* up to) (?:\S+ ){0,5}?"
    r"(?:fault|faults|mistakes?|errors?|failings?|wrong)\b"
)
_RIGHTED: Final = re.compile(
    r"\b(?:remed|redress|right\b|apolog|sorry|paid\b|pays\b|payment|offer|amends|refund|compens|settle|step|action"
    r"|correct|repa|reimburs|resolv|good\b|made up\b|make up\b|enough\b|waive|cancel)"
)
# Others who did or should have done something, what we do as a rule, the law as it stands.
_TOLD: Final = re.compile(
    r"^had [^,]{3,90},|^it is (?:unclear|unknown|not (?:clear|known|recorded)) (?:why|who|when|how)\b"
    r"|^i (?:have )?(?:read|seen|noted?) (?:the|a|an)\b"
    r"|^(?:the \S+(?: \S+)?|it|they) (?:was|were) (?:\w+ )?(?:wrong|mistaken) to\b"
    r"|^(?:the \S+(?: \S+)?|it|they) (?:could|should|might|ought to|need not) (?:also |still |not )?have\b"
    r"|\b(?:has|have|had)? ?told (?:me|us) (?:that )?(?:it|they|the \S+) would have\b"
    r"|^(?:we|i) (?:do not|don't|cannot|may not) (?:\w+ )?(?:ask|say|tell|decide|judge)\b"
    r"|^(?:our|my) (?:task|job|concern|role|aim) is\b"
    r"|\bsections? \d|\b(?:act|regulations|order|rules) (?:19|20)\d\d\b",
    re.ASCII,
)
# What the complaint is about.
_SAYS_ABOUT: Final = re.compile(
    r"(?!.*\b(?:because|reason|since|as)\b[^,]*\bcomplaint (?:is|was)).*\bcomplaint (?:is|was) (?:that|about)\b"
    r"(?! (?:something|things?|matters?|events?|issues?|an?) (?:\S+ ){0,3}?(?:that|which)\b)"
    r"(?!.*\bmore than (?:a|one|12|twelve) )"
    r"(?!.*\b(?:we|i|the ombudsm[ae]n) (?:have no|has no|cannot|can't|may not|(?:am|are|do) not))",
    re.ASCII,
)
# How this decision came to be made, why something was looked at after all.
_NO_REASON: Final = re.compile(
    r"\b(?:uph[eo]ld (?:\S+ ){0,4}complaint (?:that|about)\b"
    r"|(?:came|complained) to us because\b|what would have happened\b"
    r"|(?:we|i) (?:have )?f(?:ou|i)nd (?:that )?(?:\S+ ){1,4}(?:was|were) at fault\b"
    r"|this (?:one|decision|statement) (?:(?:was|is|has been) )?(?:made|issued)\b"
    r"|issue this (?:decision|statement)\b"
    r"|re-?opened (?:[\w']+ ){1,4}?(?:case|complaint|investigation|enquiries)\b"
    r"|to re-?open (?:[\w']+ ){1,4}?(?:case|complaint|investigation|enquiries)\b"
    r"|(?<!no )(?<!any )good reasons? (?:to|for) (?:look|investigat|consider|accept|tak))",
    re.ASCII,
)

_IS: Final = re.compile(
    r"(?<!that )(?<!which )(?<!who )\b(?:is|are|was|were|(?:has|have) been|falls?|lies?|comes?) (?=\w)"
)
# Words whose own verb tells what the complaint is about ("about how he was treated is late").
_RELATES: Final = re.compile(
    r"\b(?:how|what|whether|why|when|where|while)\b(?!.*\b(?:\w+ed|did|made|took|gave|came|went|told)\b)"
)


def said_of_topic(low: str) -> str:
    """What a sentence says of a complaint, behind what that is about ("... about the wall is late"), or nothing."""
    topic = TOPIC.search(low) if "complaint" in low else None
    if topic is None or topic[0].endswith(" that"):
        return ""
    told = [found.start() for found in _IS.finditer(low, topic.end())]
    if told and _RELATES.search(low, topic.end(), told[0]):
        told = told[1:]
    return low[told[0] :] if told else ""


_SETTLES: Final = re.compile(
    r"\b(?:council|authority|trust|provider|school|it|they)(?: \([^)]*\))?(?: (?:has|have|now|also|since|therefore))*"
    r" agreed to (?:resolve|settle) (?:it|this|(?:the|this) matter"
    r"|(?:the|this|her|his|their|(?:\S+ )?\S+'s) complaint)\b"
    r"(?!.*\b(?:at stage|in court|but (?:it |they )?did not|in (?:19|20)\d\d)\b)"
)


def settles(low: str, *, early: bool) -> bool:
    """Whether a sentence says that the body agreed to resolve the complaint, or so ``early`` if that is asked."""
    if "agreed to" not in low or (early and " early" not in low):
        return False
    return _SETTLES.search(low) is not None


def without_topic(low: str) -> str:
    """A sentence (small letters, straight quotes) but for what the complaint in it is about."""
    return _TOPIC.sub("complaint", low) if "complaint" in low else low


def only_takes_up(low: str) -> bool:
    """Whether a sentence without its topic says no more than that a complaint came, and that we looked at it."""
    return _TAKEN_UP.search(low) is not None


def finds_fault(low: str) -> bool:
    """Whether a sentence says that there was fault, and nothing of its being put right."""
    found = _AT_FAULT.search(low)
    return found is not None and not _NEGATED.search(low, 0, found.end()) and not _RIGHTED.search(low)


def is_story(low: str) -> bool:
    """Whether a sentence of an assessment tells what others did, what we do as a rule, or what the law says."""
    return _TOLD.search(low) is not None


def is_no_reason(low: str) -> bool:
    """Whether a sentence tells what the complaint is about, what was decided on it, or how this decision came to be."""
    # What must be there is looked for first, as that is faster.
    if ("complaint is " in low or "complaint was " in low) and _SAYS_ABOUT.match(low):
        return True
    return _NO_REASON.search(low) is not None
