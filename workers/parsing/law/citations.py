"""What one paragraph cites: each law with each provision that belongs to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from workers.domain import Legislation
from workers.parsing.law.numbered import act_called
from workers.parsing.law.provisions import Provision, nested, provisions
from workers.parsing.law.titles import Title, address, titles
from workers.parsing.typography import printed

# Words between a provision and the law after it, and between a law and the provision after it.
_TO_THE_RIGHT: Final = re.compile(r",? (?:of|to|in|under|from)(?: both)? (?:the |that |this )?|,? (?:the )?")
_COMMA_TO_THE_RIGHT: Final = re.compile(r",? (?:the )?|, ")
_TO_THE_LEFT: Final = re.compile(
    r"[,:;]?(?:,? \(?as amended\)?,?)? ?[(\[]?(?:(?:says|states|explains|provides|sets out|tells us) )?"
    r"(?:at |in |under |and |or |by )?"
)
# What is called by its number is not of the law before it where these stand between; it is of the one behind these.
_PARTS: Final = re.compile(r"\b(?:and|or)\b|;")
_BEHIND_CALLED: Final = re.compile(
    r"(?: (?:of|for|into) (?:the|an?|his|her|their|its|Mrs?|Miss|Ms) [\w'-]{1,20})? (?:of|under) (?:the )?"
)
_CHAIN: Final = re.compile(r"(?:,|,? and|,? or|;)? (?:in |under |of |to )?")
_INNER: Final = re.compile(r",? (?:of |to |in )?(?:the )?")
_INSIDE_SCHEDULES: Final = frozenset({"paragraph", "article", "Article", "Part"})
_OUTER: Final = frozenset({"Schedule", "Annex"})
_AMENDED: Final = re.compile(r",? \(?as amended\b")
_DEFINED: Final = re.compile(
    r"(?:,? \(?as amended\b\)?)?,? ?\((?:hereafter |hereinafter |referred to (?:here )?as |known as |called )?"
    r"(?:['\"]?[Tt]he ['\"]?((?:\d{4} )?(?:[A-Z][\w-]{1,20} ?){1,3})|['\"]?([A-Z]{2,8}(?: (?:Act )?\d{4})?))['\"]?\)"
)
# Which kinds of provision which kinds of law have, where a provision stands alone and looks back for its law.
_HAS: Final = {
    "act": frozenset({"section", "Schedule", "Part", "Chapter", "Article"}),
    "regulations": frozenset({"regulation", "article", "rule", "Schedule", "Part"}),
    "guidance": frozenset({"paragraph", "Chapter", "Annex"}),
    "ombudsman_guidance": frozenset({"paragraph"}),
    "case": frozenset[str](),
}
# What a provision is said to be of where its law is not named again, with up to four words of that law's name before
# it ("the Homelessness Code"); of anything else, it is not of that law.
_OF: Final = re.compile(
    r",? of (?:(?:the|that|this|these|those|its|same|said|relevant|statutory|SEND?) )*"
    r"((?:[\w'&-]{1,20} ){0,4}?)"
    r"(act|statute|regulations|order|rules|instrument|code|guidance|framework|legislation|law"
    r"|part|chapter|schedule|annex|which|it)\b(?!')",
    re.IGNORECASE,
)
_OF_ANYTHING: Final = re.compile(r",? of ")
# An act by its initials, which may be those of one that was named ("section 45 of FOIA", "s19 EA 1996").
_INITIALS: Final = re.compile(r",? (?:of )?(?:the )?([A-Z][A-Za-z]{0,4}A)(?: ((?:19|20)\d\d))?\b")
_OUR_ACT: Final = frozenset({"local", "government"})
_SAID_AGAIN: Final = {
    **dict.fromkeys(("act", "statute"), frozenset({"act"})),
    **dict.fromkeys(("regulations", "order", "rules", "instrument"), frozenset({"regulations"})),
    **dict.fromkeys(("code", "guidance", "framework"), frozenset({"guidance", "ombudsman_guidance"})),
    **dict.fromkeys(("legislation", "law"), frozenset({"act", "regulations"})),
    **dict.fromkeys(("part", "chapter", "schedule", "annex", "which", "it"), frozenset(_HAS)),
}
# A page of somebody's, this decision itself, or a law by its initials ("s117 MHA 1983").
_OF_ANOTHER: Final = re.compile(
    r",? (?:in|on) (?:the|an?|his|her|their|its|that|this|Mrs? \w+'s) (?:[\w-]{1,20} ){0,2}"
    r"(?:form|letter|plan|policy|agreement|lease|contract|report|application|booklet|handbook|document|leaflet|deed"
    r"|constitution)s?\b"
    r"| (?:above|below)\b|,? (?:of )?(?:the )?[A-Z][A-Za-z&]{0,5}A (?:19|20)\d\d\b"
)


class Citation(NamedTuple):
    """A law with one provision (None when it is named alone) as one paragraph cites it."""

    name: str
    kind: str
    provision: str | None
    as_amended: bool

    def is_undated(self) -> bool:
        """Whether it names an act without its year."""
        return self.kind == "act" and not self.name[-1:].isdigit()


class Entry(NamedTuple):
    """A citation as it is listed, and what it is listed under."""

    key: tuple[str, str | None]
    value: Legislation


class Cited(NamedTuple):
    """Everything one paragraph cites, and the short names it gives to laws: pairs of short name, name and kind.

    ``entries`` are its citations as they are listed where no act is ``undated``.
    """

    citations: tuple[Citation, ...]
    short_names: tuple[tuple[str, str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    undated: bool = False


NOTHING: Final = Cited(())


@functools.lru_cache(maxsize=4096)  # Standard paragraphs are shared by thousands of decisions.
def cited_in(text: str, short_names: tuple[tuple[str, str, str], ...] = ()) -> Cited:
    """What a paragraph cites, given the short names that paragraphs before it have defined."""
    named = titles(text)
    own = tuple(_definitions(text, named))
    aliases = list(_aliases(text, short_names, own, named))
    if not named and not aliases:
        return NOTHING
    laws = sorted((*named, *aliases), key=lambda law: law.start)
    found = _merged(list(provisions(text)), text)
    found = [one for one in found if not any(law.start < one.end and one.start < law.end for law in laws)]
    citations = tuple(_Linker(text, laws, found).citations())
    given = tuple((word, law.name, law.kind) for word, law in own)
    return Cited(citations, given, tuple(map(entry, citations)), any(map(Citation.is_undated, citations)))


@functools.lru_cache(maxsize=4096)  # A few hundred provisions make up nearly all that is ever cited.
def entry(one: Citation) -> Entry:
    """A citation as it is listed: its law's name as printed, with its address."""
    value = Legislation(printed(one.name), one.provision, one.as_amended, address(one.name), one.kind)
    return Entry((one.name, one.provision), value)


