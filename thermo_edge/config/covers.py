"""The settings of covers, and how they become devices of the house."""

from collections.abc import Iterable
from datetime import timedelta

from pydantic import Field, model_validator

from thermo_edge.config import cover_fitting
from thermo_edge.config.energy import fitted
from thermo_edge.config.kinds import AtMost, Entity, Part
from thermo_edge.home.house import Attribute, Device, DeviceKind, EntityId, Mode, PlaceId, Point, Sensor
from thermo_edge.home.shading import Shade


class CoverSettings(Part):
    """A blind, a shutter or an awning. It is moved only where `shades` grants it, never for privacy or by night."""

    entity: Entity = Field(description="a cover entity; doors, gates and garages are refused")
    shades: bool = Field(False, description="whether it may be moved to keep the sun out; false: it is only looked at")
    azimuth: float | None = Field(
        None, ge=0.0, le=360.0, description="where its window looks to, degrees: 90 is east, 180 south, 270 west"
    )
    width: float = Field(75.0, ge=20.0, le=120.0, description="degrees to either side from which the sun comes in")
    position: float = Field(30.0, ge=0.0, le=90.0, description="% that it stays open while it shades")
    positions: bool = Field(True, description="whether it takes positions; false: it can only be opened and closed")
    may_close: bool = Field(False, description="whether it may close fully while somebody may be there")
    stop_when_open: bool = Field(
        True, description="it does not move while a window or door of the room is open, so that it locks nobody out"
    )
    spacing: float = Field(30.0, ge=5.0, le=480.0, description="minutes between two moves at least")
    storm: float = Field(12.0, ge=2.0, le=40.0, description="wind above which it is not lowered, m/s")
    at_most: AtMost = Field(Mode.ACT, description="the most that may be allowed it: observe, suggest or act")
    messages: int = Field(6, ge=1, le=60, description="messages an hour at most")

    @model_validator(mode="after")
    def _sensible(self) -> "CoverSettings":
        return fitted(self, cover_fitting.of_cover(self.model_dump()))


def device(place: PlaceId, cover: CoverSettings) -> Device:
    """A cover as a device of its room."""
    return Device(
        entity=EntityId(cover.entity),
        place=place,
        kind=DeviceKind.COVER,
        heats=False,
        minimum_on=timedelta(0),
        minimum_off=timedelta(0),
        writes_per_hour=cover.messages,
        ceiling=cover.at_most,
        shade=_shade(cover),
    )


def _shade(cover: CoverSettings) -> Shade | None:
    if not cover.shades or cover.azimuth is None:
        return None
    return Shade(
        cover.azimuth,
        cover.width,
        cover.position,
        cover.may_close,
        cover.stop_when_open,
        timedelta(minutes=cover.spacing),
        cover.storm,
        cover.positions,
    )


def sky(weather: str | None, wind: str | None, covers: Iterable[list[CoverSettings]]) -> tuple[Sensor, ...]:
    """What is read of wind and clouds, where there is something to shade."""
    if not any(cover.shades for room in covers for cover in room):
        return ()
    windy = wind or weather
    found = [Point(EntityId(windy), Attribute.WIND)] if windy else []
    found += [Point(EntityId(weather), Attribute.CLOUD)] if weather else []
    return tuple(Sensor(point) for point in found)
