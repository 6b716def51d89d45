"""Files into the diary through the application: new, known or refused, each with its reason."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import activity_files as made
from persons import Person

from uncramp.web.demonstration import marathon_tcx

FILE = marathon_tcx().encode()


def sent(person: Person, *files: tuple[str, bytes]) -> dict[str, Any]:
    answer = person.post("/api/imports", files=[("files", file) for file in files])
    assert answer.status_code == 200, answer.text
    return dict(person.finished("/api/imports", answer.json())["imported"])


def test_a_file_is_new_once_and_then_known(person: Person) -> None:
    assert len(sent(person, ("a.tcx", FILE))["added"]) == 1
    again = sent(person, ("another name.tcx", FILE))
    assert (again["added"], again["known"]) == ([], ["another name.tcx"])


def test_what_is_broken_is_refused_with_its_reason_and_ends_nothing_else(person: Person) -> None:
    done = sent(person, ("broken.fit", b"no activity"), ("good.tcx", FILE), ("empty.zip", b"PK\x03\x04broken"))
    assert [one["file_name"] for one in done["added"]] == ["good.tcx"]
    assert {one["name"] for one in done["refused"]} == {"broken.fit", "empty.zip"}
    assert all(one["reason"] for one in done["refused"])
    assert "/tmp" not in str(done["refused"])


def test_what_is_odd_of_a_file_is_told_once_and_by_its_name(person: Person) -> None:
    whole, ridden = made.fit_file(1800), made.fit_file(1700, sport=made.CYCLING)
    files = (("run.fit", whole), ("ride.fit", ridden[: len(ridden) // 2]), ("x.txt", b"no activity"))
    answer = person.post("/imports", files=[("files", file) for file in files])
    job = person.fastapi.state.work.job(answer.headers["location"].rpartition("/")[2], "import")
    job.finished.wait(60)
    page = person.get(answer.headers["location"]).text
    assert "Damaged, so that only the good part was read: ride.fit." in page
    (group,) = re.findall("counts one of each group.*?<li>(.*?)</li>", page, re.DOTALL)
    assert re.findall(r">\d{4}-\d\d-\d\d \d\d:\d\d (\w+\.fit)</a>", group) == ["run.fit", "ride.fit"]
    assert page.count("x.txt") == 1


def test_an_archive_is_looked_into(person: Person) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("activities/1.tcx", FILE)
        archive.writestr("activities/notes.txt", "x")
    assert len(sent(person, ("export.zip", made.getvalue()))["added"]) == 1


def test_names_lead_nowhere_else(person: Person) -> None:
    done = sent(person, ("../../evil.tcx", FILE))
    assert [one["file_name"] for one in done["added"]] == ["evil.tcx"]
    assert not list(person.data.parent.parent.glob("evil*"))


def test_the_form_leads_to_what_became_of_the_files(person: Person) -> None:
    answer = person.post("/imports", files=[("files", ("a.tcx", FILE))])
    assert answer.status_code == 303
    person.fastapi.state.work.job(answer.headers["location"].rpartition("/")[2], "import").finished.wait(60)
    page = person.get(answer.headers["location"]).text
    assert "New: 1. Known: 0. Refused: 0." in page
    assert "Was there a cramp?" in page


def test_no_file_is_told(person: Person) -> None:
    assert person.post("/api/imports", data={"files": "x"}).status_code == 422
    assert person.post("/api/imports", content=b"x").status_code == 422
    assert person.get("/api/imports/0123456789abcdef").status_code == 422
