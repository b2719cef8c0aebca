"""The settings file: what it says becomes the house, and every fault is named with its line."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo_edge.config import checking
from thermo_edge.config.example import example, schema
from thermo_edge.config.file import parse_settings, read_settings
from thermo_edge.config.house import house
from thermo_edge.config.settings import Settings
from thermo_edge.config.versions import write_whole
from thermo_edge.config.watch import SettingsWatch, _Mark
from thermo_edge.errors import SettingsError
from thermo_edge.home.comfort import Band, Warm
from thermo_edge.home.house import Attribute, DeviceKind, Failsafe, Mode, PlaceId
from thermo_edge.language.settings_faults import fault_words
from thermo_edge.language.words import Words

ROOT = Path(__file__).resolve().parents[2]


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as wrong:
        parse_settings(text)
    return wrong.value.faults


def test_the_example_in_the_repository_is_made_from_the_model_and_can_be_read() -> None:
    written = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    assert written == example(), "run: thermo-edge config example > config.example.yaml"
    parse_settings(written)


def test_what_does_not_fit_together_is_listed_beside_every_other_fault() -> None:
    listed = faults(
        """
rooms:
  living:
    colour: blue
    limits: {frost: 9, lowest: 8, safe: warm}
    comfort: {low: 21, high: 21.1, middle: 3}
    heating:
      - {entity: switch.heater, minimum_on: 15, minimum_off: 15, volume: 11}
  hall:
    name: 3
    cool_above: 20.5
"""
    )
    assert [fault for fault in listed if "frost ≤ lowest" in fault] == [
        "line 5: rooms.living.limits: keep frost ≤ lowest ≤ safe ≤ highest < overheat"
    ]
    assert "line 6: rooms.living.comfort: high must be at least 0.2 above low" in listed
    assert "line 8: rooms.living.heating.0: cycle must hold minimum_on and minimum_off" in listed
    assert "line 9: rooms.hall: cool_above must lie above comfort.high" in listed
    assert sum("there is no such setting" in fault for fault in listed) == 3
    assert len(listed) == len(set(listed)) == 9


@pytest.mark.parametrize("text", ["home_assistant: SECRET", "home_assistant: [SECRET]", "alarm: {code: [SECRET]}"])
def test_no_secret_is_quoted_wherever_it_was_written(text: str) -> None:
    assert "SECRET" not in "".join(faults(text))


def test_every_setting_has_help() -> None:
    def without_help(properties: dict[str, dict[str, object]]) -> list[str]:
        return [name for name, field in properties.items() if not field.get("description")]

    made = schema()
    parts = [made, *made["$defs"].values()]
    assert [name for part in parts for name in without_help(part.get("properties", {}))] == []


def test_nothing_at_all_is_a_house_without_rooms_that_only_observes() -> None:
    made = parse_settings("")
    assert made == Settings()
    assert house(made, made.zone()).rooms == ()


def test_a_file_becomes_a_house() -> None:
    made = parse_settings(
        """
        time_zone: Europe/Amsterdam
        persons: {anna: {entity: person.anna}}
        heat_sources: {boiler: {switch: switch.boiler, minimum_on: 15}}
        rooms:
          living_room:
            at_most: ask
            temperature: [sensor.one, sensor.two]
            comfort: {low: 20, high: 21.5}
            hours:
              - {days: mon-fri, from: 06:30, to: 08:30}
              - {days: [sat, sun], from: 22:00, to: 02:00}
            heating:
              - {entity: climate.valve, source: boiler}
              - {entity: switch.heater, switch_off: own_timer, cycle: 30}
        """
    )
    built = house(made, made.zone())
    (room,) = built.rooms
    assert (room.name, room.ceiling, room.comfort.comfort) == ("Living room", Mode.ASK, Band(20.0, 21.5))
    assert room.comfort.hours[0] == Warm(frozenset(range(5)), *(room.comfort.hours[0].start, room.comfort.hours[0].end))
    valve, heater = room.devices
    assert (valve.kind, valve.source) == (DeviceKind.THERMOSTAT, PlaceId("boiler"))
    assert (heater.kind, heater.failsafe, heater.cycle) == (
        DeviceKind.DUTY,
        Failsafe.OWN_TIMER,
        timedelta(minutes=30),
    )
    assert built.sources[0].minimum_on == timedelta(minutes=15)
    assert built.sources[0].device is not None
    assert built.zone == ZoneInfo("Europe/Amsterdam")
    assert not built.zone_of_home


def test_surfaces_are_read_and_are_no_thermometers_of_the_room() -> None:
    made = parse_settings("rooms: {hall: {temperature: sensor.air, surface: [sensor.wall, sensor.floor]}}")
    (room,) = house(made, made.zone()).rooms
    assert [sensor.point.entity for sensor in room.sensing(Attribute.SURFACE)] == ["sensor.wall", "sensor.floor"]
    assert [sensor.point.entity for sensor in room.thermometers] == ["sensor.air"]
    (fault,) = faults("rooms: {hall: {temperature: [sensor.air, sensor.wall], surface: sensor.wall}}")
    assert "sensor.wall is named both as a thermometer and as a surface" in fault


def test_all_faults_are_listed_with_their_lines() -> None:
    listed = faults(
        """name: x
