"""Write phone.json, which pytest, the TypeScript tests and the verifier in Node read.

    python -m tests.vectors.generate_phone

The keys are fixed and known to everyone: made for these tests alone. A refused text is built here
byte by byte, never with the code under test, and what is expected is written down by hand.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from itsdangerous.encoding import base64_encode

from tests.vectors.generate import CALLED_IN, HERE, KEYS, STRANGER, base45, claims, flip, iso
from tests.vectors.generate import token as card

CONTEXT = b"checkpoint.phone.1\0"
SHOWN = b"checkpoint.shown.1\0"
P = 2**256 - 2**224 + 2**192 + 2**96 - 1  # the field of P-256
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # its order
AT = 3_801_600  # 2020-02-14T00:00:00Z, in seconds since 2020
NOW = "2020-02-14T00:00:00Z"
UNTIL = 103_680  # 2020-03-13T00:00Z

Case = dict[str, Any]


def scalar(seed: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(bytes([seed]) * 32), ec.SECP256R1())


def public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


PHONE = scalar(0x21)  # its point has an even y
ODD = next(key for key in map(scalar, range(0x22, 0x60)) if public(key)[0] == 3)
OTHER = scalar(0x60)


def phone_claims(**fields: int) -> bytes:
    return claims(**{"until": UNTIL, **fields})


def issued(
    octets: bytes,
    key: bytes,
    by: Ed25519PrivateKey | None = None,
    context: bytes = CONTEXT,
) -> bytes:
    """Claims, key and signature: what the installation gives the phone."""
    return octets + key + (by or KEYS[octets[1]]).sign(context + octets + key)


def signed(
    part: bytes,
    at: int = AT,
    by: ec.EllipticCurvePrivateKey = PHONE,
    context: bytes = SHOWN,
) -> bytes:
    """r and s, s in the lower half."""
    message = context + part + at.to_bytes(4)
    how = ec.ECDSA(SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(by.sign(message, how))
    return r.to_bytes(32) + min(s, N - s).to_bytes(32)


def text(part: bytes, at: int = AT, signature: bytes | None = None, prefix: str = "P2:") -> str:
    by_phone = signed(part, at) if signature is None else signature
    return prefix + odd45(part + at.to_bytes(4) + by_phone)


def odd45(octets: bytes) -> str:
    """BASE45 of an odd number of bytes: the last one is two characters."""
    return base45(octets) if len(octets) % 2 == 0 else base45(octets[:-1]) + tail(octets[-1])


def tail(octet: int) -> str:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    return alphabet[octet % 45] + alphabet[octet // 45]


GOOD_PART = issued(phone_claims(), public(PHONE))
GOOD = text(GOOD_PART)
KINDS = {1: "household", 2: "caregiver", 3: "visitor"}


def vector(id: str, claim: str, shown: str, expect: Case, now: str = NOW) -> Case:
    return {"id": id, "claim": claim, "input": {"text": shown, "now": now}, "expect": expect}


def read(octets: bytes, key: bytes, at: int = AT) -> Case:
    since, until = int.from_bytes(octets[8:11]), int.from_bytes(octets[11:14])
    return {
        "claims": {
            "kind": KINDS[octets[0]],
            "kid": octets[1],
            "number": int.from_bytes(octets[2:6]),
            "generation": int.from_bytes(octets[6:8]),
            "valid_from": iso(since),
            "valid_until": iso(until),
        },
        "phone": sha256(key).hexdigest()[:16],
        "shown_at": moment(at),
    }


def moment(at: int) -> str:
    whole = iso(at // 60)
    return f"{whole[:17]}{at % 60:02}Z"


def accepted() -> Iterator[Case]:
    def case(id: str, claim: str, by: ec.EllipticCurvePrivateKey = PHONE, **fields: int) -> Case:
        octets, key = phone_claims(**fields), public(by)
        part = issued(octets, key)
        return vector(id, claim, text(part, AT, signed(part, by=by)), read(octets, key))

    yield case("household", "A household's pass on a phone is read.")
    yield case("caregiver", "A caregiver's pass on a phone is read.", kind=2)
    yield case("visitor", "A visitor's pass on a phone is read.", kind=3)
    yield case("odd", "A point with an odd y begins with 03.", by=ODD)
    yield case("second-key", "The second key vouches for phones too.", kid=2)
    yield case("generation", "The phone's claims name the newest card.", generation=7)
    yield case("until-2051", "The latest end is 2051-11-25T04:15Z.", until=0xFFFFFF)


def times() -> Iterator[Case]:
    good, stale = read(phone_claims(), public(PHONE)), {"reason": "pass.stale_code"}

    def case(id: str, claim: str, now: str, expect: Case) -> Case:
        return vector(f"time/{id}", claim, GOOD, expect, now)

    old, ahead = "A code is good for 60 seconds.", "It may lie 60 seconds ahead, not more."
    yield case("old-59", old, "2020-02-14T00:00:59Z", good)
    yield case("old-60", old, "2020-02-14T00:01:00Z", good)
    yield case("old-60-and-more", old, "2020-02-14T00:01:00.001Z", stale)
    yield case("old-61", old, "2020-02-14T00:01:01Z", stale)
    yield case("old-90", "A screenshot of 90 seconds is refused.", "2020-02-14T00:01:30Z", stale)
    yield case("old-day", "One of yesterday is refused.", "2020-02-15T00:00:00Z", stale)
    yield case("ahead-59", ahead, "2020-02-13T23:59:01Z", good)
    yield case("ahead-60", ahead, "2020-02-13T23:59:00Z", good)
    yield case("ahead-60-and-more", ahead, "2020-02-13T23:58:59.999Z", stale)
    yield case("ahead-61", ahead, "2020-02-13T23:58:59Z", stale)
    for id, at, now in (("first", 0, "2020-01-01T00:00:00Z"), ("last", 0xFFFFFFFF, LAST)):
        expect = read(phone_claims(), public(PHONE), at)
        yield vector(
            f"time/{id}", "Moments reach from 2020 to 2156.", text(GOOD_PART, at), expect, now
        )
    later = text(GOOD_PART, AT + 90, signed(GOOD_PART))
    yield vector(
        "time/moved",
        "The moment of a screenshot can't be moved.",
        later,
        {"reason": "token.bad_signature"},
        "2020-02-14T00:01:30Z",
    )


LAST = "2156-02-07T06:28:15Z"
Rows = Iterator[tuple[str, str, str]]
Octets = Iterator[tuple[str, str, bytes]]


def refused() -> Iterator[Case]:
    for reason, rows in REFUSED.items():
        stage = reason.removeprefix("token.")
        for id, claim, shown in rows():
            yield vector(f"{stage}/{id}", claim, shown, {"reason": reason})


def unsupported() -> Rows:
    yield "p3", "The next format is named as one.", "P3:" + GOOD[3:]
    yield "p9-alone", "A format is known by its prefix alone.", "P9:"
    yield "p0", "Zero is a format too.", "P0:" + GOOD[3:]


def foreign() -> Rows:
    yield "lower", "The prefix is upper case.", "p2:" + GOOD[3:]
    yield "no-prefix", "The body without its prefix is foreign.", GOOD[3:]
    yield "space-before", "White space before it is the caller's to strip.", " " + GOOD
    yield "p22", "A prefix has one digit.", "P22:" + GOOD[3:]


def malformed() -> Rows:
    yield "prefix-alone", "The prefix alone is too short.", "P2:"
    yield "truncated-1", "One character less is malformed.", GOOD[:-1]
    yield "truncated-2", "Without its last byte it is malformed.", GOOD[:-2]
    yield "extended-1", "One character more is malformed.", GOOD + "0"
    yield "extended-3", "One group more is malformed.", GOOD + "000"
    yield "part-alone", "What the phone was given is no code.", "P2:" + odd45(GOOD_PART)
    without = GOOD_PART + signed(GOOD_PART)
    yield "no-moment", "Without the moment it is malformed.", "P2:" + odd45(without)
    yield "card", "A card's token is no phone's.", "P2:" + card(claims())[3:]
    yield "lower-body", "Lower case is malformed.", "P2:" + GOOD[3:].lower()
    yield "line-break", "A line break inside is malformed.", GOOD[:60] + "\n" + GOOD[61:]
    yield "group-over", "A group above 65,535 is malformed.", "P2:" + ":::" + GOOD[6:]
    yield "tail-over", "A last byte above 255 is malformed.", GOOD[:-2] + "V5"
    yield "tail-over-most", "... however far above.", GOOD[:-2] + "::"
    yield "p1-body", "A phone's code under a card's prefix is malformed.", "P1:" + GOOD[3:]
    for id, claim, octets in out_of_range():
        yield f"signed-{id}", claim, text(issued(octets, public(PHONE)))
    for id, claim, key in no_points():
        yield f"key-{id}", claim, text(issued(phone_claims(), key))


def out_of_range() -> Octets:
    yield "kind-0", "Kind 0 is malformed, however well it is signed.", phone_claims(kind=0)
    yield "kind-4", "Kind 4 is malformed, however well it is signed.", phone_claims(kind=4)
    yield "number-0", "Number 0 is malformed.", phone_claims(number=0)
    yield "number-high", "A number of nine digits is malformed.", phone_claims(number=100_000_000)
    yield "generation-0", "Generation 0 is malformed.", phone_claims(generation=0)
    yield "no-end", "A phone's claims have an end.", phone_claims(until=0)
    yield "until-equal", "An end at the start is malformed.", phone_claims(until=60_480)


def no_points() -> Octets:
    good, x = public(PHONE), not_on_curve()
    yield "off-curve", "An x that no point has is malformed.", b"\x02" + x.to_bytes(32)
    yield "x-over-p", "An x of p or more is malformed.", b"\x02" + over_p().to_bytes(32)
    yield "x-p", "... p itself too.", b"\x02" + P.to_bytes(32)
    yield "x-max", "... and the highest there is.", b"\x03" + b"\xff" * 32
    for octet in (0, 1, 4, 5, 6, 7, 255):
        claim = f"A point does not begin with {octet:02x}."
        yield f"prefix-{octet:02x}", claim, bytes([octet]) + good[1:]
    yield "zeros", "33 zero bytes are no point.", bytes(33)


def not_on_curve() -> int:
    """The lowest x of which x^3 - 3x + b is no square."""
    return next(x for x in range(1, 100) if pow(cubic(x), (P - 1) // 2, P) != 1)


def over_p() -> int:
    """x + p of a point with so small an x that it still is 32 bytes: another writing of it."""
    return P + next(x for x in range(1, 100) if pow(cubic(x), (P - 1) // 2, P) == 1)


def cubic(x: int) -> int:
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    return (x**3 - 3 * x + b) % P


def unknown_key() -> Rows:
    octets = phone_claims(kid=3)
    yield (
        "kid-3",
        "A key id that is not in use is unknown.",
        text(issued(octets, public(PHONE), STRANGER)),
    )
    octets = phone_claims(kid=0)
    yield "kid-0", "Key id 0 is never in use.", text(issued(octets, public(PHONE), STRANGER))
    yield (
        "kid-altered",
        "A key id altered to an unused one is unknown.",
        text(flip(GOOD_PART, 1, 3)),
    )
    yield "zeros", "179 zero bytes have the unknown key id 0.", "P2:" + odd45(bytes(179))


def called_in() -> Rows:
    octets = phone_claims(kid=CALLED_IN)
    yield (
        "part",
        "A phone that a key vouched for which was called in is refused.",
        text(issued(octets, public(PHONE), STRANGER)),
    )


def bad_signature() -> Rows:
    key, octets = public(PHONE), phone_claims()
    claim = "A bit of the {} altered is refused, also where the phone signs what it altered."
    for name, at in PLACES.items():
        altered = flip(GOOD_PART, at)
        yield f"part/{name}", claim.format(name.replace("-", " ")), text(altered)
        yield f"part/{name}/unsigned", "... or does not.", text(altered, AT, signed(GOOD_PART))
    yield "issuer/parity", "The mirrored point is another key.", text(flip(GOOD_PART, 14))
    yield "issuer/stranger", "A stranger vouches for nobody.", text(issued(octets, key, STRANGER))
    yield (
        "issuer/other-kid",
        "A valid key under another's id is refused.",
        text(issued(octets, key, KEYS[2])),
    )
    for id, context in CONTEXTS.items():
        yield (
            f"issuer/context-{id}",
            "The installation's signature is for one purpose.",
            text(issued(octets, key, context=context)),
        )
    from_card = octets + key + KEYS[1].sign(b"checkpoint.pass.1\0" + octets)
    yield "issuer/card", "A card's signature does not vouch for a phone.", text(from_card)
    big = int.from_bytes(GOOD_PART[79:111], "little") + ED_ORDER
    yield (
        "issuer/s-over-l",
        "S of the installation is below L.",
        text(GOOD_PART[:79] + big.to_bytes(32, "little")),
    )
    yield (
        "issuer/before-range",
        "The signature is judged before a claim's range.",
        text(flip(GOOD_PART, 0, 3)),
    )
    yield "issuer/zeros", "No signature is none.", text(GOOD_PART[:47] + bytes(64))
    yield from of_the_phone()


def of_the_phone() -> Rows:
    good = signed(GOOD_PART)
    r, s = int.from_bytes(good[:32]), int.from_bytes(good[32:])

    def case(id: str, claim: str, signature: bytes, at: int = AT) -> tuple[str, str, str]:
        return f"phone/{id}", claim, text(GOOD_PART, at, signature)

    def rs(r: int, s: int) -> bytes:
        return r.to_bytes(32) + s.to_bytes(32)

    yield case("other-key", "Another phone can't show it.", signed(GOOD_PART, by=OTHER))
    other = issued(phone_claims(), public(OTHER))
    yield case("other-part", "A signature for another phone's part is refused.", signed(other))
    yield case(
        "issuer-signature", "The installation's signature is not the phone's.", GOOD_PART[47:]
    )
    for id, context in CONTEXTS.items():
        signature = signed(GOOD_PART, context=context)
        yield case(f"context-{id}", "The phone's signature is for one purpose.", signature)
    yield case(
        "request",
        "A signed request is no code.",
        signed(GOOD_PART, context=b"checkpoint.request.1\0"),
    )
    yield case("high-s", "The other writing of a signature, with n - s, is refused.", rs(r, N - s))
    yield case("swapped", "r and s have their order.", rs(s, r))
    yield case("r-bit", "A bit of r altered is refused.", flip(good, 0))
    yield case("s-bit", "A bit of s altered is refused.", flip(good, 63))
    yield case("r-0", "r is not 0.", rs(0, s))
    yield case("s-0", "s is not 0.", rs(r, 0))
    yield case("zeros", "No signature is none.", bytes(64))
    yield case("r-n", "r is below n.", rs(N, s))
    yield case("s-n", "s is below n.", rs(r, N))
    yield case("max", "64 bytes of ff are no signature.", b"\xff" * 64)
    if r + N < 2**256:
        raise AssertionError("choose a signature whose r can't be written twice")
    yield case("little-endian", "r and s are big-endian.", good[31::-1] + good[:31:-1])
    yield case("earlier", "The moment can't be moved back.", good, AT - 1)
    yield case("later", "The moment can't be moved on.", good, AT + 1)
    card_only = GOOD_PART[:14]
    yield case("claims-alone", "The phone signs all that it was given.", signed(card_only))


PLACES = {
    "kind": 0,
    "number": 5,
    "generation": 7,
    "start": 10,
    "end": 13,
    "key": 46,
    "first-of-signature": 47,
    "last-of-signature": 110,
}
CONTEXTS = {
    "none": b"",
    "card": b"checkpoint.pass.1\0",
    "next": b"checkpoint.phone.2\0",
    "no-nul": b"checkpoint.phone.1",
}
ED_ORDER = 2**252 + 27742317777372353535851937790883648493  # L of RFC 8032
REFUSED = {
    "token.unsupported": unsupported,
    "token.foreign": foreign,
    "token.malformed": malformed,
    "token.called_in": called_in,
    "token.unknown_key": unknown_key,
    "token.bad_signature": bad_signature,
}


def main(folder: Path = HERE) -> None:
    cases = [*accepted(), *times(), *refused()]
    ids = [each["id"] for each in cases]
    assert len(ids) == len(set(ids)), "an id is used twice"
    whole = {
        "description": "A phone's pass (format 2) at a moment: what it claims, or the first rule "
        "it breaks. docs/pass-format.md is the rule book. Keys: key id to raw public key, "
        "base64url.",
        "keys": {
            str(kid): base64_encode(key.public_key().public_bytes_raw()).decode()
            for kid, key in KEYS.items()
        },
        "called_in": [CALLED_IN],
        "cases": cases,
    }
    octets = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    (folder / "phone.json").write_text(octets, "utf-8")


if __name__ == "__main__":
    main()
