"""A house as settings: what a file that describes it would say, so that a simulated home has settings, too."""

from typing import Any

from thermo_edge.config.house import SENSORS
from thermo_edge.config.kinds import DAYS
from thermo_edge.config.yaml_text import spans
from thermo_edge.home.comfort import Band, Comfort, Lighting
from thermo_edge.home.house import Device, DeviceKind, House, Room


def tree_of(house: House) -> dict[str, Any]:
    """Its names, entities and comfort; what is as usual is left out."""
    tree: dict[str, Any] = {"name": house.name, "time_zone": house.zone.key, "currency": house.currency}
    if house.location is not None:
        tree |= {"latitude": house.location.latitude, "longitude": house.location.longitude}
    tree["outdoor_temperature"] = house.outdoor.point.entity if house.outdoor else None
    tree["weather"], tree["price"] = house.weather, house.price.point.entity if house.price else None
    if house.alarm is not None:
        panel = {"panel": house.alarm.panel.entity} if house.alarm.panel else {}
        tree["alarm"] = {**panel, "sirens": [siren.entity for siren in house.alarm.sirens]}
    tree["persons"] = {
        person.id: {"name": person.name, "entity": person.entity, **({"user": person.user} if person.user else {})}
        for person in house.persons
    }
    tree["heat_sources"] = {source.id: {"name": source.name} for source in house.sources}
    tree["rooms"] = {room.id: _room(room) for room in house.rooms}
    return {key: value for key, value in tree.items() if value not in (None, {}, [])}


def _room(room: Room) -> dict[str, Any]:
    tree: dict[str, Any] = {"name": room.name}
    for key, attribute in SENSORS.items():
        tree[key] = [sensor.point.entity for sensor in room.sensing(attribute)]
    tree["lamps"] = [_lamp(lamp) for lamp in room.lights]
    tree["heating"] = [_heating(device) for device in room.devices]
    tree["covers"] = [_cover(cover) for cover in room.covers]
    light, usual = room.lighting, Lighting()
    told = {"night": light.night, "off_after": light.off_after.total_seconds() / 60}
    tree["lighting"] = told if light != usual else []
    tree |= _comfort(room.comfort)
    return {key: value for key, value in tree.items() if value != []}


def _lamp(lamp: Device) -> dict[str, Any]:
    whites = {"warmest": lamp.colours[0], "coldest": lamp.colours[1]} if lamp.colours else {}
    return {"entity": lamp.entity, **({} if lamp.dims else {"dims": False}), **whites}


def _heating(device: Device) -> dict[str, Any]:
    told: dict[str, Any] = {"entity": device.entity}
    if not device.heats:
        told["heats"] = False
    if device.cools:
        told["cools"] = True
    if device.source:
        told["source"] = device.source
    return told | ({"switch_off": device.failsafe.value} if device.kind is DeviceKind.DUTY else {})


def _cover(cover: Device) -> dict[str, Any]:
    shade = cover.shade
    return {"entity": cover.entity} | ({"shades": True, "azimuth": shade.azimuth} if shade else {})


def _comfort(comfort: Comfort) -> dict[str, Any]:
    def band(one: Band) -> dict[str, float]:
        return {"low": one.low, "high": one.high}

    hours = [
        {"days": spans([DAYS[day] for day in span.days]), "from": f"{span.start:%H:%M}", "to": f"{span.end:%H:%M}"}
        for span in comfort.hours
    ]
    return {"comfort": band(comfort.comfort), "setback": band(comfort.setback), "hours": hours}
