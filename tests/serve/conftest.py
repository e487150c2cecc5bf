"""A machine on an office network, and the authority that it makes."""

from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest

from checkpoint.serve.addresses import Reach
from checkpoint.serve.authority import Authority, load_authority

NOW = datetime(2026, 2, 3, 8, 0, tzinfo=UTC)


def reach_of(hostname: str, *addresses: str, names: tuple[str, ...] = ()) -> Reach:
    every = (hostname, f"{hostname}.local", "localhost", *names)
    return Reach(hostname, every, tuple(ip_address(text) for text in (*addresses, "127.0.0.1")))


@pytest.fixture
def tls(tmp_path: Path) -> Path:
    """The folder that keys and certificates are kept in."""
    return tmp_path / "tls"


@pytest.fixture
def authority(tls: Path) -> Authority:
    """The authority of a laptop called office-3."""
    return load_authority(tls, "office-3", NOW)
