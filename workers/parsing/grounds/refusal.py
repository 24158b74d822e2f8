"""Sentences by which the Ombudsman says that something is not pursued, and the part of a sentence that says why."""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

from workers.parsing.grounds.asides import TOPIC, said_of_topic
from workers.parsing.grounds.opinions import only_thinks

_VERB: Final = (
    r"(?:(?:re-?)?investigat(?!ions?\b)|look|consider|pursu|examin|continu|start|accept|exercis|proceed|enquir|inquir"
    r"|take|taking|open|go (?:in|further|on|ahead)|going (?:in|further|on)|carry on|deal|begin|conduct|carry out"
    r"|undertake)"
)
# To look where a word begins, and not where it ends, takes two thirds of the time.
_NOT_PURSUED: Final = re.compile(
    rf"\b(?=\w)(?:(?:we|i|the ombudsm[ae]n)\b(?:'ve|'ll)?(?: [\w']+){{0,3}}? (?:not|cannot|can't|won't|never"
    rf"|unable to)\b(?: [\w']+){{0,4}}? ?\b{_VERB}"
    r"|(?:will|shall|should|can|could|do|does) not (?:to )?(?:be )?(?:investigated?|pursued?|considered|looked)"
    r"|not to (?:be )?(?:investigate|pursue|look|consider|continue|start|take)"
    r"|(?:not|no|nor)\b(?: \w+){0,3} (?:part|included|covered|within|in the scope)(?: of| in"
    r"| by)? (?:the scope of )?(?:my|our|this|the) "
    r"(?:investigation|decision|statement|scope|report)"
    r"|(?:my|our|the|this) (?:investigation|decision|statement) (?:does|did|has|will|is|do) not"
    r" (?:extend|cover|includ|deal|look|consider|go|touch|tak|address|concern)"
    r"|(?:complaint|matter|case|this|it) (?:does|do|did|would) not (?:warrant|merit|justify|require|need|call for)"
    r" (?:an?|any|our|further) (?:\w+ )?(?:investigation|involvement|enquir|inquir)"
    r"|(?:outside|beyond) (?:the scope of )?(?:my|our|this|the) (?:investigation|decision|statement)"
    r"|(?:stop|stopped|stopping) (?:looking|investigating|considering)\b"
    r"|no (?:need|role|grounds?|reason|basis|cause|case) (?:for (?:us|me) )?(?:to|in) (?:investigat|look"
    r"|consider|pursu|continu)"
    r"|(?:we|i|the ombudsm[ae]n)\b(?: \w+){0,2} (?:declin|refus)(?:e|es|ed|ing) to\b"
    r"|not (?:appropriate|right|necessary|proportionate|possible|open)(?: \w+){0,3} to (?:investigat|look|consider"
    r"|pursu|tak|continu)"
    r"|investigation\b.{0,200}\b(?:has|have|was) (?:ended|stopped) early\b"
    r"|(?:end|stop)(?:ed|ing)? (?:\w+ ){1,4}(?:early|at this point|at this stage)\b"
    r"|not (?:one|something|an? \w+) (?:that |which )?(?:we|i|the ombudsm[ae]n) (?:will|shall|should|can|intend to"
    r"|ought to|need to|propose to|plan to|wish to) (?:investigat|pursu|look|tak|consider)"
    r"|there (?:will|is to|should|can) be no (?:\w+ )?investigation\b|no investigation (?:will|is to|should) be\b"
    r"|(?:we|i) (?:have )?(?:excluded|omitted|left out)\b"
    r"|(?:decided|chosen|chose) against (?:an )?(?:investigat|look|pursu)\w*"
    r"|(?:we|i|the ombudsm[ae]n) (?:\w+ ){1,3}no further\b|not (?:be )?taken (?:forward|further|up)\b"
    r"|investigation (?:by us )?(?:is|would) not (?:be )?(?:justified|warranted|appropriate|needed|necessary"
    r"|required|called for)\b"
    r"|without (?:(?:further|an|any|a full) )?investigati(?:on|ng)\b"
    r"|discontinu(?:ed|e|ing)\b|(?:leave|left|leaving)\b.{1,60}\bout of (?:my|our|this|the) (?:\w+ )?"
    r"(?:investigation|decision|statement|scope|enquiries|inquiries|consideration|report)\b"
    r"|no need for (?:an?|any|our|further) (?:\w+ )?investigation\b"
    r"|not (?:to )?(?:go|carry|press) on with\b|excluded from (?:my|our|this|the)\b)"
)
# Said of investigations that came to nothing and of those that came to a finding alike.
_ENDED: Final = re.compile(
    r"\b(?:end|ended|ending|stop|stopped|stopping|clos(?:e|ed|ing)) (?:(?:my|our|the|this|her|his|(?:\w+ )?\S+'s)"
    r" (?:\w+ )?(?:investigation|involvement|case|complaint|enquiries|inquiries)|it\b)"
    r"|\binvestigation (?:now )?(?:ends|stops)\b(?! with)|\b(?:we|i) (?:have )?(?:now )?stopped\b(?=[,.;]| (?:because"
    r"|here))"
)
# What would be found is not what was found.
_WOULD: Final = re.compile(
    r"\b(?:likely to|would(?: \w+)?(?: not)?|could(?: not)?) (?:find|be)\b|\b(?:no|not) (?:\w+ )?(?:evidence|sign)"
)
# A complaint that is upheld and closed for a reason was not investigated further.
_CLOSED_AS: Final = re.compile(
    r"^(?!.*\b(?:not|no) (?:\w+ )?(?:uph[eo]ld|fault)\b).*\buph[eo]ld\b.*\b(?:clos|end)(?:e|ed|ing)\b.{1,40}?"
    r",? (?:because|as|since)\b"
)
# By their first letters, as Python tries one after the other.
_DEED: Final = (
    r"a(?:ccept|ddress)|co(?:nsider|ntinu|ver)|d(?:eal|ecid)|ex(?:amin|ercis|tend)|go|in(?:vestigat|clud)|look|open"
    r"|p(?:art|roceed|ursu)|start|t(?:ak|ouch)"
)
# Begins with letters that Python finds fast, and takes in more than refuses: a closer look follows.
_MAY_REFUSE: Final = re.compile(rf"not (?:[^ .]++ ){{0,6}}?(?:{_DEED}|re-?(?:{_DEED}))")
# What is told so of whoever does not do it; all else refuses only where it is us.
_BY_ANYBODY: Final = re.compile(
    r"not (?:\w+ ){0,5}?(?:(?:re-?)?investigat|pursu|considered|looked|taken|part|includ|cover|within"
    r"|to (?:be |look|consider|continu|start|tak)|(?:one|something|an? \w+) (?:that |which )?(?:we|I) )"
)
# Before a "not", or the end of a "cannot".
_US: Final = re.compile(r"\b(?:I|[Ww]e|[Oo]mbudsm[ae]n|decision|statement)(?:'\w+)?(?: [\w']+){0,3} (?:can)?$")
_REACH: Final = 60  # Characters that these words may take.
_OTHERS: Final = re.compile(
    r"\b(?:council|trust|it|provider|authority|school|board|icb|ccg|she|he|they|officers?) (?:did|has|had|was|were"
    r"|does|would|could|will)"
    r"(?: (?!is\b)\w+)? not\b(?! be (?:investigat|pursu|look|consider|examin|taken))"
)
_INVESTIGATED: Final = re.compile(
    r"\b(?:not uph[eo]ld|without fault|not at fault|acted properly|did nothing wrong|found nothing wrong"
    r"|(?:did|do|have) not f(?:i|ou)nd (?:\S+ ){1,4}(?:did|done) (?:any|some)thing wrong|completed (?:my|our"
    r"|the) investigation"
    r"|(?:found|(?<!to )(?<!would )(?<!could )find|was|were|is|been) (?:\w+ ){0,3}fault|uph[eo]ld|at fault"
    r"|(?<!seen )(?<!see )no fault|finding of (?:no )?fault)\b"
)
_RECITAL: Final = re.compile(
    r"\b(?:normally|generally|usually|as a rule|if we (?:decide|think|believe)|unless (?:we|there|it)|came to us"
    r" because)\b",
    re.ASCII,
)
_BECAUSE: Final = re.compile(
    r"\b(?:because|on the grounds? that|given that|for the reason that|(?:the|an?|one|another|our|my) (?:\w+"
    r" )?reason (?:for (?:this|that) )?(?:is|was|being)(?: that)?|in that(?= \w)|due to(?! (?:be|hear|consider|decide"
    r"|start|begin|go|have)\b)"
    r"|owing to)\b",
    re.ASCII,
)
_AS: Final = re.compile(
    r",? (?:as|since)\b(?! well| agreed| far| she says| he says| they say| part)|: | \u2013 | - |; ", re.ASCII
)
_COMMA_AS: Final = re.compile(
    r"(?:,? (?:as|(?<!passed )(?<!elapsed )since)|, for(?! (?:it to|(?:mr|mrs|miss|ms|dr|the|an?) (?:\S+"
    r" ){1,2}to)\b))"
    r" (?!is\b)(?=it|there|we|i|she|he|they|the|an?|another|that|this|nothing|no|mr|mrs|miss|ms|dr|any"
    r"|what|looking|further)\b"
    r"| for (?=it (?!to\b)|(?:there|we|i|she|he|they|nothing|no)\b)",
    re.ASCII,
)
# What stands before a refusal as its reason ("As it is late, we will not ..."), and where the refusal itself begins.
_GIVES: Final = re.compile(
    r"(?:^|, and )(?:because(?! of)|since|given that|seeing that"
    r"|as(?! (?:well|part|an? (?:result|consequence|whole)|set|explained|to|for|far)\b"
    r"| (?:i|we)(?: have)?(?: already)? (?:sa(?:y|id)|explain|not(?:e|ed)\b(?! to)|stat|set|mention|describ|outlin))) ",
    re.ASCII,
)
_TURNS: Final = re.compile(
    r"(,)? (?=(?:we|i|the ombudsm[ae]n|my|our|this|there|it|the complaint|mr|mrs|miss|ms|dr)\b)", re.ASCII
)
_APART: Final = re.compile(
    r", (?:because|as|since|for the reason that|given that|for (?=(?:it|there|we|i|she|he|they)\b))\b", re.ASCII
)
_NEAR_TOPIC: Final = re.compile(
    r" (?:because|since|given that)\b(?! of\b)| as (?=(?:it|there|we|i|she|he|they|mr|mrs|miss|ms|dr)\b)", re.ASCII
)
_UNABLE: Final = re.compile(r"\b(?:cannot|can't|may not|unable)\b", re.ASCII)
_LEADS: Final = re.compile(r"^(?:as|because|since|given that|where|while|although|even if)\b", re.ASCII)
_SO: Final = re.compile(
    r",? (?:and )?(?:so|therefore|which means(?: that)?|and for (?:that|this) reason|hence|accordingly)\b", re.ASCII
)
# Between what is said of a complaint and the refusal that follows from it.
_AND_SO: Final = re.compile(r"(?:,|;| and| so| therefore) $", re.ASCII)
_LATE_ONE: Final = re.compile(
    r"(?: (?:that )?(?:we|i) should exercise (?:my |our )?discretion to \w)?"
    r"\w* (?:(?:at|into|with) )?(?:this|the|his|her|their|a|[\w-]+'s|(?:mr|mrs|miss|ms|dr) \S+) late complaint\b"
)
# Before "we cannot investigate", where what is so is itself the reason ("It concerns a school, which we cannot ...").
_BARRED: Final = re.compile(
    r"\b(?:(?:which|what|something|ones?|matters?|things?|kind|areas?|subjects?|complaints?"
    r"|bod(?:y|ies)|organisations?)(?: that)?"
    r"|(?:law|legislation|parliament|statute)(?: [\w']+){0,2} (?:says?|said|decided|provides?|means)(?: that)?) $"
)
_NEAR: Final = 30  # Characters on either side of an "as" that may compare.
_COMPARES: Final = re.compile(
    r"\bsame (?:\w+ )?as\b|\bas (?:it|they|he|she|we) (?:did|does|has|had)\b"
    r"|\bas (?:it|they|she|he) (?:should|ought to)(?: have(?: done)?)?(?:[.,;]|$)"
    r"|\bas (?:it|they|things) (?:is|are|was|were|stands?)(?: now)?(?:[.,;]|$)"
    r"|\bas (?:he|she|they|(?:mr|mrs|miss|ms|dr) \S+) (?:wish|want|ask|seek|hope|request|suggest)"
)
# What we cannot look at, where that tells why ("what has been before a court").
_SUCH: Final = re.compile(
    r" (?:(?:at|into) )?(?:what|anything|something|matters) (?:that )?(?:has|have|had|was|were|is)\b"
)
# A sentence that gives nothing but reasons.
_LED_IN: Final = re.compile(r"(?:this|that) is because\b|the (?:first|second|main|other) (?:reason )?is that\b")
_WORD_END: Final = re.compile(r"\b|$")
_FEWEST_WORDS: Final = 3  # "Therefore we" is no reason.


