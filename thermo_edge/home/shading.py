"""What a cover may do for the warmth of its room: which window it shades, how far, and when it stays as it is."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Shade:
    """The grant to shade a window. Positions are % open, as Home Assistant counts: 0 is closed."""

    azimuth: float  # degrees clockwise from north that the window looks to
    width: float = 75.0  # degrees to either side from which the sun still comes in
    position: float = 30.0  # to which it is lowered
    may_close: bool = False  # also fully, while somebody is there
    stop_when_open: bool = True  # it does not move while a window or door of the room is open
    spacing: timedelta = timedelta(minutes=30)  # between two moves of ours
    storm: float = 12.0  # m/s of wind, above which it is not lowered
    positions: bool = True  # False: it can only be opened and closed

    @property
    def lowered(self) -> float:
        """Where it stands when it shades."""
        return self.position if self.positions else 0.0
