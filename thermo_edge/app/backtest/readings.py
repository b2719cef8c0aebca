"""A day of the history as the home would have told it: readings in stretches of five minutes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from thermo_edge.control.hindsight import STEP
from thermo_edge.home.house import Attribute, Device, DeviceKind, House, Point, Value
from thermo_edge.home.snapshot import Reading
from thermo_edge.learning.past import Kept
from thermo_edge.ports import Sample

SWITCHED = frozenset(
    {
        Attribute.MOTION,
        Attribute.OPEN,
        Attribute.DOOR,
        Attribute.LOCKED,
        Attribute.PRESENCE,
        Attribute.SMOKE,
        Attribute.GAS,
        Attribute.LEAK,
        Attribute.TAMPER,
        Attribute.ON,
        Attribute.CALENDAR,
    }
)
"""True or false; the history knows for how much of a stretch each was true."""

AWAKE = frozenset({Attribute.TEMPERATURE, Attribute.HUMIDITY, Attribute.CO2})
"""What the history does not hold on to for ever: where none of these is known, the program was not there."""

_OF_DEVICE: Mapping[DeviceKind, tuple[Attribute, ...]] = {
    DeviceKind.THERMOSTAT: (
        Attribute.TEMPERATURE,
        Attribute.SET_POINT,
        Attribute.HVAC_MODE,
        Attribute.HVAC_ACTION,
    ),
    DeviceKind.DUTY: (Attribute.ON,),
    DeviceKind.LIGHT: (Attribute.ON, Attribute.BRIGHTNESS, Attribute.COLOUR),
    DeviceKind.SIREN: (Attribute.ON,),
    DeviceKind.COVER: (Attribute.POSITION,),
    DeviceKind.FLOW: (Attribute.FLOW,),
    DeviceKind.PANEL: (),
}

Stretch = Sequence[tuple[Point, Sample]]


def points(house: House) -> tuple[Point, ...]:
    """Everything that the house reads; what a panel says is a word, of which the history keeps no course."""
    devices = [Point(each.entity, attribute) for each in house.devices for attribute in _OF_DEVICE[each.kind]]
    return tuple(dict.fromkeys([*(sensor.point for sensor in house.sensors), *devices]))


def day(history: Kept, house: House, begin: datetime, end: datetime) -> Iterator[tuple[datetime, Stretch]]:
    """The stretches from `begin` on with what is known of each, in order; at most a day is held in memory."""
    found: dict[datetime, list[tuple[Point, Sample]]] = {}
    for point in points(house):
        for sample in history.samples(point, begin, end, STEP):
            found.setdefault(sample.at, []).append((point, sample))
    at = begin
    while at < end:
        yield at, found.pop(at, [])
        at += STEP


def known(stretch: Stretch) -> bool:
    """Whether the program was there and heard its sensors."""
    return any(point.attribute in AWAKE for point, _ in stretch)


@dataclass
class Telling:
    """Makes readings of stretches. It remembers what was so at the end of the last one."""

    house: House
    _last: dict[Point, Value] = field(default_factory=dict)

    def readings(self, stretch: Stretch) -> tuple[Reading, ...]:
        """What was told within it, in order of time; what stayed as it was is said once more."""
        told = [reading for point, sample in stretch for reading in self._of(point, sample)]
        return tuple(sorted(told, key=lambda each: each.at))

    def _of(self, point: Point, sample: Sample) -> Iterator[Reading]:
        end = sample.at + STEP - timedelta(milliseconds=1)
        if point.attribute not in SWITCHED:
            value = _value(self.house.device(point.entity), point.attribute, sample)
            yield Reading(point, value, sample.at, end)
            self._last[point] = value
            return
        was, share = self._last.get(point, sample.mean > 0.5), min(max(sample.mean, 0.0), 1.0)
        mixed = sample.low < 0.5 < sample.high and 0.0 < share < 1.0
        if not mixed:
            self._last[point] = share > 0.5
            yield Reading(point, share > 0.5, sample.at, end)
            return
        # it goes on as it was, and then is otherwise for the rest: nothing is known before it was so
        turned = sample.at + STEP * (share if was is True else 1.0 - share)
        yield Reading(point, was, sample.at, turned)
        yield Reading(point, was is not True, turned, end)
        self._last[point] = was is not True


def _value(device: Device | None, attribute: Attribute, sample: Sample) -> Value:
    runs = sample.mean > 0.5
    if attribute is Attribute.HVAC_MODE:
        return ("heat" if device is None or device.heats else "cool") if runs else "off"
    if attribute is Attribute.HVAC_ACTION:
        if sample.mean < -0.5 or (runs and device is not None and not device.heats):
            return "cooling"
        return "heating" if runs else "idle"
    return sample.mean
