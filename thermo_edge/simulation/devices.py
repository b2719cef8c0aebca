"""The devices of the simulated home as they stand: thermostats, a bare heater, lamps, a siren, a panel; and faults."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from thermo_edge.home.house import Attribute, Device, DeviceKind, Value

_LIFE = 500.0
"""Days that the batteries of a valve last."""


@dataclass
class Machine:
    """A device with the state that it reports.

    Faults: `deaf` ignores what it is told, `stuck` says that it obeys and does not move, `delay` is how long it takes,
    and what is not `available` neither hears nor speaks. `wordless`: it tells how it is set, and never what it does.
    `lease`: when what guards a bare switch turns it off.
    """

    device: Device
    set_point: float = 19.0
    mode: str = "heat"
    action: str = "idle"
    on: bool = False
    brightness: float = 100.0
    colour: float = 2700.0
    effect: str = "none"
    alarm: str = "disarmed"
    position: float = 100.0  # % that a cover is open
    flow: float = 40.0  # °C of a source's water
    sensed: float = 19.0  # °C by its own thermometer
    available: bool = True
    deaf: bool = False
    stuck: bool = False
    wordless: bool = False
    delay: timedelta = timedelta(0)
    lumens: float = 800.0  # of a lamp at 100 %
    lease: datetime | None = None
    by_hand: bool = field(default=False, compare=False)  # a person switched it last

    def __post_init__(self) -> None:
        if self.device.kind is DeviceKind.THERMOSTAT and not self.device.heats:
            self.mode, self.set_point, self.action = "off", 24.0, "off"

    def values(self) -> dict[Attribute, Value]:
        """What it reports."""
        match self.device.kind:
            case DeviceKind.THERMOSTAT:
                return {
                    Attribute.SET_POINT: self.set_point,
                    Attribute.HVAC_MODE: self.mode,
                    **({} if self.wordless else {Attribute.HVAC_ACTION: self.action}),
                    Attribute.TEMPERATURE: self.sensed,
                }
            case DeviceKind.LIGHT:
                return self._light()
            case DeviceKind.COVER:
                return {Attribute.POSITION: self.position}
            case DeviceKind.FLOW:
                return {Attribute.FLOW: self.flow}
            case DeviceKind.PANEL:
                return {Attribute.ALARM: self.alarm}
            case _:
                return {Attribute.ON: self.on}

    def _light(self) -> dict[Attribute, Value]:
        shown: dict[Attribute, Value] = {Attribute.ON: self.on}
        if self.device.dims and self.on:
            shown[Attribute.BRIGHTNESS] = self.brightness
        if self.device.colours and self.on:
            shown |= {Attribute.COLOUR: self.colour, Attribute.EFFECT: self.effect}
        return shown

    def take(self, attribute: Attribute, value: Value) -> None:
        """Obey, as far as a machine of this kind can."""
        if self.deaf or not self.available:
            return
        if attribute is Attribute.ON and isinstance(value, bool):
            self.on = value
        elif isinstance(value, str):
            self._take_word(attribute, value)
        elif not isinstance(value, bool):
            self._take_number(attribute, float(value))

    def _take_word(self, attribute: Attribute, value: str) -> None:
        if attribute is Attribute.HVAC_MODE:
            self.mode = value
            self.action = "off" if value == "off" else "idle"
        elif attribute is Attribute.ALARM:
            self.alarm = value
        elif attribute is Attribute.EFFECT:
            self.effect = value

    def _take_number(self, attribute: Attribute, value: float) -> None:
        if attribute is Attribute.SET_POINT:
            self.set_point = value
        elif attribute is Attribute.POSITION:
            self.position = value
        elif attribute is Attribute.FLOW:
            self.flow = value
        elif attribute is Attribute.BRIGHTNESS:
            self.brightness, self.on = value, True
        elif attribute is Attribute.COLOUR:
            self.colour, self.on = value, True

    @property
    def light(self) -> float:
        """lm that it gives now."""
        if not self.on or self.device.kind is not DeviceKind.LIGHT:
            return 0.0
        return self.lumens * (self.brightness / 100.0 if self.device.dims else 1.0)

    @property
    def power(self) -> float:
        """W that it draws beside heating and cooling: lamps give 95 lm/W."""
        return self.light / 95.0

    def battery(self, now: datetime) -> float:
        """% that is left, whole numbers; a new set each time it is empty."""
        return round(100.0 - 100.0 * (now.timestamp() / 86_400.0 % _LIFE) / _LIFE)

    def lapse(self, now: datetime) -> bool:
        """Turn off where nobody has said for too long that they still want it on. True: it did."""
        if self.lease is None or now < self.lease:
            return False
        self.lease = None
        was, self.on = self.on, False
        return was

    def renew(self, now: datetime, after: timedelta) -> None:
        """Somebody alive wants it on."""
        self.lease = now + after
