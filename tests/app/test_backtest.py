"""A house's own past on the real loop: counted, judged, told in sentences, and nothing is sent anywhere."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.builders import ANNA, LIVING, LIVING_T, RADIATOR, a_house, living, radiator
from thermo_edge.app.backtest.lines import as_json, lines
from thermo_edge.app.backtest.readings import Telling, points
from thermo_edge.app.backtest.run import backtest
from thermo_edge.app.backtest.weekly import Weekly
from thermo_edge.app.backtest.world import NoHome
from thermo_edge.cli import main
from thermo_edge.clock import SteppedClock
from thermo_edge.errors import HistoryTooShort, OtherHouse, ReplayFailed
from thermo_edge.home.comfort import Comfort, Warm
from thermo_edge.home.heard import Replayed
from thermo_edge.home.house import Attribute, Device, DeviceKind, Domain, EntityId, House, Point, Sensor, Value
from thermo_edge.home.memory import Memory, Turn
from thermo_edge.home.shading import Shade
from thermo_edge.home.snapshot import Reading
from thermo_edge.home.turn import Actor, ActorKind, Hold
from thermo_edge.language.words import Words
from thermo_edge.ports import History, Sample
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import open_history

HOURS = Comfort(hours=(Warm(frozenset(range(7)), time(6), time(23)),))
MOTION = Point(EntityId("binary_sensor.living_motion"), Attribute.MOTION)
LAMP = Point(EntityId("light.living"), Attribute.ON)
LUX = Point(EntityId("sensor.living_lux"), Attribute.ILLUMINANCE)
SET, MODE = Point(RADIATOR, Attribute.SET_POINT), Point(RADIATOR, Attribute.HVAC_MODE)
BEGIN = datetime(2026, 3, 27, 23, 0, tzinfo=UTC)
"""Midnight in Amsterdam; the clock is set forward in the night to the 29th."""

QUARTER = timedelta(minutes=15)


def small_house() -> House:
    sensors = (Sensor(LIVING_T, LIVING), Sensor(MOTION, LIVING), Sensor(LUX, LIVING))
    lamp = Device(LAMP.entity, LIVING, DeviceKind.LIGHT, heats=False)
    return a_house(living(sensors=sensors, comfort=HOURS, devices=(radiator(),), lights=(lamp,)))


def said(point: Point, value: Value, at: datetime) -> Reading:
    return Reading(point, value, at, at)


def lived(history: History, days: float, gap: tuple[float, float] = (0.0, 0.0)) -> None:
    """19 °C set day and night, 18.8 measured, dark, and nobody stirs; silent from hour to hour of `gap`."""
    for quarter in range(int(days * 96)):
        at = BEGIN + quarter * QUARTER
        if gap[0] <= quarter / 4 < gap[1]:
            continue
        history.add([said(LIVING_T, 18.8, at), said(SET, 19.0, at), said(MODE, "heat", at), said(LUX, 5.0, at)])
        history.add([said(MOTION, False, at), said(LAMP, False, at), said(ANNA, True, at)])


def held(history: History, value: Value, point: Point, at: datetime) -> None:
    """Anna sets it by hand."""
    hold = Hold(point, value, LIVING, Actor(ActorKind.PERSON, "Anna"), at, at + timedelta(hours=4))
    memory = Memory(turn=history.memory().turn + 1, holds={point: hold})
    history.keep(Turn(memory.turn, at, "tick", (), (), (), memory))


def test_a_day_of_hours_across_a_clock_that_is_set(caplog: pytest.LogCaptureFixture) -> None:
    history, house = MemoryHistory(), small_house()
    lived(history, 2.0)
    held(history, 21.0, SET, datetime(2026, 3, 28, 5, 20, tzinfo=UTC))
    held(history, 25.0, SET, datetime(2026, 3, 28, 22, 40, tzinfo=UTC))
    found = backtest(history, house, 30)
    warm = found.of(Domain.CLIMATE, LIVING)
    assert (warm.right, warm.wrong) == (1, 1)
    assert found.missing == timedelta(0)
    told = "\n".join(lines(found, house, Words("en", house.zone)))
    assert "In your last 2 days I would have acted" in told
    assert "2026-03-28 23:00 Would have set Living room to 18.0°" in told
    assert "But: Anna set it otherwise by hand 40 min later." in told
    (judged,) = found.wrongs
    before = replace(judged, act=replace(judged.act, at=judged.act.at - timedelta(hours=5)))
    last = list(lines(replace(found, wrongs=(judged, before)), house, Words("en", house.zone)))[-2:]
    assert [line[:16] for line in last] == ["2026-03-28 18:00", "2026-03-28 23:00"]  # however late each was judged
    figures = as_json(found, "rule")
    assert json.loads(json.dumps(figures))["counts"][0]["wrong"] == 1
    assert "错误" in "\n".join(lines(found, house, Words("zh", house.zone)))
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_lamps_are_judged_by_who_was_there() -> None:
    history, house = MemoryHistory(), small_house()
    evening = BEGIN + timedelta(days=1, hours=20)
    lived(history, 2.0)
    for minute in range(0, 45, 3):
        at = evening + timedelta(minutes=minute)
        history.add([said(MOTION, True, at), said(MOTION, False, at + timedelta(minutes=1))])
    found = backtest(history, house, 30)
    lamp = found.of(Domain.LIGHTING)
    assert (lamp.right, lamp.wrong, lamp.total) == (0, 1, 1)
    assert "left it dark" in "\n".join(lines(found, house, Words("en", house.zone)))


def test_a_gap_is_left_out_and_said() -> None:
    history, house = MemoryHistory(), small_house()
    lived(history, 2.0, gap=(20.0, 40.0))
    found = backtest(history, house, 30)
    assert timedelta(hours=13) <= found.missing <= timedelta(hours=15)  # six hours are held on to
    assert "it was left out" in "\n".join(lines(found, house, Words("en", house.zone)))


def test_every_kind_of_device_may_stand_in_the_house() -> None:
    """One that acts is not counted where people's answer to it is not known, and never ends the replay."""
    history = MemoryHistory()
    lived(history, 1.5)
    room = small_house().rooms[0]
    kinds = [Device(EntityId(f"x.{kind.value}"), LIVING, kind, heats=False, shade=Shade(180.0)) for kind in DeviceKind]
    house = a_house(replace(room, covers=tuple(kinds)), outdoor=Sensor(Point(EntityId("x.out"), Attribute.TEMPERATURE)))
    assert {point.entity for point in points(house)} >= {"x.cover", "x.flow"}
    assert backtest(history, house, 30).of(Domain.CLIMATE).total > 0


