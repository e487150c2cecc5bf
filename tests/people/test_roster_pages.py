"""The import on screen: sent, looked at, corrected, imported; and what others may not do."""

import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from checkpoint import clock
from checkpoint.db import db
from checkpoint.people import Household, HouseholdState, RosterImport
from checkpoint.people.roster.sheets import open_workbook
from tests.cast import HERE, Browser, Town, build
from tests.people.roster_shapes import (
    ESTATE,
    Rows,
    as_csv,
    as_xlsx,
    merged_xlsx,
    person_rows,
    plain_csv,
    sheet_per_building,
)

BAD: Rows = [
    ["楼栋", "单元", "房号", "姓名"],
    ["7", "1", "101", "王一"],
    ["7", "1", "102", "<script>alert(1)</script>"],
    ["7", "1", "103", "李\u202e二"],
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("roster") / "instance")


@pytest.fixture
def town(built: Town) -> Town:
    built.restore()
    for path in uploads(built).glob("*"):
        path.unlink()
    return built


def uploads(town: Town) -> Path:
    return Path(town.app.instance_path) / "uploads"


def send(browser: Browser, file: tuple[bytes, str], status: int = 303) -> str:
    """Send a file as the page would; where it leads, or the page itself."""
    answer = browser.client.post(
        "/import",
        base_url=HERE,
        data=multipart(browser.token(), *file),
        headers={"Referer": f"{HERE}/"},
        content_type="multipart/form-data; boundary=parts",
    )
    assert answer.status_code == status, answer.text
    return answer.location if status == 303 else answer.text


def multipart(token: str, content: bytes, name: str) -> bytes:
    """The body of a form with a file, as a browser writes it."""
    head = 'Content-Disposition: form-data; name="{}"'
    return b"\r\n".join(
        [
            b"--parts",
            head.format("csrf_token").encode() + b"\r\n",
            token.encode(),
            b"--parts",
            f'{head.format("file")}; filename="{name}"'.encode(),
            b"Content-Type: application/octet-stream\r\n",
            content,
            b"--parts--\r\n",
        ]
    )


def confirm(browser: Browser, place: str, status: int = 303, **choices: str) -> str:
    """Press the button on the page at `place`."""
    page = browser.get(place).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', page))
    answer = browser.post(f"{place}/confirm", **{**hidden, **choices})
    assert answer.status_code == status, answer.text
    return answer.location if status == 303 else answer.text


def count(town: Town, *where: object) -> int:
    with town.inside():
        query = select(func.count(Household.id)).where(*where)  # type: ignore[arg-type]
        return db.session.scalar(query) or 0


def test_a_clerk_imports_a_roster(town: Town) -> None:
    """Sent, looked at, imported; nothing is written before the button is pressed."""
    clerk = town.browser("li")
    before = count(town)
    place = send(clerk, merged_xlsx(ESTATE))
    page = clerk.get(place)
    assert page.status_code == 200
    assert re.search(r"Households</dt>\s*<dd><span class=\"figure__value\">6<", page.text)
    assert "every row was understood" in page.text
    assert "Import 6 households" in page.text
    assert count(town) == before
    done = confirm(clerk, place)
    assert count(town) == before + 6
    assert "The roster is imported" in clerk.get(done).text
    assert "r.xlsx" in clerk.get("/import").text
    assert not list(uploads(town).iterdir())
    assert clerk.get(place).status_code == 404


def test_a_roster_that_is_there_already_changes_nothing(town: Town) -> None:
    """It is said, and no import goes on record."""
    clerk = town.browser("li")
    confirm(clerk, send(clerk, merged_xlsx(ESTATE)))
    assert confirm(clerk, send(clerk, plain_csv(ESTATE))) == "/import"
    assert "there already" in clerk.get("/import").text
    with town.inside():
        assert db.session.scalar(select(func.count(RosterImport.id))) == 1


def test_households_not_in_the_file_are_kept_unless_it_is_said(town: Town) -> None:
    """Two choices, and the safe one is ticked."""
    clerk = town.browser("li")
    place = send(clerk, merged_xlsx(ESTATE))
    page = clerk.get(place).text
    assert "2 households are not in this file" in page
    assert re.search(r'name="gone" value="keep" checked', page)
    confirm(clerk, place)
    assert count(town, Household.state == HouseholdState.GONE) == 0
    confirm(clerk, send(clerk, plain_csv(ESTATE)), gone="mark")
    assert count(town, Household.state == HouseholdState.GONE) == 2


