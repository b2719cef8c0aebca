"""Whole days on the real loop: the program around the simulated home, with everything that can befall a household."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from thermo_edge.app.simulate import SCENARIOS, in_memory, listing, named, on_disk, simulate, table, wire
from thermo_edge.cli import main
from thermo_edge.home.house import Attribute, DeviceKind, PlaceId, Point
from thermo_edge.home.memory import WindowState
from thermo_edge.home.turn import ActorKind
from thermo_edge.simulation import household, mishaps
from thermo_edge.simulation.family import ROOMS
from thermo_edge.simulation.run import Run
from thermo_edge.simulation.scenarios import Befalls, Change

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)


def lived(name: str, days: float, seed: int = 1) -> Run:
    """A scenario so far."""
    run = Run(named(name), wire, in_memory(), seed)
    run.days(days)
    return run


@pytest.fixture(scope="module")
def winter() -> Run:
    return lived("winter-week", 7)


# --- a usual week ---------------------------------------------------------------------------------------------------


def test_a_winters_week_keeps_comfort_within_what_the_plain_rule_can(winter: Run) -> None:
    """It heats when the hours begin, not before: what is lacking is mostly warming up."""
    report = winter.report()
    assert report.days == pytest.approx(7.0)
    assert max(report.cold.values()) < 45.0, report.cold
    assert sum(report.cold.values()) < 130.0, report.cold
    assert sum(report.warm.values()) < 60.0, report.warm
    assert 100.0 < report.gas < 450.0
    assert report.cost > 0.0


def test_no_alert_in_a_usual_week(winter: Run) -> None:
    assert winter.report().alerts_false == ()


def test_devices_are_not_flooded(winter: Run) -> None:
    report = winter.report()
    limits = {device.entity: device.writes_per_hour for device in winter.home.house.devices}
    assert report.busiest <= max(limits.values())
    valves = {entity: count for entity, count in report.commands.items() if "radiator" in entity}
    assert all(count < 24 for count in valves.values()), valves


def test_the_bare_heater_keeps_its_minimum_times(winter: Run) -> None:
    at = [when for when, point, _ in winter.home.commands if point.entity == household.heater("bath")]
    assert all(later - earlier >= timedelta(minutes=5) for earlier, later in itertools.pairwise(at))


def test_what_people_put_right_is_held_for_them_and_their_word_is_kept(winter: Run) -> None:
    report = winter.report()
    holds = winter.loop.history.holds(500)
    assert len([hold for hold in holds if hold.who.kind is ActorKind.PERSON]) >= 10
    assert report.wrongs > 0
    assert report.corrections["climate: warmer"] >= 1


def test_lamps_shine_mostly_where_somebody_is(winter: Run) -> None:
    report = winter.report()
    assert report.lamp_hours > 5.0
    assert report.lamp_hours_nobody < 0.5 * report.lamp_hours


def test_the_same_seed_is_the_same_week_to_the_last_command(winter: Run) -> None:
    days = timedelta(days=1)
    again = lived("winter-week", 1)
    begin = winter.home.commands[0][0]
    first = [each for each in winter.home.commands if each[0] < begin + days - HOUR]
    assert first == [each for each in again.home.commands if each[0] < begin + days - HOUR]


@pytest.mark.parametrize("plant", ["lumped", "layered"])
def test_both_plants_are_kept_warm(plant: str) -> None:
    report = simulate(named("winter-week"), days=2, plant=plant)  # type: ignore[arg-type]
    assert sum(report.cold.values()) < 70.0
    assert report.alerts_false == ()


def test_a_heat_wave_is_cooled_and_not_heated() -> None:
    report = simulate(named("heat-wave"), days=3)
    assert report.cooling > 0.5
    assert report.gas < 5.0


# --- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [0.0, 7.5, 12.0, 27.0, 42.5])
def test_thermometers_that_die_in_any_phase_leave_heat_bounded(hours: float) -> None:
    """From the start, while it heats, while it idles: nothing is heated without measure."""
    run = Run(named("winter-week"), wire, in_memory())
    run.go_on(timedelta(hours=hours))
    for room in ROOMS:
        run.home.silence(household.thermometer(room).entity)
        for entity in (household.heater(room), household.cooler(room)):
            if entity in run.home.machines and "climate" in entity:
                run.home.voice.frozen.add(entity)
    for _ in range(30):
        run.go_on(HOUR)
        assert max(run.home.air) < 26.0
        assert min(run.home.air) > 12.0
    assert not run.home.machines[household.heater("bath")].on, "what cannot be seen is not heated by a bare switch"
    assert "silent:bath" in run.loop.controller.state.memory.notices


def test_a_thermometer_that_was_dead_before_the_start_leaves_heat_bounded() -> None:
    scenario = replace(
        named("winter-week"), changes=(Change(timedelta(0), Befalls.SILENT, household.thermometer("bath").entity),)
    )
    run = Run(scenario, wire, in_memory())
    run.days(1)
    assert run.home.air[ROOMS.index("bath")] < 24.0
    assert "silent:bath" in run.loop.controller.state.memory.notices


def test_a_dead_sensor_is_told_once_and_nothing_else() -> None:
    report = simulate(named("dead-sensor"))
    assert report.alerts_true == ("silent:living",)
    assert report.alerts_false == ()


def test_a_stuck_valve_is_noticed() -> None:
    report = simulate(named("stuck-valve"))
    assert report.alerts_true == (f"useless:{household.heater('kids')}",)
    assert report.alerts_false == ()


def test_a_window_without_a_contact_is_felt_and_what_was_is_restored() -> None:
    run = lived("window-without-contact", 1.0)
    kitchen, place = Point(household.heater("kitchen"), Attribute.SET_POINT), PlaceId("kitchen")
    run.go_on(timedelta(hours=7.5))
    before = run.home.machines[kitchen.entity].set_point
    run.go_on(timedelta(minutes=25))
    window = run.loop.controller.state.memory.windows[place]
    assert (window.state, window.felt) == (WindowState.OPEN, True)
    assert run.home.machines[kitchen.entity].set_point <= 7.0 < before
    run.go_on(timedelta(minutes=40))
    memory = run.loop.controller.state.memory
    assert not memory.windows[place].felt
    assert run.home.machines[kitchen.entity].set_point > 15.0
    assert not any(point.entity == kitchen.entity for point in memory.borrowed)
    others = [known for room, known in memory.windows.items() if room != place]
    assert not any(known.felt for known in others)


def test_no_window_is_felt_in_a_usual_week_where_none_opens() -> None:
    """No contact answers, and nobody opens a window: cooking, heaters and nights are no windows."""
    contacts = [household.contact(room).entity for room in household.WINDOWS]
    dead = tuple(Change(timedelta(0), Befalls.UNAVAILABLE, contact) for contact in contacts)
    usual = replace(named("winter-week"), changes=dead, habits=replace(named("winter-week").habits, airs=False))
    run = Run(usual, wire, in_memory(), seed=6)
    felt: list[str] = []
    for _ in range(7 * 24 * 3):
        run.go_on(timedelta(minutes=20))
        felt += [room for room, known in run.loop.controller.state.memory.windows.items() if known.felt]
    assert felt == []


def test_a_window_left_open_pauses_its_room_only_and_restores_what_was() -> None:
    run = lived("window-left-open", 1.0)
    kitchen, living = (Point(household.heater(room), Attribute.SET_POINT) for room in ("kitchen", "living"))
    run.go_on(timedelta(hours=8.5))
    memory = run.loop.controller.state.memory
    assert memory.windows[PlaceId("kitchen")].state is WindowState.OPEN
    assert run.home.machines[kitchen.entity].set_point <= 7.0
    assert run.home.machines[living.entity].set_point > 12.0
    run.go_on(timedelta(hours=10))
    assert run.loop.controller.state.memory.windows[PlaceId("kitchen")].state is WindowState.CLOSED
    assert run.home.machines[kitchen.entity].set_point > 15.0


def test_a_flaky_night_raises_no_alarm() -> None:
    """Sensors fall away and come back, some of them hour by hour: that is health, not a burglar."""
    run = lived("burglar", 1.8)
    watched = [sensor.point.entity for sensor in run.home.house.sensors if "binary_sensor" in sensor.point.entity]
    for number, entity in enumerate(watched * 2):
        away = number < len(watched)
        mishaps.unavailable(run.home, entity, away)
        run.go_on(timedelta(minutes=6))
    assert not [key for key in run.meter.notices if key.startswith("intrusion:")]


def test_a_valve_with_a_new_battery_is_set_again_and_nobody_s_wish() -> None:
    run = lived("winter-week", 0.15)  # everybody sleeps
    room = run.home.house.room(PlaceId("kitchen"))
    assert room is not None
    valve = next(device for device in room.devices if device.kind is DeviceKind.THERMOSTAT).entity
    machine, points = run.home.machines[valve], {Point(valve, a) for a in (Attribute.SET_POINT, Attribute.HVAC_MODE)}
    mishaps.unavailable(run.home, valve)
    run.go_on(timedelta(minutes=20))
    machine.set_point = 7.0
    mishaps.unavailable(run.home, valve, away=False)
    run.go_on(timedelta(minutes=15))
    assert not points & run.loop.controller.state.memory.holds.keys()
    assert machine.set_point > 12.0


# --- death and time ---------------------------------------------------------------------------------------------------


@pytest.fixture
def restarted() -> Iterator[Run]:
    with on_disk() as open_again:
        run = Run(named("restart"), wire, open_again)
        yield run
        run.home.close()
        run.loop.history.close()


def test_a_program_that_dies_again_and_again_loses_nothing(restarted: Run) -> None:
    before = restarted.loop.controller.state.memory
    numbers: list[int] = []
    for _ in range(48):
        restarted.go_on(HOUR)
        memory = restarted.loop.controller.state.memory
        assert memory.modes == before.modes
        assert memory.protections.keys() >= before.protections.keys()
        assert memory.turn > (numbers[-1] if numbers else 0)
        numbers.append(memory.turn)
    assert restarted.report().alerts_false == ()
    kept = restarted.loop.history.commands(5000)
    assert len({command.number for command in kept}) == len(kept)
    assert len(kept) == len(restarted.home.commands), "every command that was sent was kept before"


def test_a_hold_outlives_the_program(restarted: Run) -> None:
    restarted.go_on(timedelta(hours=10))
    point = Point(household.heater("living"), Attribute.SET_POINT)
    restarted.home.person_sets(point, 23.0)
    restarted.go_on(timedelta(minutes=6))
    held = restarted.loop.controller.state.memory.holds[point]
    restarted.restart()
    assert restarted.loop.controller.state.memory.holds[point] == held
    restarted.go_on(HOUR)
    assert restarted.home.machines[point.entity].set_point == 23.0


def test_after_a_power_cut_the_house_is_warm_again_and_nothing_is_forgotten() -> None:
    with on_disk() as open_again:
        run = Run(named("power-cut"), wire, open_again)
        run.days(1.75)
        modes = run.loop.controller.state.memory.modes
        run.days(1.25)
        assert run.loop.controller.state.memory.modes == modes
        assert min(run.home.air) > 15.0
        assert run.report().alerts_false == ()
        run.home.close()
        run.loop.history.close()


@pytest.mark.parametrize(("name", "hours"), [("clock-change-spring", 71), ("clock-change-autumn", 73)])
def test_when_clocks_change_the_hours_are_those_on_the_wall(name: str, hours: int) -> None:
    """The kitchen's warm hours begin at eight on the Sunday, and end at eight in the evening, by the new clock."""
    run = Run(named(name), wire, in_memory())
    start, warm = run.clock.now(), household.house().rooms[1].comfort.comfort
    seen: list[tuple[datetime, bool]] = []
    while run.home.now().replace(tzinfo=None) < named(name).start + timedelta(days=3):
        run.go_on(timedelta(minutes=15))
        seen.append((run.home.now(), run.loop.desk.view().rooms[1].band == warm))
    assert run.clock.now() - start == timedelta(hours=hours)
    sunday = [at.hour + at.minute / 60.0 for at, is_warm in seen if is_warm and at.weekday() == 6 and at.hour < 21]
    assert (sunday[0], sunday[-1]) == (8.0, 19.75)
    assert run.report().alerts_false == ()


