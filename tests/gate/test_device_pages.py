"""Staff's pages of the devices: what they say, and what can be done there."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from checkpoint.db import db, writing
from checkpoint.gate import Device
from checkpoint.people import Actor, Staff
from checkpoint.people.pins import set_pin
from tests.gate.phone import Estate, Phone, letter
from tests.gate.test_pages import AT, press

LIST = "/gates/devices"


@pytest.fixture
def admin(estate: Estate) -> FlaskClient:
    """A browser in which an admin is signed in."""
    return estate.browser("root")


def text(browser: FlaskClient, path: str) -> str:
    """What the page says, its marks and tags left out."""
    answer = browser.get(path, **AT)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def change(**values: Any) -> None:
    with writing():
        device = db.session.query(Device).one()
        for name, value in values.items():
            setattr(device, name, value)


def ago(**delta: float) -> datetime:
    return datetime.now(UTC) - timedelta(**delta)


def test_a_device_in_touch(phone: Phone, clerk_browser: FlaskClient) -> None:
    """Name, gate, guard, what is not sent, battery and version, and that it is there."""
    phone.post("/crossings", letter(unsent=7, battery=64, app_version="1.2.3", knowledge_age_s=2))
    page = text(clerk_browser, LIST)
    for words in ("Phone 1", "East gate", "Chen", "here just now", "7", "64 %", "1.2.3", "new"):
        assert words in page
    assert "Add a phone" not in page  # a clerk may not


def test_a_name_is_no_markup(phone: Phone, clerk_browser: FlaskClient) -> None:
    """Whatever a phone calls itself is shown as text."""
    change(name="<b>Phone</b>", app_version="<script>")
    for path in (LIST, f"{LIST}/1"):
        page = clerk_browser.get(path, **AT).text
        assert "&lt;b&gt;Phone" in page
        assert "<b>Phone" not in page
        assert "<script>" not in page


def test_silent_old_and_with_a_wrong_clock(
    phone: Phone, clerk_browser: FlaskClient, estate: Estate
) -> None:
    """Since when it is silent, how old its knowledge is by now, and how far its clock is off."""
    phone.cross("wang")
    change(
        roster_version=1,
        last_seen_at=ago(hours=14),
        knowledge_age_s=3600,
        clock_offset_ms=-20 * 60_000,
    )
    page = clerk_browser.get(LIST, **AT).text
    assert "silent since" in page
    assert "15 h" in page
    assert "icon--warn" in page
    assert "clock 20 min ahead" in page
    assert re.search(r"\d changes? behind", text(clerk_browser, f"{LIST}/1"))
    change(last_seen_at=ago(hours=30))
    assert "icon--bad" in clerk_browser.get(LIST, **AT).text


def test_no_phone_yet(admin: FlaskClient, phone: Phone) -> None:
    """Empty is a sentence with the next step in it."""
    change(ended_at=ago(days=30))
    page = text(admin, LIST)
    assert "No phone at a gate yet" in page
    assert "Add a phone" in page


def test_a_revoked_phone_until_it_is_gone(phone: Phone, admin: FlaskClient) -> None:
    """An admin revokes it; the page says what it has to hand over, and when it has wiped itself."""
    change(unsent=3)
    answer = press(admin, f"{LIST}/1/revoke")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}/1")
    assert phone.get("/roster").json["error"]["code"] == "device.revoked"
    assert "revoked, 3 still to hand over" in text(admin, LIST)
    assert "Stop waiting for it" in text(admin, f"{LIST}/1")
    phone.send(phone.crossing(), unsent=1)
    assert "revoked, wipes itself at the next contact" in text(admin, LIST)
    phone.delete("/devices/self")
    assert "wiped" in text(admin, LIST)


def test_a_lost_phone_is_taken_off_the_list(phone: Phone, admin: FlaskClient) -> None:
    """The office stops waiting for it, and it hears so."""
    press(admin, f"{LIST}/1/revoke")
    press(admin, f"{LIST}/1/end")
    assert phone.get("/roster").json["error"]["code"] == "device.ended"
    assert "given up" in text(admin, f"{LIST}/1")
    change(ended_at=ago(days=8))
    assert "Phone 1" not in text(admin, LIST)


def test_moved_and_renamed(estate: Estate, phone: Phone, admin: FlaskClient) -> None:
    """Both are said, and the phone hears of its gate."""
    press(admin, f"{LIST}/1/name", name="Spare phone")
    assert "It is called Spare phone now." in text(admin, f"{LIST}/1")
    press(admin, f"{LIST}/1/gate", gate=str(estate.gates["west"]))
    assert "Spare phone stands at West gate now." in text(admin, f"{LIST}/1")
    assert phone.roster()["gate"]["name"] == "West gate"


def test_what_is_wrong_is_said_where_it_was_typed(
    estate: Estate, phone: Phone, admin: FlaskClient
) -> None:
    """A name that can't be, and a gate of another compound."""
    answer = press(admin, f"{LIST}/1/name", name=" ")
    assert (answer.status_code, 'id="name-error"' in answer.text) == (422, True)
    answer = press(admin, f"{LIST}/1/gate", gate=str(estate.gates["far"]))
    assert (answer.status_code, 'id="gate-error"' in answer.text) == (422, True)