def _definitions(text: str, named: Sequence[Title]) -> Iterator[tuple[str, Title]]:
    for law in named:
        defined = _DEFINED.match(text, law.end)
        if defined:
            yield (defined[1] or defined[2]).strip(), law


def _end_of(law: Title, text: str) -> int:
    """Where the naming of a law ends, with the short name in brackets that it may be given."""
    defined = _DEFINED.match(text, law.end)
    return defined.end() if defined else law.end


def _aliases(
    text: str,
    short_names: Sequence[tuple[str, str, str]],
    own: Sequence[tuple[str, Title]],
    named: Sequence[Title],
) -> Iterator[Title]:
    """Places where a law is named by the short name it was given, or as "the 1989 Act"."""
    short = {word: [Title(-1, -1, name, kind)] for word, name, kind in short_names}
    for word, law in own:
        short.setdefault(word, []).append(law)
    defined = frozenset(short)
    for law in named:
        if law.kind == "act" and law.name[-4:].isdigit():
            for word in ("Act", f"{law.name[-4:]} Act"):
                if word not in defined:
                    short.setdefault(word, []).append(law)
    for word, meant in short.items():
        if word not in text:
            continue
        for found in _naming(word).finditer(text):
            start, end = found.span()
            if not any(law.start < end and start < _end_of(law, text) for law in named):
                # The last law that was called so, or else the one that will be.
                law = next((law for law in reversed(meant) if law.end <= start), meant[0])
                yield Title(start, end, law.name, law.kind, full=False)


