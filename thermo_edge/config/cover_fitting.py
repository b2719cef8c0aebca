"""What the settings of covers do not fit together, found in plain data."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_ENTRANCE = re.compile(r"garage|gate|(^|_)(front|entrance|outer|house)_door|(^|_)door(_\d+)?$|driveway")
_FOR_CARS = re.compile(r"garage|(^|_)gate|driveway")
_SHADE = re.compile(r"blind|shutter|shade|awning|curtain|screen|roller")

_OF_WINDOW = re.compile(r"window|blind|curtain|awning")
_AWNING = re.compile(r"awning|markise|zonnescherm")


def of_cover(cover: Mapping[str, Any]) -> Iterator[str]:
    """One cover's faults."""
    entity = cover.get("entity")
    if isinstance(entity, str):
        if not entity.startswith("cover."):
            yield "a cover is a cover entity, such as cover.living_room_shutter"
        name = entity.partition(".")[2]
        shades = _OF_WINDOW if _FOR_CARS.search(name) else _SHADE  # shutters and rollers are what garages have
        if _ENTRANCE.search(name) and not shades.search(name):
            yield "doors, gates and garages are not moved by Thermo Edge: name only what shades a window"
        if cover.get("shades") is True and _AWNING.search(name):
            yield "an awning is only looked at: some makers call it open when it is out, and a storm could tear it off"
    if cover.get("shades") is True and cover.get("azimuth") is None:
        yield "to shade, give the azimuth of its window: 90 is east, 180 south, 270 west"
