"""Composes decision statements."""

from __future__ import annotations

from random import Random

from scraper.replica.case import Case
from scraper.replica.document import Document, GroundSentence
from scraper.replica.phrases import APOSTROPHE, PhraseBook
from scraper.replica.writer import Writer

SIGNED = f"Investigator{APOSTROPHE}s decision on behalf of the Ombudsman"
GROUNDS = (
    "not_enough_evidence_of_fault",
    "injustice_not_significant",
    "no_different_outcome",
    "cannot_add_to_previous_investigation",
    "no_worthwhile_outcome",
    "cannot_achieve_outcome_wanted",
    "review_or_appeal_available",
    "tribunal_or_court_remedy",
    "court_proceedings",
    "late",
    "better_placed_body",
    "out_of_jurisdiction",
    "remedied",
)


def compose_statement(case: Case, rng: Random, book: PhraseBook) -> Document:
    """A whole statement of a case."""
    writer = Writer(rng, book, case.facts, restart=case.restart)
    ground = rng.choice(GROUNDS)
    writer.facts["clause"] = writer.words(f"closing.{ground}.clause")
    summary = writer.words("closing.summary")
    writer.grounds.append(GroundSentence(ground, summary))
    writer.heading(f"The Ombudsman{APOSTROPHE}s final decision:", "summary")
    writer.bare(summary)
    writer.heading("The complaint", "complaint")
    writer.numbered(f"{case.facts['C']} complained that {case.facts['B']} {case.facts['wrong']}.")
    _powers(writer)
    writer.heading("How I considered this complaint", "consideration")
    for text in writer.chosen("powers.consideration", 3):
        writer.numbered(text)
    writer.heading("My assessment" if case.modern else "What I found", "findings")
    for _ in range(case.pages * 4):
        writer.numbered(" ".join([writer.words("topic.events"), writer.words("topic.law")]))
    writer.numbered(writer.ground(ground, f"closing.{ground}.reason"))
    writer.heading("Final decision", "final_decision")
    writer.numbered(writer.ground(ground, "closing.final"))
    writer.bare(SIGNED)
    return Document(
        summary, case.facts["C"], writer.sections(), tuple(writer.legislation.values()), tuple(writer.grounds)
    )


def _powers(writer: Writer) -> None:
    writer.heading(f"The Ombudsman{APOSTROPHE}s role and powers", "powers")
    writer.numbered(writer.words("powers.fault"))
    writer.numbered(writer.words("powers.assessment_list"))
    for text in writer.chosen("powers.assessment_reasons", 3):
        writer.bullet(text)
    writer.bare(writer.words("powers.assessment_cite"))
    for text in writer.chosen("powers.other_powers", 2):
        writer.numbered(text)
