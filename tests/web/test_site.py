"""What the pages share: calls beside the loop, and one page made for all of them."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.web.fake_desk import FakeDesk
from tests.web.houses import TREND, ZONE, evening, room_view
from thermo_edge.errors import StoreError
from thermo_edge.home.house import PlaceId
from thermo_edge.language.words import Words
from thermo_edge.web.aside import Aside
from thermo_edge.web.health import HealthReport
from thermo_edge.web.site import READERS, Site


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def a_site(desk: FakeDesk) -> Site:
    return Site(desk, Words("en", ZONE), lambda: HealthReport(True, {}))


def test_a_call_gives_back_what_it_returns_or_raises() -> None:
    def fails() -> int:
        raise StoreError("full")

    assert run(Aside().run(lambda: 7, 1.0)) == 7
    with pytest.raises(StoreError, match="full"):
        run(Aside().run(fails, 1.0))


def test_the_loop_goes_on_while_a_call_hangs_and_gives_it_up() -> None:
    hang = threading.Event()

    async def go() -> float:
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            await Aside().run(lambda: hang.wait(20), 0.2)
        return time.monotonic() - began

    assert 0.15 < run(go()) < 2
    hang.set()


def test_what_is_only_tried_keeps_no_press_waiting() -> None:
    hang, site = threading.Event(), a_site(FakeDesk(evening()))

    async def go() -> list[Any]:
        tried = [asyncio.create_task(site.ponder(lambda: hang.wait(20))) for _ in range(3 * READERS)]
        await asyncio.sleep(0.05)
        assert await site.press(lambda: 7) == 7
        hang.set()
        return await asyncio.gather(*tried, return_exceptions=True)

    assert sum(found is True for found in run(go())) == READERS


def test_hanging_calls_do_not_pile_up() -> None:
    hang = threading.Event()

    async def go() -> None:
        aside = Aside(seats=2)
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await aside.run(lambda: hang.wait(20), 0.05)
        before = threading.active_count()
        with pytest.raises(TimeoutError):
            await aside.run(lambda: 1, 5.0)
        assert threading.active_count() <= before
        hang.set()
        while True:  # the seats come free again
            try:
                assert await aside.run(lambda: 1, 5.0) == 1
                return
            except TimeoutError:
                await asyncio.sleep(0.01)

    run(go())


def test_the_page_is_the_same_object_until_something_changes() -> None:
    desk = FakeDesk(evening(), TREND)
    site = a_site(desk)
    run(site.look())
    first = site.model
    desk.current = evening()
    run(site.look())
    assert site.model is first
    desk.current = evening(outdoor=3.0)
    run(site.look())
    assert site.model is not first


def test_a_house_that_cannot_be_seen_keeps_its_last_page_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    class Blind(FakeDesk):
        def view(self) -> Any:
            if self.failure is not None:
                raise self.failure
            return super().view()

    desk = Blind(evening())
    site = a_site(desk)
    run(site.look())
    desk.failure = StoreError("gone")
    run(site.look())
    assert site.model is not None
    assert site.model.headline.sentences[0] == "The house does not answer."
    assert len(site.model.rooms) == 6
    desk.failure = TimeoutError()  # which has no words of its own
    run(site.look())
    said = [record.getMessage() for record in caplog.records if "cannot be seen" in record.getMessage()]
    assert said == ["The house cannot be seen: gone", "The house cannot be seen: TimeoutError"]


def test_a_fault_of_the_page_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    desk = FakeDesk(evening(rooms=(room_view("hall", mode=None, ceiling=None),)))
    site = a_site(desk)
    for _ in range(3):
        run(site.look())
    assert len([record for record in caplog.records if "cannot be shown" in record.message]) == 1
    assert site.panel(PlaceId("hall")) is None
    assert site.panel(PlaceId("attic")) is None
