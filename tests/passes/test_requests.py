"""Extra passes: nobody makes one alone, each is explained, and each has an end."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, CheckpointError, Conflict, Forbidden, NotFound
from checkpoint.gate.rules import Rules
from checkpoint.gate.verdict import (
    ClaimsFacts,
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    Method,
    PassFacts,
    ReadingFacts,
    Verdict,
    decide,
)
from checkpoint.passes import Pass, PassKind, extra_passes_ending, read_token, requests_waiting
from checkpoint.passes.issuing import issue_pass, replace_pass, revoke_pass, token_of
from checkpoint.passes.keys import public_keys
from checkpoint.passes.models_requests import PassRequest, RequestState
from checkpoint.passes.request_form import Delivery, Wish
from checkpoint.passes.request_lists import Standing, extra_passes, extra_passes_of
from checkpoint.passes.requesting import (
    approve_request,
    decline_request,
    deliver_card,
    renew_pass,
    request_pass,
    withdraw_request,
)
from checkpoint.people import (
    Actor,
    AuditEntry,
    BadFields,
    Compound,
    Household,
    HouseholdState,
    Role,
    Staff,
    ensure_compound,
    sort_key,
)

NOW = datetime.fromisoformat("2020-02-10T09:00:00+08:00")
DAY = timedelta(days=1)
WISH = Wish("3-1-204", "王丽华", "nursing", "two bedridden parents", "2020-02-10", "2020-03-11")
PEOPLE = {
    "director": (Role.ADMIN, None),
    "li": (Role.CLERK, "Miansi"),
    "zhou": (Role.CLERK, "Miansi"),
    "sun": (Role.CLERK, "Kunwu"),
    "guard": (Role.GUARD, "Miansi"),
}
MAY = {"director", "li", "zhou", "machine"}


@pytest.fixture
def compound(either_app: Flask, root: Actor) -> Compound:
    """Miansi with the couple's household, its neighbour Kunwu, and the people of the office."""
    with writing():
        miansi = ensure_compound(root, "Miansi", "Asia/Shanghai")
        kunwu = Compound(name="Kunwu", community=miansi.community)
        db.session.add(kunwu)
        db.session.flush()
        places = {"Miansi": miansi.id, "Kunwu": kunwu.id, None: None}
        for name, (role, place) in PEOPLE.items():
            db.session.add(_staff(name, role, miansi.community_id, places[place]))
        for unit, room in (("1", "204"), ("2", "204"), ("1", "9")):
            db.session.add(_household(miansi, unit, room))
    return miansi


def _staff(name: str, role: Role, community_id: int, compound_id: int | None) -> Staff:
    return Staff(
        username=name,
        name=name.title(),
        role=role,
        community_id=community_id,
        compound_id=compound_id,
        password_hash="none",
        created_at=NOW,
    )


def _household(compound: Compound, unit: str, room: str) -> Household:
    return Household(
        compound=compound, building="3", unit=unit, room=room, sort_key=sort_key("3", unit, room)
    )


def who(name: str) -> Actor:
    """The person of that name, or whoever sits at the machine."""
    if name == "machine":
        return Actor.at_the_machine()
    return Actor.of(db.session.scalars(select(Staff).where(Staff.username == name)).one())


def asked(compound: Compound, name: str = "li", wish: Wish = WISH) -> int:
    return request_pass(who(name), compound, wish, now=NOW).id


def issued(compound: Compound, wish: Wish = WISH) -> Pass:
    request = approve_request(who("zhou"), asked(compound, "li", wish), now=NOW)
    assert request.pass_ is not None
    return request.pass_


def at_the_gate(token: str, now: datetime) -> Verdict:
    """The verdict on whoever shows that card and wants out, by what the office knows of it."""
    claims = read_token(token, public_keys())
    known = db.session.scalars(select(Pass).where(Pass.number == claims.number)).one()
    home = HouseholdFacts(known.household_id, "active", False, None)
    place = known.household.compound_id
    return decide(
        Facts(
            now,
            Direction.EXIT,
            GateFacts("open", place),
            Rules(),
            None,
            ClaimsFacts(
                claims.kind.name.lower(),
                claims.number,
                claims.generation,
                claims.valid_from,
                claims.valid_until,
            ),
            Method.SCAN,
            PassFacts(
                place,
                known.kind.value,
                known.state.value,
                known.generation,
                known.valid_until,
                known.household_id,
            ),
            home,
            readings=(ReadingFacts(364, 1, now),),
        )
    )


