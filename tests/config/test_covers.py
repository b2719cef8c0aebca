"""Covers in the settings: what they become, what is refused, and how they are proposed."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.config.homes import a, item
from thermo_edge.config.file import parse_settings
from thermo_edge.config.house import house
from thermo_edge.config.proposal import Role
from thermo_edge.config.propose import propose
from thermo_edge.config.writing import Access, written
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import Attribute, DeviceKind, Mode
from thermo_edge.home.inventory import Inventory

ROOM = "weather: weather.home\nrooms: {living_room: {covers: [%s]}}"


def test_a_cover_becomes_a_device_with_its_grant_and_the_sky_is_read() -> None:
    made = parse_settings(ROOM % "{entity: cover.shutter, shades: true, azimuth: 200, spacing: 45, at_most: suggest}")
    built = house(made, made.zone())
    (cover,) = built.rooms[0].covers
    assert (cover.kind, cover.ceiling, cover.switch.attribute) == (DeviceKind.COVER, Mode.SUGGEST, Attribute.POSITION)
    assert cover.shade is not None
    assert (cover.shade.azimuth, cover.shade.position, cover.shade.spacing) == (200.0, 30.0, timedelta(minutes=45))
    assert built.device(cover.entity) == cover
    told = {(sensor.point.entity, sensor.point.attribute) for sensor in built.others}
    assert told == {("weather.home", Attribute.WIND), ("weather.home", Attribute.CLOUD)}


def test_without_a_grant_it_is_only_looked_at() -> None:
    parse_settings(ROOM % "{entity: cover.terrace_awning}")
    made = parse_settings(ROOM % "{entity: cover.shutter}")
    built = house(made, made.zone())
    assert built.rooms[0].covers[0].shade is None
    assert built.others == ()


@pytest.mark.parametrize(
    ("cover", "said"),
    [
        ("{entity: cover.garage_door}", "doors, gates and garages are not moved"),
        ("{entity: cover.driveway_gate}", "doors, gates and garages are not moved"),
        ("{entity: cover.garage_roller_door}", "doors, gates and garages are not moved"),
        ("{entity: cover.garage_shutter}", "doors, gates and garages are not moved"),
        ("{entity: cover.front_door}", "doors, gates and garages are not moved"),
        ("{entity: cover.terrace_awning, shades: true, azimuth: 180}", "an awning is only looked at"),
        ("{entity: switch.shutter}", "a cover is a cover entity"),
        ("{entity: cover.shutter, shades: true}", "give the azimuth of its window"),
        ("{entity: cover.one}, {entity: cover.one}", "cover.one is named twice as a device"),
    ],
)
def test_what_is_refused(cover: str, said: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        parse_settings(ROOM % cover)
    assert any(said in fault for fault in wrong.value.faults)


@pytest.mark.parametrize("name", ["balcony_door_shutter", "front_door_roller", "garage_window_shutter", "garage_blind"])
def test_the_shutter_of_a_balcony_door_may_shade(name: str) -> None:
    parse_settings(ROOM % f"{{entity: cover.{name}, shades: true, azimuth: 180}}")


def test_what_shades_is_proposed_without_a_grant_and_what_one_comes_in_by_is_not() -> None:
    found = propose(
        Inventory(
            (a("living", "Living room"),),
            (
                item("cover.one", "Roller", "living", kind="shutter"),
                item("cover.two", "Markise", "living"),
                item("cover.three", "Garage", "living", kind="garage"),
                item("cover.four", "Gate", "living", kind="gate"),
                item("cover.five", "Something", "living"),
                item("cover.garage_door", "Roller", "living", kind="shutter"),
            ),
        )
    )
    covers = found.of(Role.COVER, found.rooms[0].id)
    assert [(one.entity, one.sure) for one in covers] == [("cover.one", True), ("cover.two", False)]
    text = written(found, Access("http://home.local:8123", Path("token.txt")))
    made = parse_settings(text)
    assert [(cover.entity, cover.shades) for cover in made.rooms[found.rooms[0].id].covers] == [("cover.one", False)]
