"""The desk's pages of vehicles: what is inside, the day, deliveries, the register."""

from datetime import timedelta

from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Direction
from tests.cast import Town, cross, household_of

PLATE = "冀A12345"
MINUTES = timedelta(minutes=1)


def drive(
    kind: str = "resident", direction: Direction = Direction.ENTRY, *, disinfected: bool = True
) -> None:
    """A vehicle of that kind went through. Within the app's context."""
    cross(household_of("A quarters"), direction, ago=5 * MINUTES)
    last = db.select(Crossing.id).order_by(Crossing.received_at.desc()).limit(1).scalar_subquery()
    told = {"plate": PLATE, "vehicle_kind": kind, "disinfected": disinfected}
    with writing():
        # A crossing is never changed: this one is still being made.
        db.session.execute(db.update(Crossing).where(Crossing.id == last).values(told))


def test_every_page_has_a_sentence_where_there_is_nothing(town: Town) -> None:
    browser = town.browser("li")
    for path, sentence in {
        "/vehicles": "No vehicle inside",
        "/vehicles/today": "No vehicle today",
        "/vehicles/deliveries": "No delivery today",
        "/vehicles/register": "No vehicle in the register yet",
    }.items():
        answer = browser.get(path)
        assert answer.status_code == 200
        assert sentence in answer.text


def test_a_vehicle_that_is_inside_stands_there_with_its_disinfection(town: Town) -> None:
    with town.inside():
        drive(disinfected=False)
    page = town.browser("li").get("/vehicles").text
    assert "冀A·12345" in page
    assert "not disinfected" in page
    assert "Bldg 12, 2-501" in page


def test_the_day_counts_what_came_in_and_what_was_disinfected(town: Town) -> None:
    with town.inside():
        drive()
    page = town.browser("li").get("/vehicles/today").text
    assert "冀A·12345" in page
    assert "of those that came in" in page


def test_a_delivery_goes_to_the_hand_over_point(town: Town) -> None:
    with town.inside():
        drive("delivery")
    page = town.browser("li").get("/vehicles/deliveries").text
    assert "hand-over point" in page
    assert "1 is still there." in page


def test_a_clerk_adds_changes_and_ends_a_vehicle(town: Town) -> None:
    browser = town.browser("li")
    added = browser.post(
        "/vehicles/register", plate="冀a12345", kind="resident", address="12-2-501"
    )
    assert added.status_code == 303
    page = browser.get("/vehicles/register").text
    assert "冀A·12345" in page
    assert "Bldg 12, 2-501" in page
    assert browser.post("/vehicles/1", kind="delivery").status_code == 303
    assert "delivery" in browser.get("/vehicles/register?kind=delivery").text
    assert browser.post("/vehicles/1/end").status_code == 303
    assert "No vehicle in the register yet" in browser.get("/vehicles/register").text


def test_a_wrong_plate_is_told_beside_its_field(town: Town) -> None:
    answer = town.browser("li").post("/vehicles/register", plate="冀A1234O", kind="delivery")
    assert answer.status_code == 422
    assert "no letters I and O" in answer.text
    assert 'value="冀A1234O"' in answer.text


def test_a_paste_is_told_line_by_line_and_stays_in_the_field(town: Town) -> None:
    lines = "冀A12345,delivery\n冀A1,delivery"
    answer = town.browser("li").post("/vehicles/register/paste", lines=lines)
    assert answer.status_code == 422
    assert "Line 2" in answer.text
    assert "冀A12345,delivery" in answer.text
    good = town.browser("li").post("/vehicles/register/paste", lines="冀A12345,delivery")
    assert good.status_code == 303


def test_another_compound_sees_none_of_it(town: Town) -> None:
    with town.inside():
        drive()
    town.browser("li").post("/vehicles/register", plate=PLATE, kind="delivery")
    other = town.browser("sun")
    assert "冀A" not in other.get("/vehicles").text
    assert "冀A·" not in other.get("/vehicles/register").text.replace('placeholder="冀A·12345"', "")
    assert other.get("/vehicles/1").status_code == 404


def test_a_guard_sees_no_page_of_vehicles(town: Town) -> None:
    assert town.browser("wang").get("/vehicles").status_code == 403


def test_the_pages_are_in_chinese_too(town: Town) -> None:
    browser = town.browser("li", language="zh")
    for path in ("/vehicles", "/vehicles/today", "/vehicles/deliveries", "/vehicles/register"):
        assert browser.get(path).status_code == 200
