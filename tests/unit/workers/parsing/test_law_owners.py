"""Which law a provision is of where that law is not named beside it, and where it is of none that is named."""

from __future__ import annotations

import pytest

from workers.parsing.law.legislation import legislation

CARE, HOUSING, CHILDREN, HEALTH = "Care Act 2014", "Housing Act 1996", "Children Act 1989", "Mental Health Act 1983"
EQUALITY = "Equality Act 2010"
PLANNING, CODE = "Town and Country Planning Act 1990", "Care and Support Statutory Guidance"
RULES = "Special Educational Needs and Disability Regulations 2014"
OWNED = {
    f"The {HOUSING} applies. Section 188 says so, and it owed a duty under section 193 to her.": (
        (HOUSING, "section 188"),
        (HOUSING, "section 193"),
    ),
    f"The {CARE} applies. The Council's section 9 assessment was late; see section 10 of that Act.": (
        (CARE, "section 9"),
        (CARE, "section 10"),
    ),
    f"The {CARE} and the {RULES} apply. See section 9 of the legislation and regulation 4 of the Regulations.": (
        (RULES, "regulation 4"),
    ),
    f"The {RULES} and the {CARE} apply. See regulation 4 of those regulations.": ((RULES, "regulation 4"),),
    f"The {CODE} says so in paragraph 8.2. See paragraph 9.3 of the guidance.": (
        (CODE, "paragraph 8.2"),
        (CODE, "paragraph 9.3"),
    ),
    f"The {CARE} is old, under section 9 of which it must.": ((CARE, "section 9"),),
    # The Act is the last that was named or called so.
    f"The {CHILDREN} applies. The {CARE} does too. Section 9 of the Act says so.": ((CARE, "section 9"),),
    f"The {CHILDREN} (the Act) applies. The {CARE} does too. Section 9 of the Act.": ((CHILDREN, "section 9"),),
    f"The {CHILDREN} (the Act) applies: section 9 of the Act. The {CARE} (the Act) too: section 18 of the Act.": (
        (CHILDREN, "section 9"),
        (CARE, "section 18"),
    ),
    f"The Act says so in section 9. ({CARE})": ((CARE, "section 9"),),
    # Another act, or no law at all, is what it is of.
    f"The {PLANNING} applies. Section 4 of the Public Order Act differs.": (),
    f"The {CARE} applies. See section 3 of the form, Part 2 of her letter and section 4 in his care plan.": (),
    f"The {CARE} applies, and section 117 of the MHA, s.117(2) MHA 1983 and section 3 CA 1989.": (),
    f"The {CODE} applies. See paragraph 12 above, and paragraph 3 of Mr X's letter.": (),
    f"The {CARE} applies. Section 9 of the Code says so.": (),
    f"See section 215 of the {PLANNING} and section 59 of the Public Order Act.": ((PLANNING, "section 215"),),
    f"See the {CARE} and section 3 of the form.": (),
    f"See the {CARE} and section 3 of that Act.": ((CARE, "section 3"),),
    # What is called by its number is of its own act, whichever was named.
    f"The {HOUSING} applies. His landlord served a section 21 notice, then a section 8 notice.": (
        ("Housing Act 1988", "section 21"),
        ("Housing Act 1988", "section 8"),
    ),
    f"The {HOUSING} and section 21 no fault eviction notices": (("Housing Act 1988", "section 21"),),
    f"The {HOUSING} applies. Section 21 requires a notice.": ((HOUSING, "section 21"),),
    f"The {CARE} applies. She has section 117 aftercare, or after-care under section 117(2).": (
        (HEALTH, "section 117"),
        (HEALTH, "section 117(2)"),
    ),
    "The Localism Act 2011 applies. See the section 106 agreement. The section 151 officer wrote.": (
        (PLANNING, "section 106"),
        ("Local Government Act 1972", "section 151"),
    ),
    "The Children and Families Act 2014 applies. It began a section 47 child protection enquiry.": (
        (CHILDREN, "section 47"),
    ),
    f"The {CARE} applies. A section 17 financial assessment came after its section 42 enquiry.": (
        (CARE, "section 17"),
        (CARE, "section 42"),
    ),
    f"The {CHILDREN} applies. It had a section 42 safeguarding enquiry.": ((CARE, "section 42"),),
    f"Section 21 of the {CARE} and a notice": ((CARE, "section 21"),),
    # Unless it is said to be of another: right beside that, under that, or by what was said of its number before.
    f"The {EQUALITY}, section 19 provision, criterion or practice.": ((EQUALITY, "section 19"),),
    f"The {EQUALITY}, section 20 arrangements must be fair.": ((EQUALITY, "section 20"),),
    f"It did a section 17 assessment of his finances under the {CARE}.": ((CARE, "section 17"),),
    f"It looked under section 17(1) of the {CARE}. The section 17 assessment said so.": (
        (CARE, "section 17(1)"),
        (CARE, "section 17"),
    ),
    "The Highways Act 1980 gives power under section 184. It made its section 184 decision.": (
        ("Highways Act 1980", "section 184"),
    ),
    f"The {CARE} and section 17 assessments, or the {CARE}; section 47 enquiries.": (
        (CHILDREN, "section 17"),
        (CHILDREN, "section 47"),
    ),
    f"A section 21 notice triggers a duty under the {HOUSING}.": (("Housing Act 1988", "section 21"),),
    f"The {HOUSING} applies. She feared section 21. The section 21 notice came.": (
        (HOUSING, "section 21"),
        ("Housing Act 1988", "section 21"),
    ),
}


