"""What the section on the scope says of parts that were left out, in the same sentence, beside it and after it."""

from __future__ import annotations

import pytest

from workers.domain import Role
from workers.parsing.grounds import grounds
from workers.parsing.lines import Line
from workers.parsing.parts import Part

LEFT = {
    (
        "Mrs X's complaint about events before May 2022 is late and I have not exercised discretion to consider it.",
    ): "late",
    (
        "The complaint about the social worker's report is outside our jurisdiction, so I have not considered it.",
    ): "out_of_jurisdiction",
    ("Mrs X's complaint about the 2019 assessment is late. I have decided not to investigate it.",): "late",
    (
        "I looked at it from May 2022. Anything before is late and there are no good reasons to look back further.",
    ): "late",
    (
        "Mrs X complained in May 2023. Anything before May 2022 is late, with no good reasons to look back further.",
    ): "late",
    (
        "I have not investigated Mrs X's complaint about events before May 2022.",
        "Mrs X could have complained to us sooner and I see no good reason to exercise discretion.",
    ): "late",
    (
        "I can't investigate complaints about what happens in schools so I've not considered the exclusion.",
    ): "out_of_jurisdiction",
    ("We cannot investigate the conduct of the school. I have therefore not considered this.",): "out_of_jurisdiction",
    ("Any complaint about the assessment is out of time.",): "late",
    ("Her complaint about how the Council treated her in 2018 is late, so I have not looked into it.",): "late",
    (
        "The complaint about data is a matter for the Information Commissioner and I have not investigated it.",
    ): "better_placed_body",
    (
        "I have not investigated the content of the plan.",
        "Mrs X has a right of appeal to the tribunal about that.",
    ): "tribunal_or_court_remedy",
    ("I have not investigated the events of 2016.", "The complaint about them is late."): "late",
    (
        "I have not investigated the school's actions.",
        "We have no power to investigate what schools do.",
    ): "out_of_jurisdiction",
    ("The earlier events are late. I have not investigated them.",): "late",
    ("This part of the complaint is late. I have not investigated it.",): "late",
    (
        "Mrs X has a right of appeal to the tribunal. I have not investigated the content of the plan.",
    ): "tribunal_or_court_remedy",
    ("The events before 2020 are late and I have seen no good reason to look at them.",): "late",
    (
        "Part of it is late. I have not exercised discretion to look at it because she could have complained sooner.",
    ): "late",
    ("Her complaint about 2019 to 2021 is therefore late. I see no good reason to investigate this.",): "late",
    (
        "Mr X's complaint about the assessment has been decided by a court. I cannot investigate this.",
    ): "court_proceedings",
}
TAKEN_UP = (
    ("I have investigated the events since May 2022.", "The Council was late with its plan."),
    (
        "I have not investigated what happened after July 2023.",
        "The Council issued its plan late in 2022 and Mrs X appealed.",
    ),
    ("The complaint about late bins is one I have investigated. I have not investigated the noise.",),
    ("Part of the complaint is late. However, I have exercised discretion to look at it.",),
    ("Some of the complaint is late, but there are good reasons to look at it.",),
    ("Mrs X says the Council was late. I have not investigated this.",),
    ("Mrs X complained about late payments. I have not investigated that.",),
    ("I have investigated what she could have appealed to a tribunal about. I have not investigated later matters.",),
    ("I have not investigated the following:", "the delay in 2019", "the appeal to the panel"),
    ("I have investigated Mrs X's complaint about a late review and how her appeal was dealt with.",),
    ("Her complaint about a review which was late is what I have investigated. I have not looked at the rest.",),
    ("Anything I say of earlier events is for context only.",),
    ("I have not investigated the second complaint.", "I have investigated whether the Council acted late."),
    ("My investigation covers May 2022 to May 2023. I have referred to earlier events for context only.",),
    ("The complaint is late. I have exercised discretion to look at it.",),
    ("Her complaint about 2019 is late. However, there are good reasons to look at it.",),
    ("The matters before May are late. There are good reasons to look at them because Mrs X was ill.",),
    ("What happened before May 2021 is late and I have used discretion to consider it.",),
    ("Matters before May 2021 are late and I have used my discretion to consider them.",),
    ("Parts of it are late. I decided to investigate those from 2019 because they belong together.",),
    ("Events before May 2021 are late. I have investigated these events because they are one continuing story.",),
    ("Events before May 2021 are late. Mr X was unwell, so I have exercised discretion to investigate.",),
    ("Mr X's complaint about 2020 is late. He could not come sooner, so I have exercised discretion to consider it.",),
    ("The complaint is late.", "However I have exercised discretion."),
    ("The complaint is late.", "I have exercised discretion to investigate it."),
    ("The earlier instalments were late. I have investigated these.",),
    ("The complaint was late because the Council delayed its last letter. I have investigated it.",),
    ("The matter is late. It goes on today. Mr X was unwell. I have used our discretion to look at it.",),
    ("These events are outside the Council's control.",),
    ("All instalments were late.",),
    ("I have not investigated the parking notice.", "There is no sign that the Council's complaint response was late."),
)
STILL_LEFT = (
    ("Events before May 2021 are late. Mr X was ill in April. However, he could have come to us in June.",),
    ("Events before May 2021 are late. I have investigated events since then.",),
    ("Events before May 2021 are late. I have only investigated those after it.",),
    ("Events before May 2021 are late.", "I have investigated what happened from May 2021 onwards."),
    ("Events before May 2021 are late. I have considered whether to exercise discretion and have decided not to.",),
    ("Events before May 2021 are late. I have seen no good reason to exercise discretion.",),
    ("Events before May 2021 are late.", "I have not exercised discretion to look at them."),
    ("Events before May 2021 are late. I have considered this only as background.",),
    ("The earlier matters fall outside the twelve months. I have looked at this complaint from May 2021.",),
    ("The complaint is outside our time limit.",),
)


def given(paragraphs: tuple[str, ...]) -> set[str]:
    parts = (
        Part("", Role.SUMMARY, [Line("We found fault.")]),
        Part("What I have and have not investigated", Role.CONSIDERATION, [Line(one, "1") for one in paragraphs]),
        Part("", Role.FINAL_DECISION, [Line("I uphold the complaint.")]),
    )
    return {ground.name for ground in grounds(parts, "Upheld")}


@pytest.mark.parametrize("paragraphs", LEFT)
def test_the_reason_of_a_part_left_out_is_read_where_it_stands(paragraphs: tuple[str, ...]) -> None:
    assert given(paragraphs) == {LEFT[paragraphs]}


@pytest.mark.parametrize("paragraphs", TAKEN_UP)
def test_what_is_looked_at_all_the_same_and_what_is_told_gives_no_reason(paragraphs: tuple[str, ...]) -> None:
    assert given(paragraphs) == set()


@pytest.mark.parametrize("paragraphs", STILL_LEFT)
def test_what_is_late_stays_late_beside_what_is_looked_at(paragraphs: tuple[str, ...]) -> None:
    assert given(paragraphs) == {"late"}
