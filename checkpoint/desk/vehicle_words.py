"""Words of vehicles on the desk."""

from datetime import datetime

from flask_babel import gettext

from checkpoint.desk.times import clock_text, minutes_between
from checkpoint.gate import Crossing
from checkpoint.gate.vehicles import KINDS, VehicleKind
from checkpoint.web import language


def kind_word(kind: VehicleKind | str) -> str:
    """Whose vehicle it is."""
    words = {
        "resident": gettext("resident's"),
        "visitor": gettext("visitor's"),
        "delivery": gettext("delivery"),
        "emergency": gettext("emergency service"),
    }
    return str(words.get(str(kind), gettext("not known")))


def vehicle_kinds() -> list[tuple[str, str]]:
    """The kinds that can be registered, for a choice."""
    return [(kind.value, kind_word(kind)) for kind in KINDS]


def line_words(crossing: Crossing, now: datetime | None = None) -> dict[str, str]:
    """Where a vehicle belongs, and how long it has been here."""
    home = crossing.household
    if crossing.vehicle_kind == VehicleKind.DELIVERY.value:
        where = gettext("hand-over point")
    else:
        where = home.short_label(language()) if home else "—"
    stayed = clock_text(minutes_between(crossing.decided_at, now)) if now else ""
    return {"where": str(where), "stayed": stayed}
