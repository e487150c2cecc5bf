"""The real server as a process that is started, killed and started again."""

import os
import queue
import re
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.serving import serve_command

PATIENCE_SECONDS = 180
LISTENS = re.compile(r"forward to http://127\.0\.0\.1:(\d+)")
SEAM = Path(__file__).parent / "seam"


@dataclass(frozen=True)
class Seam:
    """What the test changes in the server's process, from outside of the product: settings of
    SQLite by way of `seam/sitecustomize.py`, calls of the C library by way of one that comes first.
    """

    synchronous: str = ""
    journal: str = ""
    preload: Path | None = None
    guarded: Path | None = None
    log: Path | None = None

    def environment(self) -> dict[str, str]:
        """What the server's environment has more."""
        more = {"CRASH_SYNCHRONOUS": self.synchronous, "CRASH_JOURNAL": self.journal}
        if self.synchronous or self.journal:
            more["PYTHONPATH"] = os.pathsep.join([str(SEAM), os.environ.get("PYTHONPATH", "")])
        if self.preload:
            more |= {
                "LD_PRELOAD": str(self.preload),
                "CRASH_GUARDED": str(self.guarded),
                "CRASH_LOG": str(self.log),
            }
        return {name: value for name, value in more.items() if value}


class Server:
    """A server of the installation in `folder`, starting from the first moment on."""

    def __init__(self, folder: Path, seam: Seam) -> None:
        environment = {**os.environ, "CHECKPOINT_INSTANCE": str(folder), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            serve_command("--behind-proxy"),
            env=environment | seam.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.said: list[str] = []
        self._ports: queue.SimpleQueue[int] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def port(self) -> int:
        """The port that it named, maybe a moment before it listens there."""
        port = self._ports.get(timeout=PATIENCE_SECONDS)
        if not port:
            raise RuntimeError("the server gave up: " + "".join(self.said))
        return port

    def kill(self) -> None:
        """SIGKILL to every process of it at once, the worker first, and wait until all are gone."""
        while left := _session(self.process.pid):
            for pid in reversed(left):
                _kill(pid)
            self.process.poll()
            time.sleep(0.001)
        self.process.wait(PATIENCE_SECONDS)

    def stop(self) -> int:
        """SIGTERM, as a service manager sends it; the exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE_SECONDS)

    def _listen(self) -> None:
        # The text ends with the last process that holds it, so this thread ends with the server.
        assert self.process.stdout
        with self.process.stdout as text:
            for line in text:
                self.said.append(line)
                if found := LISTENS.search(line):
                    self._ports.put(int(found[1]))
        self._ports.put(0)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _session(leader: int) -> list[int]:
    """The processes of a session that still run, the leader first. Its worker is in a process group
    of its own, so that a signal to the group would leave it alive to end in peace."""
    return [leader] * _runs(leader, leader) + [
        pid
        for pid in sorted(int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit())
        if pid != leader and _runs(pid, leader)
    ]


def _runs(pid: int, session: int) -> bool:
    try:
        state, _, _, its = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:4]
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    except (FileNotFoundError, ProcessLookupError):
        return False
    # A process whose first thread is dead already may have others that still write.
    return int(its) == session and (state not in "ZX" or threads > 1)