@functools.lru_cache(maxsize=4096)  # Half of what summaries and final decisions say is standard wording.
def refusal(low: str) -> re.Match[str] | None:
    """Where a sentence (small letters, straight quotes) says that the Ombudsman does not pursue something."""
    if not _has_hint(low):
        return None
    found = next((found for found in _NOT_PURSUED.finditer(low) if not only_thinks(low, found)), None)
    if found is None and ("end" in low or "stop" in low or "clos" in low):
        found = _ENDED.search(low)
        if found is not None and _INVESTIGATED.search(low) and not _CLOSED_AS.search(low) and not _WOULD.search(low):
            return None
    if found is None or _RECITAL.search(low):
        return None
    others = _OTHERS.search(low, max(0, found.start() - 40), found.end())
    return None if others and others.end() > found.start() else found


_OF_US: Final = ("we ", "i ", "the ombudsm")


def _has_hint(low: str) -> bool:
    """Whether a sentence has any word that a refusal must have; plain searches are ten times as fast as one pattern."""
    return (
        " not " in low
        or "cannot" in low
        or _has_rare_hint(low)
        or (low.startswith(_OF_US) and ("declin" in low or "refus" in low or "against" in low))
    )


def _has_rare_hint(low: str) -> bool:
    return (
        "without " in low
        or "n't" in low
        or " no " in low
        or "never " in low
        or "unable" in low
        or "discontinu" in low
        or "stop" in low
        or "ended" in low
        or "ending" in low
        or " end " in low
        or " ends" in low
        or "clos" in low
        or "outside" in low
        or "beyond" in low
        or "exclude" in low
        or "left " in low
        or " leav" in low
        or "nor " in low
    )


