"""Alerts: what raises them, once each, and what closes them by itself."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from checkpoint.db import db, writing
from checkpoint.errors import BadInput
from checkpoint.gate import alerts
from checkpoint.gate.alerts.kinds import KINDS, alerts_of
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.serve.sweeping import look_once
from tests.gate.alarms import FEVER, actor, be_out, fever, found, miansi, now, sweep, visiting
from tests.gate.phone import Estate, Phone, refused


class TestWhatRaisesOne:
    @pytest.mark.parametrize(
        ("override", "said", "judged", "kinds"),
        [
            ("", ["exit.admitted"], ["exit.admitted"], []),
            ("", ["reading.fever"], ["reading.fever"], ["reading.fever"]),
            ("", ["reading.high"], ["reading.high"], ["reading.fever"]),
            (
                "",
                ["exit.admitted"],
                ["household.already_out", "reading.too_soon"],
                ["reading.fever"],
            ),
            (
                "",
                ["exit.admitted", "reading.same_instrument"],
                ["exit.admitted"],
                ["reading.fever"],
            ),
            ("", ["reading.too_cold"], ["reading.too_cold"], []),
            ("emergency", ["quota.used"], ["quota.used"], ["crossing.emergency"]),
            ("medical", ["quota.used"], ["quota.used"], ["crossing.override"]),
            (
                "emergency",
                ["reading.fever"],
                ["reading.fever"],
                ["crossing.emergency", "reading.fever"],
            ),
            ("", ["visitor.denied"], ["visitor.denied"], ["visitor.denied"]),
            ("", ["entry.admitted"], ["visitor.maybe_denied"], ["visitor.denied"]),
            (
                "",
                ["entry.admitted"],
                ["vehicle.denied", "reading.high"],
                ["reading.fever", "visitor.denied"],
            ),
        ],
    )
    def test_the_reasons_of_either_verdict_and_the_override(
        self, override: str, said: list[str], judged: list[str], kinds: list[str]
    ) -> None:
        assert list(alerts_of(override, said, judged)) == kinds

    def test_a_plain_crossing_raises_none(self, phone: Phone) -> None:
        phone.cross("wang")
        assert found() == []

    def test_a_fever_is_raised_with_the_crossing_and_once_for_all_its_repeats(
        self, phone: Phone
    ) -> None:
        crossing = phone.crossing("wang", verdict=FEVER, reading_tenths=381)
        phone.send(crossing)
        phone.send(crossing)
        [alert] = found()
        assert (alert.kind, alert.crossing_id) == ("reading.fever", UUID(crossing["id"]))
        assert alert.household_id == phone.estate.households["wang"]
        assert [each.action for each in alert.events] == ["raised"]

    def test_a_batch_raises_each_of_its_own(self, phone: Phone) -> None:
        emergency = {"reason": "emergency", "note": "fire"}
        phone.send(
            phone.crossing("wang", verdict=FEVER, reading_tenths=381),
            phone.crossing("li", verdict=refused("quota.used"), override=emergency),
            phone.crossing("li", "entry"),
        )
        assert sorted(each.kind for each in found()) == ["crossing.emergency", "reading.fever"]

    def test_a_stranger_who_runs_out_of_a_fire_is_an_alert_too(self, phone: Phone) -> None:
        """The emergency button asks for no card."""
        phone.cross(
            token=None,
            method="address",
            verdict=refused("household.unknown"),
            override={"reason": "emergency", "note": ""},
            reading_tenths=None,
        )
        [alert] = found()
        assert (alert.kind, alert.household_id) == ("crossing.emergency", None)

    def test_a_visitor_with_a_fever_takes_the_visitors_path(self, phone: Phone) -> None:
        visit = {
            "name": "赵访客",
            "purpose": "family",
            "household_id": phone.estate.households["wang"],
            "expected_until": (now() + timedelta(hours=2)).isoformat(),
        }
        visit_id = str(uuid4())
        phone.cross(
            "wang",
            "entry",
            method="visit",
            token=None,
            visit_id=visit_id,
            visit=visit,
            verdict=FEVER,
            reading_tenths=381,
        )
        [alert] = found()
        assert (alert.kind, alert.visit_id) == ("reading.fever", UUID(visit_id))
        with pytest.raises(BadInput):
            alerts.close(actor("xu"), alert.id, "isolated", now=now())
        with pytest.raises(BadInput):
            alerts.propose_observation(actor("xu"), alert.id, now=now())
        alerts.close(actor("xu"), alert.id, "left", now=now())

    def test_an_override_is_amber_and_silent(self, phone: Phone) -> None:
        medical = {"reason": "medical", "note": "dialysis"}
        phone.cross("wang", verdict=refused("quota.used"), override=medical)
        kind = KINDS[found()[0].kind]
        assert (kind.colour, kind.sound) == ("amber", "")


class TestWhatIsTakenBack:
    def test_an_undone_crossing_closes_its_alert(self, phone: Phone) -> None:
        exception = {"reason": "emergency", "note": ""}
        done = phone.crossing("wang", verdict=refused("quota.used"), override=exception)
        phone.send(done)
        phone.cross("wang", undoes=done["id"])
        [alert] = found()
        assert alert.outcome == "undone"
        assert alert.events[-1].staff_id is None

    def test_also_when_the_undo_arrives_before_it(self, phone: Phone) -> None:
        exception = {"reason": "emergency", "note": ""}
        done = phone.crossing("wang", verdict=refused("quota.used"), override=exception)
        undo = phone.crossing("wang", undoes=done["id"])
        phone.send(undo)
        phone.send(done)
        assert [each.outcome for each in found()] == ["undone"]


class TestWhatTimeBringsAbout:
    def test_a_household_out_too_long_is_listed_once(self, estate: Estate) -> None:
        be_out(estate, "wang", 121)
        be_out(estate, "li", 119)
        assert sweep(estate) == 1
        assert sweep(estate) == 0
        [alert] = found()
        assert (alert.kind, alert.household_id) == ("outing.overdue", estate.households["wang"])

    def test_it_closes_by_itself_when_they_come_home(self, estate: Estate, phone: Phone) -> None:
        phone.cross("wang", decided_at=(now() - timedelta(hours=3)).isoformat())
        sweep(estate)
        phone.cross("wang", "entry")
        sweep(estate)
        [alert] = found()
        assert (alert.outcome, alert.closed_by_id) == ("returned", None)

    def test_the_next_outing_is_another_alert(self, estate: Estate) -> None:
        be_out(estate, "wang", 130)
        sweep(estate)
        be_out(estate, "wang", 125)
        sweep(estate)
        assert [each.outcome for each in found()] == ["returned", ""]

    def test_one_that_was_closed_is_not_raised_again(self, estate: Estate) -> None:
        be_out(estate, "wang", 130)
        sweep(estate)
        alerts.close(actor("xu"), found()[0].id, "returned_unscanned", now=now())
        assert sweep(estate) == 0

    def test_a_visitor_past_the_time_rings_again_until_they_leave(self, estate: Estate) -> None:
        visit = visiting(estate, until=now() - timedelta(minutes=31))
        sweep(estate)
        assert sweep(estate, now() + timedelta(minutes=29)) == 0
        assert sweep(estate, now() + timedelta(minutes=31)) == 1
        [alert] = found()
        assert (alert.kind, alert.times) == ("visit.overstay", 2)
        with writing():
            db.session.get_one(Visit, visit).state = VisitState.LEFT
        sweep(estate)
        assert found()[0].outcome == "left"

    def test_a_visitor_within_the_time_is_none(self, estate: Estate) -> None:
        visiting(estate, until=now() - timedelta(minutes=29))
        assert sweep(estate) == 0

    def test_the_server_looks_when_nobody_else_does(self, estate: Estate) -> None:
        be_out(estate, "wang", 130)
        db.session.remove()
        look = threading.Thread(target=look_once, args=(estate.app,))
        look.start()
        look.join()
        assert [each.kind for each in found()] == ["outing.overdue"]

    def test_all_compounds_are_looked_at(self, estate: Estate) -> None:
        be_out(estate, "sun", 130)
        be_out(estate, "wang", 130)
        alerts.sweep_all(now())
        assert len({each.compound_id for each in found()}) == 2


def test_the_most_pressing_come_first(phone: Phone) -> None:
    duty = {"reason": "duty", "note": ""}
    emergency = {"reason": "emergency", "note": ""}
    phone.cross("wang", verdict=refused("quota.used"), override=duty)
    fever(phone, "li")
    phone.cross("wang", verdict=refused("quota.used"), override=emergency)
    listed = alerts.open_alerts(miansi(phone.estate))
    assert [each.kind for each in listed.rows] == [
        "crossing.emergency",
        "reading.fever",
        "crossing.override",
    ]
    assert dict(alerts.open_counts(miansi(phone.estate)))["reading.fever"] == 1
    standing = alerts.standing(miansi(phone.estate))
    assert (standing.open, standing.ringing) == (3, 2)