def test_who_stood_there(estate: Estate, phone: Phone, clerk_browser: FlaskClient) -> None:
    """The last shifts with their guards, the present one among them."""
    phone.sign_on("xu")
    page = text(clerk_browser, f"{LIST}/1")
    assert re.search(r"Xu \d\d:\d\d now", page)
    assert re.search(r"Chen \d\d:\d\d not told", page)


def test_a_device_of_another_compound(estate: Estate, admin: FlaskClient) -> None:
    """A clerk of one compound neither sees nor lists the devices of another."""
    estate.phone("fang")
    with writing():
        xu = db.session.query(Staff).filter_by(username="xu").one()
        xu.compound_id = estate.compounds["miansi"]
    clerk = estate.browser("xu")
    assert clerk.get(f"{LIST}/2", **AT).status_code == 404
    assert "Kunwu gate" not in text(clerk, LIST)
    assert admin.get(f"{LIST}/2", **AT).status_code == 200


def test_the_list_renews_itself(phone: Phone, clerk_browser: FlaskClient) -> None:
    """The part that the page asks for has a tag, and is not sent again while nothing changes."""
    change(last_seen_at=ago(hours=3))
    first = clerk_browser.get(f"{LIST}/now", **AT)
    assert 'data-part="devices"' in first.text
    assert "<html" not in first.text
    headers = {"If-None-Match": first.headers["ETag"]}
    assert clerk_browser.get(f"{LIST}/now", headers=headers, **AT).status_code == 304


# A phone joins


def shown(page: str) -> tuple[str, str]:
    """The code on the page, and the address where the page asks what became of it."""
    code = re.search(r'id="join-code"[^>]*>([^<]+)<', page)
    state = re.search(r'data-refresh="([^"]+)"', page)
    assert code is not None
    assert state is not None
    return code[1], state[1]


def test_a_phone_joins_before_our_eyes(estate: Estate, admin: FlaskClient) -> None:
    """The page shows code and countdown, and says by itself when the phone has joined."""
    page = press(admin, f"{LIST}/new", gate=str(estate.gates["east"])).text
    code, state = shown(page)
    assert "<svg" in page
    assert "Nobody has a PIN yet" in page
    assert re.search(r"(10:00|9:5\d)", page)
    waiting = text(admin, state)
    assert waiting.startswith("Waiting for the phone.")
    assert estate.join(code, device_name="Li's phone").status_code == 201
    joined = admin.get(state, **AT).text
    assert "Li&#39;s phone has joined." in joined
    assert "data-final" in joined


def test_the_code_is_in_no_address(estate: Estate, admin: FlaskClient) -> None:
    """What is asked for again and again names the code's row, not the code."""
    code, state = shown(press(admin, f"{LIST}/new", gate=str(estate.gates["east"])).text)
    assert code not in state
    assert code not in admin.get(state, **AT).text


def test_a_new_code_with_one_press(estate: Estate, admin: FlaskClient) -> None:
    """The old one is over at once."""
    old, state = shown(press(admin, f"{LIST}/new", gate=str(estate.gates["east"])).text)
    new, _ = shown(press(admin, f"{LIST}/new", gate=str(estate.gates["east"])).text)
    assert text(admin, state).startswith("This code is over.")
    assert estate.join(old).json["error"]["code"] == "code.expired"
    assert estate.join(new).status_code == 201


def test_with_a_pin_there_is_no_warning(estate: Estate, admin: FlaskClient) -> None:
    """Once a guard of the compound has a PIN the page says nothing of it."""
    chen = db.session.query(Staff).filter_by(username="chen").one()
    set_pin(Actor.at_the_machine(), chen, "270419", now=datetime.now(UTC))
    page = press(admin, f"{LIST}/new", gate=str(estate.gates["east"])).text
    assert "Nobody has a PIN yet" not in page


def test_no_code_for_a_gate_out_of_scope(estate: Estate, phone: Phone) -> None:
    """An admin of one compound makes none for another, nor sees what became of one."""
    root = estate.browser("root")
    _, state = shown(press(root, f"{LIST}/new", gate=str(estate.gates["far"])).text)
    with writing():
        admin = db.session.query(Staff).filter_by(username="root").one()
        admin.community_id, admin.compound_id = 1, estate.compounds["miansi"]
    assert press(root, f"{LIST}/new", gate=str(estate.gates["far"])).status_code == 404
    assert press(root, f"{LIST}/new", gate="x").status_code == 404
    assert root.get(state, **AT).status_code == 404


def test_the_open_gate_is_proposed(estate: Estate, admin: FlaskClient) -> None:
    """Or the one that the address names."""
    page = admin.get(f"{LIST}/new", **AT).text
    assert f'value="{estate.gates["east"]}" selected' in page
    page = admin.get(f"{LIST}/new?gate={estate.gates['west']}", **AT).text
    assert f'value="{estate.gates["west"]}" selected' in page
