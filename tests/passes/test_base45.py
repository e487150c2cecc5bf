"""Base45: the examples of RFC 9285, and one text for every string of bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.passes import base45


@pytest.mark.parametrize(
    ("octets", "text"),
    [(b"", ""), (b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581")],
)
def test_the_examples_of_the_rfc(octets: bytes, text: str) -> None:
    assert base45.encode(octets) == text
    assert base45.decode(text) == octets


@given(st.binary())
def test_bytes_survive(octets: bytes) -> None:
    assert base45.decode(base45.encode(octets)) == octets


@given(st.text(alphabet=base45.ALPHABET))
def test_a_text_that_is_read_is_the_one_text_of_its_bytes(text: str) -> None:
    try:
        octets = base45.decode(text)
    except base45.NotBase45:
        return
    assert base45.encode(octets) == text


@pytest.mark.parametrize("text", ["A", "GGX", ":::", "V5", "::", "bb8", "B_8", "Ｂ８", "BB8\n"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(base45.NotBase45):
        base45.decode(text)
