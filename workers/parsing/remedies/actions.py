"""What kind of thing a body is to do, told from the verb and its object; and by when."""

from __future__ import annotations

import functools
import re
from typing import Final

from workers.parsing.typography import lowered

_NUMBER: Final = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|twenty|a|the next|another)"
)
_DEADLINE: Final = re.compile(
    rf"\b(?:within|inside|in) (?:the next |a further |another )?{_NUMBER}(?:-| )?(?:calendar |working "
    rf"|school )?(?:day|week|fortnight|month|year|term)s?\b"
    r"(?: time\b)?"
    r"|\b(?:by|before|no later than|not later than|by the end of)(?: the)? (?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?\b"
    r"|\b(?:no|not) later than (?:\w+ ){1,4}(?:days?|weeks?|months?)\b|\bwithout (?:further )?delay\b"
    r"|\bimmediately\b|\bforthwith\b",
)
# The first kind that fits decides. Objects tell more than verbs, so they stand first.
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "training": (
        r"\btrain(?:s|ed|ing)?\b",
        r"\bworkshops?\b",
        r"\be-learning\b",
        (
            r"\bbriefings?\b(?!.*\blearn)|^brief\b|\b(?:training )?(?:courses?|seminars?|webinars?|coaching"
            r"|induction|refreshers?)\b"
        ),
        r"\b(?:learning|awareness) sessions?\b|\bdevelopment (?:day|programme|sessions?)\b",
        r"\binstruct (?:its|the|all) (?:staff|officers)\b",
    ),
    "reminder": (
        r"\bremind(?:s|er|ers|ing)?\b",
        r"\bcirculat\w+\b.{0,60}\b(?:staff|officers|teams?)\b",
        (
            r"\bdraw .{0,40}\battention\b|\battention of\b|\breiterat\w+\b|\bmemo(?:randum)?\b|\b(?:re-?issue"
            r"|re-?circulate)\b"
        ),
        r"\b(?:make|makes|making|ensure|sure) (?:\S+ ){1,6}?(?:is |are )?aware\b",
        (
            r"\b(?:emphasi[sz]e|stress|reinforce|underline|impress) .{0,60}\b(?:staff|officers?|managers?|teams?"
            r"|workers)\b"
        ),
    ),
    "audit": (
        r"\b(?:audit(?! committee| board)\w*|dip[- ]sampl\w+|sampl(?:e|es|ing))\b",
        (
            r"\b(?:similar|other|further|all|open|past|recent|additional) (?:\w+ ){0,3}(?:cases|complaints|decisions"
            r"|appeals|applications|families|children|people|residents|pupils)\b"
        ),
        r"\b(?:others|anyone else|any other) .{0,30}affected\b",
        (
            r"\bsimilarly affected\b|\b(?:missed|lost|losing|missing) out\b|\b(?:everyone|everybody|anyone|anybody"
            r"|others) (?:else )?"
            r"(?:who|whose|in)\b|\b(?:trawl|look-?back)\b|\bcase files\b"
        ),
        (
            r"\b(?:check|examine|look (?:at|into|through|back)|search)\b.{0,30}\b(?:all|other|others|every|each"
            r"|past|recent|cases)\b"
        ),
        r"\bcheck (?:of|on) (?:all|other|every|past|recent)\b",
        (
            r"\b(?:whether|if|how many) (?:any |the same )?(?:others?|more|other \w+|anyone|anybody|similar \w+"
            r"|people|children|families"
            r"|residents|tenants)\b"
        ),
        r"\b(?:identify|find|trace|contact) (?:\w+ ){0,2}?(?:others|anyone|any other)\b",
        r"\bcases (?:managed|where|in which|like)\b",
        r"\breview (?:of )?(?:the |its |all )?decisions\b",
    ),
    "plan": (
        r"\baction plan\b",
        (
            r"\b(?:draw up|make|produce|prepare|write|devise|develop|agree|create|set out|publish|draft|submit|put"
            r" together|send (?:us|me)|give (?:us|me))"
            r" (?:a|an|its|in a) (?:(?!care|support|education|ehc|health|personal|safety|transition|pathway|child"
            r"|education)\w+ ){0,2}"
            r"(?:plan|timetable|strategy|programme|roadmap)\b(?! of (?:care|support))"
        ),
        r"\b(?:improvement|recovery|delivery|project|business|remedial) plan\b",
    ),
    "learning": (
        r"\b(?:lessons?|learning|learned|learnt)\b",
        (
            r"\b(?:team|staff|management|supervision) meetings?\b|\bin (?:\w+ )?supervision\b|\bdebrief\w*\b"
            r"|\breflect\w*\b(?! the)|\blearn\b"
        ),
        (
            r"\b(?:discuss|talk|go) (?:\w+ ){0,4}?(?:through|over|with)\b.{0,40}\b(?:staff|officers?|teams?"
            r"|workers?|managers?) "
            r"(?:concerned|involved|responsible)\b"
        ),
        r"\bdiscuss .{0,40}\bwith (?:its |the |all )?(?:staff|officers|teams?)\b",
        r"\bshare .{0,40}\bwith (?:its |the |all |relevant )*(?:staff|officers|teams?)\b",
    ),
    "reassessment": (
        r"\bre-?assess\w*\b",
        r"\b(?:new|fresh|further|another|up-to-date|updated|proper|full) (?:\w+ ){0,3}assessments?\b",
        r"\b(?:carry|carries|carrying) out (?:an?|the|her|his|their) (?:[\w'-]+ ){0,4}assessments?\b",
        (
            r"\b(?:complete|arrange|commission|conduct|undertake|do|offer|start|finish|redo|repeat|book|make"
            r"|provide|give|begin|perform)"
            r" (?:[\w'-]+ ){0,5}(?<!needs and )assessments?\b(?! (?:process|procedure|form|polic|framework|template"
            r"|team))"
        ),
        r"\bassess(?:ed)?\b",
    ),
    "reconsideration": (
        r"\breconsider\w*\b",
        r"\b(?:fresh|new) (?:\w+ ){0,3}(?:decisions?|appeals?|hearings?|panel)\b",
        r"\b(?:decide|take|make|look at|consider|hear|determine)\b.{0,60}\b(?:again|afresh|anew)\b",
        r"\bremake\b",
        r"\brehear\w*\b",
        r"\bre-?run\b",
        r"\bre-?determine\w*\b",
        r"\bre-?visit\b",
        r"\bre-?tak(?:e|es|ing|en)\b",
        r"\b(?:look|think|go)(?: \w+)? again\b",
        r"\bsecond look\b|\bonce more\b|\bonce again\b",
        r"\bnew .{0,30}decisions\b|\b(?:different|fresh|new) panel\b|\breverse\b|\breopen\b|\bre-?open\b",
    ),
    "policy": (
        r"\bwording\b",
        r"\bpolic(?:y|ies)\b",
        r"\b(?:allocations?|charging|eligibility) (?:scheme|criteria)\b",
        r"\bcriteria\b",
        r"\bguidelines\b",
    ),
    "report": (
        r"\breport\b.{0,60}\b(?:committee|cabinet|members|councillors|board|scrutiny|elected|meeting|full council)\b",
        r"\b(?:committee|cabinet|scrutiny|elected members)\b",
    ),
    "records": (r"\b(?<!how it )(?<!way it )(?:records?|files?|case notes|database|register)\b",),
    "procedure": (
        (
            r"\b(?:a|some) (?:way|means|method) (?:of|to)\b|\b(?:mechanisms?|safeguards?|flowcharts?|workflows?"
            r"|controls?|pathways?)\b"
        ),
        r"\b(?:how|the way)(?: in which| that)? (?:it (?!was\b)\w+s|they (?!were\b)\w+(?<!ed))\b",
        (
            r"\b(?:procedures?|process(?:es)?|practices?|systems?|templates?|standard letters?|letters|checklist"
            r"|protocols?|guidance|forms?|arrangements for (?!contact|his|her|their|the|care|mr|ms)|way it)\b"
        ),
    ),
    "information": (
        (
            r"\b(?:websites?|web ?pages?|leaflets?|online|information (?:it gives|on|for|about)|publish\w*"
            r"|publici[sz]e"
            r"|signpost\w*|factsheets?)\b"
        ),
    ),
    "meeting": (
        (
            r"\bmeet(?:s|ing|ings)?\b(?! (?:the(?! (?:family|parents|couple|complainants?|two|school)\b)|its|all"
            r"|any|half|\d|her needs|his needs|their needs|needs))"
        ),
        (
            r"\binvite\b|\bsit down with\b|\b(?:visit|speak to|speak with|talk to|see) (?:mr|mrs|ms|miss|mx|dr|the"
            r" family|her|him|them)\b"
        ),
        r"\bface[- ]to[- ]face\b|\bround[- ]table\b",
    ),
    "contact": (
        (
            r"\b(?:point of contact|named (?:officer|person|contact|worker)|single contact|contact (?:officer|person)"
            r"|who to contact|wh(?:o|om|ich \w+) (?:\w+ ){1,3}contact|contact details|direct (?:contact|line"
            r"|number)|key worker|allocate|appoint|assign|nominate"
            r"|designate|name (?:an?|one))\b"
            r"|\b(?:a|one) (?:single|named|dedicated|lead|link|specific) (?:[\w-]+ ){0,2}(?:officer|worker"
            r"|person|manager|caseworker"
            r"|contact|coordinator|member)\b|\b(?:name|number|email) (?:\w+ ){1,5}?(?:officer|person|worker"
            r"|manager|caseworker)\b|\b(?:one|a) (?:person|officer) (?:to|whom|who|for)\b"
        ),
    ),
    "review": (
        r"\b(?<!under )review\w*\b",
        (
            r"^(?:look (?:into|at)|check|examine|go over) (?:\w+ ){0,4}?(?:how|whether|case|that|care|plan|file"
            r"|handling)\b"
        ),
    ),
    "monitoring": (
        (
            r"\b(?:monitor\w*|oversee|supervis(?:e|es|ing|ion)|track(?:s|ing)?|keep .{0,40}under review|check"
            r" progress)\b"
        ),
    ),
    "payment": (
        (
            r"^(?:pay|refund|reimburse|repay|waive|write off|credit|backdate|meet|fund|compensate)\b.{0,60}"
            r"\b(?:costs?|fees?|charges?|payments?|allowances?|money|sums?|amounts?|arrears|debts?|benefits?"
            r"|interest)\b"
        ),
        r"\b(?:refund|reimburse|repay|waive|write off|backdate\w*)\b",
    ),
    "works": (
        r"\b(?:quotes?|contractors?)\b",
        r"\b(?:repairs?|works?|rebuild|install\w*|replace|inspect|clear|remove|clean|fix|resurface|drain\w*)\b",
    ),
    "explanation": (
        (
            r"\b(?:explain|explanation|inform|tell|confirm|clarify|update|write to|write|answer|respond|reply"
            r"|let .{0,20}know)\b"
        ),
    ),
    "compliance": (
        r"\bcompl(?:y|iance|ies)\b",
        r"\bimplement\b",
        r"\bdo (?:all|what|as)\b",
    ),
    "provision": (
        (
            r"\bput .{1,40} in place\b|\b(?:provide|arrange|put in place|ensure|deliver|offer|secure|start|begin"
            r"|make sure|complete|find)\b"
        ),
    ),
}
_SORRY: Final = re.compile(
    r"\b(?<!token of )(?:apolog(?:y|ies|ise|ises|ize|ising)|(?:say|says|saying) (?:that it is )?sorry|sorry)\b",
    re.ASCII,
)
_TO_US: Final = re.compile(r"\b(?:us|me|the ombudsm[ae]n|we)\b", re.ASCII)
_PROOF: Final = re.compile(
    r"\b(?:evidence|proof|confirm\w*|satisf\w+|demonstrate|compl(?:y|ied|iance)|done (?:this|so|these)|has done"
    r"|have done|carried (?:this|these|them|it)? ?out"
    r"|(?<!to be )complet(?:ed|ion)"
    r"|implemented|findings|progress|taken these|these (?:steps|actions|things|points)|monitor"
    r"|check|report back|reports? (?:\w+ ){0,3}to (?:us|me|the)|let (?:us|me)|tell (?:us|me)|show (?:us|me)"
    r"|know when|send (?:us|me)|provide (?:us|me)"
    r"|supply (?:us|me)|give (?:us|me))\b",
)


