"""What the water of a heat source may be set to, and how warm it should be by the weather."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Flow:
    """The grant to set a flow temperature, °C. The curve is a straight line: 25 °C at 20 °C outdoors."""

    lowest: float = 25.0
    highest: float = 45.0  # never above, whoever asks; what a floor stands
    design: float = 45.0  # at `coldest`
    coldest: float = -10.0  # °C outdoors
    spacing: timedelta = timedelta(minutes=30)  # between two messages of ours