def test_two_children_take_turns_with_their_bedridden_parents(compound: Compound) -> None:
    """Both parents are over ninety and can't leave their beds. Two of their three children nurse
    them by turns, so each gets a pass beside the household's own one."""
    li, zhou = who("li"), who("zhou")
    home = db.session.scalars(select(Household).where(Household.room == "204")).first()
    assert home is not None
    issue_pass(li, home, now=NOW)

    # Clerk Li asks for both and can't approve them; clerk Zhou does.
    requests = [asked(compound, "li", replace(WISH, holder=name)) for name in ("王丽华", "王建军")]
    assert requests_waiting(compound, NOW) == 2
    for request_id in requests:
        with pytest.raises(Forbidden):
            approve_request(li, request_id, now=NOW)
    daughter, son = (approve_request(zhou, each, now=NOW).pass_ for each in requests)
    assert daughter is not None
    assert son is not None
    assert (daughter.kind, daughter.holder) == (PassKind.CAREGIVER, "王丽华")
    assert requests_waiting(compound, NOW) == 0

    # A volunteer carries the cards to the door, and that is written down once.
    by_hand = Delivery("志愿者小陈", "王丽华", "2020-02-10")
    delivered = deliver_card(li, requests[0], by_hand, now=NOW)
    assert (delivered.delivered_by, delivered.delivered_on) == ("志愿者小陈", date(2020, 2, 10))
    with pytest.raises(Conflict, match="already"):
        deliver_card(zhou, requests[0], by_hand, now=NOW)

    # Both come and go. In the last week the desk hears that the passes end.
    first_card, sons_card = token_of(daughter), token_of(son)
    assert at_the_gate(first_card, NOW + DAY).outcome == "admit"
    assert extra_passes_ending(compound, NOW + 20 * DAY) == 0
    late = NOW + 27 * DAY
    assert extra_passes_ending(compound, late) == 2

    # The daughter goes on: one click of Zhou's, and this time it is Li who approves.
    longer = renew_pass(zhou, daughter.id, now=late)
    assert extra_passes_ending(compound, late) == 1
    with pytest.raises(Forbidden):
        approve_request(zhou, longer.id, now=late)
    approve_request(li, longer.id, now=late)
    new_card = token_of(daughter)
    assert at_the_gate(first_card, late).reasons == ("pass.superseded",)
    assert at_the_gate(new_card, late).outcome == "admit"

    # The son's pass ends on its day, and the gate can say which day that was.
    end = datetime.fromisoformat("2020-03-11T23:59:00+08:00")
    assert at_the_gate(sons_card, end - timedelta(hours=12)).outcome == "admit"
    assert at_the_gate(sons_card, end).reasons == ("pass.expired",)
    assert read_token(sons_card, public_keys()).valid_until == end
    assert at_the_gate(new_card, end).outcome == "admit"
    assert at_the_gate(new_card, end + 30 * DAY).reasons == ("pass.expired",)

    # Afterwards every pass still says what it was for.
    listed = extra_passes(li, compound, end)
    assert [(each.request.holder, each.standing) for each in listed.valid] == [
        ("王丽华", Standing.VALID)
    ]
    assert {(each.request.holder, each.standing) for each in listed.past} == {
        ("王丽华", Standing.RENEWED),
        ("王建军", Standing.EXPIRED),
    }
    assert {each.request.words for each in (*listed.valid, *listed.past)} == {WISH.words}


@pytest.mark.parametrize("asker", [*PEOPLE, "machine"])
def test_nobody_decides_on_what_they_asked_for(compound: Compound, asker: str) -> None:
    """Everyone who may ask, with everyone as the second person: only another one of them can."""
    if asker not in MAY:
        with pytest.raises(Forbidden):
            asked(compound, asker)
        return
    for second in [*PEOPLE, "machine"]:
        request_id = asked(compound, asker)
        if second in MAY and second != asker:
            assert approve_request(who(second), request_id, now=NOW).state == "approved"
            continue
        with pytest.raises(CheckpointError) as refused:
            approve_request(who(second), request_id, now=NOW)
        assert isinstance(refused.value, NotFound if second == "sun" else Forbidden)
        with pytest.raises(CheckpointError):
            decline_request(who(second), request_id, "no", now=NOW)
        db.session.rollback()
        assert db.session.get_one(PassRequest, request_id).state is RequestState.REQUESTED