foo: 3
time_zone: Mars
rooms:
  living:
    hours: [{from: 7:00, to: 99:00, days: mo}]
    heating:
      - entity: climate
        wrong: 2
      - {entity: switch.a, source: gone}
      - {entity: switch.a}
    comfort: {low: 30, high: 3}
home_assistant: {token: [secret-in-a-list], url: abc}
"""
    )
    told = {fault.split(":")[0]: fault for fault in listed}
    assert set(told) == {f"line {n}" for n in (2, 3, 6, 8, 9, 10, 11, 12, 13)}
    assert "there is no such setting" in told["line 2"]
    assert "no heat source gone" in told["line 10"]
    assert "named twice" in told["line 11"]
    assert not any("secret-in-a-list" in fault for fault in listed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "line 1"),
        ("- one\n- two\n", "names and values"),
        ("name: A\nname: B\n", "duplicate key"),
        ("\x00", "this is not YAML"),
        ("rooms: {a: {comfort: {low: .nan, high: 20}}}", "rooms.a.comfort.low"),
        ("page: {host: example.org}", "page.host: write an address of this computer"),
        ("page: {names: ['a b']}", "page.names"),
        ("rooms: {boiler: {}}\nheat_sources: {boiler: {}}", "both a room and a heat source"),
        ("rooms: {a: {limits: {lowest: 20, safe: 10}}}", "frost ≤ lowest"),
        ("currency: euro", "currency: euro is no currency; write three capital letters such as EUR"),
        ("electricity: 0.3", "electricity: write its settings below it"),
        ("heat_sources: {hp: {pump: true}}", "heat_sources.hp.pump: write its settings below it"),
        ("rooms: [living]", "rooms: write its entries below it, each by its id"),
        ("rooms: {a: {covers: cover.a}}", "rooms.a.covers: write a list"),
        ("electricity: {price: cheap}", "electricity.price: write a number"),
        ("rooms: {a: {heating: [{entity: switch.x, minimum_on: 60, minimum_off: 60}]}}", "cycle must hold"),
    ],
)
def test_a_fault_is_said_in_words(text: str, said: str) -> None:
    assert any(said in fault for fault in faults(text))


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("Europe/Amsterdm", "Europe/Amsterdam"),
        ("europe/amsterdam", "Europe/Amsterdam"),
        ("Amsterdam", "Europe/Amsterdam"),
        ("New York", "America/New_York"),
        ("Asia/Shangai", "Asia/Shanghai"),
        ("Mars", "Europe/Amsterdam"),
        ("x" * 5000, "Europe/Amsterdam"),
    ],
)
def test_a_wrong_time_zone_is_one_short_fault_with_the_one_that_is_meant(name: str, like: str) -> None:
    (fault,) = faults(f"name: x\ntime_zone: {name}\n")
    assert fault == f"line 2: time_zone: {name[:40]} is no time zone; write one such as {like}"
    (shown,) = checking.faults({"time_zone": name})
    told = fault_words(shown.kind, shown.facts, shown.words, Words("zh"))
    assert "时区" in told
    assert like in told


def test_an_id_that_is_none_is_told_in_words() -> None:
    with pytest.raises(SettingsError) as refused:
        parse_settings('rooms:\n  "Living room": {}\n', "odd.yaml")
    said = "line 2: rooms.Living room: an id begins with a small letter and has only a-z, 0-9 and _ (41 at most)"
    assert said in refused.value.faults


def test_a_missing_and_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        read_settings(tmp_path / "none.yaml")
    (tmp_path / "odd.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path / "odd.yaml")
    (tmp_path / "large.yaml").write_text("# " + "x" * 1_100_000, encoding="utf-8")
    with pytest.raises(SettingsError, match="larger than 1 MB"):
        read_settings(tmp_path / "large.yaml")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text(alphabet="rooms:{}[]-\n ,.\"'&*!|>%@`#abc0123456789", max_size=200)))
def test_any_text_is_settings_or_a_list_of_faults(text: str) -> None:
    try:
        made = parse_settings(text)
    except SettingsError as wrong:
        assert wrong.faults
    else:
        house(made, made.zone())


TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["rooms", "living", "heating", "entity", "hours", "limits", "page", "persons", "token"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(Settings.model_fields)), TREES, max_size=6))
def test_any_tree_is_settings_or_a_list_of_faults(tree: dict[str, object]) -> None:
    from io import StringIO

    from ruamel.yaml import YAML

    text = StringIO()
    YAML(typ="safe", pure=True).dump(tree, text)
    try:
        parse_settings(text.getvalue())
    except SettingsError as wrong:
        assert wrong.faults


def test_a_file_that_breaks_while_the_house_runs_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("name: One\n", encoding="utf-8")
    good: list[str] = []
    bad: list[tuple[str, ...]] = []
    watch = SettingsWatch(path, lambda made: good.append(made.name), lambda wrong: bad.append(wrong.faults))
    watch.look()
    assert (good, bad) == ([], [])
    path.write_text("name: [One\n", encoding="utf-8")
    watch.look()
    watch.look()
    assert (good, len(bad)) == ([], 1)
    path.write_text("name: Another one\n", encoding="utf-8")
    watch.look()
    assert good == ["Another one"]
    path.write_text("", encoding="utf-8")
    watch.look()
    assert (good, len(bad)) == (["Another one"], 2)
    assert bad[1][0].startswith("the file is empty")
    path.unlink()
    watch.look()
    assert len(bad) == 3


def test_a_file_that_somebody_is_writing_waits(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("name: One\n", encoding="utf-8")
    good: list[str] = []

    class Slowly(SettingsWatch):
        """What is looked at has grown when it was read."""

        def _mark(self) -> _Mark | None:
            mark = super()._mark()
            with path.open("a", encoding="utf-8") as file:
                file.write("# more\n")
            return mark

    slow = Slowly(path, lambda made: good.append(made.name), lambda _error: None)
    slow.look()
    slow.look()
    assert good == []
    watch = SettingsWatch(path, lambda made: good.append(made.name), lambda _error: None)
    path.write_text("name: Whole\n", encoding="utf-8")
    watch.look()
    assert good == ["Whole"]


ROOMS = """rooms:
  living: {name: Living, temperature: [sensor.living]}
