"""The settings of learning at night, and how they become part of the house."""

from collections.abc import Iterator
from datetime import time, timedelta

from pydantic import Field, model_validator

from thermo_edge.config.kinds import Clock, Entity, Part
from thermo_edge.home.house import Attribute, EntityId, Point, Sensor
from thermo_edge.home.learning_hours import Button, Learning

_BUTTONS = ("input_button.", "button.")


class LearningSettings(Part):
    """When the program may learn from your own past, in a process of its own, and what that may cost."""

    nightly: bool = Field(True, description="learn every night; false: only when somebody asks for it")
    start: Clock = Field(time(1, 0), alias="from", description="not before this local time")
    until: Clock = Field(time(5, 0), description="no night begins after this local time")
    minutes: float = Field(10.0, ge=1.0, le=240.0, description="that a night may take at most")
    memory: float = Field(900.0, ge=300.0, le=64_000.0, description="MB that it may take at most")
    train_button: Entity | None = Field(None, description="an input_button or button whose press begins a night")
    roll_back_button: Entity | None = Field(
        None, description="an input_button or button whose press withdraws what was learned last"
    )

    @model_validator(mode="after")
    def _buttons(self) -> "LearningSettings":
        named = [each for each in (self.train_button, self.roll_back_button) if each is not None]
        if not all(each.startswith(_BUTTONS) for each in named):
            raise ValueError("a button is an input_button or button entity, such as input_button.learn_now")
        if len(set(named)) < len(named):
            raise ValueError("train_button and roll_back_button must be two")
        if self.start == self.until:
            raise ValueError("from and until must be two times")
        return self


def learning(settings: LearningSettings) -> Learning:
    """The house's."""
    return Learning(
        on=settings.nightly,
        start=settings.start,
        until=settings.until,
        budget=timedelta(minutes=settings.minutes),
        memory=settings.memory,
        train=Button(settings.train_button) if settings.train_button else None,
        roll_back=Button(settings.roll_back_button) if settings.roll_back_button else None,
    )


def buttons(settings: LearningSettings) -> Iterator[Sensor]:
    """What is heard of them."""
    for button in learning(settings).buttons:
        yield Sensor(Point(EntityId(button), Attribute.PRESSED))
