"""Where the title of a law begins and ends, in company with others and with the sentence around it."""

from __future__ import annotations

import pytest

from workers.parsing.law.legislation import legislation

TITLES = {
    "Section 117 of the Mental Health Act 1983 and the Swans (Sums) Regulations 2003 apply.": (
        ("Mental Health Act 1983", "section 117"),
        ("Swans (Sums) Regulations 2003", None),
    ),
    "The Education Act 1996 and Swans (Pupils) (England) Regulations 2006, regulation 10": (
        ("Education Act 1996", None),
        ("Swans (Pupils) (England) Regulations 2006", "regulation 10"),
    ),
    "Schedule 3 of the Swans Act 1911 or the Geese (Amendment) (No. 2) Order 1912": (
        ("Swans Act 1911", "Schedule 3"),
        ("Geese (Amendment) (No. 2) Order 1912", None),
    ),
    "The Swans Act 1911, and Part 2 of the Geese Act 1912": (("Swans Act 1911", None), ("Geese Act 1912", "Part 2")),
    "The Swans Act 1911 (Geese) Order 1912": (("Swans Act 1911 (Geese) Order 1912", None),),
    "The Swans Act 1911 Geese Order 1912": (("Swans Act 1911 Geese Order 1912", None),),
    "The Conduct of the Swans and Geese (Ducks) Act 1911": (("Conduct of the Swans and Geese (Ducks) Act 1911", None),),
    "The Swans, Geese and Ducks at Sea etc. Act 1911": (("Swans, Geese and Ducks at Sea etc. Act 1911", None),),
    "The St. Odo (Bypass) Order 1988": (("St. Odo (Bypass) Order 1988", None),),
    "Mr X and the Swans Act 1911": (("Swans Act 1911", None),),
    "It wrote to Mr X. The Swans Act 1911 says so.": (("Swans Act 1911", None),),
    "The Council's Policy and the Swans Act 1911": (("Swans Act 1911", None),),
    "In England the Swans Act 1911 applies.": (("Swans Act 1911", None),),
    "In April 2014 the Swans Act 1911 applied.": (("Swans Act 1911", None),),
    "Section 4A of the Swans Act 1911": (("Swans Act 1911", "section 4A"),),
    "Class A of the Swans Order 1911": (("Swans Order 1911", None),),
    "Part VII of the Swans Act 1911": (("Swans Act 1911", "Part VII"),),
    "Schedule 1A to the Town & Country Planning Act 1990": (("Town and Country Planning Act 1990", "Schedule 1A"),),
    "Care & Support (Charging and Assessment of Resources) Regulations 2014": (
        ("Care and Support (Charging and Assessment of Resources) Regulations 2014", None),
    ),
    "The Children & Families Act says so.": (("Children and Families Act 2014", None),),
    "The Swans & Geese Act 1911": (("Swans & Geese Act 1911", None),),
}


@pytest.mark.parametrize("text", TITLES)
def test_a_title_holds_all_its_own_words_and_no_others(text: str) -> None:
    assert tuple((law.act, law.provision) for law in legislation(text)) == TITLES[text]


CASES = {
    "It relied on R v Heron District Council ex parte Kite [1999] EWCA Civ 18.": (
        "R v Heron District Council ex parte Kite [1999] EWCA Civ 18",
    ),
    "(R v Heron Council, ex p. Kite [1983] 2 AC 309)": ("R v Heron Council, ex p. Kite [1983] 2 AC 309",),
    "R v Heron Council (ex parte Kite) was followed.": ("R v Heron Council (ex parte Kite)",),
    "R (AB) v Heron LBC (2019) and Kite v Secretary of State for Swans [2022] UKSC 4": (
        "R (AB) v Heron LBC (2019)",
        "Kite v Secretary of State for Swans [2022] UKSC 4",
    ),
    "Heron v Kite and Swan v Goose and Duck v Crane Council": ("Heron v Kite", "Swan v Goose", "Duck v Crane Council"),
    "R (Heron) v Kite and Fen District Council [2012] UKSC 13 and others": (
        "R (Heron) v Kite and Fen District Council [2012] UKSC 13",
    ),
}


@pytest.mark.parametrize("text", CASES)
def test_a_case_has_its_parties_and_no_others(text: str) -> None:
    assert tuple(law.act for law in legislation(text) if law.kind == "case") == CASES[text]


NAMED = {
    "The statutory guidance 'Alternative provision' and 'Children Missing Education' applied.": (
        "Alternative Provision",
        "Children Missing Education",
    ),
    "The statutory guidance, Alternative Provision, says so.": ("Alternative Provision",),
    "Statutory guidance on home to school transport says so.": ("Home to School Travel and Transport",),
    "See the Home to School Travel and Transport Statutory Guidance.": ("Home to School Travel and Transport",),
    "It has statutory guidance on home-to-school transport.": ("Home to School Travel and Transport",),
    "Our guidance says alternative provision must be suitable.": (),
    "She said 'alternative provision' was wrong, and the guidance was silent.": (),
    "See the Council's home to school transport policy and guidance.": (),
    "Alternative provision was offered.": (),
    "See the UK GDPR. Article 17 of the General Data Protection Regulation says so.": (
        "General Data Protection Regulation",
        "General Data Protection Regulation",
    ),
    "The UK GDPR": ("General Data Protection Regulation",),
    "She asked the data protection regulator.": (),
}


@pytest.mark.parametrize("text", NAMED)
def test_law_without_a_year_is_told_from_the_same_words_in_everyday_use(text: str) -> None:
    assert tuple(law.act for law in legislation(text)) == NAMED[text]


def test_the_regulation_has_its_articles_and_address() -> None:
    (cited,) = legislation("Article 15 of the UK GDPR")
    assert (cited.provision, cited.kind, cited.url) == (
        "Article 15",
        "regulations",
        "https://www.legislation.gov.uk/eur/2016/679",
    )
