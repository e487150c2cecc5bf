"""Names, relations and numbers as people type them into one cell."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.people.roster.inert import excerpt, reason_against
from checkpoint.people.roster.numbers import id_number_in, phones_in
from checkpoint.people.roster.people_cells import (
    Named,
    has_loose_brackets,
    name_key,
    people_in,
    reason_against_name,
)


@pytest.mark.parametrize(
    "cell",
    [
        "王一、李二、王三",
        "王一,李二,王三",
        "王一，李二；王三",
        "王一/李二/王三",
        "王一\n李二\n王三",
        "王一 李二 王三",
        "王一　李二　王三",
        "1、王一 2、李二 3、王三",
        "1.王一\n2.李二\n3.王三",
    ],
)
def test_members_in_one_cell(cell: str) -> None:
    """Every usual separator parts them."""
    assert [person.name for person in people_in(cell, True)] == ["王一", "李二", "王三"]


@pytest.mark.parametrize(
    "cell",
    ["王一(户主)、李二（妻）", "户主:王一,妻:李二", "户主王一、李二(妻)", "王一-户主;李二-妻"],
)
def test_relations_beside_names(cell: str) -> None:
    """In brackets, as a label, or after a dash."""
    assert people_in(cell, True) == (Named("王一", "户主"), Named("李二", "妻"))


def test_phones_beside_names() -> None:
    """A mobile number in a name's part belongs to that person."""
    found = people_in("王一 13800000001、李二(子, 139 0000 0002)", True)
    assert found == (Named("王一", phone="13800000001"), Named("李二", "子", "13900000002"))


RARE = (
    "王一|𠮷田太郎|㛃静|阿依古丽·买买提|Gaynor Smith|O'Brien|Jean-Luc|Åsa|王\U000e0100一"
    "|Nguyễn Thị Hương|Мария|محمد"
)


@pytest.mark.parametrize("name", RARE.split("|"))
def test_rare_and_foreign_names_are_names(name: str) -> None:
    """They are taken as they are, whole."""
    assert people_in(name, False) == (Named(name),)
    assert reason_against(name) is None
    assert reason_against_name(name) is None


@pytest.mark.parametrize(
    ("name", "reason", "error"),
    [
        ("x" * 61, "name.too_long", True),
        ("王" * 5000, "name.too_long", True),
        ("12345", "name.not_a_name", True),
        ("...", "name.not_a_name", True),
        ("Robert'", "name.not_a_name", True),
        ("DROP TABLE--", "name.not_a_name", True),
        ("a\u0300\u0301\u0302\u0303\u0304", "name.not_a_name", True),
        ("a=b", "name.not_a_name", True),
        ("王**", "name.lost_character", False),
        ("?静", "name.lost_character", False),
        ("\ue123静", "name.lost_character", False),
        ("租户1", "name.odd", False),
    ],
)
def test_what_is_no_name(name: str, reason: str, error: bool) -> None:
    """Errors keep the row out, doubts are listed."""
    assert reason_against_name(name) == (reason, error)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("=1+1", "cell.formula"),
        ("＝1+1", "cell.formula"),
        ("@SUM(A1)", "cell.formula"),
        ("+cmd|' /C calc'!A0", "cell.formula"),
        ("-2+3+cmd|x", "cell.formula"),
        ("\t=1", "cell.formula"),
        ("<script>alert(1)</script>", "cell.markup"),
        ("王\u202e一", "cell.invisible"),
        ("王\u200b一", "cell.invisible"),
        ("王\ufeff一", "cell.invisible"),
        ("王\u2066一", "cell.invisible"),
        ("王\x00一", "cell.control"),
        ("王\x1b[31m一", "cell.control"),
        ("+86 138 0000 0001", None),
        ("-", None),
        ("王一\n李二", None),
    ],
)
def test_what_may_not_stand_in_a_cell(cell: str, reason: str | None) -> None:
    """Text that computes, hides or reorders itself is named for what it does."""
    assert reason_against(cell) == reason


@given(st.text())
def test_an_excerpt_is_inert(text: str) -> None:
    """It is short, on one line, and hides nothing."""
    shown = excerpt(text)
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not hidden & {unicodedata.category(character) for character in shown}
    assert len(excerpt(text * 50)) <= 6 * 60 + 1


@given(st.text(max_size=60))
def test_any_cell_is_read(text: str) -> None:
    """No text raises."""
    for person in people_in(text, True):
        reason_against_name(person.name)
        assert name_key(name_key(person.name)) == name_key(person.name)
    has_loose_brackets(text)


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("13800000001", ["13800000001"]),
        ("138 0000 0001", ["13800000001"]),
        ("138-0000-0001", ["13800000001"]),
        ("+86 13800000001", ["13800000001"]),
        ("１３８００００００１２", ["13800000012"]),
        ("0312-2718888", ["03122718888"]),
        ("0312-2718888-801", ["03122718888-801"]),
        ("13800000001/13900000002", ["13800000001", "13900000002"]),
        ("13800000001 13900000002", ["13800000001", "13900000002"]),
        ("手机:13800000001", ["13800000001"]),
        ("+44 20 7946 0958", ["+442079460958"]),
        ("abc", None),
        ("1380000", ["1380000"]),
        ("138", None),
        ("1 OR 1=1", None),
    ],
)
def test_phones(cell: str, phones: list[str] | None) -> None:
    """Digits are kept, decoration is not, other text is no phone."""
    assert phones_in(cell) == phones


def test_id_numbers() -> None:
    """Upper case without decoration, or none."""
    assert id_number_in(" 11010119900101123x ") == "11010119900101123X"
    assert id_number_in("E12345678") == "E12345678"
    assert id_number_in("没有") is None
