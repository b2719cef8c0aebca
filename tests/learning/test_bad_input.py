"""What cannot teach, or is not what it says it is: nothing is learned from it, and nothing of it serves."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.homes import CONFIG, Neighbour, evenings
from tests.learning.warm_rooms import HalfKnowing, lived
from thermo_edge.bench.night import DATABASE, END, started
from thermo_edge.bench.night_house import a_house, live
from thermo_edge.climate.features import Sky
from thermo_edge.errors import ModelError, ModelRefused
from thermo_edge.home.house import PlaceId
from thermo_edge.home.learning import Fate
from thermo_edge.learning import climate_base, night_files
from thermo_edge.learning.card import mark
from thermo_edge.learning.climate_at_home import RoomLearned
from thermo_edge.learning.climate_kept import from_arrays, to_arrays
from thermo_edge.learning.climate_night import night
from thermo_edge.learning.climate_serving import AskedRoom, outlook
from thermo_edge.learning.dataset import clean
from thermo_edge.learning.occupancy_kept import FOLDER, WEIGHTS, OwnShelf
from thermo_edge.learning.occupancy_own import Own, Past, learned
from thermo_edge.learning.room_shelf import RoomCard, RoomShelf, taught_in
from thermo_edge.learning.shelved import pack, unpack
from thermo_edge.learning.trial import Outcome, Verdict

ROOM = PlaceId("living")
DAYS = 16
SKY = Sky(np.full(96, 4.0), np.full(96, np.nan), (np.arange(96) + 0.5) * 0.25 % 24.0, np.zeros(96))
UNKNOWN = np.full(DAYS * 96, np.nan)
TAUGHT = RoomLearned(9.0, heating=np.ones(96), shares=np.full((4, 96), 0.25))

Arrays = dict[str, np.ndarray]


def test_a_room_learns_nothing_from_histories_that_say_little() -> None:
    room = lived(DAYS)
    late = np.arange(DAYS * 96) >= DAYS * 96 - 12
    for name, target in (
        ("no data", UNKNOWN),
        ("three hours", np.where(late, room.target, np.nan)),
        ("all-equal", np.full(DAYS * 96, 20.0)),
        ("infinite", np.full(DAYS * 96, np.inf)),
    ):
        found = clean({"room": replace(room, target=target)}, np.zeros(DAYS * 96, bool))["room"]
        told = night(HalfKnowing(share=0.0), found, None)
        assert told.trial.outcome is Outcome.TOO_LITTLE, name
        assert not told.regrets, name


@pytest.mark.parametrize("days", [0, 1 / 8])
def test_people_are_not_learned_from_nothing_or_three_hours(days: float) -> None:
    past = evenings(2)
    kept = round(days * 24)
    short = Past(past.house.until(kept), past.day[:kept], (), past.left_out[:kept])
    assert learned(short, Neighbour(), CONFIG, MORNING) is None


def test_people_are_not_learned_where_sensors_always_say_the_same() -> None:
    past = evenings(20, rooms=("hall",))
    still = replace(past.house, persons=np.ones(past.house.times))
    found = learned(replace(past, house=still), Neighbour(), CONFIG, MORNING)
    assert found is None or not any(found.serves(name, hours) for name in found.scores for hours in (0.0, 1.0))


# --- files that lie -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        {"heating": np.ones(95)},
        {"shares": np.ones((3, 96))},
        {"heating": np.ones((96, 1))},
        {"figures": np.ones(3)},
        {"1": np.ones((29, 1)), "96": np.ones((30, 1))},
        {"4": np.ones(29)},
        {"centre": np.ones((16, 32)), "slope": np.ones((16, 31)), "shift": np.ones(16)},
        {"shift": np.ones(15)},
        {"theta": np.ones(9)},
    ],
    ids=" ".join,
)
def test_what_a_room_taught_in_another_shape_is_refused(lie: Arrays) -> None:
    whole = to_arrays({ROOM: TAUGHT})
    assert from_arrays(whole)[ROOM].days == 9.0
    with pytest.raises(ModelRefused):
        from_arrays({**whole, **{f"{ROOM}/{name}": values for name, values in lie.items()}})


def card() -> RoomCard:
    return RoomCard(ROOM, HalfKnowing().version, MORNING, 9.0, "all", Verdict(Outcome.BETTER, 7))


def test_a_room_that_lies_about_its_shapes_does_not_serve_and_the_one_before_does(tmp_path: Path) -> None:
    shelf = taught_in(tmp_path)
    good = shelf.promote(card(), TAUGHT, who="the night", why="a test")
    shelf.promote(card(), replace(TAUGHT, heating=np.ones(90)), who="somebody", why="a test")
    kept = shelf.serving(ROOM, HalfKnowing().version)
    assert kept is not None and kept.version == good
    asked = AskedRoom(ROOM, lived(3), SKY, learned=kept.learned)
    assert len(outlook(HalfKnowing(), MORNING, [asked]).rooms) == 1


@pytest.fixture(scope="module")
def own() -> Own:
    found = learned(evenings(15), Neighbour(), CONFIG, MORNING)
    assert found is not None
    return found


@pytest.mark.parametrize("lie", ["weights", "scale", "later", "targets", "no card"])
def test_what_people_taught_in_another_shape_is_refused(own: Own, tmp_path: Path, lie: str) -> None:
    shelf, path = OwnShelf(tmp_path), tmp_path / FOLDER / WEIGHTS
    shelf.save(own, "7")
    assert shelf.load(Neighbour(), "7", CONFIG) is not None
    arrays = dict(unpack(path.read_bytes(), WEIGHTS))
    note = json.loads(arrays.pop("card").tobytes())
    if lie == "targets":
        note["targets"] = [*note["targets"], "attic"]
    elif lie != "no card":
        arrays[f"0.{lie}"] = arrays[f"0.{lie}"][:-1].copy()
    told = {"sha256": mark(pack(arrays)).sha256, "bytes": mark(pack(arrays)).bytes}
    assert set(told) == set(note["weights"])
    note["weights"] = told  # it lies with a hash that is right
    said = {} if lie == "no card" else {"card": np.frombuffer(json.dumps(note).encode(), np.uint8)}
    path.write_bytes(pack(arrays | said))
    assert shelf.load(Neighbour(), "7", CONFIG) is None


@pytest.mark.slow
def test_a_night_goes_on_beside_files_that_lie(tmp_path: Path) -> None:
    house, base = a_house(1), climate_base.shipped()
    assert base is not None
    room = house.rooms[0].id
    live(tmp_path / DATABASE, house, END, 12, tidy=False)
    lies = replace(TAUGHT, heating=np.ones(90))
    said = replace(card(), room=room, base=base.version)
    taught_in(tmp_path).promote(said, lies, who="somebody", why="a test")
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / WEIGHTS).write_bytes(pack({"0.weights": np.ones(3)}))
    assert started(tmp_path, house, END).wait(120) == 0
    record = night_files.read_record(tmp_path / night_files.FOLDER)
    assert record is not None and record.whole
    assert {each.fate for each in record.outcomes} <= {Fate.PROMOTED, Fate.NO_BETTER, Fate.TOO_LITTLE}
    kept = taught_in(tmp_path).serving(room, base.version)
    assert kept is None or kept.card.made != said.made


# --- a full disk --------------------------------------------------------------------------------------------------


FULL = """
import resource, signal, sys
from pathlib import Path
from tests.learning import test_bad_input as here
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
here.writes(sys.argv[1], Path(sys.argv[2]))
"""


def writes(what: str, folder: Path) -> None:
    """What the child of the test below does: it fails, and says so as its exit status."""
    try:
        if what == "room":
            taught_in(folder).promote(replace(card(), days=10.0), TAUGHT, who="the night", why="a test")
        else:
            found = learned(evenings(15), Neighbour(), CONFIG, MORNING)
            assert found is not None
            OwnShelf(folder).save(found, "7")
    except ModelError:
        sys.exit(28)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["room", "people"])
def test_on_a_full_disk_what_served_goes_on(own: Own, tmp_path: Path, what: str) -> None:
    rooms: RoomShelf = taught_in(tmp_path)
    before = rooms.promote(card(), TAUGHT, who="the night", why="a test")
    OwnShelf(tmp_path).save(own, "7")
    done = subprocess.run([sys.executable, "-c", FULL, what, str(tmp_path)], check=False)
    assert done.returncode == 28
    kept, people = rooms.serving(ROOM), OwnShelf(tmp_path).load(Neighbour(), "7", CONFIG)
    assert kept is not None and kept.version == before and people is not None
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]
