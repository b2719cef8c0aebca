"""A person is forgotten: nothing of theirs is left in any file, and everybody else's is as it was."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.app.forgotten import BEN, OF_BEN, OF_ZEB, ZEB, clock, house_in, told, traces
from tests.builders import LIVING, LIVING_T, MORNING
from tests.contracts.history_contract import SET_POINT
from thermo_edge.app.core import DATABASE
from thermo_edge.app.forget_command import finish, forgotten
from thermo_edge.app.forgetting import BEGUN, Places
from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.config import read_settings
from thermo_edge.home.erasing import memory_without
from thermo_edge.home.forgetting import Whom
from thermo_edge.home.house import Attribute, EntityId, Person, PersonId, Point
from thermo_edge.home.inventory import Inventory
from thermo_edge.home.reason import Code, Refused
from thermo_edge.home.turn import SOMEBODY
from thermo_edge.learning import night_files
from thermo_edge.learning.standing import STANDING, from_json
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

SIGNS = ("zeb",)
"""Stands in their id, their name, their user and all their things."""


def command(path: Path, typed: str = "Zebulon") -> list[str]:
    said: list[str] = []
    done = forgotten(path, read_settings(path), "Zebulon", lambda _: typed, said.append, clock())
    return [*said, *done]


def the(path: Path) -> SqlHistory:
    return SqlHistory(Database.open(path.parent / "data" / DATABASE))


@dataclass(frozen=True)
class Done:
    """The house afterwards, only to be looked at, what was said, and where they had stood."""

    folder: Path
    said: list[str]
    stood: list[str]

    @property
    def path(self) -> Path:
        return self.folder / "config.yaml"


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return house_in(tmp_path_factory.mktemp("lived")).parent


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, lived_in: Path) -> Done:
    folder = shutil.copytree(lived_in, tmp_path_factory.mktemp("forgotten") / "house")
    stood = traces(folder, *SIGNS)
    return Done(folder, command(folder / "config.yaml"), stood)


@pytest.fixture
def path(tmp_path: Path, lived_in: Path) -> Path:
    return Path(shutil.copytree(lived_in, tmp_path / "house")) / "config.yaml"


def test_nothing_of_theirs_is_left_in_any_byte(done: Done) -> None:
    assert len(done.stood) == 10
    assert traces(done.folder, *SIGNS) == []
    assert "person.zebulon" in "\n".join(done.said)
    assert "Zebulon is forgotten" in done.said[-1]
    assert not (done.folder / "data" / BEGUN).exists()


@pytest.mark.slow
def test_the_log_beside_an_open_database_holds_nothing_either(path: Path) -> None:
    data = path.parent / "data"
    history = the(path)
    one = Whom(PersonId("zeb"), "Zebulon", frozenset({"zebulon", "zebulon's dashboard"}), frozenset(OF_ZEB))
    history.forget(one, memory_without(history.memory(), one))
    history.scrub()
    assert (data / f"{DATABASE}-wal").exists()
    assert {line.partition(":")[0] for line in traces(data, *SIGNS)} == {
        "access.json",
        f"{DATABASE}.before-0003",
        "house.json",
        "serving.json",
        "skipped.json",
    }
    history.close()


def test_what_was_said_goes_and_what_was_decided_is_somebodys(done: Done) -> None:
    history = the(done.path)
    assert {word.who for word in history.feedbacks(50)} == {BEN}
    assert {hold.who for hold in history.holds(50)} == {BEN}
    assert {wish.who for wish in history.wishes(50)} == {BEN}
    whos = [record.decision.request.reason.get("who") for record in history.decisions(50)]
    assert sorted(map(str, whos)) == ["", "Ben"]
    memory = history.memory()
    assert memory.holds == {}
    assert memory.security.who == SOMEBODY
    assert memory.security.refused is not None
    assert memory.security.fine[0].who == SOMEBODY
    assert [each.who for each in memory.corrections] == [BEN]
    assert set(memory.taste.agreed) == {"B"}
    assert memory.taste.debts == {LIVING: {"Ben": 0.5}}
    assert [each.who for each in history.regimes(5)] == [SOMEBODY]
    assert list(memory.notices) == ["silent:all"]
    assert memory.notices["silent:all"].entities == (OF_BEN,)
    history.close()


@pytest.mark.slow
def test_the_others_have_what_they_would_have_had_without_them(tmp_path: Path, done: Done) -> None:
    ours, theirs = the(done.path), the(house_in(tmp_path / "never", zebulon=False))
    points = [Point(OF_BEN, Attribute.PRESENCE), LIVING_T]
    spans = MORNING.replace(day=1), MORNING.replace(day=28)
    for point in points:
        steps = [ours.samples(point, *spans, 4 * (MORNING - MORNING.replace(hour=8))) for ours in (ours, theirs)]
        assert steps[0] == steps[1] != ()
    for history in (ours, theirs):
        assert history.entities() >= {OF_BEN}
    assert ours.memory().taste.debts == theirs.memory().taste.debts
    for point in (Point(each, Attribute.PRESENCE) for each in OF_ZEB):
        assert ours.samples(point, *spans, 4 * (MORNING - MORNING.replace(hour=8))) == ()
    ours.close()
    theirs.close()


def test_the_settings_name_them_no_more_and_cannot_be_brought_back(done: Done) -> None:
    settings = read_settings(done.path)
    assert set(settings.persons) == {"ben"}
    assert settings.persons["ben"].visible_to == []
    assert settings.notices.phones == ["notify.mobile_app_bens_phone"]
    assert settings.calendars == ["calendar.holidays"]
    (version,) = FileSettingsDesk(done.path, clock(), Inventory).versions()
    assert version.number == 3  # the numbers of those that went are given to none
    assert version.changes == ()


def test_keys_log_ins_and_looks_go_and_the_others_stay(done: Done) -> None:
    book = told(done.folder)
    assert [key["name"] for key in book["keys"]] == ["Ben"]  # type: ignore[attr-defined]
    assert book["tokens"] == []
    assert [(look["who"], look["person"]) for look in book["looks"]] == [("", "ben")]  # type: ignore[attr-defined]


def test_what_a_night_left_can_be_read_and_names_nobody(done: Done) -> None:
    night = done.folder / "data" / night_files.FOLDER
    assert night_files.read_house(night).persons == (BENS,)
    skipped = night_files.read_skipped(night)
    assert skipped is not None
    assert skipped.why.get("who") == "somebody"
    standing = from_json((done.folder / "data" / "models" / "climate" / STANDING).read_bytes())
    assert [step.who for step in standing.withdrawn] == ["somebody"]


def test_another_name_changes_nothing(path: Path) -> None:
    before = {file: file.read_bytes() for file in (path, path.parent / "data" / "access.json")}
    assert "nothing was changed" in command(path, "Zeb")[-1]
    assert before == {file: file.read_bytes() for file in before}
    assert set(read_settings(path).persons) == {"zeb", "ben"}


def test_the_last_owner_is_not_forgotten_away(path: Path) -> None:
    with pytest.raises(Refused) as refused:
        forgotten(path, read_settings(path), "Ben", lambda name: name, lambda _: None, clock())
    assert refused.value.reason.code is Code.LAST_OWNER


BENS = Person(PersonId("ben"), "Ben", OF_BEN)

Step = Callable[[Places, SqlHistory, Whom], None]
STEPS: tuple[Step, ...] = (
    lambda places, _, one: places.begin(one),
    lambda places, _, one: places.settings.forget(one),
    lambda _, history, one: history.forget(one, memory_without(history.memory(), one)),
    lambda places, _, one: places.forget(one),
    lambda _, history, __: history.scrub(),
)


@pytest.mark.slow
@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
def test_cut_off_anywhere_it_is_done_at_the_next_start(path: Path, steps: int) -> None:
    places = Places(path.parent / "data", path, FileSettingsDesk(path, clock(), Inventory))
    history = the(path)
    names = frozenset({"zebulon", "zebulon's dashboard"})
    calendars = {EntityId("calendar.zebulon")}
    one = Whom(PersonId("zeb"), "Zebulon", names, frozenset(OF_ZEB) | calendars, "0123zebulonsuser")
    for step in STEPS[:steps]:
        step(places, history, one)
    history._database.close()  # as when the power goes: nothing more is written
    finish(path)
    assert traces(path.parent, *SIGNS) == []
    assert set(read_settings(path).persons) == {"ben"}


def test_a_start_with_nothing_begun_touches_nothing(path: Path) -> None:
    finish(path)
    history = the(path)
    assert ZEB in {word.who for word in history.feedbacks(50)}
    assert history.memory().holds[SET_POINT].who == ZEB
    history.close()