@pytest.mark.parametrize(("before", "after"), list(product((Role.ADMIN, Role.CLERK), repeat=2)))
@pytest.mark.parametrize("renewing", [False, True], ids=["a new pass", "a renewal"])
def test_a_new_role_makes_nobody_a_second_person(
    compound: Compound, before: Role, after: Role, renewing: bool
) -> None:
    give_role("director", before)
    if renewing:
        pass_id = issued(compound).id
        request_id = renew_pass(who("director"), pass_id, now=NOW + DAY).id
    else:
        request_id = asked(compound, "director")
    give_role("director", after)
    with pytest.raises(Forbidden):
        approve_request(who("director"), request_id, now=NOW + DAY)
    assert approve_request(who("li"), request_id, now=NOW + DAY).pass_id


def give_role(name: str, role: Role) -> None:
    with writing():
        db.session.execute(update(Staff).where(Staff.username == name).values(role=role))


@pytest.mark.parametrize("name", ["li", "machine"])
def test_the_database_itself_refuses_a_pass_that_one_person_made(
    compound: Compound, name: str
) -> None:
    request_id = asked(compound, name)
    alone = {"state": RequestState.APPROVED, "decided_by_id": who(name).staff_id}
    with pytest.raises(IntegrityError), writing():
        db.session.execute(update(PassRequest).where(PassRequest.id == request_id).values(**alone))


def test_a_request_is_decided_once(compound: Compound) -> None:
    request_id = asked(compound)
    approve_request(who("zhou"), request_id, now=NOW)
    for again in (
        lambda: approve_request(who("director"), request_id, now=NOW),
        lambda: decline_request(who("director"), request_id, "too late", now=NOW),
        lambda: withdraw_request(who("li"), request_id, now=NOW),
    ):
        with pytest.raises(Conflict, match="does not wait"):
            again()
    assert len(db.session.scalars(select(Pass)).all()) == 1


