"""Labelled cases: what is one matter, what only looks like one, and what the labels say of them."""

from __future__ import annotations

import difflib
import hashlib
import itertools
import json
from collections import Counter, defaultdict
from random import Random

import pytest

from scraper.replica.calendar import long_date
from scraper.replica.composer import Composer
from scraper.replica.corpus import LAST_DAY, Corpus, Entry, Tie
from scraper.replica.document import Document
from scraper.replica.faults import Switchboard
from scraper.replica.http import Request
from scraper.replica.labels import labelled_pairs
from scraper.replica.phrases import Half, PhraseBook
from scraper.replica.retelling import Telling
from scraper.replica.site import Site
from scraper.replica.statement import sentences
from scraper.replica.truth import links_of

COUNT, LABELLED = 560, 500
COMPARED_WORDS = 1_600  # Longer decisions take long to compare word by word.
UNLABELLED_DIGEST = "29a628dd532788bd0d2ce17f9bd2125e542ac35bf3fdd7cf6be20e4966e1e8d6"
LABELLED_TIES = tuple(tie for tie in Tie if tie > Tie.TWO_BODIES)


@pytest.fixture(scope="module")
def composer() -> Composer:
    return Composer(Corpus(4, COUNT, LABELLED), PhraseBook(Half.BOTH))


@pytest.fixture(scope="module")
def told(composer: Composer) -> list[tuple[Entry, Document]]:
    return [(entry, composer.document(entry)) for entry in map(composer.corpus.entry, range(COUNT))]


def families(composer: Composer, tie: Tie) -> list[list[Entry]]:
    found, number = [], COUNT - LABELLED
    while number < COUNT:
        family = composer.corpus.family(number)
        entries = [composer.corpus.entry(place) for place in family]
        if entries[0].tie is tie and len(entries) > 1:
            found.append(entries)
        number = family.stop
    return found


def telling(composer: Composer, entry: Entry) -> Telling:
    told = composer.telling(entry)
    assert told is not None
    return told


def texts(document: Document, *roles: str) -> list[str]:
    chosen = [section for section in document.sections if not roles or section.role in roles]
    return [paragraph.text for section in chosen for paragraph in section.paragraphs]


def words(document: Document) -> list[str]:
    return " ".join(texts(document)).split()


