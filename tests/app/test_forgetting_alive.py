"""A person is forgotten while the house runs: what stands of them ends, and what is learned next is without them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.app.test_comfort import warm_house
from tests.builders import ANNA, LIVING, LIVING_T, MORNING, minutes, reading
from tests.contracts.history_contract import SET_POINT, a_turn
from tests.rig import ANNA_ACTS, Rig
from thermo_edge.app.comfort import Comfort
from thermo_edge.app.forgetting import Forgetter, Places
from thermo_edge.app.past import HistoryPast
from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.climate.preference import Prior
from thermo_edge.config.file import read_settings
from thermo_edge.home.erasing import memory_without
from thermo_edge.home.forgetting import Whom, is_theirs, whom
from thermo_edge.home.house import Attribute, EntityId, House, Person, PersonId, Point
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.taste import TasteMemory
from thermo_edge.home.turn import Actor, ActorKind, Hold
from thermo_edge.ports import History
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import open_history

BEN = Person(PersonId("ben"), "Ben", EntityId("person.ben"), "user-ben")
BEN_ACTS = Actor(ActorKind.PERSON, "Ben")
BENS = Point(EntityId("person.ben"), Attribute.PRESENCE)
SETTINGS = """home_assistant: {token: a.long.token}
persons: {anna: {name: Anna, entity: person.anna}, ben: {name: Ben, entity: person.ben}}
"""


def two(house: House) -> House:
    """Anna and Ben live there."""
    return House(house.name, house.zone, house.rooms, persons=(*house.persons, BEN))


def alone(house: House) -> House:
    return House(house.name, house.zone, house.rooms, persons=(BEN,))


class Alive:
    """A house that runs on a database, its settings, and who forgets."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "config.yaml"
        self.path.write_text(SETTINGS, encoding="utf-8")
        opened = open_history(folder / "data" / "thermo-edge.db")
        self.rig = Rig(two(warm_house()), history=opened.history)
        settings = FileSettingsDesk(self.path, self.rig.clock, Inventory)
        places = Places(folder / "data", self.path, settings)
        self.unlogged: list[Whom] = []
        erasable, log = opened.erasable, self.unlogged.append
        self.forgetter = Forgetter(places, self.rig.controller, erasable, self.follow, log)
        self.rig.desk.forgets = self.forgetter

    def follow(self) -> None:
        """As the live program does: another house, and only its things are heard of."""
        assert set(read_settings(self.path).persons) == {"ben"}
        self.rig.house = alone(self.rig.house)
        self.rig.controller.rehouse(self.rig.house)
        self.rig.home.open(self.rig.house, self.rig.controller.hear)


def test_what_stands_of_them_ends_and_the_house_goes_on(tmp_path: Path) -> None:
    alive = Alive(tmp_path)
    rig = alive.rig
    rig.home.say(ANNA, True)
    rig.home.say(BENS, True)
    rig.settle()
    rig.home.person(SET_POINT, 23.0)
    rig.settle()
    rig.desk.wish(LIVING, 22.0, rig.clock.now() + minutes(90), ANNA_ACTS)
    rig.settle()
    with pytest.raises(Refused) as refused:
        rig.desk.forget_person(PersonId("anna"), "Ann", ANNA_ACTS)
    assert refused.value.reason.code is Code.ANOTHER_NAME
    assert rig.memory.wishes[LIVING].who == ANNA_ACTS
    rig.desk.forget_person(PersonId("anna"), " anna ", ANNA_ACTS)
    rig.settle()
    assert [person.id for person in rig.state.house.persons] == ["ben"]
    assert rig.memory.wishes == {}
    assert ANNA not in rig.state.senses.latest
    assert BENS in rig.state.senses.latest
    rig.wait(minutes(10))
    rig.restart()
    assert rig.memory.wishes == {}
    assert b"Anna" not in b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"person.anna" not in b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert [one.name for one in alive.unlogged] == ["Anna"]
    with pytest.raises(Refused) as refused:
        rig.desk.forgetting(PersonId("anna"))
    assert refused.value.reason.code is Code.NO_SUCH_PERSON
    alive.rig.history.close()


# --- what is learned next -------------------------------------------------------------------------------------------


def kept(house: House, seed: int, of: tuple[Actor, ...]) -> MemoryHistory:
    """Weeks of one home in which two set the warmth at random; only what these people did, and their phones, are in."""
    chance, history = np.random.default_rng(seed), MemoryHistory(readings=5000)
    begin = datetime(2026, 1, 4, 23, 0, tzinfo=UTC)
    for quarter in range(14 * 96):
        at = begin + timedelta(minutes=15 * quarter)
        history.add([reading(LIVING_T, 19.5 + (quarter % 8) / 8, at), reading(SET_POINT, 20.0 + quarter % 2 / 2, at)])
        if quarter % 4 == 0:
            phones = ((ANNA, ANNA_ACTS, chance.random() < 0.7), (BENS, BEN_ACTS, chance.random() < 0.7))
            history.add([reading(point, home, at) for point, who, home in phones if who in of])
    for number in range(1, 29):
        at = begin + timedelta(hours=12 * number + float(chance.integers(7, 11)))
        who, value = (ANNA_ACTS, BEN_ACTS)[int(chance.integers(2))], 20.0 + float(chance.integers(0, 9)) / 2
        if who in of:
            hold = Hold(SET_POINT, value, LIVING, who, at, at + timedelta(hours=2))
            history.keep(a_turn(number, at, memory=Memory(holds={SET_POINT: hold})))
            history.keep(a_turn(number, at + timedelta(hours=2)))
    return history


