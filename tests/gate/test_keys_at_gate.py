"""A key that was called in, as a gate's device and a resident's phone meet it."""

from checkpoint import clock
from checkpoint.passes import call_in_leaked
from checkpoint.people import Actor

from .phone import Estate, Phone
from .resident import linked


def judged(phone: Phone, token: str) -> str:
    """What the office says of a code that the device asks about."""
    question = {"method": "scan", "token": token, "direction": "exit"}
    answer = phone.post("/judge", question)
    assert answer.status_code == 200, answer.text
    verdict = answer.json["verdict"]  # type: ignore[index]
    return str(verdict["reasons"][0])


def test_a_phone_that_a_leaked_key_vouched_for_renews_itself(estate: Estate) -> None:
    resident, device = linked(estate, "wang"), estate.phone()
    assert judged(device, resident.shows()) == "exit.admitted"
    call_in_leaked(Actor.at_the_machine(), 1, now=clock.now())
    assert judged(device, resident.shows()) == "token.called_in"
    assert resident.state().status_code == 200
    assert judged(device, resident.shows()) == "exit.admitted"
    page = device.roster()
    assert ([key["kid"] for key in page["keys"]], page["called_in"]) == ([2], [1])
