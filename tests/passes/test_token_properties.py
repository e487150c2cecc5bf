"""Whatever is changed about a token, its key or its purpose: it is refused. (Bits, bytes and
characters that are altered, cut off or added one by one stand in `test_token`.)"""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import assume, given
from hypothesis import strategies as st

from checkpoint.passes import base45
from checkpoint.passes.token import (
    CONTEXT,
    EPOCH,
    Claims,
    Kind,
    TokenRefused,
    encode_claims,
    read_token,
    sign_token,
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = PRIVATE.public_key()
KID = 7
ORDER = 2**252 + 27742317777372353535851937790883648493

minutes = st.integers(0, 0xFFFFFF)


@st.composite
def some_claims(draw: st.DrawFn) -> Claims:
    since, until = draw(minutes), draw(minutes)
    return Claims(
        kind=draw(st.sampled_from(Kind)),
        kid=KID,
        number=draw(st.integers(1, 99_999_999)),
        generation=draw(st.integers(1, 65_535)),
        valid_from=EPOCH + timedelta(minutes=since),
        valid_until=EPOCH + timedelta(minutes=until) if until > since else None,
    )


def reason_of(text: str, keys: dict[int, Ed25519PublicKey] | None = None) -> str | None:
    try:
        read_token(text, {KID: PUBLIC} if keys is None else keys)
    except TokenRefused as refusal:
        return refusal.reason
    return None


def signed(octets: bytes, signature: bytes) -> str:
    return "P1:" + base45.encode(octets + signature)


@given(some_claims(), st.binary(min_size=32, max_size=32))
def test_another_key_under_the_same_id_is_refused(claims: Claims, seed: bytes) -> None:
    other = Ed25519PrivateKey.from_private_bytes(seed)
    assume(seed != b"\x07" * 32)
    assert reason_of(sign_token(claims, other)) == "token.bad_signature"
    assert reason_of(sign_token(claims, PRIVATE), {KID: other.public_key()}) == (
        "token.bad_signature"
    )


@given(some_claims(), st.sets(st.integers(0, 255).filter(lambda kid: kid != KID), max_size=8))
def test_a_key_id_that_is_not_valid_now_is_unknown(claims: Claims, kids: set[int]) -> None:
    assert reason_of(sign_token(claims, PRIVATE), dict.fromkeys(kids, PUBLIC)) == (
        "token.unknown_key"
    )


@given(some_claims(), st.binary(max_size=64))
def test_another_context_is_refused(claims: Claims, context: bytes) -> None:
    assume(context != CONTEXT)
    octets = encode_claims(claims)
    assert reason_of(signed(octets, PRIVATE.sign(context + octets))) == "token.bad_signature"


@given(some_claims(), some_claims())
def test_a_signature_holds_for_its_own_claims_alone(one: Claims, other: Claims) -> None:
    assume(one != other)
    signature = PRIVATE.sign(CONTEXT + encode_claims(one))
    assert reason_of(signed(encode_claims(other), signature)) == "token.bad_signature"


@given(some_claims(), st.integers(1, 15))
def test_a_signature_is_written_in_one_way(claims: Claims, times: int) -> None:
    octets = encode_claims(claims)
    signature = PRIVATE.sign(CONTEXT + octets)
    scalar = int.from_bytes(signature[32:], "little") + times * ORDER
    assume(scalar < 2**256)
    again = signature[:32] + scalar.to_bytes(32, "little")
    assert reason_of(signed(octets, again)) == "token.bad_signature"


@given(some_claims(), st.data())
def test_a_character_left_out_put_in_or_swapped_is_refused(
    claims: Claims, data: st.DataObject
) -> None:
    token = sign_token(claims, PRIVATE)
    at = data.draw(st.integers(0, len(token) - 2))
    put_in = data.draw(st.sampled_from(base45.ALPHABET))
    assert reason_of(token[:at] + token[at + 1 :])
    assert reason_of(token[:at] + put_in + token[at:])
    swapped = token[:at] + token[at + 1] + token[at] + token[at + 2 :]
    assert (reason_of(swapped) is None) == (swapped == token)


@given(some_claims())
def test_the_same_token_in_another_dress_is_refused(claims: Claims) -> None:
    token = sign_token(claims, PRIVATE)
    for dressed in (token.lower(), f" {token}", f"{token}\n", f"https://example.org/{token}"):
        assert reason_of(dressed) in {"token.foreign", "token.malformed"}


@given(some_claims(), st.sampled_from("023456789"))
def test_a_signature_of_this_format_is_good_in_no_other(claims: Claims, digit: str) -> None:
    token = sign_token(claims, PRIVATE)
    assert reason_of(f"P{digit}{token[2:]}") == "token.unsupported"


@pytest.mark.parametrize("text", ["P1:" + ":" * 117, "P1:" + "0" * 117, "P1:" + " " * 117])
def test_the_edges_of_the_alphabet_are_no_token(text: str) -> None:
    assert reason_of(text) in {"token.malformed", "token.unknown_key"}
