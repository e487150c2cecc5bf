"""The demonstration's staff, each with a password and a PIN of this folder alone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from checkpoint.config import write_private
from checkpoint.db import db
from checkpoint.demo import estate
from checkpoint.people import Actor, Role, Staff, compound_named, create_staff
from checkpoint.people.passwords import generate_password
from checkpoint.people.pins import generate_pin, set_pin

FILE_NAME = "demo-accounts.txt"
STAFF = {
    "admin": ("赵主任", Role.ADMIN),
    "clerk": ("钱办事员", Role.CLERK),
    "guard": ("王队长", Role.GUARD),
    "guard2": ("李队员", Role.GUARD),
}


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody types: at the desk a password, at a gate's phone a PIN.

    A folder of an older version has no PINs.
    """

    username: str
    password: str
    pin: str = ""


def accounts_in(folder: Path) -> tuple[Account, ...]:
    """Those of the first run, kept for the next one to print; the admin first."""
    path = folder / FILE_NAME
    if not path.exists():
        lines = [f"{username} {generate_password()} {generate_pin()}\n" for username in STAFF]
        write_private(path, "".join(lines).encode())
    return tuple(Account(*line.split()) for line in path.read_text("utf-8").splitlines())


def settle_accounts(accounts: tuple[Account, ...], now: datetime) -> None:
    """Make the accounts that are not there yet, and give everyone a PIN."""
    root = Actor.at_the_machine()
    for account in accounts:
        set_pin(root, _staff_of(account) or _make(account, now), account.pin, now=now)


def name_of(account: Account) -> str:
    """What people call whoever has the account."""
    return STAFF[account.username][0]


def staff_id_of(account: Account) -> int:
    """The account's row."""
    staff = _staff_of(account)
    assert staff is not None  # noqa: S101 - settled before
    return staff.id


def _staff_of(account: Account) -> Staff | None:
    return db.session.scalar(select(Staff).where(Staff.username == account.username))


def _make(account: Account, now: datetime) -> Staff:
    name, role = STAFF[account.username]
    root = Actor.at_the_machine()
    return create_staff(
        root,
        username=account.username,
        name=name,
        role=role,
        password=account.password,
        compound=compound_named(root, estate.COMPOUND),
        now=now,
    )
