import pytest

from workers.references import BadReferenceError, normal_reference


@pytest.mark.parametrize("text", ["24 002 642", "24-002-642", "24002642", " 24 002-642 "])
def test_every_usual_spelling_is_one_reference(text: str) -> None:
    assert normal_reference(text) == "24 002 642"


@pytest.mark.parametrize("text", ["17 002 402b", "17-002-402B", "17002402b", "17-002-402-b"])
def test_the_letter_of_a_joint_case_is_kept(text: str) -> None:
    assert normal_reference(text) == "17 002 402b"


@pytest.mark.parametrize("text", ["", "24 002 64", "24 002 6423", "24 002 642bc", "decision", "\uff12\uff14 002 642"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadReferenceError, match="write it like 24 002 642"):
        normal_reference(text)
