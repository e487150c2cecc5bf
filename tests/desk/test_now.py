"""The first page: who is out, what needs somebody, whether the gates are alive."""

import re
from datetime import timedelta

from checkpoint import clock
from checkpoint.gate import Direction
from checkpoint.gate.rule_changes import propose
from checkpoint.gate.rules import PRESETS, body_of
from checkpoint.gate.visits import Proposal, propose_denial
from checkpoint.people import Actor
from tests.cast import Town, cross, enrol_phone, household_of

HOUR = timedelta(hours=1)


def test_a_new_office_is_told_the_next_step(town: Town) -> None:
    page = town.browser("zhao").get("/").text
    assert "Three steps to a working gate" in page, "no phone has joined yet"
    assert "Bring a phone to the gate" in page
    with town.inside():
        enrol_phone("A quarters")
    assert "Three steps" not in town.browser("zhao").get("/").text


def test_who_is_out_stands_there_longest_first_with_the_next_step(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters", "204"), ago=HOUR)
        cross(household_of("A quarters", "501"), ago=3 * HOUR)
    page = town.browser("zhao").get("/").text
    rows = re.findall(r'<th scope="row"><a [^>]*>(Bldg [^<]+)</a>', page)
    assert rows == ["Bldg 12, 2-501", "Bldg 3, 1-204"]
    assert "Call them" in page
    assert "back by" in page
    assert "1 household out too long" in page
    assert "王建国" not in page, "names are masked"
    assert "王**" in page


def test_whoever_came_back_is_not_out(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters"), ago=HOUR)
        cross(household_of("A quarters"), Direction.ENTRY)
    assert "Everyone is home" in town.browser("zhao").get("/").text


def test_an_outing_of_half_a_day_is_likelier_a_return_that_nobody_scanned(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters"), ago=13 * HOUR)
    assert "Ask whether they are home" in town.browser("zhao").get("/").text


def test_a_fever_is_the_first_card(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters"), Direction.ENTRY, tenths=376)
    page = town.browser("zhao").get("/").text
    needs = page.split('data-part="needs"')[1]
    cards = needs.split("Last crossings")[0]
    assert "37.6 °C" in cards
    assert "I take it" in cards


def test_what_waits_for_a_second_person_is_a_card(town: Town) -> None:
    """Rules of one's own, and an entry of the deny list."""
    now = clock.now()
    with town.inside():
        compound = household_of("A quarters").compound
        body = {**body_of(PRESETS["managed"]), "people": 2}
        root = Actor.at_the_machine()
        propose(
            root,
            compound,
            preset="managed",
            body=body,
            effective_from=None,
            note="families",
            now=now,
        )
        entry = Proposal(kind="phone", value="13812345678", reason="climbed the fence", days="14")
        propose_denial(root, compound, entry, now=now)
    page = town.browser("zhao").get("/").text
    assert "New rules wait" in page
    assert "1 entry holds only once a second person approves it." in page


def test_a_silent_phone_needs_somebody_and_says_what_it_holds(town: Town) -> None:
    with town.inside():
        enrol_phone("A quarters", seen_ago=13 * HOUR, unsent=27)
    page = town.browser("zhao").get("/").text
    assert "North gate is silent" in page
    assert "27 unsent" in page


def test_sealed_gates_are_counted(town: Town) -> None:
    page = town.browser("zhao").get("/").text
    assert "1 other gate" in page


def test_the_chart_has_its_figures_as_a_table_too(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters"))
    page = town.browser("zhao").get("/").text
    assert "Today 1 exits and 0 entries" in page
    assert "Exits and entries today, by hour" in page


def test_the_parts_answer_304_until_something_happens(town: Town) -> None:
    browser = town.browser("zhao")
    first = browser.get("/now", X_Background="1")
    tag = first.headers["ETag"]
    again = browser.get("/now", X_Background="1", If_None_Match=tag)
    if again.status_code == 200:  # a minute has just ended
        tag = again.headers["ETag"]
        again = browser.get("/now", X_Background="1", If_None_Match=tag)
    assert (again.status_code, again.data) == (304, b"")
    with town.inside():
        cross(household_of("A quarters"))
    changed = browser.get("/now", X_Background="1", If_None_Match=tag)
    assert changed.status_code == 200
    assert "Bldg 12, 2-501" in changed.text
    assert "csrf_token" not in changed.text, "a token would make every answer differ"


def test_one_compound_knows_nothing_of_the_other(town: Town) -> None:
    with town.inside():
        cross(household_of("B quarters"), tenths=380)
    page = town.browser("li").get("/").text
    assert "Everyone is home" in page
    assert "38.0" not in page
    assert "孙**" not in page


def test_times_are_the_communitys(town: Town) -> None:
    admin = town.browser("zhao")
    with town.inside():
        cross(household_of("A quarters"))
    before = re.search(r"now (\d\d:\d\d)", admin.get("/").text)
    admin.post("/settings", name="Office", phone="", time_zone="UTC")
    after = re.search(r"now (\d\d:\d\d)", admin.get("/").text)
    assert before
    assert after
    assert (int(before[1][:2]) - int(after[1][:2])) % 24 in (7, 8)
