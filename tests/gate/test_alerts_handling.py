"""Who has an alert, what is done about it, and that nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from checkpoint.db import db
from checkpoint.errors import BadInput, CheckpointError, Conflict, Forbidden, NotFound
from checkpoint.gate import alerts
from checkpoint.gate.alerts import Alert
from checkpoint.gate.restrictions import restrictions_of
from checkpoint.people import Actor, AuditEntry
from tests.gate.alarms import actor, be_out, fever, found, miansi, now, sweep
from tests.gate.phone import Estate, Phone, refused


class TestWhoHasIt:
    def test_the_first_wins_and_the_second_is_told_who(self, phone: Phone) -> None:
        alert = fever(phone)
        alerts.take(actor("xu"), alert.id, now=now())
        with pytest.raises(Conflict, match="Xu has taken this"):
            alerts.take(actor("root"), alert.id, now=now())
        assert found()[0].owner_id == phone.estate.staff_id("xu")

    def test_two_at_once_one_wins(self, estate: Estate, phone: Phone) -> None:
        alert_id = fever(phone).id
        people = [actor("xu"), actor("root")]
        db.session.remove()

        def press(who: Actor) -> str:
            with estate.app.app_context():
                try:
                    alerts.take(who, alert_id, now=now())
                except CheckpointError as error:
                    return str(error)
                finally:
                    db.session.remove()
                return "mine"

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(press, people))
        assert answers.count("mine") == 1
        assert any("has taken this" in each for each in answers)

    def test_pressing_twice_is_as_good_as_once(self, phone: Phone) -> None:
        alert = fever(phone)
        for _ in range(2):
            alerts.take(actor("xu"), alert.id, now=now())
        assert [each.action for each in found()[0].events] == ["raised", "taken"]

    def test_it_can_be_taken_over_from_whom_one_saw(self, phone: Phone) -> None:
        alert = fever(phone)
        alerts.take(actor("xu"), alert.id, now=now())
        seen = phone.estate.staff_id("xu")
        alerts.take(actor("root"), alert.id, now=now(), seen_owner_id=seen)
        assert found()[0].owner_id == phone.estate.staff_id("root")

    def test_it_is_handed_on_to_somebody_of_the_desk_alone(self, phone: Phone) -> None:
        alert = fever(phone)
        root, chen = phone.estate.staff_id("root"), phone.estate.staff_id("chen")
        with pytest.raises(BadInput):
            alerts.hand_on(actor("xu"), alert.id, chen, now=now())
        alerts.hand_on(actor("xu"), alert.id, root, now=now(), note="I go home")
        assert found()[0].owner_id == root
        assert found()[0].events[-1].note == "Root · I go home"

    def test_a_guard_may_not_and_a_stranger_finds_none(self, estate: Estate) -> None:
        alert = fever(estate.phone("fang"), "sun")
        own = Actor(7, "Own", actor("xu").role, compound_id=estate.compounds["miansi"])
        with pytest.raises(Forbidden):
            alerts.take(actor("chen"), alert.id, now=now())
        with pytest.raises(NotFound):
            alerts.take(own, alert.id, now=now())

    def test_a_note_needs_words(self, phone: Phone) -> None:
        alert = fever(phone)
        with pytest.raises(BadInput):
            alerts.add_note(actor("xu"), alert.id, "  ", now=now())
        alerts.add_note(actor("xu"), alert.id, "rang twice", now=now())
        assert found()[0].events[-1].note == "rang twice"


class TestTheLadder:
    @pytest.fixture
    def alert(self, estate: Estate) -> Alert:
        be_out(estate, "wang", 150)
        sweep(estate)
        return found()[0]

    def test_listed_called_handed_over(self, alert: Alert) -> None:
        xu = actor("xu")
        alerts.call(xu, alert.id, "no_answer", now=now(), seen_step="")
        assert found()[0].step == "called"
        alerts.hand_over(xu, alert.id, "Leader Sun", now=now(), seen_step="called")
        [alert] = found()
        assert alert.step == "handed_over"
        done = [(each.action, each.reason, each.note) for each in alert.events]
        assert done == [
            ("raised", "", ""),
            ("taken", "", ""),
            ("called", "no_answer", ""),
            ("handed_over", "", "Leader Sun"),
        ]

    def test_nothing_is_ticked_twice(self, alert: Alert) -> None:
        xu = actor("xu")
        for _ in range(2):
            alerts.call(xu, alert.id, "no_answer", now=now(), seen_step="")
        assert [each.action for each in found()[0].events].count("called") == 1

    def test_whoever_saw_an_older_step_is_told_who_was_quicker(self, alert: Alert) -> None:
        alerts.call(actor("xu"), alert.id, "no_answer", now=now(), seen_step="")
        with pytest.raises(Conflict, match="Xu was quicker"):
            alerts.call(actor("root"), alert.id, "on_the_way", now=now(), seen_step="")

    @pytest.mark.parametrize("reason", ["returned_unscanned", "at_hospital"])
    def test_whom_nobody_waits_for_any_more_is_closed(self, alert: Alert, reason: str) -> None:
        alerts.call(actor("xu"), alert.id, reason, now=now(), seen_step="")
        assert found()[0].outcome == reason

    def test_a_reason_without_a_code_is_none(self, alert: Alert) -> None:
        with pytest.raises(BadInput) as error:
            alerts.call(actor("xu"), alert.id, "busy", now=now(), seen_step="")
        assert error.value.field == "reason"

    def test_the_leader_has_a_name(self, alert: Alert) -> None:
        with pytest.raises(BadInput) as error:
            alerts.hand_over(actor("xu"), alert.id, " ", now=now(), seen_step="")
        assert error.value.field == "leader"


class TestWhatCameOfIt:
    def test_an_outcome_belongs_to_its_kind(self, phone: Phone) -> None:
        alert = fever(phone)
        with pytest.raises(BadInput):
            alerts.close(actor("xu"), alert.id, "prolonged", now=now())
        alerts.close(actor("xu"), alert.id, "isolated", now=now(), note="at the gate")
        [alert] = found()
        assert (alert.outcome, alert.note) == ("isolated", "at the gate")
        assert [each.action for each in alert.events] == ["raised", "taken", "closed"]

    def test_closing_twice_is_once_and_another_is_told(self, phone: Phone) -> None:
        alert = fever(phone)
        for _ in range(2):
            alerts.close(actor("xu"), alert.id, "isolated", now=now())
        with pytest.raises(Conflict, match="Xu has closed this"):
            alerts.close(actor("root"), alert.id, "isolated", now=now())

    def test_an_observation_keeps_the_household_in_for_fourteen_days(self, phone: Phone) -> None:
        alert = fever(phone)
        at = now()
        alerts.propose_observation(actor("xu"), alert.id, now=at)
        alerts.propose_observation(actor("xu"), alert.id, now=at)
        [made] = restrictions_of(phone.estate.households["wang"], at)
        assert (made.kind.value, made.until) == ("observation", at + timedelta(days=14))
        assert found()[0].outcome == "observation_proposed"
        assert phone.cross("wang")["verdict"]["reasons"][0] == "household.in_observation"

    def test_nothing_of_it_happens_where_there_is_one_already(self, phone: Phone) -> None:
        first, second = fever(phone), fever(phone)
        alerts.propose_observation(actor("xu"), first.id, now=now())
        with pytest.raises(Conflict):
            alerts.propose_observation(actor("xu"), second.id, now=now())
        assert [each.closed_at is None for each in found()] == [False, True]
        assert found()[1].owner_id is None


class TestReviews:
    def test_an_override_is_reviewed_once_and_its_alert_closed(self, phone: Phone) -> None:
        override = {"reason": "duty", "note": "night shift"}
        crossing = phone.crossing("wang", verdict=refused("quota.used"), override=override)
        phone.send(crossing)
        assert alerts.unreviewed_count(miansi(phone.estate)) == 1
        alerts.review(actor("xu"), UUID(crossing["id"]), "right", now=now())
        alerts.review(actor("xu"), UUID(crossing["id"]), "right", now=now())
        assert alerts.unreviewed_count(miansi(phone.estate)) == 0
        assert found()[0].outcome == "right"
        with pytest.raises(Conflict, match="Xu has reviewed"):
            alerts.review(actor("root"), UUID(crossing["id"]), "wrong", now=now(), note="no")

    def test_a_wrong_one_needs_a_word(self, phone: Phone) -> None:
        override = {"reason": "other", "note": "said please"}
        crossing = phone.crossing("wang", verdict=refused("quota.used"), override=override)
        phone.send(crossing)
        with pytest.raises(BadInput) as error:
            alerts.review(actor("xu"), UUID(crossing["id"]), "wrong", now=now())
        assert error.value.field == "note"

    def test_emergencies_come_first_and_guards_are_counted(self, phone: Phone) -> None:
        for reason in ("emergency", "duty", "duty"):
            phone.cross(
                "wang", verdict=refused("quota.used"), override={"reason": reason, "note": ""}
            )
        start = now() - timedelta(days=1)
        listed = alerts.overrides_of(miansi(phone.estate), start, now() + timedelta(days=1))
        assert listed[0].crossing.override_reason == "emergency"
        [line] = alerts.counts_by_guard(listed)
        assert (line.name, line.total) == ("Chen", 3)
        assert list(line.reasons) == [("duty", 2), ("emergency", 1)]

    def test_one_of_another_compound_is_not_found(self, estate: Estate) -> None:
        phone = estate.phone("fang")
        crossing = phone.crossing(
            "sun", verdict=refused("quota.used"), override={"reason": "duty", "note": ""}
        )
        phone.send(crossing)
        own = Actor(7, "Own", actor("xu").role, compound_id=estate.compounds["miansi"])
        with pytest.raises(NotFound):
            alerts.review(own, UUID(crossing["id"]), "right", now=now())


class TestLookingBack:
    def test_who_passed_the_same_gate_is_listed_and_the_look_kept(self, phone: Phone) -> None:
        soon, before = now() - timedelta(minutes=29), now() - timedelta(minutes=31)
        phone.cross("li", decided_at=soon.isoformat())
        phone.cross("li", "entry", decided_at=before.isoformat())
        alert = fever(phone)
        _, passers = alerts.look_back(actor("xu"), alert.id, 30, now=now())
        assert [(each.crossing.direction.value, each.minutes) for each in passers] == [
            ("exit", -29)
        ]
        [look] = db.session.query(AuditEntry).filter_by(action="fever.looked_back")
        assert (look.object_id, look.detail["minutes"]) == (alert.id, 30)

    @pytest.mark.parametrize("minutes", [4, 121, -30])
    def test_minutes_have_bounds(self, phone: Phone, minutes: int) -> None:
        alert = fever(phone)
        with pytest.raises(BadInput) as error:
            alerts.look_back(actor("xu"), alert.id, minutes, now=now())
        assert error.value.field == "minutes"
        assert db.session.query(AuditEntry).filter_by(action="fever.looked_back").count() == 0

    def test_only_a_fever_is_looked_back_from(self, phone: Phone) -> None:
        phone.cross("wang", verdict=refused("quota.used"), override={"reason": "duty", "note": ""})
        with pytest.raises(BadInput):
            alerts.look_back(actor("xu"), found()[0].id, 30, now=now())
