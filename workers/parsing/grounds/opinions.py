"""What the Ombudsman does not think, accept or ask for, told in the words in which it leaves things out.

"I do not consider the Council was at fault" weighs something up; "I do not consider the events of 2019" leaves them
out. What stands behind the verb tells which: whatever is said to be so is thought, and a mere thing is left out.
"""

from __future__ import annotations

import re
from typing import Final

_VIEW: Final = re.compile(r"(?:\bnot(?: \w+){0,2}?|n't|cannot) (?:consider|accept)$")
# What we do not, did not or would not consider may be thought; what we have not, cannot or will not is left out.
_WEIGHS: Final = re.compile(r"(?:\b(?:do|does|did|would|could) not(?: \w+)?|n't) consider$")
_ENDS: Final = re.compile(r", | (?:because|as|since|given that|owing to|due to)\b|[.;:]|$")
_PART: Final = r"(?:\w+ )?(?:complaint|part|matter|issue|period)"
_CLAUSE: Final = re.compile(
    rf" (?:that(?! {_PART})|there|it (?:is|was|would|(?!due|owing|further|any)\w+ (?:that|to|for))|this is|we"
    rf"|an?(?! {_PART}))\b"
)
# A complaint that is not taken in; a verb behind it says something of it ("the complaint was late").
_AND_ON: Final = (
    r"(?=$|[.,;:]| (?:about|of|from|by|against|for|in|at|on|before|after|further|any|here|now|again|because|as|since"
    r"|given|due|owing|that|which|and|or|itself|raised|made)\b)"
)
_TAKES_IN: Final = re.compile(rf"(?:ed|ing)?(?: (?:\S+ ){{0,4}}?(?:complaints?|matters?|cases?){_AND_ON}| it{_AND_ON})")
_SAID_TO_BE: Final = re.compile(
    r"\bto (?:be|have)\b"
    r"|(?<!that )(?<!which )(?<!who )(?<!what )\b(?:is|are|was|were|has|have|had|would|could|should|did|does"
    r"|caus(?:ed|es)|amount(?:ed|s)?|warrant(?:ed|s)?|justif(?:y|ied|ies)|mean[st]|show(?:s|ed)?|need(?:s|ed)?|puts?"
    r"|makes|gives|goes|went|c[ao]mes?|le(?:d|ads)|reflects|resolves|remed(?:ies|ied)|addresses|prevented|affected)\b"
)
# Said of a thing right behind it, with no verb ("the reply adequate", "this fault", "her letter a complaint").
_JUDGED: Final = re.compile(
    r"^ (?:this|it|that|these|those|them) (?:an?|fault|maladministration|evidence)\b"
    r"|\b(?:(?:in)?adequate|enough|(?:in)?sufficient|(?:in)?significant|serious|late|premature|(?:un)?reasonable"
    r"|(?:in)?appropriate|(?:un)?fair|(?:un)?lawful|excessive|(?:un)?necessary|(?:dis)?proportionate|(?:un)?likely"
    r"|right|wrong|(?:un)?suitable|satisfactory|(?:un)?justified|valid|relevant|flawed|reliable|credible|true"
    r"|(?:in)?correct|(?:in)?accurate|poor|good|at fault)(?: \w+)?$"
    r"|(?:^| )(?!(?:of|in|for|by|from|about|as|at|on|with|to|against|under|over|such|what|and|or)\b)[\w']+ an?"
    r" (?:\w+ )?\w+$"
)
_BODY: Final = r"(?:council|authority|trust|provider|panel|board|school|home|landlord|icb|ccg|officers?)"
_NAMED: Final = r"(?:mr|mrs|miss|ms|dr) [\w-]+"
_ACTED: Final = re.compile(
    rf"^ (?:(?:the|this|any|either|its) )?(?:\w+ )?(?:{_BODY}|they|he|she|{_NAMED})(?: (?:\w+ly|also|ever|itself))?"
    r" (?:\w+ed|made|took|gave|did|left|told|knew|kept|put|went|got|had|let|dealt|fell|lost|paid|wrote|sent)\b"
)
_RELATES: Final = re.compile(r" (?:that|which|who|what|how|whether|why|where|when|if)\b")
# What a thing is told by, in a clause of its own without a word that relates it ("the matters he raised in 2017").
_TOLD_BY: Final = re.compile(
    r" (?!(?:of|to|by|in|for|from|with|on|at|and|or|about|against|between|over|after|before|as|than|under"
    r"|into)\b)[\w']+"
    rf"( (?:he|she|they|we|i|(?:the|this) (?:\w+ )?{_BODY}|{_NAMED})"
    r"(?: (?:has|have|had|was|were|could|would|did|be|been|not|also|first|\w+ly))*+ [\w']+)"
)
# A view may be that we should not investigate, which leaves something out.
_DO: Final = (
    r"(?:(?:re-?)?investigat|look|pursu|examin|consider|tak|continu|start|open|proceed|exercis|go (?:on|further))"
)
_OF_OUR_WORK: Final = re.compile(
    rf"(?: that)?(?: (?:we|i|the ombudsm[ae]n) (?:should|ought to|need to|can|could|may|must) (?:\w+ )?{_DO}"
    rf"| it(?: (?:is|was|would be))? (?:\w+ ){{1,3}}(?:for (?:us|me) )?to (?:\w+ )?{_DO}"
    r"| (?:an?|any|our|my|further|(?:any|a) (?:further|full)) investigation\b[^,;]*? (?:is|was|would be) (?:\w+ )?"
    r"(?:justified|warranted|appropriate|proportionate|needed|necessary|required|called for)"
    r"| (?:(?!(?:that|which)\b)[\w']+ ){1,8}?(?:(?:should|ought to|needs? to) (?:\w+ )?be (?:pursued\b"
    r"|investigated\b(?! by (?!us\b|me\b))|part of (?:my|our|this|the) "
    r"|considered(?=[.,;]|$| (?:further|again|here|because|as it|as part|since|by (?:us|me))\b))"
    r"|(?:warrants?|merits?|needs?|requires?) (?:(?:our|an?|any|further|my) )*(?:investigation|involvement)\b))"
)
_REMEDY: Final = re.compile(
    r"(?:ed|ing)?(?: (?:whether|if))?(?: (?:making|to|an?|any|further|other|more|additional|service))*"
    r" (?:recommend\w*|remed(?:y|ies)|payments?|improvements?)\b"
)
# Others who do what follows ("not seen evidence that the Council considered", "not asked it to take").
_BY_OTHERS: Final = re.compile(
    rf"\b(?:not|n't|cannot) .*\b(?:{_BODY}|they|them|he|him|she|her|{_NAMED}"
    r"|(?:evidence|think|believe|see|find|say|ask(?:ed)?|that) it)"
    r"(?: (?:had|has|have|did|should|would|could|properly|fully|ever|even|then|failed to|to|needed to|ought to))*"
    r" \w+$"
)


