"""What is known of a thermostat with a loop of its own: where it switches, by the room's thermometer, and how fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from thermo_edge.home.house import Device, DeviceKind, EntityId, Room

EITHER = frozenset({"auto", "heat_cool"})
"""Modes in which it heats or cools as it thinks best, where it can do both."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """How long its room takes for the first kelvin after a set-point step; `doubt` is that of the logarithm."""

    minutes: float
    doubt: float
    count: int  # steps that were seen


@dataclass(frozen=True, slots=True)
class Thermostat:
    """K from its set-point to the room's temperature, each with a standard deviation.

    `offset`: what its own thermometer says above the room's while it rests. `holds`: where the room stands while it
    heats for hours, of one that heats in part; None of one that only goes on and off.
    """

    on_at: float
    on_doubt: float
    off_at: float
    off_doubt: float
    switches: int = 0  # that were seen
    offset: float | None = None
    offset_doubt: float | None = None
    holds: float | None = None
    holds_doubt: float | None = None
    shortest_on: timedelta | None = None
    shortest_off: timedelta | None = None
    step: float | None = None  # K of its set-points, as far as they tell
    recovery: Recovery | None = None

    @property
    def lower(self) -> float:
        """K from its set-point to the coldest that it leaves the room at."""
        return self.on_at if self.holds is None else min(self.on_at, self.holds)

    @property
    def upper(self) -> float:
        """K from its set-point to the warmest that it heats the room to."""
        return max(self.off_at, self.lower)

    @property
    def swing(self) -> float:
        """K between these."""
        return self.upper - self.lower

    @property
    def band(self) -> float | None:
        """K over which one that heats in part goes from shut to as far open as was needed; None: on and off."""
        return None if self.holds is None else max(self.off_at - self.holds, 0.0)


@dataclass(frozen=True, slots=True)
class ThermostatsRead:
    """What the history tells of each thermostat; those that it tells nothing of are left out."""

    found: Mapping[EntityId, Thermostat]


def set_by(room: Room) -> tuple[Device, ...]:
    """The thermostats whose set-points say how warm a room is to be.

    Those that only heat, else those that heat too, else all: a cooler's says only how warm it may become.
    """
    found = tuple(each for each in room.devices if each.kind is DeviceKind.THERMOSTAT)
    heating = tuple(each for each in found if each.heats)
    return tuple(each for each in heating if not each.cools) or heating or found