def test_it_is_declined_with_a_reason_and_withdrawn_by_its_author_alone(
    compound: Compound,
) -> None:
    first, second = asked(compound), asked(compound)
    with pytest.raises(BadInput, match="Say why"):
        decline_request(who("zhou"), first, "  ", now=NOW)
    assert decline_request(who("zhou"), first, "a neighbour helps", now=NOW).note
    with pytest.raises(Forbidden):
        withdraw_request(who("director"), second, now=NOW)
    assert withdraw_request(who("li"), second, now=NOW).state is RequestState.WITHDRAWN
    past = extra_passes(who("li"), compound, NOW).past
    assert {each.standing for each in past} == {Standing.DECLINED, Standing.WITHDRAWN}
    assert db.session.scalars(select(Pass)).all() == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"door": ""}, "door"),
        ({"door": "3-1-999"}, "door"),
        ({"door": "3-204"}, "door"),  # two units have such a room
        ({"holder": "  "}, "holder"),
        ({"holder": "x" * 81}, "holder"),
        ({"reason": "because"}, "reason"),
        ({"reason": "other", "words": ""}, "words"),
        ({"words": "x" * 201}, "words"),
        ({"since": "2020-02-09"}, "since"),
        ({"since": "soon"}, "since"),
        ({"until": "2020-02-09"}, "until"),
        ({"until": "2020-05-11"}, "until"),  # 91 days
    ],
)
def test_each_field_says_what_is_wrong_with_it(
    compound: Compound, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(BadFields) as refused:
        asked(compound, "li", replace(WISH, **changed))
    assert set(refused.value.errors) == {field}


def test_ninety_days_are_the_most_and_all_faults_are_told_at_once(compound: Compound) -> None:
    assert asked(compound, "li", replace(WISH, until="2020-05-10"))
    with pytest.raises(BadFields) as refused:
        asked(compound, "li", Wish("", "", "", "", "", ""))
    assert set(refused.value.errors) == {"door", "holder", "reason", "since", "until"}


def test_a_household_may_have_several_and_one_that_moved_out_gets_none(
    compound: Compound,
) -> None:
    first, second = issued(compound), issued(compound)
    assert first.number != second.number
    assert len(extra_passes_of(first.household, NOW)) == 2
    waiting = asked(compound)
    with writing():
        db.session.get_one(Household, first.household_id).state = HouseholdState.GONE
    with pytest.raises(Conflict, match="moved out"):
        approve_request(who("zhou"), waiting, now=NOW)
    with pytest.raises(Conflict, match="moved out"):
        renew_pass(who("zhou"), first.id, now=NOW)
    with pytest.raises(BadFields, match="Nobody lives"):
        asked(compound)


def test_a_pass_is_renewed_before_its_end_once_and_not_without_end(compound: Compound) -> None:
    pass_ = issued(compound)
    number, end = pass_.number, pass_.valid_until
    assert end is not None
    with pytest.raises(Conflict, match="has ended"):
        renew_pass(who("li"), pass_.id, now=end)
    made = renew_pass(who("li"), pass_.id, now=end - DAY)
    with pytest.raises(Conflict, match="waits"):
        renew_pass(who("zhou"), pass_.id, now=end - DAY)
    approve_request(who("zhou"), made.id, now=end - DAY)
    assert (pass_.number, pass_.generation, pass_.valid_until) == (number, 2, end + 30 * DAY)
    approve_request(who("zhou"), renew_pass(who("li"), pass_.id, now=end).id, now=end)
    with pytest.raises(Conflict, match="long enough"):
        renew_pass(who("li"), pass_.id, now=end - DAY)


def test_only_a_caregivers_active_pass_is_renewed(compound: Compound) -> None:
    pass_ = issued(compound)
    own = issue_pass(who("li"), pass_.household, now=NOW)
    with pytest.raises(Conflict, match="Only an extra pass"):
        renew_pass(who("li"), own.id, now=NOW)
    with pytest.raises(NotFound):
        renew_pass(who("sun"), pass_.id, now=NOW)
    made = renew_pass(who("li"), pass_.id, now=NOW)
    revoke_pass(who("li"), pass_, "misused", now=NOW)
    with pytest.raises(Conflict, match="revoked"):
        approve_request(who("zhou"), made.id, now=NOW)
    with pytest.raises(Conflict, match="revoked"):
        renew_pass(who("li"), pass_.id, now=NOW)


def test_a_new_card_for_a_lost_one_keeps_the_end(compound: Compound) -> None:
    """The way around the second person that replacing would be, were it to lengthen a pass."""
    pass_ = issued(compound)
    end = pass_.valid_until
    replace_pass(who("li"), pass_, "lost", now=NOW + DAY)
    assert read_token(token_of(pass_), public_keys()).valid_until == end


def test_what_nobody_decided_in_time_lapses(compound: Compound) -> None:
    request_id = asked(compound)
    later = NOW + 40 * DAY
    assert requests_waiting(compound, later) == 0
    with pytest.raises(Conflict, match="last day is over"):
        approve_request(who("zhou"), request_id, now=later)
    [line] = extra_passes(who("li"), compound, later).past
    assert line.standing is Standing.LAPSED


def test_a_delivery_needs_names_a_day_and_a_pass(compound: Compound) -> None:
    request_id = asked(compound)
    hand = Delivery("Chen", "Wang", "2020-02-10")
    with pytest.raises(Conflict, match="not approved"):
        deliver_card(who("li"), request_id, hand, now=NOW)
    approve_request(who("zhou"), request_id, now=NOW)
    with pytest.raises(BadFields) as refused:
        deliver_card(who("li"), request_id, Delivery("", " ", "2020-02-11"), now=NOW)
    assert set(refused.value.errors) == {"delivered_by", "delivered_to", "delivered_on"}
    assert deliver_card(who("li"), request_id, hand, now=NOW).delivered_to == "Wang"


def test_devices_hear_and_each_step_is_on_record(compound: Compound) -> None:
    before = compound.roster_version
    request_id = asked(compound)
    db.session.refresh(compound)
    assert compound.roster_version == before
    approve_request(who("zhou"), request_id, now=NOW)
    db.session.refresh(compound)
    assert compound.roster_version == before + 1
    kept = db.session.execute(select(AuditEntry.action, AuditEntry.staff_id)).all()
    assert ("request.made", who("li").staff_id) in kept
    assert ("request.approved", who("zhou").staff_id) in kept
    assert ("pass.issued", who("zhou").staff_id) in kept
