"""What is pressed on the page reaches the desk, and what the desk says reaches the page."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.web import houses
from tests.web.conftest import PHONE, Home, Look
from tests.web.houses import BOILER, EVENING, HEALTHY, evening, radiator_of, room_view
from thermo_edge.home.house import Domain, Failsafe, Mode, PlaceId
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY, Verdict
from thermo_edge.home.view import HouseView

pytestmark = pytest.mark.browser


def open_room(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def self_switching_bedroom() -> HouseView:
    """The bedroom's heater gets a switch-off that we make."""
    view = evening()
    rooms = tuple(
        replace(room, devices=tuple(replace(device, failsafe=Failsafe.AUTOMATION) for device in room.devices))
        for room in view.house.rooms
    )
    return replace(view, house=replace(view.house, rooms=rooms))


def test_a_question_is_answered(home: Home, look: Look) -> None:
    page = look(size=PHONE)
    page.get_by_role("button", name="Yes").click()
    assert home.desk.wait_for("answer") == ("answer", "climate:bedroom", True, SOMEBODY)
    home.desk.calls.clear()
    page.get_by_role("button", name="Not now").click()
    assert home.desk.wait_for("answer") == ("answer", "climate:bedroom", False, SOMEBODY)
    home.desk.current = evening(asks=())
    expect(page.get_by_role("button", name="Yes")).to_have_count(0)


def test_a_hold_is_ended(home: Home, look: Look) -> None:
    page = look()
    page.get_by_role("button", name="End hold: Mia’s room stays at 18.0°").click()
    assert home.desk.wait_for("end_hold") == ("end_hold", radiator_of("mia"), SOMEBODY)


def test_a_wish_stands_among_the_holds_and_is_ended_there(home: Home, look: Look) -> None:
    page = look(size=PHONE)
    end = page.get_by_role("button", name="End wish: Living room: 21.5° wished")
    expect(page.locator(".te-hold").filter(has=end)).to_contain_text("Anna · until 22:00")
    home.desk.refusal = Reason(Code.UNKNOWN_PLACE)
    end.click()
    expect(page.get_by_role("alert").filter(has_text="house").first).to_be_visible()
    home.desk.refusal = None
    end.click()
    assert home.desk.wait_for("end_wish") == ("end_wish", PlaceId("living"), SOMEBODY)
    home.desk.current = evening(rooms=tuple(replace(room, wish=None) for room in evening().rooms))
    expect(end).to_have_count(0, timeout=5000)
    target = replace(next(one.wish for one in evening().rooms if one.wish), target=19.5)
    home.desk.current = evening(
        rooms=tuple(replace(room, wish=target if room.id == "living" else None) for room in evening().rooms)
    )
    expect(page.get_by_text("Living room: 19.5° wished")).to_be_visible(timeout=5000)


def test_a_mode_is_chosen(home: Home, look: Look) -> None:
    page = look(size=PHONE)
    open_room(page, "Mia’s room")
    chosen = page.get_by_role("button", name=re.compile("^Suggest:"))
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=re.compile("^Act:")).click()
    assert home.desk.wait_for("set_mode") == ("set_mode", PlaceId("mia"), Domain.CLIMATE, Mode.ACT, SOMEBODY)
    expect(chosen).to_have_attribute("aria-pressed", "true")  # until the house says otherwise
    rooms = tuple(replace(room, mode=Mode.ACT) for room in evening().rooms)
    home.desk.current = evening(rooms=rooms)
    expect(page.get_by_role("button", name=re.compile("^Act:"))).to_have_attribute("aria-pressed", "true")


def test_a_mode_above_the_ceiling_says_why_not(home: Home, look: Look) -> None:
    page = look()
    open_room(page, "Hall")
    page.get_by_role("button", name=re.compile("^Act:")).click(force=True)
    expect(page.get_by_role("alert").get_by_text("The settings allow no more than Ask here.")).to_be_visible()
    assert not home.desk.calls


