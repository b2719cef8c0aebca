"""Who may have whom forgotten, by the API."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.web.test_access_server import Served
from thermo_edge.home.house import EntityId, Person, PersonId
from thermo_edge.home.view import HouseView
from thermo_edge.web.access.visitor import Role

MIA = Person(PersonId("mia"), "Mia", EntityId("person.mia"))
BEN = Person(PersonId("ben"), "Ben", EntityId("person.ben"))


def lived_in(view: HouseView, *persons: Person) -> HouseView:
    return replace(view, house=replace(view.house, persons=persons))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("house"))
    served.desk.current = lived_in(served.desk.current, MIA, BEN)
    yield served
    assert served.server.stop(10)


def test_a_resident_only_themself_and_the_owner_anybody(house: Served) -> None:
    owner, resident = house.token("o", Role.OWNER), {"Cookie": house.cookie("Ben")}
    persons = [[each["id"] for each in json.loads(house.ask("/api/persons", **who)[1])] for who in (owner, resident)]
    assert persons == [["mia", "ben"], ["ben"]]
    answers = [
        house.ask(f"/api/persons/{person}/forgetting", **who)[0]
        for who in (owner, resident, house.token("r"))
        for person in ("mia", "ben")
    ]
    assert answers == [200, 200, 403, 200, 403, 403]
    form = json.loads(house.ask("/api/me", **resident)[1])["form_token"]
    mia, ben, called = "/api/persons/mia/forget", "/api/persons/ben/forget", ({"name": "Mia"}, {"name": "Ben"})
    assert house.ask(mia, "POST", called[0], X_CSRF_Token=form, **resident)[0] == 403
    assert house.ask(ben, "POST", called[1], **resident)[0] == 403  # a form of another page
    assert house.ask(ben, "POST", called[1], **house.token("x", Role.OWNER, read_only=True))[0] == 403
    assert not [call for call in house.desk.calls if call[0] == "forget_person"]
    assert house.ask(ben, "POST", called[1], X_CSRF_Token=form, **resident)[0] == 200
    assert house.ask(mia, "POST", called[0], **owner)[0] == 200
    done = [call[1:3] for call in house.desk.calls if call[0] == "forget_person"]
    assert done == [("ben", "Ben"), ("mia", "Mia")]


def test_what_goes_and_what_stays_is_said_before(house: Served) -> None:
    found = json.loads(house.ask("/api/persons/mia/forgetting", **house.token("before", Role.OWNER))[1])
    assert found["name"] == "Mia"
    assert any("person.mia" in line and "1204" in line for line in found["goes"])
    assert any("Backups" in line for line in found["stays"])
    words = {**house.token("zh", Role.OWNER), "Accept_Language": "zh"}
    chinese = json.loads(house.ask("/api/persons/mia/forgetting", **words)[1])
    assert len(chinese["goes"]) == len(found["goes"])
    assert not set(chinese["stays"]) & set(found["stays"])
