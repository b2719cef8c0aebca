"""What a person would say first about the house: one or two short sentences, and one line below them."""

from collections.abc import Sequence
from dataclasses import dataclass

from thermo_edge.home.house import Attribute, Mode
from thermo_edge.home.memory import Guarding
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code
from thermo_edge.home.view import HouseView, RoomView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.health import connecting

COOL_BY = 0.5
"""K below the comfort band that nobody calls cold; a thermostat swings as much."""

_HEATS = 0.005
"""The least share of a heater's time or power that is called heating."""


_HAZARDS = {
    Attribute.SMOKE: N_("There is smoke: {room}."),
    Attribute.GAS: N_("There is gas: {room}."),
    Attribute.LEAK: N_("There is water: {room}."),
}
_HOME = {
    Presence.PRESENT: N_("Someone is home."),
    Presence.ABSENT: N_("Nobody is home."),
    Presence.UNKNOWN: N_("Whether anyone is home is not known."),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """Sentences in large type, and what stands below them."""

    sentences: tuple[str, ...]
    below: tuple[str, ...] = ()
    note: str = ""  # that this is a demo


def headline(view: HouseView, words: Words, answers: bool = True) -> Headline:
    """The house in two sentences; `answers` is whether its loop still comes round."""
    if not answers:
        return Headline((words.say(N_("The house does not answer.")), words.say(N_("This is what was last known."))))
    if not view.rooms:
        return Headline((words.say(N_("No rooms yet.")),), (words.say(N_("Rooms come from the settings file.")),))
    danger = _danger(view, words)
    if connecting(view):
        link = words.say(N_("Connecting to Home Assistant."))
        return Headline((danger, link) if danger else (link,))
    if not view.health.link_ready:
        silent = words.say(N_("Home Assistant does not answer."))
        return Headline((danger, silent) if danger else (silent, words.say(N_("This is what was last known."))))
    first = danger or _warmth(view, words)
    second = _open_windows(view.rooms, words) or _silent(view.rooms, words) or _watching(view, words)
    sentences = (first, second) if second else (first,)
    return Headline(sentences, tuple(said for said in _below(view, words) if said not in sentences))


def observes_all(view: HouseView) -> bool:
    """Whether nothing at all is sent to any device."""
    modes = [*(room.mode for room in view.rooms), *(source.mode for source in view.sources)]
    modes += [room.lamps.mode for room in view.rooms if room.lamps is not None]
    modes += [view.alarm.mode] if view.alarm is not None else []
    return view.observe_everything or (bool(modes) and all(mode is Mode.OBSERVE for mode in modes))


def heats(room: RoomView) -> bool:
    return room.heating is not None and room.heating > _HEATS


def _danger(view: HouseView, words: Words) -> str:
    """Smoke, intruders, and a room that is dangerously cold or hot come before everything else."""
    guarded = _alarm(view, words)
    if guarded:
        return guarded
    for notice in view.notices:
        place, value = notice.reason.get("room"), notice.reason.get("temperature")
        if notice.until is None and notice.reason.code in {Code.FROST, Code.OVERHEAT} and isinstance(place, str):
            name = next((room.name for room in view.rooms if room.id == place), place)
            return words.say(N_("{room} is at {temperature}."), room=name, temperature=value)
    return ""


def _alarm(view: HouseView, words: Words) -> str:
    alarm = view.alarm
    if alarm is None:
        return ""
    hazard = next((trip for kind in _HAZARDS for trip in alarm.hazards if trip.point.attribute is kind), None)
    if hazard is not None:
        rooms = (sensor.room for sensor in view.house.sensors if sensor.point == hazard.point and sensor.room)
        room = next((words.place_name(view.house, room) for room in rooms), hazard.point.entity)
        return words.say(_HAZARDS[hazard.point.attribute], room=room)
    if alarm.alerts:
        return words.say(N_("Somebody came in."))
    if alarm.state is Guarding.ENTRY and alarm.until is not None:
        return words.say(N_("Disarm the alarm by {until}."), until=alarm.until.timestamp())
    return ""


def _warmth(view: HouseView, words: Words) -> str:
    rooms = view.rooms
    known = [room for room in rooms if room.temperature is not None and not room.stale and room.band is not None]
    if not known:
        return words.say(N_("No temperature is known yet."))
    if all(room.presence is Presence.ABSENT for room in rooms):
        return words.say(N_("Nobody is home."))
    here = [room for room in known if room.presence is Presence.PRESENT]
    judged = [room for room in here or known if not room.window_open]
    return (
        _too_cool([room for room in judged if _cool(room)], words)
        or _too_hot([room for room in judged if _hot(room, view)], words)
        or words.say(N_("Warm where you are.") if here else N_("Every room is as warm as wanted."))
    )


def _cool(room: RoomView) -> bool:
    return room.temperature is not None and room.band is not None and room.temperature < room.band.low - COOL_BY


def _hot(room: RoomView, view: HouseView) -> bool:
    found = view.house.room(room.id)
    return found is not None and room.temperature is not None and room.temperature > found.comfort.cool_above


def _too_cool(rooms: Sequence[RoomView], words: Words) -> str:
    if not rooms:
        return ""
    warming = all(heats(room) for room in rooms)
    if len(rooms) == 1:
        one = N_("{room} is warming up.") if warming else N_("{room} is cooler than wanted.")
        return words.say(one, room=rooms[0].name)
    many = N_("{count} rooms are warming up.") if warming else N_("{count} rooms are cooler than wanted.")
    return words.say(many, count=len(rooms))


def _too_hot(rooms: Sequence[RoomView], words: Words) -> str:
    if not rooms:
        return ""
    warmest = max(rooms, key=lambda room: room.temperature or 0.0)
    return words.say(N_("{room} is at {temperature}."), room=warmest.name, temperature=warmest.temperature)


def _open_windows(rooms: Sequence[RoomView], words: Words) -> str:
    opened = [room for room in rooms if room.window_open]
    if len(opened) == 1:
        return words.say(N_("{room} has a window open."), room=opened[0].name)
    return words.say(N_("{count} rooms have a window open."), count=len(opened)) if opened else ""


def _silent(rooms: Sequence[RoomView], words: Words) -> str:
    silent = [room for room in rooms if room.stale]
    if len(silent) == 1:
        return words.say(N_("{room} does not report."), room=silent[0].name)
    return words.say(N_("{count} rooms do not report."), count=len(silent)) if silent else ""


def _watching(view: HouseView, words: Words) -> str:
    return words.say(N_("Nothing is sent to any device.")) if observes_all(view) else ""


def _below(view: HouseView, words: Words) -> tuple[str, ...]:
    found = [words.say(_HOME[view.rooms[0].presence])]
    if any(room.heating is not None for room in view.rooms):
        count = sum(heats(room) for room in view.rooms)
        sentence = {0: N_("No room is heating."), 1: N_("One room is heating.")}.get(count)
        found.append(words.say(sentence or N_("{count} rooms are heating."), count=count))
    if view.outdoor is not None:
        found.append(words.say(N_("Outside {temperature}."), temperature=view.outdoor))
    return tuple(found)
