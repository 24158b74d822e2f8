"""Which ground a clause states, told from the ideas in it: the more telling is asked first and shuts out the rest."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from workers.parsing.grounds.concepts import ideas_in

Ideas = frozenset[str]


def _has(ideas: Ideas, *wanted: str) -> bool:
    return ideas.issuperset(wanted)


def _negative(ideas: Ideas) -> bool:
    return "not" in ideas or "outside" in ideas


def _late(ideas: Ideas) -> bool:
    if "court" in ideas or "review" in ideas:
        return False
    if "late" in ideas or _has(ideas, "year", "time"):
        return True
    if _has(ideas, "earlier", "option") and not ideas & {"add", "look", "thorough", "finding"}:
        return True
    return "ago" in ideas and bool(ideas & {"year", "time"})


def _court_proceedings(ideas: Ideas) -> bool:
    if "court" not in ideas:
        return False
    if "gone_to_court" in ideas:
        return True
    return ("proceed" in ideas and "could_start" not in ideas) or (
        "settled" in ideas and not ideas & {"court_option", "only_court", "for_court", "allow"}
    )


def _outcome_wanted(ideas: Ideas) -> bool:
    if "want" not in ideas or not ideas & {"achieve", "outcome", "power"}:
        return False
    return _negative(ideas) or "only_court" in ideas


def _better_placed(ideas: Ideas) -> bool:
    if "beyond_us" in ideas or _has(ideas, "review", "minister"):
        return False  # An appeal to an inspector is an appeal.
    return _has(ideas, "better", "placed") or ("other_body" in ideas and "court" not in ideas)


def _tribunal(ideas: Ideas) -> bool:
    return "court" in ideas and bool(ideas & {"court_option", "option", "review", "for_court"})


def _jurisdiction(ideas: Ideas) -> bool:
    if "beyond_us" in ideas or ("personnel" in ideas and (_negative(ideas) or "bar" in ideas)):
        return True
    if "jurisdiction" in ideas or "waive" in ideas:
        return "jurisdiction" in ideas and (
            _negative(ideas) or "bar" in ideas
        )  # No reason to make an exception is no want of power.
    if "bar" in ideas and ideas & {"power", "look", "kind"}:
        return True
    if not _negative(ideas):
        return False
    if "look" in ideas and ideas & {"power", "allow", "outside"}:
        return True
    return _has(ideas, "power", "kind")


def _evidence(ideas: Ideas) -> bool:
    if "no_fault" in ideas:
        return True
    if "fault" not in ideas or "not" not in ideas:
        return False
    return (
        "evidence" in ideas
        or ("find" in ideas and "injustice" not in ideas)
        or not ideas & {"injustice", "remedy", "review"}
    )


def _add(ideas: Ideas) -> bool:
    if _has(ideas, "not", "add") or "add_already" in ideas or _has(ideas, "previous", "thorough"):
        return True
    if "repeat" in ideas and ideas & {"look", "only"}:
        return True
    return _has(ideas, "not", "more") and bool(ideas & {"finding", "find"})


def _worthwhile(ideas: Ideas) -> bool:
    return _has(ideas, "not", "worth")


def _same_outcome(ideas: Ideas) -> bool:
    if "court" in ideas:
        return False
    if "anyway" in ideas:
        return True
    if _has(ideas, "another", "outcome", "not") or ("same" in ideas and ideas & {"outcome", "find"}):
        return True
    return "differ" in ideas and bool(ideas & {"not", "outcome", "look", "find"})


def _injustice(ideas: Ideas) -> bool:
    if ideas & {"remedy", "put_right"}:
        return False
    return "too_small" in ideas or ("injustice" in ideas and bool(ideas & {"not", "small"}))


def _remedied(ideas: Ideas) -> bool:
    return bool(ideas & {"put_right", "remedy"}) or _has(ideas, "offer", "suitable")


def _review(ideas: Ideas) -> bool:
    if _has(ideas, "remedy", "suitable") and not _negative(ideas):
        return False
    return ("review" in ideas and "option" in ideas) or ("procedure" in ideas and bool(ideas & {"option", "not"}))


_RULES: tuple[tuple[str, Callable[[Ideas], bool]], ...] = (
    ("late", _late),
    ("court_proceedings", _court_proceedings),
    ("cannot_achieve_outcome_wanted", _outcome_wanted),
    ("cannot_add_to_previous_investigation", lambda ideas: "add_already" in ideas and "court" not in ideas),
    ("better_placed_body", _better_placed),
    ("tribunal_or_court_remedy", _tribunal),
    ("cannot_add_to_previous_investigation", lambda ideas: _has(ideas, "not", "add")),
    ("not_enough_evidence_of_fault", _evidence),
    ("cannot_add_to_previous_investigation", _add),
    ("no_worthwhile_outcome", _worthwhile),
    ("no_different_outcome", lambda ideas: _has(ideas, "affects_outcome", "not")),
    ("injustice_not_significant", _injustice),
    ("no_different_outcome", _same_outcome),
    ("out_of_jurisdiction", _jurisdiction),
    ("review_or_appeal_available", _review),
    ("remedied", _remedied),
)


# For each ground, parts of words of which any clause that states it has at least one.
_COURT = ("court", "tribunal", "jud", "magistrate", "litigat", "legal", "sue", "insur", "lawyer", "claim")
_STEMS: dict[str, tuple[str, ...]] = {
    "late": (
        "late",
        "time",
        "old",
        "period",
        "sooner",
        "twelve",
        "12",
        "year",
        "month",
        "earlier",
        "long",
        "since",
        "delay",
    ),
    "court_proceedings": _COURT,
    "cannot_achieve_outcome_wanted": (
        "want",
        "seek",
        "sought",
        "wish",
        "desire",
        "hop",
        "aim",
        "request",
        "look",
        "ask",
        "like",
        "mind",
    ),
    "better_placed_body": (
        "better",
        "best",
        "ombudsm",
        "commission",
        "regulator",
        "inspect",
        "ofsted",
        "cqc",
        "ico",
        "police",
        "bod",
        "organi",
        "agenc",
        "department",
        "minister",
        "audit",
        "professions",
        "social work",
        "phso",
    ),
    "tribunal_or_court_remedy": _COURT,
    "not_enough_evidence_of_fault": (
        "fault",
        "flaw",
        "maladmin",
        "failing",
        "wrong",
        "error",
        "mistake",
        "criti",
        "acted",
        "entitled",
        "should not",
        "open to",
        "free to",
        "follow",
        "process",
        "proper",
        "right",
        "require",
        "regard",
        "account",
    ),
    "cannot_add_to_previous_investigation": (
        "add",
        "repeat",
        "already",
        "duplicat",
        "retrac",
        "more",
        "further",
        "new",
        "fresh",
        "improve",
        "cover",
        "reveal",
        "say",
        "rehears",
        "extra",
        "another",
        "ground",
        "investigated",
        "previous",
        "earlier",
        "prior",
        "investigator",
        "discover",
        "uncover",
        "learn",
        "find out",
    ),
    "no_worthwhile_outcome": (
        "worth",
        "useful",
        "purpose",
        "benefit",
        "gain",
        "value",
        "mean",
        "point",
        "merit",
        "proportionate",
        "practical",
        "fruitful",
        "productive",
        "achieve",
        "interest",
        "sensibl",
        "construct",
    ),
    "injustice_not_significant": (
        "injustice",
        "harm",
        "effect",
        "impact",
        "loss",
        "detriment",
        "distress",
        "disadvantage",
        "consequence",
        "inconven",
        "upset",
        "damage",
        "affect",
        "suffer",
        "injury",
        "hardship",
        "too ",
    ),
    "no_different_outcome": (
        "affect",
        "influenc",
        "sway",
        "differ",
        "chang",
        "alter",
        "other",
        "same",
        "identical",
        "else",
        "would have",
        "where",
        " as ",
    ),
    "out_of_jurisdiction": (
        "power",
        "law",
        "statute",
        "legislation",
        "parliament",
        "discretion",
        "authority",
        "legal",
        "rules",
        "restrict",
        "jurisdiction",
        "remit",
        "prevent",
        "stop",
        "bar",
        "forbid",
        "preclu",
        "exclu",
        "prohibit",
        "allow",
        "permit",
        "outside",
        "beyond",
        "outwith",
        "personnel",
        "employ",
        "staff",
        "commercial",
        "contract",
        "disciplin",
        "keep",
        "shut",
        "entitled",
        "able",
        "free",
        "lets",
        "let ",
        "we ",
    ),
    "review_or_appeal_available": (
        "review",
        "appeal",
        "reconsider",
        "stage",
        "reassess",
        "panel",
        "again",
        "think",
        "visit",
        "procedure",
        "process",
        "examine",
        "back to",
    ),
    "remedied": (
        "remed",
        "redress",
        "amends",
        "resol",
        "settle",
        "cure",
        "repair",
        "rectif",
        "correct",
        "compens",
        "right",
        "offer",
        "apolog",
        "pa",
        "step",
        "action",
        "measure",
        "done",
        "made",
        "make",
        "solved",
    ),
}


def may_state(low: str, names: Iterable[str]) -> bool:
    """Whether a text may state one of the grounds named: a quick answer that spares most of it a closer look."""
    return any(stem in low for name in names for stem in _STEMS[name])


@functools.lru_cache(maxsize=4096)  # Most reasons are given in standard words.
def ground_of(clause: str) -> str | None:
    """The ground that one clause (small letters, straight quotes) states, or None where it states none."""
    ideas = ideas_in(clause)
    return next((name for name, holds in _RULES if holds(ideas)), None)
