"""What is said and shown: in the home's unit, on and off for switches, heat only where there is some."""

from dataclasses import replace

from tests.builders import BEDROOM, BEDROOM_T, MORNING, a_house, minutes
from tests.fakes import FakeNotifier
from tests.rig import SWITCH, Rig
from thermo_edge.app.core import announcer
from thermo_edge.home.house import Mode
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Notice, Severity
from thermo_edge.language.words import Words


def test_a_house_that_reads_fahrenheit_goes_on_to_do_so_with_other_settings() -> None:
    rig = Rig()
    rig.home.fahrenheit = True
    rig.home.refresh()
    rig.settle()
    assert rig.state.house.fahrenheit
    rig.controller.rehouse(replace(rig.house, name="Another"))
    assert rig.state.house.fahrenheit
    words = Words("en").of(rig.state.house)
    assert (words.in_fahrenheit, words.temperature(20.0)) == (True, "68.0°")
    told = FakeNotifier()
    reason = Reason.of(Code.FROST, temperature=5.0, limit=6.0, room="living")
    notice = Notice("frost:living", Severity.ALERT, reason, MORNING)
    announcer([told], "en", lambda: rig.state.house)([notice], [])
    assert told.shown["frost:living"][0] == "Living room is at 41.0°"


def test_money_is_in_the_currency_of_the_settings_or_of_the_home() -> None:
    rig = Rig(replace(a_house(), currency_of_home=True))
    assert Words("en").of(rig.house).money(1.2) == "1.20 EUR", "as long as nothing is told"
    rig.home.currency = "CHF"
    rig.home.refresh()
    rig.settle()
    rig.controller.rehouse(replace(rig.house, name="Another"))
    words = Words("en").of(rig.state.house)
    assert words.money(1.2) == "1.20 CHF"
    price = Reason.of(Code.PRICE_STAYS, price=0.312)
    assert words.why(price, rig.state.house) == "The price of energy is taken to stay at 0.312 CHF a kWh"
    rig.controller.rehouse(replace(rig.house, currency="SEK", currency_of_home=False))
    rig.home.refresh()
    rig.settle()
    assert Words("zh").of(rig.state.house).money(1.2) == "1.20 SEK"


def test_a_hold_of_a_switch_is_said_as_on_or_off() -> None:
    rig = Rig()
    rig.home.person(SWITCH, True)
    rig.home.say(BEDROOM_T, 21.4)
    rig.tick()
    because = rig.decision(SWITCH).because
    assert because is not None
    assert Words("en").why(because, rig.house).startswith("Anna set this to on;")
    assert Words("zh").why(because, rig.house) != Words("en").why(because, rig.house)


def test_a_switch_that_is_held_on_is_shown_as_it_is() -> None:
    rig = Rig()
    rig.home.say(BEDROOM_T, 21.4)
    rig.wait(minutes(10))
    rig.home.person(SWITCH, True)
    rig.wait(minutes(1))
    assert rig.desk.view().rooms[1].heating == 1.0


def test_in_ask_a_room_in_its_band_is_not_asked_to_switch() -> None:
    rig = Rig(mode=Mode.ASK)
    rig.wait(minutes(40))
    assert all(ask.place != BEDROOM for ask in rig.desk.view().asks)
    rig.home.say(BEDROOM_T, 18.9)
    rig.wait(minutes(40))
    assert any(ask.place == BEDROOM for ask in rig.desk.view().asks)