def test_problems_are_shown_inert_and_keep_the_file_out(town: Town) -> None:
    """By row and column, escaped; the button alone does not import."""
    clerk = town.browser("li")
    before = count(town)
    place = send(clerk, as_xlsx(BAD))
    page = clerk.get(place).text
    assert "2 problems keep rows out" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "\\u202e" in page
    refused = confirm(clerk, place, status=422)
    assert "nothing was imported" in refused
    assert count(town) == before
    confirm(clerk, place, leave_out="yes")
    assert count(town) == before + 1


def test_problem_rows_are_taken_home_as_a_spreadsheet(town: Town) -> None:
    """In the person's language, every cell text."""
    clerk = town.browser("li")
    place = send(clerk, as_xlsx(BAD))
    answer = clerk.get(f"{place}/problems.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="roster-problems.xlsx"'
    rows = open_workbook(answer.data, "p.xlsx").sheets[0].rows
    assert [row[0] for row in rows[1:]] == ["3", "4"]
    assert rows[1][5] == "<script>alert(1)</script>"


def test_columns_are_corrected_and_read_again(town: Town) -> None:
    """What nobody could guess is told on the page, and remembered until it is imported."""
    clerk = town.browser("li")
    rows: Rows = [["a", "b", "c", "d"], ["7", "x", "王一", "101"], ["7", "y", "李二", "102"]]
    place = send(clerk, as_xlsx(rows))
    assert "This file can't be read as it is" in clerk.get(place).text
    chosen = {"sheet": "0", "column-0-0": "building", "column-0-1": "ignore"}
    chosen |= {"column-0-2": "name", "column-0-3": "room", "column-9-0": "room", "x": "y"}
    assert clerk.post(f"{place}/columns", **chosen).status_code == 303
    assert "Import 2 households" in clerk.get(place).text
    confirm(clerk, place)
    assert count(town, Household.building == "7") == 2


def test_sheets_are_chosen(town: Town) -> None:
    """One sheet of several, a hidden one if need be."""
    clerk = town.browser("li")
    place = send(clerk, sheet_per_building(ESTATE))
    page = clerk.get(place).text
    assert "Import 6 households" in page
    assert "hidden" in page
    clerk.post(f"{place}/columns", sheet="4")
    assert "Import 1 household<" in clerk.get(place).text


@pytest.mark.parametrize(
    ("file", "status", "words"),
    [
        ((b"", "r.xlsx"), 422, "nothing in this file"),
        ((b"PK\x03\x04 broken", "r.xlsx"), 422, "damaged"),
        ((b"%PDF-1.7", "r.pdf"), 422, "not what its name says"),
        ((b"a" * 21 * 1024 * 1024, "r.csv"), 413, "larger than"),
        ((b"building,name\n" + b"1,x\n" * 100_001, "r.csv"), 413, "further than 100,000 rows"),
    ],
)
def test_a_file_that_is_refused_says_why_beside_the_field(
    town: Town, file: tuple[bytes, str], status: int, words: str
) -> None:
    """And nothing of it is kept."""
    clerk = town.browser("li")
    page = send(clerk, file, status)
    assert words in page
    assert not list(uploads(town).glob("*"))


def test_no_file_at_all_is_asked_for(town: Town) -> None:
    """The form without a file."""
    answer = town.browser("li").post("/import")
    assert answer.status_code == 422
    assert "Choose the file that holds the roster" in answer.text


def test_what_was_shown_is_what_is_imported(town: Town) -> None:
    """When somebody else was faster, the difference is shown once more."""
    clerk, other = town.browser("li"), town.browser("li")
    place = send(clerk, merged_xlsx(ESTATE))
    clerk.get(place)
    confirm(other, send(other, merged_xlsx(ESTATE)))
    stale = {"new": "6", "changed": "0", "gone_shown": "2", "unchanged": "0"}
    answer = clerk.post(f"{place}/confirm", **stale)
    assert answer.status_code == 409
    assert "changed since this was shown" in answer.text


@pytest.mark.parametrize("form", [{}, {"new": "-1"}, {"gone": "nuke"}, {"new": "x" * 9}])
def test_a_form_that_was_tampered_with_is_refused(town: Town, form: dict[str, str]) -> None:
    """No import, no error of ours."""
    clerk = town.browser("li")
    place = send(clerk, merged_xlsx(ESTATE))
    whole = {"new": "6", "changed": "0", "gone_shown": "2", "unchanged": "0"}
    answer = clerk.post(f"{place}/confirm", **({**whole, **form} if form else {}))
    assert answer.status_code in (409, 422)
    assert count(town) == 3


@pytest.mark.parametrize("who", ["zhao", "sun"])
def test_a_file_is_its_senders_alone(town: Town, who: str) -> None:
    """Nobody else sees it, not even an admin; nor does a guessed name."""
    clerk = town.browser("li")
    place = send(clerk, merged_xlsx(ESTATE))
    other = town.browser(who)
    assert other.get(place).status_code == 404
    assert other.get(f"{place}/problems.xlsx").status_code == 404
    assert other.post(f"{place}/confirm").status_code == 404
    assert other.post(f"{place}/discard").status_code == 404
    for guess in ("..%2f..%2fsettings.toml", "x", "A" * 22):
        assert clerk.get(f"/import/{guess}").status_code == 404
    assert clerk.get(place).status_code == 200


def test_guards_do_not_import(town: Town) -> None:
    """Neither the page nor the file; and a large body of theirs is not read."""
    guard = town.browser("wang")
    assert guard.get("/import").status_code == 403
    send(guard, merged_xlsx(ESTATE), 403)
    send(guard, (b"a" * 3_000_000, "r.csv"), 413)
    assert not uploads(town).exists() or not list(uploads(town).iterdir())


def test_an_import_is_seen_within_its_scope(town: Town) -> None:
    """The clerk of another compound does not learn of it."""
    clerk = town.browser("li")
    done = confirm(clerk, send(clerk, merged_xlsx(ESTATE)))
    assert town.browser("zhao").get(done).status_code == 200
    assert town.browser("sun").get(done).status_code == 404


def test_a_waiting_file_is_private_and_does_not_wait_for_ever(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readable by this service alone, gone after two hours, three of one person at most."""
    clerk = town.browser("li")
    place = send(clerk, merged_xlsx(ESTATE))
    for path in uploads(town).iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(uploads(town).stat().st_mode) == 0o700
    places = [send(clerk, plain_csv(ESTATE)) for _ in range(3)]
    assert clerk.get(place).status_code == 404
    assert clerk.get(places[0]).status_code == 200
    assert len(list(uploads(town).glob("*.roster"))) == 3
    later = clock.now() + timedelta(hours=2, seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        fresh = town.browser("li")
        assert fresh.get(places[0]).status_code == 404
        send(fresh, plain_csv(ESTATE))
    assert len(list(uploads(town).glob("*.roster"))) == 1


def test_a_file_is_deleted_when_that_is_asked(town: Town) -> None:
    """At once, with nothing imported."""
    clerk = town.browser("li")
    place = send(clerk, merged_xlsx(ESTATE))
    assert clerk.post(f"{place}/discard").location == "/import"
    assert not list(uploads(town).iterdir())
    assert count(town) == 3


def test_an_empty_roster_is_handed_out(town: Town) -> None:
    """A spreadsheet to fill in."""
    answer = town.browser("li").get("/import/template.xlsx")
    assert open_workbook(answer.data, "t.xlsx").sheets[0].rows[0][0] == "楼栋"


def test_a_file_name_is_no_path_and_no_markup(town: Town) -> None:
    """Whatever a browser sends as the name, it is only shown."""
    clerk = town.browser("li")
    rows: Rows = [["楼栋", "单元", "房号", "姓名", "关系", "电话"], *person_rows(ESTATE)]
    content = as_csv(rows)[0]
    page = clerk.get(send(clerk, (content, "../../<img src=x>.csv"))).text
    assert "&lt;img src=x&gt;.csv" in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_in_both_languages(town: Town, language: str) -> None:
    """Without an untranslated placeholder."""
    clerk = town.browser("li", language)
    place = send(clerk, as_xlsx(BAD))
    for path in ("/import", place):
        page = clerk.get(path)
        assert page.status_code == 200
        assert "%(" not in page.text
