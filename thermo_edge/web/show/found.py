"""What was found in a home, as set-up shows it: room by room, the unsure first, each with how sure it is and why."""

from collections import Counter
from dataclasses import dataclass

from thermo_edge.config.could_be import could_be
from thermo_edge.config.proposal import Found, Role, Why
from thermo_edge.config.setup_desk import GUEST, LIVES_HERE, OWNER, Answers, Met, key_of, ticked
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

SURE, LIKELY = 0.9, 0.75

_FROM = N_("From your Home Assistant areas: {count} entities read, {used} used. Nothing is switched until you say so.")

ROLES = {
    Role.TEMPERATURE: (N_("Temperature"), "device_thermostat"),
    Role.HUMIDITY: (N_("Humidity"), "humidity_percentage"),
    Role.ILLUMINANCE: (N_("Brightness"), "light_mode"),
    Role.CO2: (N_("CO₂"), "co2"),
    Role.MOTION: (N_("Motion"), "directions_walk"),
    Role.PRESENCE: (N_("Presence"), "person"),
    Role.WINDOW: (N_("Window"), "window"),
    Role.DOOR: (N_("Outer door"), "door_front"),
    Role.LOCK: (N_("Lock"), "lock"),
    Role.SMOKE: (N_("Smoke"), "detector_smoke"),
    Role.GAS: (N_("Gas"), "detector_co"),
    Role.LEAK: (N_("Water leak"), "water_drop"),
    Role.LAMP: (N_("Light"), "lightbulb"),
    Role.HEATING: (N_("Heating or cooling"), "mode_heat"),
    Role.COVER: (N_("Blind or shutter"), "blinds"),
    Role.OUTDOOR: (N_("Temperature outside"), "thermostat"),
    Role.WEATHER: (N_("Weather forecast"), "partly_cloudy_day"),
    Role.PRICE: (N_("Electricity price"), "payments"),
    Role.PERSON: (N_("Person"), "person"),
    Role.PANEL: (N_("Alarm panel"), "shield"),
    Role.SIREN: (N_("Siren"), "campaign"),
    Role.HEAT_SOURCE: (N_("Shared heat source"), "mode_heat"),
}

RIGHTS = {
    LIVES_HERE: N_("Lives here"),
    OWNER: N_("Lives here, may change settings"),
    GUEST: N_("Guest: not counted, sees no pages"),
}
"""What a person may be; who has no user at Home Assistant gets rights with a key."""

_WITHOUT_USER = {LIVES_HERE: N_("Lives here"), GUEST: N_("Guest: not counted")}

WHY = {
    Why.CLASS: N_("Home Assistant says what it is"),
    Why.AREA_SAYS: N_("the area names it"),
    Why.NAME: N_("only its name says so"),
    Why.NAME_PLACES: N_("it has no area, but its name names the room"),
    Why.VALVE: N_("it sits at the radiator, where it is warmer than in the room"),
    Why.WARMS_ITSELF: N_("it is in a plug or lamp, which warms itself"),
    Why.DETECTOR: N_("it is in a detector at the ceiling or on the floor"),
    Why.AT_CONTACT: N_("it is in a contact at a window or door"),
    Why.ODD_VALUE: N_("what it says now is unlikely for a room"),
    Why.OCCUPANCY: N_("it tells occupancy; taken as a motion sensor, which promises less"),
    Why.CAMERA: N_("cameras take shadows for motion"),
    Why.INNER_DOOR: N_("it may be a door inside the house"),
    Why.WHICH_OPENING: N_("it may be a window or a door"),
    Why.GARAGE: N_("it is the door of a garage"),
    Why.GUESSED: N_("a thermostat guesses it from its own temperature"),
    Why.SWITCH: N_("it is a bare switch, and only its name says that it heats"),
    Why.STEERED: N_("a thermostat in this room probably steers it"),
    Why.GROUP: N_("it stands for all its members"),
    Why.OVERLAP: N_("some of its lamps are in another group"),
    Why.ODD_LAMP: N_("its name is not that of a lamp to see by"),
    Why.ANOTHER: N_("there is a better one"),
    Why.OWN_THERMOMETER: N_("the room has no other thermometer"),
    Why.FORECAST: N_("there is no thermometer outside"),
    Why.CENTS: N_("it counts in cents"),
    Why.SHARED: N_("only its name says that it heats the house"),
    Why.NOWHERE: N_("nothing tells where they are"),
    Why.CONFIRMED: N_("you said so"),
    Why.DENIED: N_("you said no"),
}


