"""The page on staff's screen that a phone is pointed at."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from checkpoint import clock
from checkpoint.people import Actor, Role, create_staff
from checkpoint.serve.authority import Authority
from checkpoint.serve.offer import OFFER, Offer


@pytest.fixture
def guard(app: Flask, root: Actor) -> FlaskClient:
    """The browser of a guard who is signed in."""
    account = create_staff(
        root,
        username="wang",
        name="王队长",
        role=Role.GUARD,
        password="harbour-lamp-forty-two",
        now=clock.now(),
    )
    client = app.test_client()
    with client.session_transaction(base_url="https://localhost") as session:
        seen = int(clock.now().timestamp())
        session.update(staff_id=account.id, epoch=account.epoch, seen=seen)
    return client


def test_the_code_leads_to_the_join_page_with_the_fingerprint_beside_it(
    app: Flask, guard: FlaskClient, authority: Authority
) -> None:
    app.extensions[OFFER] = Offer(("192.168.1.23",), 8443, 8080, authority.der)
    page = guard.get("/join", base_url="https://localhost:8443").get_data(as_text=True)
    assert "http://192.168.1.23:8080/" in page
    assert "Checkpoint office-3 2026-02-03" in page


def test_with_a_trusted_certificate_the_code_leads_to_the_gate(guard: FlaskClient) -> None:
    page = guard.get("/join", base_url="https://localhost").get_data(as_text=True)
    assert "https://localhost/gate/" in page
    assert "fingerprint" not in page


def test_strangers_are_sent_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/join", base_url="https://localhost")
    assert (answer.status_code, "/sign-in" in answer.location) == (303, True)