def test_a_heat_source_has_its_own_mode(home: Home, look: Look) -> None:
    page = look()
    open_room(page, "Boiler")
    page.get_by_role("button", name=re.compile("^Observe: Only")).click()
    assert home.desk.wait_for("set_mode")[1:4] == (BOILER, Domain.CLIMATE, Mode.OBSERVE)
    expect(page.get_by_role("button", name="Warmer")).to_have_count(0)


def test_a_wish_is_made_and_ended(home: Home, look: Look) -> None:
    page = look(size=PHONE)
    open_room(page, "Living room")
    page.get_by_role("button", name="Warmer").click()
    page.get_by_role("button", name="Warmer").click()
    page.get_by_role("button", name="Cooler").click()
    page.get_by_role("button", name="for 3 h").click()
    page.get_by_role("button", name="Set 22.0° for 3 h").click()
    until = EVENING + timedelta(hours=3)
    assert home.desk.wait_for("wish") == ("wish", PlaceId("living"), 22.0, until, SOMEBODY)
    page.get_by_role("button", name="End wish", exact=True).click()
    assert home.desk.wait_for("end_wish") == ("end_wish", PlaceId("living"), SOMEBODY)


def test_a_switch_off_is_set_up(home: Home, look: Look) -> None:
    home.desk.current = self_switching_bedroom()
    page = look()
    open_room(page, "Bedroom")
    page.get_by_role("button", name="Set up switch-off").click()
    assert home.desk.wait_for("protect") == ("protect", "switch.bedroom_heater", SOMEBODY)


def test_an_act_is_undone(home: Home, look: Look) -> None:
    page = look()
    page.get_by_role("button", name="Undo: Living room back to 19.0°").click()
    assert home.desk.wait_for("undo") == ("undo", 9, SOMEBODY)
    expect(page.get_by_text("Undone.")).to_be_visible()


def test_wrong_asks_one_thing_and_says_what_it_noted(home: Home, look: Look) -> None:
    page = look(size=PHONE)
    page.get_by_role("button", name="Wrong: Did not set Kitchen to 20.5°").click()
    expect(page.get_by_text("What was wrong?")).to_be_visible()
    expect(page.get_by_role("button", name="The time")).to_be_focused()
    page.get_by_role("button", name="The temperature").click()
    assert home.desk.wait_for("judge") == ("judge", 8, Verdict.WRONG, "temperature", SOMEBODY)
    expect(page.get_by_text("Noted: the temperature was wrong.")).to_be_visible()


def test_wrong_can_be_left(home: Home, look: Look) -> None:
    page = look()
    page.get_by_role("button", name="Wrong: Did not set Kitchen to 20.5°").click()
    page.get_by_role("button", name="Never mind").click()
    expect(page.get_by_role("button", name="Wrong: Did not set Kitchen to 20.5°")).to_be_focused()
    assert not home.desk.calls


def test_observe_everything(home: Home, look: Look) -> None:
    page = look()
    switch = page.get_by_role("switch", name="Observe everything")
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.click()
    assert home.desk.wait_for("observe_everything") == ("observe_everything", True, SOMEBODY)
    home.desk.current = evening(observe_everything=True)
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(page.get_by_text("3 things would have been done today.")).to_be_visible()
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_role("button", name="Did not", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Living room set to 20.5°", exact=True)).to_have_count(0)


def test_a_refusal_is_read_out_where_it_was_pressed(home: Home, look: Look) -> None:
    home.desk.refusal = Reason.of(Code.OUT_OF_RANGE, value=26.0, low=7.0, high=25.0)
    page = look()
    open_room(page, "Living room")
    page.get_by_role("button", name=re.compile("^Set 21.5°")).click()
    said = "26.0° is outside this room's limits of 7.0° to 25.0°"
    refusal = page.get_by_role("dialog").get_by_role("alert").get_by_text(said)
    expect(refusal).to_be_visible()
    home.desk.refusal = None
    page.get_by_role("button", name=re.compile("^Suggest:")).click()
    home.desk.wait_for("set_mode")
    expect(refusal).to_have_count(0)


def test_a_fault_is_said_calmly(home: Home, look: Look) -> None:
    page = look()
    home.desk.failure = RuntimeError("secret detail")
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("This could not be done. The log says why.")).to_be_visible()
    expect(page.get_by_text("secret detail")).to_have_count(0)


