"""Finding a household by whatever somebody says."""

import pytest

from checkpoint.db import db, writing
from checkpoint.passes import Pass, format_number
from checkpoint.people import Resident
from tests.cast import PASS_NUMBER, Town, household_of


@pytest.mark.parametrize(
    "said",
    [
        "12-2-501",
        "12号楼2单元501室",
        "12#2-501",
        "１２－２－５０１",
        "12栋2单元501",
        "Building 12 Unit 2 Room 501",
        "12-501",
        format_number(PASS_NUMBER),
        format_number(PASS_NUMBER).replace("-", ""),
        "王建国",
        "李桂英",
        "199 0000 0001",
        "19900000001",
        "0001",
    ],
)
def test_one_household_found_opens_its_file(town: Town, said: str) -> None:
    with town.inside():
        home = household_of("A quarters").id
    answer = town.browser("li").post("/search", q=said)
    assert answer.location == f"/households/{home}"


@pytest.mark.parametrize(("address", "field"), [("/search", "q"), ("/passes/find", "number")])
def test_a_number_says_which_card_it_has_to_be(town: Town, address: str, field: str) -> None:
    """The number of a replaced card stays: who has only that must look for the card's own count."""
    li, number = town.browser("li"), {field: format_number(PASS_NUMBER)}
    words = "The card must say “Card 2”."
    assert words not in li.get(li.post(address, **number).location).text
    with town.inside(), writing():
        db.session.query(Pass).filter_by(number=PASS_NUMBER).one().generation = 2
    assert words in li.get(li.post(address, **number).location).text


@pytest.mark.parametrize("said", ["12-2-501", "1990000", "0009", "孙七", "12"])
def test_a_clerk_finds_nothing_of_the_other_compound(town: Town, said: str) -> None:
    answer = town.browser("li").post("/search", q=said)
    assert "孙**" not in answer.text
    with town.inside():
        assert answer.location != f"/households/{household_of('B quarters').id}"


def test_an_admin_sees_which_compound_each_one_is_of(town: Town) -> None:
    page = town.browser("zhao").post("/search", q="12-2-501").text
    assert "A quarters" in page
    assert "B quarters" in page


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "%",
        "_",
        "'; DROP TABLE household; --",
        "<script>alert(1)</script>",
        "\u202ex",
        "\0",
        "x" * 5000,
        "P1:" + "0" * 117,
        "🏠",
        "\ud800",
    ],
)
def test_whatever_is_typed_is_answered_and_shown_inert(town: Town, said: str) -> None:
    answer = town.browser("li").post("/search", q=said.encode("utf-8", "replace").decode())
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "王**" not in answer.text, "% and _ are no wildcards"


def test_what_was_typed_stands_in_no_address(town: Town) -> None:
    answer = town.browser("li").post("/search", q="张")
    assert answer.location is None or "张" not in answer.location
    assert town.browser("li").get("/search?q=张").text.count("张") <= 1


def test_many_hits_are_cut_with_a_word_on_how_to_find_fewer(town: Town) -> None:
    with town.inside(), writing():
        home = household_of("A quarters", "204")
        compound = home.compound
        from checkpoint.people import Household

        for room in range(60):
            db.session.add(
                Household(
                    compound=compound,
                    building="9",
                    unit="1",
                    room=str(room),
                    sort_key=f"9/{room:03}",
                    residents=[Resident(name="周周周", position=0)],
                )
            )
    page = town.browser("li").post("/search", q="周周").text
    assert page.count("周**") == 50
    assert "There are more" in page