"""
BATH = "  bath: {name: Bath, temperature: [sensor.bath]}\n"


def _rooms(path: Path) -> tuple[SettingsWatch, list[list[str]]]:
    path.write_text(ROOMS + BATH, encoding="utf-8")
    heard: list[list[str]] = []
    return SettingsWatch(path, lambda made: heard.append(list(made.rooms)), lambda _error: None), heard


def test_a_room_that_is_not_written_yet_is_not_taken_out_of_the_house(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    watch, heard = _rooms(path)
    with path.open("w", encoding="utf-8") as file:
        file.write("name: Slow\n" + ROOMS)
        file.flush()
        watch.look()
        file.write(BATH)
    watch.look()
    assert heard == [["living", "bath"]]


def test_a_room_that_stays_gone_goes_at_the_second_look(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    watch, heard = _rooms(path)
    path.write_text(ROOMS, encoding="utf-8")
    watch.look()
    assert heard == []
    watch.look()
    watch.look()
    assert heard == [["living"]]


def test_a_whole_file_in_the_place_of_the_old_one_is_taken_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    watch, heard = _rooms(path)
    write_whole(path, ROOMS)
    watch.look()
    assert heard == [["living"]]


def test_settings_that_could_not_be_taken_are_offered_again(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("name: A\n", encoding="utf-8")
    heard: list[str] = []

    def busy_once(made: Settings) -> None:
        heard.append(made.name)
        if len(heard) == 1:
            raise RuntimeError("the house is busy")

    watch = SettingsWatch(path, busy_once, lambda _error: None)
    path.write_text("name: Another\n", encoding="utf-8")
    with pytest.raises(RuntimeError):
        watch.look()
    watch.look()
    watch.look()
    assert heard == ["Another", "Another"]


@pytest.mark.parametrize(
    ("alarm", "named"), [("{lights: false}", False), ("{name: Alarm}", True), ("{name: Zoe}", True)]
)
def test_whether_a_person_named_the_alarm_is_known(alarm: str, named: bool) -> None:
    made = house(parse_settings(f"alarm: {alarm}\n"), ZoneInfo("UTC")).alarm
    assert made is not None
    assert made.named is named
