"""What the owner is told of the program, and what leaves the house in an archive for helpers: nothing personal."""

import io
import json
import logging
import zipfile
from pathlib import Path

import pytest

from tests.web.access import Hands
from tests.web.houses import evening
from tests.web.learned import everything_learned, nights
from thermo_edge.app.log_ring import HIDDEN, LogRing, redacted
from thermo_edge.app.system_desk import ProgramDesk, Sources
from thermo_edge.config import read_settings
from thermo_edge.errors import StoreError
from thermo_edge.store.open import open_history
from thermo_edge.web.health import HealthReport

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhbm5hIn0.c2lnbmF0dXJl"
SETTINGS = """
name: Grandmother's cottage
latitude: 52.3702
longitude: 4.8952
language: en
home_assistant: {url: "http://cottage.lan:8123", token: "%s", poll_seconds: 12}
page: {port: 8123, names: [thermo.cottage.lan]}
notices: {phones: [notify.mobile_app_annas_phone]}
outdoor_temperature: sensor.garden_temperature
alarm: {name: Watchdog, code: "483912"}
persons: {anna: {name: Anna Vermeer, entity: person.anna, user: 0123456789abcdef0123456789abcdef, visible_to: everyone}}
rooms:
  nursery:
    name: Mia's nursery
    at_most: ask
    temperature: sensor.nursery_temperature
    heating: [{entity: climate.nursery}]
    comfort: {low: 20.5, high: 21.5}
"""
PERSONAL = (
    "Grandmother", "52.37", "4.89", "cottage", TOKEN, "annas_phone", "garden_temperature", "Watchdog", "483912", "Anna",
    "Vermeer", "person.anna", "0123456789abcdef", "Mia", "nursery", "192.168.1.7", "/home/anna",
)  # fmt: skip


def desk(folder: Path, database: str = "thermo-edge.db") -> ProgramDesk:
    (folder / "config.yaml").write_text(SETTINGS % TOKEN, encoding="utf-8")
    settings = read_settings(folder / "config.yaml")
    report = HealthReport(
        False, {"connection": (False, "sensor.garden_temperature at http://cottage.lan:8123 is silent")}
    )
    sources = Sources(everything_learned, nights, lambda: report, lambda: settings, lambda: (TOKEN, "483912", ""))
    return ProgramDesk(folder / database, folder / "config.yaml", Hands(), sources)


def test_the_archive_holds_nothing_personal(tmp_path: Path) -> None:
    program = desk(tmp_path)
    program.ledger.connected("cottage.lan", 8123, "Home Assistant, requests")
    log = logging.getLogger("thermo_edge.test")
    log.warning("Anna Vermeer opened sensor.nursery_humidity of Mia's nursery at 192.168.1.7 with %s", TOKEN)
    log.warning(
        "climate.nursery: written to /home/anna/thermo/config.yaml, code 483912, user %s", "0123456789abcdef" * 2
    )
    try:
        archive = zipfile.ZipFile(io.BytesIO(program.diagnostics()))
    finally:
        program.close()
    content = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, text in content.items():
        assert [word for word in PERSONAL if word.lower() in text.lower()] == [], (name, text)
    settings = json.loads(content["settings.json"])
    assert settings["home_assistant"]["poll_seconds"] == 12
    assert settings["home_assistant"]["token"] == "<secret>"
    (room,) = settings["rooms"].values()
    assert (room["at_most"], room["comfort"]["low"]) == ("ask", 20.5)
    assert settings["persons"]
    assert "<" in content["log.txt"]
    assert json.loads(content["learning.json"])["models"][0]["before"] > 0
    assert json.loads(content["connections.json"])[0]["count"] == 1


def test_it_tells_the_size_and_span_of_what_is_kept(tmp_path: Path) -> None:
    program = desk(tmp_path)
    try:
        assert program.look().kept is None
        with pytest.raises(StoreError):
            program.backup(tmp_path / "no.zip")
        open_history(tmp_path / "thermo-edge.db").history.close()
        kept = program.look().kept
        assert kept is not None
        assert kept.size > 1000
        assert kept.begin is None
        program.backup(tmp_path / "backup.zip")
        assert zipfile.is_zipfile(tmp_path / "backup.zip")
        (tmp_path / "thermo-edge.db").write_bytes(b"nonsense" * 1000)
        assert program.look().kept is None
    finally:
        program.close()


def test_a_program_that_ended_hears_no_more(tmp_path: Path) -> None:
    program = desk(tmp_path)
    log = logging.getLogger("thermo_edge.test")
    log.warning("one")
    program.close()
    log.warning("two")
    assert [line[-3:] for line in program.look().log] == ["one"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (f"token {TOKEN} refused", f"token {HIDDEN} refused"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {HIDDEN}"),
        ("password=hunter2 sent", f"password={HIDDEN} sent"),
        ("the set-up code is 12-34-56", f"the set-up code is {HIDDEN}"),
        ("http://anna:pw@home.lan/x", f"http://{HIDDEN}@home.lan/x"),
        ("the code 483912 was wrong", f"the code {HIDDEN} was wrong"),
        ("nothing here, 21.5° in 3 rooms", "nothing here, 21.5° in 3 rooms"),
    ],
)
def test_the_log_hides_what_opens_doors(line: str, wanted: str) -> None:
    assert redacted(line, ["483912"]) == wanted


def test_the_log_keeps_the_newest_lines_and_survives_a_bad_one() -> None:
    ring = LogRing(lines=3)
    for number in range(5):
        ring.handle(logging.LogRecord("a", logging.INFO, "", 0, "line %d", (number,), None))
    assert [line[-1] for line in ring.lines()] == ["2", "3", "4"]
    assert evening().house.name
