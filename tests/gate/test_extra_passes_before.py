"""Crossings of before extra passes stood for themselves tell of the household no more."""

from datetime import timedelta

from alembic import command

from checkpoint import clock
from checkpoint.db import db, foreign_keys_off, migration_config, upgrade, writing
from checkpoint.gate import Crossing, rebuild_outside
from checkpoint.passes import Pass
from checkpoint.people import Compound, Household
from tests.gate.phone import Estate


def test_the_step_to_limits_makes_who_is_out_anew(either_estate: Estate) -> None:
    """The household went out and home again, the nurse out: it counted as out until this step."""
    phone, now = either_estate.phone(), clock.now()
    for name, direction, minutes in (
        ("wang", "exit", 90),
        ("wang", "entry", 60),
        ("nurse", "exit", 30),
    ):
        phone.cross(name, direction, decided_at=(now - timedelta(minutes=minutes)).isoformat())
    with writing():
        wang = db.session.get_one(Household, either_estate.households["wang"])
        wang.outside_since = wang.last_crossing_at = now - timedelta(minutes=30)
    version = phone.roster()["version"]
    config = migration_config()
    db.session.rollback()
    with db.engine.connect() as connection, foreign_keys_off(connection):
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
        connection.commit()

    upgrade()

    wang = db.session.get_one(Household, either_estate.households["wang"])
    nurse = db.session.query(Pass).filter_by(number=either_estate.passes["nurse"]).one()
    assert wang.outside_since is None
    assert wang.last_crossing_at is not None
    assert nurse.outside_since == nurse.last_crossing_at is not None
    assert [each.extra for each in db.session.query(Crossing).order_by(Crossing.decided_at)] == [
        False,
        False,
        True,
    ]
    assert rebuild_outside(db.session.get_one(Compound, either_estate.compounds["miansi"])) == []
    assert phone.roster()["version"] > version
