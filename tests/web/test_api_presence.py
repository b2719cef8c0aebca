"""The API tells who is where to those whom it concerns, and notes that they looked."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.web import believed, houses
from tests.web.api_house import ApiHouse, api_house
from tests.web.fake_desk import FakeDesk
from tests.web.houses import EVENING, MOTION
from thermo_edge.home.events import Happened
from thermo_edge.home.house import Domain, PlaceId
from thermo_edge.home.memory import Watch
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.reason import Code, Reason
from thermo_edge.web.access.visitor import Role


def presence(house: ApiHouse, who: dict[str, str]) -> list[object]:
    rooms = house.ask("/rooms", **who).json()
    whole = house.ask("/house", **who).json()["rooms"]
    one = house.ask("/rooms/living", **who).json()
    told: list[object] = [each[name] for each in (*rooms, *whole, one) for name in ("presence", "here")]
    told += [house.ask("/occupancy", **who).json()["home"], *house.ask("/occupancy", **who).json()["rooms"]]
    events = house.ask("/alarm/events", **who).json()["events"]
    return [each for each in (*told, *(one for one in events if one["attribute"] == "motion")) if each is not None]


def test_who_is_in_a_room_is_told_to_those_who_live_here(tmp_path: Path) -> None:
    desk = FakeDesk(believed.believed())
    desk.happened = (Happened(EVENING, MOTION, PlaceId("hall")),), ()
    house = api_house(tmp_path, desk)
    for stranger in (house.token("guest", Role.RESIDENT, True), house.token("owner's"), house.cookie("Anna")):
        assert presence(house, stranger) == []
    assert house._guarded.keyring.book.looks == ()
    assert presence(house, house.cookie("Ben"))
    looks = {(look.who, look.person) for look in house._guarded.keyring.book.looks}
    assert looks == {("Ben", "anna"), ("Ben", "mia")}
    assert {each["who"] for each in house.ask("/looks", **house.token("reads looks")).json()} == {"Ben"}
    everybody = tuple(replace(each, visible_to=None) for each in desk.current.house.persons)
    desk.current = replace(desk.current, house=replace(desk.current.house, persons=everybody))
    assert presence(house, house.token("dashboard", Role.RESIDENT, True))
    assert ("dashboard", "ben") in {(look.who, look.person) for look in house._guarded.keyring.book.looks}


def test_no_reason_tells_others_who_is_where(tmp_path: Path) -> None:
    desk = FakeDesk(believed.believed())
    here, nobody = Reason(Code.SOMEBODY_HERE), Reason(Code.IF_NOBODY)
    first = desk.current.decisions[0]
    request = replace(first.decision.request, reason=here)
    seen = replace(first, decision=replace(first.decision, request=request))
    desk.current = replace(desk.current, decisions=(seen, *desk.current.decisions[1:]))
    desk.others[PlaceId("living")] = (Otherwise(Domain.LIGHTING, nobody, seen.decision, None),)
    desk.blocking[Watch.AWAY] = (Reason.of(Code.OTHERS_HOME, count=2.0), Reason.of(Code.STANDS_OPEN, entity="x"))
    desk.go_on.set()
    house = api_house(tmp_path, desk)

    def codes(who: dict[str, str]) -> list[str]:
        told = [house.ask("/decisions", **who).json()[0]["code"]]
        told += [each["what"]["code"] for each in house.ask("/rooms/living/otherwise", **who).json()]
        return told + [each["code"] for each in house.ask("/alarm/blockers/away", **who).json()]

    assert codes(house.cookie("Ben")) == ["somebody_here", "if_nobody", "others_home", "stands_open"]
    assert codes(house.token("dashboard", Role.RESIDENT, True)) == ["untold", "untold", "stands_open"]


def test_what_would_have_changed_a_decision_tells_others_neither(tmp_path: Path) -> None:
    desk = FakeDesk(believed.believed())
    first = replace(desk.current.decisions[0], otherwise=houses.otherwise())
    desk.current = replace(desk.current, decisions=(first, *desk.current.decisions[1:]))
    house = api_house(tmp_path, desk)

    def told(who: dict[str, str]) -> list[dict[str, object]]:
        found: list[dict[str, object]] = house.ask("/decisions", **who).json()[0]["otherwise"]
        return found

    known = told(house.cookie("Ben"))
    codes = [each.what.code.value for each in houses.otherwise()]
    assert [each["what"]["code"] for each in known] == codes  # type: ignore[index]
    assert known[1] == {
        "what": {"code": "if_nobody", "text": "Had nobody been here"},
        "title": "Living room set to 17.0°",
        "outcome": "acted",
        "value": 17.0,
    }
    assert (known[3]["outcome"], known[3]["value"]) == (None, None)
    left = told(house.token("dashboard", Role.RESIDENT, True))
    assert left == [each for each in known if each is not known[1]]


def test_what_cannot_be_noted_is_not_shown(tmp_path: Path) -> None:
    house = api_house(tmp_path, FakeDesk(believed.believed()))
    ben = house.cookie("Ben")
    assert presence(house, ben)
    house._guarded.keyring._clock.at += timedelta(hours=1)  # type: ignore[attr-defined]
    (tmp_path / "access.json.new").mkdir()
    assert presence(house, ben) == []
