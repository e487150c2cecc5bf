"""Makes tokens that are almost right: each has one thing about it that must not get through.

A forger knows genuine cards and phone codes and every key but the one that signs now: retired keys,
keys of strangers, phones of their own. What they make is drawn from a seed, so that a token that
gets through can be made again.
"""

import random
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checkpoint.passes import base45
from checkpoint.passes.phone_token import (
    CONTEXT as PART_CONTEXT,
)
from checkpoint.passes.phone_token import (
    ORDER,
    SHOWN_CONTEXT,
    encode_moment,
    shown_message,
    sign_part,
    write_code,
)
from checkpoint.passes.token import CONTEXT, Claims, Kind, encode_claims, sign_token

KID, RETIRED_KID = 1, 2
ISSUER = Ed25519PrivateKey.from_private_bytes(b"\x05" * 32)
RETIRED = Ed25519PrivateKey.from_private_bytes(b"\x06" * 32)
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
# What is known of each pass, by number: its generation; 0 is revoked.
KNOWN = {7_000_000 + 1009 * at: (2 if at % 8 else 0) for at in range(64)}
L = 2**252 + 27742317777372353535851937790883648493
CONTEXTS = (
    b"",
    b"checkpoint.pass.2\0",
    CONTEXT[:-1],
    PART_CONTEXT,
    SHOWN_CONTEXT,
    b"salt" + CONTEXT,
)
PHONE_CONTEXTS = (b"", CONTEXT, PART_CONTEXT, SHOWN_CONTEXT[:-1], b"checkpoint.request.1\0")
POOL = 64
_PAIRS = [base45.encode(pair.to_bytes(2)) for pair in range(65_536)]


@dataclass(frozen=True)
class Handset:
    """A phone with its key, and what the office gave it."""

    key: ec.EllipticCurvePrivateKey
    public: bytes
    part: bytes


