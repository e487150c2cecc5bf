"""The lines of a gate book are typed in by number: each once, whoever types it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checkpoint import clock
from checkpoint.db import db
from checkpoint.errors import BadInput
from checkpoint.gate import Crossing, SetAside
from checkpoint.gate.books import make_book
from checkpoint.gate.books.typed import read_line
from checkpoint.gate.conflicts import Conflict
from checkpoint.gate.verdict import Direction
from checkpoint.passes import format_number
from checkpoint.people import Actor, AuditEntry, Household
from tests.gate.phone import Estate, Phone

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def book(estate: Estate) -> int:
    """A book of 30 lines that was printed ten hours ago."""
    ago = clock.now() - timedelta(hours=10)
    return make_book(Actor.at_the_machine(), estate.gates["east"], lines=30, now=ago).id


def form_token(browser: FlaskClient) -> str:
    """A token for forms, from the page that stands where there is none."""
    page = browser.get("/nothing-here", base_url="https://localhost").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def when(hours_ago: float) -> dict[str, str]:
    local = (clock.now() - timedelta(hours=hours_ago)).astimezone(SHANGHAI)
    return {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H%M}"}


class Typist:
    """A clerk at the page of a book."""

    def __init__(self, browser: FlaskClient, book: int) -> None:
        self.browser, self.path = browser, f"/gates/books/{book}"

    def type(self, line: object = 1, who: str = "12-2-501", **changed: str) -> TestResponse:
        usual = {"direction": "exit", "people": "1", "tenths": "36.5", **when(3)}
        form = {**usual, "line": str(line), "who": who, **changed}
        return self.post("", form)

    def post(self, path: str, form: dict[str, str]) -> TestResponse:
        form = {**form, "csrf_token": form_token(self.browser)}
        headers = {"Referer": "https://localhost/"}
        return self.browser.post(
            self.path + path, data=form, base_url="https://localhost", headers=headers
        )

    def page(self) -> str:
        return self.browser.get(self.path, base_url="https://localhost").text


@pytest.fixture
def typist(clerk_browser: FlaskClient, book: int) -> Typist:
    return Typist(clerk_browser, book)


def crossings() -> list[Crossing]:
    db.session.rollback()
    return list(db.session.query(Crossing).order_by(Crossing.book_line))


def test_a_line_becomes_a_crossing_that_counts(estate: Estate, typist: Typist, book: int) -> None:
    answer = typist.type(7, people="2", tenths="371")
    assert answer.status_code == 303
    assert answer.location.startswith(f"/gates/books/{book}?line=8&day=20")
    assert "Line 7 is recorded: Bldg 12, 2-501." in typist.page()
    [crossing] = crossings()
    assert (crossing.book_id, crossing.book_line, crossing.device_id) == (book, 7, None)
    assert (crossing.direction, crossing.party_size) == (Direction.EXIT, 2)
    assert crossing.reading is not None
    assert crossing.reading.tenths == 371
    home = db.session.get_one(Household, estate.households["wang"])
    assert home.outside_since == crossing.decided_at < crossing.received_at - timedelta(hours=2)
    [entry] = db.session.query(AuditEntry).filter_by(action="book.copied")
    assert (entry.object_id, entry.detail) == (book, {"line": 7, "status": "recorded"})


def test_the_order_is_that_of_the_paper_not_of_typing(estate: Estate, typist: Typist) -> None:
    typist.type(2, direction="entry", **when(2))
    typist.type(1, direction="exit", **when(4))
    assert db.session.get_one(Household, estate.households["wang"]).outside_since is None
    assert db.session.query(Conflict).filter_by(state="open").count() == 0


def test_the_same_words_twice_are_one_crossing(typist: Typist) -> None:
    moment = when(3)
    typist.type(5, **moment)
    typist.type(5, who="12号楼2单元501", **moment)
    assert "Line 5 was typed before, with the same words." in typist.page()
    assert len(crossings()) == 1
    assert db.session.query(SetAside).count() == 0


def test_other_words_for_a_line_are_kept_aside_and_said_so(typist: Typist) -> None:
    typist.type(5)
    typist.type(5, who="3-108")
    assert "Line 5 was typed before with other words." in typist.page()
    assert len(crossings()) == 1
    [kept] = db.session.query(SetAside)
    assert (kept.status, kept.device_id, kept.resolved_at) == ("conflict", None, None)
    page = typist.browser.get("/conflicts/aside", base_url="https://localhost").text
    assert "From a gate book" in page


def test_a_pass_number_is_as_good_as_an_address(estate: Estate, typist: Typist) -> None:
    number = format_number(estate.passes["wang"])
    assert typist.type(1, who=f" {number.replace('-', '')} ").status_code == 303
    [crossing] = crossings()
    assert crossing.household_id == estate.households["wang"]
    assert crossing.method == "number"


def test_an_exit_that_no_gate_knew_of_is_a_conflict(
    estate: Estate, phone: Phone, typist: Typist
) -> None:
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    phone.cross("wang", "exit", decided_at=hour_ago)
    typist.type(1, **when(3))
    [conflict] = db.session.query(Conflict)
    assert (conflict.kind, conflict.state.value) == ("household.out_twice", "open")
    assert conflict.first.book_line == 1


def test_what_is_still_missing_is_shown(typist: Typist, book: int) -> None:
    for line in (1, 4, 6):
        typist.type(line, who="3-108", direction="entry", **when(9 - line))
    page = typist.page()
    assert f'href="/gates/books/{book}?line=2">2–3</a>' in page
    assert f'href="/gates/books/{book}?line=5">5</a>' in page
    assert 'name="line" type="text" value="7"' in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("line", "0", "Write the number"),
        ("line", "31", "This book has the lines 1 to 30."),
        ("line", "abc", "Write the number"),
        ("day", "yesterday", "Write a day like"),
        ("time", "2460", "Write a time like"),
        ("time", "7", "Write a time like"),
        ("who", "99-1-101", "There is no such pass or address here."),
        ("who", "0318-4402-9", "A digit of this pass number is wrong."),
        ("who", " ", "Write the pass number or the address."),
        ("direction", "up", "Out or in?"),
        ("people", "0", "1 to 20 people go on one line."),
        ("tenths", "99", "A temperature lies between"),
        ("tenths", "3x5", "A temperature lies between"),
    ],
)
def test_what_cannot_be_meant_is_asked_back(
    typist: Typist, field: str, value: str, words: str
) -> None:
    answer = typist.type(**{"line": 1, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert crossings() == []


def test_a_moment_to_come_or_before_the_book_is_asked_back(typist: Typist) -> None:
    assert "has not come yet" in typist.type(1, **when(-1)).text
    assert "was not printed yet" in typist.type(1, **when(11)).text
    assert crossings() == []


def test_whoever_is_meant_is_told_while_typing_and_only_of_this_compound(
    estate: Estate, typist: Typist
) -> None:
    told = typist.post("/who", {"who": "12-501"}).json
    assert told == {"found": True, "words": "Building 12, 2-501"}
    for who in (format_number(estate.passes["sun"]), "1-1-101", "", "x" * 500):
        answer = typist.post("/who", {"who": who}).json
        assert answer is not None
        assert answer["found"] is False


def test_the_pages_are_for_staff_of_that_compound(estate: Estate, book: int) -> None:
    fang = estate.browser("fang")
    path = f"/gates/books/{book}"
    assert fang.get(path, base_url="https://localhost").status_code == 403
    elsewhere = make_book(Actor.at_the_machine(), estate.gates["far"], now=clock.now()).id
    root = estate.browser("root")
    assert root.get(f"/gates/books/{elsewhere}", base_url="https://localhost").status_code == 200
    assert root.get("/gates/books/99", base_url="https://localhost").status_code == 404


def test_a_book_is_made_on_the_page_by_who_manages_gates(estate: Estate) -> None:
    def make(username: str, lines: str) -> TestResponse:
        browser = estate.browser(username)
        form = {"gate": str(estate.gates["east"]), "lines": lines}
        form["csrf_token"] = form_token(browser)
        headers = {"Referer": "https://localhost/"}
        return browser.post(
            "/gates/books", data=form, base_url="https://localhost", headers=headers
        )

    answer = make("root", "40")
    assert answer.mimetype == "application/pdf"
    with pypdfium2.PdfDocument(answer.data) as document:
        assert "1 – 40" in document[0].get_textpage().get_text_bounded()
    assert make("root", "0").status_code == 422
    assert make("xu", "40").status_code == 403


@pytest.mark.parametrize(
    ("text", "tenths"),
    [("36.5", 365), ("365", 365), ("36", 360), ("３６．５", 365), ("36,5", 365), ("", None)],
)
def test_a_temperature_is_read_as_people_write_it(text: str, tenths: int | None) -> None:
    form = {"line": "1", "day": "2026-03-02", "time": "0805", "who": "x"}
    form |= {"direction": "exit", "people": "1", "tenths": text}
    assert read_line(form, SHANGHAI).tenths == tenths


@pytest.mark.parametrize("text", ["0805", "805", "8:05", "08.05", "８：０５"])
def test_a_time_is_read_as_people_write_it(text: str) -> None:
    form = {"line": "1", "day": "2026-03-02", "time": text, "who": "x"}
    form |= {"direction": "exit", "people": "1"}
    assert read_line(form, SHANGHAI).at == datetime(2026, 3, 2, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", ":", "8:5", "24:00", "0860", "8", "-805", "12345", "8:0a"])
def test_what_is_no_time_is_none(text: str) -> None:
    form = {"line": "1", "day": "2026-03-02", "time": text, "who": "x"}
    with pytest.raises(BadInput):
        read_line(form | {"direction": "exit", "people": "1"}, SHANGHAI)
