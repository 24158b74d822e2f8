"""Writes the sections that hardly differ from decision to decision: role and powers, and how it was considered."""

from __future__ import annotations

from scraper.replica.writer import Writer

_CODE_SHARE = 0.8
_INSIDE_SHARE = 0.4
_SHARED_SHARE = 0.5


def write_powers(w: Writer, heading: str, *, joint: bool, short: bool) -> None:
    """The role and powers. Short cases speak of when an investigation is begun, long ones of what it looks at."""
    rng = w.rng
    w.heading(heading, "powers")
    if joint:
        w.numbered(w.words("powers.joint"))
    if not short:
        w.numbered(w.words("powers.fault"))
    if short or rng.random() < _INSIDE_SHARE:
        _assessment(w)
    for text in w.chosen("powers.other_powers", 1 + int(rng.random() * (2 if short else 4))):
        w.numbered(text)


def _assessment(w: Writer) -> None:
    """The reasons for not investigating that the law knows; the act in brackets ends the last bullet or follows it."""
    w.numbered(w.words("powers.assessment_list"))
    reasons = w.chosen("powers.assessment_reasons", 1 + int(w.rng.random() * 3))
    last = reasons.pop().rstrip(",") + "."
    for reason in reasons:
        w.bullet(f"{reason} or")
    w.bullet(last)
    w.bare(w.words("powers.assessment_cite"), joined=w.rng.random() < _INSIDE_SHARE)


def write_consideration(w: Writer, topics: str, *, closed: bool) -> None:
    """How the complaint was considered."""
    w.heading("How I considered this complaint", "consideration")
    for text in w.chosen("powers.consideration", 1 if closed else 2 + int(w.rng.random() * 4)):
        w.numbered(text)
    shared_with = f"powers.shared_{topics.removeprefix('topics-')}"
    if shared_with in w.book and w.rng.random() < _SHARED_SHARE:
        w.numbered(w.words(shared_with))
    if closed and w.rng.random() < _CODE_SHARE:
        w.numbered(w.words("powers.assessment_code"))