@functools.lru_cache(
    maxsize=1024
)  # Few short names are ever given, and to compile one takes longer than all else here.
def _naming(word: str) -> re.Pattern[str]:
    """How a law is named by its short name, not followed by a year."""
    the = "?" if word.isupper() else ""
    return re.compile(rf"\b(?:[Tt]he |[Tt]hat |[Tt]his ){the}{re.escape(word)}\b(?! (?:1[6-9]|20)\d\d)")


def _merged(found: list[Provision], text: str) -> list[Provision]:
    """Schedules with their paragraphs, whichever of the two is named first."""
    merged: list[Provision] = []
    for one in found:
        last = merged[-1] if merged else None
        if last is not None and _INNER.fullmatch(text, last.end, one.start):
            if last.keyword in _OUTER and one.keyword in _INSIDE_SCHEDULES and len(last.names) == 1:
                merged[-1] = nested(last, one)
                continue
            if (
                last.keyword in {"paragraph", "Part"}
                and one.keyword in _OUTER
                and " of " in text[last.end : one.start] + " "
            ):
                merged[-1] = nested(one, last)
                continue
        merged.append(one)
    return merged


class _Linker:
    """Decides for each provision of one paragraph which law it belongs to."""

    def __init__(self, text: str, laws: Sequence[Title], found: Sequence[Provision]) -> None:
        self._text = text
        self._laws = laws
        self._found = found
        self._owner: list[Title | None] = [None] * len(found)
        self._near: set[int] = set()  # Starts of laws that have a provision beside them.
        self._link()

    def citations(self) -> Iterator[Citation]:
        """One for each law and provision, in the order of the text; laws without a provision beside them alone."""
        entries = [
            (law.start, Citation(law.name, law.kind, None, self._amended(law)))
            for law in self._laws
            if law.full and law.start not in self._near
        ]
        for one, owner in zip(self._found, self._owner, strict=True):
            if owner is not None:
                amended = one.as_amended or (owner.start in self._near and self._amended(owner))
                entries += [(one.start, Citation(owner.name, owner.kind, name, amended)) for name in one.names]
        entries.sort(key=lambda entry: entry[0])
        return iter([citation for _, citation in entries])

    def _amended(self, law: Title) -> bool:
        return _AMENDED.match(self._text, law.end) is not None

    def _link(self) -> None:
        for place in range(len(self._found) - 1, -1, -1):
            self._to_the_right(place, _TO_THE_RIGHT)
        for place in range(len(self._found)):
            if self._owner[place] is None:
                self._call_by_number(place)
        for place in range(len(self._found)):
            if self._owner[place] is None:
                self._to_the_left(place)
        for place in range(len(self._found) - 1, -1, -1):
            if self._owner[place] is None:
                self._to_the_right(place, _COMMA_TO_THE_RIGHT)
        self._in_order()

    def _in_order(self) -> None:
        """Let what stands alone look back, and what is called by its number be of the act that its number was of."""
        of: dict[str, Title] = {}
        for place, one in enumerate(self._found):
            number, owner = one.names[0].partition("(")[0], self._owner[place]
            if owner is None:
                self._owner[place] = owner = self._looking_back(one)
                if owner is None or "." in self._text[owner.end : one.start]:
                    continue  # Looked back for from another sentence, which is too little to tell a number by.
            elif owner.start == one.start:
                self._owner[place] = of.get(number, owner)
                continue
            of[number] = owner

    def _to_the_right(self, place: int, words: re.Pattern[str]) -> None:
        one = self._found[place]
        law = next((law for law in self._laws if law.start >= one.end), None)
        following = self._found[place + 1] if place + 1 < len(self._found) else None
        if following is not None and (law is None or following.start < law.start):
            chained = self._owner[place + 1]
            if (
                chained is not None
                and chained.start >= following.end
                and _CHAIN.fullmatch(self._text, one.end, following.start)
            ):
                self._owner[place] = chained
            return
        if law is not None and words.fullmatch(self._text, one.end, law.start) and not self._follows_law(one, law):
            self._own(place, law)

    def _follows_law(self, one: Provision, law: Title) -> bool:
        """Whether a provision hangs on a law before it, so that the one after it needs an "of" to claim it."""
        before = next((other for other in reversed(self._laws) if other.end <= one.start), None)
        if before is None or " of " in self._text[one.end : law.start] or " to " in self._text[one.end : law.start]:
            return False
        return _TO_THE_LEFT.fullmatch(self._text, _end_of(before, self._text), one.start) is not None

    def _to_the_left(self, place: int) -> None:
        one = self._found[place]
        before = self._found[place - 1] if place else None
        law = next((law for law in reversed(self._laws) if law.end <= one.start), None)
        if law is None:
            return
        if before is not None and before.start >= law.end:
            owner = self._owner[place - 1]
            if owner is not None and owner.end <= before.start and _CHAIN.fullmatch(self._text, before.end, one.start):
                self._own(place, owner)
        elif _TO_THE_LEFT.fullmatch(self._text, _end_of(law, self._text), one.start) and self._behind(one).leaves_to(
            law
        ):
            self._own(place, law)

    def _own(self, place: int, law: Title) -> None:
        self._owner[place] = law
        self._near.add(law.start)

    def _call_by_number(self, place: int) -> None:
        """Give a provision that is called by its number to the act beside it, else to its own, which stands nowhere."""
        one = self._found[place]
        called = act_called(one.names[0], self._text, one.start, one.end)
        law = self._act_beside(one, called.end) if called else None
        if law is not None:
            self._own(place, law)
        elif called:
            self._owner[place] = Title(one.start, one.start, called.act, "act", full=False)

    def _act_beside(self, one: Provision, end: int) -> Title | None:
        """The act right before a provision, or that what it calls, which ends at ``end``, is said to be under."""
        law = next((law for law in reversed(self._laws) if law.end <= one.start), None)
        if law is not None and law.kind == "act":
            named = _end_of(law, self._text)
            between = _TO_THE_LEFT.fullmatch(self._text, named, one.start)
            if between and not _PARTS.search(between[0]):
                return law
        law = next((law for law in self._laws if law.start >= end), None)
        under = law is not None and law.kind == "act" and _BEHIND_CALLED.fullmatch(self._text, end, law.start)
        return law if under else None

    def _looking_back(self, one: Provision) -> Title | None:
        """The last law before a provision that stands alone, if it is of a kind that has such provisions."""
        behind = self._behind(one)
        before = [law for law in self._laws if law.end <= one.start and behind.leaves_to(law)]
        return before[-1] if before and one.keyword in _HAS[before[-1].kind] else None

    def _behind(self, one: Provision) -> _Behind:
        """What the words behind a provision say of its law: of a form it is of none."""
        initials = _INITIALS.match(self._text, one.end)
        if initials:
            return _Behind(("act",), initials=initials[1].upper(), year=initials[2] or "")
        if _OF_ANOTHER.match(self._text, one.end):
            return _Behind(())
        of = _OF.match(self._text, one.end)
        if of:
            words = frozenset(of[1].lower().split())
            return _Behind(_SAID_AGAIN[of[2].lower()], _OUR_ACT if "our" in words else words)
        return _Behind(() if _OF_ANYTHING.match(self._text, one.end) else _HAS)


class _Behind(NamedTuple):
    """What a law before a provision must be for the words behind the provision to leave it to that law."""

    kinds: Collection[str]
    words: frozenset[str] = frozenset()
    initials: str = ""
    year: str = ""

    def leaves_to(self, law: Title) -> bool:
        """Whether they leave the provision to a law before it."""
        if law.kind not in self.kinds:
            return False
        if self.initials:
            return self.initials in _initials_of(law.name) and law.name.endswith(self.year)
        missing = self.words - _words_of(law.name) if self.words else ()
        return not missing or (not law.name[-1:].isdigit() and all(word.isdigit() for word in missing))


@functools.lru_cache(maxsize=1024)  # As few laws make up nearly all that is cited.
def _words_of(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w'&-]+", name.lower()))


@functools.lru_cache(maxsize=1024)
def _initials_of(name: str) -> tuple[str, str]:
    """The initials of an act, of all its words and of those with a capital."""
    words = re.findall(r"[A-Za-z][\w'-]*", name)
    return "".join(word[0] for word in words).upper(), "".join(word[0] for word in words if word[0].isupper())