_PLAN: Final = re.compile(
    r"\b(?:send|give|provide|submit)\w* (?:us|me) (?:with )?(?:a|an|its) (?:\w+ ){0,2}plan\b", re.ASCII
)
_BARE_PROOF: Final = re.compile(r"(?:provide|send|give|supply|submit|show) (?:\w+ )?(?:with )?(?:evidence|proof)\b")

_ASKED_PROOF: Final = re.compile(
    r"(?:we|i)(?: have| will)? ask(?:ed)? .{1,60}\b(?:evidence|proof|documents"
    r"|confirmation)\b",
    re.ASCII,
)


def is_apology(low: str) -> bool:
    """Whether an item (small letters) tells the body to say sorry."""
    return ("polog" in low or "orry" in low) and _SORRY.search(low) is not None


def is_evidence(low: str) -> bool:
    """Whether an item (small letters) asks for no more than proof, for the Ombudsman, that the rest was done."""
    if _BARE_PROOF.match(low) or _ASKED_PROOF.match(low):
        return True
    if _PLAN.search(low):
        return False
    return _TO_US.search(low) is not None and _PROOF.search(low) is not None


@functools.lru_cache(maxsize=4096)
def kind_of(low: str) -> str:
    """The kind of an action (small letters): "training", "procedure" ..., "other" where its words fit none."""
    return next((kind for kind, words in _kinds() if words.search(low)), "other")


@functools.lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile("|".join(shapes))) for kind, shapes in _KINDS.items())


# One of these is in every deadline; plain searches are ten times as fast as the pattern.
_OF_DEADLINES: Final = ("ithin ", "nside ", "in ", "by ", "efore ", "ater than", "delay", "mmediately", "orthwith")


@functools.lru_cache(maxsize=4096)  # Half of what is to be done is told in standard words.
def deadline_of(text: str) -> str | None:
    """By when something is to be done, in the page's words ("within one month"); None where it is not said."""
    low = lowered(text)
    if not any(word in low for word in _OF_DEADLINES):
        return None
    found = _DEADLINE.search(low)
    return low[found.start()] + text[found.start() + 1 : found.end()] if found else None
