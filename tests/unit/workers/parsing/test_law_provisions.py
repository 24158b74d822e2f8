"""Numbers of provisions as they are printed: spaces, ranges, lists of brackets, and amendments."""

from __future__ import annotations

import pytest

from workers.parsing.law.legislation import legislation

ACT = "Care Act 2014"
PROVISIONS = {
    f"Section 24A (6) of the {ACT}": ("section 24A(6)",),
    f"section 254(1) (a) of the {ACT}": ("section 254(1)(a)",),
    f"{ACT}, section 9 (see paragraph 3)": ("section 9",),
    f"{ACT}, section 9 (2014)": ("section 9",),
    f"{ACT}, sections 171A-C, 172 and 187A": ("sections 171A to 171C", "section 172", "section 187A"),
    f"sections 171A to C of the {ACT}": ("sections 171A to 171C",),
    f"sections 43 - 58 of the {ACT}": ("sections 43 to 58",),
    f"{ACT}, sections 43 \N{EN DASH} 58 apply": ("sections 43 to 58",),
    f"{ACT}, section 9 - 12 weeks later": ("section 9",),
    f"{ACT}, section 17 - B complained": ("section 17",),
    f"{ACT}, section 17 to B and section 18A to Mr C": ("section 17", "section 18A"),
    f"Section 20(1)(c) & (3) of the {ACT}": ("section 20(1)(c)", "section 20(3)"),
    f"Section 20(1)(a)(ii) and (b) of the {ACT}": ("section 20(1)(a)(ii)", "section 20(1)(b)"),
    f"Section 20(1)(a)(i) and (ii) of the {ACT}": ("section 20(1)(a)(i)", "section 20(1)(a)(ii)"),
    f"Section 20(1)(h) and (i) of the {ACT}": ("section 20(1)(h)", "section 20(1)(i)"),
    f"Section 30(1B) and (2) of the {ACT}": ("section 30(1B)", "section 30(2)"),
    f"The {ACT}, sections 9 and 10, I think": ("section 9", "section 10"),
    f"The {ACT} applies. In this section I explain it.": (None,),
    f"See Part I of the {ACT}": ("Part I",),
}


@pytest.mark.parametrize("text", PROVISIONS)
def test_a_number_is_whole_and_no_other_stands_in_its_list(text: str) -> None:
    assert tuple(law.provision for law in legislation(text)) == PROVISIONS[text]


AMENDED = {
    f"The {ACT} (as amended), section 26(1)": (("section 26(1)", True),),
    f"Section 26 of the {ACT} (as amended)": (("section 26", True),),
    f"Section 27 (as amended) of the {ACT}": (("section 27", True),),
    f"section 9 and 10 (as amended) of the {ACT}": (("section 9", True), ("section 10", True)),
    f"The {ACT} (as amended by another)": ((None, True),),
    f"The {ACT} (the Act)": ((None, False),),
}


@pytest.mark.parametrize("text", AMENDED)
def test_an_amendment_may_stand_in_brackets(text: str) -> None:
    assert tuple((law.provision, law.as_amended) for law in legislation(text)) == AMENDED[text]


def test_a_short_name_is_given_behind_an_amendment_too() -> None:
    words = f"The {ACT} (as amended) (the Act) is the law.\nThe Housing Act 1996 is not. See section 9 of the Act."
    assert [(law.act, law.provision) for law in legislation(words)][-1] == (ACT, "section 9")
