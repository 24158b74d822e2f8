"""Clauses that share their words with grounds and state none: what people do with complaints, and what is not so.

A complaint is withdrawn, made without authority, too early or by nobody known; whoever made it died or does not answer
us. And what "is not late" or "cannot be remedied" does not state the ground that is named there.
"""

from __future__ import annotations

import re
from typing import Final

_PERSON: Final = r"(?:he|she|they|complainant|(?:mr|mrs|miss|ms|mx|dr) [\w'-]+)"
_COMPLAINT: Final = r"(?:it|this|that|(?:his|her|their|the|this|that) (?:\w+ )?(?:complaint|part))"
_WITHDRAWN: Final = (
    rf"\b{_PERSON}(?: (?:has|have|had|also|since|now|then))* withdr[ae]wn? {_COMPLAINT}\b"
    r"|\bcomplaint (?:has been|was|is|has since been) withdrawn\b"
    r"|\bwithdr\w+ (?:his|her|their|the|this|that) complaint\b"
    r"|\bto withdraw (?:it|this|that)\b"
    r"|\b(?:not|no longer) (?:wish|want)(?:s|es|ed)? (?:us )?to (?:go|proceed|pursue|continue|carry|take)\b"
    r"|\basked (?:us|me) (?:not to|to (?:stop|close|discontinue|end))\b|\bchanged (?:his|her|their) minds?\b"
)
_UNAUTHORISED: Final = (
    r"\b(?:no|not|without|lacks?|lacking|n't|need|needs)\b[^;]{0,40}\b(?:consent(?:ed)?\b(?! (?:order|notice))"
    r"|authori(?:ty|sed|sation) (?:from|to (?:act (?:for|on)|complain|represent|bring|speak|make))"
    r"|permission (?:from|to (?:act|complain|represent|bring|speak|make)))"
    r"|\bnot (?:\w+ ){0,4}(?:suitable|right|appropriate|proper|best) (?:\w+ )?(?:person|representative|complainant)\b"
    r"|\bnot (?:\w+ )?agreed to (?:it|this|that|the complaint|his|her|their) (?:being|complain)"
)
_NOBODY: Final = (
    rf"\b{_PERSON}(?: (?:has|have|had|also|since|sadly|now))* died\b|\b(?:has|have) (?:since |sadly )?died\b"
    r"|\bno ?(?:one|body) (?:else )?(?:(?:who|to|can|could|wish\w*|want\w*|has|is|able) )+(?:\w+ )?(?:continue|carry"
    r"|go on|pursue|take)\b"
    r"|\b(?:vexatious|frivolous|anonymous(?:ly)?)\b|\bpremature(?:ly)?[.]?$"
    r"|\b(?:made|come|came|comes) (?:to us )?too (?:early|soon)\b"
)
_SILENT: Final = (
    r"\b(?:not|n't|never|no|failed to|refus\w+ to|stopped)\b[^;]{0,30}\b(?:repl(?:y|ied|ies|ying)|respon(?:d|ds|ded|se)"
    r"|answer(?:ed|ing)?|engag\w+|co-?operat\w+|contact(?:ed)?|sen[dt]|provid\w+|g[ia]ven?)\b[^;]{0,20}\b(?:us|our|me|my)\b"
    # Who came to us late did come.
    r"(?!(?: \w+){0,3} (?:until|earlier|in time|at the time|within (?:(?:a|one) year|12|twelve)\b"
    r"|for [^;]*\byears?)\b)"
    r"|\b(?:not|n't|too little|insufficient)\b[^;]{0,30}\binformation\b"
    r"|\b(?:council|authority|trust|provider|it) (?:has|have) (?:now )?agreed to (?:look (?:at|into)|consider"
    r"|investigate|answer|respond to|reply to|deal with)"
    r" (?:it|this|that|the complaint|(?:his|her|their) (?:\w+ )?complaint)[.]?$"
)
_OTHER: Final = re.compile(f"{_WITHDRAWN}|{_UNAUTHORISED}|{_NOBODY}|{_SILENT}")
# What is said of a fault, of being late or of what we may do is a ground, whoever sent us what.
_GROUND: Final = re.compile(
    r"\b(?:fault|wrong\w*|evidence|doubt|suggest\w*|sooner|late|delay\w*|power\w*|jurisdiction|discretion|reasons?|why"
    r"|court|tribunal|appeal\w*|commissioner|add|injustice|harm)\b"
)

