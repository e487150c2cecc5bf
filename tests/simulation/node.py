"""The process of Node in which the simulated devices live, and the words to speak with it."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.gate.test_pwa import NODE_FOLDER, install_packages, run

Event = dict[str, Any]


@contextmanager
def bundled() -> Iterator[Path]:
    """A folder with the gate view and its host as Node runs them, gone afterwards."""
    install_packages()
    with tempfile.TemporaryDirectory(prefix="simulation-") as name:
        run("node", "tests/simulation/build.mjs", name)
        yield Path(name)


class Node:
    """Devices that do what they are told, and tell what they did."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [str(NODE_FOLDER / "node"), str(folder / "host.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", ""), "TZ": "UTC"},
        )
        # When the next timer of any device rings, in ms since 1970.
        self.next: float = float("inf")
        self.report: dict[str, Any] | None = None

    def __enter__(self) -> "Node":
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait(timeout=30)

    def tell(self, do: str, at: int, device: int = 0, **more: Any) -> list[Event]:
        """Give a command at that moment; returns what the devices did."""
        out, back = self._process.stdin, self._process.stdout
        assert out is not None
        assert back is not None
        out.write(json.dumps({"do": do, "at": at, "device": device, **more}).encode() + b"\n")
        out.flush()
        answer = json.loads(back.readline())
        self.next = float("inf") if answer["next"] is None else answer["next"]
        self.report = answer.get("report")
        events: list[Event] = answer["events"]
        return events
