"""The phone pass: the shared vectors, and that nothing but an untouched, fresh code is read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous.encoding import base64_decode

from checkpoint.gate.deciding.facts import ClaimsFacts, Direction, Facts, GateFacts, Method
from checkpoint.gate.deciding.passes import against_pass
from checkpoint.gate.rules import Rules
from checkpoint.passes import base45
from checkpoint.passes.phone_token import (
    CODE_LENGTH,
    ORDER,
    PhoneCode,
    encode_moment,
    read_code,
    shown_message,
    sign_part,
    write_code,
)
from checkpoint.passes.token import Claims, Kind, TokenRefused, sign_token
from tests.vectors import generate_phone

FOLDER = Path(__file__).parents[1] / "vectors"
VECTORS = json.loads((FOLDER / "phone.json").read_text("utf-8"))
VECTOR_KEYS = {
    int(kid): Ed25519PublicKey.from_public_bytes(base64_decode(public))
    for kid, public in VECTORS["keys"].items()
} | dict.fromkeys(VECTORS["called_in"])
ISSUER = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
KEYS = {7: ISSUER.public_key()}
PHONE = ec.derive_private_key(77, ec.SECP256R1())
PUBLIC = PHONE.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
SINCE = datetime(2020, 2, 12, tzinfo=UTC)
CLAIMS = Claims(Kind.HOUSEHOLD, 7, 3_184_402, 1, SINCE, SINCE + timedelta(days=30))
PART = sign_part(CLAIMS, PUBLIC, ISSUER)
NOW = datetime(2020, 2, 20, 8, 30, tzinfo=UTC)


def shown(part: bytes, at: datetime, key: ec.EllipticCurvePrivateKey = PHONE) -> str:
    """What the phone with that key shows."""
    signature = key.sign(shown_message(part, encode_moment(at)), ec.ECDSA(SHA256()))
    r, s = decode_dss_signature(signature)
    return write_code(part, at, r.to_bytes(32) + min(s, ORDER - s).to_bytes(32))


CODE = shown(PART, NOW)


def reason_of(text: str) -> str | None:
    try:
        read_code(text, KEYS)
    except TokenRefused as refusal:
        return refusal.reason
    return None


def at_a_gate(claims: ClaimsFacts, now: datetime) -> str | None:
    """What the rules say of it before any pass is looked up."""
    gate = GateFacts("open", 1)
    rules = Rules()
    return against_pass(
        Facts(now, Direction.EXIT, gate, rules, None, claims, Method.SCAN, None, None)
    )


def claims_facts(code: PhoneCode, *, unlinked: bool = False) -> ClaimsFacts:
    claims = code.claims
    return ClaimsFacts(
        claims.kind.name.lower(),
        claims.number,
        claims.generation,
        claims.valid_from,
        claims.valid_until,
        code.shown_at,
        unlinked,
    )


def answer(text: str, now: datetime) -> dict[str, Any]:
    try:
        code = read_code(text, VECTOR_KEYS)
    except TokenRefused as refusal:
        return {"reason": refusal.reason}
    assert isinstance(code, PhoneCode)
    if (reason := at_a_gate(claims_facts(code), now)) != "pass.unknown":
        return {"reason": reason}
    claims = code.claims
    assert claims.valid_until
    return {
        "claims": {
            "kind": claims.kind.name.lower(),
            "kid": claims.kid,
            "number": claims.number,
            "generation": claims.generation,
            "valid_from": written(claims.valid_from),
            "valid_until": written(claims.valid_until),
        },
        "phone": code.phone,
        "shown_at": written(code.shown_at),
    }


def written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["id"])
def test_shared_vectors(case: dict[str, Any]) -> None:
    given = case["input"]
    now = datetime.fromisoformat(given["now"])
    assert answer(given["text"], now) == case["expect"], case["claim"]


def test_the_vectors_are_what_their_generator_writes(tmp_path: Path) -> None:
    generate_phone.main(tmp_path)
    assert (tmp_path / "phone.json").read_text("utf-8") == (FOLDER / "phone.json").read_text(
        "utf-8"
    )


def test_what_a_phone_shows_is_read_back() -> None:
    assert len(CODE) == CODE_LENGTH
    assert read_code(CODE, KEYS) == PhoneCode(CLAIMS, PUBLIC, NOW)


def test_a_card_is_read_by_the_same_reader() -> None:
    card = sign_token(CLAIMS, ISSUER)
    assert read_code(card, KEYS) == CLAIMS


def test_every_altered_bit_is_refused() -> None:
    octets = base45.decode(CODE[3:])
    for at in range(len(octets) * 8):
        altered = bytearray(octets)
        altered[at // 8] ^= 1 << at % 8
        assert reason_of("P2:" + base45.encode(bytes(altered))), f"bit {at}"


@given(st.integers(0, CODE_LENGTH - 1), st.characters())
def test_every_altered_character_is_refused(at: int, character: str) -> None:
    altered = CODE[:at] + character + CODE[at + 1 :]
    assert altered == CODE or reason_of(altered)


@given(st.integers(0, CODE_LENGTH - 1))
def test_every_truncation_is_refused(length: int) -> None:
    assert reason_of(CODE[:length])


@given(st.binary(min_size=179, max_size=179))
def test_any_179_bytes_are_refused_by_name(octets: bytes) -> None:
    assert reason_of("P2:" + base45.encode(octets))


def test_another_phone_can_not_show_it() -> None:
    other = ec.derive_private_key(78, ec.SECP256R1())
    assert reason_of(shown(PART, NOW, other)) == "token.bad_signature"


def test_a_phone_that_was_unlinked_is_refused_however_fresh() -> None:
    code = read_code(CODE, KEYS)
    assert isinstance(code, PhoneCode)
    assert at_a_gate(claims_facts(code, unlinked=True), NOW) == "pass.unlinked"


def test_no_phone_is_vouched_for_without_an_end() -> None:
    endless = Claims(Kind.HOUSEHOLD, 7, 3_184_402, 1, SINCE, None)
    with pytest.raises(ValueError, match="end"):
        sign_part(endless, PUBLIC, ISSUER)


@pytest.mark.parametrize("wrong", [b"", PUBLIC[:-1], PUBLIC + b"\0", b"\x04" + PUBLIC[1:]])
def test_no_phone_is_vouched_for_by_what_is_no_key(wrong: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the library has its own words
        sign_part(CLAIMS, wrong, ISSUER)
