"""Ports that can't be had: one plain line that says what to do."""

import errno
import socket

import pytest

from checkpoint.errors import Unavailable
from checkpoint.serve import ports


def test_zero_finds_a_free_port() -> None:
    assert ports.claim_port("127.0.0.1", 0, "--port") > 1023


def test_a_taken_port_names_the_option_to_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "PATIENCE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(Unavailable, match=rf"Port {taken} is taken.*--join-port {taken + 1}"):
            ports.claim_port("127.0.0.1", taken, "--join-port")


def test_a_port_that_is_let_go_in_time_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    assert ports.claim_port("127.0.0.1", port, "--port") == port


def test_a_port_of_the_system_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(host: str, port: int) -> int:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(ports, "_try", refuse)
    with pytest.raises(Unavailable, match=r"may not listen on port 443.*--port 8443"):
        ports.claim_port("127.0.0.1", 443, "--port")


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "fe80::1"])
def test_an_address_of_another_machine_is_explained(host: str) -> None:
    with pytest.raises(Unavailable, match=f"no address {host}"):
        ports.claim_port(host, 0, "--port")