def refusing_places(words: str) -> list[int]:
    """Where some text, as printed, may refuse something: a quick answer that spares most of it a closer look."""
    places = [found.start() for found in _MAY_REFUSE.finditer(words)]
    for word in ("iscontinued", "utside the scope"):
        place = words.find(word)
        while place >= 0:
            places.append(place)
            place = words.find(word, place + 1)
    return sorted(places)


def may_refuse(text: str) -> bool:
    """Whether a paragraph, as printed, that holds one of those places speaks of what the Ombudsman does not do."""
    if not _speaks_of_us(text):
        return False
    low = text.lower()
    return (
        "investigation" in low
        or _has_rare_hint(low)
        or "refus" in low
        or "declin" in low
        or "against" in low
        or any(_is_ours(text, found) or _BY_ANYBODY.match(text, found.start()) for found in _MAY_REFUSE.finditer(text))
    )


def _speaks_of_us(text: str) -> bool:
    return (
        " I " in text
        or "we " in text
        or "We " in text
        or "mbudsm" in text
        or "nvestigation" in text
        or text[:2] == "I "
    )


def _is_ours(text: str, found: re.Match[str]) -> bool:
    """Whether it may be us who do "not" do something; another "not" may stand before its verb."""
    places = {found.start(), text.rfind("not ", found.start(), found.end())}
    return any(_US.search(text, max(said - _REACH, 0), said) for said in places)