def learned(house: House, history: History) -> TasteMemory:
    rig = Rig(house, datetime(2026, 1, 19, 3, 40, tzinfo=UTC), history=history)
    Comfort(rig.controller, history, rig.clock, Prior).look()
    rig.settle()
    return rig.memory.taste


def the_one(house: House) -> Whom:
    return whom(house, house.persons[0])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_next_night_learns_as_if_they_had_never_been_there(seed: int) -> None:
    house = two(warm_house())
    both, never = kept(house, seed, (ANNA_ACTS, BEN_ACTS)), kept(house, seed, (BEN_ACTS,))
    one, before = the_one(house), learned(house, kept(house, seed, (ANNA_ACTS, BEN_ACTS)))
    both.forget(one, memory_without(both.memory(), one))
    after, without = learned(alone(house), both), learned(alone(house), never)
    assert after.offered == without.offered != before.offered
    assert after.debts == without.debts
    noon = MORNING + timedelta(hours=3)
    assert HistoryPast(alone(house), both, noon).home(MORNING) == HistoryPast(alone(house), never, noon).home(MORNING)


# --- who is meant -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity", "theirs"),
    [
        ("device_tracker.annas_phone", True),
        ("calendar.anna", True),
        ("sensor.anna_s24_next_alarm", True),
        ("device_tracker.joannas_phone", False),
        ("device_tracker.hanna", False),
        ("binary_sensor.annas_room_motion", False),
        ("sensor.anna_weight", False),
        ("person.ben", False),
    ],
)
def test_what_is_named_for_them_is_theirs(entity: str, theirs: bool) -> None:
    house = two(warm_house())
    assert (entity in whom(house, house.persons[0], known=[EntityId(entity)]).entities) is theirs


def test_names_are_whole_words_and_others_keep_theirs() -> None:
    one = Whom(PersonId("anna"), "Anna", frozenset({"anna"}), frozenset({EntityId("person.anna")}))
    assert one.without("ANNA, Hanna and Joanna of person.anna") == "…, Hanna and Joanna of …"
    assert one.called("  anna ")
    assert not one.called("Hanna")
    other = Whom(PersonId("an"), "安娜", frozenset({"安娜"}), frozenset())
    assert other.without("安娜把温度调高") == "…把温度调高"


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Weiß", "WEISS, Weiß and Weißbrot", "…, … and Weißbrot"),
        ("İlker", "by İlker at 8", "by … at 8"),
        ("Ana", "Ana, Anaïs and ana的", "…, Anaïs and …的"),
        ("Zoë", "Zoë and Zoëlla", "… and Zoëlla"),
        ("Юля", "юля and Юляна", "… and Юляна"),
        ("Anna", "Anna, not Anna Maria", "…, not Anna Maria"),
        ("李", "李和李明", "…和李明"),
        ('Rob "Bob" Roe', r'{"who": "Rob \"Bob\" Roe"}', '{"who": "…"}'),
        ("a.c", "abc a.c", "abc …"),
    ],
)
def test_a_name_is_found_however_it_is_written_and_is_not_found_in_anothers(name: str, text: str, left: str) -> None:
    others = frozenset({"anna maria", "李明"})
    one = Whom(PersonId("one"), name, frozenset({name.casefold()}), frozenset(), others=others)
    assert one.without(text) == left
    assert one.in_text(text)
    assert not one.in_text(left)


def test_what_is_named_for_somebody_with_a_longer_name_is_theirs() -> None:
    house = two(warm_house())
    longer = replace(house.persons[1], name="Anna Maria")
    house = replace(house, persons=(house.persons[0], longer))
    known = [EntityId("calendar.anna_maria"), EntityId("calendar.anna"), EntityId("device_tracker.anna_marias_phone")]
    one = whom(house, house.persons[0], known=known)
    assert one.entities & set(known) == {"calendar.anna"}
    assert not is_theirs("notify.mobile_app_anna_marias_phone", one)
    assert is_theirs("notify.mobile_app_annas_phone", one)


def test_a_token_makes_nothing_theirs_and_nobody_else_them() -> None:
    house = two(warm_house())
    bens = EntityId("device_tracker.bens_phone")
    one = whom(house, house.persons[0], names=["Ben"], known=[bens], programs=["Phone", "BEN"])
    assert bens not in one.entities
    assert not is_theirs("notify.mobile_app_bens_phone", one)
    assert one.called("phone")
    assert not one.called("Ben")
