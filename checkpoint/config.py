"""Typed settings of one installation, kept in `settings.toml` of its instance folder.

A wrong, unknown or missing setting stops start-up with the name of the setting. The folder and
what is missing in it are made on first use, secrets with mode 600; there is no default secret.
"""

import os
import secrets
import tomllib
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from checkpoint.errors import SettingsError

INSTANCE_VARIABLE = "CHECKPOINT_INSTANCE"
SETTINGS_NAME = "settings.toml"
SECRET_NAME = "secret.key"  # noqa: S105 - the name of a file, not a secret
LOCALES = ("zh", "en")

FIRST_SETTINGS = """\
# Settings of this installation. A wrong or unknown line stops start-up and says which.
time_zone = "{time_zone}"
language = "zh"

# An empty database_url means SQLite in this folder. For PostgreSQL:
# database_url = "postgresql+psycopg://user:password@host/name"
database_url = ""
"""


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"'{name}' is no time zone; write one like 'Asia/Shanghai'")
    return name


def _known_language(name: str) -> str:
    if name not in LOCALES:
        raise ValueError(f"'{name}' is not one of {', '.join(LOCALES)}")
    return name


def _known_database(url: str) -> str:
    if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("begin it with 'sqlite:///' or 'postgresql+psycopg://'")
    return url


class Settings(BaseModel):
    """What an installation may set: durations in the unit of their name, readings in tenths of °C.

    A device's knowledge is aging, then old, after so many hours without a word from the office;
    after the lease it forgets its roster. Crossings and visits are kept for the retention.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_zone: Annotated[str, AfterValidator(_known_time_zone)]
    language: Annotated[str, AfterValidator(_known_language)] = "zh"
    database_url: Annotated[str, AfterValidator(_known_database)] = ""
    host_names: tuple[str, ...] = ()
    idle_timeout_minutes: int = Field(default=60, ge=5, le=720)
    fever_tenths: int = Field(default=373, ge=365, le=400)
    cold_tenths: int = Field(default=350, ge=320, le=360)
    longest_outing_minutes: int = Field(default=120, ge=15, le=1440)
    knowledge_aging_hours: int = Field(default=12, ge=1, le=168)
    knowledge_old_hours: int = Field(default=24, ge=1, le=168)
    roster_lease_days: int = Field(default=14, ge=3, le=60)
    retention_days: int = Field(default=21, ge=7, le=28)
    max_upload_megabytes: int = Field(default=20, ge=1, le=200)


def instance_folder(path: str | Path | None = None) -> Path:
    """The folder of this installation: `path`, else $CHECKPOINT_INSTANCE, else ./instance."""
    folder = Path(path or os.environ.get(INSTANCE_VARIABLE) or "instance").expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            "The instance folder %(folder)s can't be made (%(why)s). "
            "Set CHECKPOINT_INSTANCE to a folder that you may write to.",
            folder=folder,
            why=error.strerror,
        ) from error
    return folder


def load_settings(folder: Path) -> Settings:
    """Read `settings.toml` of `folder`, writing a first one where there is none.

    Raises SettingsError naming the file, the setting and what it must be.
    """
    path = folder / SETTINGS_NAME
    if not path.exists():
        write_private(path, FIRST_SETTINGS.format(time_zone="Asia/Shanghai").encode())
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            "%(path)s can't be read: %(why)s. Mend that line and start again.",
            path=path,
            why=error,
        ) from error
    except ValidationError as error:
        raise SettingsError(
            "%(path)s has settings that can't be used: %(why)s. Mend them and start again.",
            path=path,
            why="; ".join(_setting_problem(problem) for problem in error.errors()),
        ) from error


def _setting_problem(problem: object) -> str:
    assert isinstance(problem, dict)  # noqa: S101 - pydantic's own shape
    where = ".".join(str(part) for part in problem["loc"]) or "file"
    return f"{where}: {problem['msg'].removeprefix('Value error, ')}"


def load_secret(folder: Path) -> bytes:
    """The installation's secret for sessions and one-time links, 32 random bytes made once."""
    path = folder / SECRET_NAME
    if not path.exists():
        write_private(path, secrets.token_bytes(32))
    secret = path.read_bytes()
    if len(secret) < 32:
        raise SettingsError(
            "%(path)s is damaged. Delete it; a new one is made and everyone signs in again.",
            path=path,
        )
    return secret


def write_private(path: Path, content: bytes, *, fresh: bool = False) -> None:
    """Write `content` to a file that only this user may read (mode 600).

    With `fresh`, raise FileExistsError rather than overwrite.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = os.O_EXCL if fresh else os.O_TRUNC
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | mode, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    path.chmod(0o600)
