"""A living room with a shutter on its south window, at noon of a hot day in July."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.builders import LIVING, LIVING_T, LIVING_WINDOW, a_house, living
from tests.rig import Rig
from thermo_edge.home.house import Attribute, Device, DeviceKind, EntityId, House, Location, Mode, Point, Room, Sensor
from thermo_edge.home.shading import Shade

NOON = datetime(2026, 7, 14, 11, 0, tzinfo=UTC)
SHUTTER = Point(EntityId("cover.living_shutter"), Attribute.POSITION)
OUTDOOR = Point(EntityId("sensor.outdoor"), Attribute.TEMPERATURE)
WIND = Point(EntityId("weather.home"), Attribute.WIND)
CLOUD = Point(EntityId("weather.home"), Attribute.CLOUD)
BALCONY = Point(EntityId("binary_sensor.balcony_door"), Attribute.DOOR)
WEATHER = (OUTDOOR, WIND, CLOUD)


def shutter(shade: Shade | None = Shade(180.0), **more: object) -> Device:  # noqa: B008 - frozen
    none = timedelta(0)
    device = Device(
        SHUTTER.entity, LIVING, DeviceKind.COVER, heats=False, minimum_on=none, minimum_off=none, writes_per_hour=6
    )
    return replace(device, shade=shade, **more)  # type: ignore[arg-type]


def shaded_house(cover: Device | None = None) -> House:
    room: Room = living(covers=(cover or shutter(),))
    room = replace(room, sensors=(*room.sensors, Sensor(BALCONY, LIVING)))
    return a_house(room, location=Location(52.37, 4.9), outdoor=Sensor(OUTDOOR), others=(Sensor(WIND), Sensor(CLOUD)))


class ShadedRig(Rig):
    """The house under test, calm and clear, everything answering, and the cover open."""

    def __init__(
        self, cover: Device | None = None, mode: Mode = Mode.ACT, start: datetime = NOON, position: float = 100.0
    ) -> None:
        super().__init__(shaded_house(cover), start, mode, begun=False)
        for point, value in {OUTDOOR: 27.0, WIND: 3.0, CLOUD: 10.0, SHUTTER: position}.items():
            self.home.say(point, value)
        self.home.say(BALCONY, False)
        self.home.say(LIVING_WINDOW, False)
        self.everything_answers(21.0)
        self.allow(mode)

    def report(self) -> None:
        """The weather goes on being told."""
        for point in WEATHER:
            self.home.readings[point] = self.home.readings[point]._replace(reported=self.clock.now())
        super().report()

    def inside(self, temperature: float) -> None:
        self.home.say(LIVING_T, temperature)
        self.settle()

    def warm(self) -> None:
        """Warm, and not so suddenly that it would have to be confirmed."""
        self.inside(24.5)
        self.wait(timedelta(minutes=1))

    @property
    def moves(self) -> list[object]:
        return list(self.sent(SHUTTER))
