"""What the settings of covers do not fit together, found in plain data."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_ENTRANCE = re.compile(r"garage|gate|(^|_)(front|entrance|outer|house)_door|(^|_)door(_\d+)?$|driveway")
_SHADE = re.compile(r"blind|shutter|shade|awning|curtain|screen|roller")


def of_cover(cover: Mapping[str, Any]) -> Iterator[str]:
    """One cover's faults."""
    entity = cover.get("entity")
    if isinstance(entity, str):
        if not entity.startswith("cover."):
            yield "a cover is a cover entity, such as cover.living_room_shutter"
        name = entity.partition(".")[2]
        if _ENTRANCE.search(name) and not _SHADE.search(name):
            yield "doors, gates and garages are not moved by Thermo Edge: name only what shades a window"
    if cover.get("shades") is True and cover.get("azimuth") is None:
        yield "to shade, give the azimuth of its window: 90 is east, 180 south, 270 west"
