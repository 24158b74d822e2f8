"""What the Ombudsman did with a decision of its own, which is never a reason why a complaint was not pursued.

A summary may tell that an earlier decision was reconsidered, withdrawn or replaced, or that another complaint was
decided before. Such a clause shares its words with reasons (a review, a request, a court, what is put right), so it is
told by who acts on what: we on what we had decided, or a decision of ours on which something was done.
"""

from __future__ import annotations

import re

from workers.parsing.grounds.clauses import ground_of

_US = r"(?:we|i|the ombudsm[ae]n)"
_NOUN = r"(?:decisions?|statements?|reports?|conclusions?|findings?|versions?|views?)"
_EARLIER = r"(?:earlier|former|first|second|previous|prior|original|initial|old|older|last|un(?:correct|amend|revis)ed)"
_OUR_NOUN = rf"(?:our|my|ombudsm[ae]n's) (?:[\w-]+ ){{0,3}}?{_NOUN}"
_DONE_AGAIN = (
    r"(?:re-?(?:consider|view|open|visit|examin|assess|plac|writ|wrot|issu|made|think|thought)|supersed|withdr|cancel"
    r"|correct|amend|revis|quash|annul|overturn|overrul|rescind|revok|revers|recall|updat|chang|put right"
    r"|set (?:[\w']+ ){0,4}aside|(?:took|take[ns]?|taking) (?:[\w']+ ){0,4}(?:back|down))\w*"
)
_UNDONE = (
    rf"(?:{_DONE_AGAIN}|no longer|void|invalid|lapsed?|stands?|unchanged|affected|struck out"
    r"|made (?:again|anew|afresh))"
)
_YEAR = r"\b(?:19|20)\d\d\b"
_DECIDED = r"(?:(?:have|has|had) )?(?:decided|closed|upheld|ended|dealt with|gave|made|issued|published)"
# Words that do not give a reason or tell of what somebody said.
_ON = r"(?: (?!that\b|because\b|as\b|since\b)[^\s;]+)"
# One of ours that is called earlier, is told by its day, or to which something was done; one that does it to another.
_OURS = re.compile(
    rf"\b(?:our|my|ombudsm[ae]n's) (?:own )?{_EARLIER} (?:[\w-]+ )?{_NOUN}\b"
    rf"|\b{_OUR_NOUN} (?:of|dated|from|made|issued|given|sent|published)\b[^;]{{0,20}}{_YEAR}"
    rf"|\b{_OUR_NOUN}\b{_ON}{{0,7}}? {_UNDONE}\b"
)
_THIS = re.compile(
    rf"\bthis {_NOUN}\b{_ON}{{0,3}}? {_UNDONE}\b|\b{_EARLIER} {_NOUN} of this {_NOUN}\b"
    rf"|\b(?:the|an?|this) (?:\w+ )?{_NOUN}(?: of \S+ \S+ \d{{4}})? on (?:this|the same|that) (?:complaint|case)\b"
    rf",?{_ON}{{0,5}}? {_UNDONE}\b"
)
# A reference, which nobody but us gives out, or a day on which we decided something.
_NUMBERED = re.compile(
    r"(?<![\d-])\d\d[ -]\d{3}[ -]\d{3}[a-z]?\b"
    rf"|\b{_US} {_DECIDED}\b[^;]{{0,60}}{_YEAR}"
    rf"|{_YEAR}[^;]{{0,40}}\b{_US} {_DECIDED} (?:[\w']+ ){{1,2}}(?:{_NOUN}|complaint|case)\b(?! (?:is|was)\b)"
)
# We, who did something to what we had decided.
_WE = re.compile(
    rf"\b{_US}(?:'ve)?(?: (?:have|has|had|also|now|then|since)){{0,3}} {_DONE_AGAIN}(?: [\w'-]+){{0,2}}?"
    rf" (?:our|my|this|that|the) (?:[\w-]+ )?(?:{_NOUN}|complaint|case)\b(?! process)"
    rf"|\bwhat {_US} (?:(?:had|have|first|earlier) )*(?:said|wrote|decided|published)\b"
    rf"|\b{_NOUN} (?:(?:that|which) )?{_US} (?:(?:had|have|first|earlier) )*(?:reached|made|gave|issued|published)\b"
)
_DIGIT = re.compile(r"\d\d\d")
# What we could do now is a reason, though it speaks of what was decided before.
_OF_NO_USE = re.compile(
    r"\b(?:is|are|am|be|seems?) (?:\w+ )?unlikely\b|^unlikely\b"
    r"|\b(?:no|not|nothing|little|cannot|without)\b[^;]{0,30}\b(?:add|be added|gain(?:ed)?|worth(?:while)?|useful"
    r"|purpose|benefit|merit|point (?:in|to))\b"
    r"|\bthere (?:is|are) (?:\w+ )?(?:no|not enough|insufficient|little) (?:\w+ )?"
    r"(?:evidence|signs?|indications?|grounds) of fault\b|"
    r"\b(?:we|i|investigations?|enquiries)(?: \w+)?"
    r" (?:cannot|can't|couldn't|wouldn't|(?:would|could|can|will) (?:not|never)"
    r"|(?:am|are|is) (?:unlikely|unable|not able))\b"
)
_DONE = re.compile(rf"\b{_DONE_AGAIN}|(?<!be )\b(?:added|repeated)\b")
# Grounds that hardly any words but those of a reason state, and those that only a mention of us does not undo.
_ALWAYS_REASONS = frozenset({"cannot_add_to_previous_investigation", "no_worthwhile_outcome"})
_REASONS_BUT_OF_ACTS = frozenset({"out_of_jurisdiction", "better_placed_body", "tribunal_or_court_remedy"})
_LATE = re.compile(
    r"\b(?:(?<!was )(?<!were )late|sooner|belated(?:ly)?|out of time|time[ -]limit|(?:twelve|12)[ -]months?)\b"
)
_PUT_RIGHT_BY_OTHERS = re.compile(
    r"\b(?:council|authority|trust|provider|board|school|body|it|they)"
    r"(?:'s)? (?:(?:has|have|had|already|since|now|also) )*"
    r"(?:put|made|remed|redress|rectif|correct|compensat|settle|resolv|cur|offer|apologis|pa(?:id|ys?)|took|taken|done)"
)
_WE_ACTED = re.compile(
    rf"\b{_US}(?:'ve)? (?:(?:have|has|had|also|then|already|first) )*"
    rf"(?:decided|closed|upheld|ended|dealt|gave|made|issued|published|looked|considered|investigated|explained)\b"
    rf"|\b{_UNDONE}\b"
)
# What goes on from there tells of something else where it judges, or where others act.
_JUDGES = re.compile(
    r"\b(?:would|could|cannot|can|should|may|might|will|unlikely|enough|insufficient|evidence|late|reasonable|there"
    r"|council|authority|trust|provider)\b"
)
# What a decision is made of, or what was done to it.
_PART = re.compile(
    r"\b(?:outcome|reasons?|account|wording|text|figures?|sums?|dates?|paragraphs?|documents?|papers?|(?:in|of) it"
    rf"|{_EARLIER} (?:one|{_NOUN})|(?:this|that) (?:one|{_NOUN})|{_US} then"
    rf"|{_US}(?: have)? {_DONE_AGAIN} (?:it|them|this|that))\b"
)


