"""The words in which grounds are stated, by the idea they stand for: facts of English, no decision's sentences.

A clause is read as the set of ideas in it. Their order hardly matters in a clause that is known to give a reason, and a
wording never met before is understood as long as its words are.
"""

from __future__ import annotations

import functools
import re

from workers.parsing.grounds.others import denied
from workers.parsing.grounds.sayings import SAYINGS

_IDEAS: dict[str, str] = {
    "not": "not no nothing never nor neither cannot unlikely insufficient little hardly without doubt doubtful"
    " unable lack lacks lacking"
    " none few yet couldn't can't won't isn't wouldn't doesn't nobody scarcely barely too impossible powerless",
    "differ": "different differently difference differ differs change changes changed changing alter alters altered"
    " otherwise unchanged else",
    "same": "same identical",
    "another": "another",
    "outcome": "outcome outcomes result results conclusion conclusions answer end ending view decision verdict"
    " resolution thing",
    "add": "add adds added adding improve improving repeat repeating duplicate duplicating retrace",
    "repeat": "repeat repeats repeating duplicate duplicates duplicating retrace retraces rehearse",
    "only": "only merely simply just",
    "more": "further more additional new fresh extra another",
    "finding": "findings facts insight insights light learn information",
    "worth": "worthwhile useful usefully purpose benefit gain gained value worth meaningful meaningfully point"
    " proportionate practical"
    " pointless fruitful productive constructive",
    "want": "want wants wanted wanting seek seeks seeking sought wish wishes wished desire desires desired hope"
    " hopes hoped hoping requests"
    " requested aims aim",
    "achieve": "achieve achieves achieved achieving give gives given giving provide bring bringing deliver obtain"
    " secure order grant get award"
    " arrange offer compel force require overturn quash make direct reach impose recommend",
    "review": "review reviews reviewed reviewing appeal appeals appealed appealing reconsider reconsidered"
    " reconsideration stage reassessment"
    " re-examine panel rethink revisit revisited",
    "court": "court courts tribunal tribunals judge judges adjudicator adjudicators magistrates judicial litigation"
    " litigate sue insurer insurers"
    " insurance lawyer lawyers",
    "proceed": "proceedings hearing judgment judgement injunction sub-judice",
    "settled": "decided ruled heard determined already settled before considered subject adjudicated concluded"
    " dealt brought begun issued started"
    " appealed pending ongoing took taken gone judged resolved ordered lodged used exercised",
    "option": "could can may might right rights reasonable reasonably expect expected use used available open"
    " entitled able free option ask asks"
    " asked request route remedy alternative apply exists offered provided should lies",
    "court_option": "could can may might right rights reasonable reasonably expect expected entitled able free"
    " option route alternative apply best"
    " remedy recourse available open unfair challenge better should lies allow allows"
    " lets permits entitles",
    "late": "late sooner belated belatedly out-of-time lateness",
    "year": "twelve 12 year years",
    "time": "month months limit time-limit delay delayed delaying delays",
    "better": "better best",
    "placed": "placed suited equipped positioned able",
    "power": "power powers law laws statute legislation parliament discretion authority legally lawfully rules"
    " restriction restrictions",
    "jurisdiction": "jurisdiction remit",
    "bar": "prevent prevents prevented stops stop stopped bar bars barred forbid forbids forbidden preclude"
    " precludes precluded exclude excludes"
    " excluded prohibit prohibits prohibited disallow disallows restricts restricted debars",
    "allow": "allow allows allowed permit permits permitted lets let entitled able free",
    "kind": "matter matters kind type sort something function functions body organisation thing things",
    "previous": "previous previously earlier prior investigator investigators",
    "thorough": "thorough thoroughly sound soundly robust proper properly independent independently careful"
    " carefully full fully comprehensive comprehensively covered detailed"
    " detail depth rigorous rigorously exhaustive",
    "ago": "ago knew known aware passed elapsed happened date back since",
    "look": "investigate investigating investigation investigated consider considering look looking examine deal"
    " enquire inquire reinvestigate"
    " intervene involve question handle pursue",
    "injustice": "injustice harm harmed effect effects impact loss losses detriment distress disadvantage"
    " consequence consequences inconvenience"
    " upset damage affected affect suffer suffered suffering injury hardship disadvantaged difficulty difficulties",
    "great": "significant significantly serious seriously great substantial substantially enough sufficient"
    " sufficiently severe grave real much"
    " justify warrant merit material small slight minor limited trivial modest minimal negligible insignificant"
    " insufficient low justified"
    " warranted such personal any call",
    "small": "slight minor trivial minimal negligible insignificant insufficient limited",
    "evidence": "evidence sign signs indication indications proof grounds suggestion suggest suggests suggesting"
    " show shows point points indicate"
    " indicates reason basis cause prospect seen",
    "find": "find finding found conclude establish fault-finding identify see uncover reveal discover",
    "fault": "fault faults flaw flaws flawed maladministration failings failing wrongdoing wrong wrongly error"
    " errors mistake mistakes criticise criticism err erred errs",
    "remedy": "compensated compensation remedy remedies remedied remedying redress redressed amends resolved"
    " resolve resolves resolution settled cured repaired rectified"
    " rectify corrected recompense compensated solved resolving settling rectifying",
    "suitable": "suitable fair appropriate satisfactory proportionate adequate reasonable sufficient acceptable"
    " satisfied enough already full",
    "offer": "offer offers offered apology apologised payment paid steps action actions measures done response"
    " sorry cancelled refunded waived reimbursed reinstated",
    "personnel": "personnel employment employee employees staffing commercial contractual disciplinary",
}
# Bodies that a complaint may be one for instead: by what such bodies are called.
_OTHER_BODY = re.compile(
    r"\b(?=\w)(?:(?:another|other|different|specialist|separate|those) (?:body|bodies|organisations?|ombudsm[ae]n"
    r"|agency|agencies|regulators?|authority|service)\b"
    r"|(?:housing|financial|legal|pensions?|property|health|service|parliamentary|energy|communications|removals"
    r"|students?|prisons?) ombudsman"
    r"|(?:commissioner|commissioner's|regulator|regulators|inspectorate|ofsted|cqc|ico|phso|police|commission"
    r"|adjudicator's office"
    r"|department for|secretary of state|social work england|professions council|auditors?|agency|minister)\b"
    r"|ombudsman service\b)",
    re.ASCII,
)
# That we decided the same before.
_ALREADY_OURS = re.compile(
    r"\b(?:we|i|the ombudsm[ae]n)(?:'ve)?(?: (?:have|has|had))? already (?:made|gave|given|issued|reached|decided"
    r"|considered|dealt with|looked (?:at|into)|investigated|examined|determined|ruled on)\b(?: [\w']+){0,4}?"
    r" (?:complaints?|matters?|issues?|events?|cases?|it|them|this$|the same)\b",
    re.ASCII,
)
# Proceedings of a court, which the word alone does not tell ("disciplinary proceedings").
_PROCEEDINGS = re.compile(
    r"\b(?:care|legal|court|criminal|civil|family|public law|private law|possession|insolvency|bankruptcy|committal"
    r"|enforcement|parallel) proceedings\b"
    r"|\b(?:issu|start|br(?:ing|ought)|beg[au]n|commenc|tak|took|launch|lodg)\w*(?: [\w']+){0,2} proceedings\b"
    r"|\b(?:is|are|has|have|was)(?: already| now)? (?:taking|taken|bringing|brought|started|begun)"
    r" (?:court|legal) action\b"
)
# That something is of a kind which we cannot investigate, said of the thing ("a school, which we cannot look at").
_BEYOND_US = re.compile(
    r"\b(?:which|what|something|ones?|matters?|things?|kind|areas?|subjects?|complaints?"
    r"|bod(?:y|ies)|organisations?)(?: that| which)?"
    r" we (?:cannot|can't|may not|are not able to|are unable to|have no power to|do not) (?:\w+ )?"
    r"(?:investigate|consider|look|examine|deal|take)\b"
    r"|\bnot (?:\w+ ){1,3}?(?:(?:that|which|whom) )?we (?:can|may|could|are able to|are allowed to|have power to)"
    r" (?:\w+ )?(?:investigate|consider|look|examine|deal|take)\b"
    r"|\bwe (?:cannot|can't|may not|are not able to) (?:by law|lawfully|legally) (?:investigate|consider|look|examine"
    r"|deal)\b"
    r"|\bno (?:power|authority|jurisdiction|remit) over\b|\bwe must not (?:investigate|consider|look|examine|deal)\b"
    r"|\bwe may not (?:investigate|consider|look|examine|deal|take)\b"
    r"|\bwe (?:cannot|can't) (?:investigate|consider|look into|deal with) (?:such|these|those)"
    r" (?:complaints|matters|things)\b"
    r"|\b(?:we|i) (?:cannot|can't|may not) (?:investigate|consider|look (?:at|into)|deal with) (?:complaints (?:about"
    r"|against|by|from)|what (?:happens|goes on|is done)|the (?:conduct|actions|running|management)"
    r" of (?:an?|the|his|her|their) (?:\w+ )?(?:school|academy|governors))\b",
    re.ASCII,
)
_WE_STOP = re.compile(r"\b(?:we|i|the ombudsman)(?: have| has|'ve)?(?: now| also)? stop")
_SEEKS_OTHER = re.compile(
    r"\bseek(?:ing|s)? (?:\S+ ){0,3}?(?:review|reconsideration|appeal|reassessment|redress|advice|damages"
    r"|compensation) (?:in|of|from|by|at|through|to|against)\b"
)
_PHRASES: tuple[tuple[str, str], ...] = (
    ("out of time", "late"),
    ("twelve-month", "late"),
    ("12-month", "late"),
    ("time limit", "late"),
    ("exercise discretion", "waive"),
    ("exercise our discretion", "waive"),
    ("exercise my discretion", "waive"),
    ("exercise the discretion", "waive"),
    ("use discretion", "waive"),
    ("use our discretion", "waive"),
    ("use my discretion", "waive"),
    ("looking for", "want"),
    ("looks for", "want"),
    ("asks for", "want"),
    ("asking for", "want"),
    ("asked for", "want"),
    ("would like", "want"),
    ("in mind", "want"),
    ("will accept", "want"),
    ("would accept", "want"),
    ("outside", "outside"),
    ("beyond", "outside"),
    ("outwith", "outside"),
    ("not within", "outside"),
    ("only a court", "only_court"),
    ("only the court", "only_court"),
    ("only a judge", "only_court"),
    ("in time", "time"),
    ("too long", "late"),
    ("long ago", "late"),
    ("passage of", "late"),
    ("time has passed", "late"),
    ("already investigated", "add_already"),
    ("thoroughly investigated", "add_already"),
    ("properly investigated", "add_already"),
    ("independently investigated", "add_already"),
    ("inspector", "minister"),
    ("secretary of state", "minister"),
    ("minister", "minister"),
    ("earlier", "earlier"),
    ("other than", "differ"),
    ("greater injustice", "small"),
    ("more injustice", "small"),
    ("more serious injustice", "small"),
    ("greater harm", "small"),
    ("look again", "review"),
    ("looked at again", "review"),
    ("look at it again", "review"),
    ("look at the matter again", "review"),
    ("think again", "review"),
    ("second look", "review"),
    ("on request", "option"),
    ("complaints procedure", "procedure"),
    ("complaint procedure", "procedure"),
    ("complaints process", "procedure"),
    ("complaints system", "procedure"),
    ("own procedure", "procedure"),
    ("away from us", "bar"),
    ("beyond our reach", "jurisdiction"),
    ("remedy in law", "court"),
    ("court action", "court"),
    ("issued a claim", "court"),
    ("brought a claim", "court"),
    ("lodged a claim", "court"),
    ("too distant", "late"),
    ("distant past", "late"),
    ("long before now", "late"),
    ("long before this", "late"),
    ("go back to", "review"),
    ("legal action", "court"),
    ("legal remedy", "court"),
    ("legal proceedings", "court"),
    ("claim for damages", "court"),
    ("claim damages", "court"),
    ("same ground", "add_already"),
    ("no merit", "worth"),
    ("no remedy", "worth"),
    ("apply to the secretary", "review"),
    ("apply to the minister", "review"),
    ("said in the hearing", "court"),
    ("said in the hearing", "proceed"),
    ("merit in", "worth"),
    ("would have recommended", "remedy"),
    ("we would recommend", "remedy"),
    ("ask for more", "remedy"),
    ("recommend more", "remedy"),
    ("recommend anything", "remedy"),
    ("made good", "put_right"),
    ("make good", "put_right"),
    ("do so again", "add"),
    ("say more", "add"),
    ("already examined", "add_already"),
    ("already looked into", "add_already"),
    ("public interest in", "worth"),
    ("to do more", "remedy"),
    ("administrative function", "power"),
    ("said in court", "proceed"),
    ("done in court", "proceed"),
    ("happened in court", "proceed"),
    ("too old", "late"),
    ("is after", "want"),
    ("are after", "want"),
    ("hard to see", "not"),
    ("difficult to see", "not"),
    ("hard to imagine", "not"),
    ("made up for", "remedy"),
    ("make up for", "remedy"),
    ("keeps us from", "bar"),
    ("keep us from", "bar"),
    ("rules out", "bar"),
    ("shut out", "bar"),
)
_MONTH = re.compile(r"(?<=\d )may\b|\bmay(?= \d)", re.ASCII)
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")


