"""What the phones know: what they sent, and what was acknowledged to them."""

import json
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the office must have of a crossing: the hash of its body, and its temperature."""

    sha256: bytes
    tenths: int | None


@dataclass
class Ledger:
    """Of all phones together. `sent` and `acknowledged` are keyed by the crossing's id."""

    sent: dict[str, Sent] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    repeats: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, crossing: Json) -> None:
        """Note a crossing, before it leaves the phone for the first time."""
        canonical = json.dumps(crossing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = sha256(canonical.encode()).digest()
        with self.lock:
            self.sent[crossing["id"]] = Sent(digest, crossing["reading_tenths"])

    def acknowledge(self, result: Json) -> None:
        """Note an answer. A crossing is new once; from its acknowledgement on, it is a repeat, and
        what is said of it never changes."""
        id, status = result["id"], result["status"]
        said = json.dumps([result["verdict"], result["household"]], sort_keys=True)
        with self.lock:
            before = self.acknowledged.get(id)
            self.repeats += status == "repeat"
            if status not in ("recorded", "repeat"):
                self.faults.append(f"{id} was answered {status}: {result['error']}")
            elif before is not None and status == "recorded":
                self.faults.append(f"{id} was acknowledged, and later recorded as if new")
            elif before is not None and before != said:
                self.faults.append(f"{id} was answered in two ways: {before} and {said}")
            self.acknowledged.setdefault(id, said)

    def copy(self) -> tuple[dict[str, Sent], list[str]]:
        """What was sent and what was acknowledged up to now: an acknowledged one is a sent one."""
        with self.lock:
            return dict(self.sent), list(self.acknowledged)
