"""The gate view as it is served, and staff's pages of gates and phones."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from checkpoint.db import db, writing
from checkpoint.gate import Device, views
from checkpoint.people import Gate
from tests.gate.phone import Estate, Phone

AT = {"base_url": "https://localhost"}
SECURE = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/gates"}}


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built gate view, of a few lines."""
    files = {
        "index.html": "<!doctype html><script src=app-I23K44EX.js></script>",
        "sw.js": "self.x = 1",
        "app-I23K44EX.js": "alert(1)" * 500,
        "decoder-e8af31ed.wasm": "\0asm" + "x" * 5000,
        "manifest.webmanifest": "{}",
        "icon-192.png": "png",
        ".env": "secret",
        "notes.md": "no",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(views, "DIST", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind", "keep"),
    [
        ("", "text/html; charset=utf-8", "no-cache"),
        ("sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("icon-192.png", "image/png", "no-cache"),
        ("app-I23K44EX.js", "text/javascript; charset=utf-8", views.FOR_GOOD),
        ("decoder-e8af31ed.wasm", "application/wasm", views.FOR_GOOD),
    ],
)
def test_files(estate: Estate, dist: Path, name: str, kind: str, keep: str) -> None:
    """Each file has its type, and only names with a hash are kept for good."""
    answer = estate.app.test_client().get(f"/gate/{name}")
    assert answer.status_code == 200
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (kind, keep)
    assert answer.data == (dist / (name or "index.html")).read_bytes()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]


def test_packed_and_again(estate: Estate, dist: Path) -> None:
    """The large ones travel packed, and a browser that has them gets 304."""
    client = estate.app.test_client()
    path, headers = "/gate/app-I23K44EX.js", {"Accept-Encoding": "gzip"}
    answer = client.get(path, headers=headers)
    assert gzip.decompress(answer.data) == (dist / "app-I23K44EX.js").read_bytes()
    assert len(answer.data) < 200
    assert "Accept-Encoding" in answer.headers["Vary"]
    again = client.get(path, headers=headers | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_new_build(estate: Estate, dist: Path) -> None:
    """After a new build the new page is served, without a restart."""
    client = estate.app.test_client()
    client.get("/gate/")
    (dist / "index.html").write_text("new")
    assert client.get("/gate/").data == b"new"


@pytest.mark.parametrize(
    "name", [".env", "notes.md", "../views.py", "..%2fviews.py", "none.js", "a/b.js", "con\0.js"]
)
def test_nothing_else(estate: Estate, dist: Path, name: str) -> None:
    """Nothing but the files of the build is given away."""
    assert estate.app.test_client().get(f"/gate/{name}").status_code == 404


def test_not_built(estate: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a build there is a page that says so and what to do."""
    monkeypatch.setattr(views, "DIST", tmp_path / "nowhere")
    answer = estate.app.test_client().get("/gate/", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "make run" in answer.text
    assert estate.app.test_client().get("/gate").headers["Location"].endswith("/gate/")


# Staff's pages


def press(browser: FlaskClient, path: str, **fields: str) -> Any:
    """Send a form as the page would, with its token."""
    page = browser.get("/gates", **AT).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return browser.post(path, data={"csrf_token": token[1], **fields}, **SECURE)


def test_clerk_sees(estate: Estate, phone: Phone, clerk_browser: FlaskClient) -> None:
    """A clerk sees gates and phones, and no button that is not theirs."""
    phone.send(phone.crossing(party_size=0), unsent=7, app_version="1.2.3")
    with writing():
        device = db.session.query(Device).one()
        device.name = "<b>Phone</b>"
    page = clerk_browser.get("/gates", **AT).text
    for words in ("East gate", "West gate", "1 open"):
        assert words in page
    assert "&lt;b&gt;Phone" in page
    assert "<b>Phone" not in page
    assert "Seal" not in page.replace("Sealed", "")
    assert "Kunwu gate" not in page


def test_an_open_gate_whose_phones_are_silent(
    estate: Estate, phone: Phone, clerk_browser: FlaskClient
) -> None:
    """The gate says so; a phone that was revoked is none of the gate's any more."""
    with writing():
        device = db.session.query(Device).one()
        device.last_seen_at = datetime.now(UTC) - timedelta(minutes=90)
    assert "all silent" in clerk_browser.get("/gates", **AT).text
    with writing():
        db.session.query(Device).one().revoked_at = datetime.now(UTC)
    page = clerk_browser.get("/gates", **AT).text
    assert "all silent" not in page
    assert "Phone 1" not in page


def test_admin_changes(estate: Estate) -> None:
    """An admin seals, opens, adds and renames, and reads what happened."""
    browser = estate.browser("root")
    east = estate.gates["east"]
    answer = press(browser, f"/gates/{east}/seal")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/gates")
    assert "East gate is sealed" in browser.get("/gates", **AT).text
    assert press(browser, f"/gates/{east}/open").status_code == 303
    assert press(browser, f"/gates/{east}/name", name="Main gate").status_code == 303
    assert 'value="Main gate"' in browser.get(f"/gates/{east}/name", **AT).text
    assert press(browser, "/gates", name="Back door", sealed="yes").status_code == 303
    db.session.rollback()
    names = [(each.name, each.state) for each in db.session.query(Gate).order_by(Gate.id)]
    assert ("Main gate", "open") in names
    assert ("Back door", "sealed") in names


def test_wrong_names(estate: Estate) -> None:
    """A name that can't be is asked for again where it was typed."""
    browser = estate.browser("root")
    taken = press(browser, f"/gates/{estate.gates['east']}/name", name="West gate")
    assert taken.status_code == 409
    assert "one of that name" in taken.text
    empty = press(browser, "/gates", name="  ")
    assert (empty.status_code, 'id="name-error"' in empty.text) == (422, True)


@pytest.mark.parametrize(
    "path",
    [
        "/gates",
        "/gates/1/seal",
        "/gates/1/open",
        "/gates/1/name",
        "/gates/devices/1/name",
        "/gates/devices/1/gate",
        "/gates/devices/1/revoke",
        "/gates/devices/1/end",
        "/gates/devices/new",
    ],
)
def test_who_may(estate: Estate, phone: Phone, path: str) -> None:
    """Guards and clerks change nothing; strangers are sent to the sign-in; no token, no change."""
    guard = estate.browser("chen")
    assert guard.get("/gates", **AT).status_code == 403
    clerk = estate.browser("xu")
    assert press_as_clerk(estate, clerk, path).status_code == 403
    stranger = estate.app.test_client()
    assert stranger.get("/gates", **AT).status_code == 303
    assert estate.browser("root").post(path, data={"name": "x"}, **SECURE).status_code == 400
    assert phone.get("/ping").status_code == 200


def press_as_clerk(estate: Estate, clerk: FlaskClient, path: str) -> Any:
    page = clerk.get("/gates", **AT).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return clerk.post(path, data={"csrf_token": token[1], "name": "x"}, **SECURE)