# --- people ---------------------------------------------------------------------------------------------------------


def test_a_burglar_is_told_within_a_minute_and_nobody_else_is() -> None:
    run = lived("burglar", 3)
    report = run.report()
    assert len(report.alerts_true) == 1, report
    assert report.alerts_false == ()
    told = run.meter.notices[report.alerts_true[0]].since
    local = run.home.house.local(told).replace(tzinfo=None) - named("burglar").start
    assert timedelta(days=2, hours=2.5) <= local <= timedelta(days=2, hours=2.5, minutes=1)
    siren = [at for at, point, value in run.home.commands if point.entity == household.SIREN and value is True]
    assert siren, "and heard"


def test_an_empty_house_saves_and_is_dark_and_armed() -> None:
    run = lived("empty-house", 3)
    since = run.home.now() - timedelta(days=1)
    lamps = {device.entity for device in run.home.house.devices if device.kind is DeviceKind.LIGHT}
    on = [at for at, point, value in run.home.commands if point.entity in lamps and value is True and at > since]
    assert on == [], "no lamp goes on where nobody is"
    assert run.loop.controller.state.memory.security.watch is not None
    assert run.report().alerts_false == ()
    usual = simulate(named("winter-week"), days=3)
    assert run.report().gas < usual.gas


@pytest.mark.parametrize("name", ["party", "baby", "new-job", "holiday", "summer-week"])
def test_days_out_of_the_ordinary_raise_no_alert(name: str) -> None:
    report = simulate(named(name), days=2)
    assert report.alerts_false == ()
    assert report.turns > 300


# --- how it is asked for ----------------------------------------------------------------------------------------------


def test_the_command_line_lists_and_simulates(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["simulate", "--list"]) == 0
    assert capsys.readouterr().out.strip() == listing()
    file = tmp_path / "figures.json"
    assert main(["simulate", "winter-week", "--days", "1", "--seed", "3", "--json", str(file)]) == 0
    said = capsys.readouterr().out
    assert "too cold, K·h" in said
    assert "plans by the shipped thermal model" in said
    figures = json.loads(file.read_text(encoding="utf-8"))
    assert figures["seed"] == 3
    assert set(figures["cold"]) == set(ROOMS)


def test_an_unknown_scenario_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "volcano"]) == 1
    assert "winter-week" in capsys.readouterr().err


def test_the_table_is_calm(winter: Run) -> None:
    lines = table(winter.report()).splitlines()
    assert lines[0].startswith(SCENARIOS["winter-week"].title)
    assert all(len(line) < 200 for line in lines)