def test_without_a_connection_nothing_that_acts_can_be_pressed(home: Home, look: Look) -> None:
    home.desk.current = evening(health=replace(HEALTHY, link_ready=False))
    page = look()
    yes, undo = (
        page.get_by_role("button", name="Yes"),
        page.get_by_role("button", name="Undo: Living room back to 19.0°"),
    )
    for button in (yes, undo):
        expect(button).to_have_attribute("aria-disabled", "true")
    yes.click(force=True)
    reason = "Home Assistant does not answer, so nothing can be sent now."
    expect(page.get_by_role("alert").get_by_text(reason)).to_be_visible()
    open_room(page, "Living room")
    expect(page.get_by_role("button", name=re.compile("^Set 21.5°"))).to_have_attribute("aria-disabled", "true")
    assert not home.desk.calls
    home.desk.current = evening()
    expect(page.get_by_role("button", name=re.compile("^Set 21.5°"))).not_to_have_attribute("aria-disabled", "true")


def test_two_quick_presses_are_one(home: Home, look: Look) -> None:
    page = look()
    page.get_by_role("button", name="Yes").dblclick()
    home.desk.wait_for("answer")
    expect(page.get_by_role("button", name="Yes")).not_to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(300)
    assert len(home.desk.calls) in {1, 2}
    page.close()
    page = look()
    home.desk.calls.clear()
    home.desk.go_on.clear()
    page.get_by_role("button", name="Yes").dblclick()
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-busy", "true")
    home.desk.go_on.set()
    home.desk.wait_for("answer")
    expect(page.get_by_role("button", name="Yes")).not_to_have_attribute("aria-busy", "true")
    assert len(home.desk.calls) == 1


def test_what_is_open_and_half_made_survives_what_is_new(home: Home, look: Look) -> None:
    page = look()
    open_room(page, "Living room")
    page.get_by_role("button", name="Warmer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("22.0°", exact=True)).to_be_visible()
    rooms = (room_view("living", temperature=18.9), *evening().rooms[1:])
    home.desk.current = evening(rooms=rooms, holds=(), decisions=houses.some_decisions()[1:])
    expect(page.get_by_text("18.9° now, target 20–21°")).to_be_visible()
    expect(page.get_by_text("22.0°", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Warmer")).to_be_focused()


def test_focus_stays_on_a_row_that_changes(home: Home, look: Look) -> None:
    page = look()
    button = page.get_by_role("button", name="End hold: Kitchen stays at 19.0°")
    button.focus()
    later = evening(at=EVENING + timedelta(minutes=10), outdoor=5.0, rooms=evening().rooms[:2])
    home.desk.current = later
    expect(page.get_by_text("Outside 5.0°.")).to_be_visible()
    expect(button).to_be_focused()


def test_keyboard_only(home: Home, look: Look) -> None:
    page = look(size=PHONE)
    seen = []
    for _ in range(15):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")
        )
    assert seen[:8] == ["Yes", "Not now", "Living room", "Kitchen", "Bathroom", "Bedroom", "Mia’s room", "Hall"]
    assert seen[8:13] == [
        "End hold: Kitchen stays at 19.0°",
        "End hold: Mia’s room stays at 18.0°",
        "End wish: Living room: 21.5° wished",
        "Boiler",
        "Observe everything",
    ]
    page.get_by_role("button", name="Hall", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("lightbulb"):
            break
    page.keyboard.press("Space")
    assert home.desk.wait_for("set_mode")[3] is Mode.SUGGEST
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Hall", exact=True)).to_be_focused()