def changed_share(one: list[str], other: list[str]) -> float:
    """The share of words that are not the same in the same order."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return 1 - sum(block.size for block in matcher.get_matching_blocks()) / max(len(one), len(other))


def test_a_corpus_without_labelled_cases_is_what_it_always_was() -> None:
    composer = Composer(Corpus(1, 120), PhraseBook(Half.BOTH))
    entries = [composer.corpus.entry(number) for number in range(120)]
    held = [(entry.reference, entry.body.name, entry.path, repr(composer.document(entry))) for entry in entries]
    assert hashlib.sha256(repr(held).encode()).hexdigest() == UNLABELLED_DIGEST


def test_labelled_cases_are_the_last_and_leave_the_others_as_they_were(composer: Composer) -> None:
    plain = Corpus(4, COUNT)
    for number in range(COUNT - LABELLED):
        assert composer.corpus.entry(number) == plain.entry(number)
        assert composer.corpus.entry(number).tie <= Tie.TWO_BODIES
    assert all(composer.corpus.entry(number).tie in LABELLED_TIES for number in range(COUNT - LABELLED, COUNT))


def test_more_labelled_cases_than_decisions_are_refused() -> None:
    with pytest.raises(ValueError, match="6 labelled decisions cannot be among 5"):
        Corpus(1, 5, 6)


def test_reference_and_body_are_unique_among_labelled_cases_too() -> None:
    corpus = Corpus(2, 6_000, 4_000)
    entries = [corpus.entry(number) for number in range(6_000)]
    assert len({(entry.reference, entry.body.name) for entry in entries}) == 6_000
    assert max(entry.date for entry in entries) <= LAST_DAY


def test_one_matter_has_one_number_and_look_alikes_have_their_own(composer: Composer) -> None:
    for tie in LABELLED_TIES:
        for family in families(composer, tie):
            one_matter = tie in {Tie.NEAR_TEXT, Tie.REISSUED}
            assert len({entry.matter for entry in family}) == (1 if one_matter else len(family))
            assert len({entry.place for entry in family}) == 1


def test_families_have_the_sizes_and_bodies_of_their_kind(composer: Composer) -> None:
    sizes = {tie: {len(family) for family in families(composer, tie)} for tie in LABELLED_TIES}
    assert sizes[Tie.NEAR_TEXT] == {2, 3, 4, 5}
    assert sizes[Tie.REISSUED] == sizes[Tie.FOLLOWED_UP] == {2}
    assert max(sizes[Tie.CLOSED_ALIKE]) > 5
    for tie in LABELLED_TIES:
        for family in families(composer, tie):
            assert len({entry.body for entry in family}) == (len(family) if tie is Tie.COMMON_THEME else 1)


def test_order_of_asking_changes_nothing(composer: Composer, told: list[tuple[Entry, Document]]) -> None:
    again = Composer(composer.corpus, composer.book)
    for entry, document in reversed(told):
        assert again.document(entry) == document
        assert again.summary(entry) == document.summary


def test_no_slot_is_left_open(told: list[tuple[Entry, Document]]) -> None:
    for _, document in told:
        assert not any(mark in text for text in texts(document) for mark in ("{", "}", "||", "`", "  "))


def test_numbers_of_paragraphs_run_on(told: list[tuple[Entry, Document]]) -> None:
    for _, document in told:
        numbers = [int(p.number) for s in document.sections for p in s.paragraphs if p.number and p.number.isdigit()]
        assert all(after in {before + 1, 1} for before, after in itertools.pairwise(numbers))


def test_one_matter_told_again_differs_a_little(composer: Composer, told: list[tuple[Entry, Document]]) -> None:
    shares = []
    for family in families(composer, Tie.NEAR_TEXT):
        first, *others = (words(told[entry.number][1]) for entry in family)
        assert all(other != first for other in others)
        if len(first) < COMPARED_WORDS:
            shares += [changed_share(first, other) for other in others]
    assert 0.02 < max(shares) < 0.2


def test_a_reissue_is_later_and_has_one_to_thirty_of_a_hundred_words_changed(
    composer: Composer, told: list[tuple[Entry, Document]]
) -> None:
    shares = []
    for first, later in families(composer, Tie.REISSUED):
        assert later.date > first.date
        one, other = words(told[first.number][1]), words(told[later.number][1])
        # A paragraph in another place is no word changed, but would count as many.
        if len(one) < COMPARED_WORDS and not telling(composer, later).plan.moved:
            shares.append(changed_share(one, other))
    assert 0.01 < min(shares) < 0.08
    assert 0.2 < max(shares) <= 0.31


def test_some_reissues_keep_the_number_and_most_have_another(composer: Composer) -> None:
    kept = [later.number_part == first.number_part for first, later in families(composer, Tie.REISSUED)]
    assert 0.05 < sum(kept) / len(kept) < 0.3


def test_a_reissue_says_what_it_replaces_by_number_by_day_or_not_at_all(
    composer: Composer, told: list[tuple[Entry, Document]]
) -> None:
    forms: Counter[str] = Counter()
    for first, later in families(composer, Tie.REISSUED):
        mention = telling(composer, later).mention
        assert mention is not None
        spoken = " ".join(texts(told[later.number][1], mention.role))
        named, dated = first.reference in spoken, long_date(first.date) in spoken
        assert (named, dated) == (mention.banks[0] == "reissue.names", mention.banks[0] != "reissue.bare")
        forms[mention.banks[0]] += 1
    assert min(forms[name] for name in ("reissue.names", "reissue.dates", "reissue.bare")) > 5


def test_names_sums_days_paragraphs_and_their_order_change(composer: Composer) -> None:
    entries = [entry for tie in (Tie.NEAR_TEXT, Tie.REISSUED) for family in families(composer, tie) for entry in family]
    said = " ".join(telling(composer, entry).words() for entry in entries if entry.member)
    for what in ("names changed", "sums changed", "dates changed", "paragraph less", "paragraph more", "another order"):
        assert what in said


def test_closed_cases_that_look_alike_differ_in_three_sentences(
    composer: Composer, told: list[tuple[Entry, Document]]
) -> None:
    unlike = []
    for family in families(composer, Tie.CLOSED_ALIKE):
        plain = [entry for entry in family if not entry.member or not telling(composer, entry).plan.renamed]
        said = [{s for text in texts(told[entry.number][1]) for s in sentences(text)} for entry in plain]
        unlike += [len(other - said[0]) for other in said[1:]]
        assert all(len(words(told[entry.number][1])) < 700 for entry in family)
    # One of the three may itself be of two sentences, and a common one can name a month.
    assert unlike
    assert min(unlike) >= 3
    assert max(unlike) <= 6


def test_one_complaint_on_different_facts_shares_the_complaint_and_not_the_story(
    composer: Composer, told: list[tuple[Entry, Document]]
) -> None:
    for first, other, *_ in families(composer, Tie.SAME_COMPLAINT):
        one, two = (told[entry.number][1] for entry in (first, other))
        mention = telling(composer, other).mention
        if mention is not None and mention.role == "complaint":
            continue
        same = changed_share(" ".join(texts(one, "complaint")).split(), " ".join(texts(two, "complaint")).split())
        assert same < 0.5
        assert len(set(texts(one, "findings", "analysis")) - set(texts(two, "findings", "analysis"))) > 2


def test_a_later_complaint_mentions_the_earlier_one_of_the_same_person(
    composer: Composer, told: list[tuple[Entry, Document]]
) -> None:
    for first, later in families(composer, Tie.FOLLOWED_UP):
        one, two = told[first.number][1], told[later.number][1]
        assert one.complainant == two.complainant
        assert long_date(first.date) in " ".join(texts(two))
        assert one.sections != two.sections


def test_some_look_alikes_tell_of_what_the_body_did_on_the_day_of_the_other(
    composer: Composer, told: list[tuple[Entry, Document]]
) -> None:
    found = 0
    for tie in (Tie.CLOSED_ALIKE, Tie.SAME_COMPLAINT):
        for first, *others in families(composer, tie):
            for other in others:
                mention = telling(composer, other).mention
                if mention is not None and mention.banks == ("followup.theirs",):
                    spoken = " ".join(texts(told[other.number][1], mention.role))
                    assert long_date(first.date) in spoken
                    assert first.reference not in spoken
                    assert "on the day of the other" in telling(composer, other).words()
                    found += 1
    assert found > 5


def test_a_mention_may_run_into_the_summary(composer: Composer, told: list[tuple[Entry, Document]]) -> None:
    found = 0
    for tie in (Tie.REISSUED, Tie.FOLLOWED_UP):
        for first, later in families(composer, tie):
            mention = telling(composer, later).mention
            assert mention is not None
            summary = told[later.number][1].summary
            dated = long_date(first.date) in summary and long_date(first.date) not in told[first.number][1].summary
            assert dated == (mention.role == "summary" and mention.banks[0] != "reissue.bare")
            found += dated
    assert found > 5


def test_labels_agree_with_the_links_of_each_decision(composer: Composer) -> None:
    labelled = defaultdict(set)
    for pair in labelled_pairs(composer):
        if pair["kind"] != "none":
            one, other = ((pair[end]["reference"], pair[end]["body"]) for end in "ab")
            labelled[one].add((pair["kind"], *other))
            labelled[other].add((pair["kind"], *one))
    for entry in map(composer.corpus.entry, range(COUNT)):
        links = links_of(composer.corpus, entry, same_text=composer.shares_text(entry))
        told = {(link["kind"], link["reference"], link["body"]) for link in links}
        assert labelled.get((entry.reference, entry.body.name), set()) == told


def test_pairs_are_of_every_kind_and_of_both_halves_of_the_wording() -> None:
    composer = Composer(Corpus(4, 3_000, 1_500), PhraseBook(Half.BOTH))
    found = Counter((pair["kind"], pair["wording"]) for pair in labelled_pairs(composer))
    for kind in ("near_text", "reissued", "same_text", "joint_case", "none"):
        assert found[kind, "seen"]
        assert found[kind, "unseen"]
    cases = {pair["case"] for pair in labelled_pairs(composer) if pair["kind"] == "none"}
    assert cases == {"closed_alike", "same_complaint", "common_theme", "followed_up"}


def test_what_is_said_of_a_replaced_decision_is_said_otherwise_in_the_other_half(composer: Composer) -> None:
    said: defaultdict[Half, set[str]] = defaultdict(set)
    for half in (Half.SEEN, Half.UNSEEN):
        book = PhraseBook(half)
        for bank in (
            "reissue.names",
            "reissue.dates",
            "reissue.bare",
            "followup.earlier",
            "followup.theirs",
            "rewording.swap",
        ):
            said[half] |= {text.text for text in book.sample(Random(1), bank, 500)}
    assert not said[Half.SEEN] & said[Half.UNSEEN]
    for number in range(COUNT):
        entry = composer.corpus.entry(number)
        assert composer.book_of(entry).half in {Half.SEEN, Half.UNSEEN}


def test_all_pairs_are_told_at_one_address(composer: Composer) -> None:
    reply = Site(composer, Switchboard()).reply(Request("GET", "/truth/pairs.json", "/truth/pairs.json", {}, {}))
    assert not isinstance(reply.body, bytes)
    assert json.loads(b"".join(reply.body)) == list(labelled_pairs(composer))


def test_a_corpus_with_no_pairs_tells_an_empty_list() -> None:
    reply = Site(Composer(Corpus(1, 1), PhraseBook(Half.BOTH)), Switchboard()).reply(
        Request("GET", "/truth/pairs.json", "/truth/pairs.json", {}, {})
    )
    assert not isinstance(reply.body, bytes)
    assert json.loads(b"".join(reply.body)) == []
