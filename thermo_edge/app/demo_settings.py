"""The demo's settings: a file of its own that describes the simulated house, which follows it in all but its things."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from thermo_edge.app.settings_desk import FileSettingsDesk
from thermo_edge.config.file import read_settings
from thermo_edge.config.house import house as described
from thermo_edge.config.of_house import tree_of
from thermo_edge.config.settings import Settings
from thermo_edge.config.versions import write_whole
from thermo_edge.config.watch import SettingsWatch
from thermo_edge.config.yaml_text import block
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import Attribute, EntityId, House, Room
from thermo_edge.home.inventory import Area, Inventory, Item
from thermo_edge.ports import Clock

FILE = "settings.yaml"
HEAD = """# Settings of the demo. The simulated house follows names, currency, comfort, hours, limits, light, ceilings
# and holds; its sensors and devices are made of arithmetic, so other entities are kept here and change nothing.
"""


class DemoSettings:
    """Kept in the demo's folder; `rehouse` brings the house over to what they say."""

    def __init__(self, folder: Path, simulated: House, clock: Clock, rehouse: Callable[[House], None]) -> None:
        self._path, self._simulated, self._rehouse = folder / FILE, simulated, rehouse
        if not self._path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            tree = {"data_folder": ".", **tree_of(simulated)}  # where the commands find its history
            write_whole(self._path, HEAD + "\n".join(block(tree, 0)) + "\n")
        self.desk = FileSettingsDesk(self._path, clock, lambda: inventory(simulated))
        self._watch = SettingsWatch(self._path, self._changed, self.desk.refused)

    def house(self) -> House:
        """As the file says it now; a broken one changes nothing."""
        try:
            return following(self._simulated, read_settings(self._path))
        except SettingsError as error:
            self.desk.refused(error)
            return self._simulated

    def read(self) -> Settings | None:
        """None while the file is broken."""
        try:
            return read_settings(self._path)
        except SettingsError:
            return None

    def look(self) -> None:
        """Once in a while, on the house's thread."""
        self._watch.look()

    def _changed(self, settings: Settings) -> None:
        self._rehouse(following(self._simulated, settings))
        self.desk.took()


def following(simulated: House, settings: Settings) -> House:
    """The simulated house with what settings can change of it."""
    told = described(settings, settings.zone(simulated.zone.key))
    return replace(
        simulated,
        name=told.name,
        currency=told.currency,
        persons=tuple(person for person in simulated.persons if person.id in settings.persons),
        rooms=tuple(_room(room, told.room(room.id)) for room in simulated.rooms),
        hold=told.hold,
        automation_hold=told.automation_hold,
        light_hold=told.light_hold,
        window_delay=told.window_delay,
        away_setback=told.away_setback,
    )


def _room(room: Room, told: Room | None) -> Room:
    if told is None:
        return room
    lighting = replace(told.lighting, dim_for=room.lighting.dim_for)
    return replace(
        room, name=told.name, comfort=told.comfort, limits=told.limits, ceiling=told.ceiling, lighting=lighting
    )


_KINDS = {
    Attribute.TEMPERATURE: "temperature",
    Attribute.HUMIDITY: "humidity",
    Attribute.ILLUMINANCE: "illuminance",
    Attribute.CO2: "carbon_dioxide",
    Attribute.MOTION: "motion",
    Attribute.PRESENCE: "presence",
    Attribute.OPEN: "window",
    Attribute.DOOR: "door",
    Attribute.SMOKE: "smoke",
    Attribute.GAS: "gas",
    Attribute.LEAK: "moisture",
}


def inventory(house: House) -> Inventory:
    """What the simulated home would have in Home Assistant."""
    names = {room.id: room.name for room in house.rooms}
    points = [(sensor.point, sensor.room) for sensor in house.sensors]
    items = {
        point.entity: Item(point.entity, _title(point.entity), room, kind=_KINDS.get(point.attribute))
        for point, room in points
    }
    for device in house.devices:
        items.setdefault(device.entity, Item(device.entity, _title(device.entity), device.place))
    if house.weather:
        items.setdefault(house.weather, Item(house.weather, _title(house.weather)))
    areas = tuple(Area(identifier, name) for identifier, name in names.items())
    return Inventory(areas, tuple(items.values()), house.name)


def _title(entity: EntityId) -> str:
    return entity.partition(".")[2].replace("_", " ").capitalize()
