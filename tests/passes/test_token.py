"""The token: the shared vectors, and that nothing but an untouched token is ever read."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous.encoding import base64_decode

from checkpoint.passes import base45
from checkpoint.passes.token import (
    EPOCH,
    MAX_TIME,
    TOKEN_LENGTH,
    Claims,
    Kind,
    TokenRefused,
    read_token,
    sign_token,
)
from tests.vectors import generate

VECTORS_FOLDER = Path(__file__).parents[1] / "vectors"
VECTORS = json.loads((VECTORS_FOLDER / "token.json").read_text("utf-8"))
VECTOR_KEYS = {
    int(kid): Ed25519PublicKey.from_public_bytes(base64_decode(public))
    for kid, public in VECTORS["keys"].items()
} | dict.fromkeys(VECTORS["called_in"])
STAGES = (
    "empty",
    "unsupported",
    "foreign",
    "malformed",
    "called_in",
    "unknown_key",
    "bad_signature",
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
KEYS = {7: PRIVATE.public_key()}
SINCE = datetime(2020, 2, 12, tzinfo=UTC)
CLAIMS = Claims(Kind.HOUSEHOLD, 7, 3_184_402, 1, SINCE, None)
TOKEN = sign_token(CLAIMS, PRIVATE)

minutes = st.integers(0, 0xFFFFFF).map(lambda count: EPOCH + timedelta(minutes=count))


@st.composite
def any_claims(draw: st.DrawFn) -> Claims:
    since, until = draw(minutes), draw(st.none() | minutes)
    return Claims(
        kind=draw(st.sampled_from(Kind)),
        kid=7,
        number=draw(st.integers(1, 99_999_999)),
        generation=draw(st.integers(1, 65_535)),
        valid_from=since,
        valid_until=until if until and until > since else None,
    )


def reason_of(text: str) -> str | None:
    try:
        read_token(text, KEYS)
    except TokenRefused as refusal:
        return refusal.reason
    return None


def as_wire(claims: Claims) -> dict[str, Any]:
    def iso(moment: datetime | None) -> str | None:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None

    return {
        "kind": claims.kind.name.lower(),
        "kid": claims.kid,
        "number": claims.number,
        "generation": claims.generation,
        "valid_from": iso(claims.valid_from),
        "valid_until": iso(claims.valid_until),
    }


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["id"])
def test_shared_vectors(case: dict[str, Any]) -> None:
    answer: dict[str, Any]
    try:
        answer = {"claims": as_wire(read_token(case["input"]["text"], VECTOR_KEYS))}
    except TokenRefused as refusal:
        answer = {"reason": refusal.reason}
    assert answer == case["expect"], case["claim"]


def test_every_stage_has_three_refusals_in_the_vectors() -> None:
    reasons = [case["expect"].get("reason") for case in VECTORS["cases"]]
    for stage in STAGES:
        assert reasons.count(f"token.{stage}") >= 3, stage


def test_the_vectors_are_what_their_generator_writes(tmp_path: Path) -> None:
    generate.main(tmp_path)
    for name in ("token.json", "number.json"):
        written = (tmp_path / name).read_text("utf-8")
        assert written == (VECTORS_FOLDER / name).read_text("utf-8")


@given(any_claims())
def test_what_was_signed_is_read_back(claims: Claims) -> None:
    token = sign_token(claims, PRIVATE)
    assert len(token) == TOKEN_LENGTH
    assert read_token(token, KEYS) == claims


def test_signing_the_same_claims_again_gives_the_same_token() -> None:
    assert sign_token(CLAIMS, PRIVATE) == TOKEN


def test_every_altered_bit_is_refused() -> None:
    octets = base45.decode(TOKEN[3:])
    for bit in range(len(octets) * 8):
        altered = bytearray(octets)
        altered[bit // 8] ^= 1 << bit % 8
        assert reason_of("P1:" + base45.encode(bytes(altered))), f"bit {bit}"


@given(st.integers(0, TOKEN_LENGTH - 1), st.characters())
def test_every_altered_character_is_refused(at: int, character: str) -> None:
    altered = TOKEN[:at] + character + TOKEN[at + 1 :]
    assert (reason_of(altered) is None) == (altered == TOKEN)


@given(st.integers(0, 77), st.integers(1, 255))
def test_every_altered_byte_is_refused(at: int, change: int) -> None:
    octets = bytearray(base45.decode(TOKEN[3:]))
    octets[at] ^= change
    assert reason_of("P1:" + base45.encode(bytes(octets))) in {
        "token.bad_signature",
        "token.unknown_key",
    }


@given(st.integers(0, TOKEN_LENGTH - 1))
def test_every_truncation_is_refused(length: int) -> None:
    assert reason_of(TOKEN[:length])


@given(st.text(min_size=1))
def test_every_extension_is_refused(more: str) -> None:
    assert reason_of(TOKEN + more) == "token.malformed"


@given(st.text() | st.binary().map(lambda octets: octets.decode("latin-1")))
def test_any_text_at_all_is_refused_by_name(text: str) -> None:
    assert reason_of(text) in {f"token.{stage}" for stage in STAGES}


@given(st.binary(min_size=78, max_size=78))
def test_any_78_bytes_are_refused_by_name(octets: bytes) -> None:
    assert reason_of("P1:" + base45.encode(octets)) in {"token.unknown_key", "token.bad_signature"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kid": 0},
        {"kid": 256},
        {"number": 0},
        {"number": 100_000_000},
        {"generation": 0},
        {"generation": 65_536},
        {"valid_from": EPOCH - timedelta(minutes=1)},
        {"valid_from": SINCE + timedelta(seconds=1)},
        {"valid_until": SINCE},
        {"valid_until": MAX_TIME + timedelta(minutes=1)},
        {"valid_until": SINCE + timedelta(days=1, seconds=30)},
    ],
    ids=str,
)
def test_claims_outside_the_format_are_never_signed(wrong: dict[str, Any]) -> None:
    fields = {field: getattr(CLAIMS, field) for field in Claims.__slots__}
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Claims(**(fields | wrong))


def test_a_moment_of_another_time_zone_is_the_same_claim() -> None:
    in_wuhan = SINCE.astimezone(timezone(timedelta(hours=8)))
    claims = Claims(Kind.HOUSEHOLD, 7, 3_184_402, 1, in_wuhan, None)
    assert sign_token(claims, PRIVATE) == TOKEN


def test_the_worked_example_of_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "pass-format.md").read_text("utf-8")
    token = next(line[4:] for line in page.splitlines() if line.startswith("    P1:"))
    public = next(line.split()[0] for line in page.splitlines() if line.endswith("as kid 1"))
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    assert as_wire(read_token(token, {1: key})) == {
        "kind": "caregiver",
        "kid": 1,
        "number": 3_184_519,
        "generation": 2,
        "valid_from": "2020-02-12T00:00:00Z",
        "valid_until": "2020-03-13T00:00:00Z",
    }
