"""Days of a home lived again by other policies: what is reckoned of them, and what is said."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.builders import ANNA, LIVING, LIVING_T, RADIATOR, a_house, living, radiator
from tests.learning.warm_rooms import HalfKnowing
from tests.simulation.test_fit import fitted, lived
from thermo_edge.app.backtest.again import LivedAgain, livable, live_again
from thermo_edge.app.backtest.again_lines import as_json, lines
from thermo_edge.app.backtest.bills import Bills
from thermo_edge.app.backtest.command import asked_policies
from thermo_edge.app.backtest.lives import AS_IT_WAS, PLAN, POLICIES, RULE, Lives, Served
from thermo_edge.app.backtest.prices import PastPrices
from thermo_edge.app.backtest.tally import COLD, COMMANDS, COST, ENERGY, HEAT, MEASURES, STARTS, WARM, Wanted, wanted
from thermo_edge.app.twin_world import TwinWorld
from thermo_edge.cli import main
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.errors import HomeUnreachable, SettingsError
from thermo_edge.home.comfort import Band, Comfort, Warm
from thermo_edge.home.energy import Electricity, EnergyEntity, HeatPump, Rate, Tariff
from thermo_edge.home.house import Attribute, EntityId, HeatSource, House, PlaceId, Point, Sensor, Value
from thermo_edge.home.snapshot import Reading
from thermo_edge.language.words import Words
from thermo_edge.learning.twin import Found, Lacks
from thermo_edge.ports import History
from thermo_edge.simulation.twin_home import GRAIN, RoomTwin
from thermo_edge.store.memory_history import MemoryHistory
from thermo_edge.store.open import open_history

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
END = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
"""Midnight in the house."""

OUTDOOR = Point(EntityId("sensor.outdoor"), Attribute.TEMPERATURE)
PRICE = Point(EntityId("sensor.price"), Attribute.PRICE)
SET, MODE, ACTION = (
    Point(RADIATOR, each) for each in (Attribute.SET_POINT, Attribute.HVAC_MODE, Attribute.HVAC_ACTION)
)
EVERY_DAY = frozenset(range(7))
COMFORT = Comfort(Band(20.5, 21.5), Band(17.0, 19.0), (Warm(EVERY_DAY, time(6), time(22)),))


def house(power: float | None = None) -> House:
    room = living(devices=(replace(radiator(), power=power),), comfort=COMFORT)
    return a_house(room, outdoor=Sensor(OUTDOOR))


def recorded(history: History, days: int) -> None:
    """A room of the twin's own kind and the thermostat that heats it, as Home Assistant would have told it."""
    recording = lived(days)
    for number in range(days * 96):
        at = END - days * DAY + number * QUARTER
        told: dict[Point, Value] = {
            LIVING_T: float(recording.target[number]),
            OUTDOOR: float(recording.outdoor[number]),
            SET: float(recording.set_point[number]),
            MODE: "heat",
            ANNA: True,
        }
        history.add([Reading(point, value, at, at) for point, value in told.items()])
        for part in range(3):
            then = at + part * GRAIN
            heats = recording.heating[number] > (part + 0.5) / 3.0
            history.add([Reading(ACTION, "heating" if heats else "idle", then, then)])


def kept(days: int = 14) -> MemoryHistory:
    history = MemoryHistory(readings=8000)
    recorded(history, days)
    return history


# --- comfort ------------------------------------------------------------------------------------------------------


def test_too_cold_and_too_warm_count_while_somebody_is_home() -> None:
    """An hour in two rooms; in its second half nobody is home."""
    home = np.repeat([1.0, 0.0], 6)
    counts = Wanted(np.full((12, 2), 20.0), np.full((12, 2), 21.0), home)
    air = np.stack((np.full(12, 18.0), np.full(12, 24.0)), axis=1)
    found = counts.outside(air, np.ones((12, 2), bool))
    np.testing.assert_allclose(
        found, [[1.0, 0.0], [0.0, 1.0]]
    )  # two kelvin below, and two above 21 and the one allowed
    sunny = counts.outside(air, np.zeros((12, 2), bool))
    assert sunny[1, 1] == 0.0  # nobody heats it, and it is no 26 °C
    air[:6, 0] = np.nan
    assert counts.outside(air, np.ones((12, 2), bool))[0, 0] == 0.0


