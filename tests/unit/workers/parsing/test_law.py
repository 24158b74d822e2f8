# ruff: noqa: RUF001 - The dashes of real pages are what is tested.
"""Law as decisions cite it: provisions, lists, ranges, short names, and what is no law."""

from __future__ import annotations

import pytest

from workers.parsing.law.legislation import legislation

LGA = "Local Government Act 1974"
CITED = {
    f"({LGA}, section 24A(6), as amended, section 34(B))": [
        (LGA, "section 24A(6)", True),
        (LGA, "section 34(B)", False),
    ],
    f"[{LGA}, sections 26(1) and 26A(1), as amended]": [(LGA, "section 26(1)", True), (LGA, "section 26A(1)", True)],
    f"({LGA}, Schedule 5/5A, paragraph 1/3, as amended)": [(LGA, "Schedule 5/5A, paragraph 1/3", True)],
    f"({LGA}, section 30(1B) and 34H(i), as amended)": [(LGA, "section 30(1B)", True), (LGA, "section 34H(i)", True)],
    f"({LGA}, section 26A or 34C)": [(LGA, "section 26A", False), (LGA, "section 34C", False)],
    f"({LGA}, as amended, section 25(7))": [(LGA, "section 25(7)", True)],
    "Under section 9 and section 10 of the Care Act 2014 it must.": [
        ("Care Act 2014", "section 9", False),
        ("Care Act 2014", "section 10", False),
    ],
    "See paragraph 3 of Schedule 2 to the Children Act 1989.": [
        ("Children Act 1989", "Schedule 2, paragraph 3", False)
    ],
    "The Housing Act 1996 (sections 188–193) applies.": [("Housing Act 1996", "sections 188 to 193", False)],
    "Children Act 1989 s.17 and s.47": [
        ("Children Act 1989", "section 17", False),
        ("Children Act 1989", "section 47", False),
    ],
    "section 26(6)(a) and (b) of the Local Government Act 1974": [
        (LGA, "section 26(6)(a)", False),
        (LGA, "section 26(6)(b)", False),
    ],
    "regulations 5 to 7 of the Housing Benefit Regulations 2006": [
        ("Housing Benefit Regulations 2006", "regulations 5 to 7", False)
    ],
    f"({LGA}, s26B and s.34D)": [(LGA, "section 26B", False), (LGA, "section 34D", False)],
    "Under s117 Mental Health Act 1983 it must.": [("Mental Health Act 1983", "section 117", False)],
    "Under s 9 of the Care Act 2014 it must.": [("Care Act 2014", "section 9", False)],
    "(Children Act 1989, section 47 enquiries)": [("Children Act 1989", "section 47", False)],
    "The Mental Health Act 1983, section 117 aftercare is free.": [("Mental Health Act 1983", "section 117", False)],
    "Under the Housing Act 1996 section 202 reviews must be done.": [("Housing Act 1996", "section 202", False)],
    "See section 4(2) of the Licensing Act 2003, as amended.": [("Licensing Act 2003", "section 4(2)", True)],
    "(Town and Country Planning (General Permitted Development) (England) Order 2015, Schedule 2, Part 16)": [
        ("Town and Country Planning (General Permitted Development) (England) Order 2015", "Schedule 2, Part 16", False)
    ],
    "See Part 3 of Schedule 2 to the Children Act 1989.": [("Children Act 1989", "Schedule 2, Part 3", False)],
    "See the Care Act 2014, ss 9-12.": [("Care Act 2014", "sections 9 to 12", False)],
    "The Special Educational Needs and Disability Regulations 2014, regs 12 and 19(a), say so.": [
        ("Special Educational Needs and Disability Regulations 2014", "regulation 12", False),
        ("Special Educational Needs and Disability Regulations 2014", "regulation 19(a)", False),
    ],
    "The Housing Benefit Regulations 2006 reg 7 and Regs. 8 to 9": [
        ("Housing Benefit Regulations 2006", "regulation 7", False),
        ("Housing Benefit Regulations 2006", "regulations 8 to 9", False),
    ],
    "Children Act 1989 (the Act) s17 and s.20": [
        ("Children Act 1989", "section 17", False),
        ("Children Act 1989", "section 20", False),
    ],
    "The Children Act 1989 ('the Act'), sections 17 and 20, applies. The Act is old.": [
        ("Children Act 1989", "section 17", False),
        ("Children Act 1989", "section 20", False),
    ],
    "The Council tax (Administration and Enforcement) Regulations 1992, regulation 12": [
        ("Council Tax (Administration and Enforcement) Regulations 1992", "regulation 12", False)
    ],
    "Under the Goose down (Labels) Regulations 1911 it must.": [("Goose down (Labels) Regulations 1911", None, False)],
    "The Care Act 2014 was the Council's 17 years ago, and in the 1990s 20 more.": [("Care Act 2014", None, False)],
    "The Care Act 2014, s9 and 12 weeks later.": [("Care Act 2014", "section 9", False)],
    "The Equality Act 2010 protects people.": [("Equality Act 2010", None, False)],
    "The Care Act 2014 and the Mental Health Act 1983, section 117, apply.": [
        ("Care Act 2014", None, False),
        ("Mental Health Act 1983", "section 117", False),
    ],
    "the Swans and Geese (Scotland) Act 1911": [("Swans and Geese (Scotland) Act 1911", None, False)],
    "It breached the Human Rights Act.": [("Human Rights Act 1998", None, False)],
    "She used the Data Protection Act.": [("Data Protection Act", None, False)],
    "We followed the Homelessness Code of Guidance for Local Authorities.": [
        ("Homelessness Code of Guidance", None, False)
    ],
    "I applied our Guidance on Remedies and the Assessment Code.": [
        ("Guidance on Remedies", None, False),
        ("Assessment Code", None, False),
    ],
    "(R (Heron) v Kite District Council [2012] UKSC 13)": [
        ("R (Heron) v Kite District Council [2012] UKSC 13", None, False)
    ],
    "The Health and Social Care Act 2008 (Regulated Activities) Regulations 2014, regulation 12, says so.": [
        ("Health and Social Care Act 2008 (Regulated Activities) Regulations 2014", "regulation 12", False)
    ],
}


