"""Roster files that were sent and not yet imported: private, one person's, for two hours."""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from checkpoint.config import write_private
from checkpoint.errors import NotFound
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.reading import Correction

LIFETIME = timedelta(hours=2)
# One person's older ones go when they send more.
_EACH = 3
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that waits to be looked at, with what its person has corrected so far."""

    id: str
    filename: str
    staff_id: int | None
    compound_id: int
    at: datetime
    correction: Correction = field(default_factory=Correction)


class Staging:
    """The folder that such files are kept in, readable by this service alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(
        self, content: bytes, filename: str, staff_id: int | None, compound_id: int, now: datetime
    ) -> Staged:
        """Keep a file; what ran out meanwhile is deleted."""
        self._sweep(staff_id, now)
        staged = Staged(secrets.token_urlsafe(16), filename, staff_id, compound_id, now)
        write_private(self._content(staged.id), content)
        self._write(staged)
        return staged

    def find(self, id_: str, staff_id: int | None, compound_id: int, now: datetime) -> Staged:
        """A file of that person for that compound. Raises NotFound for any other."""
        staged = self._read(id_) if _ID.fullmatch(id_) else None
        if (
            staged is None
            or (staged.staff_id, staged.compound_id) != (staff_id, compound_id)
            or now - staged.at > LIFETIME
        ):
            raise NotFound("This file is no longer here. Send it once more.")
        return staged

    def content(self, staged: Staged) -> bytes:
        """The bytes of the file."""
        return self._content(staged.id).read_bytes()

    def correct(self, staged: Staged, correction: Correction) -> Staged:
        """Keep what the person said of its sheets and columns."""
        corrected = replace(staged, correction=correction)
        self._write(corrected)
        return corrected

    def discard(self, staged: Staged) -> None:
        """Delete the file."""
        self._delete(staged.id)

    def _sweep(self, staff_id: int | None, now: datetime) -> None:
        kept = 0
        for staged in sorted(self._all(), key=lambda each: each.at, reverse=True):
            own = staged.staff_id == staff_id
            kept += own
            if now - staged.at > LIFETIME or (own and kept >= _EACH):
                self._delete(staged.id)

    def _all(self) -> Iterator[Staged]:
        for path in self.folder.glob("*.json"):
            if staged := self._read(path.stem):
                yield staged

    def _delete(self, id_: str) -> None:
        self._about(id_).unlink(missing_ok=True)
        self._content(id_).unlink(missing_ok=True)

    def _read(self, id_: str) -> Staged | None:
        try:
            about = json.loads(self._about(id_).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return Staged(
            id_,
            about["filename"],
            about["staff_id"],
            about["compound_id"],
            datetime.fromisoformat(about["at"]),
            _correction(about),
        )

    def _write(self, staged: Staged) -> None:
        correction = staged.correction
        about = {
            "filename": staged.filename,
            "staff_id": staged.staff_id,
            "compound_id": staged.compound_id,
            "at": staged.at.isoformat(),
            "sheets": correction.sheets,
            "columns": {sheet: dict(fields) for sheet, fields in correction.columns.items()},
        }
        write_private(self._about(staged.id), json.dumps(about, ensure_ascii=False).encode())

    def _about(self, id_: str) -> Path:
        return self.folder / f"{id_}.json"

    def _content(self, id_: str) -> Path:
        return self.folder / f"{id_}.roster"


def _correction(about: dict[str, object]) -> Correction:
    sheets, columns = about["sheets"], about["columns"]
    assert isinstance(columns, dict)  # noqa: S101 - written above
    return Correction(
        tuple(sheets) if isinstance(sheets, list) else None,
        {
            sheet: {int(index): Field(field) for index, field in fields.items()}
            for sheet, fields in columns.items()
        },
    )
