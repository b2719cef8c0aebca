"""The page as it is seen: on a phone and a desktop, by day and by night, under a prefix, and when things break."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.web import houses
from tests.web.believed import believed
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.houses import EVENING, TREND, ZONE, evening, room_view
from tests.web.learned import everything_learned
from tests.web.planned import planned
from tests.web.proxy import PrefixProxy
from thermo_edge.home.turn import Notice, Severity
from thermo_edge.web.access.gate import Open
from thermo_edge.web.health import HealthReport
from thermo_edge.web.server import WebServer
from thermo_edge.web.theme import COLORS

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "desktop": DESKTOP}
VIEWS = {
    "evening": houses.evening,
    "one room": houses.one_room,
    "no rooms": houses.nothing,
    "many rooms": houses.many_rooms,
    "broken": houses.all_broken,
    "alarm": houses.lit,
    "armed": lambda: houses.lit(alarm=houses.armed()),
    "intruders": lambda: houses.lit(alarm=houses.intruded()),
    "smoke": lambda: houses.lit(alarm=houses.burning()),
}


def too_wide(page: Page) -> list[str]:
    """What sticks out to the right."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".te-page *, .te-top *")]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("svg")).map(e => e.outerHTML)"""
    )
    return found


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_can_be_touched(home: Home, look: Look, size: str) -> None:
    page = look(size=SIZES[size])
    for view in VIEWS.values():
        home.desk.current = view()
        expect(page.locator(".te-room")).to_have_count(len(home.desk.current.rooms))
        fits(page)


def test_a_name_that_is_one_long_word_fits(home: Home, look: Look) -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenzimmer"
    view = everything_learned(rooms=planned().rooms, plan=planned().plan, occupancy=believed().occupancy)
    rooms = tuple(replace(room, name=long) for room in view.house.rooms)
    seen = tuple(replace(room, name=long) for room in view.rooms)
    home.desk.current = replace(view, house=replace(view.house, rooms=rooms), rooms=seen)
    page = look(size=PHONE)
    for path in ("", "/room/living", "/learning", "/what-if", "/who", "/plan"):
        page.goto(f"{home.server.url}{path}")
        expect(page.get_by_text(long).filter(visible=True).first).to_be_visible()
        assert (path, page.evaluate("document.documentElement.scrollWidth <= innerWidth"), too_wide(page)) == (
            path,
            True,
            [],
        )