def test_what_there_is_nothing_to_say_about() -> None:
    house = small_house()
    with pytest.raises(HistoryTooShort, match="no history yet"):
        backtest(MemoryHistory(), house, 30)
    short, other = MemoryHistory(), MemoryHistory()
    lived(short, 3 / 24)
    with pytest.raises(HistoryTooShort, match="3 h long"):
        backtest(short, house, 30)
    lived(other, 1.5)
    elsewhere = a_house(living(sensors=(), devices=(radiator(entity=EntityId("climate.elsewhere")),)), persons=())
    with pytest.raises(OtherHouse, match="another house"):
        backtest(other, elsewhere, 30)


def test_a_device_that_is_gone_costs_only_itself() -> None:
    history = MemoryHistory()
    lived(history, 1.5)
    held(history, True, Point(EntityId("light.sold"), Attribute.ON), BEGIN + timedelta(hours=20))
    more = radiator(entity=EntityId("climate.new"))
    house = a_house(living(comfort=HOURS, devices=(radiator(), more)))
    found = backtest(history, house, 30)
    assert found.of(Domain.CLIMATE).total > 0
    told = "\n".join(lines(found, house, Words("en", house.zone)))
    assert "The history knows nothing of binary_sensor.living_window, climate.new" in told


def test_nothing_can_be_reached_from_a_replay() -> None:
    home, switch = NoHome(), small_house().devices[0]
    for reach in (lambda: home.send(()), lambda: home.renew([switch]), lambda: home.protect(switch)):
        with pytest.raises(ReplayFailed):
            reach()
    house = small_house()
    home.open(house, lambda _: None)
    home.refresh()
    home.close()


def test_a_stretch_is_told_in_its_order_and_never_ahead() -> None:
    house = small_house()
    telling, at = Telling(house), BEGIN
    assert MOTION in points(house)

    def told(mean: float, low: float, high: float) -> Iterator[tuple[float, Value | None]]:
        sample = Sample(at, mean, low, high, 1)
        return ((each.at - at) / timedelta(minutes=1) for each in telling.readings([(MOTION, sample)]))  # type: ignore[return-value]

    assert list(told(0.0, 0.0, 0.0)) == [0.0]
    assert list(told(0.2, 0.0, 1.0)) == [0.0, 4.0]  # off before, so on for the last minute
    assert list(told(0.6, 0.0, 1.0)) == [0.0, 3.0]  # on before, so on for the first three


def test_once_a_week_the_house_is_told() -> None:
    history, told = MemoryHistory(), list[Replayed]()
    clock = SteppedClock(BEGIN + timedelta(days=2))
    weekly = Weekly(history, clock, small_house, told.append, lambda: False)
    weekly.look()
    assert told == []  # nothing to replay yet: tried again the next night
    lived(history, 1.2)
    for _ in range(3):
        weekly.look()
        clock.advance(timedelta(days=1))
    assert len(told) == 1
    clock.advance(timedelta(days=5))
    weekly.look()
    assert len(told) == 2


def test_the_command_reads_a_copy_while_the_program_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "time_zone: Europe/Amsterdam\n"
        "rooms:\n"
        "  living:\n"
        f"    temperature: {LIVING_T.entity}\n"
        f"    heating: [{{entity: {RADIATOR}}}]\n",
        encoding="utf-8",
    )
    assert main(["backtest", "--config", str(path)]) == 1
    assert "is not there: nothing was recorded yet" in capsys.readouterr().err
    history = open_history(tmp_path / "data" / "thermo-edge.db").history
    lived(history, 1.2)
    history.flush()
    figures = tmp_path / "figures.json"
    assert main(["backtest", "--config", str(path), "--days", "1", "--json", str(figures)]) == 0
    history.close()
    assert "In your last day " in capsys.readouterr().out
    assert json.loads(figures.read_text(encoding="utf-8"))["policy"] == "rule"