@pytest.mark.parametrize("text", CITED)
def test_a_citation_is_read_with_its_provisions(text: str) -> None:
    assert [(law.act, law.provision, law.as_amended) for law in legislation(text)] == CITED[text]


def test_the_act_is_what_it_was_defined_as_until_it_is_defined_anew() -> None:
    words = (
        "The Care Act 2014 ('the Act') is the law.\n"
        "Section 18 of the Act says so.\n"
        "The Children Act 1989 ('the Act') differs.\n"
        "So does section 20 of the Act and the 1989 Act, section 22."
    )
    assert [(law.act, law.provision) for law in legislation(words)] == [
        ("Care Act 2014", None),
        ("Care Act 2014", "section 18"),
        ("Children Act 1989", None),
        ("Children Act 1989", "section 20"),
        ("Children Act 1989", "section 22"),
    ]


def test_one_entry_a_law_and_provision_amended_if_it_is_anywhere() -> None:
    words = f"({LGA}, section 34(3))\n({LGA}, section 34(3), as amended)\nThe {LGA}.\nThe {LGA}."
    assert [(law.provision, law.as_amended) for law in legislation(words)] == [("section 34(3)", True), (None, False)]


def test_addresses_are_those_of_the_register_and_of_what_the_tables_hold_alone() -> None:
    words = "The Care Act 2014. The Swans Act 1911. The Building Regulations 2010. The Assessment Code. A v B Council"
    assert [(law.kind, law.url) for law in legislation(words)] == [
        ("act", "https://www.legislation.gov.uk/ukpga/2014/23"),
        ("act", None),
        ("regulations", "https://www.legislation.gov.uk/uksi/2010/2214"),
        ("ombudsman_guidance", None),
        ("case", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "She acted on the advice. Act now.",
        "It took 12 weeks and section 9 of the form was blank.",
        "An Order was made. Rules apply.",
        "In 2014 the Council acted under its own rules.",
        "Part 2 of her letter asked about paragraph 3.",
        "Officer v officer",
    ],
)
def test_what_is_no_law_is_not_cited(text: str) -> None:
    assert legislation(text) == ()


def test_a_number_of_the_sentence_is_not_one_of_the_list() -> None:
    found = legislation("The Care Act 2014, section 9 and 12 weeks later section 10 and 3 more letters came.")
    assert [law.provision for law in found] == ["section 9", "section 10"]
