"""Names for what has none: sensors by what they are and where, and somebody by who looks at the page."""

from dataclasses import replace
from datetime import datetime

from thermo_edge.climate import compensation, surfaces
from thermo_edge.home.house import Attribute, EntityId, House
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import SOMEBODY, Actor, ActorKind, Decision, Notice
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

_NAMES = {
    Attribute.OPEN: N_("Window in {room}"),
    Attribute.DOOR: N_("Door in {room}"),
    Attribute.LOCKED: N_("Lock in {room}"),
    Attribute.TAMPER: N_("Tamper contact in {room}"),
    Attribute.MOTION: N_("Motion sensor in {room}"),
    Attribute.SMOKE: N_("Smoke detector in {room}"),
    Attribute.GAS: N_("Gas detector in {room}"),
    Attribute.LEAK: N_("Water detector in {room}"),
}
SYMBOLS = {
    Attribute.OPEN: "window",
    Attribute.DOOR: "door_front",
    Attribute.LOCKED: "lock",
    Attribute.MOTION: "directions_walk",
    Attribute.SMOKE: "detector_smoke",
    Attribute.GAS: "detector_smoke",
    Attribute.LEAK: "water_drop",
}
"""The icon of what the alarm looks at."""

_ASKED_HERE = frozenset({Code.WISHED, Code.UNDONE, Code.LAMP_WISHED, Code.ARM_WISHED, Code.DISARM_WISHED})
"""What comes through the desk only: a nameless person who did it did it on a page."""

_BY_NAME = frozenset(
    {
        Code.STANDS_OPEN,
        Code.NOT_ANSWERING,
        Code.ARM_REFUSED,
        Code.CAME_BACK_OPEN,
        Code.WATCH_SILENT,
        Code.SMOKE,
        Code.GAS,
        Code.LEAK,
    }
)
"""Where a person looks for the thing, not for its entry in the settings."""


def thing(entity: EntityId, house: House, words: Words) -> str:
    """Window in Kitchen; with its id where there are several, and the id alone of what has no such name."""
    sensor = next((s for s in house.sensors if s.point.entity == entity and s.point.attribute in _NAMES), None)
    if sensor is None or sensor.room is None:
        return entity
    attribute = sensor.point.attribute
    name = words.say(_NAMES[attribute], room=words.place_name(house, sensor.room))
    alike = {s.point.entity for s in house.sensors if (s.room, s.point.attribute) == (sensor.room, attribute)}
    return name if len(alike) == 1 else f"{name} ({entity})"


def who(actor: Actor, words: Words, *, here: bool = False) -> str:
    """A person's name; a nameless one is "you" for what is asked `here`, on the page."""
    return words.say(N_("You")) if here and actor == SOMEBODY else words.actor(actor)


def why(reason: Reason, house: House, words: Words, now: datetime | None = None) -> str:
    """The sentence of a reason as it is read `now`, with things and people by name."""
    return words.why(_named(reason, house, words), house, now)


def whys(decision: Decision, house: House, words: Words, now: datetime | None = None) -> tuple[str, ...]:
    """Why a decision is as it is, a sentence each; of a bare switch also for how much of its cycle it is on."""
    request = decision.request
    told = [why(request.reason, house, words, now)]
    duty, device = request.reason.get("duty"), house.device(request.point.entity)
    if isinstance(duty, float) and 0.0 < duty < 1.0 and device is not None:
        cycle = device.cycle.total_seconds()
        told.append(words.say(N_("Its switch is on for {share} of every {after}"), share=duty, after=cycle))
    asides = (*surfaces.because(request.reason), *compensation.because(request.reason))
    told += [why(aside, house, words) for aside in asides]
    if decision.because is not None:
        told.append(why(decision.because, house, words, now))
    return tuple(told)


def notice(told: Notice, house: House, words: Words) -> tuple[str, str]:
    """Title and text of a notice, with things by name where the alarm looks at them."""
    if told.reason.code in _BY_NAME:
        names = tuple(EntityId(thing(entity, house, words)) for entity in told.entities)
        told = replace(told, reason=_named(told.reason, house, words), entities=names)
    return words.notice(told, house)


def _named(reason: Reason, house: House, words: Words) -> Reason:
    entities = reason.get("entity")
    if reason.code in _BY_NAME and isinstance(entities, str):
        names = (thing(EntityId(entity), house, words) for entity in entities.split(", "))
        reason = reason.with_facts(entity=", ".join(names))
    nameless = reason.get("who") == "" and reason.get("kind") in (None, ActorKind.PERSON.value)
    return reason.with_facts(who=words.say(N_("You"))) if nameless and reason.code in _ASKED_HERE else reason
