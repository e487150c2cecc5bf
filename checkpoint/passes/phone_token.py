"""The phone pass: a token that says who it is for, which phone shows it, and when.

Pure: no Flask, no database, no clock. Section 11 of `docs/pass-format.md` is the normative text,
and `tests/vectors/phone.json` holds this module and its TypeScript twin to it.

The rule book, in the order in which a text is judged; the first rule that is broken names the
reason. Rules 1 to 3 are those of `token.py`, for formats other than 1 and 2.

1. ``token.empty``, ``token.unsupported``, ``token.foreign``.
2. ``token.malformed``      not exactly 272 characters, or the 269 after the prefix are not
                            canonical base45. Of the 179 bytes [0:14] are the claims, [14:47] the
                            phone's public key, [47:111] the installation's signature, [111:115] the
                            moment, [115:179] the phone's signature.
3. ``token.called_in``, ``token.unknown_key``: no valid key has the claims' key id.
4. ``token.bad_signature``  the Ed25519 signature over context, claims and the phone's key fails.
5. ``token.malformed``      it holds, but a claim is outside its range, there is no end, or the
                            phone's key is no compressed point of P-256.
6. ``token.bad_signature``  the phone's ECDSA signature over context, bytes [0:111] and the moment
                            fails, or its s is in the upper half: one signature has one writing.

Whether the moment is near enough to now is the verdict's business, as all of time is.
"""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from checkpoint.passes import base45
from checkpoint.passes.token import (
    CLAIMS_SIZE,
    EPOCH,
    SIGNATURE_SIZE,
    Claims,
    Keys,
    TokenRefused,
    decode_claims,
    encode_claims,
    read_token,
    valid_key,
)

PREFIX: Final = "P2:"
CONTEXT: Final = b"checkpoint.phone.1\0"
SHOWN_CONTEXT: Final = b"checkpoint.shown.1\0"
KEY_SIZE: Final = 33  # bytes: a point of P-256, compressed as in SEC 1
PART_SIZE: Final = (
    CLAIMS_SIZE + KEY_SIZE + SIGNATURE_SIZE
)  # bytes that the installation vouches for
CODE_LENGTH: Final = 272  # characters
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SECOND: Final = timedelta(seconds=1)
_HASH: Final = ECDSA(SHA256())


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """What a phone showed: the claims of its pass, its public key (33 bytes), and when.

    `shown_at` is aware UTC, a whole second, by the phone's clock as it was set right by the office.
    """

    claims: Claims
    key: bytes
    shown_at: datetime

    @property
    def phone(self) -> str:
        """The name of the phone: see `phone_name`."""
        return phone_name(self.key)


def phone_name(key: bytes) -> str:
    """What a phone is called on rosters: 16 hexadecimal digits of the SHA-256 of its key."""
    return sha256(key).hexdigest()[:16]


def sign_part(claims: Claims, key: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """The 111 bytes that a phone with that public key is given: claims, key, signature.

    `private_key` must be the one `claims.kid` names. Raises ValueError for claims without an end
    and for a key that is none.
    """
    if claims.valid_until is None:
        raise ValueError("a phone's claims have an end")
    phone_key(key)
    signed = encode_claims(claims) + key
    return signed + private_key.sign(CONTEXT + signed)


def shown_message(part: bytes, moment: bytes) -> bytes:
    """The bytes that the phone signs; `moment` is 4 bytes, big-endian seconds since 2020."""
    return SHOWN_CONTEXT + part + moment


def write_code(part: bytes, shown_at: datetime, signature: bytes) -> str:
    """The 272 characters; `signature` is r and s, 32 bytes each, over `shown_message`."""
    return PREFIX + base45.encode(part + encode_moment(shown_at) + signature)


def encode_moment(moment: datetime) -> bytes:
    """The moment as 4 bytes; parts of a second are dropped."""
    return struct.pack(">I", (moment - EPOCH) // _SECOND)


def read_code(text: str, keys: Keys) -> Claims | PhoneCode:
    """What `text` says in either format, or TokenRefused with the first rule that it breaks."""
    return read_phone_code(text, keys) if text.startswith(PREFIX) else read_token(text, keys)


def read_phone_code(text: str, keys: Keys) -> PhoneCode:
    """What a text that begins with `P2:` says, or TokenRefused; `keys` are as in `read_token`."""
    octets = _unwrap(text)
    part, rest = octets[:PART_SIZE], octets[PART_SIZE:]
    claims, key = _read_part(part, keys)
    moment, signature = rest[:-SIGNATURE_SIZE], rest[-SIGNATURE_SIZE:]
    if not holds(key, shown_message(part, moment), signature):
        raise TokenRefused("token.bad_signature")
    shown_at = EPOCH + struct.unpack(">I", moment)[0] * _SECOND
    return PhoneCode(claims, part[CLAIMS_SIZE : CLAIMS_SIZE + KEY_SIZE], shown_at)


def phone_key(octets: bytes) -> EllipticCurvePublicKey:
    """The public key in 33 bytes; ValueError if they are no compressed point of P-256."""
    if len(octets) != KEY_SIZE:
        raise ValueError("not 33 bytes")
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), octets)


def holds(key: EllipticCurvePublicKey, message: bytes, signature: bytes) -> bool:
    """Whether r and s (32 bytes each) are that key's signature, s in the lower half."""
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if len(signature) != SIGNATURE_SIZE or s > ORDER // 2:
        return False
    try:
        key.verify(encode_dss_signature(r, s), message, _HASH)
    except InvalidSignature:
        return False
    return True


def _unwrap(text: str) -> bytes:
    if len(text) != CODE_LENGTH:
        raise TokenRefused("token.malformed")
    try:
        return base45.decode(text[len(PREFIX) :])
    except base45.NotBase45:
        raise TokenRefused("token.malformed") from None


def _read_part(part: bytes, keys: Keys) -> tuple[Claims, EllipticCurvePublicKey]:
    signed, signature = part[:-SIGNATURE_SIZE], part[-SIGNATURE_SIZE:]
    issuer = valid_key(keys, part[1])
    try:
        issuer.verify(signature, CONTEXT + signed)
    except InvalidSignature:
        raise TokenRefused("token.bad_signature") from None
    claims = decode_claims(signed[:CLAIMS_SIZE])
    try:
        key = phone_key(signed[CLAIMS_SIZE:])
    except ValueError:
        raise TokenRefused("token.malformed") from None
    if claims.valid_until is None:
        raise TokenRefused("token.malformed")
    return claims, key
