"""What is wrong with this installation and how to mend it: small functions from facts to lines."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from thermo_edge.app.facts import MISSING_LIBRARY, HomeFacts, MachineFacts, PageFacts, StoreFacts
from thermo_edge.app.setup import FLOOR, new_enough
from thermo_edge.errors import SettingsError
from thermo_edge.home.house import Attribute, DeviceKind, House, Point, Room
from thermo_edge.home.shared_thermometers import sharing
from thermo_edge.home.snapshot import Quality, Reading

STALE = timedelta(hours=6)
"""A thermometer that has said nothing for so long tells nothing."""

CLOCK_OFF, CLOCK_WRONG = timedelta(seconds=5), timedelta(seconds=60)
MEGABYTE, GIGABYTE = 1_000_000, 1_000_000_000
DISK_LOW, DISK_FULL = GIGABYTE, 200 * MEGABYTE
MEMORY_LOW = 700 * MEGABYTE

_SWITCHABLE = frozenset({"switch", "input_boolean", "valve", "fan", "light", "siren"})


class Level(StrEnum):
    OK = "ok"
    CHECK = "check"
    MEND = "mend"


class Line(NamedTuple):
    """One finding, with what to do about it."""

    level: Level
    text: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.level:<6}{self.text}" + (f"\n      {self.advice}" if self.advice else "")


def ok(text: str) -> Line:
    return Line(Level.OK, text)


def check(text: str, advice: str) -> Line:
    return Line(Level.CHECK, text, advice)


def mend(text: str, advice: str) -> Line:
    return Line(Level.MEND, text, advice)


def verdict(lines: Iterable[Line]) -> str:
    """All of it in one sentence."""
    levels = [line.level for line in lines]
    bad, odd = levels.count(Level.MEND), levels.count(Level.CHECK)
    if bad:
        return f"{bad} to mend" + (f", {odd} to look at." if odd else ".")
    return f"All is well; {odd} to look at." if odd else "All is well."


# --- settings -------------------------------------------------------------------------------------------------------


def settings(fault: SettingsError | None) -> list[Line]:
    if fault is None:
        return [ok("The settings can be read.")]
    return [mend(f"{fault.source}: {one}", "Correct that line; the other checks wait for it.") for one in fault.faults]


def rooms(house: House) -> list[Line]:
    """Rooms that cannot be kept warm, and those that are only watched."""
    if not house.rooms:
        return [mend("The settings name no room.", "Run thermo-edge setup, or write the rooms into the settings.")]
    blind = [room.name for room in house.rooms if room.devices and not _measured(room)]
    cold = [room.name for room in house.rooms if not room.devices]
    lines = [
        check(f"{name} has a heater and no thermometer: it cannot be kept warm.", "Name one under its temperature.")
        for name in blind
    ]
    lines += _shared_thermometers(house)
    if cold:
        lines.append(ok(f"Nothing in the settings heats {', '.join(cold)}: only watched."))
    return lines


def _shared_thermometers(house: House) -> Iterable[Line]:
    """Of rooms with one thermometer all but the one that it hangs in are heated for a room that they are not."""
    for point, rooms in sharing(house).items():
        names = " and ".join(room.name for room in rooms)
        text = f"{names} go by the same thermometer, {point.entity}."
        yield check(
            text, "Where it does not hang it may get far too cold: give each its own, or leave it to the thermostat."
        )


def _measured(room: Room) -> bool:
    """A thermostat has a thermometer of its own."""
    own = any(device.kind is DeviceKind.THERMOSTAT for device in room.devices)
    return own or bool(room.sensing(Attribute.TEMPERATURE))


# --- the home -------------------------------------------------------------------------------------------------------


def reached(home: HomeFacts) -> list[Line]:
    """Address, token, version, units."""
    if home.fault is not None:
        return [mend(*_split(str(home.fault)))]
    lines = []
    if new_enough(home.version):
        lines.append(ok(f"Home Assistant {home.version} answers, and the token is accepted."))
    else:
        wanted = ".".join(map(str, FLOOR))
        lines.append(mend(f"Home Assistant {home.version} is too old.", f"Update it to {wanted} or newer."))
    if not home.administrator:
        lines.append(
            mend(
                "The token belongs to a user who is no administrator.",
                "Log in to Home Assistant as administrator and make a long-lived token on the profile page.",
            )
        )
    lines.append(ok(f"It shows {'°C' if home.celsius else '°F, which is converted'}."))
    return lines


def _split(sentence: str) -> tuple[str, str]:
    """Our sentences say what is wrong, a colon, and what to do."""
    what, _, advice = sentence.partition(": ")
    return f"{what}.", f"{advice[:1].upper()}{advice[1:]}" if advice else "Look at the settings under home_assistant."


def clock(home: HomeFacts) -> list[Line]:
    seconds = home.ahead.total_seconds()
    if abs(home.ahead) <= CLOCK_OFF:
        return [ok("This computer's clock and Home Assistant's agree.")]
    text = f"Home Assistant's clock is {abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} this computer's."
    advice = "Set both by the network (NTP)."
    return [mend(text, advice) if abs(home.ahead) > CLOCK_WRONG else check(text, advice)]


def entities(house: House, home: HomeFacts) -> list[Line]:
    """Whether each is there, of the right kind, and fresh."""
    named = _named(house)
    wrong: dict[Point, Line] = {}
    for point, name in named:
        reading = home.readings.get(point)
        line = None if reading is None else entity(point, name, reading, home)
        if line is not None:
            wrong[point] = line
    for device in house.devices:
        if device.kind is DeviceKind.DUTY and device.entity.partition(".")[0] not in _SWITCHABLE:
            advice = "Name a switch or a valve, or a climate entity."
            wrong[device.switch] = mend(f"{device.entity} cannot be switched.", advice)
    everything = {point.entity for point, _ in named}
    well = len(everything) - len({point.entity for point in wrong})
    return [ok(f"{well} of {len(everything)} entities are as they should be."), *wrong.values()]


def _named(house: House) -> list[tuple[Point, str]]:
    """Every point that matters, with the room that it is of."""
    sensors = [(s.point, house.place_name(s.room) if s.room else "house") for s in house.sensors]
    devices = [(device.switch, house.place_name(device.place)) for device in house.devices]
    return [*sensors, *devices]


def entity(point: Point, where: str, reading: Reading, home: HomeFacts) -> Line | None:
    """What is wrong with one; None where nothing is."""
    name, kind = f"({where}) {point.entity}", str(point.attribute).replace("_", " ")
    said = home.said.get(point.entity, "")
    if reading.quality is Quality.MISSING:
        return mend(f"{name} is not in Home Assistant.", "Correct its name in the settings, or take it out.")
    if reading.quality is Quality.UNAVAILABLE:
        return check(f"{name} does not answer now.", "Look after its battery, its radio or its integration.")
    silent = reading.quality is Quality.UNKNOWN and said.split(" ")[0] in _NOTHING
    if reading.quality in (Quality.IMPOSSIBLE, Quality.UNKNOWN) and not silent:
        return mend(f"{name} says “{said}”, which is no {kind}.", "Name another entity there.")
    if silent:
        return check(f"{name} has no value yet.", "Wait for it to report, or look after it.")
    if point.attribute in (Attribute.TEMPERATURE, Attribute.SURFACE) and home.at and home.at - reading.reported > STALE:
        hours = (home.at - reading.reported).total_seconds() / 3600
        return check(f"{name} has said nothing for {hours:.0f} h.", "Look after its battery or its radio.")
    return None


_NOTHING = frozenset({"unknown", "unavailable", ""})


def peers(home: HomeFacts, store: StoreFacts) -> list[Line]:
    """Whether another Thermo Edge has the same home."""
    others = home.programs - {store.instance or ""}
    if others:
        return [
            mend(
                f"Another Thermo Edge has this home ({', '.join(sorted(others))}).",
                "Two would fight: end the one that you do not want.",
            )
        ]
    ours = store.instance is not None and store.instance in home.programs
    return [ok("The program of this house runs." if ours else "No other Thermo Edge has this home.")]


# --- here -----------------------------------------------------------------------------------------------------------


def database(store: StoreFacts) -> list[Line]:
    lines: list[Line] = []
    if store.fault is not None:
        lines.append(mend(*_split(store.fault)))
    elif not store.exists:
        lines.append(ok(f"There is no database yet; it will be {store.path}."))
    else:
        lines.append(
            ok(f"The database is sound ({store.size / MEGABYTE:.1f} MB)" + (" and in use." if store.in_use else "."))
        )
    if store.older:
        lines.append(ok("It was written by an older version; it is brought up at the next start, and a copy is kept."))
    if not store.writable:
        lines.append(
            mend(
                f"{store.path.parent} cannot be written to.",
                "Give this user the right to, or name another data_folder.",
            )
        )
    free = f"{store.free / GIGABYTE:.1f} GB are free on its disk."
    if store.free < DISK_FULL:
        lines.append(mend(free, "Make room; with a full disk nothing can be remembered."))
    else:
        lines.append(check(free, "Make room soon.") if store.free < DISK_LOW else ok(free))
    return lines


def page(facts: PageFacts, store: StoreFacts) -> list[Line]:
    if facts.free or facts.port == 0:
        return [ok(f"The page's port {facts.port or '(any)'} is free.")]
    if store.in_use:
        return [ok(f"The page's port {facts.port} is in use, by the program that runs.")]
    return [mend(f"Port {facts.port} of the page is in use by something else.", "Name another one under page: port.")]


_WITHOUT = {"torch": "only a home's own network, learned at night, would need it"}


def machine(facts: MachineFacts) -> list[Line]:
    text = f"{facts.cores} cores, {facts.memory / GIGABYTE:.1f} GB of memory, {facts.architecture}."
    small = 0 < facts.memory < MEMORY_LOW
    lines = [check(text, "It is enough for the plain rules; leave learning off.") if small else ok(text)]
    if facts.architecture in ("armv6l", "armv7l", "i686"):
        lines.append(check("This is a 32-bit system.", "Learned models need a 64-bit one; the plain rules run."))
    for name, status in facts.libraries.items():
        if status == 0:
            lines.append(ok(f"{name} can be loaded."))
        elif status == MISSING_LIBRARY:
            lines.append(ok(f"{name} is not installed; {_WITHOUT.get(name, 'the plain rules run without it')}."))
        else:
            how = "took too long" if status is None else f"ended with {status}"
            lines.append(
                check(f"Loading {name} {how} in a child process.", "The plain rules run; take it out or update it.")
            )
    return lines
