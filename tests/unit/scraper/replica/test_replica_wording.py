"""The phrase book and what is written with it."""

from __future__ import annotations

import re

import pytest

from scraper.replica.case import GROUNDS
from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus, Entry, Tie
from scraper.replica.document import Document
from scraper.replica.phrases import Half, PhraseBook, read_banks

COUNT = 800
BANKS = read_banks()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(3, COUNT)


@pytest.fixture(scope="module")
def told(corpus: Corpus) -> list[tuple[Entry, Document]]:
    composer = Composer(corpus, PhraseBook(Half.BOTH))
    return [(entry, composer.document(entry)) for entry in map(corpus.entry, range(COUNT))]


def texts(document: Document) -> list[str]:
    return [paragraph.text for section in document.sections for paragraph in section.paragraphs]


def straight(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u2018", "'")


@pytest.mark.parametrize("name", BANKS)
def test_a_bank_has_its_own_words_in_each_half(name: str) -> None:
    alternatives = BANKS[name]
    assert len({words.text for words in alternatives}) == len(alternatives)
    halves = [{words.text for words in alternatives if words.half is half} for half in (Half.SEEN, Half.UNSEEN)]
    assert not halves[0] & halves[1]


@pytest.mark.parametrize("name", BANKS)
def test_cited_law_is_in_the_words(name: str) -> None:
    for words in BANKS[name]:
        for cite in words.cites:
            assert cite.act in straight(words.text)
            number = (cite.provision or "").split(" ")[-1]
            assert all(part in words.text for part in re.split(r"(?=\()", number))
            assert not cite.as_amended or "as amended" in words.text


@pytest.mark.parametrize("name", [name for name in BANKS if name.split(".")[1] in {"payment", "inline"}])
def test_ordered_amounts_are_slots_of_the_words(name: str) -> None:
    for words in BANKS[name]:
        slots = re.findall(r"£\{(\w)\}", words.text)
        assert slots == [slot for spec in words.payments for slot in re.findall(r"\b[abcd]\b", spec)]


def test_there_is_wording_for_every_ground() -> None:
    for ground in GROUNDS:
        assert len(BANKS[f"closing.{ground}.clause"]) >= 4
        assert len(BANKS[f"closing.{ground}.reason"]) >= 2


def test_no_slot_is_left_open(told: list[tuple[Entry, Document]]) -> None:
    for _, document in told:
        assert not any(mark in text for text in texts(document) for mark in ("{", "}", "||", "`", "  "))


def test_the_summary_alone_is_that_of_the_document(corpus: Corpus, told: list[tuple[Entry, Document]]) -> None:
    composer = Composer(corpus, PhraseBook(Half.BOTH))
    for entry, document in told:
        assert composer.summary(entry) == document.summary


def test_order_of_asking_changes_nothing(corpus: Corpus, told: list[tuple[Entry, Document]]) -> None:
    composer = Composer(corpus, PhraseBook(Half.BOTH))
    for entry, document in reversed(told):
        assert composer.document(entry) == document


def test_the_halves_of_the_wording_share_no_ground_sentence(corpus: Corpus) -> None:
    sentences = []
    for half in (Half.SEEN, Half.UNSEEN):
        composer = Composer(corpus, PhraseBook(half))
        documents = [composer.document(corpus.entry(number)) for number in range(200)]
        sentences.append({straight(g.sentence) for document in documents for g in document.grounds})
    assert not sentences[0] & sentences[1]


def test_every_ground_occurs_and_its_sentences_stand_in_the_text(told: list[tuple[Entry, Document]]) -> None:
    assert {ground.ground for _, document in told for ground in document.grounds} == set(GROUNDS)
    for _, document in told:
        for ground in document.grounds:
            assert any(ground.sentence in text for text in texts(document))


def test_closed_cases_have_grounds_and_reports_none(told: list[tuple[Entry, Document]]) -> None:
    for entry, document in told:
        if entry.outcome.startswith("Closed"):
            assert document.grounds
        if entry.report:
            assert not document.grounds
            assert document.complainant is None


def test_payments_stand_in_the_text_with_their_amounts(told: list[tuple[Entry, Document]]) -> None:
    forms = set()
    for _, document in told:
        for payment in document.payments:
            assert payment.text in texts(document)
            amounts = [payment.amount_gbp, *([payment.amount_to_gbp] if payment.amount_to_gbp else [])]
            for amount in amounts:
                assert f"£{float(amount):.2f}".removesuffix(".00") in payment.text.replace(",", "")
            forms.add((payment.amount_to_gbp is not None, payment.period, payment.periods is not None))
    assert forms >= {(False, None, False), (True, None, False), (False, "month", True), (False, "week", False)}


def test_totals_are_given_only_where_amounts_can_be_added(told: list[tuple[Entry, Document]]) -> None:
    for _, document in told:
        open_ended = any(p.amount_to_gbp or (p.period and not p.periods) for p in document.payments)
        assert (document.total_gbp is None) == (open_ended or not document.payments)
        if document.total_gbp:
            total = sum(float(p.amount_gbp) * (p.periods or 1) for p in document.payments)
            assert float(document.total_gbp) == pytest.approx(total)


def test_actions_stand_in_the_text_with_their_deadlines(told: list[tuple[Entry, Document]]) -> None:
    deadlines = set()
    for _, document in told:
        whole = "\n".join(texts(document)).lower()
        for action in document.actions:
            assert action.text.lower() in whole
            assert action.deadline is None or action.deadline in whole
            deadlines.add(action.deadline)
    assert len(deadlines) > 5
    assert None in deadlines


def test_cited_law_is_named_in_the_decision(told: list[tuple[Entry, Document]]) -> None:
    for _, document in told:
        whole = straight("\n".join(texts(document)))
        for cite in document.legislation:
            assert cite.act in whole
            assert cite.url is None or cite.url.startswith("https://www.legislation.gov.uk/")


def test_lengths_run_from_one_page_to_twelve(told: list[tuple[Entry, Document]]) -> None:
    statements = [sum(map(len, texts(document))) for entry, document in told if not entry.report]
    assert min(statements) < 5_000
    assert max(statements) > 30_000


@pytest.mark.parametrize("tie", [Tie.SAME_TEXT, Tie.TWO_PLACES])
def test_one_matter_has_one_text(corpus: Corpus, told: list[tuple[Entry, Document]], tie: Tie) -> None:
    tied = [entry for entry, _ in told if entry.tie is tie]
    assert tied
    for entry in tied:
        for sibling in corpus.siblings(entry.number):
            assert told[sibling][1].sections == told[entry.number][1].sections


def test_joint_cases_share_their_text_or_have_their_own(corpus: Corpus, told: list[tuple[Entry, Document]]) -> None:
    same = set()
    for entry, document in told:
        for sibling in corpus.siblings(entry.number):
            if entry.tie is Tie.JOINT:
                same.add(told[sibling][1].sections == document.sections)
    assert same == {True, False}


def test_strangers_share_little_but_standard_wording(told: list[tuple[Entry, Document]]) -> None:
    singles = [texts(document) for entry, document in told if entry.tie is Tie.SINGLE and not entry.report]
    long_ones = [{straight(text) for text in found} for found in singles if len(found) > 60][:40]
    for number, one in enumerate(long_ones):
        for other in long_ones[:number]:
            assert len(one & other) / min(len(one), len(other)) < 0.4
