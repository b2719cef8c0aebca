"""The alarm and its alerts in words, and the light that can be wished."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web import houses
from tests.web.houses import ALARM, EVENING, FRONT_DOOR, LAMP, WINDOW, ZONE, lit, record
from thermo_edge.home.house import Attribute, Domain, Mode, PlaceId, Point
from thermo_edge.home.memory import ArmingRequest, Guarding, Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY, Notice, Severity
from thermo_edge.home.view import AlarmView
from thermo_edge.language.words import Words
from thermo_edge.web.show.alarm import AlarmModel, alarm_model
from thermo_edge.web.show.alerts import AlertsModel, alerts_model
from thermo_edge.web.show.banners import banners
from thermo_edge.web.show.home import HoldRow, home_model
from thermo_edge.web.show.lamps import levels
from thermo_edge.web.show.panel import panel
from thermo_edge.web.show.things import thing, why
from thermo_edge.web.show.wishes import light_ends

WORDS = Words("en", ZONE)
LIVING = PlaceId("living")


def card(alarm: AlarmView, blocked: str = "") -> AlarmModel:
    made = alarm_model(lit(alarm=alarm), WORDS, blocked)
    assert made is not None
    return made


def alerts(alarm: AlarmView, **more: object) -> AlertsModel:
    made = alerts_model(lit(alarm=alarm, **more), WORDS)
    assert made is not None
    return made


# --- the card -------------------------------------------------------------------------------------------------------


def test_a_house_without_an_alarm_has_no_card() -> None:
    made = home_model(houses.evening(), WORDS, {})
    assert (made.alarm, made.alerts) == (None, None)


def test_how_it_stands_since_when_and_who_did_it() -> None:
    made = card(houses.alarm())
    assert (made.state.words, made.lines) == ("Not armed", ("Anna · since 20:31",))
    night = card(houses.armed())
    assert night.state.words == "Armed for the night"
    assert night.lines == ("Anna · since 20:31", "Without: Window in Kitchen")
    assert [choice.chosen for choice in night.watches] == [False, True, False]
    yours = card(houses.armed(who=SOMEBODY))
    assert yours.lines[0] == "You · since 20:31"


def test_delays_say_until_when() -> None:
    until = EVENING + timedelta(seconds=60)
    leaving = card(houses.armed(state=Guarding.ARMING, until=until))
    assert (leaving.state.words, leaving.lines[0]) == ("Arming", "Leave by 20:41; then it is on watch")
    entered = card(houses.armed(state=Guarding.ENTRY, until=until))
    assert (entered.state.tone, entered.lines[0]) == ("alert", "Disarm by 20:41, or there is an alarm")


def test_what_stands_in_the_way_is_named_with_its_mend() -> None:
    window, motion = card(houses.alarm()).blockers
    assert window.sentence == "Window in Kitchen stands open. Close it, or arm without it"
    assert (window.without, window.only) == ("Leave out Window in Kitchen", "")
    assert motion.only == "Only for: Away"
    assert card(houses.alarm()).notes == ("Away: Somebody seems to be inside: Anna",)
    assert not card(houses.armed(blockers=houses.alarm().blockers)).blockers


def test_the_code_is_asked_for_only_to_end_what_is_armed() -> None:
    disarmed, armed = card(houses.alarm(code_needed=True)), card(houses.armed())
    assert (disarmed.disarms, disarmed.code) == (False, False)
    assert (armed.disarms, armed.code) == (True, True)
    assert not card(houses.armed(code_needed=False)).code


def test_in_observe_it_says_how_to_arm() -> None:
    assert card(houses.alarm(mode=Mode.OBSERVE)).notes[0].startswith("It only observes")
    made = alarm_model(lit(alarm=houses.alarm(mode=Mode.OBSERVE), observe_everything=True), WORDS, "")
    assert made is not None
    assert made.notes[0].startswith("Everything is only observed")


def test_our_own_panel_can_be_disarmed_without_a_connection() -> None:
    own, theirs = card(houses.armed(), "no connection"), card(houses.armed(panel=WINDOW.entity), "no connection")
    assert (own.blocked, own.locked, theirs.locked) == ("no connection", "", "no connection")


def test_a_refusal_is_said_once() -> None:
    reason = Reason.of(Code.STANDS_OPEN, entity=WINDOW.entity)
    refused = ArmingRequest(Watch.NIGHT, SOMEBODY, EVENING, EVENING, why=reason)
    view = lit(alarm=houses.alarm(refused=refused), notices=())
    made = alarm_model(view, WORDS)
    assert made is not None
    said = "Window in Kitchen stands open. Close it, or arm without it"
    assert made.lines[-1] == f"Not armed at 20:40: {said}"
    facts = {"because": Code.STANDS_OPEN.value, "entity": WINDOW.entity}
    notice = Notice("arm", Severity.WARN, Reason.of(Code.ARM_REFUSED, **facts), EVENING)  # type: ignore[arg-type]
    told = replace(view, notices=(notice,))
    again = alarm_model(told, WORDS)
    assert again is not None
    assert again.lines == ("Anna · since 20:31",)
    assert [(banner.title, banner.text) for banner in banners(told, WORDS)] == [("The alarm was not armed", said)]


def test_a_panel_that_has_not_answered() -> None:
    asked = ArmingRequest(Watch.NIGHT, SOMEBODY, EVENING, EVENING)
    assert card(houses.alarm(asked=asked)).lines[-1] == "The panel was asked and has not answered yet"


def test_its_ladder_opens_like_that_of_a_room() -> None:
    made = panel(ALARM, lit(), WORDS)
    assert made is not None
    assert (made.name, made.line, made.ladder.domain) == ("Alarm", "Not armed", Domain.SECURITY)
    assert made.ladder.meaning == "Does it, and says why."


# --- alerts ---------------------------------------------------------------------------------------------------------


def test_intruders_come_with_what_was_seen_and_how_to_end_it() -> None:
    made = alerts(houses.intruded())
    (intruders,) = made.cards
    assert (intruders.title, intruders.when) == ("Alarm: somebody came in", "20:39")
    assert [(when, mark.words) for when, mark in intruders.evidence] == [
        ("", "Anna had armed it for the night, 19:40"),
        ("20:38", "Door in Hall opened"),
        ("20:39", "Motion sensor in Hall saw motion"),
    ]
    assert intruders.text == "Disarm with the code: that ends it and silences the siren."
    assert (made.disarms, made.code, made.silences) == (True, True, ())
    assert not card(houses.intruded()).disarms  # the alert has the button


def test_smoke_says_what_to_do_and_its_siren_can_be_silenced() -> None:
    made = alerts(houses.burning(), decisions=(record(7, houses.siren_decision()),))
    (smoke,) = made.cards
    assert (smoke.title, smoke.when) == ("Smoke: Kitchen", "20:39")
    assert smoke.text.startswith("Smoke detector in Kitchen reports smoke since 20:39. Leave the house")
    assert (made.disarms, made.silences) == (False, (7,))
    assert alerts(houses.burning(sounding=False)).silences == ()


def test_an_alert_is_not_a_banner_as_well() -> None:
    smoke = Notice("smoke", Severity.ALERT, Reason.of(Code.SMOKE, room="kitchen"), EVENING)
    assert not banners(lit(notices=(smoke,), alarm=houses.burning()), WORDS)
    assert len(banners(lit(notices=(smoke,)), WORDS)) == 1
    assert len(banners(lit(notices=(smoke,), alarm=None), WORDS)) == 1


# --- names ----------------------------------------------------------------------------------------------------------


def test_things_have_names_and_several_alike_their_ids() -> None:
    house = lit().house
    assert thing(FRONT_DOOR.entity, house, WORDS) == "Door in Hall"
    assert thing(LAMP.entity, house, WORDS) == "light.living"
    kitchen = next(room for room in house.rooms if room.id == "kitchen")
    other = replace(kitchen.sensors[0], point=Point(houses.EntityId("binary_sensor.other"), Attribute.OPEN))
    more = replace(kitchen, sensors=(*kitchen.sensors, other))
    house = replace(house, rooms=tuple(more if room.id == "kitchen" else room for room in house.rooms))
    assert thing(WINDOW.entity, house, WORDS) == "Window in Kitchen (binary_sensor.kitchen_window)"


def test_several_things_in_the_way_are_all_named() -> None:
    reason = Reason.of(Code.STANDS_OPEN, entity=f"{WINDOW.entity}, {FRONT_DOOR.entity}")
    assert why(reason, lit().house, WORDS).startswith("Window in Kitchen, Door in Hall stands open")


# --- the light ------------------------------------------------------------------------------------------------------


def dimmed(**more: object) -> tuple[houses.Hold, ...]:
    level = Point(LAMP.entity, Attribute.BRIGHTNESS)
    return (houses.lamp_hold(**more), houses.lamp_hold(level, 25.0, **more))


def lamp_row(*holds: houses.Hold) -> HoldRow:
    return next(row for row in home_model(lit(holds=holds), WORDS, {}).holds if row.lamps_of == LIVING)


def test_what_is_held_of_a_rooms_lamps_is_one_row() -> None:
    row = lamp_row(*dimmed())
    assert (row.what, row.line, row.symbol) == ("Living room: light stays at 25 %", "You · until 22:00", "light")
    assert row.point is None
    off = lamp_row(houses.lamp_hold(value=False, establish=False))
    assert (off.what, off.line) == ("Living room: light stays off", "Someone · until 22:00")


def test_the_panel_says_how_the_light_is_and_what_is_held() -> None:
    view = lit()
    held = replace(view.rooms[0], lamps=houses.lamps(holds=dimmed(), wished=True))
    made = panel(LIVING, replace(view, rooms=(held, *view.rooms[1:])), WORDS)
    assert made is not None
    assert made.lamps is not None
    assert made.lamps.line.words == "Light on, 40 %"
    assert made.lamps.held == "Living room: light stays at 25 %. You, until 22:00"
    assert made.lamps.ladder.domain is Domain.LIGHTING
    other = panel(PlaceId("hall"), view, WORDS)
    assert other is not None
    assert other.lamps is None


@pytest.mark.parametrize(("dims", "keys"), [(True, ["off", "dim", "bright"]), (False, ["off", "on"])])
def test_a_lamp_that_cannot_be_dimmed_is_off_or_on(dims: bool, keys: list[str]) -> None:
    view = lit()
    living = view.house.rooms[0]
    living = replace(living, lights=tuple(replace(lamp, dims=dims) for lamp in living.lights))
    made = panel(LIVING, replace(view, house=replace(view.house, rooms=(living, *view.house.rooms[1:]))), WORDS)
    assert made is not None
    assert made.lamps is not None
    assert [level.key for level in levels(made.lamps.dims)] == keys


def test_light_lasts_as_long_as_warmth() -> None:
    assert [end.words for end in light_ends(EVENING, ZONE, WORDS)] == ["for 1 h", "for 3 h", "until 22:00"]