@dataclass(frozen=True)
class Group:
    """A room, or something of the house, with what is in it."""

    key: str
    title: str
    symbol: str
    found: tuple[Found, ...]
    room: bool = True

    @property
    def sure(self) -> bool:
        return all(one.confidence >= SURE for one in self.found)


def groups(met: Met, answers: Answers) -> tuple[Group, ...]:
    """The rooms; those with something to check first."""
    made = [
        Group(room.id, answers.names.get(room.id) or room.name, "meeting_room", _of_room(met, answers, room.id))
        for room in met.proposal.rooms
    ]
    return tuple(sorted(made, key=lambda group: all(one.sure for one in group.found)))


def _of_room(met: Met, answers: Answers, room: str) -> tuple[Found, ...]:
    here = [one for one in met.proposal.found if one.room and _room(one, answers) == room]
    return tuple(sorted(here, key=lambda one: list(Role).index(one.role)))


def _room(one: Found, answers: Answers) -> str | None:
    """In which card it stands: also what was said to belong to the house stays where it was found."""
    return answers.rooms.get(key_of(one), one.room)


def of_house(met: Met) -> tuple[Group, ...]:
    """People, and what belongs to no room."""
    parts = (
        ("persons", N_("People"), "group", (Role.PERSON,)),
        ("outdoors", N_("Outdoors"), "partly_cloudy_day", (Role.OUTDOOR, Role.WEATHER)),
        ("energy", N_("Heat and energy"), "mode_heat", (Role.HEAT_SOURCE, Role.PRICE)),
        ("alarm", N_("Alarm"), "shield", (Role.PANEL, Role.SIREN)),
    )
    made = (
        Group(key, title, symbol, tuple(one for one in met.proposal.found if one.role in roles), room=False)
        for key, title, symbol, roles in parts
    )
    return tuple(group for group in made if group.found)


def headline(met: Met, answers: Answers, words: Words) -> tuple[str, str]:
    """What was found in a sentence, and what it was found in."""
    rooms = len(met.proposal.rooms)
    check = len([one for one in met.proposal.found if one.room and not one.sure and key_of(one) not in answers.ticks])
    found = words.say(N_("1 room found.")) if rooms == 1 else words.say(N_("{count} rooms found."), count=float(rooms))
    if not rooms:
        found = words.say(N_("No rooms found: give your things an area in Home Assistant."))
    many = words.say(N_("{count} things to check."), count=float(check))
    things = words.say(N_("1 thing to check.")) if check == 1 else many
    used = len({one.entity for one in met.proposal.found if ticked(one, answers)})
    told = words.say(_FROM, count=float(met.entities), used=float(used))
    return f"{found} {things}" if check else found, told


def sureness(one: Found, role: Role, words: Words) -> str:
    """A word and a percentage; nothing is surer than what a person said."""
    if role is not one.role:
        return words.say(N_("As you said"))
    word = N_("Sure") if one.confidence >= SURE else N_("Likely") if one.confidence >= LIKELY else N_("Unsure")
    return f"{words.say(word)} {one.confidence * 100:.0f} %"


def because(one: Found, role: Role, words: Words) -> str:
    """What its role rests on; with the role itself where there is no other to choose."""
    why = words.say(WHY[one.why if role is one.role else Why.CONFIRMED])
    return why if len(could_be(one)) > 1 else f"{words.say(ROLES[role][0])} · {why}"


def rights_of(one: Found, words: Words) -> list[tuple[str, str]]:
    """What this person can be, to choose from."""
    return [(right, words.say(name)) for right, name in (RIGHTS if one.user else _WITHOUT_USER).items()]


def counted(found: tuple[Found, ...], words: Words) -> str:
    """What a folded room has: Light × 2, Temperature."""
    counts = Counter(one.role for one in found)
    named = {words.say(ROLES[role][0]): count for role, count in counts.items()}
    return ", ".join(f"{name} × {count}" if count > 1 else name for name, count in named.items())
