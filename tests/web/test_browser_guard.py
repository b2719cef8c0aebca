"""The alarm and the light on the page: armed with a code, refused with its reason, wished, by keyboard and finger."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.web import houses
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import ALARM, EVENING, WINDOW, lit, record
from tests.web.test_browser_look import fits
from tests.web.test_browser_press import open_room
from thermo_edge.home.house import Domain, Mode, PlaceId
from thermo_edge.home.memory import Watch
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY, Notice, Severity

pytestmark = pytest.mark.browser

LIVING = PlaceId("living")
STANDS_OPEN = Reason.of(Code.STANDS_OPEN, entity=WINDOW.entity, room="kitchen")


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_armed_without_what_stands_open(home: Home, look: Look, size: tuple[int, int], scheme: str) -> None:
    home.desk.current = lit()
    page = look(size=size, scheme=scheme)
    fits(page)
    leave_out = page.get_by_role("button", name="Leave out Window in Kitchen")
    leave_out.click()
    expect(leave_out).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Arm for the night").click()
    assert home.desk.wait_for("arm") == ("arm", Watch.NIGHT, SOMEBODY, "", frozenset({WINDOW.entity}))
    home.desk.current = lit(alarm=houses.armed())
    expect(page.get_by_text("Armed for the night", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Arm for the night")).to_have_attribute("aria-pressed", "true")
    expect(leave_out).to_have_count(0)
    fits(page)


def test_a_refusal_to_arm_names_the_thing(home: Home, look: Look) -> None:
    home.desk.current, home.desk.refusal = lit(), STANDS_OPEN
    page = look(size=PHONE)
    page.get_by_role("button", name="Arm for being away").click()
    said = "Window in Kitchen stands open. Close it, or arm without it"
    expect(page.get_by_role("alert").get_by_text(said)).to_be_visible()
    expect(page.get_by_text(said)).to_have_count(1)
    expect(page.get_by_role("button", name="Leave out Window in Kitchen")).to_be_visible()
    assert not home.desk.calls
    home.desk.refusal = None
    page.get_by_role("button", name="Arm for being away").click()
    home.desk.wait_for("arm")
    expect(page.get_by_role("alert").get_by_text(said)).to_have_count(0)
    expect(page.get_by_text(said)).to_be_visible()


def test_a_refusal_to_arm_is_said_once_and_stands_on_the_page_after_a_reload(home: Home, look: Look) -> None:
    because = Reason.of(Code.SOMEONE_INSIDE, detail="Anna")
    home.desk.current = lit(notices=())
    page = look(size=PHONE)
    facts = {"because": because.code.value, "detail": "Anna"}
    told = Notice("arm", Severity.WARN, Reason.of(Code.ARM_REFUSED, **facts), EVENING)  # type: ignore[arg-type]
    home.desk.current, home.desk.refusal = lit(notices=(told,)), because
    banner = page.get_by_role("status").filter(has_text="The alarm was not armed")
    expect(banner).to_be_visible()
    page.get_by_role("button", name="Arm for being away").click()
    expect(page.get_by_role("alert").get_by_text("Somebody seems to be inside: Anna")).to_be_visible()
    expect(banner).to_have_count(0)
    expect(page.get_by_text("Somebody seems to be inside: Anna")).to_have_count(1)
    page.reload()
    expect(banner).to_be_visible()


def test_a_refusal_to_arm_is_said_once_on_the_page_of_the_alarm(home: Home, look: Look) -> None:
    home.desk.current, home.desk.refusal = lit(), Reason.of(Code.SOMEONE_INSIDE, detail="Anna")
    page = look(f"{home.server.url}/security")
    said = page.get_by_text("Somebody seems to be inside: Anna")
    expect(said).to_have_text("Away: Somebody seems to be inside: Anna")
    page.get_by_role("button", name="Arm for being away").click()
    expect(said).to_have_text("Somebody seems to be inside: Anna")
    expect(said).to_have_count(1)


def test_disarmed_with_the_code_by_keyboard_only(home: Home, look: Look) -> None:
    home.desk.current = lit(alarm=houses.armed())
    page = look()
    code = page.get_by_label("Code", exact=True).and_(page.locator("input:visible"))
    expect(code).to_have_attribute("type", "password")
    page.get_by_role("button", name="Arm for being away").focus()
    page.keyboard.press("Tab")
    expect(code).to_be_focused()
    page.keyboard.type("2468")
    home.desk.refusal = Reason(Code.CODE_WRONG)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("That code is wrong")).to_be_visible()
    expect(code).to_have_value("")
    expect(code).to_be_focused()
    home.desk.refusal = None
    page.keyboard.type("1357")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert home.desk.wait_for("disarm") == ("disarm", SOMEBODY, "1357")
    home.desk.current = lit()
    expect(code).to_have_count(0)
    expect(page.get_by_role("button", name="Disarm")).to_have_count(0)


def test_what_is_armed_is_changed_with_the_code(home: Home, look: Look) -> None:
    home.desk.current = lit(alarm=houses.armed())
    page = look(size=PHONE)
    page.locator(".te-alarm input").fill("1357")
    page.get_by_role("button", name="Arm for being away").click()
    assert home.desk.wait_for("arm") == ("arm", Watch.AWAY, SOMEBODY, "1357", frozenset())
    expect(page.locator(".te-alarm input")).to_have_value("")


def test_intruders_stand_above_everything_with_the_way_to_end_it(home: Home, look: Look) -> None:
    home.desk.current = lit(alarm=houses.intruded())
    page = look(size=PHONE, scheme="dark")
    alerts = page.get_by_role("region", name="Alerts")
    expect(alerts).to_have_css("border-top-width", "2px")
    expect(alerts.get_by_text("Door in Hall opened")).to_be_visible()
    question = page.get_by_role("region", name="Bring Bedroom to 17.8°?")
    above, below = alerts.bounding_box(), question.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]
    expect(page.get_by_role("button", name="Disarm")).to_have_count(1)
    alerts.get_by_label("Code").fill("1357")
    alerts.get_by_role("button", name="Disarm").click()
    assert home.desk.wait_for("disarm") == ("disarm", SOMEBODY, "1357")
    home.desk.current = lit()
    expect(alerts).to_have_count(0)


def test_the_siren_of_a_fire_is_silenced(home: Home, look: Look) -> None:
    home.desk.current = lit(alarm=houses.burning(), decisions=(record(7, houses.siren_decision()),))
    page = look()
    expect(page.get_by_role("heading", name="There is smoke: Kitchen.")).to_be_visible()
    page.get_by_role("button", name="Silence the siren").click()
    assert home.desk.wait_for("undo") == ("undo", 7, SOMEBODY)


def test_the_alarm_has_its_ladder(home: Home, look: Look) -> None:
    home.desk.current = lit()
    page = look(size=PHONE)
    open_room(page, "Alarm")
    page.get_by_role("button", name="Suggest: Shows what it would do. Does what you wish.").click()
    assert home.desk.wait_for("set_mode") == ("set_mode", ALARM, Domain.SECURITY, Mode.SUGGEST, SOMEBODY)


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_light_is_wished_and_left_to_its_rule(home: Home, look: Look, size: tuple[int, int], scheme: str) -> None:
    home.desk.current = lit()
    page = look(size=size, scheme=scheme)
    open_room(page, "Living room")
    light = page.get_by_role("region", name="Light", exact=True)
    light.get_by_role("button", name="Dim", exact=True).click()
    light.get_by_role("button", name="for 1 h").click()
    light.get_by_role("button", name="Dim light for 1 h").click()
    until = EVENING + timedelta(hours=1)
    assert home.desk.wait_for("light") == ("light", LIVING, 25.0, until, SOMEBODY)
    view = lit(holds=(houses.lamp_hold(),))
    living = replace(view.rooms[0], lamps=houses.lamps(holds=view.holds, wished=True))
    home.desk.calls.clear()
    home.desk.current = replace(view, rooms=(living, *view.rooms[1:]))
    light.get_by_role("button", name="End it: leave the light to its rule").click()
    assert home.desk.wait_for("light") == ("light", LIVING, None, EVENING, SOMEBODY)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_light_has_its_own_ladder(home: Home, look: Look) -> None:
    home.desk.current = lit()
    page = look()
    open_room(page, "Living room")
    ladder = page.get_by_role("group", name="Mode of the light")
    ladder.get_by_role("button", name="Ask: Asks first").click()
    assert home.desk.wait_for("set_mode") == ("set_mode", LIVING, Domain.LIGHTING, Mode.ASK, SOMEBODY)


def test_what_is_held_of_the_lamps_is_ended_at_once(home: Home, look: Look) -> None:
    home.desk.current = lit(holds=(houses.lamp_hold(), *houses.evening().holds))
    page = look()
    page.get_by_role("button", name="End hold: Living room: light stays on").click()
    assert home.desk.wait_for("light") == ("light", LIVING, None, EVENING, SOMEBODY)
