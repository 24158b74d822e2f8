"""The quick answers by which most of an assessment is spared a closer look pass over nothing that refuses."""

from __future__ import annotations

import pytest

from workers.parsing.grounds.refusal import may_refuse, refusal, refusing_places

REFUSING = (
    "We will not investigate what the panel did in May.",
    "However, I cannot now look into the second letter.",
    "I do not intend to examine how the fee was set.",
    "Now we've not considered the events of 2015. I say so here.",
    "The Ombudsman does not propose to pursue the point about the bill.",
    "The events of 2012 will not be investigated, and I say so here.",
    "The move of 2019 could not be considered, and I say so here.",
    "I have decided not to start an enquiry.",
    "The wall was not part of my investigation.",
    "This decision does not cover the hearing of 2014, and I say so here.",
    "Our investigation did not touch the first panel.",
    "This complaint does not warrant an investigation.",
    "I think it is not appropriate for us to look at the tree.",
    "The fence is not something that we will look at.",
    "The point about the lamp was not taken further, and I say so here.",
    "The Council did not consider it, and we have stopped looking at it.",
    "The clerk would not accept it. I see no reason to look at it now.",
    "The clerk would not accept it. We decline to say more.",
    "The clerk would not accept it. We have decided against investigating it.",
)


@pytest.mark.parametrize("text", REFUSING)
def test_what_refuses_is_looked_at_closely(text: str) -> None:
    assert any(refusal(sentence) for sentence in text.lower().split(". "))
    assert refusing_places(text)
    assert may_refuse(text)


@pytest.mark.parametrize(
    "text",
    [
        "I have read the form, which a clerk would not accept in person.",
        "We know that the Council did not examine the wall again. It was wet.",
        "I have to ask whether the Trust was right, not whether I would have decided it so.",
    ],
)
def test_what_others_did_not_do_is_not(text: str) -> None:
    assert refusing_places(text)
    assert not may_refuse(text)
