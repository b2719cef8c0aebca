"""The devices of the plain home: valves with a loop of their own, a bare switch with something that turns it off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, Device, DeviceKind, Value


@dataclass
class Machine:
    """A heating device as it stands. `lease`: when what guards a bare switch turns it off, if we say nothing more."""

    device: Device
    set_point: float = 19.0
    mode: str = "heat"
    on: bool = False
    available: bool = True
    deaf: bool = False  # ignores what it is told
    lease: datetime | None = None

    def demand(self, inside: float) -> float:
        """The share of its power that it asks for, 0..1: a valve opens in proportion to what is missing."""
        if self.device.kind is DeviceKind.DUTY:
            return float(self.on)
        return min(max(1.2 * (self.set_point - inside), 0.0), 1.0) if self.mode == "heat" else 0.0

    def values(self, inside: float) -> dict[Attribute, Value]:
        """What it reports."""
        if self.device.kind is DeviceKind.DUTY:
            return {Attribute.ON: self.on}
        action = "off" if self.mode == "off" else "heating" if self.demand(inside) > 0.02 else "idle"
        return {
            Attribute.SET_POINT: self.set_point,
            Attribute.HVAC_MODE: self.mode,
            Attribute.HVAC_ACTION: action,
            Attribute.TEMPERATURE: round(inside * 2.0) / 2.0,
        }

    def take(self, attribute: Attribute, value: Value) -> None:
        """Obey, as far as a machine of this kind can."""
        if self.deaf:
            return
        if attribute is Attribute.ON and isinstance(value, bool):
            self.on = value
        elif attribute is Attribute.HVAC_MODE and isinstance(value, str):
            self.mode = value
        elif attribute is Attribute.SET_POINT and isinstance(value, int | float):
            self.set_point = float(value)

    def lapse(self, now: datetime) -> bool:
        """Turn off where nobody has said for too long that they still want it on."""
        if self.lease is None or now < self.lease:
            return False
        self.lease = None
        was, self.on = self.on, False
        return was

    def hear(self, now: datetime, after: timedelta) -> None:
        """Somebody alive wants it on."""
        self.lease = now + after
