"""The real server, as a person starts it, on free ports of 127.0.0.1."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection

COMMAND = str(Path(sys.executable).with_name("checkpoint"))
PATIENCE_SECONDS = 40


@dataclass
class Server:
    """A server that answers; `shown` is what it printed."""

    process: "subprocess.Popen[str]"
    folder: Path
    shown: str

    @property
    def authority(self) -> Path:
        """The certificate that its phones trust."""
        return self.folder / "tls" / "authority.crt"

    @property
    def https_port(self) -> int:
        """Where the desk and the gate are."""
        return int(re.findall(r"https://[^/]+:(\d+)/", self.shown)[0])

    @property
    def port(self) -> int:
        """Where it answers, in HTTPS or behind a proxy."""
        return _listening_port(self.shown)

    @property
    def join_port(self) -> int:
        """Where the join page is."""
        return int(re.findall(r"Phones +http://[^/]+:(\d+)/", self.shown)[0])


def serve_command(*options: str) -> list[str]:
    """The command line of a server on free ports, loopback only."""
    return [COMMAND, "serve", "--host", "127.0.0.1", "--port", "0", "--join-port", "0", *options]


@contextmanager
def running_server(folder: Path, *options: str, settings: str = "") -> Iterator[Server]:
    """Serve the installation in `folder`, made with these settings, and stop it at the end."""
    if settings:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "settings.toml").write_text(f'time_zone = "Asia/Shanghai"\n{settings}\n', "utf-8")
    process = subprocess.Popen(
        serve_command(*options),
        env={**os.environ, "CHECKPOINT_INSTANCE": str(folder), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        server = Server(process, folder, _shown(process))
        _wait_for(server.port)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        assert process.stdout
        process.stdout.close()


def _shown(process: "subprocess.Popen[str]") -> str:
    """Everything up to the last line of the greeting, or all of it when the server gave up."""
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Stop with"):
            break
    return "".join(lines)


def _listening_port(shown: str) -> int:
    behind = re.search(r"forward to http://[^/]+:(\d+)", shown)
    return int(behind[1] if behind else re.findall(r"https://[^/]+:(\d+)/", shown)[0])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return
