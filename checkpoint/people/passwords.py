"""Usernames, which passwords are taken, and how they are kept.

Argon2id with the first parameters of OWASP's list: 19 MiB of memory a sign-in leaves room
for many at once on an office laptop.
"""

import secrets
import unicodedata
from base64 import b64encode
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from checkpoint.errors import BadInput

SHORTEST = 10
LONGEST = 200

# Common ones of ten characters and more; those of few different characters go by a rule.
COMMONEST = frozenset(
    """
    1234567890 0123456789 0987654321 12345678910 123456789a a123456789 123456789q 1234567891
    1q2w3e4r5t q1w2e3r4t5 1qaz2wsx3edc 1qazxsw23edc qwertyuiop qwerty1234 qwerty12345
    qwer123456 asdfghjkl; asdfghjkl1 zxcvbnm123 password12 password123 password1234
    passw0rd123 iloveyou123 woaini1314 woaini520 woaini123456 aa123456789 abc123456789
    abcd123456 abcd1234567 abcdefghij admin12345 admin123456 administrator welcome123
    changeme123 letmein123 checkpoint checkpoint1 checkpoint123 5201314520 1314520520
    qq123456789 zhang123456 wang123456
    """.split()  # noqa: SIM905 - a list of words
)
# Easily told apart when read aloud or copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def normal_username(username: str) -> str:
    """The one form of a username: full-width, upper case and spaces around make no difference."""
    name = unicodedata.normalize("NFKC", username).strip().casefold()
    return name.replace("\0", "\ufffd")  # no account has either, and no database takes the first


def check_password(password: str, username: str) -> None:
    """Raise BadInput, on field `password`, for one that is too short, too long or too easy."""
    if len(password) < SHORTEST:
        raise BadInput(
            "Use at least %(count)s characters; a sentence is easy to keep in mind.",
            field="password",
            count=SHORTEST,
        )
    if len(password) > LONGEST:
        raise BadInput("Use at most %(count)s characters.", field="password", count=LONGEST)
    plain = password.casefold()
    if username and (plain == username.casefold() or len(plain.replace(username, "")) < 4):
        raise BadInput("Don't use the username as the password.", field="password")
    if plain in COMMONEST or len(set(plain)) < 5:
        raise BadInput(
            "This one is among the first that anyone would try. Think of another.", field="password"
        )


def generate_password() -> str:
    """Sixteen letters and digits in groups of four, 79 bits: for handing over once."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def password_matches(kept: str, password: str) -> bool:
    """Whether `password` is the one that was kept. Takes as long for a wrong one."""
    try:
        return hasher.verify(kept, password[: LONGEST + 1])
    except (VerifyMismatchError, InvalidHashError):
        return False


def _drawn_by_lot() -> str:
    """What looks like a hash and is one of nothing: to make a real one delays every start."""
    salt, digest = (b64encode(token_bytes(size)).rstrip(b"=").decode() for size in (16, 32))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


# Checked against when there is no such account, so that both answers take the same time.
nobodys_hash = _drawn_by_lot()
