"""What a home taught serves where later days prove it better, and lies on the disk whole or not at all."""

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.learning.homes import CONFIG, Neighbour, evenings
from thermo_edge.learning.occupancy_kept import FOLDER, WEIGHTS, OwnShelf
from thermo_edge.learning.occupancy_own import JUDGES, LEAST_DAYS, Own, Past, Score, learned
from thermo_edge.learning.occupancy_serving import Asked, Serving
from thermo_edge.learning.shelved import pack, unpack
from thermo_edge.occupancy.signals import Array
from thermo_edge.occupancy.usual import Usual

AT = datetime(2026, 1, 20, 3, 50, tzinfo=UTC)
BASE = Neighbour()


def taught(past: Past, before: Own | None = None, at: datetime = AT) -> Own:
    found = learned(past, BASE, CONFIG, at, before)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def own() -> Own:
    return taught(evenings(15))


def test_habits_that_go_on_are_served(own: Own) -> None:
    assert own.serves("living", 1.0)
    score = own.scores["living"][1.0]
    assert score.days == JUDGES
    assert score.own < score.base - 0.01
    assert own.told.since == AT
    assert "living" in own.told.rooms
    assert own.told.after < own.told.before


def test_habits_that_changed_are_not() -> None:
    found = taught(evenings(15, moved=15 - JUDGES))
    assert not found.serves("living", 1.0)
    assert found.scores["living"][1.0].own > found.scores["living"][1.0].base


def test_too_few_days_and_days_that_were_not_normal_teach_nothing() -> None:
    assert learned(evenings(LEAST_DAYS - 1), BASE, CONFIG, AT) is None
    past = evenings(15)
    assert learned(replace(past, left_out=past.day < 3), BASE, CONFIG, AT) is None


def test_a_score_serves_by_its_margin_and_enough_days() -> None:
    assert Score(0.1, 0.098, JUDGES).better
    assert not Score(0.1, 0.0995, JUDGES).better
    assert not Score(0.1, 0.05, JUDGES - 1).better


def test_it_is_in_use_since_it_first_was(own: Own) -> None:
    later = taught(evenings(15), own, AT + timedelta(days=1))
    assert (later.since, later.at) == (AT, AT + timedelta(days=1))
    nothing = Own(own.learned, own.places, {"living": {1.0: Score(0.1, 0.2, 7)}}, AT)
    assert (nothing.told.since, nothing.told.days, nothing.told.rooms) == (None, 7, ())


def asked(past: Past) -> Asked:
    return Asked(past.house.part(0, 48), AT, 0.5)


def usual(past: Past) -> Usual:
    from thermo_edge.home.house import PlaceId
    from thermo_edge.learning.occupancy_own import usual_of

    tables = usual_of(past.house, past.left_out)
    return Usual({PlaceId("living"): tables["living"]}, tables["home"])


def test_what_serves_speaks_in_the_base_models_place_and_only_there(own: Own) -> None:
    past = evenings(15)
    scores = {"living": {0.0: Score(0.1, 0.2, 7), 1.0: Score(0.2, 0.1, 7)}}
    plain = Serving(BASE, "7", CONFIG).answer(asked(past), usual(past))
    served = Serving(BASE, "7", CONFIG, replace(own, scores=scores)).answer(asked(past), usual(past))
    assert served.by_room == plain.by_room
    assert served.home == plain.home
    room = next(iter(plain.rooms))
    assert served.rooms[room][0].probability != plain.rooms[room][0].probability
    assert plain.own is not None
    assert plain.own.since is None
    assert served.own is not None
    assert served.own.rooms == ("living",)


def test_a_house_with_other_rooms_is_left_to_the_base_model(own: Own) -> None:
    past = evenings(15)
    house = replace(past.house, rooms={"living": past.house.rooms["living"]})
    plain = Serving(BASE, "7", CONFIG).answer(replace(asked(past), signals=house), usual(past))
    served = Serving(BASE, "7", CONFIG, own).answer(replace(asked(past), signals=house), usual(past))
    assert served.rooms == plain.rooms


# --- on the disk --------------------------------------------------------------------------------------------------


def said(own: Own) -> dict[str, Array]:
    return own.learned.now(evenings(2).house)


def test_what_is_kept_comes_back_as_it_was(own: Own, tmp_path: Path) -> None:
    shelf = OwnShelf(tmp_path / "data")
    assert shelf.load(BASE, "7", CONFIG) is None
    shelf.save(own, "7")
    shelf.save(own, "7")
    found = shelf.load(BASE, "7", CONFIG)
    assert found is not None
    assert (found.places, found.at, found.since) == (own.places, own.at, own.since)
    assert found.scores == own.scores
    for name, line in said(own).items():
        np.testing.assert_array_equal(said(found)[name], line)
    assert [each.name for each in (tmp_path / "data").iterdir()] == [FOLDER]


@pytest.mark.parametrize("harm", ["weights", "note", "nan", "model"])
def test_a_file_that_is_not_whole_is_refused_with_one_line(
    own: Own, tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    shelf, folder = OwnShelf(tmp_path), tmp_path / FOLDER
    shelf.save(own, "7")
    match harm:
        case "weights":
            content = bytearray((folder / WEIGHTS).read_bytes())
            content[-3] ^= 1
            (folder / WEIGHTS).write_bytes(content)
        case "note":
            arrays = unpack((folder / WEIGHTS).read_bytes(), WEIGHTS)
            note = json.loads(arrays["card"].tobytes()) | {"format": "1"}
            card = np.frombuffer(json.dumps(note).encode(), np.uint8)
            (folder / WEIGHTS).write_bytes(pack(arrays | {"card": card}))
        case "nan":
            target = own.learned.targets["living"]
            wild = replace(target, weights=np.full_like(target.weights, np.nan))
            shelf.save(replace(own, learned=replace(own.learned, targets={"living": wild})), "7")
    with caplog.at_level(logging.WARNING):
        assert shelf.load(BASE, "8" if harm == "model" else "7", CONFIG) is None
    assert len(caplog.records) == 1


def test_without_a_folder_it_lives_as_long_as_the_program(own: Own) -> None:
    shelf = OwnShelf()
    before = shelf.stamp()
    shelf.save(own, "7")
    assert shelf.load(BASE, "7", CONFIG) is own and shelf.stamp() != before
    assert shelf.load(BASE, "8", CONFIG) is None
    assert OwnShelf().load(BASE, "7", CONFIG) is None


def test_what_a_person_withdraws_is_gone_at_once(own: Own, tmp_path: Path) -> None:
    for shelf in (OwnShelf(tmp_path), OwnShelf()):
        shelf.save(own, "7")
        assert shelf.since() == own.since
        shelf.withdraw(own.at)
        assert shelf.load(BASE, "7", CONFIG) is None and shelf.since() is None
        assert shelf.withdrawn() == own.at
