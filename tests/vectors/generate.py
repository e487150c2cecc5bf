"""Write token.json and number.json, which pytest and the TypeScript tests both read.

    python tests/vectors/generate.py

The keys are fixed and known to everyone: made for these tests alone. A refused text is built here
byte by byte, never with the code under test, and what is expected is written down by hand.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from itsdangerous.encoding import base64_encode

HERE = Path(__file__).parent
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CONTEXT = b"checkpoint.pass.1\0"
ORDER = 2**252 + 27742317777372353535851937790883648493  # L of RFC 8032
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
KEYS = {kid: Ed25519PrivateKey.from_private_bytes(bytes([kid]) * 32) for kid in (1, 2, 255)}
CALLED_IN = 4  # the id of a key that vouches for nothing any more
STRANGER = Ed25519PrivateKey.from_private_bytes(b"\x99" * 32)

Case = dict[str, Any]


def claims(
    kind: int = 1,
    kid: int = 1,
    number: int = 3184402,
    generation: int = 1,
    since: int = 60_480,  # 2020-02-12T00:00Z
    until: int = 0,
) -> bytes:
    return (
        bytes([kind, kid])
        + number.to_bytes(4)
        + generation.to_bytes(2)
        + since.to_bytes(3)
        + until.to_bytes(3)
    )


def base45(octets: bytes) -> str:
    text = ""
    for i in range(0, len(octets), 2):
        rest = int.from_bytes(octets[i : i + 2])
        for _ in octets[i : i + 2] + b"+":
            rest, value = divmod(rest, 45)
            text += ALPHABET[value]
    return text


def sign(octets: bytes, key: Ed25519PrivateKey | None = None, context: bytes = CONTEXT) -> bytes:
    return (key or KEYS[octets[1]]).sign(context + octets)


def token(octets: bytes, signature: bytes | None = None, prefix: str = "P1:") -> str:
    return prefix + base45(octets + (sign(octets) if signature is None else signature))


def flip(octets: bytes, at: int, bit: int = 0) -> bytes:
    return octets[:at] + bytes([octets[at] ^ 1 << bit]) + octets[at + 1 :]


def accepted() -> Iterator[Case]:
    names = {1: "household", 2: "caregiver", 3: "visitor"}

    def case(id: str, claim: str, **fields: int) -> Case:
        octets = claims(**fields)
        since, until = int.from_bytes(octets[8:11]), int.from_bytes(octets[11:14])
        expect = {
            "kind": names[octets[0]],
            "kid": octets[1],
            "number": int.from_bytes(octets[2:6]),
            "generation": int.from_bytes(octets[6:8]),
            "valid_from": iso(since),
            "valid_until": iso(until) if until else None,
        }
        return vector(id, claim, token(octets), {"claims": expect})

    yield case("household", "A household pass without end is read.")
    yield case("caregiver", "A caregiver pass for 30 days is read.", kind=2, until=103_680)
    yield case("visitor", "A visitor pass for one afternoon is read.", kind=3, until=60_720)
    yield case("second-key", "A token of the second key is read while both are valid.", kid=2)
    yield case("highest-kid", "Key id 255 is the highest there is.", kid=255)
    yield case("number-1", "The lowest pass number is 1.", number=1)
    yield case("number-99999999", "The highest pass number is 99,999,999.", number=99_999_999)
    yield case("generation-2", "A replaced card says generation 2.", generation=2)
    yield case("generation-65535", "The highest generation is 65,535.", generation=65_535)
    yield case("since-epoch", "The earliest time is the first minute of 2020, UTC.", since=0)
    yield case(
        "one-minute", "A pass may be valid for one minute.", kind=3, since=60_480, until=60_481
    )
    yield case("until-2051", "The latest end is 2051-11-25T04:15Z.", kind=2, until=0xFFFFFF)
    yield case(
        "since-2051", "The latest start is that minute, without end.", kind=1, since=0xFFFFFF
    )


def iso(minutes: int) -> str:
    return datetime.fromtimestamp(EPOCH.timestamp() + 60 * minutes, UTC).isoformat()[:19] + "Z"


def vector(id: str, claim: str, text: str, expect: dict[str, Any]) -> Case:
    return {"id": id, "claim": claim, "input": {"text": text}, "expect": expect}


def refused() -> Iterator[Case]:
    for reason, rows in REFUSED.items():
        stage = reason.removeprefix("token.")
        for id, claim, text in rows():
            yield vector(f"{stage}/{id}", claim, text, {"reason": reason})


Rows = Iterator[tuple[str, str, str]]
GOOD = token(claims())


def empty() -> Rows:
    yield "nothing", "No text at all is empty.", ""
    yield "spaces", "Spaces alone are empty.", "   "
    yield "line-breaks", "Line breaks and tabs alone are empty.", "\r\n\t\n"
    yield "ideographic-space", "The space of Chinese typing alone is empty.", "\u3000\u3000"
    yield "no-break-space", "A no-break space alone is empty.", "\u00a0"


def unsupported() -> Rows:
    yield "p2", "The next format is named as one, not as foreign.", "P2:" + GOOD[3:]
    yield "p2-longer", "The next format may have another length.", "P2:" + GOOD[3:] * 2
    yield "p9-alone", "A format is known by its prefix alone.", "P9:"
    yield "p0", "Zero is a format too.", "P0:" + GOOD[3:]
    yield (
        "p2-resigned",
        "A good signature does not make a format known.",
        token(claims(), prefix="P2:"),
    )


def foreign() -> Rows:
    yield "url", "A web address is foreign.", "https://example.org/p/0318-4402-1"
    yield "url-around", "A token inside a web address is foreign.", "HTTPS://EXAMPLE.ORG/" + GOOD
    yield "script", "A script is foreign.", "<script>alert(1)</script>"
    yield "sql", "A piece of SQL is foreign.", "'; DROP TABLE passes; --"
    yield "4-kb", "4 KB of text are foreign.", "A" * 4096
    yield "4-kb-chinese", "4 KB of Chinese are foreign.", "出入证" * 455
    yield "binary", "Binary read as text is foreign.", "".join(map(chr, range(256)))
    yield "nul", "A NUL character is foreign, not empty.", "\0"
    yield "replacement", "Bytes that were no UTF-8 are foreign.", "\ufffd" * 78
    yield "wifi", "A code for a wireless network is foreign.", "WIFI:T:WPA;S:office;P:secret;;"
    yield "health-certificate", "A certificate of another system is foreign.", "HC1:" + GOOD[3:]
    yield "number", "A pass number is not a token.", "0318-4402-1"
    yield "lower-prefix", "The prefix is upper case.", "p1:" + GOOD[3:]
    yield "lower-all", "A token in lower case is foreign.", GOOD.lower()
    yield "full-width-prefix", "A prefix in full-width characters is foreign.", "Ｐ１：" + GOOD[3:]
    yield "full-width-colon", "A full-width colon is foreign.", "P1：" + GOOD[3:]
    yield "space-before", "White space before a token is the caller's to strip.", " " + GOOD
    yield "bom-before", "A byte order mark before a token is foreign.", "\ufeff" + GOOD
    yield "no-prefix", "The body without its prefix is foreign.", GOOD[3:]
    yield "prefix-cut", "A prefix without its colon is foreign.", "P1"
    yield "p10", "A prefix has one digit.", "P10:" + GOOD[3:]
    yield "arabic-digit", "A format number is an ASCII digit.", "P\u0662:" + GOOD[3:]
    yield "braces", "JSON is foreign.", '{"kind":1,"number":3184402}'


def malformed() -> Rows:
    yield "prefix-alone", "The prefix alone is too short.", "P1:"
    yield "truncated-1", "One character less is malformed.", GOOD[:-1]
    yield "truncated-3", "One group less is malformed.", GOOD[:-3]
    yield "truncated-half", "Half a token is malformed.", GOOD[:60]
    yield "claims-alone", "Claims without a signature are malformed.", token(claims(), b"")
    yield "extended-1", "One character more is malformed.", GOOD + "0"
    yield "extended-3", "One group more is malformed.", GOOD + "000"
    yield "twice", "A token twice in a row is malformed.", GOOD + GOOD
    yield "line-break-after", "A line break after a token is the caller's to strip.", GOOD + "\n"
    yield "4-kb", "The prefix and 4 KB are malformed.", "P1:" + "0" * 4093
    yield "lower-body", "Lower case is malformed.", "P1:" + GOOD[3:].lower()
    yield "lower-one", "One letter in lower case is malformed.", lower_one()
    yield (
        "underscore",
        "A character outside the alphabet is malformed.",
        GOOD[:50] + "_" + GOOD[51:],
    )
    yield "line-break-in", "A line break inside is malformed.", GOOD[:60] + "\n" + GOOD[61:]
    yield "nul-in", "A NUL character inside is malformed.", GOOD[:60] + "\0" + GOOD[61:]
    yield "full-width", "Full-width characters are malformed.", "P1:" + full_width(GOOD[3:])
    yield "chinese", "117 Chinese characters are malformed.", "P1:" + "证" * 117
    yield (
        "astral",
        "A character outside the basic plane is malformed.",
        GOOD[:60] + "𠮷" + GOOD[61:],
    )
    yield "astral-units", "... also where it makes 120 UTF-16 units.", GOOD[:60] + "𠮷" + GOOD[62:]
    yield "group-over", "A group above 65,535 is malformed.", "P1:" + ":::" + GOOD[6:]
    yield "group-65536", "A group of 65,536 is malformed.", "P1:" + "HGW" + GOOD[6:]
    yield "group-over-last", "... in the last group too.", GOOD[:-3] + "HGW"
    yield "script", "A script behind the prefix is malformed.", "P1:<script>alert(1)</script>"
    yield (
        "base64",
        "Another encoding of a true token is malformed.",
        "P1:" + base64_encode(claims() + sign(claims())).decode(),
    )
    for id, claim, octets in out_of_range():
        yield f"signed-{id}", claim, token(octets)


def lower_one() -> str:
    at = next(i for i in range(40, 120) if GOOD[i].isalpha())
    return GOOD[:at] + GOOD[at].lower() + GOOD[at + 1 :]


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in text)


def out_of_range() -> Iterator[tuple[str, str, bytes]]:
    yield "kind-0", "Kind 0 is malformed, however well it is signed.", claims(kind=0)
    yield "kind-4", "Kind 4 is malformed, however well it is signed.", claims(kind=4)
    yield "kind-255", "Kind 255 is malformed, however well it is signed.", claims(kind=255)
    yield "number-0", "Number 0 is malformed.", claims(number=0)
    yield "number-100000000", "A number of nine digits is malformed.", claims(number=100_000_000)
    yield "number-max", "The highest uint32 is malformed.", claims(number=0xFFFFFFFF)
    yield "generation-0", "Generation 0 is malformed.", claims(generation=0)
    yield "until-before", "An end before the start is malformed.", claims(until=60_479)
    yield "until-equal", "An end at the start is malformed.", claims(until=60_480)
    yield "until-1", "An end in 2020's first minute is malformed.", claims(until=1)
    yield (
        "zeros",
        "All fields zero but the key are malformed.",
        claims(1, 1, 1, 1, 0, 0)[:1] + (b"\x01" + bytes(12)),
    )


def unknown_key() -> Rows:
    yield (
        "kid-3",
        "A key id that is not in use is unknown.",
        token(claims(kid=3), sign(claims(kid=3), STRANGER)),
    )
    yield "kid-0", "Key id 0 is never in use.", token(claims(kid=0), sign(claims(kid=0), STRANGER))
    yield (
        "kid-254",
        "A key id next to a valid one is unknown.",
        token(claims(kid=254), sign(claims(kid=254), KEYS[255])),
    )
    yield (
        "kid-altered",
        "A key id altered to an unused one is unknown.",
        token(claims(kid=7), sign(claims())),
    )
    yield "zeros", "78 zero bytes have the unknown key id 0.", token(bytes(14), bytes(64))
    yield (
        "before-ranges",
        "The key is looked for before a claim's range.",
        token(claims(kind=9, kid=9), bytes(64)),
    )


def called_in() -> Rows:
    octets = claims(kid=CALLED_IN)
    yield (
        "card",
        "What a key signed that was called in is refused.",
        token(octets, sign(octets, STRANGER)),
    )
    yield "kid-altered", "So is a key id altered to its.", token(octets, sign(claims()))
    yield "zeros", "Nothing but the key id is looked at.", token(octets, bytes(64))


def bad_signature() -> Rows:
    octets, signature = claims(), sign(claims())
    point, scalar = signature[:32], int.from_bytes(signature[32:], "little")
    yield (
        "kind-altered",
        "A household card made a caregiver's is refused.",
        token(claims(kind=2), signature),
    )
    yield (
        "kind-out-of-range",
        "The signature is judged before a claim's range.",
        token(claims(kind=9), signature),
    )
    yield (
        "kid-altered",
        "A key id altered to another valid one is refused.",
        token(claims(kid=2), signature),
    )
    yield "number-altered", "Another number is refused.", token(claims(number=3184403), signature)
    yield (
        "generation-altered",
        "A higher generation is refused.",
        token(claims(generation=2), signature),
    )
    yield "since-altered", "An earlier start is refused.", token(claims(since=60_479), signature)
    yield (
        "until-altered",
        "An end that was added is refused.",
        token(claims(until=0xFFFFFF), signature),
    )
    yield (
        "until-removed",
        "An end that was taken away is refused.",
        token(claims(kind=2), sign(claims(kind=2, until=103_680))),
    )
    yield "point-first-bit", "A bit of R altered is refused.", token(octets, flip(signature, 0))
    yield (
        "point-sign-bit",
        "The sign of R altered is refused.",
        token(octets, flip(signature, 31, 7)),
    )
    yield "scalar-first-bit", "A bit of S altered is refused.", token(octets, flip(signature, 32))
    yield (
        "scalar-last-bit",
        "The last bit of S altered is refused.",
        token(octets, flip(signature, 63, 7)),
    )
    yield (
        "stranger",
        "A stranger's signature under a valid key id is refused.",
        token(octets, sign(octets, STRANGER)),
    )
    yield (
        "other-valid-key",
        "A valid key under another's id is refused.",
        token(octets, sign(octets, KEYS[2])),
    )
    yield (
        "no-context",
        "A signature over the bare claims is refused.",
        token(octets, sign(octets, context=b"")),
    )
    yield (
        "other-context",
        "A signature for another purpose is refused.",
        token(octets, sign(octets, context=b"checkpoint.pass.2\0")),
    )
    yield (
        "context-without-nul",
        "The context ends with a NUL.",
        token(octets, sign(octets, context=CONTEXT[:-1])),
    )
    yield (
        "prefix-signed",
        "The prefix is not part of what is signed.",
        token(octets, sign(octets, context=b"P1:" + CONTEXT)),
    )
    yield "swapped-halves", "S before R is refused.", token(octets, signature[32:] + point)
    yield (
        "s-plus-l",
        "S + L, the same scalar written higher, is refused.",
        token(octets, point + (scalar + ORDER).to_bytes(32, "little")),
    )
    yield "s-is-l", "S = L is refused.", token(octets, point + ORDER.to_bytes(32, "little"))
    yield "s-zero", "S = 0 is refused.", token(octets, point + bytes(32))
    yield "zeros", "A signature of zeros is refused.", token(octets, bytes(64))
    yield "ones", "A signature of ones is refused.", token(octets, b"\xff" * 64)
    for id, small in SMALL_ORDER.items():
        yield (
            f"small-order-{id}",
            f"R of small order ({id}) with S = 0 is refused.",
            token(octets, small + bytes(32)),
        )


SMALL_ORDER = {
    "1": bytes([1]) + bytes(31),
    "2": bytes.fromhex("ec" + "ff" * 30 + "7f"),
    "4": bytes(32),
    "8": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    "1-uncanonical": bytes.fromhex("ee" + "ff" * 30 + "7f"),
}

REFUSED = {
    "token.empty": empty,
    "token.unsupported": unsupported,
    "token.foreign": foreign,
    "token.malformed": malformed,
    "token.called_in": called_in,
    "token.unknown_key": unknown_key,
    "token.bad_signature": bad_signature,
}


def numbers() -> Iterator[Case]:
    for at, (text, number, claim) in enumerate(NUMBERS, 1):
        yield vector(f"read/{at}", claim, text, {"number": number, "printed": PRINTED[number]})
    for at, (reason, text, claim) in enumerate(NOT_NUMBERS, 1):
        yield vector(f"refused/{at}", claim, text, {"reason": reason})


PRINTED = {
    1: "0000-0001-3",
    3184402: "0318-4402-1",
    3184519: "0318-4519-3",
    12345678: "1234-5678-6",
    99_999_999: "9999-9999-9",
    5724: "0000-5724-0",
}

NUMBERS = (
    ("0318-4402-1", 3184402, "A number as printed is read."),
    ("031844021", 3184402, "Dashes may be left out."),
    ("0318 4402 1", 3184402, "Spaces do for dashes."),
    (" 0318-4402-1\n", 3184402, "White space around it is dropped."),
    ("0318\u30004402\u30001", 3184402, "Ideographic spaces are dropped."),
    ("0318\u00a04402\u00a01", 3184402, "No-break spaces are dropped."),
    ("０３１８－４４０２－１", 3184402, "Full-width digits and dashes are read."),
    ("0318–4402—1", 3184402, "Typographic dashes are dropped."),
    ("0318\u22124402\u20111", 3184402, "Minus signs and no-break hyphens are dropped."),
    ("0-3-1-8-4-4-0-2-1", 3184402, "Digits read out one by one are read."),
    ("0000-0001-3", 1, "The lowest number is read."),
    ("9999-9999-9", 99_999_999, "The highest number is read."),
    ("1234-5678-6", 12345678, "Another number is read."),
    ("0318-4519-3", 3184519, "Another number is read."),
    ("0000-5724-0", 5724, "A number that ends in its own check digit has the digit 0."),
)

NOT_NUMBERS = (
    ("number.empty", "", "Nothing is empty."),
    ("number.empty", "  \t\n", "White space is empty."),
    ("number.empty", "\u3000", "An ideographic space is empty."),
    ("number.empty", "- -", "Dashes alone are empty."),
    ("number.malformed", "0318-4402", "Without its check digit it is malformed."),
    ("number.malformed", "0318-4402-11", "Ten digits are malformed."),
    ("number.malformed", "3184402-1", "Leading zeros belong to it."),
    ("number.malformed", "0000-0000-0", "Number 0 is malformed."),
    ("number.malformed", "O318-44O2-1", "The letter O is not a zero."),
    ("number.malformed", "0318-4402-X", "A letter is malformed."),
    ("number.malformed", "٠٣١٨٤٤٠٢١", "Digits of another script are malformed."),
    ("number.malformed", "零三一八四四零二一", "Chinese numerals are malformed."),
    ("number.malformed", "①②③④⑤⑥⑦⑧⑨", "Circled digits are malformed."),
    ("number.malformed", "²³¹⁸⁴⁴⁰²¹", "Superscript digits are malformed."),
    ("number.malformed", "+31844021", "A sign is malformed."),
    ("number.malformed", "0318_4402_1", "An underscore is malformed."),
    ("number.malformed", "0318\ufeff4402-1", "A zero-width character is malformed."),
    ("number.malformed", "12号楼2单元501", "An address is malformed."),
    ("number.malformed", "<script>", "A script is malformed."),
    ("number.malformed", "9" * 4096, "4 KB of digits are malformed."),
    ("number.check_digit", "0318-4402-2", "A wrong check digit is told."),
    ("number.check_digit", "0318-4403-1", "A wrong digit is told."),
    ("number.check_digit", "3018-4402-1", "Two swapped neighbours are told."),
    ("number.check_digit", "0318-4420-1", "Two swapped neighbours are told."),
    ("number.check_digit", "0318-4401-2", "The last digit swapped with the check digit is told."),
    ("number.check_digit", "1234-5678-9", "A made-up number is told."),
)


def write(path: Path, **document: object) -> None:
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def main(folder: Path = HERE) -> None:
    publics = {
        str(kid): base64_encode(key.public_key().public_bytes_raw()).decode()
        for kid, key in KEYS.items()
    }
    write(
        folder / "token.json",
        description="read_token(text, keys): what a text claims, or the first rule it breaks. "
        "docs/pass-format.md is the rule book. Keys: key id to raw public key, base64url.",
        keys=publics,
        called_in=[CALLED_IN],
        cases=[*accepted(), *refused()],
    )
    write(
        folder / "number.json",
        description="read_number(text): the pass number in what was typed, and as it is printed; "
        "or why it is none. Damm check digit.",
        cases=[*numbers()],
    )


if __name__ == "__main__":
    main()
