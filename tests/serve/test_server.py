"""`checkpoint serve` as a person starts it: its own certificate, a proxy, a clean end."""

import os
import re
import signal
import ssl
import subprocess
import time
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from checkpoint.serve.ports import claim_port
from tests.serving import PATIENCE_SECONDS, Server, running_server, serve_command


def https_status(server: Server, path: str, context: ssl.SSLContext) -> int:
    connection = HTTPSConnection("localhost", server.https_port, context=context, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_it_serves_https_that_the_authority_vouches_for(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        trusting = ssl.create_default_context(cafile=str(server.authority))
        assert https_status(server, "/no-such-page", trusting) == 404
        with pytest.raises(ssl.SSLCertVerificationError):
            https_status(server, "/", ssl.create_default_context())
        old = ssl.create_default_context(cafile=str(server.authority))
        with pytest.deprecated_call():
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises((ssl.SSLError, OSError)):
            https_status(server, "/", old)

        page = HTTPConnection("localhost", server.join_port, timeout=10)
        page.request("GET", "/checkpoint.pem")
        assert page.getresponse().read() == server.authority.read_bytes()
        page.close()

        assert re.search(r"Compare +([0-9A-F]{2} ){15}", server.shown)
        assert "SQLite 3." in server.shown
        assert "/first-run/" in server.shown


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_it_is_told(tmp_path: Path, how: signal.Signals) -> None:
    with running_server(tmp_path) as server:
        os.killpg(server.process.pid, how)  # as a terminal does with Ctrl+C
        assert server.process.wait(PATIENCE_SECONDS) == 0
        assert claim_port("127.0.0.1", server.https_port, "--port") == server.https_port


def test_a_server_that_was_killed_leaves_nobody_on_its_port(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        server.process.kill()
        server.process.wait()
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                HTTPSConnection("localhost", server.https_port, timeout=1).connect()
            except ConnectionRefusedError:
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail("the worker outlived its server")


def test_behind_a_proxy_the_callers_own_address_and_scheme_count(tmp_path: Path) -> None:
    with running_server(
        tmp_path, "--behind-proxy", settings='host_names = ["gate.example.org"]'
    ) as (server):
        assert "https://gate.example.org/first-run/" in server.shown
        port = int(re.findall(r"forward to http://127\.0\.0\.1:(\d+)", server.shown)[0])
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(
            "GET",
            "/api/openapi.json",
            headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "gate.example.org"},
        )
        assert connection.getresponse().status in (200, 404)
        connection.close()
        assert not (tmp_path / "tls").exists()


@pytest.mark.parametrize(
    ("options", "settings", "said"),
    [
        (["--certificate", "no.crt", "--key", "no.key"], "", "no.crt can't be read"),
        ([], 'host_names = ["gate.example.org"]', "vouches for local names only"),
        ([], 'langauge = "zh"', "langauge"),
        (["--host", "192.0.2.1"], "", "no address 192.0.2.1"),
    ],
)
def test_what_is_wrong_is_one_plain_line_before_anything_listens(
    tmp_path: Path, options: list[str], settings: str, said: str
) -> None:
    (tmp_path / "settings.toml").write_text(f'time_zone = "Asia/Shanghai"\n{settings}\n', "utf-8")
    done = subprocess.run(
        serve_command(*options),
        env={**os.environ, "CHECKPOINT_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.startswith("checkpoint: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "options", [["--certificate", "a.crt"], ["--behind-proxy", "--certificate", "a", "--key", "b"]]
)
def test_options_that_contradict_each_other_are_refused(tmp_path: Path, options: list[str]) -> None:
    done = subprocess.run(
        serve_command(*options),
        env={**os.environ, "CHECKPOINT_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 2
