"""What is proposed for a home: which entity is what, where, how surely and why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from thermo_edge.home.house import EntityId

SURE = 0.75
"""So sure is taken without asking."""

WORTH_ASKING = 0.3
"""What is less sure is not even asked about."""


class Role(StrEnum):
    """What an entity may be, named as in the settings."""

    TEMPERATURE = "temperature"
    HUMIDITY = "humidity"
    ILLUMINANCE = "illuminance"
    CO2 = "co2"
    MOTION = "motion"
    PRESENCE = "presence"
    WINDOW = "windows"
    DOOR = "doors"
    LOCK = "locks"
    SMOKE = "smoke"
    GAS = "gas"
    LEAK = "leaks"
    LAMP = "lamps"
    HEATING = "heating"
    COVER = "covers"
    OUTDOOR = "outdoor_temperature"
    WEATHER = "weather"
    PRICE = "price"
    PERSON = "persons"
    PANEL = "panel"
    SIREN = "sirens"
    HEAT_SOURCE = "heat_sources"


OF_HOUSE = frozenset({Role.OUTDOOR, Role.WEATHER, Role.PRICE, Role.PERSON, Role.PANEL, Role.SIREN, Role.HEAT_SOURCE})
"""The roles that need no room."""

ONLY_ONE = frozenset({Role.OUTDOOR, Role.WEATHER, Role.PRICE, Role.PANEL})

ACTS = frozenset({Role.LAMP, Role.HEATING, Role.COVER})
"""What in a room is commanded, so that a wrong guess would be felt."""


class Why(StrEnum):
    """What a proposal rests on."""

    CLASS = "class"
    AREA_SAYS = "area_says"
    NAME = "name"
    NAME_PLACES = "name_places"
    VALVE = "valve"
    WARMS_ITSELF = "warms_itself"
    DETECTOR = "detector"
    AT_CONTACT = "at_contact"
    ODD_VALUE = "odd_value"
    OCCUPANCY = "occupancy"
    CAMERA = "camera"
    INNER_DOOR = "inner_door"
    WHICH_OPENING = "which_opening"
    GARAGE = "garage"
    GUESSED = "guessed"
    SWITCH = "switch"
    STEERED = "steered"
    GROUP = "group"
    OVERLAP = "overlap"
    ODD_LAMP = "odd_lamp"
    ANOTHER = "another"
    OWN_THERMOMETER = "own_thermometer"
    FORECAST = "forecast"
    CENTS = "cents"
    SHARED = "shared"
    NOWHERE = "nowhere"
    CONFIRMED = "confirmed"
    DENIED = "denied"


SENTENCES = {
    Why.CLASS: "Home Assistant says what it is",
    Why.AREA_SAYS: "the area names it",
    Why.NAME: "only its name says so",
    Why.NAME_PLACES: "it has no area, but its name names the room",
    Why.VALVE: "it sits at the radiator, where it is warmer than in the room",
    Why.WARMS_ITSELF: "it is in a plug or lamp, which warms itself",
    Why.DETECTOR: "it is in a detector at the ceiling or on the floor",
    Why.AT_CONTACT: "it is in a contact at a window or door",
    Why.ODD_VALUE: "what it says now is unlikely for a room",
    Why.OCCUPANCY: "it tells occupancy; taken as a motion sensor, which promises less",
    Why.CAMERA: "cameras take shadows for motion",
    Why.INNER_DOOR: "it may be a door inside the house",
    Why.WHICH_OPENING: "it may be a window or a door",
    Why.GARAGE: "it is the door of a garage",
    Why.GUESSED: "a thermostat guesses it from its own temperature",
    Why.SWITCH: "it is a bare switch, and only its name says that it heats",
    Why.STEERED: "a thermostat in this room probably steers it",
    Why.GROUP: "it stands for all its members",
    Why.OVERLAP: "some of its lamps are in another group",
    Why.ODD_LAMP: "its name is not that of a lamp to see by",
    Why.ANOTHER: "there is a better one",
    Why.OWN_THERMOMETER: "the room has no other thermometer",
    Why.FORECAST: "there is no thermometer outside",
    Why.CENTS: "it counts in cents",
    Why.SHARED: "only its name says that it heats the house",
    Why.NOWHERE: "nothing tells where they are",
    Why.CONFIRMED: "you said so",
    Why.DENIED: "you said no",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One entity in one role; `room` is None for what belongs to the house."""

    entity: EntityId
    name: str
    role: Role
    confidence: float
    why: Why
    room: str | None = None
    dims: bool = False
    kelvin: tuple[float, float] | None = None
    heats: bool = True
    cools: bool = False
    user: str | None = None

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class RoomFound:
    """An area that is a room."""

    id: str
    name: str
    area: str


@dataclass(frozen=True)
class Proposal:
    """For a whole home, the best first within each role."""

    name: str = ""
    language: str = "en"
    rooms: tuple[RoomFound, ...] = ()
    found: tuple[Found, ...] = ()
    unplaced: tuple[EntityId, ...] = ()  # what would be of use if it had an area

    def of(self, role: Role, room: str | None = None) -> tuple[Found, ...]:
        return tuple(one for one in self.found if one.role is role and one.room == room)

    @property
    def unsure(self) -> tuple[Found, ...]:
        """What a person should look at."""
        return tuple(one for one in self.found if not one.sure and one.why is not Why.DENIED)

    def answered(self, says: Callable[[Found], bool]) -> "Proposal":
        """After a person was asked about everything unsure; of what there is only one of, yes displaces the former."""
        found: list[Found] = []
        for one in self.found:
            if one.sure:
                found.append(one)
                continue
            yes = says(one)
            if yes and one.role in ONLY_ONE:
                found = [_displaced(other) if other.role is one.role else other for other in found]
            found.append(replace(one, confidence=1.0 if yes else 0.0, why=Why.CONFIRMED if yes else Why.DENIED))
        return replace(self, found=tuple(found))


def _displaced(one: Found) -> Found:
    return replace(one, confidence=min(one.confidence, 0.5), why=Why.ANOTHER) if one.sure else one
