"""The whole way of putting a backup back: sent from the page, said yes to, the program starts anew, and it stands."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.put_back_houses import House
from tests.instance.harness import eventually
from tests.web.access import WORDS, guarded
from tests.web.conftest import DESKTOP, PHONE, Home, Look
from tests.web.fake_system import OFFERED
from tests.web.proxy import PrefixProxy
from tests.web.test_browser_learning import accessible
from tests.web.test_browser_look import fits
from thermo_edge.home.put_back import PutBack, Unfit, Why
from thermo_edge.store.database import Database
from thermo_edge.store.history import SqlHistory

pytestmark = pytest.mark.browser

CARD = "Put a backup back"


@contextmanager
def running(house: House) -> Iterator[subprocess.Popen[str]]:
    """The program as a person starts it."""
    command = [sys.executable, "-m", "thermo_edge", "run", "--config", str(house.path)]
    with (
        (house.folder / "log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, text=True) as process,
    ):
        try:
            eventually(lambda: starts(house) == 1, "the start", 60)
            yield process
        finally:
            process.terminate()
            process.wait(30)


def starts(house: House) -> int:
    return (house.folder / "log").read_text().count("Its page:")


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Anna owned it when it was backed up, and does now."""
    port = free_port()
    folder = tmp_path / "house"
    (folder / "data").mkdir(parents=True)
    guarded(folder / "data").keyring.first("Anna", WORDS)
    made = House(folder, "Then", 20.0, f"page: {{port: {port}}}\n")
    made.backup()
    made.live("Now", 25.0)
    return made


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/login?next=system")
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("region", name=CARD)).to_be_visible()


def test_sent_agreed_to_started_anew_and_there_it_stands(chromium: Browser, house: House) -> None:
    port = house.more.split()[-1].rstrip("}")
    with running(house) as process:
        context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
        page = context.new_page()
        page.set_default_timeout(45_000)
        log_in(page, f"http://127.0.0.1:{port}")
        card = page.get_by_role("region", name=CARD)
        card.get_by_label("Backup file").set_input_files(house.path)
        card.get_by_role("button", name="Send and look at it").click()
        expect(card.get_by_role("alert")).to_have_text(
            "This is no backup of Thermo Edge, or it is damaged. Take another one."
        )
        card.get_by_label("Backup file").set_input_files(house.folder / "house.zip")
        card.get_by_role("button", name="Send and look at it").press("Enter")
        expect(card.get_by_text("If it is put back")).to_be_visible()
        expect(card.get_by_role("alert")).to_have_count(0)
        assert house.path.read_text().startswith("name: Now")
        card.get_by_role("button", name="Yes, put it back at the next start").click()
        expect(card.get_by_text("It will be put back at the next start. Anna said so.")).to_be_visible()
        assert house.path.read_text().startswith("name: Now")
        card.get_by_role("button", name="Restart now").click()
        eventually(lambda: starts(house) == 2, "the second start", 60)
        assert process.poll() is None, "it is the same process, whoever started it"
        expect(card.get_by_text("The backup was put back")).to_be_visible(timeout=60_000)
        card.get_by_role("button", name="Understood").click()
        expect(card.get_by_text("The backup was put back")).to_have_count(0)
        context.close()
    assert process.returncode == 0
    assert house.path.read_text().startswith("name: Then")
    assert {key.name for key in guarded(house.database.parent).keyring.book.keys} == {"Anna", "Then 20.0"}
    history = SqlHistory(Database.open(house.database))
    values = {each.decision.request.value for each in history.decisions(999)}
    assert 20.0 in values and 25.0 not in values
    history.close()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_each_state_fits_and_can_be_had_by_everybody(
    home: Home, look: Look, tmp_path: Path, size: tuple[int, int], scheme: str
) -> None:
    proxy = PrefixProxy(home.server.port)
    try:
        page = look(f"{proxy.url}system", size=size, scheme=scheme)
        card = page.get_by_role("region", name=CARD)
        send = card.get_by_role("button", name="Send and look at it")
        send.click()
        expect(card.get_by_role("alert")).to_have_text("Choose a file first.")
        (tmp_path / "house.zip").write_bytes(b"x" * 200_000)
        card.get_by_label("Backup file").set_input_files(tmp_path / "house.zip")
        send.click()
        expect(card.get_by_text("1234567", exact=False)).to_be_visible()
        assert home.system.got == b"x" * 200_000
        fits(page)
        accessible(page)
        home.system.unfit = Unfit(Why.ARMED)
        card.get_by_role("button", name="Yes, put it back at the next start").click()
        expect(card.get_by_role("alert")).to_contain_text("The alarm is armed.")
        home.system.unfit = None
        card.get_by_role("button", name="Yes, put it back at the next start").press("Enter")
        expect(card.get_by_role("button", name="Restart now")).to_be_visible()
        fits(page)
        accessible(page)
        card.get_by_role("button", name="Do not put it back").click()
        expect(card.get_by_label("Backup file")).to_be_visible()
        assert home.system.staged == PutBack(restarts=True)
    finally:
        proxy.close()


def test_where_it_cannot_start_itself_anew_the_way_is_said(home: Home, look: Look) -> None:
    home.system.staged = PutBack(OFFERED.offered, waits=True)
    page = look(f"{home.server.url}/system", size=PHONE)
    card = page.get_by_role("region", name=CARD)
    expect(card.get_by_text("Restart Thermo Edge in the way in which it was started")).to_be_visible()
    expect(card.get_by_role("button", name="Restart now")).to_have_count(0)


def child(process: subprocess.Popen[str]) -> int:
    """The one that looks at a backup; 0: there is none."""
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        with suppress(OSError):  # threads and children come and go
            for number in (task / "children").read_text().split():
                if b"put_back_apart" in Path(f"/proc/{number}/cmdline").read_bytes():
                    return int(number)
    return 0


def test_the_program_ends_in_time_however_long_a_backup_is_looked_at(chromium: Browser, house: House) -> None:
    port = house.more.split()[-1].rstrip("}")
    with running(house) as process:
        context = chromium.new_context()
        page = context.new_page()
        log_in(page, f"http://127.0.0.1:{port}")
        card = page.get_by_role("region", name=CARD)
        card.get_by_label("Backup file").set_input_files(house.folder / "house.zip")
        card.get_by_role("button", name="Send and look at it").click()
        eventually(lambda: child(process) != 0, "the look", 30)
        looks = child(process)
        os.kill(looks, signal.SIGSTOP)
        try:
            process.terminate()
            assert process.wait(60) == 0
        finally:
            os.kill(looks, signal.SIGKILL)
        context.close()


def test_a_proxy_that_takes_no_large_file_is_not_taken_for_a_lost_connection(
    home: Home, chromium: Browser, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    page.goto(f"{home.server.url}/system")
    page.route("**/api/system/put-back", lambda route: route.fulfill(status=413, body="<html>too large</html>"))
    (tmp_path / "house.zip").write_bytes(b"x")
    card = page.get_by_role("region", name=CARD)
    card.get_by_label("Backup file").set_input_files(tmp_path / "house.zip")
    card.get_by_role("button", name="Send and look at it").click()
    expect(card.get_by_role("alert")).to_contain_text("such as a proxy, takes no file so large")
    context.close()


def test_the_demo_says_that_it_cannot(home: Home, look: Look) -> None:
    home.system.staged = None
    page = look(f"{home.server.url}/system", size=PHONE)
    expect(page.get_by_text("In the demo no backup is put back.")).to_be_visible()