def only_thinks(low: str, found: re.Match[str]) -> bool:
    """Whether what reads like a refusal (small letters, straight quotes) tells what we think, or what others do."""
    said, end = found[0], found.end()
    if _BY_OTHERS.search(said):
        return True
    if not _VIEW.search(said):
        return False
    if _REMEDY.match(low, end):
        return True
    if _OF_OUR_WORK.match(low, end):
        return False
    thing = low[end : _ENDS.search(low, end).start()]  # type: ignore[union-attr]
    if said.endswith("accept"):
        return _TAKES_IN.match(low, end) is None or _is_said_to_be(thing)
    return _CLAUSE.match(low, end) is not None or (
        _is_said_to_be(thing) if _WEIGHS.search(said) else " to be " in thing
    )


def _is_said_to_be(thing: str) -> bool:
    """Whether something is said of what stands there, rather than that it is left out."""
    relates, told = _RELATES.search(thing), _verb_in(thing)
    by = _TOLD_BY.search(thing)
    if by and all(found is None or found.end() > by.start(1) for found in (relates, told)):
        thing = thing[by.end() :]  # The first verb behind is its own.
        relates, told = _RELATES.search(thing), _verb_in(thing)
    if relates is None and _JUDGED.search(thing):
        return True
    return told is not None and (relates is None or told.start() < relates.start() or told[0].startswith("to "))


def _verb_in(thing: str) -> re.Match[str] | None:
    return _SAID_TO_BE.search(thing) or _ACTED.search(thing)
