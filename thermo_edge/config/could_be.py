"""What else an entity could be, where a person says that it was taken for the wrong thing."""

from dataclasses import replace

from thermo_edge.config.proposal import OF_HOUSE, Found, Role, Why

_CONTACTS = (Role.MOTION, Role.PRESENCE, Role.WINDOW, Role.DOOR, Role.SMOKE, Role.GAS, Role.LEAK)
_SWITCHED = (Role.HEATING, Role.HEAT_SOURCE, Role.LAMP, Role.SIREN)
_MEASURED = (Role.TEMPERATURE, Role.OUTDOOR)

_FAMILIES = {"binary_sensor": _CONTACTS, "switch": _SWITCHED, "input_boolean": _SWITCHED, "sensor": _MEASURED}
"""By domain; what a sensor measures is told by its unit, so of those only thermometers are a matter of place."""


def could_be(one: Found) -> tuple[Role, ...]:
    """The roles that such an entity can have, its own among them; alone where there is nothing to choose."""
    family = _FAMILIES.get(one.entity.partition(".")[0], ())
    return family if one.role in family else (one.role,)


def taken_for(one: Found, role: Role, room: str | None) -> Found:
    """The same entity as a person says that it is; `room` for what belongs to one."""
    if role is one.role or role not in could_be(one):
        return one
    where = None if role in OF_HOUSE else room
    return replace(one, role=role, room=where, confidence=1.0, why=Why.CONFIRMED, heats=True, cools=False)
