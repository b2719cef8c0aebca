"""What goes out is in the ledger, and nothing goes anywhere that the settings do not name."""

import json
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from integrations.home_assistant import address
from tests.integrations.home_assistant.little_server import Answer, LittleServer
from tests.web.access import Hands
from thermo_edge.app.egress import MOST, Ledger

ROOM = "rooms:\n  living_room:\n    temperature: sensor.living_room\n    heating: [{entity: climate.living_room}]\n"


def test_each_address_has_its_line() -> None:
    clock = Hands()
    ledger = Ledger(clock)
    first = clock.at
    ledger.connected("home.lan", 8123, "a")
    clock.at += timedelta(minutes=5)
    ledger.connected("home.lan", 8123, "a")
    ledger.carried("home.lan", 8123, "a", 10, 2000)
    ledger.carried("nobody", 1, "never connected", 10, 2000)
    ledger.connected("home.lan", 8123, "b")
    found = {line.purpose: line for line in ledger.lines()}
    assert set(found) == {"a", "b"}
    assert (found["a"].count, found["a"].sent, found["a"].received) == (2, 10, 2000)
    assert (found["a"].first, found["a"].last) == (first, clock.at)


def test_it_is_counted_from_many_threads_and_stays_small() -> None:
    ledger = Ledger(Hands())

    def work(number: int) -> None:
        for each in range(200):
            ledger.connected("one", 1, "a")
            ledger.connected(f"{number}.{each}", 1, "a")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = ledger.lines()
    assert next(line for line in lines if line.host == "one").count == 800
    assert len(lines) <= MOST + 1
    assert sum(line.count for line in lines) == 1600


def test_an_address_tells_where_it_goes() -> None:
    ledger = Ledger(Hands())
    for url in ("https://home.lan", "http://home.lan:8123/x", "http://home.lan"):
        address.parse(url, ledger).connected("a")
    assert {line.port for line in ledger.lines()} == {443, 8123, 80}
    assert address.parse("http://home.lan", ledger) == address.parse("http://home.lan")
    address.parse("http://home.lan").connected("nobody listens")


@pytest.mark.slow
@pytest.mark.parametrize("there", [True, False])
def test_the_program_connects_to_nothing_that_the_settings_do_not_name(tmp_path: Path, there: bool) -> None:
    with LittleServer(Answer(200, b'{"unit_system": {}, "version": "1"}')) as server:
        url = server.url if there else "http://127.0.0.1:9"
        settings = f'home_assistant: {{url: "{url}", token: a.long.token}}\npage: {{port: 0}}\n{ROOM}'
        (tmp_path / "config.yaml").write_text(settings, encoding="utf-8")
        command = [sys.executable, "-m", "tests.app.connects", str(tmp_path), "2.5"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    host, port = url.removeprefix("http://").split(":")
    outgoing = {(where, at) for where, at in map(tuple, told["asked"]) if at not in ("0", "None")}
    assert outgoing == {(host, port)}
    assert {(line[0], str(line[1])) for line in told["ledger"]} == {(host, port)}
    assert all(line[3] >= 1 for line in told["ledger"])


def test_times_have_a_zone() -> None:
    ledger = Ledger(Hands())
    ledger.connected("a", 1, "b")
    assert isinstance(ledger.lines()[0].first, datetime)
    assert ledger.lines()[0].first.tzinfo is not None