def tells_of_own(clause: str) -> bool:
    """Whether a clause (small letters, straight quotes) tells what we did with a decision of ours, and no reason."""
    return speaks_of_own(clause) and not _gives_reason(clause)


def _gives_reason(clause: str) -> bool:
    """Whether a clause that speaks of a decision of ours gives a reason all the same."""
    if _OF_NO_USE.search(clause):
        return True
    name = ground_of(clause)
    if name in _ALWAYS_REASONS:
        return not _DONE.search(clause)
    if name == "late":
        return _LATE.search(clause) is not None and not _DONE.search(clause)
    if name == "remedied":
        return _PUT_RIGHT_BY_OTHERS.search(clause) is not None
    return name in _REASONS_BUT_OF_ACTS and not _WE_ACTED.search(clause)


def speaks_of_own(text: str) -> bool:
    """Whether a clause or sentence (small letters, straight quotes) speaks of a decision of ours."""
    # What must be there is looked for first, as that is faster.
    if _DIGIT.search(text) and _NUMBERED.search(text):
        return True
    named = _names_one(text)
    if named and ("our " in text or "my " in text or "mbudsman's" in text) and _OURS.search(text):
        return True
    if named and ("this " in text or "on th" in text) and _THIS.search(text):
        return True
    return (named or "complaint" in text or "case" in text or "what " in text) and _WE.search(text) is not None


def _names_one(clause: str) -> bool:
    """Whether a clause has a word for what we decided."""
    return (
        "decision" in clause
        or "statement" in clause
        or "report" in clause
        or "conclusion" in clause
        or "finding" in clause
        or "version" in clause
        or "view" in clause
    )


def goes_on(clause: str, *, same_sentence: bool) -> bool:
    """Whether a clause behind one that tells of that goes on with it.

    In another sentence it must speak of what decisions are made of.
    """
    return not _JUDGES.search(clause) and (same_sentence or _PART.search(clause) is not None)
