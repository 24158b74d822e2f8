"""The words in which grounds are stated, by the idea they stand for. Facts of English, with no sentence of any decision.

A clause is read as the set of ideas in it. Their order hardly matters in a clause that is known to give a reason, and a
wording never met before is understood as long as its words are.
"""

from __future__ import annotations

import functools
import re

_IDEAS: dict[str, str] = {
    "not": "not no nothing never nor neither cannot unlikely insufficient little hardly without doubt doubtful unable lack lacks lacking"
    " none few couldn't can't won't isn't wouldn't doesn't nobody scarcely barely too impossible powerless",
    "differ": "different differently difference differ differs change changes changed changing alter alters altered otherwise same unchanged"
    " identical else",
    "outcome": "outcome outcomes result results conclusion conclusions answer end ending view decision verdict resolution thing",
    "add": "add adds added adding repeat repeating duplicate duplicating retrace",
    "more": "further more additional new fresh extra another",
    "finding": "findings facts insight insights light learn information",
    "worth": "worthwhile useful usefully purpose benefit gain gained value worth meaningful meaningfully point merit merits proportionate practical"
    " pointless fruitful productive constructive",
    "want": "want wants wanted wanting seek seeks seeking sought wish wishes wished desire desires desired hope hopes hoped hoping requests"
    " requested aims aim after",
    "achieve": "achieve achieves achieved achieving give gives given giving provide bring bringing deliver obtain secure order grant get award"
    " offer compel force require overturn quash make direct reach impose",
    "review": "review reviews reviewed reviewing appeal appeals appealed appealing reconsider reconsidered reconsideration stage reassessment"
    " re-examine panel",
    "court": "court courts tribunal tribunals judge judges adjudicator magistrates judicial litigation ombudsman's-court litigate sue",
    "proceed": "proceedings hearing judgment judgement injunction sub-judice",
    "settled": "decided ruled heard determined already settled before considered subject adjudicated concluded dealt brought begun issued started"
    " appealed pending ongoing took taken gone judged resolved ordered lodged used exercised",
    "option": "could can may might right rights reasonable reasonably expect expected use used available open entitled able free option ask asks"
    " asked request route remedy alternative apply exists offered provided should lies",
    "court_option": "could can may might right rights reasonable reasonably expect expected entitled able free option route alternative apply"
    " remedy recourse available open unfair challenge better should lies",
    "late": "late later sooner belated belatedly out-of-time lateness",
    "year": "twelve 12 year years",
    "time": "month months year years limit time-limit delay delayed delaying delays",
    "better": "better best",
    "placed": "placed suited equipped positioned able",
    "power": "power powers law laws statute legislation parliament discretion authority legally lawfully rules barred precluded prohibited excluded"
    " prevented",
    "jurisdiction": "jurisdiction remit",
    "look": "investigate investigating investigation investigated consider considering look looking examine deal enquire inquire reinvestigate"
    " intervene involve question",
    "injustice": "injustice harm harmed effect effects impact loss losses detriment distress disadvantage consequence consequences inconvenience"
    " upset damage affected affect suffer suffered suffering injury hardship disadvantaged",
    "great": "significant significantly serious seriously great substantial substantially enough sufficient sufficiently severe grave real much"
    " justify warrant merit material small slight minor limited trivial modest minimal negligible insignificant insufficient low justified"
    " warranted such personal any call",
    "small": "slight minor trivial minimal negligible insignificant insufficient",
    "evidence": "evidence sign signs indication indications proof grounds suggestion suggest suggests suggesting show shows point points indicate"
    " indicates reason basis cause prospect seen",
    "find": "find finding found conclude establish fault-finding identify see",
    "fault": "fault faults flaw flaws flawed maladministration failings failing wrongdoing wrong wrongly error errors mistake mistakes",
    "remedy": "remedy remedies remedied remedying redress redressed amends resolved resolve resolves resolution settled cured repaired rectified"
    " rectify corrected recompense compensated solved",
    "suitable": "suitable fair appropriate satisfactory proportionate adequate reasonable sufficient acceptable satisfied enough already full",
    "right": "right good",
    "put": "put puts putting set sets made makes makes",
    "offer": "offer offers offered apology apologised payment steps action actions measures",
    "personnel": "personnel employment staffing commercial contractual disciplinary",
}
_OTHER_BODIES = (
    "another body",
    "another organisation",
    "another ombudsman",
    "another agency",
    "other body",
    "a different body",
    "different ombudsman",
    "housing ombudsman",
    "information commissioner",
    "parliamentary and health",
    "health service ombudsman",
    "care quality commission",
    "ofsted",
    "the police",
    "pensions ombudsman",
    "financial ombudsman",
    "independent office for police",
    "social work england",
    "professions council",
    "equality and human rights commission",
    "electoral commission",
    "department for education",
    "secretary of state",
    "regulator",
    "schools adjudicator",
    "external auditor",
    "legal ombudsman",
    "property ombudsman",
    "traffic commissioner",
    " ico ",
    " cqc ",
)
_PHRASES: tuple[tuple[str, str], ...] = (
    ("out of time", "late"),
    ("looking for", "want"),
    ("looks for", "want"),
    ("asks for", "want"),
    ("asking for", "want"),
    ("asked for", "want"),
    ("would like", "want"),
    ("in mind", "want"),
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
    ("passage of time", "late"),
    ("time has passed", "late"),
    ("already investigated", "add_already"),
    ("thoroughly investigated", "add_already"),
    ("properly investigated", "add_already"),
    ("independently investigated", "add_already"),
    ("planning inspector", "inspector"),
    ("earlier", "earlier"),
)
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")


@functools.lru_cache(maxsize=1)
def _lexicon() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for idea, words in _IDEAS.items():
        for word in words.split():
            found.setdefault(word, set()).add(idea)
    return {word: frozenset(ideas) for word, ideas in found.items()}


def ideas_in(clause: str) -> frozenset[str]:
    """The ideas that the words of a clause stand for; ``clause`` is in small letters with straight quotes."""
    lexicon = _lexicon()
    found: set[str] = set()
    for word in _WORD.findall(clause):
        ideas = lexicon.get(word)
        if ideas:
            found |= ideas
    found |= {idea for phrase, idea in _PHRASES if phrase in clause}
    if any(body in clause for body in _OTHER_BODIES):
        found.add("other_body")
    return frozenset(found)