def test_what_is_wanted_is_by_the_hours_of_the_settings_and_by_who_was_home() -> None:
    history, begin = MemoryHistory(), END + timedelta(hours=5, minutes=30)
    history.add([Reading(ANNA, True, begin, begin)])
    gone = begin + timedelta(minutes=40)
    history.add([Reading(ANNA, False, gone, gone)])
    found = wanted(history, house(), house().rooms, begin, 12)
    assert found.low[:, 0].tolist() == [17.0] * 5 + [20.5] * 7  # warm from six on
    np.testing.assert_allclose(found.home, [1.0] * 8 + [0.0] * 4)
    unknown = wanted(MemoryHistory(), replace(house(), persons=()), house().rooms, begin, 12)
    assert unknown.home.tolist() == [1.0] * 12


# --- energy and cost ----------------------------------------------------------------------------------------------


def bill(of: House, history: MemoryHistory | None = None) -> tuple[float, float]:
    """kWh and cost of a day at half of full heat."""
    bills = Bills(history or MemoryHistory(), of, END - DAY, DAY // GRAIN)
    found = bills.of({LIVING: np.full(DAY // GRAIN, 0.5)})[LIVING]
    return found.energy, found.cost


def test_heat_costs_what_the_tariff_says_at_each_hour() -> None:
    night = Tariff(0.30, (Rate(Warm(EVERY_DAY, time(0), time(6)), 0.10),))
    energy, cost = bill(replace(house(2.0), electricity=Electricity(tariff=night)))
    assert energy == pytest.approx(24.0)
    assert cost == pytest.approx(18.0 * 0.30 + 6.0 * 0.10)


def test_a_boiler_burns_more_than_it_gives_and_a_heat_pump_takes_less() -> None:
    def on(source: HeatSource) -> House:
        room = living(devices=(replace(radiator(), power=2.0, source=source.id),))
        return a_house(room, sources=(source,), electricity=Electricity(tariff=Tariff(0.30)))

    boiler = HeatSource(PlaceId("boiler"), "Boiler", tariff=Tariff(0.10), efficiency=0.8)
    pump = HeatSource(PlaceId("pump"), "Pump", pump=HeatPump(points=((-10.0, 3.0), (10.0, 3.0))))
    assert bill(on(boiler)) == pytest.approx((30.0, 3.0))
    assert bill(on(pump)) == pytest.approx((8.0, 2.4))


def test_prices_that_were_recorded_count_and_what_is_unknown_is_not_made_up() -> None:
    history = MemoryHistory()
    for hour in range(24):
        at = END - DAY + timedelta(hours=hour)
        history.add([Reading(PRICE, 0.2 if hour < 12 else 0.4, at, at)])
    dynamic = replace(house(2.0), price=Sensor(PRICE), electricity=Electricity(added=0.1))
    assert bill(dynamic, history) == pytest.approx((24.0, 24.0 * 0.4))
    energy, cost = bill(dynamic)
    assert energy == pytest.approx(24.0) and math.isnan(cost)
    assert all(math.isnan(each) for each in bill(house()))  # nobody has told its power


def test_prices_are_told_ahead_as_markets_do() -> None:
    history, priced = MemoryHistory(), replace(house(), price=Sensor(PRICE))
    for hour in range(72):
        at = END - 3 * DAY + timedelta(hours=hour)
        history.add([Reading(PRICE, float(hour), at, at)])
    prices = PastPrices(history, priced)
    noon = prices.told(PRICE.entity, EnergyEntity.PRICE, END - 2 * DAY - timedelta(hours=12))
    assert (noon.value, len(noon.ahead), noon.ahead[-1].end) == (12.0, 12, END - 2 * DAY)
    later = prices.told(PRICE.entity, EnergyEntity.PRICE, END - 2 * DAY - timedelta(hours=11))
    assert later.ahead[-1].end == END - DAY
    with pytest.raises(HomeUnreachable):
        prices.told(EntityId("sensor.roof"), EnergyEntity.SURPLUS, END)


# --- lives --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lives() -> Lives:
    world = TwinWorld(kept(12), house(2.0), None, {LIVING: RoomTwin(lived(12), fitted())}, END)
    return Lives(world, house(2.0), 1, None)


def test_warm_all_day_takes_more_heat_than_a_setback_and_is_less_cold(lives: Lives) -> None:
    was, rule, constant = (lives.lived(policy, 0)[0] for policy in (AS_IT_WAS, RULE, "constant"))
    assert constant[HEAT] > 1.05 * rule[HEAT] and constant[COLD] < rule[COLD]
    assert constant[WARM] > rule[WARM] + 1.0  # the nights, in which the settings want less
    assert constant[ENERGY] == pytest.approx(2.0 * constant[HEAT])
    assert was[HEAT] == pytest.approx(rule[HEAT], rel=0.1)
    assert was[COMMANDS] == 2.0  # up in the morning and down at night
    assert was[STARTS] >= 1.0 and np.isnan(was[COST])


def test_the_twin_set_as_it_was_is_about_as_cold_as_its_room(lives: Lives) -> None:
    was = lives.lived(AS_IT_WAS, 0)
    np.testing.assert_allclose(was[:, [COLD, WARM]], lives.measured(), atol=1.0)


@pytest.mark.slow
def test_a_plan_is_lived_with_prices_and_learns_nothing_meanwhile() -> None:
    history = kept(12)
    for hour in range(48):
        at = END - 2 * DAY + timedelta(hours=hour)
        history.add([Reading(PRICE, 0.2 + 0.1 * (hour % 24 > 16), at, at)])
    priced = replace(house(2.0), price=Sensor(PRICE))
    world = TwinWorld(history, priced, None, {LIVING: RoomTwin(lived(12), fitted())}, END)
    plan = Lives(world, priced, 1, Served(HalfKnowing(), {})).lived(PLAN, 0)[0]
    assert np.isfinite(plan).all() and plan[COMMANDS] > 2.0
    assert 0.2 * plan[ENERGY] < plan[COST] < 0.3 * plan[ENERGY]


def test_a_life_is_the_same_each_time_and_members_differ(lives: Lives) -> None:
    np.testing.assert_array_equal(lives.lived(RULE, 1), lives.lived(RULE, 1))
    assert lives.lived(RULE, 0)[0, HEAT] != lives.lived(RULE, 1)[0, HEAT]


def test_what_no_thermometer_told_makes_it_no_less_cold() -> None:
    """One room's thermometer is silent in every second quarter, another's always."""
    gaps, silent = (np.array(lived(12).target) for _ in range(2))
    gaps[1::2], silent[-96:] = np.nan, np.nan
    rooms = [replace(house().rooms[0], id=PlaceId(name)) for name in ("whole", "gaps", "silent")]
    lines_of = {"whole": lived(12).target, "gaps": gaps, "silent": silent}
    twins = {PlaceId(name): RoomTwin(replace(lived(12), target=each), fitted()) for name, each in lines_of.items()}
    many = a_house(*rooms, outdoor=Sensor(OUTDOOR))
    found = Lives(TwinWorld(MemoryHistory(), many, None, twins, END), many, 1, None).measured()
    assert found[0].max() > 1.0
    np.testing.assert_allclose(found[1], found[0], rtol=0.05, atol=0.1)
    assert np.isnan(found[2]).all()


def test_no_room_lives_days_that_it_was_never_recorded_for() -> None:
    late = np.array(lived(12).target)
    late[: 5 * 96] = np.nan
    whole, short = RoomTwin(lived(12), fitted()), RoomTwin(replace(lived(12), target=late), fitted())
    assert [livable(each) for each in ([whole], [short], [whole, short], [short, whole])] == [9, 4, 4, 4]


# --- what is said -------------------------------------------------------------------------------------------------


def found(*policies: str) -> LivedAgain:
    """Two members, in the second of which all is one more; energy and cost are not known."""
    figures: FloatArray = np.ones((2, 1, len(MEASURES)))
    figures[1] = 2.0
    figures[:, :, [ENERGY, COST]] = np.nan
    rooms = {LIVING: Found(None), PlaceId("hall"): Found(Lacks.NO_HEAT)}
    return LivedAgain(6, END - 6 * DAY, END, (LIVING,), rooms, dict.fromkeys(policies, figures), np.array([[1.5, 0.0]]))


def test_a_table_says_the_middle_and_between_what_it_lies() -> None:
    told = list(lines(found(AS_IT_WAS, "constant"), house(), Words("en", house().zone), (AS_IT_WAS, "constant", PLAN)))
    row = next(line for line in told if "warm all day" in line)
    assert row.endswith(" +0 %") and "1.5 (1.0…2.0)" in row
    text = "\n".join(told)
    assert "measured then" in text and "energy, kWh" not in text
    assert f"the settings do not say the power of {RADIATOR}" in text
    assert "hall is left out. No twin of this room: it was hardly heated" in text
    assert "No plan was lived" in text


def columns(text: str) -> int:
    return sum(2 if each > "\u2e80" else 1 for each in text)


def test_it_is_told_in_chinese_in_columns_of_a_terminal() -> None:
    told = list(lines(found(AS_IT_WAS, "constant"), house(), Words("zh", house().zone), ()))
    assert not any("too cold" in line or "lived" in line for line in told)
    head, row = (next(line for line in told if part in line) for part in ("过冷，K·h", "与当时一样 "))
    assert columns(head.partition("过冷")[0]) == columns(row.partition("1.5")[0])


def test_it_says_by_what_plans_are_made_and_what_is_known_of_today() -> None:
    by_rule, by_plan = (
        "\n".join(lines(found(policy), house(), Words("en", house().zone), ())) for policy in (RULE, PLAN)
    )
    assert "your taste is what is known today" in by_rule and "had taught before these days" not in by_rule
    assert "your taste is what is known today" in by_plan and "had taught before these days" in by_plan


def test_the_last_column_says_whether_heat_or_energy_is_compared() -> None:
    told = found(AS_IT_WAS, "constant")
    heat = "\n".join(lines(told, house(), Words("en", house().zone), ()))
    assert "heat against as it was" in heat and "energy against" not in heat
    more = {AS_IT_WAS: told.figures[AS_IT_WAS].copy(), "constant": told.figures["constant"].copy()}
    more[AS_IT_WAS][..., ENERGY], more["constant"][..., ENERGY] = 4.0, 5.0
    energy = list(lines(replace(told, figures=more), house(2.0), Words("en", house().zone), ()))
    assert any(line.endswith("energy against as it was") for line in energy)
    assert next(line for line in energy if "warm all day" in line).endswith(" +25 %")
    # where one policy's is not known, no policy's is compared
    more["constant"][..., ENERGY] = np.nan
    mixed = list(lines(replace(told, figures=more), house(2.0), Words("en", house().zone), ()))
    assert any(line.endswith("heat against as it was") for line in mixed)


def test_a_plan_alone_that_cannot_run_is_no_table_and_is_told() -> None:
    none = found()
    text = "\n".join(lines(none, house(), Words("en", house().zone), (PLAN,)))
    assert "No plan was lived" in text and "hall is left out" in text
    assert "lived again" not in text and "The day before these" not in text
    told = json.loads(json.dumps(as_json(none), allow_nan=False))
    assert told["rows"] == [] and told["members"] == 0 and told["measured"][0]["cold"] == 1.5


def test_what_no_thermometer_said_is_a_dash_and_null() -> None:
    none = replace(found(RULE), measured=np.full((1, 2), np.nan))
    row = next(line for line in lines(none, house(), Words("en", house().zone), ()) if "measured then" in line)
    assert row.split() == ["measured", "then", "–", "–"]
    told = json.loads(json.dumps(as_json(none), allow_nan=False))
    assert told["measured"] == [{"room": LIVING, "cold": None, "warm": None}]


def test_a_cost_is_unknown_where_more_than_a_tenth_has_no_price_and_so_it_says() -> None:
    priced = replace(house(2.0), price=Sensor(PRICE))

    def cost(silent: int) -> float:
        """Of a day in whose first hours no price was told."""
        history = MemoryHistory()
        for hour in range(silent, 24):
            at = END - DAY + timedelta(hours=hour)
            history.add([Reading(PRICE, 0.2, at, at)])
        return bill(priced, history)[1]

    assert cost(2) == pytest.approx(24.0 * 0.2) and math.isnan(cost(4))
    text = "\n".join(lines(found(RULE), house(2.0), Words("en", house().zone), ()))
    assert "for more than a tenth of this time there is no price" in text


def test_without_any_twin_it_says_what_one_takes() -> None:
    none = LivedAgain(0, END, END, (), {LIVING: Found(Lacks.TOO_SHORT)}, {}, np.zeros((0, 2)))
    text = "\n".join(lines(none, house(), Words("en", house().zone), POLICIES))
    assert "cannot be lived again" in text and "nine days" in text and "Living room is left out" in text
    assert as_json(none)["rows"] == []


def test_figures_are_null_where_nothing_is_known() -> None:
    figures = json.loads(json.dumps(as_json(found(RULE)), allow_nan=False))
    whole, room = figures["rows"]
    assert whole["room"] is None and room["room"] == LIVING
    assert room["heat"] == {"mean": 1.5, "least": 1.0, "most": 2.0} and room["cost"] is None
    assert figures["left_out"] == [{"room": "hall", "why": "no_heat"}]


def test_a_short_history_has_no_twin_and_that_is_said() -> None:
    none = live_again(kept(4), house(), END, 6, (RULE,))
    assert none.rooms == () and none.found[LIVING].lacks is Lacks.TOO_SHORT


# --- the command --------------------------------------------------------------------------------------------------

SETTINGS = f"""
time_zone: Europe/Amsterdam
outdoor_temperature: {OUTDOOR.entity}
electricity: {{price: 0.30}}
persons: {{anna: {{name: Anna, entity: {ANNA.entity}}}}}
rooms:
  living:
    temperature: {LIVING_T.entity}
    heating: [{{entity: {RADIATOR}, power: 2.0}}]
    comfort: {{low: 20.5, high: 21.5}}
    hours: [{{days: [all], from: "06:00", to: "22:00"}}]
"""


def test_policies_that_there_are_not_are_named() -> None:
    with pytest.raises(SettingsError, match="no policy is called oracle; there are as-it-was, rule, constant"):
        asked_policies(["oracle", "rule"])
    assert asked_policies(["rule", "rule"]) == ("rule",)


@pytest.mark.slow
def test_the_whole_command_on_eleven_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings, figures = tmp_path / "config.yaml", tmp_path / "figures.json"
    settings.write_text(SETTINGS, encoding="utf-8")
    database = tmp_path / "data" / "thermo-edge.db"
    history = open_history(database).history
    recorded(history, 11)
    history.close()
    before = database.read_bytes()
    command = ["backtest", "--config", str(settings), "--days", "2", "--json", str(figures)]
    assert main([*command, "--policies", "rule"]) == 1
    assert "--policies goes with --live-again" in capsys.readouterr().err
    assert main([*command, "--live-again", "--policies", "constant", "rule"]) == 0
    said = capsys.readouterr().out
    assert "Your last 2 days lived again" in said and "warm all day" in said and "cannot be read from" not in said
    told = json.loads(figures.read_text(encoding="utf-8"))
    rows = {row["policy"]: row for row in told["lived_again"]["rows"] if row["room"] is None}
    assert told["policy"] == "rule" and told["lived_again"]["days"] == 2 and told["lived_again"]["members"] == 6
    assert rows["constant"]["energy"]["least"] > rows["rule"]["energy"]["least"] > 0.0
    assert rows["constant"]["energy"]["mean"] > 1.03 * rows["rule"]["energy"]["mean"]
    assert rows["rule"]["cost"]["mean"] == pytest.approx(0.30 * rows["rule"]["energy"]["mean"], abs=0.01)
    assert database.read_bytes() == before
