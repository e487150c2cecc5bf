"""A throw-away PostgreSQL for tests: made in a temporary folder, reached by a socket in it only.

PostgreSQL refuses to run as root; there, its processes run as its own user.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL

SUPERUSER = "checkpoint"
# Nothing in a throw-away cluster has to outlive a power cut.
FORGETFUL = "-c fsync=off -c full_page_writes=off"
OPTIONS = "-c listen_addresses='' -c max_connections=120"


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Path]:
    """The socket folder of a cluster that lives as long as the test session."""
    with running_cluster() as sockets:
        yield sockets


@contextmanager
def new_database(sockets: Path, template: str = "template1") -> Iterator[str]:
    """The SQLAlchemy URL of a copy of the database `template`, dropped afterwards."""
    name = f"t_{secrets.token_hex(6)}"
    _administer(sockets, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield database_url(sockets, name)
    _administer(sockets, f"DROP DATABASE {name} WITH (FORCE)")


def database_url(sockets: Path, name: str) -> str:
    """The URL of one database of the cluster, as a setting `database_url` would have it."""
    url = URL.create(
        "postgresql+psycopg", username=SUPERUSER, database=name, query={"host": str(sockets)}
    )
    return url.render_as_string(hide_password=False)


@contextmanager
def running_cluster(more: str = FORGETFUL) -> Iterator[Path]:
    """Make a cluster, start it, yield the folder of its socket, then stop and delete it."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="checkpoint-pg-"))
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    cluster, log = folder / "cluster", folder / "log"
    initdb: list[str | Path] = [binaries / "initdb", "-D", cluster, "-U", SUPERUSER, "-A", "trust"]
    pg_ctl: list[str | Path] = [binaries / "pg_ctl", "-D", cluster]
    options = f"{OPTIONS} {more} -k {folder}"
    try:
        _run([*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], folder, owner)
        _run([*pg_ctl, "-w", "-l", log, "-o", options, "start"], folder, owner)
        try:
            yield folder
        finally:
            _run([*pg_ctl, "-m", "immediate", "stop"], folder, owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """The folder with pg_ctl and initdb; Debian keeps them out of the search path."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3])
    )
    found = shutil.which("pg_ctl") or (debian and str(debian[-1]))
    if not found:
        pytest.fail(
            "PostgreSQL is not installed, and these tests need its server. Run 'make test' as "
            "root on Debian, which installs it, or install the package 'postgresql'.",
            pytrace=False,
        )
    return Path(found).parent


def _owner() -> pwd.struct_passwd | None:
    """Who runs the cluster when these tests run as root; None for ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _run(command: Sequence[str | Path], cwd: Path, owner: pwd.struct_passwd | None) -> None:
    # pg_ctl's server inherits what it gets as output: a pipe would never reach its end.
    with (cwd.parent / f"{cwd.name}.out").open("w+b") as out:
        try:
            subprocess.run(
                command,
                cwd=cwd,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                user=owner and owner.pw_uid,
                group=owner and owner.pw_gid,
                extra_groups=[] if owner else None,
                check=True,
            )
        except subprocess.CalledProcessError:
            out.seek(0)
            pytest.fail(f"{command[0]} failed:\n{out.read().decode()}", pytrace=False)
        finally:
            Path(out.name).unlink()


def _administer(sockets: Path, statement: str) -> None:
    with psycopg.connect(
        host=str(sockets), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())
