"""From a household's file staff keep it in, and have the guard pass something on."""

import re

from checkpoint import clock
from checkpoint.gate.restrictions import restrictions_of
from tests.cast import Town, household_of


def home_of(town: Town) -> int:
    with town.inside():
        return household_of("A quarters").id


def test_a_household_is_kept_in_through_a_day_and_let_out_again(town: Town) -> None:
    home, clerk = home_of(town), town.browser("li")
    clerk.post(f"/households/{home}/restrictions", kind="observation", last="2099-03-01")
    page = clerk.get(f"/households/{home}").text
    assert "Home observation" in page
    assert "They stay in through 2099-03-01." in page
    lift = re.search(r'action="(/restrictions/\d+/lift)"', page)
    assert lift
    clerk.post(lift[1])
    assert "Nothing keeps them in." in clerk.get(f"/households/{home}").text


def test_without_a_last_day_it_holds_until_it_is_lifted(town: Town) -> None:
    home, clerk = home_of(town), town.browser("li")
    clerk.post(f"/households/{home}/restrictions", kind="other", last="")
    assert "until somebody lifts it" in clerk.get(f"/households/{home}").text


def test_what_is_wrong_is_said_on_the_file_and_changes_nothing(town: Town) -> None:
    home, clerk = home_of(town), town.browser("li")
    path = f"/households/{home}/restrictions"
    for form, said in (
        ({"kind": "observation", "last": "2001-01-01"}, "The end lies in the past."),
        ({"kind": "observation", "last": "soon"}, "Choose the last day from the calendar."),
        ({"kind": "", "last": ""}, "Choose why they stay in."),
    ):
        clerk.post(path, **form)
        assert said in clerk.get(f"/households/{home}").text
    with town.inside():
        assert restrictions_of(home, clock.now()) == []


def test_a_notice_stands_in_the_file_until_it_was_passed_on(town: Town) -> None:
    home, clerk = home_of(town), town.browser("li")
    clerk.post(f"/households/{home}/notices", text="<b>A parcel</b> waits.")
    page = clerk.get(f"/households/{home}").text
    assert "&lt;b&gt;A parcel&lt;/b&gt; waits." in page
    taken_back = re.search(r'action="(/notices/\d+/take-back)"', page)
    assert taken_back
    clerk.post(taken_back[1])
    assert "A parcel" not in clerk.get(f"/households/{home}").text


def test_another_compounds_staff_and_guards_may_not(town: Town) -> None:
    home = home_of(town)
    for who, status in (("sun", 404), ("wang", 403)):
        browser = town.browser(who)
        path = f"/households/{home}/restrictions"
        assert browser.post(path, kind="observation", last="").status_code == status
        assert browser.post(f"/households/{home}/notices", text="x").status_code == status
