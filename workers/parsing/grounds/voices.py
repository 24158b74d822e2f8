"""Who speaks in a sentence and of what: whether it is ours, told by others, said of everybody, or no reason at all."""

from __future__ import annotations

import re
from typing import Final

_TOLD: Final = re.compile(
    r"\b(?:complains(?! (?:about|of)(?:[.,;]|$| (?:is|was|are|were|has|have)\b))|(?<!having |events |matter "
    r"|issues )(?<!have )(?<!is )(?<!was )(?<!matters )(?<!body )(?<!action )complained"
    r"(?! to us (?:about the same|too|out|more|late|over|well|only|outside|some)\b)|says|(?<!be )said(?![.,;]|$"
    r"| already\b| sorry\b| (?:that )?(?:it|they) (?:is willing|are willing|can)\b)|alleges?"
    r"(?! (?:has|had|is|was|did|caused|would|made)\b)"
    r"|(?<!the )alleged|(?<!of )states?|stated"
    r"|claims(?! (?:is|was|are|courts?|against|for|in)\b)|(?<!the )(?<!injustice )(?<!harm )claimed|believes"
    r"|felt|feels"
    r"|argues?|told(?! us\b| me\b| (?:\S+ ){1,2}(?:that )?(?:he|she|they) (?:can|may|could)\b))\b",
    re.ASCII,
)
# One of these is in all that is told; plain searches are ten times as fast as the pattern.
_VERBS: Final = ("complain", "says", "said", "alleg", "state", "claim", "believes", "felt", "feels", "argue", "told")
# That somebody complained, told of when that was.
_WHEN_COMPLAINED: Final = re.compile(
    r"\b(?:before|until|of which|which|that) (?:he|she|they|(?:mr|mrs|miss|ms|dr) \S+) (?:first )?complain(?:ed|s)\b"
)
_OUR_VIEW: Final = re.compile(
    r"(?:(?:we|i) have (?:also )?(?:taken into account|borne in mind) that"
    r"|we (?:are|can|cannot|could|would|do not think|have nothing)|i (?:cannot|could|would)|there (?:is|are"
    r"|would)|it would"
    r"|(?:an|any|our|further) investigation)\b"
)
# What is so for everybody, or was at some time.
GENERAL: Final = re.compile(
    r"^(?:if|when|where) (?:a|an|the complainant|someone|people)\b|\b(?:a|an) (?:complainant|council|person"
    r"|applicant|parent|authority)\b"
    r"|^(?:in|on|by|between|after|during|since) (?:the )?(?:\w+ )?(?:\d{1,2} )?(?:january|february|march|april|may"
    r"|june|july|august|september"
    r"|october|november|december|\d{4})\b"
    r"|\b(?:councils|complainants|people|parents|authorities|applicants"
    r"|someone(?! in (?:mr|mrs|miss|ms|dr|his|her)\b))\b"
    r"|\bnot (?:for (?:me|us)|(?:my|our) (?:role|place|job)) to (?:say|decide|judge)\b"
    r"|^(?:[\w-]+ ){1,3}(?:later|afterwards|after)\b|^(?:in )?the (?:same|next) (?:day|week|month|year)\b"
)


def is_ours(low: str) -> bool:
    """Whether a sentence speaks of what the Ombudsman does or thinks, rather than of what happened."""
    return (
        " we " in low
        or low.startswith(
            ("we ", "i ", "our ", "my ", "this is", "that is", "it is", "it was", "it would", "there is", "there are")
        )
        or " i " in low
        or " us" in low
        or "our " in low
        or " my " in low
        or "ombudsm" in low
        or "investigat" in low
        or "reasonabl" in low
        or "jurisdiction" in low
        or "tribunal" in low
        or " court" in low
        or "involvement" in low
    )


def is_told(low: str) -> bool:
    """Whether a sentence tells what others say, rather than what we make of it."""
    if _OUR_VIEW.match(low) or not any(verb in low for verb in _VERBS):
        return False
    return _TOLD.search(_WHEN_COMPLAINED.sub("", low) if "complain" in low else low) is not None