def only_ends(refused: re.Match[str]) -> bool:
    """Whether a refusal says no more than that something has ended, as an investigation with findings has, too."""
    return refused.re is _ENDED


@functools.lru_cache(maxsize=4096)
def tells_result(low: str) -> bool:
    """Whether a sentence gives the result of an investigation."""
    # What must be there is looked for first, as that is faster.
    if "fault" in low or "uph" in low or "acted properly" in low or "thing wrong" in low or "completed " in low:
        return _INVESTIGATED.search(low) is not None
    return False


def is_recital(low: str) -> bool:
    """Whether a sentence recites what the Ombudsman does as a rule."""
    return _RECITAL.search(low) is not None


class Reason(NamedTuple):
    """What a refusing sentence gives as its reason, and whether that is told apart from the refusal itself."""

    text: str
    introduced: bool


def reason_of(low: str, refused: re.Match[str]) -> Reason:
    """The part of a refusing sentence that says why."""
    led = _LED_IN.match(low)
    if led:
        return Reason(low[led.end() :], introduced=True)
    given = _given_before(low)
    if given:
        return Reason(given, introduced=True)
    before, after = low[: refused.start()], low[refused.end() :]
    topic = TOPIC.search(after)
    for connector in (_BECAUSE, _AS):
        found = connector.search(after, 0, topic.start() if topic else len(after))
        if found:
            return Reason(after[found.end() :], introduced=True)
    if topic:
        apart = _APART.search(after, topic.end()) or _NEAR_TOPIC.search(after, topic.end())
        if apart:
            return Reason(after[apart.end() :], introduced=True)
        after = after[: topic.start()]
    topic = TOPIC.search(before)
    if topic is None:
        before = low[: refused.end()]
    for connector in (_BECAUSE, _COMMA_AS):
        found = connector.search(before, 0, topic.start() if topic else len(before))
        if found:
            return Reason(low[found.end() :], introduced=True)
    return _beside(low, refused, after)


