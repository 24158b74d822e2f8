"""Whose act a sentence tells that names a day: what we made on that day, or what others did. Pure: no I/O.

Decisions are full of days on which a council issued, sent, decided or said something, and any of them may be by chance
the day of a decision of ours. So a day is one of ours only where the nearest word for something made has us for its
maker; where it has no maker, the sentence must say that the thing was undone, and speak of us.
"""

from __future__ import annotations

import re

_SPEAKER = r"(?:we|i|ombudsman|ombudsmen)"
_OURS = re.compile(rf"\b(?:this|present|our|ours|my|us|below|{_SPEAKER})\b")
_NOUN = r"(?:decisions?|statements?|reports?|findings?|versions?|conclusions?|views?|one)"
_VERB = (
    r"(?:decided?|found|concluded|said|say|wrote|written|published|issued|sent|gave|given|made|make|reached|took|taken"
    r"|served|refused|told|closed|came|heard|set out)"
)
_MADE = re.compile(rf"\b(?:(?P<noun>{_NOUN})|(?P<verb>{_VERB}))\b(?! letter)")
_THEIRS = (
    r"(?:councils?|authority|authorities|board|trust|ccg|provider|home|school|academy|officers?|panel|tribunal|court"
    r"|inspector|company|contractor|landlord|department|body|it|its|his|her|hers|their|theirs|they|he|she|mrs?|miss|ms"
    r"|mx|dr|who|whose|nobody|somebody|[a-z]+'s|[a-z]s')"
)
_ACTOR = re.compile(
    rf"\b(?:(?P<ombudsman>ombudsman's)|(?P<theirs>{_THEIRS})|(?P<speaker>{_SPEAKER})|(?P<owner>our|my|this))(?![\w'])"
)
# What makes the act of one a thing that another did, or that is only asked about.
_ABOUT = re.compile(r"\b(?:that|complain\w*|about|against|whether|how|if|considered|looked at|seen|read)\b")
# Words by which we make a decision, or undo it.
_MAKING = re.compile(
    r"\b(?:gave|given|made|make|reached|took|taken|issued|sent|published|wrote|set aside|withdr[ae]w\w*|amend|correct"
    r"|revis|review|re-?open|re-?consider|re-?visi|quash|overturn|annul|cancel|replac|rescind|revok|revers|recall|decid"
    r"|re-?writ|re-?mad|chang|hold|held)\w*"
)
_MOST_WORDS = 6
_BY_OTHERS = re.compile(rf"\bby (?:the |a |an )?{_THEIRS}\b")
_WHICH_WE = re.compile(rf"^[\s,()\d]*(?:which|that|when|where) {_SPEAKER}\b")
# What is ours by its owner: "this decision", "our own first decision".
_THIS_NOUN = re.compile(rf" {_NOUN}\b")
_OWN_NOUN = re.compile(rf" (?:[\w-]+ ){{0,2}}{_NOUN}\b")
# A thing whose making is told behind it: "the decision that was issued".
_NOUN_BEFORE = re.compile(rf"\b{_NOUN} (?:(?:that|which|was|were|first) )*$")
_POSSESSED = re.compile(r"(?:[a-z]'s|s'|\b(?:its|his|her|their)) (?:own )?$")
_OMBUDSMANS = re.compile(r"\bombudsm[ae]n's (?:own )?$")


def is_ours(before: str, after: str, *, undone: bool) -> bool:
    """Whether a day is told as one on which we made something; given what stands before and after it in its sentence.

    ``undone`` says that the sentence, or what goes on from it, tells in so many words that something was undone.
    """
    made = _last(before)
    if made is None:
        return _begins_with_ours(after)
    maker = _maker(before[: made.start()], made)
    if _BY_OTHERS.search(before, made.end()) or _BY_OTHERS.search(after):
        return False
    if maker is not None:
        return maker
    if _WHICH_WE.search(after):
        return True
    thing = made["noun"] or _NOUN_BEFORE.search(before[: made.start()])
    return undone and bool(thing) and bool(_OURS.search(before + after))


def _last(before: str) -> re.Match[str] | None:
    last = None
    for last in _MADE.finditer(before):  # noqa: B007 - The last is asked for.
        pass
    return last


def _begins_with_ours(after: str) -> bool:
    """Whether what follows a day at the beginning of a sentence tells first of something that we made."""
    made = _MADE.search(after)
    return made is not None and _maker(after[: made.start()], made) is True


def _maker(before: str, made: re.Match[str]) -> bool | None:
    """Whether we are the maker of something, or others; None where nobody is named near it."""
    actor = None
    for actor in _ACTOR.finditer(before):  # noqa: B007 - The last is asked for.
        pass
    if actor is None:
        return None
    between = before[actor.end() :]
    if actor["theirs"]:
        return False
    if actor["ombudsman"] or actor["owner"]:
        owned = _THIS_NOUN if actor["owner"] == "this" else _OWN_NOUN
        return True if owned.match(between + made[0]) and not _ABOUT.search(between) else None
    if _ABOUT.search(between) or len(between.split()) > _MOST_WORDS:
        return None
    return True if made["verb"] or _MAKING.search(between) else None


def speaks_of_us(low: str) -> bool:
    """Whether a sentence speaks of us and of something that is made."""
    return bool(_OURS.search(low) and _MADE.search(low))


def is_nobody_elses(before: str) -> bool:
    """Whether what follows these words is not said to be that of somebody else than us."""
    return _POSSESSED.search(before) is None or _OMBUDSMANS.search(before) is not None