_MONTH: Final = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_BODY: Final = (
    r"(?:council|authority|trust|provider|school|panel|landlord|contractor|officers?|home|team|social worker)"
)
_NOT_DONE: Final = (
    r"(?:cannot|can't|unable to|never|(?:could|would|can|will|does|did|do|has|have|was|were|is) not|\w+n't)"
)
_RIGHT: Final = r"(?:remed(?:y|ied)|redress(?:ed)?|compensated?|put (?:\w+ ){0,3}right)"
_OFFERED: Final = r"(?:offer(?:ed)?|provided?|g[ia]ven?|ma[dk]e|proposed?)"
# What a clause says is not so, the words one of which is in any that does, and the ideas that it does not state then.
_DENIED: Final = (
    (
        ("remed", "redress", "compensat", " right", "amends"),
        re.compile(
            rf"\b{_NOT_DONE} (?:been )?(?:\w+ly )?{_RIGHT}\b"
            r"|\b(?:not|nothing|no)(?: (?!more\b|further\b|else\b|left\b|only\b)[\w']+){0,4}?"
            rf" (?:(?:we|i) (?:would|could|can)|for (?:us|me) to) (?:\w+ )?{_RIGHT}\b"
            rf"|\b{_NOT_DONE} (?:yet )?{_OFFERED} (?:(?:him|her|them|(?:mr|mrs|miss|ms|dr) \S+) )?(?:a|an|any)"
            r" (?:\w+ )?(?:remedy|redress|amends)\b"
        ),
        frozenset({"remedy", "put_right", "injustice"}),
    ),
    (
        ("late", "out of time", "too old"),
        re.compile(
            r"\b(?:is|are|was|were)(?:n't| not) (?:\w+ )?(?:late|out of time|too old)\b"
            rf"|\blate (?:in|on) (?:the )?(?:{_MONTH}|(?:19|20)\d\d|day|week|month|year|term)\b"
            rf"|\b{_BODY}(?:'s)? (?:(?!compl(?!\w+ (?:respon|repl|handl|proc))|because|that|as\b|and\b)[\w']+ ){{0,5}}?"
            r"(?:too )?late\b(?! complaint)"
        ),
        frozenset({"late"}),
    ),
    (
        ("month", "year"),
        re.compile(
            rf"\b{_BODY} (?:\w+ )?(?:took|needed|had|waited|spent|let)\b"
            rf"(?!.*\b(?:and|so|but|then),? (?:then )?(?:{_PERSON} (?:then )?complained"
            r"|(?:it|(?:the|his|her|their) complaint) (?:is|was))\b)"
        ),
        frozenset({"late", "year", "time", "ago"}),
    ),
    (
        ("not outside", "not beyond", "n't outside"),
        re.compile(r"(?:\bnot|n't) (?:outside|beyond)\b"),
        frozenset({"outside", "jurisdiction"}),
    ),
    (
        ("right",),
        re.compile(
            r"\b(?:no|not have an?|without an?|never had an?) (?:\w+ )?right (?:of (?:appeal|review)|to appeal)\b"
        ),
        frozenset({"review", "court", "option", "court_option"}),
    ),
)


def denied(clause: str) -> frozenset[str]:
    """The ideas that a clause (small letters, straight quotes) names and says not to be so."""
    found: frozenset[str] = frozenset()
    for words, says, ideas in _DENIED:
        if any(word in clause for word in words) and says.search(clause):
            found |= ideas
    return found


def is_other_reason(clause: str) -> bool:
    """Whether a clause (small letters, straight quotes) gives a reason that is none of the grounds, or denies one."""
    return bool(denied(clause)) or (_OTHER.search(clause) is not None and not _GROUND.search(clause))
