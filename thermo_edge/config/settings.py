"""The settings model: what a household may say about its home, and how far the program may go."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints, model_validator

from thermo_edge.config import energy_fitting, fitting
from thermo_edge.config.covers import CoverSettings
from thermo_edge.config.energy import ElectricitySettings, HeatPumpSettings, Kilowatts, TariffSettings, fitted
from thermo_edge.config.flow import FlowSettings
from thermo_edge.config.kinds import (
    DAYS,
    Address,
    AtMost,
    Celsius,
    Clock,
    Currency,
    Day,
    Entities,
    Entity,
    HostAddress,
    HostName,
    Identifier,
    Part,
    Zone,
    weekdays,
)
from thermo_edge.config.learning import LearningSettings
from thermo_edge.config.savings import SavingsSettings
from thermo_edge.home.house import Mode

A = TypeVar("A", bound=Part)


def _fitting(part: A, check: fitting.Check) -> A:
    return fitted(part, check(part.model_dump()))


class BandSettings(Part):
    """A range of comfortable temperatures."""

    low: Celsius = Field(description="the coldest that is comfortable, °C")
    high: Celsius = Field(description="the warmest that is comfortable, °C")

    @model_validator(mode="after")
    def _ordered(self) -> "BandSettings":
        return _fitting(self, fitting.of_band)


class HoursSettings(Part):
    """Local hours in which a room is wanted comfortable; they may run past midnight."""

    days: Annotated[list[Day], BeforeValidator(weekdays)] = Field([*DAYS], description="mon-fri, sat, or all")
    start: Clock = Field(alias="from", description="local time, such as 06:30")
    end: Clock = Field(alias="to", description="local time, such as 22:30")


class LimitsSettings(Part):
    """Temperatures that hold whatever anybody wishes or predicts."""

    frost: Celsius = Field(6.0, ge=2.0, le=12.0, description="below it heat comes on, °C")
    overheat: Celsius = Field(28.0, ge=22.0, le=40.0, description="above it heat goes off, °C")
    lowest: Celsius = Field(7.0, ge=4.0, le=20.0, description="no set-point is ever below, °C")
    highest: Celsius = Field(25.0, ge=15.0, le=30.0, description="no set-point is ever above, °C; safe for days")
    safe: Celsius = Field(16.0, ge=5.0, le=22.0, description="the set-point of a room whose thermometer is silent, °C")

    @model_validator(mode="after")
    def _ordered(self) -> "LimitsSettings":
        return _fitting(self, fitting.of_limits)


class DeviceSettings(Part):
    """Something that heats or cools a room."""

    entity: Entity = Field(description="a climate entity, or a switch or valve")
    heats: bool = Field(True, description="whether it can heat")
    cools: bool = Field(False, description="whether it can cool")
    source: Identifier | None = Field(None, description="the shared heat source that it draws on, by its id below")
    step: float = Field(0.5, ge=0.1, le=2.0, description="the step of its set-point, K")
    dead_band: float = Field(0.3, ge=0.0, le=2.0, description="smaller changes of its set-point are not sent, K")
    minimum_on: float = Field(5.0, ge=0.0, le=120.0, description="minutes that it stays on at least")
    minimum_off: float = Field(5.0, ge=0.0, le=120.0, description="minutes that it rests at least")
    cycle: float = Field(20.0, ge=0.25, le=120.0, description="minutes of one on and one off, for a switch or valve")
    messages: int = Field(12, ge=1, le=240, description="messages an hour at most; batteries and radio")
    power: Kilowatts | None = Field(None, description="its full heat, kW; empty: not known")
    cooling_power: Kilowatts | None = Field(None, description="its full cold, kW; empty: not known")
    cooling_cop: float | None = Field(
        None, ge=1.0, le=10.0, description="kWh of cold for each kWh of electricity; empty: by the weather"
    )
    switch_off: Literal["automation", "own_timer", "none"] = Field(
        "automation",
        description="what turns a bare switch off if this program dies: an automation that it makes in Home Assistant, "
        "a timer of the switch's own, or nothing (then it is never switched on)",
    )
    switch_off_after: float = Field(10.0, ge=0.1, le=120.0, description="minutes until that happens")

    @property
    def bare(self) -> bool:
        """Whether it has no loop of its own."""
        return not self.entity.startswith("climate.")

    @model_validator(mode="after")
    def _sensible(self) -> "DeviceSettings":
        return _fitting(self, fitting.of_device)


class LampSettings(Part):
    """A lamp, or a group of lamps."""

    entity: Entity = Field(description="a light entity")
    dims: bool = Field(True, description="whether it can be dimmed")
    warmest: float | None = Field(None, ge=1500.0, le=6000.0, description="its warmest white, K; empty: it cannot tune")
    coldest: float | None = Field(None, ge=2000.0, le=9000.0, description="its coldest white, K")
    messages: int = Field(120, ge=1, le=720, description="messages an hour at most")

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return {"entity": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _sensible(self) -> "LampSettings":
        if not self.entity.startswith("light."):
            raise ValueError("a lamp is a light entity, such as light.hall")
        if (self.warmest is None) is not (self.coldest is None) or (self.warmest or 0.0) > (self.coldest or 0.0):
            raise ValueError("give both warmest and coldest, the warmest first, or neither")
        return self


class LightingSettings(Part):
    """How the room likes its light."""

    dark: float = Field(60.0, ge=0.0, le=2000.0, description="lamps are worth it below this, lx")
    day: float = Field(100.0, ge=1.0, le=100.0, description="brightness while the sun is up, %")
    night: float = Field(25.0, ge=1.0, le=100.0, description="brightness late at night, %")
    day_colour: float = Field(4500.0, ge=1500.0, le=9000.0, description="colour temperature by day, K")
    night_colour: float = Field(2400.0, ge=1500.0, le=9000.0, description="colour temperature by night, K")
    off_after: float = Field(5.0, ge=0.5, le=240.0, description="minutes without a sign of anybody until it goes out")


class AlarmSettings(Part):
    """The alarm of the house; leave it out where there is none."""

    name: str = Field("Alarm", max_length=60, description="as you call it")
    panel: Entity | None = Field(None, description="an alarm_control_panel; empty: Thermo Edge is the panel")
    sirens: Entities = Field([], description="what makes a noise: siren or switch entities")
    at_most: AtMost = Field(Mode.ACT, description="the most that may be allowed")
    code: SecretStr = Field(SecretStr(""), description="needed to disarm; given to the panel, if that wants one")
    entry_delay: float = Field(30.0, ge=0.0, le=300.0, description="seconds to disarm after coming in by a door")
    exit_delay: float = Field(60.0, ge=0.0, le=300.0, description="seconds to leave after arming away")
    siren_minutes: float = Field(3.0, ge=0.1, le=30.0, description="the longest that a siren sounds")
    lights: bool = Field(True, description="lamps go on when there is smoke or an intruder")
    siren_off: Literal["automation", "own_timer", "none"] = Field(
        "automation", description="what silences a siren if this program dies, as for the switch of a heater"
    )

    @model_validator(mode="after")
    def _sensible(self) -> "AlarmSettings":
        if self.panel and not self.panel.startswith("alarm_control_panel."):
            raise ValueError("panel must be an alarm_control_panel entity")
        return self


class RoomSettings(Part):
    """A room: what measures it, what heats it, and how it should be."""

    name: str = Field("", max_length=60, description="as you call it")
    at_most: AtMost = Field(Mode.ACT, description="the most that may be allowed here: observe, suggest, ask or act")
    temperature: Entities = Field([], description="its thermometers, the best first")
    surface: Entities = Field(
        [], description="thermometers of its walls, floor and window panes: comfort is how these and its air feel, °C"
    )
    humidity: Entities = Field([], description="its humidity sensors, %")
    illuminance: Entities = Field([], description="its light sensors, lx")
    co2: Entities = Field([], description="its CO₂ sensors, ppm")
    motion: Entities = Field([], description="its motion sensors")
    presence: Entities = Field([], description="its presence sensors, that also see who sits still")
    windows: Entities = Field([], description="contacts of its windows: heating pauses while one is open")
    doors: Entities = Field([], description="contacts of its doors to the outdoors")
    locks: Entities = Field([], description="locks of those doors; they are only read")
    smoke: Entities = Field([], description="its smoke detectors")
    gas: Entities = Field([], description="its gas detectors")
    leaks: Entities = Field([], description="its water leak detectors")
    lamps: list[LampSettings] = Field([], description="its lamps")
    lighting: LightingSettings = Field(LightingSettings(), description="how it likes its light")
    heating: list[DeviceSettings] = Field([], description="what heats or cools it")
    covers: list[CoverSettings] = Field([], description="its blinds, shutters and awnings")
    comfort: BandSettings = Field(BandSettings(low=20.0, high=21.0), description="how it should be in its hours")
    setback: BandSettings = Field(BandSettings(low=17.0, high=18.5), description="how it may be outside them")
    hours: list[HoursSettings] = Field([], description="when it should be comfortable; none: always")
    cool_above: Celsius = Field(26.0, ge=20.0, le=35.0, description="above it the room is cooled, where it can be, °C")
    stale_after: float | None = Field(
        None, ge=1.0, le=1440.0, description="minutes after which its thermometers count as silent; empty: learned"
    )
    limits: LimitsSettings = Field(LimitsSettings(), description="what holds whatever anybody wishes")

    @model_validator(mode="after")
    def _within(self) -> "RoomSettings":
        return _fitting(self, fitting.of_room)


class HeatSourceSettings(Part):
    """A boiler or heat pump that several devices share."""

    name: str = Field("", max_length=60, description="as you call it")
    switch: Entity | None = Field(None, description="its switch, if Thermo Edge is to turn it on and off")
    at_most: AtMost = Field(Mode.ACT, description="the most that may be allowed here")
    minimum_on: float = Field(10.0, ge=0.0, le=240.0, description="minutes that it stays on at least")
    minimum_off: float = Field(10.0, ge=0.0, le=240.0, description="minutes that it rests at least")
    switch_off: Literal["automation", "own_timer", "none"] = Field("automation", description="as for a device")
    switch_off_after: float = Field(20.0, ge=0.1, le=240.0, description="minutes until that happens")
    tariff: TariffSettings | None = Field(None, description="what its own fuel costs, such as gas; empty: electricity")
    efficiency: float = Field(1.0, ge=0.3, le=1.2, description="kWh of heat for each kWh, of what is no heat pump")
    pump: HeatPumpSettings | None = Field(None, description="that it is a heat pump, and how good; empty: it is none")
    power_cap: Kilowatts | None = Field(None, description="what it is planned to draw at most, kW; empty: no limit")
    start_cost: float = Field(
        0.0,
        ge=0.0,
        le=100.0,
        description="what a start of it costs in wear, in currency: it is then planned to start less",
    )
    flow: FlowSettings | None = Field(None, description="where its flow temperature is set; empty: it is left to it")

    @model_validator(mode="after")
    def _sensible(self) -> "HeatSourceSettings":
        return _fitting(self, energy_fitting.of_source)


class PersonSettings(Part):
    """Someone who lives here."""

    name: str = Field("", max_length=60, description="as they are called")
    entity: Entity | None = Field(None, description="their person or device tracker")
    user: str | None = Field(None, description="their Home Assistant user id, so that their changes carry their name")
    alarm_clock: Entity | None = Field(None, description="a sensor that tells when their alarm clock rings next")
    visible_to: list[Identifier] | Literal["everyone"] = Field(
        [], description="who else may see whether they are home: ids of persons, or everyone; empty: only themselves"
    )


class HomeAssistantSettings(Part):
    """Where Home Assistant is."""

    url: Address = Field("http://homeassistant.local:8123", description="its address")
    token: SecretStr = Field(SecretStr(""), description="a long-lived access token, from your profile page")
    token_file: Path | None = Field(None, description="a file that holds the token, instead of writing it here")
    poll_seconds: float = Field(30.0, ge=1.0, le=600.0, description="how often all states are read, s")


class PageSettings(Part):
    """Where the page is served; to other computers only once there is a password."""

    host: HostAddress = Field("127.0.0.1", description="127.0.0.1: this computer only; 0.0.0.0: your network too")
    port: int = Field(8099, ge=0, le=65535, description="0: any that is free")
    names: list[HostName] = Field([], description="further names that it is called by, such as thermo.lan")
    ingress: bool = Field(
        False, description="who opens the page inside Home Assistant is who they are there; only as its add-on"
    )


class NoticeSettings(Part):
    """Who is told outside the page."""

    home_assistant: bool = Field(False, description="show notices in Home Assistant too")
    phones: list[Annotated[str, StringConstraints(pattern=r"^notify\.[a-z0-9_]+$")]] = Field(
        [], description="phones to tell, such as notify.mobile_app_annas_phone"
    )


class HoldSettings(Part):
    """How long a change by somebody else is left alone."""

    person_hours: float = Field(4.0, ge=0.1, le=72.0, description="after a person changed something")
    lamp_hours: float = Field(2.0, ge=0.1, le=72.0, description="after a person changed a lamp")
    automation_hours: float = Field(1.0, ge=0.0, le=72.0, description="after another automation did")


class Settings(Part):
    """What the house is, and the most that each mode may be."""

    name: str = Field("Home", max_length=60, description="what the house is called")
    language: Literal["en", "zh"] = Field("en", description="of the pages and notices: en or zh")
    time_zone: Zone = Field("", description="such as Europe/Amsterdam; empty: Home Assistant's")
    currency: Currency = Field("", description="of prices and costs, such as EUR; empty: Home Assistant's")
    data_folder: Path = Field(Path("data"), description="where the database is kept, seen from this file")
    home_assistant: HomeAssistantSettings = Field(HomeAssistantSettings(), description="where Home Assistant is")
    page: PageSettings = Field(PageSettings(), description="where the page is served")
    notices: NoticeSettings = Field(NoticeSettings(), description="who is told outside the page")
    holds: HoldSettings = Field(HoldSettings(), description="how long somebody else's change is left alone")
    away_setback: float = Field(3.0, ge=0.0, le=3.0, description="what a belief that nobody is home may cost, K")
    plan: bool = Field(True, description="heat ahead by a plan; false: by hours, presence and wishes alone")
    window_delay: float = Field(60.0, ge=0.0, le=900.0, description="seconds until an open window pauses heating")
    latitude: float | None = Field(None, ge=-90.0, le=90.0, description="of the house; empty: Home Assistant's")
    longitude: float | None = Field(None, ge=-180.0, le=180.0, description="of the house; empty: Home Assistant's")
    outdoor_temperature: Entity | None = Field(None, description="a thermometer outside")
    weather: Entity | None = Field(None, description="a weather entity, for its forecast, and for wind and clouds")
    wind: Entity | None = Field(None, description="what measures the wind; empty: the weather entity tells it")
    price: Entity | None = Field(
        None, description="what tells the price of electricity per kWh, now and, where its attributes do, by the hour"
    )
    electricity: ElectricitySettings | None = Field(
        None, description="what else is known of electricity; prices are in your currency; empty: nothing"
    )
    savings: SavingsSettings = Field(SavingsSettings(), description="how it is measured what the program saves")
    learning: LearningSettings = Field(LearningSettings(), description="when it may learn from your own past")
    calendars: Entities = Field([], description="calendars whose entries mean that everybody is out")
    alarm: AlarmSettings | None = Field(None, description="the alarm of the house; empty: none")
    persons: dict[Identifier, PersonSettings] = Field({}, description="who lives here")
    heat_sources: dict[Identifier, HeatSourceSettings] = Field({}, description="boilers and pumps that devices share")
    rooms: dict[Identifier, RoomSettings] = Field({}, description="the rooms")

    @model_validator(mode="after")
    def _consistent(self) -> "Settings":
        faults = fitting.inconsistencies(self.model_dump(by_alias=True))
        if faults:
            raise ValueError("; ".join(words for _, words in faults))
        return self

    def zone(self, fallback: str = "UTC") -> ZoneInfo:
        """The time zone, or the home's own where none is set."""
        return ZoneInfo(self.time_zone or fallback)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
