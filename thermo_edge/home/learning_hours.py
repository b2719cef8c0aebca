"""When a house may learn from its own past, what that may cost, and who asks for it by a button."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import NewType

Button = NewType("Button", str)
"""An entity that somebody presses; its state is the time of the last press."""


@dataclass(frozen=True, slots=True)
class Learning:
    """When the household lets this house learn, and what that may cost; the hours are local and may pass midnight."""

    on: bool = True
    start: time = time(1, 0)
    until: time = time(5, 0)
    budget: timedelta = timedelta(minutes=10)
    memory: float = 900.0  # MB
    train: Button | None = None  # begins a night
    roll_back: Button | None = None  # withdraws what was put to serve last

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(each for each in (self.train, self.roll_back) if each is not None)
