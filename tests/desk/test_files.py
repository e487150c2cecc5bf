"""A household's file: masked until somebody asks, and every look is kept."""

from checkpoint.db import db
from checkpoint.people import AuditEntry
from tests.cast import PASS_NUMBER, Town, cross, household_of


def test_names_and_phones_are_masked_until_asked_for(town: Town) -> None:
    with town.inside():
        home = household_of("A quarters").id
    clerk = town.browser("li")
    page = clerk.get(f"/households/{home}").text
    assert "王**" in page
    assert "王建国" not in page
    assert "199 0000 0001" not in page
    opened = clerk.post(f"/households/{home}").text
    assert "王建国" in opened
    assert "199 0000 0001" in opened
    assert "That you looked is on record." in opened


def test_each_look_is_on_record_without_the_name_itself(town: Town) -> None:
    with town.inside():
        home = household_of("A quarters").id
    clerk = town.browser("li")
    clerk.get(f"/households/{home}")
    clerk.post(f"/households/{home}")
    with town.inside():
        looks = list(db.session.scalars(db.select(AuditEntry).where(AuditEntry.object_id == home)))
        assert [(look.action, look.detail) for look in looks] == [("household.opened", {})]
    assert "Clerk Li" in clerk.get(f"/households/{home}").text
    audit = town.browser("zhao").get("/audit").text
    assert "looked at names and phones" in audit


def test_a_file_has_the_crossings_with_their_readings(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters"), tenths=376)
        home = household_of("A quarters").id
    page = town.browser("li").get(f"/households/{home}").text
    assert "North gate" in page
    assert "37.6 °C" in page
    assert "out since" in page


def test_lists_show_building_by_building_with_the_pass(town: Town) -> None:
    page = town.browser("li").get("/households?building=12").text
    assert "Bldg 12, 2-501" in page
    assert f"0{PASS_NUMBER}"[:4] in page
    assert "Bldg 3" not in page
    assert town.browser("li").get("/households?building=99").status_code == 404


def test_every_list_tells_who_is_out(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters"))
    clerk = town.browser("li")
    lists = {path: clerk.get(path) for path in ("/", "/now", "/households?building=12", "/outside")}
    for path, answer in lists.items():
        assert answer.status_code == 200, path
        assert "12, 2-501" in answer.text, path
    assert "out since" in lists["/households?building=12"].text


def test_an_empty_compound_says_what_comes_next(empty_compound: Town) -> None:
    page = empty_compound.browser("zhao").get("/households").text
    assert "No households yet" in page
    assert 'href="/import"' in page


def test_the_record_has_pages(town: Town) -> None:
    admin = town.browser()
    admin.sign_in("zhao")
    for path in ("/audit", "/audit?page=99", "/audit?page=-1", "/audit?page=x", "/audit?staff=1"):
        answer = admin.get(path)
        assert answer.status_code == 200
        assert "signed in" in answer.text
