"""How a decision is put together and marked up."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus
from scraper.replica.document import Cited, Document
from scraper.replica.markup import article
from scraper.replica.phrases import Half, PhraseBook, Words
from scraper.replica.slots import Slots
from scraper.replica.writer import Writer, total_of

BOOK = PhraseBook(Half.BOTH, {"bits.thing": (Words("a {adj} box"),), "bits.adj": (Words("red"),)})


def writer(*, restart: bool = False, straight: bool = False) -> Writer:
    rng = Random(1)
    return Writer(rng, BOOK, Slots({"C": "Mrs X"}, rng, dt.date(2020, 5, 1), BOOK), restart=restart, straight=straight)


def marked_up(w: Writer) -> str:
    entry = Corpus(1, 1).entry(0)
    html = article(entry, Document("", None, w.sections()))
    return html[: html.rindex('<p class="back-to-top">')].replace("\n", "")


def test_numbers_run_through_or_begin_anew_under_main_headings() -> None:
    for restart, expected in ((False, ["1", "2", "3"]), (True, ["1", "1", "2"])):
        w = writer(restart=restart)
        for heading, depth in (("One", 2), ("Two", 2), ("Sub", 3)):
            w.heading(heading, "other", depth)
            w.numbered("Text.")
        assert [section.paragraphs[0].number for section in w.sections()] == expected


def test_one_mention_as_amended_is_enough() -> None:
    plain = Cited("An Act 1990", "section 1", as_amended=False, url=None, kind="act")
    amended = Cited("An Act 1990", "section 1", as_amended=True, url=None, kind="act")
    for mentions in ((plain, amended), (amended, plain)):
        w = writer()
        for mention in mentions:
            w.fill(Words("Words.", (mention,)))
        assert w.legislation() == (amended,)


def test_slots_that_are_no_facts_are_drawn_from_the_fragments() -> None:
    assert writer().fill(Words("{C} saw {thing}.")) == "Mrs X saw a red box."
    with pytest.raises(KeyError):
        writer().fill(Words("{nothing_of_the_kind}"))


def test_straight_style_has_no_curly_mark() -> None:
    assert writer(straight=True).fill(Words("\u2018Fault\u2019 by Mrs X\u2019s")) == "'Fault' by Mrs X's"


def test_a_remedy_notes_what_it_orders() -> None:
    w = writer()
    w.heading("Agreed action", "agreed_action")
    text = w.remedy(Words("pay £{a} a month for {n} months", (), ("a/month*n",), ("apology",)), None, ";")
    (payment,) = w.payments
    assert payment.text == text
    assert (payment.period, w.apology, text[-1]) == ("month", True, ";")
    assert payment.periods
    assert total_of(w.payments) == f"{float(payment.amount_gbp) * payment.periods:.2f}"


def test_lists_nest_as_the_truth_says() -> None:
    w = writer()
    w.heading("First", "other")
    w.bare("Before.")
    w.heading("Second", "other")
    w.numbered("One:")
    w.bullet("a")
    w.bullet("deeper", level=2)
    w.bullet("b")
    w.bare("(Law)", joined=True)
    w.numbered("Two:")
    w.lettered("x")
    w.lettered("y")
    assert marked_up(w).endswith(
        '<ol start="1"><li>One:<ul><li>a<ul><li>deeper</li></ul></li><li>b (Law)</li></ul></li>'
        '<li>Two:<ol type="a"><li>x</li><li>y</li></ol></li></ol>'
    )


def test_bullets_on_their_own_are_a_list_after_their_line() -> None:
    w = writer()
    w.heading("Recommendations", "recommendations")
    w.bare("The council should:")
    w.bullet("pay <£5> & go", level=0)
    w.bullet("stop", level=0)
    w.bare("Done.")
    assert marked_up(w).endswith(
        "<p>The council should:</p><ul><li>pay &lt;£5&gt; &amp; go</li><li>stop</li></ul><p>Done.</p>"
    )


def test_dates_of_events_move_forward_and_stay_before_the_decision() -> None:
    decided = dt.date(2020, 5, 1)
    slots = Slots({}, Random(4), decided, BOOK)
    slots.spread(40)
    told = [slots["On"] for _ in range(300)]
    days = [dt.datetime.strptime(text[3:], "%d %B %Y").date() for text in told if text.startswith("On ")]  # noqa: DTZ007 - A day.
    assert days == sorted(days)
    assert days[-1] < decided


def test_halves_of_the_wording_make_different_pages_of_the_same_decision() -> None:
    corpus = Corpus(1, 40)
    seen, unseen = (Composer(corpus, PhraseBook(half)) for half in (Half.SEEN, Half.UNSEEN))
    for number in range(40):
        assert seen.document(corpus.entry(number)).sections != unseen.document(corpus.entry(number)).sections