def fits(page: Page) -> None:
    """Nothing sticks out, and everything to press is large enough for a finger."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert too_wide(page) == []
    small = page.evaluate(
        """() => [...document.querySelectorAll(".te-page button")].filter(e => e.checkVisibility()).map(e => {
            const all = e.classList.contains("te-cover") ? e.closest(".te-room, .te-source") : e;
            const r = all.getBoundingClientRect();
            return [e.textContent, Math.round(Math.min(r.width, r.height))] }).filter(([_, s]) => s < 40)"""
    )
    assert small == []


@pytest.mark.parametrize(("scheme", "mode"), [("light", 0), ("dark", 1)])
def test_light_and_dark(look: Look, scheme: str, mode: int) -> None:
    page = look(scheme=scheme)
    channels = [int(COLORS["page"][mode][i : i + 2], 16) for i in (1, 3, 5)]
    expect(page.locator("body")).to_have_css("background-color", "rgb({}, {}, {})".format(*channels))
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    other = [int(COLORS["page"][1 - mode][i : i + 2], 16) for i in (1, 3, 5)]
    expect(page.locator("body")).to_have_css("background-color", "rgb({}, {}, {})".format(*other))


def test_a_room_has_its_lines_and_its_picture(home: Home, look: Look) -> None:
    home.desk.current = houses.lit()
    page = look()
    card = page.locator(".te-room", has_text="Living room")
    for words in ("21.1°", "21.5°", "until 22:00", "Somebody here", "Light on, 40 %", "Heating, 25 %", "Act"):
        expect(card.get_by_text(words, exact=True)).to_be_visible()
    expect(card.locator("svg.te-ribbon path")).to_have_count(2)
    stale = page.locator(".te-room", has_text="Hall")
    expect(stale.get_by_text("52 min ago")).to_be_visible()
    expect(stale.locator("b")).to_have_css("text-decoration-style", "dotted")


def test_under_a_prefix(home: Home, look: Look) -> None:
    proxy = PrefixProxy(home.server.port)
    try:
        page = look(proxy.url, size=PHONE)
        expect(page.get_by_text("Warm where you are.")).to_be_visible()
        page.get_by_role("button", name="Yes").click()
        assert home.desk.wait_for("answer")[2] is True
        assert proxy.strays == []
        page.close()
    finally:
        proxy.close()


def test_names_are_words_and_never_markup(home: Home, look: Look) -> None:
    name = '<img src=x onerror="window.hurt=1">${window.hurt=1}`{{window.hurt=1}}'
    place = houses.PlaceId("living")
    house = evening().house
    rooms = tuple(replace(room, name=name) if room.id == place else room for room in house.rooms)
    hold = replace(evening().holds[0], place=place, who=houses.Actor(houses.ActorKind.PERSON, name))
    notice = Notice("n", Severity.WARN, houses.Reason.of(houses.Code.SENSOR_SILENT, room=name, entity=name), EVENING)
    home.desk.current = evening(
        house=replace(house, rooms=rooms),
        rooms=(room_view("living", name, window_open=True), *evening().rooms[1:]),
        sources=(houses.SourceView(houses.BOILER, name, houses.Mode.ACT, houses.Mode.ACT, True),),
        holds=(hold,),
        notices=(notice,),
    )
    page = look()
    expect(page.get_by_role("button", name=name, exact=True).first).to_be_visible()
    page.get_by_role("button", name=name, exact=True).first.click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.hurt") is None
    assert page.locator("img").count() == 0


def test_a_view_of_nothing_still_shows_a_page(home: Home, look: Look, caplog: pytest.LogCaptureFixture) -> None:
    names = [field.name for field in fields(room_view("living")) if field.name not in {"id", "name"}]
    bare = room_view("living", "Living room", **dict.fromkeys(names))
    home.desk.current = evening(rooms=(bare, *evening().rooms[1:]))
    page = look()
    expect(page.get_by_text("A part of this page could not be shown.")).to_be_visible()
    expect(page.get_by_role("button", name="Kitchen", exact=True)).to_be_visible()
    home.desk.current = evening()
    expect(page.get_by_text("A part of this page could not be shown.")).to_have_count(0)
    expect(page.get_by_role("button", name="Living room", exact=True)).to_be_visible()


def test_a_house_that_hangs_is_said(home: Home, look: Look, caplog: pytest.LogCaptureFixture) -> None:
    home.late[0] = timedelta(minutes=9)
    page = look()
    expect(page.get_by_text("The house does not answer.")).to_be_visible()
    expect(page.get_by_text("The house has not answered since 20:40")).to_be_visible()
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-disabled", "true")


def test_before_the_house_is_seen_there_is_the_shape_of_it(home: Home, look: Look) -> None:
    home.desk.go_on.clear()
    page = look()
    expect(page.locator(".te-waiting")).to_be_visible()
    home.desk.go_on.set()
    expect(page.get_by_text("Warm where you are.")).to_be_visible()
    expect(page.locator(".te-waiting")).to_have_count(0)


def test_many_troubles_are_folded(home: Home, look: Look) -> None:
    home.desk.current = houses.all_broken()
    page = look(size=PHONE)
    expect(page.locator(".te-banner")).to_have_count(3)
    page.get_by_role("button", name="Show 3 more").click()
    expect(page.locator(".te-banner")).to_have_count(6)
    home.desk.current = evening(notices=())
    expect(page.locator(".te-banner")).to_have_count(0)


def test_decisions_are_narrowed_and_unfolded(home: Home, look: Look) -> None:
    more = tuple(houses.record(100 - i, houses.decision(value=15.0 + i / 4), i) for i in range(20))
    home.desk.current = evening(decisions=more)
    page = look()
    expect(page.locator(".te-dec")).to_have_count(8)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".te-dec")).to_have_count(16)
    page.get_by_role("button", name="Did not", exact=True).click()
    expect(page.get_by_text("None of these yet.")).to_be_visible()
    page.get_by_role("button", name="Did", exact=True).click()
    expect(page.locator(".te-dec")).to_have_count(8)


def test_an_empty_house_says_how_to_add_rooms(home: Home, look: Look) -> None:
    home.desk.current = houses.nothing()
    page = look(size=PHONE)
    expect(page.get_by_role("region", name="Add rooms")).to_be_visible()


def test_every_control_has_a_name_and_the_page_a_language(home: Home, look: Look) -> None:
    home.desk.current = houses.lit(alarm=houses.intruded())
    page = look()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, [role=switch]")]
            .filter(e => e.checkVisibility() && !(e.getAttribute("aria-label") || e.textContent).trim())
            .map(e => e.outerHTML)"""
    )
    assert nameless == []
    assert page.evaluate("document.documentElement.lang").startswith("en")
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert page.title() == "Home · Thermo Edge"