CHARGING = "Care and Support (Charging and Assessment of Resources) Regulations 2014"
PERMITTED = "Town and Country Planning (General Permitted Development) (England) Order 2015"
HOMELESS, OURS = "Homelessness Code of Guidance", "Local Government Act 1974"
SHORTENED = {
    f"The {HOMELESS} applies. Paragraph 15.5 of the Homelessness Code says so.": (HOMELESS, "paragraph 15.5"),
    f"The {HOMELESS} applies, and the {CODE}. See Chapter 17 of the homelessness code.": (HOMELESS, "Chapter 17"),
    f"The {CHARGING} apply. Regulation 5 of the Charging Regulations says so.": (CHARGING, "regulation 5"),
    f"The {CHILDREN} and the Children Act 2004 apply. See section 17 of the 1989 Children Act.": (
        CHILDREN,
        "section 17",
    ),
    f"The {PERMITTED} applies. See Schedule 2 of the Permitted Development Order.": (PERMITTED, "Schedule 2"),
    "The Freedom of Information Act 2000 applies. See section 45 of FOIA.": (
        "Freedom of Information Act 2000",
        "section 45",
    ),
    "The Education Act 1996 applies. Section 19 of the EA 1996 says so.": ("Education Act 1996", "section 19"),
    f"The {OURS} and the {CARE} apply. Section 26 of our Act says so.": (OURS, "section 26"),
    "The Education Act 1996 applies. Section 19 of the EA 1944 and section 4 of the MCA differ.": None,
    f"The {CARE} applies. See section 5 of the plan, section 3 of the plan under the Act.": None,
    f"The {CARE} applies. See section 26 of our Act and section 4 of the Public Order Act.": None,
    f"The {CODE} applies. See paragraph 3 of the Council's guidance and paragraph 4 of our guidance.": None,
}


@pytest.mark.parametrize("text", SHORTENED)
def test_a_law_is_known_by_some_words_of_its_name_or_its_initials(text: str) -> None:
    provisions = [(law.act, law.provision) for law in legislation(text) if law.provision]
    assert provisions == ([SHORTENED[text]] if SHORTENED[text] else [])


@pytest.mark.parametrize("text", OWNED)
def test_a_provision_is_of_the_law_that_its_sentence_means(text: str) -> None:
    assert tuple((law.act, law.provision) for law in legislation(text) if law.provision) == OWNED[text]
