"""What this computer says of itself: how hot it is, and whether it is on power. What it does not say is fine."""

from collections.abc import Iterator
from pathlib import Path

from thermo_edge.home.reason import Code, Reason

SYS = Path("/sys")
HOTTEST = 80.0
"""°C; a small computer slows itself down a little above it."""

_POSSIBLE = (-20.0, 150.0)


def unfit(sys: Path = SYS, hottest: float = HOTTEST) -> Reason | None:
    """Why nothing should be learned on it now; None: it is cool and on power, as far as it tells."""
    temperature = max(temperatures(sys), default=None)
    if temperature is not None and temperature >= hottest:
        return Reason.of(Code.NIGHT_HOT, temperature=temperature, limit=hottest)
    return Reason(Code.NIGHT_BATTERY) if on_battery(sys) else None


def temperatures(sys: Path = SYS) -> Iterator[float]:
    """Of all its zones, °C; a zone that is off tells nonsense, or nothing."""
    for zone in (sys / "class" / "thermal").glob("thermal_zone*"):
        try:
            told = int(_read(zone / "temp")) / 1000.0
        except ValueError:
            continue
        if _POSSIBLE[0] < told < _POSSIBLE[1]:
            yield told


def on_battery(sys: Path = SYS) -> bool:
    """Whether a battery of its own feeds it: one that runs down, and no mains that is plugged in."""
    supplies = list((sys / "class" / "power_supply").glob("*"))
    if any(_read(each / "type") in ("Mains", "USB") and _read(each / "online") == "1" for each in supplies):
        return False
    return any(
        _read(each / "type") == "Battery"
        and _read(each / "scope") != "Device"
        and _read(each / "status") == "Discharging"
        for each in supplies
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