BESIDE_ITS_SIGN_AND_ABOVE_THE_TABS = """popup => {
    const sign = getComputedStyle(popup.firstElementChild, "::before"), tabs = document.querySelector(".te-bottom");
    const words = popup.firstElementChild.getBoundingClientRect(), all = popup.getBoundingClientRect();
    return words.left - all.left >= parseFloat(sign.left) + parseFloat(sign.width)
        && all.bottom <= (tabs.checkVisibility() ? tabs.getBoundingClientRect().top : innerHeight);
}"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_when_the_server_goes_and_comes_the_page_says_so_and_heals(
    home: Home, look: Look, size: tuple[int, int]
) -> None:
    page = look(size=size)
    assert home.server.stop(5)
    popup = page.locator("#popup")
    expect(popup).to_be_visible()
    expect(popup).to_contain_text("Connection lost. Trying again by itself.")
    page.wait_for_function(f"({BESIDE_ITS_SIGN_AND_ABOVE_THE_TABS})(document.querySelector('#popup'))")
    home.desk.current = evening(outdoor=-9.0)
    health = HealthReport(True, {})
    again = WebServer(home.desk, lambda: health, Open(), port=home.server.port, zone=ZONE)
    again.start()
    try:
        assert again.wait_started(10)
        expect(page.get_by_text("Outside −9.0°.")).to_be_visible(timeout=20000)
        expect(popup).not_to_be_visible()
        page.context.close()
    finally:
        assert again.stop(10)
    look.watch.complaints.clear()  # type: ignore[attr-defined]  # of the connection that was lost


def test_chinese_has_its_language(home: Home, look: Look) -> None:
    assert home.server.stop(5)
    chinese = WebServer(home.desk, lambda: HealthReport(True, {}), Open(), port=0, zone=ZONE, language="zh")
    chinese.start()
    try:
        assert chinese.wait_started(10)
        page = look(chinese.url)
        assert page.evaluate("document.documentElement.lang").startswith("zh")
        home.desk.current = houses.lit()
        expect(page.get_by_role("heading", name="警报")).to_be_visible()
        assert "Alarm" not in page.inner_text("body")
        room = next(each for each in houses.lit().rooms if each.wish is not None)
        expect(page.get_by_role("button", name=f"结束愿望：{room.name}：希望 21.5°")).to_be_visible()
        page.context.close()
    finally:
        assert chinese.stop(10)
    assert TREND
