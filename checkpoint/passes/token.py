"""The token: claims about one pass, signed, as the text inside a QR code.

Pure: no Flask, no database, no clock. `docs/pass-format.md` is the normative text, and
`tests/vectors/token.json` holds this module and its TypeScript twin to it.

The rule book, in the order in which a text is judged. The first rule that is broken names the
reason; nothing is guessed, repaired or read twice.

1. ``token.empty``          nothing, or nothing but white space.
2. ``token.unsupported``    ``P``, a digit other than 1, ``:``: a format made after this one.
3. ``token.foreign``        anything else that does not begin with ``P1:``.
4. ``token.malformed``      not exactly 120 characters, or the 117 after the prefix are not
                            canonical base45. So lower case, a line break and a missing or an added
                            character end here. Bytes [0:14] are the claims, [14:78] the signature.
5. ``token.called_in``      the claims' key id is that of a key that was called in (None).
   ``token.unknown_key``    ... or no key has it.
6. ``token.bad_signature``  the Ed25519 signature (RFC 8032, S < L) over the context and the claims
                            does not hold under that key.
7. ``token.malformed``      the signature holds, but a claim is outside its range.

What a token does not say: whether its pass still stands, whether it is in time, whose it is. That
is the verdict's business (`checkpoint.gate.verdict`), for which `now` is needed; here it is not.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from itsdangerous import Signer
from itsdangerous.encoding import base64_decode, base64_encode
from itsdangerous.signer import SigningAlgorithm

from . import base45

PREFIX: Final = "P1:"
CONTEXT: Final = b"checkpoint.pass.1\0"
EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
CLAIMS_SIZE: Final = 14  # bytes
SIGNATURE_SIZE: Final = 64  # bytes
TOKEN_LENGTH: Final = 120  # characters
MAX_NUMBER: Final = 99_999_999
MAX_GENERATION: Final = 0xFFFF
MAX_KID: Final = 0xFF
MAX_TIME: Final = EPOCH + timedelta(minutes=0xFFFFFF)

# Spelled out, because Python and JavaScript disagree about what white space is.
WHITE_SPACE: Final = "\t\n\v\f\r \u00a0\u3000"
_OTHER_FORMAT: Final = re.compile(r"P[02-9]:")
_MINUTE: Final = timedelta(minutes=1)

# Public keys by key id; None for one that was called in.
Keys = Mapping[int, Ed25519PublicKey | None]


class TokenRefused(Exception):
    """A text is not a token that the given keys vouch for; `reason` is a code of the rule book."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Kind(IntEnum):
    """What a pass is for; the number is the one in the token."""

    HOUSEHOLD = 1
    CAREGIVER = 2
    VISITOR = 3


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says about its pass. Times are aware UTC and whole minutes.

    `number` is the pass number without its check digit; `generation` counts the cards of that pass
    from 1; `valid_until` is exclusive, None is no end. Values outside the format raise ValueError.
    """

    kind: Kind
    kid: int
    number: int
    generation: int
    valid_from: datetime
    valid_until: datetime | None

    def __post_init__(self) -> None:
        _require(1 <= self.kid <= MAX_KID, "kid is outside 1..255")
        _require(1 <= self.number <= MAX_NUMBER, "number is outside 1..99999999")
        _require(1 <= self.generation <= MAX_GENERATION, "generation is outside 1..65535")
        _require(_is_minute(self.valid_from), "valid_from is not a whole minute from 2020 to 2051")
        if self.valid_until is not None:
            _require(_is_minute(self.valid_until), "valid_until is not a whole minute to 2051")
            _require(self.valid_until > self.valid_from, "valid_until is not after valid_from")


class Ed25519Algorithm(SigningAlgorithm):
    """Ed25519 for itsdangerous, with a different half of the key for each direction.

    A Signer that signs is given the raw private half (32 bytes), one that verifies the raw public
    half (32 bytes); so what verifies holds no secret.
    """

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(key).sign(value)

    def verify_signature(self, key: bytes, value: bytes, sig: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(sig, value)
        except InvalidSignature:
            return False
        return True


def sign_token(claims: Claims, private_key: Ed25519PrivateKey) -> str:
    """Return the 120 characters of the token; `private_key` must be the one `claims.kid` names."""
    octets = encode_claims(claims)
    signature = base64_decode(
        _signer(private_key.private_bytes_raw()).get_signature(CONTEXT + octets)
    )
    return PREFIX + base45.encode(octets + signature)


def read_token(text: str, keys: Keys) -> Claims:
    """Return what `text` claims, or raise TokenRefused with the first rule that it breaks.

    Typed input is stripped by the caller.
    """
    octets = _unwrap(text)
    claims, signature = octets[:CLAIMS_SIZE], octets[CLAIMS_SIZE:]
    signer = _signer(valid_key(keys, claims[1]).public_bytes_raw())
    if not signer.verify_signature(CONTEXT + claims, base64_encode(signature)):
        raise TokenRefused("token.bad_signature")
    return decode_claims(claims)


def valid_key(keys: Keys, kid: int) -> Ed25519PublicKey:
    """The key of that id. Raises TokenRefused where it was called in, or there is none."""
    key = keys.get(kid)
    if key is None:
        reason = "token.called_in" if kid in keys else "token.unknown_key"
        raise TokenRefused(reason)
    return key


def encode_claims(claims: Claims) -> bytes:
    """Return the 14 bytes that are signed (after the context)."""
    until = 0 if claims.valid_until is None else _minutes(claims.valid_until)
    return (
        struct.pack(">BBIH", claims.kind, claims.kid, claims.number, claims.generation)
        + _minutes(claims.valid_from).to_bytes(3)
        + until.to_bytes(3)
    )


def decode_claims(octets: bytes) -> Claims:
    """Return the claims in 14 bytes whose signature holds; TokenRefused if one is out of range."""
    kind, kid, number, generation = struct.unpack(">BBIH", octets[:8])
    since, until = int.from_bytes(octets[8:11]), int.from_bytes(octets[11:14])
    try:
        return Claims(
            Kind(kind), kid, number, generation, _time(since), _time(until) if until else None
        )
    except ValueError:
        raise TokenRefused("token.malformed") from None


def _unwrap(text: str) -> bytes:
    if not text.strip(WHITE_SPACE):
        raise TokenRefused("token.empty")
    if _OTHER_FORMAT.match(text):
        raise TokenRefused("token.unsupported")
    if not text.startswith(PREFIX):
        raise TokenRefused("token.foreign")
    if len(text) != TOKEN_LENGTH:
        raise TokenRefused("token.malformed")
    try:
        return base45.decode(text[len(PREFIX) :])
    except base45.NotBase45:
        raise TokenRefused("token.malformed") from None


def _signer(half: bytes) -> Signer:
    # "none": the key is used as it is. itsdangerous' salt plays no part then, CONTEXT does.
    return Signer(half, key_derivation="none", algorithm=Ed25519Algorithm())


def _minutes(time: datetime) -> int:
    return (time - EPOCH) // _MINUTE


def _time(minutes: int) -> datetime:
    return EPOCH + minutes * _MINUTE


def _is_minute(time: datetime) -> bool:
    return EPOCH <= time <= MAX_TIME and (time - EPOCH) % _MINUTE == timedelta(0)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
