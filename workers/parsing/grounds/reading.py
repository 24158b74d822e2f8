"""Grounds of a whole decision: where reasons are looked for, and which sentences give them.

A reason counts where the decision says that it does not pursue the complaint or a part of it. What the role and powers
recite, and what councils or complainants did or said, is never read as a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workers.domain import Ground, Role, Section
from workers.parsing.grounds.clauses import ground_of
from workers.parsing.sentences import sentences

_CLOSED = "Closed after initial enquiries"
_TELLING = frozenset({Role.SUMMARY, Role.FINAL_DECISION})
_ASSESSMENT = frozenset({Role.FINDINGS, Role.ANALYSIS, Role.OTHER})
_MAX_SENTENCE = 1_500

_VERB = r"(?:re-?)?(?:investigat|look|consider|pursu|examin|continu|start|accept|exercis|proceed|enquir|inquir|take|taking|open|go into|going into|dealt|deal)"
_NOT_PURSUED = re.compile(
    rf"\b(?:we|i|the ombudsm[ae]n)\b(?:'ve|'ll)?(?: [\w']+){{0,3}}? (?:not|cannot|can't|won't|never|unable to)\b(?: [\w']+){{0,4}}? ?\b{_VERB}"
    r"|\b(?:will|shall|should|can|could|do|does) not (?:to )?(?:be )?(?:investigated?|pursued?|considered|looked)"
    r"|\bnot to (?:be )?(?:investigate|pursue|look|consider|continue|start|take)"
    r"|\b(?:not|no|nor)\b(?: \w+){0,3} (?:part|included|covered|within|in the scope)(?: of| in| by)? (?:the scope of )?(?:my|our|this|the) "
    r"(?:investigation|decision|statement|scope|report)"
    r"|\b(?:outside|beyond) (?:the scope of )?(?:my|our|this|the) (?:investigation|decision|statement)"
    r"|\bdiscontinued\b|\b(?:leave|left|leaving)\b.{1,60}\bout of (?:my|our|this|the)\b|\bexcluded from (?:my|our|this|the)\b"
)
# Said of investigations that came to nothing and of those that came to a finding alike.
_ENDED = re.compile(
    r"\b(?:end|ended|ending|stop|stopped|stopping|clos(?:e|ed|ing)) (?:my|our|the|this|her|his) (?:\w+ )?"
    r"(?:investigation|involvement|case|complaint|enquiries|inquiries)"
)
_HINTS = (
    " not",
    "n't",
    "cannot",
    "discontinu",
    "ended",
    "end ",
    "stop",
    "clos",
    "left",
    "leave",
    "leaving",
    "never",
    "unable",
    "exclude",
)
_OTHERS = re.compile(
    r"\b(?:council|trust|it|provider|authority|school|board|icb|ccg|she|he|they|officers?) (?:did|has|had|was|were|does|would|could|will)(?: \w+)? not\b"
)
_PART = re.compile(
    r"\b(?:parts?|elements?|aspects?|issues?|earlier|before|remaining|other matters|some of|events|period|points?|rest of|separate|also)\b"
)
_INVESTIGATED = re.compile(
    r"\b(?:not uph[eo]ld|without fault|not at fault|acted properly|did nothing wrong)\b|\b(?:completed (?:my|our|the) investigation|(?:found|find|was|were|is|been) (?:\w+ ){0,3}fault|uph[eo]ld|at fault|no fault)\b"
)
_EARLY = re.compile(
    r"\bnot (?:\w+ ){0,3}(?:investigate|look|consider|pursue|take) (?:\w+ ){0,3}further\b|\bnot start\b"
)
_RECITAL = re.compile(
    r"\b(?:normally|generally|usually|as a rule|if we (?:decide|think|believe)|unless (?:we|there|it))\b"
)
_TOLD = re.compile(
    r"\b(?:complain(?:s|ed)|says|said|alleged?s?|states?|stated|claims?|claimed|believes|felt|feels|argues?|told)\b"
)
_OURS = re.compile(
    r"\b(?:we|our|us|i|my|ombudsm[ae]n|investigat\w+|involvement)\b|^(?:this|that) is|^it (?:is|was|would)|^there (?:is|are|was)"
    r"|\b(?:reasonable|jurisdiction|tribunal|court)\b"
)
_GENERAL = re.compile(
    r"^(?:if|when|where) (?:a|an|the complainant|someone|people)\b|\b(?:a|an) (?:complainant|council|person|applicant|parent|authority)\b"
    r"|\b(?:councils|complainants|people|parents|authorities|applicants|someone)\b"
)
_BECAUSE = re.compile(
    r"\b(?:because|on the grounds? that|given that|for the reason that|the reason (?:is|being)|in that|due to|owing to)\b"
)
_AS = re.compile(r",? (?:as|since)\b(?! well| agreed| far| she says| he says| they say| part)|: | \u2013 | - |; ")
_COMMA_AS = re.compile(
    r",? (?:as|since|for) (?=it|there|we|i|she|he|they|the|an?|another|that|this|nothing|no|mr|mrs|miss|ms|dr|any|what|looking|further)\b"
)
_LEADS = re.compile(r"^(?:as|because|since|given that|where|while|although|even if)\b")
_SO = re.compile(r",? (?:and )?(?:so|therefore|which means(?: that)?|and for (?:that|this) reason|hence|accordingly)\b")
_FOLLOWS = re.compile(
    r"^(?:therefore|so|accordingly|consequently|hence|because of (?:this|that)|for (?:this|that|these|those) reasons?|this means|as a result|that is why)\b"
)
_THIS_IS = re.compile(
    r"^(?:(?:this|that|it) (?:is|was) because|the reason (?:is|for this is)|my reason|our reason|(?:also|in addition|further|moreover|besides|nor|and)\b)"
)
_CLAUSES = re.compile(
    r"; |,? nor\b|, but |\. |,? (?:and|as well as|besides|while)(?: also| both| further| in any case)?"
    r" (?=(?:because|as|since|that|we|i|there|it|she|he|they|the|an?|mr|mrs|ms|miss|dr|another|further|looking|nothing|no|not|any|what|this|in|without|only)\b)"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    low: str
    role: Role
    refuses: re.Match[str] | None
    previous: int | None  # The sentence before it in the same paragraph.


def grounds(sections: Sequence[Section], outcome: str | None) -> tuple[Ground, ...]:
    """Every ground with each sentence that states it, in the order of the text."""
    found = _Reading(list(_read(sections)), closed=outcome == _CLOSED)
    return found.grounds()


def _read(sections: Sequence[Section]) -> Iterator[_Sentence]:
    count = 0
    for section in sections:
        if not _is_read(section):
            continue
        for paragraph in section.paragraphs:
            first = count
            for text in sentences(paragraph.text):
                low = text[:_MAX_SENTENCE].lower().replace("\u2019", "'").replace("\u2018", "'")
                yield _Sentence(text, low, section.role, _refusal(low), count - 1 if count > first else None)
                count += 1


def _is_read(section: Section) -> bool:
    if section.role is Role.CONSIDERATION:  # What was investigated and what was not; not how.
        return "investigated" in section.heading or "not investigate" in section.heading
    return section.role in _TELLING or section.role in _ASSESSMENT


def _refusal(low: str) -> re.Match[str] | None:
    """Where a sentence says that the Ombudsman does not pursue something."""
    if not any(hint in low for hint in _HINTS):
        return None
    found = _NOT_PURSUED.search(low)
    if found is None and not _INVESTIGATED.search(low):
        found = _ENDED.search(low)
    if found is None or _RECITAL.search(low):
        return None
    return None if _OTHERS.search(low, max(0, found.start() - 40), found.end()) else found


class _Reading:
    """The sentences of one decision and the grounds found in them."""

    def __init__(self, read: list[_Sentence], *, closed: bool) -> None:
        self._read = read
        self._whole = closed or self._pursues_nothing()
        self._found: dict[tuple[int, str], None] = {}

    def grounds(self) -> tuple[Ground, ...]:
        self._explicit()
        names = {name for _, name in self._found}
        if self._whole:
            self._from_assessment(names)
        return tuple(Ground(name, self._read[place].text) for place, name in sorted(self._found))

    def _pursues_nothing(self) -> bool:
        telling = [sentence for sentence in self._read if sentence.role in _TELLING]
        refused = [one for one in telling if one.refuses]
        if any(_EARLY.search(one.low) for one in refused):
            return True
        if any(_INVESTIGATED.search(one.low) for one in telling):
            return False
        return any(not _PART.search(one.low) for one in refused)

    def _explicit(self) -> None:
        """Reasons given with the refusal itself, or in a summary or final decision that refuses the whole."""
        for place, one in enumerate(self._read):
            if one.refuses is not None:
                names = self._take(place, _reason(one.low, one.refuses))
                if not names and one.previous is not None and (_FOLLOWS.match(one.low) or "therefore" in one.low):
                    self._take(one.previous, self._read[one.previous].low)
            elif one.role is Role.CONSIDERATION:
                self._take(place, _given_reason(one.low))
            elif self._explains(one):
                self._take(place, _given_reason(one.low) or one.low)

    def _explains(self, one: _Sentence) -> bool:
        before = self._read[one.previous] if one.previous is not None else None
        if before is not None and (before.refuses or self._explains_on(before)) and _THIS_IS.match(one.low):
            return True
        if not self._whole or one.role not in _TELLING or _TOLD.search(one.low):
            return False
        return self._after_refusal(one) or _OURS.search(one.low) is not None

    def _after_refusal(self, one: _Sentence) -> bool:
        """Whether the same paragraph has refused before this sentence."""
        previous = one.previous
        while previous is not None:
            if self._read[previous].refuses:
                return True
            previous = self._read[previous].previous
        return False

    def _explains_on(self, before: _Sentence) -> bool:
        return (
            _THIS_IS.match(before.low) is not None
            and before.previous is not None
            and self._read[before.previous].refuses is not None
        )

    def _from_assessment(self, names: set[str]) -> None:
        """Sentences of the assessment that state the same grounds; their own grounds only where nothing else states any."""
        for place, one in enumerate(self._read):
            if one.role in _TELLING or one.refuses is not None or _TOLD.search(one.low) or _RECITAL.search(one.low):
                continue
            if _GENERAL.search(one.low) or (not names and _OURS.search(one.low) is None):
                continue
            self._take(place, one.low, only=names)

    def _take(self, place: int, reason: str, only: set[str] | None = None) -> bool:
        """Note the grounds that a reason states; those of ``only``, if it names any."""
        took = False
        for clause in _CLAUSES.split(reason):
            name = ground_of(clause) if clause else None
            if name is not None and (not only or name in only):
                self._found[place, name] = None
                took = True
        return took


def _given_reason(low: str) -> str:
    """What a sentence gives as a reason; nothing where it gives none."""
    found = _BECAUSE.search(low) or _COMMA_AS.search(low)
    if found:
        return low[found.end() :]
    return low.partition(",")[0] if _LEADS.match(low) else ""


def _reason(low: str, refuses: re.Match[str]) -> str:
    """The part of a refusing sentence that says why."""
    after = low[refuses.end() :]
    for connector, text in ((_BECAUSE, after), (_AS, after), (_BECAUSE, low)):
        found = connector.search(text)
        if found:
            return text[found.end() :]
    before = low[: refuses.start()]
    if _LEADS.match(before) or _SO.search(before) or before.count(" ") > 3:  # noqa: PLR2004 - More than "Therefore we".
        return before
    return after
