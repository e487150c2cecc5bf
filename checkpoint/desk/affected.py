"""The list of households that the end of a key affects, as a spreadsheet. No name is in it."""

from datetime import datetime

from flask_babel import gettext

from checkpoint.db import writing
from checkpoint.desk.cells import Row
from checkpoint.desk.exports import Sheet
from checkpoint.passes import Pass, affected_by, format_number, kind_word, require_keys
from checkpoint.people import Actor, record_audit


def affected_sheet(actor: Actor, kid: int, *, now: datetime) -> Sheet:
    """Address and pass of everybody whose card ends with that key, or did; kept on record.

    Raises Forbidden for who may not change keys.
    """
    require_keys(actor)
    with writing():
        record_audit(actor, now, "key.affected_listed", "signing_key", kid)
    headings = [
        gettext("Compound"),
        gettext("Building"),
        gettext("Unit"),
        gettext("Room"),
        gettext("Pass number"),
        gettext("Kind"),
        gettext("Card"),
    ]
    rows = [_row(each) for each in affected_by(kid, now)]
    name = f"key-{kid}-households-{now:%Y%m%d-%H%M}"
    return Sheet(name, gettext("Affected households"), headings, rows)


def _row(pass_: Pass) -> Row:
    home = pass_.household
    address = (home.compound.name, home.building, home.unit, home.room)
    return [*address, format_number(pass_.number), kind_word(pass_.kind), pass_.generation]
