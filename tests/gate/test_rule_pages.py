"""Staff's pages of rules and thermometers, as somebody at the desk uses them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from checkpoint import clock
from checkpoint.db import db
from checkpoint.gate.models_rules import Instrument, RuleSet
from checkpoint.gate.rule_form import typed_of
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.rules import PRESETS
from tests.gate.phone import Estate, Phone

AT = {"base_url": "https://localhost"}
SECURE = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/rules"}}


def press(browser: FlaskClient, path: str, form: Any = None) -> Any:
    """Send a form as the page would, with its token."""
    page = browser.get("/nothing-here", **AT).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None, page
    data = MultiDict(form or {})
    data["csrf_token"] = token[1]
    return browser.post(path, data=data, **SECURE)


def look(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path, **AT)
    assert answer.status_code == 200, answer.text
    return answer.text


def figures(preset: str = "managed", **changed: str) -> Any:
    """What the form sends for that preset, with other figures; `__` stands for a dot."""
    form = typed_of(PRESETS[preset])
    form.update({"preset": preset, "start": "now", "note": "as the office said"})
    for name, value in changed.items():
        form.setlist(name.replace("__", "."), [value])
    return form


def versions() -> list[RuleSet]:
    db.session.rollback()
    return db.session.query(RuleSet).order_by(RuleSet.version).all()


def test_before_anything_was_published(estate: Estate) -> None:
    """What holds is said in words, and where it comes from."""
    page = look(estate.browser("xu"), "/rules")
    for words in ("from the settings", "as often as they like", "No rules were published yet"):
        assert words in page


def test_a_preset_is_published_in_four_pages(estate: Estate) -> None:
    """Choose, look at its figures, see what changes, say why."""
    browser = estate.browser("xu")
    chooser = look(browser, "/rules/change")
    assert "1 person every 2 days; closed from 22:30 to 06:30" in chooser
    assert 'value="22:30"' in look(browser, "/rules/change/managed")
    preview = press(browser, "/rules/preview", figures())
    assert preview.status_code == 200
    for words in ("1 person every 2 days", "stricter", "Rehearsal", "it needs nobody else"):
        assert words in preview.text
    assert versions() == []
    answer = press(browser, "/rules", figures())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/rules")
    page = look(browser, "/rules")
    for words in ("Version 1 holds", "1 person every 2 days", "in force", "as the office said"):
        assert words in page
    assert rules_at(estate.compounds["miansi"], clock.now()) == (1, PRESETS["managed"])


def test_the_preview_hands_on_what_was_typed(estate: Estate) -> None:
    """What its form holds publishes the same, and brings the same figures back for a change."""
    browser = estate.browser("xu")
    preview = press(browser, "/rules/preview", figures(longest_minutes="180")).text
    assert "Send for approval" in preview
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', preview)
    kept = MultiDict(list(dict.fromkeys(hidden)))
    kept["note"] = "three hours"
    again = press(browser, "/rules/figures", kept).text
    assert re.search(r'id="longest_minutes"[^>]+value="180"', again)
    press(browser, "/rules", kept)
    (made,) = versions()
    assert (made.body["longest_minutes"], made.body["exempt"]) == (
        180,
        list(PRESETS["open"].exempt),
    )


def test_sealed_from_tomorrow(estate: Estate) -> None:
    browser = estate.browser("xu")
    tomorrow = clock.now() + timedelta(hours=8, days=1)
    moment = f"{tomorrow:%Y-%m-%d}T06:00"
    form = figures("sealed", start="later", effective_from=moment)
    assert "Sealed from tomorrow 06:00" in press(browser, "/rules/preview", form).text
    press(browser, "/rules", form)
    assert "Sealed from tomorrow 06:00" in look(browser, "/rules")
    (made,) = versions()
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC) - timedelta(hours=8)
    assert made.effective_from == expected


def test_a_second_person_approves(estate: Estate) -> None:
    """The author sees no button for it; somebody else reads the same and agrees."""
    author, other = estate.browser("xu"), estate.browser("root")
    press(author, "/rules", figures(outings__limit="3", outings__days="7"))
    (made,) = versions()
    mine = look(author, f"/rules/{made.id}")
    assert "your own proposal" in mine
    assert f"/rules/{made.id}/approve" not in mine
    assert "Look and approve" in look(other, "/rules")
    theirs = look(other, f"/rules/{made.id}")
    for words in ("3 outings every 7 days", "Rehearsal", "Other than in the preset"):
        assert words in theirs
    refused = press(author, f"/rules/{made.id}/approve")
    assert refused.status_code == 303
    assert "your own proposal" in look(author, "/rules")
    press(other, f"/rules/{made.id}/approve")
    assert "approved by Root" in look(author, "/rules")
    assert rules_at(estate.compounds["miansi"], clock.now())[0] == 1


def test_withdrawing_brings_back_what_was_before(estate: Estate) -> None:
    browser = estate.browser("xu")
    press(browser, "/rules", figures())
    (made,) = versions()
    assert "it gives way to: as often as they like" in look(browser, f"/rules/{made.id}")
    press(browser, f"/rules/{made.id}/withdraw")
    assert "withdrawn" in look(browser, "/rules")
    assert rules_at(estate.compounds["miansi"], clock.now())[0] == 0


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"closure__to": "22:30"}, "closure.to", "closed for the whole day"),
        ({"outings__days": "0"}, "outings.days", "1 to 27 days"),
        ({"outings__limit": "many"}, "outings.limit", "0 to 50"),
        ({"fever_tenths": "20"}, "fever_tenths", "36.5 to 40.0 °C"),
        ({"fever_tenths": "37.35"}, "fever_tenths", "36.5 to 40.0 °C"),
        ({"fever_tenths": "1e9999"}, "fever_tenths", "36.5 to 40.0 °C"),
        ({"people": "0"}, "people", "1 to 20"),
        ({"visitors": "some"}, "visitors", "offered"),
        ({"start": "later", "effective_from": "soon"}, "effective_from", "a day and a time"),
        ({"start": "later", "effective_from": "2020-02-01T06:00"}, "effective_from", "passed"),
    ],
)
@pytest.mark.parametrize("path", ["/rules/preview", "/rules"])
def test_a_wrong_figure_is_marked_where_it_was_typed(
    estate: Estate, path: str, changed: dict[str, str], field: str, words: str
) -> None:
    answer = press(estate.browser("xu"), path, figures(**changed))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert words in answer.text
    assert versions() == []


def test_no_outings_need_no_figures_of_outings(estate: Estate) -> None:
    """What is switched off is not looked at."""
    form = figures(outings="none", outings__days="", closure="", closure__to="")
    assert press(estate.browser("xu"), "/rules/preview", form).status_code == 200


def test_without_a_reason_nothing_is_published(estate: Estate) -> None:
    answer = press(estate.browser("xu"), "/rules", figures(note=" "))
    assert answer.status_code == 422
    assert 'id="note-error"' in answer.text
    assert versions() == []


def test_a_moment_that_is_taken_is_said_at_its_field(estate: Estate) -> None:
    browser = estate.browser("xu")
    moment = f"{clock.now() + timedelta(days=2):%Y-%m-%dT06:00}"
    press(browser, "/rules", figures("sealed", start="later", effective_from=moment))
    answer = press(browser, "/rules", figures("strict", start="later", effective_from=moment))
    assert answer.status_code == 409
    assert "Version 1 begins at this moment" in answer.text


def test_sealed_without_an_exempt_reason_is_a_warning(estate: Estate) -> None:
    form = figures("sealed")
    form.poplist("exempt")
    answer = press(estate.browser("xu"), "/rules/preview", form)
    assert answer.status_code == 200
    assert "not even to a doctor" in answer.text


def test_publishing_twice_is_one_version(estate: Estate) -> None:
    browser = estate.browser("xu")
    press(browser, "/rules", figures())
    again = press(browser, "/rules", figures())
    assert (again.status_code, len(versions())) == (409, 1)
    assert "Nothing would change" in again.text


def test_the_rehearsal_names_households_masked(estate: Estate, phone: Phone) -> None:
    """What really happened today, under a stricter rule."""
    phone.send(phone.crossing(), phone.crossing(direction="entry"), phone.crossing())
    preview = press(estate.browser("xu"), "/rules/preview", figures("sealed")).text
    assert "2 exits" in preview
    assert "nobody goes out" in preview
    assert "Bldg 12, 2-501" in preview
    assert "王**" in preview
    assert "王建国" not in preview


def test_a_longer_rehearsal(estate: Estate) -> None:
    browser = estate.browser("xu")
    assert "the last 21 days" in press(browser, "/rules/preview", figures(days="21")).text
    assert "the last 7 days" in press(browser, "/rules/preview", figures(days="9999")).text
    press(browser, "/rules", figures(people="2"))
    (made,) = versions()
    assert "the last 14 days" in look(browser, f"/rules/{made.id}?days=14")


PAGES = ["/rules", "/rules/change", "/rules/change/managed", "/rules/1", "/gates/1/thermometers"]
FORMS = [
    "/rules",
    "/rules/preview",
    "/rules/figures",
    "/rules/1/approve",
    "/rules/1/withdraw",
    "/gates/1/thermometers",
    "/thermometers/1/name",
    "/thermometers/1/offset",
    "/thermometers/1/retire",
]


@pytest.mark.parametrize("path", PAGES)
def test_neither_guards_nor_strangers_look(estate: Estate, path: str) -> None:
    press(estate.browser("xu"), "/rules", figures())
    assert estate.browser("chen").get(path, **AT).status_code == 403
    assert estate.app.test_client().get(path, **AT).status_code == 303


@pytest.mark.parametrize("path", FORMS)
def test_no_change_without_a_token_or_by_a_guard(estate: Estate, path: str) -> None:
    browser = estate.browser("root")
    press(browser, "/rules", figures(people="2"))
    press(browser, "/gates/1/thermometers", {"name": "A"})
    assert browser.post(path, data=figures(), **SECURE).status_code == 400
    guard = press(estate.browser("chen"), path, figures(name="B", offset="1"))
    assert guard.status_code == 403
    (made,) = versions()
    assert (made.approved_at, made.withdrawn_at) == (None, None)


@pytest.mark.parametrize("path", ["/rules/99", "/rules/change/harsh"])
def test_what_is_not_there(estate: Estate, path: str) -> None:
    assert estate.browser("root").get(path, **AT).status_code == 404


def test_in_chinese(estate: Estate) -> None:
    """No page falls back to English."""
    browser = estate.browser("xu")
    with browser.session_transaction(base_url="https://localhost") as session:
        session["language"] = "zh"
    press(browser, "/rules", figures(people="2"))
    (made,) = versions()
    bodies = [look(browser, path) for path in (*PAGES[:3], f"/rules/{made.id}")]
    bodies.append(press(browser, "/rules/preview", figures("sealed")).text)
    for body in bodies:
        main = body[body.index("<main") : body.index("</main>")]
        text = re.sub(r"<[^>]+>", " ", main)
        assert set(re.findall(r"[A-Za-z]{3,}", text)) <= {"Xu", "min", "the", "office", "said"}


# Thermometers


def test_thermometers_are_added_compared_renamed_and_retired(estate: Estate) -> None:
    browser = estate.browser("xu")
    path = f"/gates/{estate.gates['east']}/thermometers"
    assert "No thermometer yet" in look(browser, path)
    press(browser, path, {"name": " A "})
    assert "not compared today" in look(browser, path)
    (one,) = db.session.query(Instrument).all()
    press(browser, f"/thermometers/{one.id}/offset", {"offset": "-0.3"})
    page = look(browser, path)
    assert 'value="-0.3"' in page
    assert "not compared today" not in page
    press(browser, f"/thermometers/{one.id}/name", {"name": "A1"})
    assert "A1" in look(browser, path)
    press(browser, f"/thermometers/{one.id}/retire")
    assert "No thermometer yet" in look(browser, path)


@pytest.mark.parametrize("typed", ["2.1", "-2.1", "0.25", "warm", "", "nan", "1e99"])
def test_an_offset_that_can_not_be(estate: Estate, typed: str) -> None:
    browser = estate.browser("xu")
    path = f"/gates/{estate.gates['east']}/thermometers"
    press(browser, path, {"name": "A"})
    (one,) = db.session.query(Instrument).all()
    answer = press(browser, f"/thermometers/{one.id}/offset", {"offset": typed})
    assert answer.status_code == 422
    assert f'id="offset-{one.id}-error"' in answer.text


def test_two_of_one_name(estate: Estate) -> None:
    browser = estate.browser("xu")
    path = f"/gates/{estate.gates['east']}/thermometers"
    press(browser, path, {"name": "A"})
    again = press(browser, path, {"name": "A"})
    assert (again.status_code, 'id="name-error"' in again.text) == (409, True)


def test_the_page_of_gates_leads_there(estate: Estate) -> None:
    assert f"/gates/{estate.gates['east']}/thermometers" in look(estate.browser("xu"), "/gates")
