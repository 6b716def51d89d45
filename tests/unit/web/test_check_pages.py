"""Check in the application: one yes is enough, silence is told kindly, and nothing that was answered is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from persons import Person

from uncramp.check.interview import later, screen

SCREEN = {f"screen.{group.id}": "no" for group in screen()}


def go_on(person: Person, **data: str) -> str:
    """The page after a form was sent."""
    return unescape(person.ask("POST", "/check", data=data).text)


def kept(page: str) -> dict[str, str]:
    """What the first form of a page carries on by itself."""
    first = page.partition("<form method")[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', first))


def asked(page: str) -> list[str]:
    """Names of what is asked."""
    return list(dict.fromkeys(re.findall(r'<input type="radio" name="([^"]+)"', page)))


def test_one_yes_is_enough_and_the_rest_is_asked_after_its_details(person: Person) -> None:
    assert "required" not in person.get("/check").text
    details = go_on(person, screen="yes", **{"screen.urine": "yes"})
    assert "You named a warning sign" in details
    assert asked(details) == ["flag.dark", "flag.nourine"]
    rest = go_on(person, **kept(details), **{"flag.dark": "yes", "flag.nourine": "no"})
    assert "Get medical help today" in rest
    assert asked(rest) == [name for name in SCREEN if name != "screen.urine"]
    assert "Not answered yet" not in rest
    done = go_on(person, **kept(rest), finished="yes")
    assert asked(done)
    assert all(name.startswith("flag.") for name in asked(done))


def test_enough_before_the_whole_screen_leaves_the_rest_unknown(person: Person) -> None:
    details = go_on(person, screen="yes", **{"screen.leg": "yes"})
    answered = {name: "yes" if name == "flag.numb" else "no" for name in asked(details)}
    rest = go_on(person, **kept(details), **answered)
    done = go_on(person, **{name: value for name, value in kept(rest).items() if name != "screen"}, finished="yes")
    assert "flag.chest" in done
    assert kept(done)["flag.chest"] == "unknown"
    assert kept(done)["flag.numb"] == "yes"
    assert "Get help today" in done


@pytest.mark.parametrize("given", [{}, {"screen.leg": "no"}, {"screen.leg": "unknown", "screen.heat": "no"}])
def test_what_is_missing_without_a_yes_is_named_and_what_was_answered_is_kept(person: Person, given: dict[str, str]) -> None:
    page = go_on(person, screen="yes", country="GB", **given)
    lacking = [group.ask for group in screen() if f"screen.{group.id}" not in given]
    told = page.partition('role="alert"')[2].partition("</div>")[0]
    assert re.findall("<li>(.*?)</li>", told) == lacking
    assert page.count("Not answered yet.") == len(lacking)
    for name, value in given.items():
        assert re.search(rf'name="{name}" value="{value}" checked', page)
    assert page.count(" checked") == len(given)
    assert 'value="GB"' in page


def test_a_whole_screen_of_no_goes_on_to_the_pages(person: Person) -> None:
    page = go_on(person, screen="yes", **SCREEN)
    assert "flag.long" in asked(page)
    for number in range(1, len(later()) + 1):
        assert f"Page {number} of at most {len(later())}." in page
        page = go_on(person, **kept(page), **dict.fromkeys(asked(page), "no"))
    assert not asked(page)


def test_a_yes_is_as_urgent_after_details_that_are_not_known(person: Person) -> None:
    details = go_on(person, country="GB", **SCREEN | {"screen.dilution": "yes"})
    assert "You named a warning sign" in details
    after = go_on(person, **kept(details), **dict.fromkeys(asked(details), "unknown"))
    assert "Call now: 112 or 999" in after or "Call now: 999" in after
    done = go_on(person, **kept(after), finished="yes")
    summary = unescape(person.ask("POST", "/check/summary", data=kept(done)).text)
    for page in (done, summary):
        assert "Yes on the emergency screen: a headache that grows" in page
    assert "Emergency: advised to call the emergency number" in summary
