"""Houses to look at: a winter evening at 20:40 in Amsterdam, and what can be wrong with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import sin
from zoneinfo import ZoneInfo

from tests.builders import heater, radiator
from thermo_edge.home.comfort import Band
from thermo_edge.home.house import (
    AlarmSystem,
    Attribute,
    Device,
    DeviceKind,
    Domain,
    EntityId,
    Failsafe,
    HeatSource,
    House,
    Mode,
    PlaceId,
    Point,
    Room,
    Sensor,
)
from thermo_edge.home.memory import Alert, Guarding, Watch, WindowState
from thermo_edge.home.presence import Presence
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.snapshot import Trip
from thermo_edge.home.turn import (
    SOMEBODY,
    Actor,
    ActorKind,
    Ask,
    Decision,
    DecisionRecord,
    Hold,
    Instead,
    Notice,
    Outcome,
    Priority,
    Request,
    Severity,
    Wish,
)
from thermo_edge.home.view import AlarmView, Health, HouseView, LampsView, RoomView, SourceView
from thermo_edge.ports import Sample

ZONE = ZoneInfo("Europe/Amsterdam")
EVENING = datetime(2026, 1, 13, 19, 40, tzinfo=UTC)
ANNA = Actor(ActorKind.PERSON, "Anna")
HEALTHY = Health(True, EVENING - timedelta(hours=11), None, True, None, True, EVENING, 4211, True)

COMFORT, SETBACK = Band(20.0, 21.0), Band(17.0, 18.5)
NAMES = {
    "living": "Living room",
    "kitchen": "Kitchen",
    "bath": "Bathroom",
    "bedroom": "Bedroom",
    "mia": "Mia’s room",
    "hall": "Hall",
}
BOILER, ALARM = PlaceId("boiler"), PlaceId("alarm")
LAMP = Point(EntityId("light.living"), Attribute.ON)
FRONT_DOOR = Point(EntityId("binary_sensor.front_door"), Attribute.DOOR)
WINDOW = Point(EntityId("binary_sensor.kitchen_window"), Attribute.OPEN)
MOTION = Point(EntityId("binary_sensor.hall_motion"), Attribute.MOTION)
SMOKE = Point(EntityId("binary_sensor.kitchen_smoke"), Attribute.SMOKE)
SIREN = Point(EntityId("switch.siren"), Attribute.ON)


def radiator_of(place: str) -> Point:
    return Point(EntityId(f"climate.{place}"), Attribute.SET_POINT)


def room_view(place: str, name: str = "", **more: object) -> RoomView:
    """A warm room with somebody home."""
    room = RoomView(
        id=PlaceId(place),
        name=name or NAMES.get(place, place),
        temperature=20.6,
        silent=timedelta(minutes=3),
        stale=False,
        usual=timedelta(minutes=5),
        band=COMFORT,
        mode=Mode.ACT,
        ceiling=Mode.ACT,
        presence=Presence.PRESENT,
        window=WindowState.CLOSED,
        window_open=False,
        heating=0.25,
        cooling=False,
        heats=True,
        decision=None,
    )
    made = replace(room, **more)  # type: ignore[arg-type]
    return made if made.band is None or "bands" in more else replace(made, bands=bands(made.band))


def bands(comfort: Band = COMFORT) -> tuple[tuple[datetime, Band], ...]:
    """Comfort until 22:30, cooler until 06:00, and so on."""
    at, night = EVENING.replace(minute=0), comfort.lowered(2.5)
    times = ((EVENING, comfort), (at + timedelta(hours=2, minutes=30), night), (at + timedelta(hours=10), comfort))
    return (*times, (at + timedelta(hours=13), night))


def samples(level: float = 20.5, swing: float = 1.2) -> tuple[Sample, ...]:
    """Six hours that warm up and settle."""
    times = [EVENING - timedelta(minutes=5 * step) for step in range(72, 0, -1)]
    means = [level - swing * max(0.0, 1 - i / 24) + 0.07 * sin(i * 0.9) for i in range(72)]
    return tuple(Sample(at, mean, mean - 0.1, mean + 0.1, 5) for at, mean in zip(times, means, strict=True))


def decision(
    outcome: Outcome = Outcome.ACTED,
    place: str = "living",
    value: float | str | bool = 20.5,
    code: Code = Code.WARM_HOURS,
    because: Reason | None = None,
    priority: Priority = Priority.COMFORT,
) -> Decision:
    facts = {"low": 20.0, "high": 21.0, "temperature": 19.4, "target": 21.5, "until": EVENING + timedelta(hours=2)}
    reason = Reason.of(code, who="Anna", **facts)  # type: ignore[arg-type]
    request = Request(radiator_of(place), value, PlaceId(place), Domain.CLIMATE, priority, reason, 20.5)
    return Decision(request, outcome, because, 19.0 if outcome is Outcome.ACTED else None)


def record(number: int, made: Decision, minutes: float = 10, lasted: float = 20) -> DecisionRecord:
    at = EVENING - timedelta(minutes=minutes)
    return DecisionRecord(number, at, at + timedelta(minutes=lasted), made)


def otherwise() -> tuple[Instead, ...]:
    """What would have changed one about the warmth of a room, of each kind."""
    later = Reason.of(Code.IF_LATER, until=EVENING + timedelta(hours=1, minutes=45))
    return (
        Instead(Reason(Code.IF_LET_GO), Outcome.ACTED, 20.5),
        Instead(Reason(Code.IF_NOBODY), Outcome.ACTED, 17.0),
        Instead(Reason.of(Code.IF_COLDER, temperature=17.5), Outcome.REFUSED, 20.5),
        Instead(Reason(Code.IF_SHUT)),
        Instead(Reason.of(Code.IF_BRIGHTER, lux=46.0)),
        Instead(later, Outcome.ACTED, 17.0),
    )


def some_decisions() -> tuple[DecisionRecord, ...]:
    held = Reason.of(Code.HELD, who="Ben", value=19.0, until=EVENING + timedelta(minutes=35))
    rest = Reason.of(Code.MINIMUM_OFF, left=240.0)
    return (
        record(9, decision(), 5, 5),
        record(8, decision(Outcome.REFUSED, "kitchen", because=held), 48, 30),
        record(7, decision(priority=Priority.PERSON, code=Code.WISHED, value=21.5), 150, 0),
        record(6, decision(Outcome.WOULD, "hall", because=Reason.of(Code.OBSERVING)), 200, 100),
        record(5, decision(Outcome.ASKED, "bedroom", because=Reason.of(Code.ASKING)), 210, 20),
        record(4, decision(Outcome.SUGGESTED, "mia", because=Reason.of(Code.SUGGESTING)), 220, 40),
        record(3, decision(Outcome.SATISFIED, "bath", because=Reason.of(Code.ALREADY_SO)), 300, 60),
        record(2, decision(Outcome.REFUSED, "bath", because=rest), 1200, 4),
    )


def the_rooms() -> tuple[RoomView, ...]:
    """Six rooms, each in a state of its own."""
    wish = Wish(PlaceId("living"), 21.5, ANNA, EVENING - timedelta(hours=1), EVENING + timedelta(minutes=80))
    asked = record(5, decision(Outcome.ASKED, "bedroom", because=Reason.of(Code.ASKING)))
    open_ = {"temperature": 19.3, "window": WindowState.OPEN, "window_open": True, "heating": 0.0}
    asks = {"temperature": 17.4, "mode": Mode.ASK, "heating": 0.0, "band": SETBACK, "decision": asked}
    silent = {"temperature": 17.7, "stale": True, "silent": timedelta(minutes=52), "presence": Presence.UNKNOWN}
    return (
        room_view("living", temperature=21.1, wish=wish, decision=some_decisions()[0]),
        room_view("kitchen", **open_),
        room_view("bath", temperature=22.1, band=Band(21.5, 22.5), heating=0.32),
        room_view("bedroom", **asks, unprotected=(EntityId("switch.bedroom_heater"),)),
        room_view("mia", temperature=19.7, mode=Mode.SUGGEST, heating=0.0, band=Band(17.5, 19.0)),
        room_view("hall", **silent, mode=Mode.OBSERVE, ceiling=Mode.ASK, heating=None),
    )


def the_house() -> House:
    def of(place: str) -> Room:
        device = radiator(PlaceId(place), EntityId(f"climate.{place}"))
        if place == "bedroom":
            device = heater(PlaceId(place), EntityId("switch.bedroom_heater"), failsafe=Failsafe.NONE)
        return Room(PlaceId(place), NAMES[place], devices=(device,))

    return House("Test", ZONE, tuple(of(place) for place in NAMES), (HeatSource(BOILER, "Boiler"),))


def evening(**more: object) -> HouseView:
    """A house with something of everything."""
    held = Hold(radiator_of("kitchen"), 19.0, PlaceId("kitchen"), Actor(ActorKind.PERSON, "Ben"), EVENING, EVENING)
    hold = replace(held, since=EVENING - timedelta(minutes=25), until=EVENING + timedelta(minutes=35))
    other = Hold(radiator_of("mia"), 18.0, PlaceId("mia"), ANNA, EVENING - timedelta(hours=3), EVENING)
    silent = Reason.of(Code.SENSOR_SILENT, room="hall", silent=timedelta(minutes=52), usual=timedelta(minutes=5))
    reason = Reason.of(Code.WARM_HOURS, low=17.5, high=18.5, temperature=17.4)
    view = HouseView(
        at=EVENING,
        house=the_house(),
        rooms=the_rooms(),
        sources=(SourceView(BOILER, "Boiler", Mode.ACT, Mode.ACT, True),),
        outdoor=-3.4,
        holds=(hold, replace(other, until=EVENING + timedelta(hours=1))),
        asks=(Ask(PlaceId("bedroom"), Domain.CLIMATE, 17.8, reason, EVENING, EVENING + timedelta(hours=1)),),
        decisions=some_decisions(),
        notices=(Notice("silent:hall", Severity.WARN, silent, EVENING, entities=(EntityId("sensor.hall"),)),),
        observe_everything=False,
        would_today=3,
        health=HEALTHY,
    )
    return replace(view, **more)  # type: ignore[arg-type]


def one_room(**more: object) -> HouseView:
    """The smallest home: just installed, everything in observe."""
    room = room_view("living", mode=Mode.OBSERVE, temperature=19.2, heating=0.0, presence=Presence.UNKNOWN)
    return evening(
        rooms=(replace(room, **more),),  # type: ignore[arg-type]
        sources=(),
        holds=(),
        asks=(),
        notices=(),
        decisions=(record(1, decision(Outcome.WOULD, because=Reason.of(Code.OBSERVING))),),
        would_today=1,
    )


def nothing() -> HouseView:
    """No rooms yet."""
    empty = {"rooms": (), "sources": (), "holds": (), "asks": (), "decisions": (), "notices": ()}
    return evening(house=House("Test", ZONE), outdoor=None, would_today=0, **empty)


def many_rooms(count: int = 24) -> HouseView:
    rooms = tuple(room_view(f"room{i}", f"Room {i}", temperature=17 + i * 0.37 % 5) for i in range(count))
    return evening(rooms=rooms)


def all_broken() -> HouseView:
    """No connection, a full disk, a clock behind, silent sensors, and danger."""
    lost = Reason.of(Code.TOKEN_REFUSED)
    health = Health(
        False, EVENING - timedelta(minutes=2), lost, False, Reason.of(Code.DISK_FULL), False, EVENING, 9, False
    )
    frost = Reason.of(Code.FROST, room="bath", temperature=4.2, limit=6.0)
    gone = {"temperature": None, "silent": None, "stale": True, "presence": Presence.UNKNOWN, "heating": None}
    blind = tuple(room_view(place, **gone) for place in NAMES)  # type: ignore[arg-type]
    never = Reason.of(Code.SENSOR_NEVER_SEEN, room="hall")
    notices = (
        Notice("frost:bath", Severity.ALERT, frost, EVENING),
        Notice("never:hall", Severity.WARN, never, EVENING, entities=(EntityId("sensor.hall_temperature"),)),
    )
    return evening(health=health, rooms=blind, notices=notices, sources=UNSEEN, outdoor=None)


UNSEEN = (SourceView(BOILER, "Boiler", Mode.ACT, Mode.ACT, None),)
TREND = {room.id: samples(room.temperature or 20.0) for room in the_rooms()}


# --- lamps and the alarm --------------------------------------------------------------------------------------------


def lamps(on: int = 1, **more: object) -> LampsView:
    """One lamp that can be dimmed."""
    view = LampsView(total=1, on=on, brightness=40.0 if on else None, mode=Mode.ACT, ceiling=Mode.ACT)
    return replace(view, **more)  # type: ignore[arg-type]


def lamp_hold(point: Point = LAMP, value: float | bool = True, **more: object) -> Hold:
    """Somebody wished it on the page, until 22:00."""
    since, until = EVENING - timedelta(hours=1), EVENING + timedelta(minutes=80)
    return replace(Hold(point, value, PlaceId("living"), SOMEBODY, since, until, establish=True), **more)  # type: ignore[arg-type]


def alarm(**more: object) -> AlarmView:
    """Not armed; the kitchen window stands open, and the motion sensor of the hall does not answer."""
    window = Reason.of(Code.STANDS_OPEN, entity=WINDOW.entity, room="kitchen")
    silent = Reason.of(Code.NOT_ANSWERING, entity=MOTION.entity, room="hall")
    inside = Reason.of(Code.SOMEONE_INSIDE, detail="Anna")
    blockers = ((Watch.HOME, (window,)), (Watch.NIGHT, (window,)), (Watch.AWAY, (window, silent, inside)))
    view = AlarmView(
        id=ALARM,
        name="Alarm",
        state=Guarding.DISARMED,
        watch=None,
        since=EVENING - timedelta(minutes=9),
        until=None,
        who=ANNA,
        bypass=(),
        mode=Mode.ACT,
        ceiling=Mode.ACT,
        blockers=blockers,
    )
    return replace(view, **more)  # type: ignore[arg-type]


def armed(**more: object) -> AlarmView:
    """On watch for the night, without the kitchen window; disarming needs the code."""
    night = {"state": Guarding.ARMED, "watch": Watch.NIGHT, "bypass": (WINDOW.entity,), "blockers": ()}
    return alarm(**{**night, "code_needed": True, **more})


def intruded(**more: object) -> AlarmView:
    """Somebody came in by the front door and walked through the hall."""
    trips = (Trip(FRONT_DOOR, EVENING - timedelta(minutes=2)), Trip(MOTION, EVENING - timedelta(minutes=1)))
    alert = Alert(EVENING - timedelta(minutes=1), EVENING - timedelta(hours=1), Watch.NIGHT, ANNA, trips)
    return armed(**{"state": Guarding.ALARM, "alerts": (alert,), "sounding": True, **more})


def burning(**more: object) -> AlarmView:
    """There is smoke in the kitchen, and the siren sounds."""
    return alarm(**{"hazards": (Trip(SMOKE, EVENING - timedelta(minutes=1)),), "sounding": True, **more})


def lit(**more: object) -> HouseView:
    """The same evening in a house with lamps, presence sensors and an alarm."""
    view = evening()
    kitchen = (Sensor(WINDOW, PlaceId("kitchen")), Sensor(SMOKE, PlaceId("kitchen")))
    sensors = {"hall": (Sensor(FRONT_DOOR, PlaceId("hall")), Sensor(MOTION, PlaceId("hall"))), "kitchen": kitchen}
    lamp = Device(LAMP.entity, PlaceId("living"), DeviceKind.LIGHT, heats=False, dims=True)
    siren = Device(SIREN.entity, ALARM, DeviceKind.SIREN, heats=False)
    house = replace(
        view.house,
        rooms=tuple(
            replace(room, sensors=sensors.get(room.id, ()), lights=(lamp,) if room.id == "living" else ())
            for room in view.house.rooms
        ),
        alarm=AlarmSystem(ALARM, "Alarm", sirens=(siren,), named=False),
    )
    living = {"lamps": lamps(), "here": Presence.PRESENT}
    rooms = tuple(replace(room, **living) if room.id == "living" else room for room in view.rooms)  # type: ignore[arg-type]
    made = replace(view, house=house, rooms=rooms, alarm=alarm())
    return replace(made, **more)  # type: ignore[arg-type]


def lamp_decision(value: float | bool = True, before: float | bool | None = False, who: str = "") -> Decision:
    """The lamp of the living room was turned on because somebody wished it."""
    reason = Reason.of(Code.LAMP_WISHED, who=who, kind="person", until=EVENING + timedelta(hours=1))
    attribute = Attribute.ON if isinstance(value, bool) else Attribute.BRIGHTNESS
    point = Point(LAMP.entity, attribute)
    request = Request(point, value, PlaceId("living"), Domain.LIGHTING, Priority.PERSON, reason)
    return Decision(request, Outcome.ACTED, None, before)


def siren_decision() -> Decision:
    """The siren was turned on because of smoke."""
    request = Request(SIREN, True, ALARM, Domain.SECURITY, Priority.SAFETY, Reason.of(Code.SMOKE))
    return Decision(request, Outcome.ACTED, None, False)
