"""Scans that were no pass of ours: what kind, when and where, and nothing of what they said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from checkpoint.db import db, lock, writing
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.models import RefusedScan
from checkpoint.gate.schemas import Scan, ScanResult, Scans


def keep_scans(device: EnrolledDevice, letter: Scans, now: datetime) -> list[ScanResult]:
    """Keep the refused scans of a device, each once; in the order in which they were sent."""
    with writing():
        # The same letter may come twice at once, when the answer to the first took too long.
        lock(f"scans of device {device.id}")
        known = _known([scan.id for scan in letter.scans])
        results = []
        for scan in letter.scans:
            repeat = scan.id in known
            results.append(ScanResult(id=scan.id, status="repeat" if repeat else "recorded"))
            if not repeat:
                db.session.add(_refused_scan(device, scan, now))
                known.add(scan.id)
    return results


def _known(ids: list[UUID]) -> set[UUID]:
    return set(db.session.scalars(select(RefusedScan.id).where(RefusedScan.id.in_(ids))))


def _refused_scan(device: EnrolledDevice, scan: Scan, now: datetime) -> RefusedScan:
    return RefusedScan(
        id=scan.id,
        compound_id=device.compound_id,
        gate_id=device.gate_id,
        device_id=device.id,
        staff_id=device.staff_id,
        at=scan.at,
        received_at=now,
        reason=scan.reason,
        length=scan.length,
        sample=scan.sample,
    )
