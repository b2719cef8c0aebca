"""A stronger machine of the household: what it is given, and that home believes nothing of what comes back."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.builders import MORNING
from tests.learning.children import need_torch
from tests.learning.own_networks import BEDROOM, LIVING, SHIPPED, made
from tests.learning.warm_rooms import lived
from thermo_edge.cli import main
from thermo_edge.errors import ModelError, ModelRefused, TrainingFailed
from thermo_edge.learning.card import Span
from thermo_edge.learning.climate_own import JUDGING, OwnNetwork
from thermo_edge.learning.climate_parcel import PARCEL, read, source
from thermo_edge.learning.elsewhere import MOST_BYTES, carry_out, pack, take
from thermo_edge.learning.job import Job, read_job, to_json
from thermo_edge.learning.probe import TINY
from thermo_edge.learning.recipes.climate_homes import live
from thermo_edge.learning.recipes.climate_score import room_of

ROOMS = {LIVING: lived(9), BEDROOM: lived(9, 1)}


def packed(tmp_path: Path) -> tuple[OwnNetwork, Path]:
    own, folder = OwnNetwork(tmp_path / "data"), tmp_path / "parcel"
    list(pack(own, ROOMS, MORNING, folder))
    return own, folder


def test_what_is_given_away_ends_before_the_days_that_judge_and_names_nobody(tmp_path: Path) -> None:
    _, folder = packed(tmp_path)
    job = read_job(folder / "job.json")
    found = read(folder / PARCEL, str(job.options["signals"]))
    assert found.end == MORNING - timedelta(days=JUDGING) and found.days == 9 - JUDGING
    content = b"".join(path.read_bytes() for path in (folder / "job.json", folder / PARCEL))
    assert b"living" not in content and b"bedroom" not in content
    assert sorted(path.name for path in folder.iterdir()) == ["job.json", "parent", PARCEL]


def test_a_pack_says_of_how_many_days_something_is_known(tmp_path: Path) -> None:
    room = lived(40)
    late = np.arange(room.times) < 20 * 96
    known = {LIVING: replace(room, target=np.where(late, np.nan, room.target))}
    told = list(pack(OwnNetwork(tmp_path), known, MORNING, tmp_path / "parcel"))
    assert told[1] == "at most 13.0 days of known temperature in a room, in a span of 33 days."
    assert any("needs 18" in line for line in told)
    whole = list(pack(OwnNetwork(tmp_path), {LIVING: room}, MORNING, tmp_path / "parcel"))
    assert whole[1].startswith("at most 33.0 days") and not any("needs" in line for line in whole)
    nothing = {LIVING: replace(room, target=np.where(np.arange(room.times) < 33 * 96, np.nan, room.target))}
    with pytest.raises(ModelError, match="no temperature is known"):
        list(pack(OwnNetwork(tmp_path), nothing, MORNING, tmp_path / "empty"))
    assert not (tmp_path / "empty").exists()


def test_nothing_is_taken_that_was_not_learned_from_what_was_packed_here(tmp_path: Path) -> None:
    own, folder = packed(tmp_path)
    mine = Span(source(own.remembered().packed), 1, 2.0)
    out = folder / "out"

    def refused(why: str) -> None:
        with pytest.raises(ModelRefused, match=why):
            list(take(own, ROOMS, MORNING, folder))

    refused("no finished network")
    made(out, 1, data=Span("another home", 1, 2.0))
    refused("not learned from what was packed")
    made(out, 2, data=mine, network=TINY)
    refused("input")
    made(out, 3, data=mine, network=b"\0" * (MOST_BYTES + 1))
    refused("at most")
    path = made(out, 4, data=mine) / "model.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    refused("not the file")
    assert own.serving() is not None and own.withdrawn() is None
    assert (serving := own.serving()) is not None and serving.version == SHIPPED.version
    with pytest.raises(ModelRefused, match="nothing was given away"):
        list(take(OwnNetwork(tmp_path / "elsewhere"), ROOMS, MORNING, folder))


def test_a_job_leads_nowhere_but_beside_itself(tmp_path: Path) -> None:
    for job in (
        Job("climate", Path("../out")),
        Job("climate", Path("/etc/out")),
        Job("climate", Path("out"), data=(Path("../../secrets"),)),
        Job("climate", Path("out"), parent=Path("/etc")),
    ):
        (tmp_path / "job.json").write_bytes(to_json(job))
        with pytest.raises(TrainingFailed, match="beside"):
            list(carry_out(tmp_path / "job.json", lambda _: None, threading.Event()))


def test_without_a_job_or_a_command_it_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn"]) == 1
    assert "learn --job FILE" in capsys.readouterr().err
    with pytest.raises(ModelError):
        list(pack(OwnNetwork(Path("nowhere")), {}, MORNING, Path("nowhere")))


@pytest.mark.slow
def test_a_home_of_thirty_days_gives_a_network_away_and_judges_what_comes_back(tmp_path: Path) -> None:
    need_torch()
    homes = live(1, 30, 7, kind="layered", play=0.0, varied=0.0)
    rooms = {LIVING: room_of(homes, 0)}
    own, folder = OwnNetwork(tmp_path / "data"), tmp_path / "parcel"
    list(pack(own, rooms, MORNING, folder))
    job = read_job(folder / "job.json")
    (folder / "job.json").write_bytes(to_json(replace(job, options={**job.options, "steps": 20})))
    try:
        lines = list(carry_out(folder / "job.json", lambda _: None, threading.Event()))
    except TrainingFailed as error:
        assert "no step was better" in str(error)
        return
    assert any("on the 4 days that stopped it" in line for line in lines)
    verdict = list(take(own, rooms, MORNING, folder))
    serving = own.serving()
    assert serving is not None and verdict[0].startswith("Judged on")
    if "serves now" in verdict[-1]:
        assert serving.shelved.card.parent == SHIPPED.version and serving.shelved.card.seeds == (0, 20_261)
    else:
        assert "does not serve" in verdict[-1] and serving.version == SHIPPED.version