@functools.lru_cache(maxsize=1)
def _lexicon() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for idea, words in _IDEAS.items():
        for word in words.split():
            found.setdefault(word, set()).add(idea)
    return {word: frozenset(ideas) for word, ideas in found.items()}


@functools.lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[str, str], ...]]:
    """The phrases by their first words, as they are more than a hundred; those of one word, with any ending, by ""."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for phrase, idea in _PHRASES:
        first = phrase.partition(" ")[0] if " " in phrase else ""
        found[first] = (*found.get(first, ()), (phrase, idea))
    return found


def _ideas_of_words(clause: str) -> set[str]:
    """The ideas that words stand for, one by one and in phrases."""
    lexicon, phrases = _lexicon(), _phrases()
    found = {idea for part, idea in phrases[""] if part in clause}
    for word in _WORD.findall(_MONTH.sub("", clause) if "may" in clause else clause):
        ideas = lexicon.get(word)
        if ideas:
            found |= ideas
        told = phrases.get(word)
        if told:
            found.update([idea for phrase, idea in told if phrase in clause])
    return found


@functools.lru_cache(maxsize=4096)  # Asked for what a clause states and for what it leans to.
def ideas_in(clause: str) -> frozenset[str]:
    """The ideas that the words of a clause stand for; ``clause`` is in small letters with straight quotes."""
    found = _ideas_of_words(clause)
    found |= {idea for idea, parts, said in SAYINGS if any(part in clause for part in parts) and said.search(clause)}
    if "bar" in found and "stop" in clause and _WE_STOP.search(clause):
        found.discard("bar")
    if "want" in found and _is_no_wish(clause):
        found.discard("want")
    if ("proceedings" in clause or " action" in clause) and _PROCEEDINGS.search(clause):
        found |= {"court", "proceed"}
    if _OTHER_BODY.search(clause):
        found.add("other_body")
    if "even if" in clause or "alleged fault" in clause or clause.startswith("not every"):
        found.discard("fault")  # What is only supposed is not said to be wanting.
    if ("we " in clause or " over" in clause or "i c" in clause) and _BEYOND_US.search(clause):
        found.add("beyond_us")
    if " already " in clause and _ALREADY_OURS.search(clause):
        found.add("add_already")
    return frozenset(found - denied(clause))


def _is_no_wish(clause: str) -> bool:
    """Whether what sounds like a wish is a way open to somebody, or what we are asked to do by law."""
    return "parliament" in clause or ("seek" in clause and _SEEKS_OTHER.search(clause) is not None)
