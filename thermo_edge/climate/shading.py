"""The plain rule of shading: a cover goes down before a warm room gets too warm, and up again when that is over."""

from collections.abc import Iterator
from datetime import timedelta

from thermo_edge.climate import following
from thermo_edge.home.house import Attribute, Device, Domain, Point, Room
from thermo_edge.home.memory import Memory
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.shading import Shade
from thermo_edge.home.snapshot import Snapshot, Sun
from thermo_edge.home.turn import Priority, Request

AHEAD = 3.0
"""K below the cooling threshold at which a room counts as warm: what shines in now is felt for hours."""

COOLED = 1.0
"""K further below, at which it counts as cool again."""

MILD, CHILLY = 16.0, 12.0
"""°C outdoors from which on, and below which no more, warmth of the sun is too much: between them stays what is."""

CLEAR, CLOUDY = 70.0, 90.0
"""% of the sky; the same for its clouds."""

LOW, HIGH = 3.0, 75.0
"""Degrees: below the one houses and trees hide the sun, above the other it grazes the glass."""

LEFT = 5.0
"""Degrees further aside it must be to have left."""

WORTH = 10.0
"""% of the way that are worth a move."""

FRESH = timedelta(hours=3)
"""What is told of the weather is good for so long."""

_FORESEEN = 16
"""Steps of a plan that are looked at: four hours."""


def requests(snapshot: Snapshot, memory: Memory, room: Room) -> Iterator[Request]:
    """What the room's covers should do. By night, and where the sun cannot be reckoned, they are left alone."""
    sun = snapshot.sun
    if sun is None or sun.elevation <= 0.0 or snapshot.clock_behind:
        return
    for cover in room.covers:
        if cover.shade is not None and snapshot.answers(cover.switch):
            yield from _cover(snapshot, memory, room, cover, cover.shade, sun)


def _cover(snapshot: Snapshot, memory: Memory, room: Room, cover: Device, shade: Shade, sun: Sun) -> Iterator[Request]:
    position, before = snapshot.number(cover.switch), memory.borrowed.get(cover.switch)
    if position is None:
        return
    if isinstance(before, float):  # it was us who lowered it
        why = _over(snapshot, memory, room, shade, sun)
        yield _ask(cover, shade.lowered if why is None else before, why or _warm(snapshot, memory, room, COOLED))
        return
    why = _warm(snapshot, memory, room)
    if why is not None and position - shade.lowered >= WORTH and _shines(snapshot, shade, sun):
        yield _ask(cover, shade.lowered, why)


def _ask(cover: Device, position: float, why: Reason | None) -> Request:
    reason = why or Reason(Code.SHADED)
    return Request(cover.switch, position, cover.place, Domain.CLIMATE, Priority.COMFORT, reason)


def _over(snapshot: Snapshot, memory: Memory, room: Room, shade: Shade, sun: Sun) -> Reason | None:
    """Why a cover that we lowered goes up again; None: it stays."""
    wind, cloud = weather(snapshot, Attribute.WIND), weather(snapshot, Attribute.CLOUD)
    if wind is not None and wind >= shade.storm:
        return Reason.of(Code.STORM, speed=wind)
    if not faces(shade, sun, LEFT):
        return Reason(Code.SUN_LEFT)
    if cloud is not None and cloud >= CLOUDY:
        return Reason.of(Code.CLOUDED, cloud=cloud)
    inside = snapshot.sense(room.id).temperature
    if inside is not None and _warm(snapshot, memory, room, COOLED) is None:
        return Reason.of(Code.SHADE_COOL, temperature=inside)
    return None


def faces(shade: Shade, sun: Sun, more: float = 0.0) -> bool:
    """Whether the sun comes in by the window, or stands no more than so many degrees beside."""
    aside = abs((sun.azimuth - shade.azimuth + 180.0) % 360.0 - 180.0)
    return aside <= shade.width + more and LOW <= sun.elevation <= HIGH + more


def _shines(snapshot: Snapshot, shade: Shade, sun: Sun) -> bool:
    """No clouds and no storm, as far as anybody tells of them, and the sun on the window."""
    cloud, wind = weather(snapshot, Attribute.CLOUD), weather(snapshot, Attribute.WIND)
    return faces(shade, sun) and (cloud is None or cloud < CLEAR) and (wind is None or wind < shade.storm)


def _warm(snapshot: Snapshot, memory: Memory, room: Room, slack: float = 0.0) -> Reason | None:
    """Why the sun's warmth is too much here now; None: it is not, or nobody knows. `slack`: K less are enough."""
    inside, outdoor = snapshot.sense(room.id).temperature, weather(snapshot, Attribute.TEMPERATURE)
    if inside is None:
        return None
    limit, edge = room.comfort.cool_above, room.comfort.comfort.high
    facts = {"temperature": inside, "limit": limit}
    if inside >= limit - slack:
        return Reason.of(Code.SHADED, **facts)
    if outdoor is None or outdoor < (CHILLY if slack else MILD):
        return None
    if inside >= max(edge, limit - AHEAD) - slack:
        return Reason.of(Code.SHADED, **facts)
    hottest = foreseen(snapshot, memory, room)
    if hottest is not None and inside >= edge - slack and hottest >= limit - slack:
        return Reason.of(Code.SHADED_AHEAD, high=hottest, **facts)
    return None


def foreseen(snapshot: Snapshot, memory: Memory, room: Room) -> float | None:
    """°C, the most that the standing plan expects of the room within hours; None: it knows nothing of it."""
    plan = memory.plan
    own = plan.room(room.id) if plan is not None else None
    if plan is None or own is None or not timedelta(0) <= snapshot.at - plan.at <= following.FRESH:
        return None
    step = plan.index(snapshot.at)
    return max(own.temperature[step : step + _FORESEEN]) if step is not None else None


def weather(snapshot: Snapshot, attribute: Attribute) -> float | None:
    """What is told of the outdoors, if it is fresh: °C, m/s or % of the sky; the highest, if several tell it."""
    outdoor = (snapshot.house.outdoor,) if snapshot.house.outdoor else ()
    points = (each.point for each in (*outdoor, *snapshot.house.others) if each.point.attribute is attribute)
    known = [value for point in points if (value := _fresh(snapshot, point)) is not None]
    return max(known, default=None)


def _fresh(snapshot: Snapshot, point: Point) -> float | None:
    reading = snapshot.good.get(point)
    if reading is None or snapshot.at - reading.reported > FRESH:
        return None
    return snapshot.number(point)