def _given_before(low: str) -> str:
    """What a sentence gives as a reason before it refuses, or nothing."""
    gives = _GIVES.search(low)
    if gives is None:
        return ""
    turns = [found for found in _TURNS.finditer(low, gives.end()) if refusal(low[found.end() :])]
    turns = [found for found in turns if found[1]] or turns
    return low[gives.end() : turns[-1].start()] if turns else ""


def _beside(low: str, refused: re.Match[str], after: str) -> Reason:
    """The reason of a sentence that does not introduce one: what stands before the refusal, or what it says of it."""
    before = low[: refused.start()]
    follows = low if _BARRED.search(before) else _from_which_it_follows(low, refused)
    if follows:
        return Reason(follows, introduced=False)
    topic = TOPIC.search(before)
    if topic:
        before = before[: topic.start()]
    if _LEADS.match(before) or _SO.search(before):
        return Reason(before, introduced=True)
    if before.count(" ") > _FEWEST_WORDS:
        return Reason(before, introduced=False)
    of_what = _of_what(after)
    if of_what:
        return Reason(of_what, introduced=" which " not in after)
    end = _WORD_END.search(low, refused.end()).start()  # type: ignore[union-attr]
    return Reason(low[refused.start() if topic else 0 : end], introduced=False)


def _from_which_it_follows(low: str, refused: re.Match[str]) -> str:
    """What is said of a complaint right before the refusal, or of all such complaints; nothing where neither is."""
    said = said_of_topic(low[: refused.start()])
    if _AND_SO.search(said):
        return said
    so = _SO.search(low, refused.end()) if is_barred(refused) else None
    return low[: so.start()] if so and refusal(low[so.end() :].lstrip()) else ""


def _of_what(after: str) -> str:
    """What is said of the thing that is not investigated, where that is a reason."""
    if _LATE_ONE.match(after):
        return "late complaint"
    if _SUCH.match(after):
        return after
    # What is not investigated is no reason; what is said of it may be one ("..., which is outside our jurisdiction").
    return after.partition(" which ")[2]


def is_barred(refused: re.Match[str]) -> bool:
    """Whether a refusal says that we cannot, and so may be its own reason ("cannot look at what a court has heard")."""
    return _UNABLE.search(refused[0]) is not None


def given_reason(low: str) -> str:
    """What a sentence gives as a reason; nothing where it gives none."""
    found = _BECAUSE.search(low) or _COMMA_AS.search(low)
    if found and not _COMPARES.search(low, max(0, found.start() - _NEAR), found.end() + _NEAR):
        return low[found.end() :]
    return low.partition(",")[0] if _LEADS.match(low) else ""