class Forger:
    """Makes one forgery after the other; `text()` gives its kind and the text."""

    def __init__(
        self,
        seed: int,
        issuer: Ed25519PrivateKey = ISSUER,
        known: Mapping[int, int] = KNOWN,
        now: datetime = NOW,
    ) -> None:
        """`now` is a whole minute. Everything is drawn from the seed but the keys of phones and
        strangers, and the randomness within ECDSA signatures."""
        self.chance = random.Random(seed)
        self.issuer, self.known, self.now = issuer, known, now
        self.good = [number for number, generation in known.items() if generation]
        self.cards = [sign_token(self._claims(number), issuer) for number in self.good]
        self.phones = [self._handset(number) for number in self.good]
        self.unlinked = self._handset(self.good[0])
        self.stranger = Ed25519PrivateKey.generate()
        self.codes = [self._code(each, self.now) for each in self.phones]
        self.genuine = {*self.cards, *self.codes}
        self._pools: dict[Callable[[], str], list[str]] = {}
        made = [
            *[(6, kind) for kind in (self.bits, self.characters, self.lengths)],
            *[(4, kind) for kind in (self.altered_claims, self.spliced)],
            *[(2, partial(self._again, kind)) for kind in self._signed()],
            (1, self.formats),
            (1, self.noise),
        ]
        self._kinds = [kind for _, kind in made]
        self._weights = [weight for weight, _ in made]

    def text(self) -> tuple[str, str]:
        """One forgery, and what kind of it."""
        while True:
            kind = self.chance.choices(self._kinds, self._weights)[0]
            text = kind()
            if text not in self.genuine:
                wrapped = kind.args[0] if isinstance(kind, partial) else kind
                return wrapped.__name__, text

    # What needs no key.

    def bits(self) -> str:
        """One to three bits are others."""
        prefix, octets = self._opened()
        for _ in range(self.chance.choice((1, 1, 1, 2, 3))):
            octets[self.chance.randrange(len(octets))] ^= 1 << self.chance.randrange(8)
        return prefix + encode(bytes(octets))

    def characters(self) -> str:
        """A character is another one, two are swapped, one is in lower case."""
        text = self.chance.choice(self.cards + self.codes)
        at = self.chance.randrange(len(text) - 1)
        other = self.chance.choice((self.chance.choice(base45.ALPHABET), chr(0x20 + at % 0x60)))
        return self.chance.choice(
            (
                text[:at] + other + text[at + 1 :],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
                text[:at] + text[at].lower() + text[at + 1 :],
            )
        )

    def lengths(self) -> str:
        """Something is missing, doubled or added."""
        text = self.chance.choice(self.cards + self.codes)
        at, more = self.chance.randrange(len(text)), self.chance.randrange(1, 7)
        return self.chance.choice(
            (
                text[:at],
                text[:at] + text[at + more :],
                text[:at] + text[at : at + more] + text[at:],
                text + text[:more],
                text[:3] + text[3 + more :] + "0" * more,
            )
        )

    def altered_claims(self) -> str:
        """Other claims under a genuine signature: another number, a later end, a newer card."""
        prefix, octets = self._opened()
        number = self.chance.choice(list(self.known))
        wanted = Claims(
            self.chance.choice(list(Kind)),
            self.chance.choice((KID, RETIRED_KID)),
            number,
            self.chance.choice((1, 2, 3, 65_535)),
            self.now - timedelta(days=20),
            self.now + timedelta(days=self.chance.randrange(1, 3000)),
        )
        return prefix + encode(encode_claims(wanted) + bytes(octets[14:]))

    def spliced(self) -> str:
        """Parts of two genuine ones put together."""
        prefix, octets = self._opened()
        other, more = self._opened()
        cut = self.chance.choice((1, 2, 6, 14, 46, 47, 78, 111, 115))
        return self.chance.choice((prefix, other)) + encode(bytes(octets[:cut] + more[cut:]))

    def formats(self) -> str:
        """The body of one format under the name of another."""
        text = self.chance.choice(self.cards + self.codes)
        own = text[:3]
        prefixes = ("P0:", "P1:", "P2:", "P3:", "P9:", "p1:", "P12:", "HC1:", "", "P:", "Ｐ1:")
        return self.chance.choice([each for each in prefixes if each != own]) + text[3:]

    def noise(self) -> str:
        """Letters of the alphabet and none of them meant."""
        prefix, size = self.chance.choice((("P1:", 78), ("P2:", 179)))
        return prefix + encode(self.chance.randbytes(size))

    # What is signed, by whom or for what it should not be. Signing takes as long as verifying, so
    # that most of these are drawn from those already made, with a byte of the signed text altered
    # every other time.

    def _signed(self) -> list[Callable[[], str]]:
        return [
            self.other_key,
            self.other_context,
            self.retired_key,
            self.out_of_range,
            self.second_writing,
            self.dead_card,
            self.other_phone,
            self.phone_context,
            self.phone_of_a_stranger,
            self.high_s,
            self.old_screenshot,
            self.unlinked_phone,
        ]

    def other_key(self) -> str:
        """A stranger's signature under the key id that is valid."""
        return sign_token(self._claims(self._number()), self.stranger)

    def other_context(self) -> str:
        """The right key, for another purpose."""
        octets = encode_claims(self._claims(self._number()))
        return _card(octets, self.issuer.sign(self.chance.choice(CONTEXTS) + octets))

    def retired_key(self) -> str:
        """A key that was retired, under its own id or that of the valid one."""
        kid = self.chance.choice((KID, RETIRED_KID))
        octets = encode_claims(self._claims(self._number(), kid=kid))
        return _card(octets, RETIRED.sign(CONTEXT + octets))

    def out_of_range(self) -> str:
        """Genuinely signed, and no claims: kind 0 or 9, number 0, an end before the start."""
        octets = bytearray(encode_claims(self._claims(self._number())))
        at, value = self.chance.choice(((0, 0), (0, 9), (2, 255), (11, 0)))
        octets[at] = value
        if at == 11:
            octets[11:14] = b"\0\0\1"
        return _card(bytes(octets), self.issuer.sign(CONTEXT + octets))

    def second_writing(self) -> str:
        """S + L: the same scalar, written higher."""
        octets = bytearray(base45.decode(self.chance.choice(self.cards)[3:]))
        higher = int.from_bytes(octets[46:], "little") + L
        return "P1:" + encode(bytes(octets[:46]) + higher.to_bytes(32, "little"))

    def dead_card(self) -> str:
        """Genuine, of a pass that was revoked, of a card that was replaced, or past its end."""
        revoked = [number for number, generation in self.known.items() if not generation]
        number = self.chance.choice(revoked)
        replaced = self._claims(self._number(), generation=1)
        over = self._claims(
            self._number(), until=self.now - timedelta(minutes=self.chance.randrange(1, 9999))
        )
        return sign_token(self.chance.choice((self._claims(number), replaced, over)), self.issuer)

    def other_phone(self) -> str:
        """What one phone was given, shown by another: a copied page."""
        mine, other = self.chance.choice(self.phones), self.unlinked
        return self._code(Handset(other.key, other.public, mine.part), self.now)

    def phone_context(self) -> str:
        """The phone's signature for another purpose, or the office's for another one."""
        phone, moment = self.chance.choice(self.phones), encode_moment(self.now)
        if self.chance.random() < 0.5:
            message = self.chance.choice(PHONE_CONTEXTS) + phone.part + moment
            return write_code(phone.part, self.now, _signature(phone.key, message))
        signed = encode_claims(self._claims(self._number())) + phone.public
        part = signed + self.issuer.sign(self.chance.choice(CONTEXTS[:3]) + signed)
        return self._code(Handset(phone.key, phone.public, part), self.now)

    def phone_of_a_stranger(self) -> str:
        """A phone that a stranger, or a card's signature, vouches for."""
        phone, claims = self.chance.choice(self.phones), self._claims(self._number())
        part = sign_part(claims, phone.public, self.stranger)
        if self.chance.random() < 0.5:
            octets = encode_claims(claims)
            part = octets + phone.public + self.issuer.sign(CONTEXT + octets)
        return self._code(Handset(phone.key, phone.public, part), self.now)

    def high_s(self) -> str:
        """n - s: the same signature, written higher."""
        octets = base45.decode(self.chance.choice(self.codes)[3:])
        higher = ORDER - int.from_bytes(octets[147:])
        return "P2:" + encode(octets[:147] + higher.to_bytes(32))

    def old_screenshot(self) -> str:
        """Genuine, from more than a minute ago, or from a clock that is ahead."""
        off = self.chance.choice((61, 62, 90, 3600, 86_400, -61, -3600))
        return self._code(self.chance.choice(self.phones), self.now - timedelta(seconds=off))

    def unlinked_phone(self) -> str:
        """Genuine and fresh, by a phone that was unlinked."""
        return self._code(self.unlinked, self.now - timedelta(seconds=self.chance.randrange(60)))

    def _again(self, kind: Callable[[], str]) -> str:
        pool = self._pools.setdefault(kind, [])
        if len(pool) < POOL:
            pool.append(kind())
            return pool[-1]
        at = self.chance.randrange(POOL)
        if self.chance.random() < 1 / 32:
            pool[at] = kind()
        text = pool[at]
        if self.chance.random() < 0.5:
            octets = bytearray(base45.decode(text[3:]))
            octets[self.chance.randrange(len(octets))] ^= 1 + self.chance.randrange(255)
            return text[:3] + encode(bytes(octets))
        return text

    def _opened(self) -> tuple[str, bytearray]:
        text = self.chance.choice(self.chance.choice((self.cards, self.codes)))
        return text[:3], bytearray(base45.decode(text[3:]))

    def _number(self) -> int:
        return self.chance.choice(self.good)

    def _code(self, phone: Handset, at: datetime) -> str:
        message = shown_message(phone.part, encode_moment(at))
        return write_code(phone.part, at, _signature(phone.key, message))

    def _claims(
        self,
        number: int,
        *,
        kid: int = KID,
        generation: int | None = None,
        until: datetime | None = None,
    ) -> Claims:
        card = generation or self.known[number] or 1
        end = until or self.now + timedelta(days=30)
        return Claims(Kind.HOUSEHOLD, kid, number, card, self.now - timedelta(days=20), end)

    def _handset(self, number: int) -> Handset:
        key = ec.generate_private_key(ec.SECP256R1())
        public = key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return Handset(key, public, sign_part(self._claims(number), public, self.issuer))


def _card(octets: bytes, signature: bytes) -> str:
    return "P1:" + encode(octets + signature)


def _signature(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32) + min(s, ORDER - s).to_bytes(32)


def encode(octets: bytes) -> str:
    """`base45.encode` by a table: a forger is in a hurry."""
    pairs = struct.unpack(f">{len(octets) // 2}H", octets[: len(octets) // 2 * 2])
    text = "".join(map(_PAIRS.__getitem__, pairs))
    return text + base45.encode(octets[-1:]) if len(octets) % 2 else text
